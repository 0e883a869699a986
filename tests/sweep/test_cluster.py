"""The same job on a real Dask scheduler with worker processes: the same rows, even when one of them is killed half way."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.sweep.engine import run
from planner.sweep.job import Crew
from tests.app.commands import ROOT
from tests.sweep.jobs import Squares, expected, job, other_each_time

PATIENCE = 60.0
QUIET = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD": "false", "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s"}


@dataclass(frozen=True)
class Started:
    """A scheduler and its workers."""

    address: str
    workers: "tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]"


def quiet(_what: str, _share: float) -> None:
    pass


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    folder = tmp_path_factory.mktemp("dask")
    told = folder / "scheduler.json"
    with ExitStack() as stack:

        def begin(*arguments: str) -> "subprocess.Popen[bytes]":
            command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", "--scheduler-file", str(told), *arguments[1:]]
            process = subprocess.Popen(command, cwd=ROOT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        deadline = time.monotonic() + PATIENCE
        while not told.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        workers = begin("worker", *options), begin("worker", *options)
        yield Started(json.loads(told.read_text(encoding="utf-8"))["address"], workers)


def test_a_worker_with_other_versions_is_refused(dask: Started, tmp_path: Path) -> None:
    other = replace(job(Squares(tmp_path / "log")), made_with=other_each_time)
    with pytest.raises(PlannerError, match=r"would not give the same results: it has tests \d+ \(here \d+\)"):
        run(other, tmp_path / "rows", quiet, Crew(cluster=dask.address))


def test_the_rows_are_those_of_local_processes_though_a_worker_is_killed(dask: Started, tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", seconds=0.01)
    killed: list[int] = []

    def kill_one(_what: str, share: float) -> None:
        if share > 0.3 and not killed:
            assert {process for process, _ in squares.noted()} == {worker.pid for worker in dask.workers}
            dask.workers[0].kill()
            killed.append(dask.workers[0].wait())

    rows = run(job(squares), tmp_path / "rows", kill_one, Crew(cluster=dask.address))
    assert killed
    assert rows.records() == expected()
    local = run(job(Squares(tmp_path / "log")), tmp_path / "local", quiet, Crew(workers=2))
    assert rows.parquet() == local.parquet()


def test_a_cluster_without_a_worker_left_ends_the_run(dask: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    squares = Squares(tmp_path / "log", seconds=0.01)

    def kill_both(_what: str, share: float) -> None:
        if share > 0.3:
            for worker in dask.workers:
                worker.kill()
            monkeypatch.setattr("planner.sweep.cluster.PATIENCE", 0.5)

    with pytest.raises(PlannerError, match="has no worker left"):
        run(job(squares), tmp_path / "rows", kill_both, Crew(cluster=dask.address))
    with pytest.raises(PlannerError, match="has no worker; start some"):
        run(job(squares), tmp_path / "rows", quiet, Crew(cluster=dask.address))
    assert run(job(squares), tmp_path / "rows", quiet, Crew(workers=1)).records() == expected(), "what is done is gone on with here"


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.sweep.cluster.PATIENCE", 0.5)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(PlannerError, match="no Dask scheduler answers at"):
            run(job(Squares(tmp_path / "log")), tmp_path / "rows", quiet, Crew(cluster=address))
