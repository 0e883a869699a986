"""The same morning gives the same instance however it is written; beds, forecasts and journeys come out as they must."""

import csv
import datetime as dt
import random
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.errors import InputError
from planner.domain.horizon import london_instant
from planner.domain.instance import Instance
from planner.domain.people import AgeBand, Known, Party, Sex
from planner.domain.sites import Unit
from planner.domain.transport import Leg
from planner.ingest.build import Workspace, load_workspace, pack_tables
from planner.ingest.canonical import write_tables
from planner.ingest.tables import TABLES
from tests.workspaces import Tables, config_text, tiny_tables, tiny_workspace

Edit = Callable[[Tables], object]


def load(directory: Path, edit: Edit | None = None) -> Instance:
    return load_workspace(tiny_workspace(directory, edit)).instance


def put(table: str, index: int, **cells: str) -> Edit:
    return lambda tables: tables[table][index].update(cells)


def unit_of(instance: Instance, unit_id: str) -> Unit:
    return next(unit for site in instance.sites for unit in site.units if unit.unit_id == unit_id)


def party_of(instance: Instance, party_id: str) -> Party:
    return next(party for party in instance.parties if party.party_id == party_id)


def written(workspace: Workspace, directory: Path) -> dict[str, bytes]:
    directory.mkdir()
    write_tables(workspace.tables, directory)
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


def reloaded(workspace: Workspace, directory: Path) -> Workspace:
    written(workspace, directory)
    (directory / "config.toml").write_text(config_text(), encoding="utf-8")
    return load_workspace(directory)


def test_workbook_equals_csv(tmp_path: Path) -> None:
    from_csv = load_workspace(tiny_workspace(tmp_path / "csv"))
    from_workbook = load_workspace(tiny_workspace(tmp_path / "xlsx", workbook=True))
    assert from_csv.instance == from_workbook.instance
    assert written(from_csv, tmp_path / "a") == written(from_workbook, tmp_path / "b")


def test_workbook_with_real_values_equals_csv(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path / "xlsx", workbook=True)
    book = openpyxl.load_workbook(folder / "inputs.xlsx")
    for sheet in book:
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.value = real_value(str(cell.value or ""), TABLES[sheet.title].columns[cell.column - 1].kind.label)
    book.save(folder / "inputs.xlsx")
    assert load_workspace(folder).instance == load_workspace(tiny_workspace(tmp_path / "csv")).instance


def real_value(text: str, label: str) -> object:
    if not text or any(mark in text for mark in "+Z°"):
        return text
    if label == "date":
        return dt.date.fromisoformat(text)
    if label == "time":
        return dt.datetime.fromisoformat(text)
    return float(text) if label in {"whole number", "number", "latitude", "longitude"} or text == "0" else text


def test_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    def shuffle(tables: Tables) -> None:
        for name in sorted(tables):
            random.Random(7).shuffle(tables[name])

    plain, shuffled = load_workspace(tiny_workspace(tmp_path / "a")), load_workspace(tiny_workspace(tmp_path / "b", shuffle))
    assert plain.instance == shuffled.instance
    assert written(plain, tmp_path / "c") == written(shuffled, tmp_path / "d")


def test_columns_in_any_order_blank_rows_and_a_mark_change_nothing(tmp_path: Path) -> None:
    folder = tiny_workspace(tmp_path / "b")
    rows = list(csv.reader((folder / "people.csv").read_text(encoding="utf-8").splitlines()))
    lines = [",".join(f" {cell} " if number else cell for cell in reversed(row)) for number, row in enumerate(rows)]
    (folder / "people.csv").write_text("\r\n".join([lines[0], "", *lines[1:], "," * (len(rows[0]) - 1)]), encoding="utf-8-sig", newline="")
    assert load_workspace(folder).instance == load(tmp_path / "a")


