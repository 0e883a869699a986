"""Doubtful rows are listed and planned around, never mended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.instance import Instance
from planner.ingest.build import load_workspace
from planner.ingest.triage import TRIAGE_CODES
from tests.workspaces import Tables, tiny_workspace

Edit = Callable[[Tables], object]


def put(table: str, index: int, **cells: str) -> Edit:
    return lambda tables: tables[table][index].update(cells)


def add(table: str, **cells: str) -> Edit:
    return lambda tables: tables[table].append(cells)


def both(*edits: Edit) -> Edit:
    return lambda tables: [edit(tables) for edit in edits]


CASES: dict[str, tuple[Edit, str]] = {
    "boat_size": (put("incidents", 1, people_reported="230"), "INC-2"),
    "head_count": (put("incidents", 0, people_reported="9", people_ashore="9"), "INC-1"),
    "head_count_closed": (put("incidents", 2, people_reported="6", people_ashore="6"), "INC-3"),
    "people_missing": (put("incidents", 0, people_reported="8"), "INC-1"),
    "people_more": (put("incidents", 0, people_reported="6"), "INC-1"),
    "at_sea_overdue": (put("incidents", 1, met_at="2026-08-09 16:00"), "INC-2"),
    "listed_at_sea": (put("people", 0, incident_id="INC-2"), "INC-2"),
    "landed_before_met": (put("people", 0, landed_at="2026-08-10 02:00"), "P-01"),
    "landed_apart": (put("people", 7, landed_at="2026-07-26 06:10"), "P-08"),
    "arrived_before_landed": (put("people", 0, arrived_at="2026-08-10 04:30"), "P-01"),
    "detained_before_landed": (put("people", 0, detained_since="2026-08-10 04:30"), "P-01"),
    "unknown_facts": (put("people", 6, pregnant="unknown", adults_at_risk="unknown"), "P-07"),
    "age_disputed": (put("people", 0, age_disputed="yes"), "P-01"),
    "unaccompanied": (put("people", 3, unaccompanied="no"), "P-04"),
    "pregnant_man": (put("people", 0, pregnant="yes"), "P-01"),
    "request_late": (put("people", 8, requested_on="2026-08-09"), "P-09"),
    "answer_late": (put("people", 8, screened_on="2026-07-25", decided_on="2026-07-26", requested_on="2026-07-26"), "P-09"),
    "answer_overdue": (
        put("people", 8, landed_at="2026-07-01 06:10", screened_on="2026-07-03", decided_on="2026-07-04", requested_on="2026-07-05"),
        "P-09",
    ),
    "transfer_window_over": (put("people", 9, landed_at="2026-05-09 06:10"), "P-10"),
    "bar_review": (put("bars", 0, bar="bail_application"), "P-12"),
    "bar_short": (put("bars", 0, bar="nrm_positive", ends_on="2026-09-13"), "P-12"),
    "extension_late": (
        put("people", 6, landed_at="2026-08-07 04:35", arrived_at="2026-08-10 04:50", detained_since="2026-08-07 05:29"),
        "P-07",
    ),
    "extension_unused": (put("extensions", 0, limit="short_term"), "P-07"),
    "stay_over": (put("people", 0, arrived_at="2026-08-09 05:00", landed_at="2026-08-09 04:35"), "P-01"),
    "authority_expired": (put("people", 7, authority_until="2026-08-09 12:00"), "P-08"),
    "authority_missing": (put("people", 7, authority_from="", authority_until=""), "P-08"),
    "detention_start_missing": (put("people", 7, detained_since=""), "P-08"),
    "detained_onward": (put("people", 8, site_id="ONWARD", unit_id="ONWARD-1"), "P-09"),
    "child_detained": (put("people", 8, age_band="12-17", unaccompanied="yes"), "P-09"),
    "family_detained": (
        both(put("people", 8, party_id="PY-9"), put("people", 9, party_id="PY-9", age_band="0-11")),
        "P-09",
    ),
    "risk_detained": (put("people", 7, adults_at_risk="3"), "P-08"),
    "bar_detained": (put("bars", 0, starts_on="2026-08-10"), "P-12"),
    "no_unit": (put("people", 7, unit_id=""), "P-08"),
    "wrong_unit": (put("units", 0, care=""), "P-07"),
    "site_closed": (put("sites", 3, closes_on="2026-08-09"), "YARLS"),
    "unit_overfull": (put("units", 3, beds="4"), "BROOK-B"),
    "departure_gone": (put("departures", 0, departs_at="2026-08-10 05:00"), "D-0818"),
    "departure_no_seats": (put("departures", 0, seats="0"), "D-0818"),
    "forecast_past": (put("expected_arrivals", 0, date="2026-08-09"), "WJF 2026-08-09 adult_man"),
    "admission_past": (put("planned_admissions", 0, date="2026-08-08"), "ONWARD-1"),
    "reserved_over_beds": (put("planned_admissions", 0, people="31"), "ONWARD-1"),
    "unit_for_children": (put("units", 1, holds="lone_child"), "MANSTON-A"),
    "site_without_units": (add("sites", site_id="COLN", name="Colnbrook", role="removal", lat="51.48", lon="-0.48"), "COLN"),
    "site_moved": (put("sites", 1, lat="51.6"), "MANSTON"),
    "lock_outside": (put("locks", 0, first_night="2026-08-01", last_night="2026-08-09"), "L-1"),
    "yesterday_person": (put("yesterday", 0, person_id="P-77"), "P-77"),
    "yesterday_place": (put("yesterday", 0, site_id="LYDD", unit_id=""), "LYDD"),
    "parity_above": (put("parity_ledger", 0, transferred_to_france="99"), "parity"),
    "parity_below": (put("parity_ledger", 0, admitted_from_france="99"), "parity"),
}


def load(directory: Path, edit: Edit | None = None) -> Instance:
    return load_workspace(tiny_workspace(directory, edit)).instance


def test_tiny_workspace_is_free_of_doubts(tmp_path: Path) -> None:
    assert load(tmp_path).triage == ()


@pytest.mark.parametrize("code", CASES)
def test_doubt_is_listed(code: str, tmp_path: Path) -> None:
    edit, subject = CASES[code]
    found = load(tmp_path, edit).triage
    messages = [doubt.message for doubt in found if (doubt.code, doubt.subject) == (code, subject)]
    assert len(messages) == 1, found
    assert ";" in messages[0] or ":" in messages[0], "it says what the plan does"
    assert found == tuple(sorted(found))


@pytest.mark.parametrize(
    ("date_line", "code"),
    [("in_force_until = { value = 2026-08-12", "agreement_ends"), ("in_force_until = { value = 2026-08-09", "agreement_not_in_force")],
)
def test_end_of_the_agreement_is_listed(date_line: str, code: str, tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path)
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("in_force_until = { value = 2026-09-30", date_line), encoding="utf-8")
    assert [doubt.code for doubt in load_workspace(folder).instance.triage] == [code]


def test_every_code_is_shown_by_a_test() -> None:
    assert set(CASES) | {"agreement_ends", "agreement_not_in_force"} == set(TRIAGE_CODES)


def test_a_boat_of_230_changes_nothing_else(tmp_path: Path) -> None:
    instance = load(tmp_path, put("incidents", 1, people_reported="230"))
    assert [incident.people_reported for incident in instance.incidents] == [7, 230, 5]


def test_doubts_leave_parts_out_of_the_plan(tmp_path: Path) -> None:
    edits = (CASES[code][0] for code in ("departure_gone", "forecast_past", "lock_outside", "yesterday_person"))
    instance = load(tmp_path, both(*edits))
    assert [departure.departure_id for departure in instance.departures] == ["D-0820", "D-0821"]
    assert {party.party_id for party in instance.parties if party.is_expected} == {"F-20260812-WJF-family-001"}
    assert instance.locks == ()
    assert [planned.person_id for planned in instance.yesterday] == ["P-10"]
