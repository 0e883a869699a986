"""The burden report counts what the plan says, hides the few, and nothing that plans can read it."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from planner.audit.burden import COLUMNS, burden_table
from planner.audit.suppress import HIDDEN, THRESHOLD
from planner.domain.plan import Measure
from planner.ingest.build import load_workspace
from planner.plan.read import read_plan
from planner.plan.tables import plan_tables
from tests.app.commands import ROOT, planner, python
from tests.workspaces import Tables, tiny_workspace

COUNTS = ("people", "people_transferred", "people_moved", "people_detained", "people_unplaced")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of a workspace in which most groups are large enough to be shown."""

    def many(tables: Tables) -> None:
        people = {row["person_id"]: row for row in tables["people"]}
        tables["expected_arrivals"] = []
        tables["planned_admissions"] = []
        for person_id, copies in (("P-01", 8), ("P-07", 3), ("P-08", 6), ("P-11", 7)):
            more = [{**people[person_id], "person_id": f"{person_id}-{number}"} for number in range(copies)]
            tables["people"] += more
        for row in tables["units"]:
            row["beds_nominal" if "beds_nominal" in row else "beds"] = "60"
        ashore = sum(row["incident_id"] == "INC-1" for row in tables["people"])
        for row in tables["incidents"]:
            if row["incident_id"] == "INC-1":
                row["people_ashore"] = row["people_reported"] = str(ashore)

    folder = tmp_path_factory.mktemp("crowd")
    ran = planner("plan", tiny_workspace(folder, many), "--out", folder / "pack")
    assert ran.code == 0, ran.err
    return folder / "pack"


def rows(pack: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (pack / "burden.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["by"], row["group"]): row for row in csv.DictReader(stream)}


def of(pack: Path, by: str) -> Iterator[dict[str, str]]:
    return (row for (each, _), row in rows(pack).items() if each == by)


def test_columns_are_those_of_the_page(crowd: Path) -> None:
    assert tuple(next(iter(rows(crowd).values()))) == COLUMNS
    page = (ROOT / "docs" / "pack.md").read_text(encoding="utf-8")
    assert f"| `burden.csv` | {', '.join(f'`{column}`' for column in COLUMNS)} |" in page


def test_everybody_bears_what_the_plan_counts(crowd: Path) -> None:
    plan = read_plan(crowd)
    value = {item.measure: item.value for item in plan.measures}
    everybody = rows(crowd)["all", "all"]
    assert int(everybody["people"]) == len(plan.people)
    assert int(everybody["detention_nights"]) == value[Measure.DETENTION_NIGHTS]
    assert int(everybody["moves"]) == value[Measure.PERSON_MOVES]
    assert int(everybody["unplaced_nights"]) == value[Measure.UNPLACED_NIGHTS]
    assert everybody["people_transferred"] in {HIDDEN, str(value[Measure.TRANSFERS])}


def test_means_are_of_the_people_they_are_said_to_be_of(crowd: Path) -> None:
    for row in rows(crowd).values():
        if row["detention_nights"] != HIDDEN and int(row["people"]):
            assert float(row["detention_nights_per_person"]) == pytest.approx(int(row["detention_nights"]) / int(row["people"]), abs=0.051)


def test_no_small_count_is_shown(crowd: Path) -> None:
    shown = [row[column] for row, column in product(rows(crowd).values(), COUNTS) if row[column] != HIDDEN]
    assert [count for count in shown if 0 < int(count) < THRESHOLD] == []
    assert HIDDEN in {row["people"] for row in rows(crowd).values()}
    assert any(int(row["people"]) >= THRESHOLD for row in of(crowd, "site") if row["people"] != HIDDEN)


@pytest.mark.parametrize("by", ["site", "category"])
@pytest.mark.parametrize("column", COUNTS)
def test_no_small_count_is_what_the_shown_ones_leave_over(column: str, by: str, crowd: Path) -> None:
    whole = rows(crowd)["all", "all"][column]
    if whole != HIDDEN:
        left = int(whole) - sum(int(row[column]) for row in of(crowd, by) if row[column] != HIDDEN)
        hidden = sum(row[column] == HIDDEN for row in of(crowd, by))
        assert left == 0 or (hidden > 1 and left >= 2 * THRESHOLD)
    else:
        assert {row[column] for row in rows(crowd).values()} == {HIDDEN}


def test_who_is_hidden_is_hidden_in_every_column(crowd: Path) -> None:
    for row in rows(crowd).values():
        if row["people"] == HIDDEN:
            assert {row[column] for column in COLUMNS[2:]} == {HIDDEN}


def test_waits_are_days_from_landing(crowd: Path) -> None:
    """Everybody at Western Jet Foil landed on the plan date, everybody held landed sixteen days before."""
    loaded = load_workspace(crowd / "inputs")
    at_landing = rows(crowd)["site", "WJF"]
    assert at_landing["days_waited_mean"] == "0.0"
    assert rows(crowd)["site", "BROOK"]["days_waited_mean"] in {HIDDEN, "16.0"}
    assert loaded.instance.horizon.first_date - timedelta(days=16) == loaded.instance.horizon.date_of(-16)


def test_forecast_people_bear_nothing_yet(planned: Path) -> None:
    pack = planned / "plan-2026-08-10"
    plan, loaded = read_plan(pack), load_workspace(pack / "inputs")
    table = burden_table(loaded.instance, plan, plan_tables(loaded.instance, plan)["moves"])
    everybody = dict(zip(table.columns, table.rows[0], strict=True))
    assert everybody["people"] == sum(not person.is_expected for person in plan.people) < len(plan.people)


def test_no_id_of_a_person_stands_in_it(crowd: Path) -> None:
    text = (crowd / "burden.csv").read_text(encoding="utf-8")
    assert [person.person_id for person in read_plan(crowd).people if person.person_id in text] == []


def test_nothing_that_plans_can_read_it() -> None:
    """By contract, and in fact: a plan is made with no module of the audit loaded."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if each["name"] == "nothing that plans reads the audit"]
    assert contract["forbidden_modules"] == ["planner.audit"]
    (layers,) = [each["layers"] for each in contracts if each["name"] == "the morning runs one way"]
    below = {module.strip() for layer in layers[layers.index("planner.audit") + 1 :] for module in layer.split("|")}
    assert {"planner.domain", "planner.model", "planner.plan", "planner.ingest"} <= below == set(contract["source_modules"])
    script = "import sys, planner.model.solve, planner.plan.decode, planner.ingest.build; print('planner.audit' in sys.modules)"
    assert python(["-c", script]).out == "False\n"