def test_missing_optional_tables_are_empty(tmp_path: Path) -> None:
    optional = [name for name, spec in TABLES.items() if spec.is_optional]
    workspace = load_workspace(tiny_workspace(tmp_path, lambda tables: [tables.pop(name) for name in optional]))
    assert (workspace.instance.keep_apart, workspace.instance.locks, workspace.instance.yesterday) == ((), (), ())
    files = written(workspace, tmp_path / "out")
    assert sorted(files) == sorted(f"{name}.csv" for name in TABLES)
    assert files["locks.csv"] == (",".join(TABLES["locks"].column_names) + "\n").encode()


def test_canonical_text(tmp_path: Path) -> None:
    files = written(load_workspace(tiny_workspace(tmp_path)), tmp_path / "out")
    assert files["incidents.csv"].decode().splitlines()[1] == (
        "INC-1,landed,LA-CALAIS,51.038333,1.508333,2026-08-10T01:15:00Z,WJF,2026-08-10T03:35:00Z,1,7,7"
    )
    assert b"adult_man;adult_other;adult_woman;family;lone_child" in files["units.csv"]


def test_round_trip(tmp_path: Path) -> None:
    workspace = load_workspace(tiny_workspace(tmp_path))
    again = reloaded(workspace, tmp_path / "out")
    assert again.instance == workspace.instance
    assert written(again, tmp_path / "twice") == written(workspace, tmp_path / "once")


def test_pack_tables_hold_every_journey_and_read_back(tmp_path: Path) -> None:
    # One departure leaves from a site itself, where the way is nothing.
    workspace = load_workspace(tiny_workspace(tmp_path, put("departures", 1, place_id="BROOK")))
    (tmp_path / "inputs").mkdir()
    write_tables(pack_tables(workspace), tmp_path / "inputs")
    (tmp_path / "inputs" / "config.toml").write_text(config_text(), encoding="utf-8")
    assert load_workspace(tmp_path / "inputs").instance == workspace.instance
    rows = list(csv.DictReader((tmp_path / "inputs" / "travel_times.csv").read_text(encoding="utf-8").splitlines()))
    given = {(row["from_id"], row["to_id"]) for row in rows}
    assert ("BROOK", "BROOK") in given
    assert given | {(site.site_id, site.site_id) for site in workspace.instance.sites} == set(workspace.instance.travel)


@pytest.mark.parametrize("days", [0, -1, 121])
def test_horizon_out_of_range_is_named(days: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="from 1 to 120"):
        load_workspace(tiny_workspace(tmp_path), horizon_days=days)


HOSTILE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(lambda text: ";" not in text)
MOMENTS = st.datetimes(dt.datetime(2026, 8, 10, 2), dt.datetime(2026, 8, 10, 4)).map(lambda moment: f"{moment:%Y-%m-%dT%H:%M}Z")  # noqa: DTZ001


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    ids=st.lists(HOSTILE, min_size=12, max_size=12, unique_by=lambda text: text),
    name=HOSTILE,
    moments=st.lists(MOMENTS, min_size=7, max_size=7),
    share=st.decimals(0, 1, places=4),
    rate=st.decimals(0, 9, places=3),
    seed=st.integers(0, 99),
)
def test_round_trip_of_any_morning(ids: list[str], name: str, moments: list[str], share: object, rate: object, seed: int) -> None:
    tables = tiny_tables()
    new_ids = {f"P-{number:02d}": person_id for number, person_id in enumerate(ids, start=1)}
    for rows in tables.values():
        for row in rows:
            row.update({column: new_ids[row[column]] for column in ("person_id", "other_person_id") if row.get(column) in new_ids})
        random.Random(seed).shuffle(rows)
    for row, moment in zip(sorted((row for row in tables["people"] if row["site_id"] == "WJF"), key=str), moments, strict=True):
        row["landed_at"] = row["arrived_at"] = moment
    tables["sites"][0]["name"] = name
    tables["units"][0]["staffed_share"] = str(share)
    tables["departures"][0]["escorts_per_person"] = str(rate)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = load_workspace(tiny_workspace(Path(scratch), lambda old: old.update(tables)))
        assert reloaded(workspace, Path(scratch) / "out").instance == workspace.instance


