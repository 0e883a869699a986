"""At the limit is lawful; a rule that cries there would be as wrong as one that sleeps beyond it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.verify import verify_pack
from tests.verify.pack_data import EXPECTED
from tests.verify.packs import Draft, iso

Change = Callable[[Draft], object]


def _cell(table: str, key: str, **cells: str) -> Change:
    return lambda draft: draft.row(table, key).update(cells)


def _apart_by_unit(draft: Draft) -> None:
    draft.config = draft.config.replace('scope = "site"', 'scope = "unit"')
    draft.inputs["keep_apart"] = [{"person_id": "P02", "other_person_id": "P03"}]


def _other_unit(draft: Draft) -> None:
    draft.stays("P06", "onward 0-4 ONW/O-1", "onward 5-9 ONW/O-2")


KEPT: dict[str, tuple[str, Change]] = {
    "authority ends with the handover": ("detention_authority", _cell("people", "P09", authority_until="2026-08-27T07:00:00Z")),
    "authority begins when the inputs were described": (
        "detention_authority",
        _cell("people", "P01", authority_from="2026-08-24T05:00:00Z"),
    ),
    "authority begins with a planned arrival": ("detention_authority", _cell("people", "P08", authority_from="2026-08-25T11:00:00Z")),
    "authority ends with the departure": ("transfer_authority", _cell("people", "P02", authority_until="2026-09-01T10:00:00Z")),
    "bar ends the day before": ("transfer_bar", _cell("bars", "P08", person_id="P01", starts_on="2026-08-20", ends_on=iso(2))),
    "bar begins the day after": ("transfer_bar", _cell("bars", "P08", person_id="P01", starts_on=iso(4))),
    "bar on detention begins the day after the last morning": ("detention_bar", _cell("bars", "P09", starts_on=iso(4), ends_on="")),
    "bar on transfer does not bar detention": ("detention_bar", _cell("bars", "P08", starts_on=iso(0))),
    "pregnant to the hour": ("pregnant_hours", _cell("people", "P10", detained_since="2026-08-23T07:00:00Z")),
    "stay limit to the hour": ("stay_limit", _cell("people", "P09", arrived_at="2026-08-23T07:00:00Z")),
    "stay limit of the site's own to the hour": ("stay_limit", _cell("sites", "DOVER", stay_limit_hours="30")),
    "landed three months before": ("transfer_months", _cell("people", "P01", landed_at="2026-05-26T23:00:00Z")),
    "transfer on the last day of the agreement": ("agreement_dates", lambda draft: draft.configure("in_force_until", "2026-09-01")),
    "request on the last day": ("request_deadline", _cell("people", "P03", landed_at="2026-08-10T23:00:00Z")),
    "notice on the first day after the answer": ("answer_awaited", _cell("people", "P02", answered_on="2026-08-23")),
    "decision on the latest day for a later transfer": ("held_at_end", lambda draft: draft.steps("P03", ("screening", 0), ("decision", 5))),
    "notice five working days before": ("notice_period", _cell("people", "P01", notice_served_on="2026-08-20")),
    "exceptional time for an answer": ("transfer_answer", _cell("people", "P01", answer="", answered_on="", requested_on="2026-07-30")),
    "man whose pregnancy nobody asked": ("detention_unknown", _cell("people", "P01", pregnant="unknown")),
    "site opens on the night": ("site_open", _cell("sites", "KENT", opens_on=iso(1))),
    "site closes after the last night": ("site_open", _cell("sites", "MANSTON", closes_on=iso(4))),
    "escorts rounded up to what there is": ("escorts", _cell("departures", "D2", escorts_per_person="2.00")),
    "kept apart by unit at one site": ("keep_apart_night", _apart_by_unit),
    "unplaced people are not together": (
        "keep_apart_night",
        lambda draft: draft.inputs["keep_apart"].append({"person_id": "P07", "other_person_id": "P08"}),
    ),
    "family and its own members' units": ("party_together", _other_unit),
    "lock ends before the move": ("lock_site", _cell("locks", "L1", last_night=iso(2))),
    "forecast not locked before landing": ("lock_site", _cell("locks", "L1", person_id=EXPECTED, target_id="HEATH", last_night="")),
    "parity exactly at the band": ("parity_upper", lambda draft: draft.configure("upper", "3")),
}


@pytest.mark.parametrize("name", KEPT)
def test_at_the_limit_is_lawful(name: str, tmp_path: Path) -> None:
    rule, change = KEPT[name]
    draft = Draft()
    change(draft)
    verification = verify_pack(draft.write(tmp_path / "pack"))
    assert rule not in {violation.rule for violation in verification.violations}
    assert verification.rules[rule] > 0


def test_parity_below_the_lower_band_is_an_alarm_only(tmp_path: Path) -> None:
    draft = Draft()
    draft.configure("lower", "3")
    verification = verify_pack(draft.write(tmp_path / "pack"))
    assert verification.is_acceptable
    assert verification.alarms == ("parity: on 2026-08-30 transfers less admissions are 2, below the lower band 3",)


def test_people_ashore_and_not_listed_are_an_alarm(tmp_path: Path) -> None:
    draft = Draft()
    draft.row("incidents", "I1")["people_ashore"] = "7"
    verification = verify_pack(draft.write(tmp_path / "pack"))
    assert verification.is_acceptable
    assert verification.alarms == ("incident I1: 2 of 7 people ashore are not listed yet and are not in the plan",)


def test_shorter_horizon_than_configured_is_an_alarm(tmp_path: Path) -> None:
    draft = Draft()
    draft.config = draft.config.replace("horizon_days = 10", "horizon_days = 28")
    verification = verify_pack(draft.write(tmp_path / "pack"))
    assert verification.is_acceptable
    assert verification.alarms == ("horizon: the plan has 10 days, the configuration 28",)


def test_figures_stand_in_the_message(tmp_path: Path) -> None:
    draft = Draft()
    draft.row("units", "O-1")["beds"] = "4"
    draft.row("people", "P02")["authority_until"] = "2026-09-01T06:59:59Z"
    found = {
        (violation.rule, violation.subject, violation.date): violation.message
        for violation in verify_pack(draft.write(tmp_path / "pack")).violations
    }
    assert found["bed_capacity", "O-1", iso(5)] == "5 people, 4 beds of which 0 reserved"
    assert ("bed_capacity", "O-1", iso(4)) not in found
    assert (
        found["detention_authority", "P02", iso(7)] == "the authority ends 2026-09-01T06:59:59+00:00, the night 2026-09-01T07:00:00+00:00"
    )
    assert found["transfer_authority", "P02", iso(8)].startswith("departure D2 at 2026-09-01T10:00:00+00:00, authority 2026-08-06")


def test_several_faults_are_all_reported(tmp_path: Path) -> None:
    draft = Draft()
    draft.plan["people"].remove(draft.person("P11"))
    draft.row("people", "P10")["care_needs"] = "step_free"
    draft.row("resources", iso(3))["escorts"] = "0"
    rules = {violation.rule for violation in verify_pack(draft.write(tmp_path / "pack")).violations}
    assert {"nobody_lost", "care_needs", "escorts"} <= rules
