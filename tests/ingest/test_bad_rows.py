"""Each kind of bad row is named with its file, row, column and what is allowed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import Fault, InputError
from planner.ingest.build import load_workspace
from tests.workspaces import Tables, tiny_workspace

Edit = Callable[[Tables], object]


def faults_of(folder: Path, horizon_days: int | None = None) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_workspace(folder, horizon_days=horizon_days)
    return caught.value.faults


def put(table: str, index: int, **cells: str) -> Edit:
    return lambda tables: tables[table][index].update(cells)


def add(table: str, **cells: str) -> Edit:
    return lambda tables: tables[table].append(cells)


def again(table: str, index: int) -> Edit:
    return lambda tables: tables[table].append(dict(tables[table][index]))


def take(table: str, index: int) -> Edit:
    return lambda tables: tables[table].pop(index)


def lock(person_id: str, kind: str, target_id: str, **cells: str) -> Edit:
    return add("locks", lock_id="L-9", person_id=person_id, kind=kind, target_id=target_id, **cells)


def both(*edits: Edit) -> Edit:
    return lambda tables: [edit(tables) for edit in edits]


CASES: dict[str, tuple[Edit, str, int, str, str]] = {
    # cells
    "blank id": (put("people", 0, person_id=""), "people.csv", 2, "person_id", "must not be blank"),
    "long id": (put("sites", 3, name="Yard", site_id="Y" * 65), "sites.csv", 5, "site_id", "up to 64 printable characters"),
    "line break in a name": (put("sites", 0, name="Jet\nFoil"), "sites.csv", 2, "name", "one line of text"),
    "unknown word": (put("people", 0, sex="m"), "people.csv", 2, "sex", "one of female, male, other, unknown"),
    "age band turned into a date": (put("people", 3, age_band="Dec-17"), "people.csv", 5, "age_band", "format the column as text"),
    "negative beds": (put("units", 1, beds="-8"), "units.csv", 3, "beds", "whole number from 0 to 100000"),
    "half a bed": (put("units", 1, beds="7.5"), "units.csv", 3, "beds", "whole number"),
    "no boat": (put("incidents", 0, boats="0"), "incidents.csv", 2, "boats", "whole number, 1 or more"),
    "share in per cent": (put("units", 1, staffed_share="90%"), "units.csv", 3, "staffed_share", "a number from 0 to 1, such as 0.8"),
    "share above one": (put("units", 1, staffed_share="1.01"), "units.csv", 3, "staffed_share", "a number from 0 to 1"),
    "decimal comma": (
        put("departures", 0, escorts_per_person="2,5"),
        "departures.csv",
        2,
        "escorts_per_person",
        "a number from 0 to 100, such as 0.8",
    ),
    "date the other way round": (put("bars", 0, starts_on="10/08/2026"), "bars.csv", 2, "starts_on", "a date such as 2026-08-10"),
    "no such date": (put("bars", 0, starts_on="2026-02-30"), "bars.csv", 2, "starts_on", "not a date of the calendar"),
    "far year": (put("bars", 0, starts_on="0026-08-10"), "bars.csv", 2, "starts_on", "between the years 2000 and 2100"),
    "time without a time": (put("people", 0, landed_at="2026-08-10"), "people.csv", 2, "landed_at", "has no time of day"),
    "no such time": (put("people", 0, landed_at="2026-08-10 25:00"), "people.csv", 2, "landed_at", "time of day that does not exist"),
    "no such offset": (put("people", 0, landed_at="2026-08-10 04:00+29:00"), "people.csv", 2, "landed_at", "offset that does not exist"),
    "skipped time": (put("departures", 0, departs_at="2027-03-28 01:30"), "departures.csv", 2, "departs_at", "does not exist in London"),
    "repeated time": (put("departures", 0, departs_at="2026-10-25 01:30"), "departures.csv", 2, "departs_at", "exists twice in London"),
    "unknown category": (put("units", 1, holds="adult_man;men"), "units.csv", 3, "holds", "adult_man, adult_woman, adult_other"),
    "category twice": (put("units", 1, holds="adult_man;adult_man"), "units.csv", 3, "holds", "each once"),
    # positions
    "no position": (put("incidents", 1, met_lat="51 north"), "incidents.csv", 3, "met_lat", "51°02.3'N"),
    "swapped position": (put("incidents", 1, met_lat="1.55", met_lon="51.05"), "incidents.csv", 3, "met_lat", "swapped"),
    "swapped letters": (put("incidents", 0, met_lat="1°30.5'E"), "incidents.csv", 2, "met_lat", "swapped"),
    "swapped site": (put("sites", 1, lat="1.346", lon="51.342"), "sites.csv", 3, "lat", "swapped"),
    "out of area": (put("incidents", 1, met_lat="43.1", met_lon="5.1"), "incidents.csv", 3, "met_lat", "outside the Channel"),
    "site out of area": (put("sites", 1, lat="40.0", lon="1.0"), "sites.csv", 3, "lat", "outside the United Kingdom"),
    "boat on land": (put("incidents", 1, met_lat="51.15", met_lon="1.05"), "incidents.csv", 3, "met_lat", "is on land"),
    "minutes above 60": (put("incidents", 0, met_lat="51°75.3'N"), "incidents.csv", 2, "met_lat", "60 or more minutes"),
    # keys and references
    "person twice": (again("people", 0), "people.csv", 14, "person_id", "is given in row 2 already"),
    "resource day twice": (again("resources", 3), "resources.csv", 16, "date", "is given in row 5 already"),
    "forecast twice": (again("expected_arrivals", 0), "expected_arrivals.csv", 4, "", "is given in row 2 already"),
    "unknown site": (put("people", 0, site_id="DOVER"), "people.csv", 2, "site_id", "allowed are BROOK, LA-KENT, MANSTON"),
    "unknown unit": (put("people", 0, unit_id="WJF-Z"), "people.csv", 2, "unit_id", "is not in the table units"),
    "unknown incident": (put("people", 0, incident_id="INC-9"), "people.csv", 2, "incident_id", "is not in the table incidents"),
    "unknown person in bars": (put("bars", 0, person_id="P-99"), "bars.csv", 2, "person_id", "is not in the table people"),
    "unknown person in a lock": (lock("P-99", "site", "BROOK"), "locks.csv", 3, "person_id", "is not in the table people"),
    "unknown lock target": (lock("P-01", "departure", "BROOK"), "locks.csv", 3, "target_id", "is not in the table departures"),
    "unknown bar": (put("bars", 0, bar="court"), "bars.csv", 2, "bar", "is no bar of config.toml"),
    "unknown care need": (put("people", 6, care_needs="surgery"), "people.csv", 8, "care_needs", "no such care in config.toml"),
    "unknown care offered": (put("units", 1, care="surgery;step_free"), "units.csv", 3, "care", "surgery: no such care"),
    "unknown airport": (put("departures", 0, place_id="LHX"), "departures.csv", 2, "place_id", "neither a site nor a British place"),
    "departure from France": (put("departures", 0, place_id="CDG"), "departures.csv", 2, "place_id", "British place"),
    "arrival in Britain": (put("departures", 0, arrival_place_id="LGW"), "departures.csv", 2, "arrival_place_id", "no French place"),
    "unknown launch area": (put("incidents", 0, launch_area="CALAIS"), "incidents.csv", 2, "launch_area", "no launch area"),
    "unknown place by road": (put("travel_times", 0, to_id="HEATHROW"), "travel_times.csv", 2, "to_id", "neither a site nor a place"),
    # dates in order
    "closed before opened": (put("sites", 4, closes_on="2026-07-01"), "sites.csv", 6, "closes_on", "is before opens_on (2026-08-01)"),
    "authority backwards": (
        put("people", 0, authority_until="2026-08-01 00:00"),
        "people.csv",
        2,
        "authority_until",
        "before authority_from",
    ),
    "half an authority": (put("people", 0, authority_until=""), "people.csv", 2, "authority_until", "fill both or neither"),
    "steps backwards": (put("people", 8, decided_on="2026-07-26"), "people.csv", 10, "decided_on", "is before screened_on"),
    "step left out": (
        put("people", 8, requested_on="", answered_on="2026-08-08", answer="accepted"),
        "people.csv",
        10,
        "requested_on",
        "needs it",
    ),
    "notice without an answer": (put("people", 8, notice_served_on="2026-08-09"), "people.csv", 10, "answered_on", "needs it"),
    "step in the future": (
        put("people", 7, screened_on="2026-08-11"),
        "people.csv",
        9,
        "screened_on",
        "after the moment the inputs describe",
    ),
    "landed in the future": (put("people", 0, landed_at="2026-08-10 06:01"), "people.csv", 2, "landed_at", "after the moment"),
    "request of an admissible case": (put("people", 8, decision="admissible"), "people.csv", 10, "requested_on", "decision is admissible"),
    "notice after a refusal": (put("people", 9, answer="refused"), "people.csv", 11, "notice_served_on", "although France refused"),
    "extension of nobody": (put("extensions", 0, person_id="P-99"), "extensions.csv", 2, "person_id", "is not in the table people"),
    "extension of no known limit": (put("extensions", 0, limit="removal"), "extensions.csv", 2, "limit", "short_term, family, pregnant"),
    "extension backwards": (put("extensions", 0, until="2026-08-10 05:00"), "extensions.csv", 2, "until", "is before granted_at"),
    "extension to come": (put("extensions", 0, granted_at="2026-08-10 06:01"), "extensions.csv", 2, "granted_at", "lies after the moment"),
    "bar backwards": (put("bars", 0, ends_on="2026-08-15"), "bars.csv", 2, "ends_on", "is before starts_on"),
    "landed before met": (put("incidents", 0, landed_at="2026-08-10 01:00"), "incidents.csv", 2, "landed_at", "is before met_at"),
    "at sea but landed": (put("incidents", 1, people_ashore="50"), "incidents.csv", 3, "people_ashore", "although the incident is at_sea"),
    "landed but where": (put("incidents", 0, landing_site_id=""), "incidents.csv", 2, "landing_site_id", "although the incident is landed"),
    # the estate
    "landing at a removal centre": (
        put("incidents", 0, landing_site_id="BROOK"),
        "incidents.csv",
        2,
        "landing_site_id",
        "role landing only",
    ),
    "forecast elsewhere": (put("expected_arrivals", 0, site_id="MANSTON"), "expected_arrivals.csv", 2, "site_id", "role landing only"),
    "more beds closed than there are": (
        put("capacity_changes", 0, beds_closed="9"),
        "capacity_changes.csv",
        2,
        "beds_closed",
        "the unit's 8 beds",
    ),
    "a change of nothing": (put("capacity_changes", 0, beds_closed=""), "capacity_changes.csv", 2, "beds_closed", "changes nothing"),
    "two shares a night": (
        both(
            put("capacity_changes", 0, staffed_share="0.5"),
            add("capacity_changes", unit_id="BROOK-B", first_night="2026-08-15", last_night="2026-08-20", staffed_share="0.6"),
        ),
        "capacity_changes.csv",
        3,
        "staffed_share",
        "that row 2 sets too",
    ),
    "admission to a removal centre": (
        put("planned_admissions", 0, unit_id="BROOK-B"),
        "planned_admissions.csv",
        2,
        "unit_id",
        "onward sites only",
    ),
    # parties
    "party at two sites": (put("people", 2, site_id="MANSTON", unit_id=""), "people.csv", 4, "site_id", "a party is at one site"),
    "unit of another site": (put("people", 0, unit_id="BROOK-B"), "people.csv", 2, "unit_id", "is a unit of BROOK"),
    "party named as another person": (put("people", 0, party_id="P-08"), "people.csv", 9, "party_id", "name it here too"),
    "apart from oneself": (put("keep_apart", 0, other_person_id="P-09"), "keep_apart.csv", 2, "other_person_id", "apart from themselves"),
    "apart inside a party": (
        put("keep_apart", 0, person_id="P-02", other_person_id="P-03"),
        "keep_apart.csv",
        2,
        "other_person_id",
        "same party (PY-1)",
    ),
    "pair the other way round": (add("keep_apart", person_id="P-12", other_person_id="P-09"), "keep_apart.csv", 3, "", "other way round"),
    "family of one": (put("expected_arrivals", 1, people="4"), "expected_arrivals.csv", 3, "party_size", "a family has two or more"),
    "id of a forecast": (put("people", 0, person_id="F-20260812-WJF-family-001-1"), "people.csv", 2, "person_id", "kept for expected"),
    # days
    "day missing": (take("resources", 3), "resources.csv", 0, "date", "2026-08-13 is missing"),
    "ledger of today": (put("parity_ledger", 1, date="2026-08-10"), "parity_ledger.csv", 3, "date", "past dates only"),
    "way to itself": (put("travel_times", 0, to_id="BROOK"), "travel_times.csv", 2, "to_id", "another place"),
    "yesterday nowhere": (put("yesterday", 1, departure_id=""), "yesterday.csv", 3, "site_id", "either a site_id or a departure_id"),
    "yesterday twice": (put("yesterday", 0, departure_id="D-0818"), "yesterday.csv", 2, "site_id", "not both"),
    "yesterday a unit alone": (put("yesterday", 1, unit_id="BROOK-B"), "yesterday.csv", 3, "site_id", "needs it"),
    # locks
    "lock backwards": (put("locks", 0, last_night="2026-08-09"), "locks.csv", 2, "last_night", "is before first_night"),
    "two sites a night": (
        lock("P-08", "site", "ONWARD", first_night="2026-08-12"),
        "locks.csv",
        3,
        "target_id",
        "second site on the same night",
    ),
    "there and not there": (lock("P-08", "not_site", "BROOK"), "locks.csv", 3, "target_id", "the opposite of another lock"),
    "two departures": (
        both(lock("P-10", "departure", "D-0818"), add("locks", lock_id="L-3", person_id="P-10", kind="departure", target_id="D-0820")),
        "locks.csv",
        4,
        "target_id",
        "a second departure",
    ),
    "gone by then": (
        both(put("locks", 0, last_night="2026-08-20"), lock("P-08", "departure", "D-0818")),
        "locks.csv",
        3,
        "target_id",
        "another lock has the party leave",
    ),
    "child to detention": (lock("P-04", "site", "BROOK"), "locks.csv", 3, "target_id", "local-authority care"),
    "family to detention": (lock("P-02", "site", "YARLS"), "locks.csv", 3, "target_id", "families are not detained"),
    "child on a departure": (lock("P-04", "departure", "D-0818"), "locks.csv", 3, "target_id", "children alone are never transferred"),
    "family on a departure": (lock("P-03", "departure", "D-0818"), "locks.csv", 3, "target_id", "can not take a family"),
    "lock on a closed site": (
        both(put("sites", 1, closes_on="2026-08-11"), lock("P-01", "site", "MANSTON", last_night="2026-08-12")),
        "locks.csv",
        3,
        "target_id",
        "is closed on the night of 2026-08-12",
    ),
    "man to a women's unit": (lock("P-01", "site", "YARLS"), "locks.csv", 3, "target_id", "no unit that may hold P-01 (adult_man)"),
    "no way back": (lock("P-09", "site", "MANSTON"), "locks.csv", 3, "target_id", "can not move to"),
    "cancelled departure": (lock("P-10", "departure", "D-0821"), "locks.csv", 3, "target_id", "is cancelled"),
    "departure with no room": (
        both(put("departures", 0, seats="1"), lock("P-05", "departure", "D-0818")),
        "locks.csv",
        3,
        "target_id",
        "has 1 seats",
    ),
    "departure outside the days": (
        both(put("departures", 1, departs_at="2026-09-20 08:30"), lock("P-10", "departure", "D-0820")),
        "locks.csv",
        3,
        "target_id",
        "outside the days planned",
    ),
    "departure outside the agreement": (
        both(put("departures", 1, departs_at="2026-10-20 08:30"), lock("P-10", "departure", "D-0820")),
        "locks.csv",
        3,
        "target_id",
        "agreement is not in force",
    ),
    "barred departure": (lock("P-12", "departure", "D-0818"), "locks.csv", 3, "target_id", "bar nrm_pending blocks"),
    "refused departure": (
        both(put("people", 10, answer="refused"), lock("P-11", "departure", "D-0820")),
        "locks.csv",
        3,
        "target_id",
        "France refused",
    ),
    "admissible departure": (
        both(
            put("people", 7, screened_on="2026-08-01", decided_on="2026-08-02", decision="admissible"), lock("P-08", "departure", "D-0820")
        ),
        "locks.csv",
        3,
        "target_id",
        "decided admissible",
    ),
    "nights of a departure": (lock("P-10", "departure", "D-0818", last_night="2026-08-12"), "locks.csv", 3, "last_night", "leave it blank"),
    "locked together": (
        both(lock("P-09", "site", "BROOK"), add("locks", lock_id="L-3", person_id="P-12", kind="site", target_id="BROOK")),
        "locks.csv",
        4,
        "target_id",
        "to be kept apart",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_row_is_named(name: str, tmp_path: Path) -> None:
    edit, file, row, column, message = CASES[name]
    found = [fault for fault in faults_of(tiny_workspace(tmp_path, edit)) if (fault.file, fault.row, fault.column) == (file, row, column)]
    assert any(message in fault.problem for fault in found), found


def test_value_found_is_given(tmp_path: Path) -> None:
    (fault,) = faults_of(tiny_workspace(tmp_path, put("units", 1, beds="-8")))
    assert fault.value == "-8"
    assert str(fault).startswith("units.csv, row 3, column beds: must be a whole number")


def test_faults_of_every_file_come_at_once(tmp_path: Path) -> None:
    edit = both(put("people", 0, sex="m"), put("units", 1, beds="-8"), put("bars", 0, bar="court"), take("resources", 0), again("sites", 0))
    folder = tiny_workspace(tmp_path, edit)
    (folder / "incidents.csv").write_bytes(b"incident_id;status\n")
    found = {fault.file for fault in faults_of(folder)}
    assert found == {"people.csv", "units.csv", "bars.csv", "resources.csv", "sites.csv", "incidents.csv"}


def test_unreadable_table_does_not_blame_the_others(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path)
    (folder / "sites.csv").unlink()
    assert {fault.file for fault in faults_of(folder)} == {"sites.csv"}


def test_longer_horizon_needs_more_days(tmp_path: Path) -> None:
    (fault,) = faults_of(tiny_workspace(tmp_path), horizon_days=16)
    assert "2026-08-24 to 2026-08-25 is missing" in fault.problem


def test_faults_of_config_and_tables_come_together(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path, put("units", 1, beds="-8"))
    (folder / "config.toml").write_text("nonsense", encoding="utf-8")
    assert {fault.file for fault in faults_of(folder)} == {"config.toml", "units.csv"}
