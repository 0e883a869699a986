"""The sample: made-up people on real ground, the same for the same seed."""

import csv
import math
import re
from collections import Counter
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import pytest

from geodata.coast import is_land
from geodata.places import estate, launch_areas, places
from planner.domain.errors import PlannerError
from planner.domain.horizon import LONDON
from planner.domain.people import AgeBand, Category, Sex
from planner.sample import create
from planner.sample.tables import ROW_OF_TABLE, PersonRow
from planner.sample.tuning import BUSY, HORIZON_DAYS
from planner.sample.workspace import SampleKind

PLAN_DATE = date(2026, 8, 10)
AS_OF = datetime(2026, 8, 10, 6, 0, tzinfo=LONDON)
EVENING_BEFORE = datetime(2026, 8, 9, 17, 0, tzinfo=LONDON)
SEED = 7
CHILD_BANDS = {AgeBand.AGE_0_11, AgeBand.AGE_12_17}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "busy"
    create(folder, "busy", PLAN_DATE, SEED)
    return folder


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "quiet"
    create(folder, "quiet", PLAN_DATE, SEED)
    return folder


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def newcomers(folder: Path) -> list[dict[str, str]]:
    return [row for row in rows(folder, "people") if datetime.fromisoformat(row["landed_at"]) >= EVENING_BEFORE]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_seed_gives_same_bytes(busy: Path, tmp_path: Path) -> None:
    create(tmp_path / "again", "busy", PLAN_DATE, SEED)
    assert contents(tmp_path / "again") == contents(busy)


def test_other_seed_gives_other_people(busy: Path, tmp_path: Path) -> None:
    create(tmp_path / "other", "busy", PLAN_DATE, SEED + 1)
    assert contents(tmp_path / "other")["people.csv"] != contents(busy)["people.csv"]


def test_plan_date_is_filled_in(tmp_path: Path) -> None:
    create(tmp_path / "spring", "quiet", date(2026, 3, 2), SEED)
    text = (tmp_path / "spring" / "config.toml").read_text(encoding="utf-8")
    assert re.findall(r"^date = (\S+)", text, flags=re.MULTILINE) == ["2026-03-02"]
    assert {row["date"] for row in rows(tmp_path / "spring", "resources")} >= {"2026-03-02", "2026-03-29"}


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_columns_are_those_of_the_tables(kind: SampleKind, busy: Path, quiet: Path) -> None:
    folder = {"busy": busy, "quiet": quiet}[kind]
    assert {path.name for path in folder.iterdir()} == {"config.toml", *(f"{table}.csv" for table in ROW_OF_TABLE)}
    for table, row_type in ROW_OF_TABLE.items():
        header = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header == ",".join(column.name for column in fields(row_type))


def test_no_name_and_no_nationality_is_drawn() -> None:
    columns = {column.name for column in fields(PersonRow)}
    assert not [column for column in columns if re.search("name|nation|citizen|country|birth|religion", column)]


def test_busy_night_has_the_published_shape(busy: Path) -> None:
    incidents = [row for row in rows(busy, "incidents") if row["incident_id"].startswith("I-20260810")]
    landed = [row for row in incidents if row["landed_at"]]
    people = newcomers(busy)
    assert (len(people), len(landed), len(incidents)) == (1195, 19, 20)
    assert sum(int(row["people_ashore"]) for row in landed) == len(people)
    assert {row["incident_id"] for row in people} == {row["incident_id"] for row in landed}
    assert all(datetime.fromisoformat(row["landed_at"]) <= AS_OF for row in people)


def test_busy_night_has_the_published_mix(busy: Path) -> None:
    people = newcomers(busy)
    num_children = sum(row["age_band"] in CHILD_BANDS for row in people)
    num_female = sum(row["sex"] == "female" for row in people)
    assert num_children / len(people) == pytest.approx(0.156, abs=0.01)
    assert num_female / len(people) == pytest.approx(0.117, abs=0.015)
    alone = [row for row in people if row["age_band"] in CHILD_BANDS and row["unaccompanied"] == "yes"]
    assert len(alone) == BUSY.lone_children


