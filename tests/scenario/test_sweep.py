"""The command: a folder with page, workbook and rows, the same whoever did the work; stopped half way, it goes on."""

import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from tests.app.commands import ROOT, files_of, names_in, planner
from tests.browser import browsing, opened
from tests.sweep.dask_here import started
from tests.workspaces import tiny_workspace

GRID = """
name = "Beds & <cases>"
reason = "Where the next pound goes furthest"

[[parameter]]
name = "Beds in <Brook B>"
what = "beds"
unit = "BROOK-B"
add = { from = -2, to = 2, step = 1 }

[[parameter]]
name = "Case steps a day"
what = "resource"
resource = "cases"
add = [-1, 0, 1]
"""
LONG = GRID.replace("step = 1", "step = 0.1")
"""Amounts are rounded to whole beds, so this is much work of the same kind."""
PATIENCE = 120.0


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_workspace(tmp_path_factory.mktemp("sweep"))


@pytest.fixture(scope="module")
def grid(workspace: Path) -> Path:
    path = workspace.parent / "grid.toml"
    path.write_text(GRID, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def swept(workspace: Path, grid: Path) -> tuple[Path, dict[str, object]]:
    before = files_of(workspace)
    ran = planner("sweep", workspace, grid, "--out", workspace.parent / "out", "--workers", "1", "--json")
    assert ran.code == 0, ran.err
    assert files_of(workspace) == before
    return workspace.parent / "out", json.loads(ran.out)


def test_the_folder_holds_everything(swept: tuple[Path, dict[str, object]]) -> None:
    folder, _ = swept
    assert names_in(folder) == {"grid.toml", "rows.csv", "rows.parquet", "sweep.html", "sweep.json", "sweep.xlsx"}
    sheets = openpyxl.load_workbook(folder / "sweep.xlsx").sheetnames
    assert sheets == ["Varied", "Figures", "Scenarios", "Frontier", "All placed", "The same"]
    assert (folder / "grid.toml").read_text(encoding="utf-8") == GRID


def test_every_scenario_is_a_row_and_that_without_a_change_is_the_base(swept: tuple[Path, dict[str, object]]) -> None:
    folder, told = swept
    rows = list(csv.DictReader((folder / "rows.csv").read_text(encoding="utf-8").splitlines()))
    assert [(int(row["Beds in <Brook B>"]), int(row["Case steps a day"])) for row in rows] == [
        (beds, cases) for beds in range(-2, 3) for cases in range(-1, 2)
    ]
    (same,) = [row for row in rows if row["Beds in <Brook B>"] == row["Case steps a day"] == "0"]
    base = told["no_change"]
    assert isinstance(base, dict)
    assert {name: int(same[name]) for name in base["figures"]} == base["figures"]
    assert same["outcome"] == "proven"
    assert parquet.read_table(folder / "rows.parquet")["transfers"].to_pylist() == [int(row["transfers"]) for row in rows]
    # More beds in a removal centre can not worsen the first two aims.
    for at in range(3, len(rows)):
        fewer, more = rows[at - 3], rows[at]
        if "locks can not be kept" not in (fewer["outcome"], more["outcome"]):
            assert (int(more["unplaced_nights"]), -int(more["transfers"])) <= (int(fewer["unplaced_nights"]), -int(fewer["transfers"]))


def test_the_page_is_inert_and_opens_without_a_request(swept: tuple[Path, dict[str, object]]) -> None:
    folder, _ = swept
    text = (folder / "sweep.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "Beds &amp; &lt;cases&gt;" in text
    assert "<Brook" not in text
    with browsing() as browser, opened(browser, folder / "sweep.html") as page:
        table = page.page.get_by_role("table", name="People transferred to France")
        assert table.get_by_role("rowheader", name="-2", exact=True).is_visible()
        assert page.page.get_by_role("img", name="Seats on departures that run and nobody takes against").is_visible()
        assert not page.requests
        assert not page.complaints


def test_two_processes_and_a_dask_cluster_of_which_a_worker_is_killed_give_the_same_files(
    swept: tuple[Path, dict[str, object]], workspace: Path, grid: Path, tmp_path: Path
) -> None:
    folder, _ = swept
    assert planner("sweep", workspace, grid, "--out", tmp_path / "two", "--workers", "2").code == 0
    assert files_of(tmp_path / "two") == files_of(folder)
    with started(tmp_path) as cluster:

        def kill_half_way() -> None:
            deadline = time.monotonic() + PATIENCE
            while len(list((tmp_path / "dask" / "unfinished").glob("rows-*"))) < 5 and time.monotonic() < deadline:
                time.sleep(0.01)
            cluster.workers[0].kill()

        killer = threading.Thread(target=kill_half_way)
        killer.start()
        ran = planner("sweep", workspace, grid, "--out", tmp_path / "dask", "--cluster", cluster.address)
        killer.join()
        assert ran.code == 0, ran.err
        assert cluster.workers[0].wait() == -signal.SIGKILL
    assert files_of(tmp_path / "dask") == files_of(folder)


def test_stopped_half_way_the_same_command_goes_on(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text(LONG, encoding="utf-8")
    command = [sys.executable, "-m", "planner", "sweep", str(workspace), str(path), "--out", str(tmp_path / "out"), "--workers", "1"]
    unfinished = tmp_path / "out" / "unfinished"
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"}) as process:
        deadline = time.monotonic() + PATIENCE
        while len(list(unfinished.glob("rows-*"))) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert "of 123 scenarios are done and kept in" in said
    assert names_in(tmp_path / "out") == {"unfinished"}
    kept = {file.name: file.stat().st_mtime_ns for file in unfinished.glob("rows-*")}
    other = planner("sweep", workspace, "--one-more", "--out", tmp_path / "out")
    assert other.code == 2
    assert "holds results of another run" in other.err
    assert {file.name: file.stat().st_mtime_ns for file in unfinished.glob("rows-*")} == kept
    assert planner("sweep", workspace, path, "--out", tmp_path / "out", "--workers", "1").code == 0
    assert len(parquet.read_table(tmp_path / "out" / "rows.parquet")) == 123
    assert "unfinished" not in names_in(tmp_path / "out")


def test_a_finished_folder_is_never_written_over(swept: tuple[Path, dict[str, object]], workspace: Path, grid: Path) -> None:
    folder, _ = swept
    before = files_of(folder)
    ran = planner("sweep", workspace, grid, "--out", folder)
    assert ran.code == 2
    assert "exists already" in ran.err
    assert files_of(folder) == before


def test_what_one_more_is_worth_is_ranked_by_the_aims_in_their_order(workspace: Path, tmp_path: Path) -> None:
    ran = planner("sweep", workspace, "--one-more", "--out", tmp_path / "out", "--workers", "1", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    base = told["no_change"]["figures"]
    order = ["unplaced_nights", "transfers"]
    signs = {"unplaced_nights": -1, "transfers": 1}
    gains = [tuple((each["figures"][name] - base[name]) * signs[name] for name in order) for each in told["ranked"]]
    assert gains == sorted(gains, reverse=True)
    assert {each["kind"] for each in told["ranked"]} >= {"Bed", "Seat", "Escort a day", "Case step a day", "Person received by France"}
    assert all(each["outcome"] == "proven" for each in told["ranked"])
    assert names_in(tmp_path / "out") == {"rows.parquet", "sweep.html", "sweep.json", "sweep.xlsx"}
    with browsing() as browser, opened(browser, tmp_path / "out" / "sweep.html") as page:
        assert page.page.get_by_role("heading", name="Worth nothing here").is_visible()
        assert not page.requests


@pytest.mark.parametrize("options", [(), ("grid.toml", "--one-more"), ("grid.toml", "--workers", "2", "--cluster", "tcp://x")])
def test_commands_that_do_not_say_what_they_want_are_refused(workspace: Path, options: tuple[str, ...]) -> None:
    ran = planner("sweep", workspace, *options)
    assert ran.code == 2
    assert "give either" in " ".join(ran.err.replace("│", " ").split())