def test_beds_are_rounded_down_exactly(tmp_path: Path) -> None:
    instance = load(tmp_path, put("units", 2, beds="100", staffed_share="0.29"))
    # In binary floating point 100 x 0.29 is just below 29.
    assert unit_of(instance, "MANSTON-B").beds == (29,) * 14
    assert unit_of(instance, "MANSTON-A").beds == (7,) * 14


def test_closures_and_shares_change_beds_on_their_nights(tmp_path: Path) -> None:
    def edit(tables: Tables) -> None:
        tables["capacity_changes"] += [
            {"unit_id": "BROOK-B", "first_night": "2026-08-15", "last_night": "2026-08-16", "beds_closed": "2", "reason": "fire doors"},
            {"unit_id": "BROOK-B", "first_night": "2026-08-16", "last_night": "2026-08-16", "staffed_share": "0.5"},
            {"unit_id": "BROOK-B", "first_night": "2026-08-18", "last_night": "2026-08-18", "beds_closed": "8"},
        ]

    assert unit_of(load(tmp_path, edit), "BROOK-B").beds == (6, 6, 6, 6, 5, 3, 2, 6, 0, 6, 6, 6, 6, 6)


def test_site_has_beds_only_while_open(tmp_path: Path) -> None:
    instance = load(tmp_path, put("sites", 1, opens_on="2026-08-12", closes_on="2026-08-14"))
    assert unit_of(instance, "MANSTON-B").beds == (0, 0, 4, 4, 4) + (0,) * 9


def test_planned_admissions_reserve_beds(tmp_path: Path) -> None:
    def edit(tables: Tables) -> None:
        tables["planned_admissions"].append({"date": "2026-08-16", "people": "3", "unit_id": "ONWARD-1"})

    assert unit_of(load(tmp_path, edit), "ONWARD-1").reserved == (0, 0, 0, 4, 4, 4, 7, 7, 3, 3, 3, 3, 3, 3)


def test_forecast_becomes_parties(tmp_path: Path) -> None:
    def edit(tables: Tables) -> None:
        tables["expected_arrivals"].append(
            {"date": "2026-08-13", "site_id": "WJF", "profile": "lone_child", "people": "2", "party_size": "1"}
        )
        tables["expected_arrivals"].append(
            {"date": "2026-08-12", "site_id": "WJF", "profile": "adult_man", "people": "5", "party_size": "2"}
        )

    instance = load(tmp_path, edit)
    expected = [party for party in instance.parties if party.is_expected]
    assert [(party.party_id, party.size) for party in expected] == [
        *((f"F-20260812-WJF-adult_man-00{number}", size) for number, size in enumerate((1, 1, 1, 2, 2, 1), start=1)),
        ("F-20260812-WJF-family-001", 3),
        ("F-20260813-WJF-lone_child-001", 1),
        ("F-20260813-WJF-lone_child-002", 1),
    ]
    man, mother, child = expected[0].people[0], expected[6].people[0], expected[6].people[1]
    landing = london_instant(dt.date(2026, 8, 12), dt.time(6))
    assert (man.person_id, man.landed_at, man.arrived_at, man.unit_id) == ("F-20260812-WJF-adult_man-001-1", landing, landing, None)
    assert (man.authority_from, man.authority_until) == (landing, landing + dt.timedelta(days=14))
    assert (mother.sex, mother.age_band, child.age_band, mother.authority_from) == (Sex.FEMALE, AgeBand.AGE_25_39, AgeBand.AGE_0_11, None)
    assert (expected[7].people[0].unaccompanied, expected[7].people[0].age_band) == (Known.YES, AgeBand.AGE_12_17)