def test_head_counts_match_but_for_two_boats(busy: Path) -> None:
    listed = Counter(row["incident_id"] for row in rows(busy, "people"))
    off = [
        int(row["people_ashore"]) - listed[row["incident_id"]]
        for row in rows(busy, "incidents")
        if row["people_ashore"] and int(row["people_ashore"]) != listed[row["incident_id"]]
    ]
    assert sorted(off) == [-1, 1]
    assert all(int(row["people_ashore"]) == listed[row["incident_id"]] for row in rows(busy, "incidents") if row["status"] == "closed")


def test_one_report_is_doubtful(busy: Path) -> None:
    assert [row["people_ashore"] for row in rows(busy, "incidents") if row["people_reported"] == "230"] == ["62"]


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_incidents_lie_at_sea_before_landing(kind: SampleKind, busy: Path, quiet: Path) -> None:
    areas = {place.place_id for place in launch_areas()}
    for row in rows({"busy": busy, "quiet": quiet}[kind], "incidents"):
        assert not is_land(float(row["met_lat"]), float(row["met_lon"]))
        assert row["launch_area"] in areas
        if row["landed_at"]:
            assert datetime.fromisoformat(row["met_at"]) < datetime.fromisoformat(row["landed_at"])
        assert datetime.fromisoformat(row["met_at"]) < AS_OF


@pytest.mark.parametrize(("kind", "load"), [("busy", 0.75), ("quiet", 0.5)])
def test_detention_estate_has_its_load(kind: SampleKind, load: float, busy: Path, quiet: Path) -> None:
    folder = {"busy": busy, "quiet": quiet}[kind]
    held_at = {row["site_id"] for row in rows(folder, "sites") if row["role"] in {"removal", "short_term"} and not row["opens_on"]}
    usable = sum(int(float(row["beds"]) * float(row["staffed_share"]) + 1e-9) for row in rows(folder, "units") if row["site_id"] in held_at)
    occupied = sum(row["site_id"] in held_at for row in rows(folder, "people"))
    assert occupied / usable == pytest.approx(load, abs=0.03)


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_nobody_is_in_an_unsuitable_or_overfull_unit(kind: SampleKind, busy: Path, quiet: Path) -> None:
    folder = {"busy": busy, "quiet": quiet}[kind]
    units = {row["unit_id"]: row for row in rows(folder, "units")}
    people = rows(folder, "people")
    adults = Counter(row["party_id"] or row["person_id"] for row in people if is_adult(row))
    children = Counter(row["party_id"] or row["person_id"] for row in people if not is_adult(row))
    taken: Counter[str] = Counter()
    for row in people:
        if row["unit_id"]:
            unit = units[row["unit_id"]]
            party = row["party_id"] or row["person_id"]
            category = (
                Category.FAMILY if adults[party] and children[party] else Category.LONE_CHILD if children[party] else ADULTS[row["sex"]]
            )
            assert unit["site_id"] == row["site_id"]
            assert category in unit["holds"].split(";")
            assert set(row["care_needs"].split(";")) - {""} <= set(unit["care"].split(";"))
            taken[row["unit_id"]] += 1
    assert all(num <= int(float(units[unit_id]["beds"]) * float(units[unit_id]["staffed_share"]) + 1e-9) for unit_id, num in taken.items())


ADULTS = {
    Sex.MALE: Category.ADULT_MAN,
    Sex.FEMALE: Category.ADULT_WOMAN,
    Sex.OTHER: Category.ADULT_OTHER,
    Sex.UNKNOWN: Category.ADULT_OTHER,
}


