"""The engine: the same rows whoever does the work, nothing done twice, nothing lost."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from planner.domain.errors import PackError, SolverError
from planner.sweep import bench
from planner.sweep.engine import left_text, run
from planner.sweep.job import Crew
from tests.app.commands import ROOT, files_of
from tests.sweep.jobs import Squares, expected, job

PATIENCE = 60.0


def quiet(_what: str, _share: float) -> None:
    pass


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(process: int) -> bool:
    return psutil.pid_exists(process) and psutil.Process(process).status() != psutil.STATUS_ZOMBIE


def test_rows_are_those_of_the_tasks_in_their_order_whatever_the_workers(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    one = run(job(squares), tmp_path / "one", quiet, Crew(workers=1))
    two = run(job(squares), tmp_path / "two", quiet, Crew(workers=2))
    assert one.records() == expected()
    assert two.parquet() == one.parquet()
    assert one.column("task")[:3] == [1, 2, 4]


def test_a_finished_job_is_read_and_not_done_again(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    first = run(job(squares, range(20)), tmp_path / "rows", quiet, Crew(workers=1))
    before = squares.noted()
    assert run(job(squares, range(20)), tmp_path / "rows", quiet, Crew(workers=1)).parquet() == first.parquet()
    assert squares.noted() == before


def test_what_is_missing_is_done_and_nothing_else(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    whole = run(job(squares, range(100)), tmp_path / "rows", quiet, Crew(workers=1)).parquet()
    (tmp_path / "log").unlink()
    gone = sorted((tmp_path / "rows").glob("rows-*.parquet"))[3:5]
    for path in gone:
        path.unlink()
    assert run(job(squares, range(100)), tmp_path / "rows", quiet, Crew(workers=1)).parquet() == whole
    numbers = [int(number) for path in gone for number in path.stem.split("-")[1:]]
    assert [int(text) for _, text in squares.noted() if text != "begun"] == list(range(numbers[0], numbers[-1] + 1))


def test_tasks_that_stand_in_two_files_count_once(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    whole = run(job(squares, range(100)), tmp_path / "rows", quiet, Crew(workers=1)).parquet()
    second = sorted((tmp_path / "rows").glob("rows-*.parquet"))[1]
    first = int(second.stem.split("-")[1])
    run(job(squares, range(100)), tmp_path / "again", quiet, Crew(workers=1))
    wide = tmp_path / "rows" / f"rows-{first - 1:07d}-{first:07d}.parquet"
    import pyarrow as pa
    from pyarrow import parquet

    both = pa.concat_tables([parquet.read_table(path) for path in sorted((tmp_path / "again").glob("rows-*.parquet"))])
    parquet.write_table(both.filter(pa.compute.is_in(both["task"], pa.array([first - 1, first]))), wide)
    assert run(job(squares, range(100)), tmp_path / "rows", quiet, Crew(workers=1)).parquet() == whole


def test_other_settings_are_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    run(job(squares, range(5)), tmp_path / "rows", quiet, Crew(workers=1))
    before = files_of(tmp_path)
    with pytest.raises(PackError, match=r"different: grid\)"):
        run(job(squares, range(5), {"grid": "b"}), tmp_path / "rows", quiet, Crew(workers=1))
    with pytest.raises(PackError, match="different: number of tasks"):
        run(job(squares, range(6)), tmp_path / "rows", quiet, Crew(workers=1))
    with pytest.raises(PackError, match="holds other files"):
        run(job(squares, range(5)), tmp_path, quiet, Crew(workers=1))
    assert files_of(tmp_path) == before


def test_of_a_series_more_or_fewer_can_be_asked_for(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")

    def rows(number: int, folder: str = "rows") -> bytes:
        series = replace(job(squares, range(number)), is_series=True)
        return run(series, tmp_path / folder, quiet, Crew(workers=1)).parquet()

    few = rows(40)
    noted = squares.noted()
    assert rows(31) == rows(31, "alone")
    assert few == rows(40)
    (tmp_path / "log").unlink()
    assert rows(100) == run(job(squares, range(100)), tmp_path / "whole", quiet, Crew(workers=1)).parquet()
    assert rows(40) == few
    done = [int(text) for _, text in squares.noted() if text != "begun"]
    assert done == [*range(40, 100), *range(100)]
    assert len(noted) > 40


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    run(job(squares, range(5)), tmp_path / "rows", quiet, Crew(workers=1))
    path = min((tmp_path / "rows").glob("rows-*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(PackError, match=rf"{path.name} can not be read: delete it"):
        run(job(squares, range(5)), tmp_path / "rows", quiet, Crew(workers=1))


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", dies_at=70)
    assert run(job(squares), tmp_path / "rows", quiet, Crew(workers=2)).records() == expected()
    dead = int((tmp_path / "log.died").read_text(encoding="utf-8"))
    assert dead not in {process for process, text in squares.noted() if text == "70"}


def test_a_task_on_which_every_worker_dies_is_named(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", dies_at=3, dies_once=False)
    with pytest.raises(SolverError, match=r"again and again, near number 3 of the numbers"):
        run(job(squares, range(6)), tmp_path / "rows", quiet, Crew(workers=1))


def test_a_task_that_fails_ends_the_run_and_what_is_done_is_kept(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", fails_at=70)
    with pytest.raises(SolverError, match="number 70 failed: seventy"):
        run(job(squares), tmp_path / "rows", quiet, Crew(workers=1))
    squares = Squares(tmp_path / "log")
    (tmp_path / "log").unlink()
    assert run(job(squares), tmp_path / "rows", quiet, Crew(workers=1)).records() == expected()
    assert not {text for _, text in squares.noted()} & {str(number) for number in range(70)}, "what was done is done again"


def started(folder: Path, log: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.sweep.stopped_run", str(folder), str(log)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    until(lambda: len(list(folder.glob("rows-*.parquet"))) > 2)
    return process


def test_ctrl_c_keeps_what_is_done_and_the_same_call_goes_on(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log", seconds=0.0)
    with started(tmp_path / "rows", tmp_path / "log") as process:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == 130
    assert f"of 1,000 numbers are done and kept in {tmp_path / 'rows'}" in said
    done = {int(text) for _, text in squares.noted() if text != "begun"}
    until(lambda: not any(alive(worker) for worker, _ in squares.noted()))
    (tmp_path / "log").unlink()
    rows = run(job(squares, range(1000)), tmp_path / "rows", quiet, Crew(workers=2))
    assert rows.records() == expected(range(1000))
    again = {int(text) for _, text in squares.noted() if text != "begun"}
    assert len(done & again) <= 2 * job(squares, range(1000)).slice_length(2), "no more is done again than the workers had in hand"


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    squares = Squares(tmp_path / "log")
    with started(tmp_path / "rows", tmp_path / "log") as process:
        process.kill()
    until(lambda: not any(alive(worker) for worker, _ in squares.noted()))


def test_a_slice_that_takes_long_is_handed_in_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(bench.time, "monotonic", lambda: float(next(clock)))
    bench.learn("here", Squares(tmp_path / "log"))
    try:
        assert len(bench.do("here", 0, range(50))) == 5
    finally:
        bench.forget("here")


def test_progress_says_how_far_and_how_long(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    run(job(Squares(tmp_path / "log")), tmp_path / "rows", lambda what, share: told.append((what, share)), Crew(workers=2))
    assert told[0] == ("0 of 200 numbers", 0.0)
    assert told[-1] == ("200 of 200 numbers", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "less than a minute"), (61, "about 1 minute"), (200, "about 3 minutes"), (4000, "about 1 hour"), (9000, "about 2 hours")],
)
def test_time_left_in_words(seconds: float, text: str) -> None:
    assert left_text(seconds) == text