def test_known_parties_come_before_expected_ones_by_id(tmp_path: Path) -> None:
    parties = load(tmp_path).parties
    known = [party.party_id for party in parties if not party.is_expected]
    assert known == sorted(known)
    assert not any(party.is_expected for party in parties[: len(known)])
    assert [person.person_id for person in party_of(load(tmp_path / "again"), "PY-1").people] == ["P-02", "P-03"]


def test_journeys_cover_every_pair_and_travel_times_come_first(tmp_path: Path) -> None:
    instance = load(tmp_path)
    sites = [site.site_id for site in instance.sites]
    assert set(instance.travel) == {(a, b) for a in sites for b in sites} | {
        pair for a in sites for b in ("LHR", "STN") for pair in ((a, b), (b, a))
    }
    assert instance.travel["BROOK", "LHR"] == instance.travel["LHR", "BROOK"] == Leg(65, 52.5)
    assert instance.travel["WJF", "WJF"] == Leg(0, 0.0)
    assert instance.travel["WJF", "LA-KENT"].minutes > instance.travel["WJF", "WJF"].minutes


def test_travel_time_of_the_other_way_holds_when_given(tmp_path: Path) -> None:
    instance = load(
        tmp_path, lambda tables: tables["travel_times"].append({"from_id": "LHR", "to_id": "BROOK", "minutes": "80", "km": "53"})
    )
    assert (instance.travel["BROOK", "LHR"].minutes, instance.travel["LHR", "BROOK"].minutes) == (65, 80)


def test_moved_site_is_estimated_from_its_position(tmp_path: Path) -> None:
    at_home, moved = load(tmp_path / "a"), load(tmp_path / "b", put("sites", 1, lat="54.9", lon="-2.9"))
    assert moved.travel["MANSTON", "WJF"].minutes > 2 * at_home.travel["MANSTON", "WJF"].minutes


def test_parity_and_departures(tmp_path: Path) -> None:
    instance = load(tmp_path)
    assert (instance.parity.balance_before, instance.parity.transferred_this_week) == (1, 0)
    assert [(departure.seats, departure.cancelled) for departure in instance.departures] == [(3, False), (12, False), (0, True)]
    assert instance.departures[0].escorts_per_person == Fraction(5, 2)


def test_ledger_counts_this_week_from_monday(tmp_path: Path) -> None:
    folder = tiny_workspace(
        tmp_path,
        lambda tables: tables["parity_ledger"].append({"date": "2026-08-10", "transferred_to_france": "2", "admitted_from_france": "0"}),
    )
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("date = 2026-08-10 ", "date = 2026-08-12 "), encoding="utf-8")
    parity = load_workspace(folder, horizon_days=7).instance.parity
    assert (parity.balance_before, parity.transferred_this_week) == (3, 2)


def test_stay_limit_is_the_sites_own_or_the_roles(tmp_path: Path) -> None:
    instance = load(tmp_path, put("sites", 1, stay_limit_hours="48"))
    limits = {site.site_id: site.stay_limit_hours for site in instance.sites}
    assert (limits["MANSTON"], limits["WJF"], limits["BROOK"]) == (48, 24, None)


def test_lock_holds_for_the_party(tmp_path: Path) -> None:
    instance = load(
        tmp_path, lambda tables: tables["locks"].append({"lock_id": "L-2", "person_id": "P-03", "kind": "site", "target_id": "ONWARD"})
    )
    assert [(lock.lock_id, lock.party_id) for lock in instance.locks] == [("L-1", "P-08"), ("L-2", "PY-1")]


@pytest.mark.parametrize("days", [1, 7])
def test_horizon_may_be_shorter(days: int, tmp_path: Path) -> None:
    instance = load_workspace(tiny_workspace(tmp_path), horizon_days=days).instance
    assert len(instance.resources) == len(unit_of(instance, "WJF-A").beds) == days
    assert {party.expected_on for party in instance.parties} <= {None, *instance.horizon.dates()}
