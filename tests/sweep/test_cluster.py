"""The same job on a real Dask scheduler with worker processes: the same rows, even when one of them is killed half way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.sweep.engine import run
from planner.sweep.job import Crew
from tests.sweep.dask_here import Started, started
from tests.sweep.jobs import Squares, expected, job, other_each_time


def quiet(_what: str, _share: float) -> None:
    pass


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with started(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster


def test_a_worker_with_other_versions_is_refused(dask: Started, tmp_path: Path) -> None:
    other = replace(job(Squares(tmp_path / "log")), made_with=other_each_time)
    with pytest.raises(PlannerError, match=r"would not give the same results: it has tests \d+ \(here \d+\)"):
        run(other, tmp_path / "rows", quiet, Crew(cluster=dask.address))


def test_a_worker_that_has_not_this_code_is_refused(dask: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "only_here.py").write_text("def made_with():\n    return {}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    made_with: Callable[[], Mapping[str, str]] = import_module("only_here").made_with
    with pytest.raises(PlannerError, match="is the planner installed there"):
        run(replace(job(Squares(tmp_path / "log")), made_with=made_with), tmp_path / "rows", quiet, Crew(cluster=dask.address))


def test_the_rows_are_those_of_local_processes_though_a_worker_is_killed(dask: Started, tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", seconds=0.01)
    killed: list[int] = []

    def kill_one(_what: str, share: float) -> None:
        both_work = {process for process, _ in squares.noted()} == {worker.pid for worker in dask.workers}
        if share > 0.3 and both_work and not killed:
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
