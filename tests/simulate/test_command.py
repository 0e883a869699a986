"""planner simulate: the same rows whoever does the runs, pages that stand alone and say what the rows say, clear refusals."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from tests.app.commands import files_of, names_in, planner
from tests.browser import PHONE, browsing, opened
from tests.simulate.worlds import more_people
from tests.workspaces import Tables, tiny_workspace

RUNS = 4
ASKED = ("--days", "10", "--look-ahead", "8", "--foresight", "2", "--share", "0.03", "--site", "WJF", "--authority-days", "30")


def hostile(tables: Tables) -> None:
    more_people(tables)
    for site in tables["sites"]:
        site["name"] = f"{site['name']} <b>& sons</b>"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_workspace(tmp_path_factory.mktemp("simulate"), hostile)


@pytest.fixture(scope="module")
def simulated(workspace: Path) -> Path:
    folder, before = workspace.parent / "simulated", files_of(workspace)
    ran = planner("simulate", workspace, *ASKED, "--runs", str(RUNS), "--workers", "1", "--out", folder)
    assert ran.code == 0, ran.err
    assert "in 9 of 10 runs" in ran.out
    assert files_of(workspace) == before, "nothing in the workspace is touched"
    return folder


def test_the_folder_holds_page_workbook_and_rows(simulated: Path) -> None:
    assert names_in(simulated) == {"rows.parquet", "simulation.html", "simulation.json", "simulation.xlsx"}


def test_results_are_the_same_whatever_the_number_of_workers(workspace: Path, simulated: Path, tmp_path: Path) -> None:
    ran = planner("simulate", workspace, *ASKED, "--runs", str(RUNS), "--workers", "2", "--out", tmp_path / "two")
    assert ran.code == 0, ran.err
    assert files_of(tmp_path / "two") == files_of(simulated)


def test_chances_are_counted_from_the_rows(simulated: Path) -> None:
    told = json.loads((simulated / "simulation.json").read_text(encoding="utf-8"))
    rows = parquet.read_table(simulated / "rows.parquet").to_pylist()
    assert told["runs"] == RUNS
    for policy in ("quick", "greedy"):
        mine = [row for row in rows if row["policy"] == policy and row["day"] >= 0]
        missed = {row["task"] for row in mine if row["what"].startswith("limit_")}
        assert told["policies"][policy]["any_limit_missed"] == len(missed) / RUNS
        without: defaultdict[str, list[set[int]]] = defaultdict(lambda: [set() for _ in range(10)])
        for row in mine:
            if row["what"] == "without_bed":
                without[row["site"]][row["day"]].add(row["task"])
        counted = {site: [len(runs) / RUNS for runs in days] for site, days in without.items()}
        assert told["policies"][policy]["overflow_by_site_and_day"] == counted
        assert told["policies"][policy]["regret_at_most"] >= 0
    arrived = {(row["task"], row["day"]): row["value"] for row in rows if row["what"] == "arrived"}
    assert arrived
    assert all(day > 0 for _, day in arrived), "who lands on the plan date is in the workspace"


def test_page_opens_offline_and_is_read_without_colour(simulated: Path) -> None:
    with browsing() as browser:
        for size in ((1280, 800), PHONE):
            with opened(browser, simulated / "simulation.html", size=size) as shown:
                page = shown.page
                for heading in ("In short", "Chance of any limit missed", "People arriving", "Regret against perfect foresight"):
                    assert page.get_by_role("heading", name=heading, exact=True).is_visible()
                charts = page.get_by_role("img")
                assert charts.count() == 7
                assert page.get_by_role("table", name="Chance that a limit is missed on any day").is_visible()
                assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                assert page.locator("main b").count() == 0, "text of the workspace is text"
                assert not shown.requests
                assert not shown.complaints


def test_workbook_has_every_table(simulated: Path) -> None:
    book = openpyxl.load_workbook(simulated / "simulation.xlsx")
    assert {"Settings", "Limits", "Totals", "Regret", "Overflow by site", "Day by day"} <= set(book.sheetnames)
    assert book["Day by day"].max_row == 1 + 10 * 7


def test_nobody_simulated_is_in_what_comes_out(simulated: Path) -> None:
    text = (simulated / "simulation.html").read_text(encoding="utf-8") + (simulated / "simulation.json").read_text(encoding="utf-8")
    assert not re.search(r"\b[PF]-\d", text), "counts, and no id of anybody"
    assert set(parquet.read_table(simulated / "rows.parquet").column_names) == {"task", "policy", "day", "what", "site", "value"}


def test_a_finished_simulation_is_never_written_over(workspace: Path, simulated: Path) -> None:
    before = files_of(simulated)
    ran = planner("simulate", workspace, *ASKED, "--runs", str(RUNS), "--out", simulated)
    assert ran.code == 2
    assert "exists already" in ran.err
    assert files_of(simulated) == before


def nothing_expected(tables: Tables) -> None:
    tables["expected_arrivals"] = []


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (None, ("--days", "40"), "--days must be at most 14"),
        (nothing_expected, (), "nobody to land: give one of"),
        (nothing_expected, ("--site", "WJF"), "with --share"),
        (None, ("--site", "<MOON>"), "<MOON> is no site of the workspace: give one of"),
        (None, ("--late", "0.7", "--silent", "0.4"), "more than all requests together"),
        (None, ("--mix", "adult_man=0.7"), "shares adding up to 1"),
        (None, ("--arrivals", "nowhere.ods"), "there is no such file"),
        (None, ("--workers", "1", "--cluster", "tcp://x"), "give either --workers or --cluster"),
    ],
)
def test_what_can_not_be_simulated_is_refused_and_nothing_is_written(
    change: Callable[[Tables], None] | None, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    workspace = tiny_workspace(tmp_path / "workspace", change)
    ran = planner("simulate", workspace, *options, "--runs", "1", "--out", tmp_path / "out")
    assert ran.code == 2
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert not (tmp_path / "out").exists()