def is_adult(row: dict[str, str]) -> bool:
    return row["age_band"] not in {*CHILD_BANDS, AgeBand.UNKNOWN} and row["age_disputed"] == "no"


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_ids_are_known_and_unique(kind: SampleKind, busy: Path, quiet: Path) -> None:
    folder = {"busy": busy, "quiet": quiet}[kind]
    people = [row["person_id"] for row in rows(folder, "people")]
    assert len(set(people)) == len(people)
    assert all(re.fullmatch(r"P-\d{5}", person_id) for person_id in people)
    for table in ("bars", "keep_apart", "locks", "yesterday"):
        assert {row["person_id"] for row in rows(folder, table)} <= set(people)
    sites = {row["site_id"] for row in rows(folder, "sites")}
    assert {site.site_id for site in estate()} - sites == {"LYDD"}
    assert {row["place_id"] for row in rows(folder, "departures")} <= set(places())
    parties = Counter(row["party_id"] for row in rows(folder, "people") if row["party_id"])
    assert min(parties.values()) > 1


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_parties_are_together(kind: SampleKind, busy: Path, quiet: Path) -> None:
    places_of: dict[str, set[tuple[str, str]]] = {}
    for row in rows({"busy": busy, "quiet": quiet}[kind], "people"):
        if row["party_id"]:
            places_of.setdefault(row["party_id"], set()).add((row["site_id"], row["landed_at"]))
    assert all(len(found) == 1 for found in places_of.values())


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_no_child_is_under_authority(kind: SampleKind, busy: Path, quiet: Path) -> None:
    for row in rows({"busy": busy, "quiet": quiet}[kind], "people"):
        assert is_adult(row) or not (row["authority_from"] or row["detained_since"])


@pytest.mark.parametrize("kind", get_args(SampleKind))
def test_case_steps_lie_in_order_before_the_plan_date(kind: SampleKind, busy: Path, quiet: Path) -> None:
    steps = ("screened_on", "decided_on", "requested_on", "answered_on", "notice_served_on")
    for row in rows({"busy": busy, "quiet": quiet}[kind], "people"):
        done = [row[step] for step in steps]
        known = [day for day in done if day]
        assert known == sorted(known)
        assert done[: len(known)] == known
        assert all(date.fromisoformat(day) < PLAN_DATE for day in known)
        assert all(date.fromisoformat(day) > datetime.fromisoformat(row["landed_at"]).date() for day in known)


def test_every_day_of_the_horizon_has_resources(busy: Path) -> None:
    days = [row["date"] for row in rows(busy, "resources")]
    assert len(days) == len(set(days)) == HORIZON_DAYS
    assert next(row for row in rows(busy, "resources") if row["date"] == "2026-08-31")["escorts"] == "0"


def test_balance_follows_the_reports(busy: Path) -> None:
    ledger = rows(busy, "parity_ledger")
    by_june = [row for row in ledger if row["date"] <= "2026-06-11"]
    assert sum(int(row["transferred_to_france"]) for row in by_june) == pytest.approx(905, abs=10)
    assert all(row["date"] < PLAN_DATE.isoformat() for row in ledger)
    balance = sum(int(row["transferred_to_france"]) - int(row["admitted_from_france"]) for row in ledger)
    assert -69 <= balance <= 37


def test_used_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PlannerError, match="not empty"):
        create(tmp_path, "quiet", PLAN_DATE, SEED)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(PlannerError, match="is a file"):
        create(tmp_path / "file", "quiet", PLAN_DATE, SEED)


def test_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_disk(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.sample.write.config_text", no_disk)
    with pytest.raises(PlannerError, match="No space left"):
        create(tmp_path / "new", "quiet", PLAN_DATE, SEED)
    assert list(tmp_path.iterdir()) == []


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    create(tmp_path / "empty", "quiet", PLAN_DATE, SEED)
    assert (tmp_path / "empty" / "people.csv").is_file()


def test_busy_sample_is_tight(busy: Path) -> None:
    sites = rows(busy, "sites")
    lone = sum(not is_adult(row) and row["party_id"] == "" for row in newcomers(busy))
    assert lone > sum(int(row["admissions_per_day"]) for row in sites if row["role"] == "local_authority")
    seats: Counter[int] = Counter()
    escorts: Counter[str] = Counter()
    for row in rows(busy, "departures"):
        if row["status"] == "scheduled":
            day = datetime.fromisoformat(row["departs_at"]).date()
            seats[day.isocalendar().week] += int(row["seats"])
            escorts[day.isoformat()] += int(row["escort_team"]) + math.ceil(float(row["escorts_per_person"]) * int(row["seats"]))
    on_duty = {row["date"]: int(row["escorts"]) for row in rows(busy, "resources")}
    assert sum(people > 75 for people in seats.values()) >= 2
    assert sum(needed > on_duty[day] for day, needed in escorts.items()) >= 3
