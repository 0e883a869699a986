"""Sweeps of scenarios: how many a second, by one and by two workers, and what memory they take."""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import psutil

from benchmarks.instances import MAKERS
from planner.domain.sites import SiteRole
from planner.scenario.base import Base
from planner.scenario.changes.change import Amount, Days, How, Units
from planner.scenario.changes.estate import Beds
from planner.scenario.grid.measures import GAP, OUTCOME
from planner.scenario.grid.run import Changes, Solver, job_of
from planner.scenario.read import Scenario
from planner.scenario.run import Outcome, Start, solve_cold, solve_start
from planner.sweep.engine import run
from planner.sweep.job import Crew
from planner.sweep.store import Rows

AMPLE = 240.0
"""Time limit of the solve without a change, and of those from nothing."""

EACH = 3.0
"""Time limit of each scenario; one that is not proven by then is counted, with its gap."""

LEAST, COUNTS = -20, 100
"""A unit has from so many beds less on so many bed counts."""

COLD = (5, 22)
"""Scenarios that are solved from nothing too."""

PATIENCE = 60.0


def beds(start: Start, count: int) -> list[Changes]:
    """Beds of the largest unit of each site, one by one; the largest removal centre first."""
    sites = [site for site in start.base.instance.sites if site.units]
    largest = [(site, max(site.units, key=lambda unit: (max(unit.beds), unit.unit_id))) for site in sites]
    largest.sort(key=lambda pair: (pair[0].role is SiteRole.REMOVAL, max(pair[1].beds), pair[1].unit_id), reverse=True)
    always = Days(None, None)
    every: list[Changes] = [
        (Beds(Units(unit.unit_id, None), Amount(How.ADD, Fraction(more)), always),)
        for _, unit in largest
        for more in range(LEAST, LEAST + COUNTS)
    ]
    return every[:count]


def started(name: str) -> Start:
    """A made instance without a change, solved."""
    return solve_start(Base(MAKERS[name](), {}), AMPLE, lambda _what, _share: None)[0]


class Memory:
    """Most memory of this process and its workers, in MiB, in the first and in the last tenth of a sweep."""

    def __init__(self) -> None:
        self.first = self.last = 0.0

    def look(self, _what: str, share: float) -> None:
        """See how much it is now."""
        mine = psutil.Process()
        mib = 0.0
        for process in (mine, *mine.children(recursive=True)):
            try:
                mib += process.memory_info().rss / (1 << 20)
            except psutil.NoSuchProcess:  # one that has just ended
                continue
        self.first = max(self.first, mib) if share < 0.1 else self.first  # noqa: PLR2004  # a tenth
        self.last = max(self.last, mib) if share > 0.9 else self.last  # noqa: PLR2004  # the last tenth


def swept(solver: Solver, scenarios: Sequence[Changes], crew: Crew, memory: Memory) -> tuple[Rows, float]:
    """Rows and seconds, the start of the workers included."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rows = run(job_of(scenarios, solver, {"bench": "sweep"}), Path(folder) / "rows", memory.look, crew)
        return rows, time.perf_counter() - began


def local(name: str, count: int) -> dict[str, Any]:
    """A sweep by two processes, two of its scenarios held against solves from nothing."""
    start, memory = started(name), Memory()
    scenarios = beds(start, count)
    rows, seconds = swept(Solver(start, EACH), scenarios, Crew(workers=2), memory)
    cold: list[float] = []
    same = True
    for number in COLD:
        began = time.perf_counter()
        answer = solve_cold(start.base, Scenario("", "", scenarios[number]), AMPLE)
        cold.append(time.perf_counter() - began)
        row = rows.records()[number]
        if row[OUTCOME] == answer.outcome == Outcome.PROVEN:
            same &= all(row.get(item.measure.value, item.value) == item.value for item in answer.measures)
    return {
        "seconds": seconds,
        "scenarios": count,
        "gap": max(float(str(gap)) for gap in rows.column(GAP)),
        "not_proven": not_proven(rows),
        "cold_seconds": statistics.mean(cold),
        "same_values": same,
        "different": len({tuple(row.values())[1:] for row in rows.records()}),
        "first_mib": memory.first,
        "last_mib": memory.last,
    }


@contextmanager
def dask(num_workers: int) -> Iterator[str]:
    """A scheduler of our own with so many workers: its address. The workers are processes that end when this one does, however it ends."""
    from distributed import LocalCluster

    options: dict[str, Any] = {"n_workers": num_workers, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": None}
    cluster: Any = LocalCluster(**options)
    with cluster:
        cluster.wait_for_workers(num_workers, timeout=PATIENCE)
        yield cluster.scheduler_address


def clustered(name: str, count: int) -> dict[str, Any]:
    """The same scenarios by one Dask worker and by two, and how much the machine was at work before on anything else.

    Each is solved from no change, so that the work is the same however it is shared out. Processor time of the busiest worker says
    how it was shared out whatever else the machine does.
    """
    load = psutil.getloadavg()[0]
    start = started(name)
    solver, scenarios = Solver(start, EACH, are_neighbours=False), beds(start, count)
    found, busiest = dict[int, tuple[Rows, float]](), dict[int, float]()
    for num_workers in (1, 2):
        with dask(num_workers) as address:
            swept(solver, scenarios[:2], Crew(cluster=address), Memory())  # so that neither has to load libraries
            before = worked()
            found[num_workers] = swept(solver, scenarios, Crew(cluster=address), Memory())
            busiest[num_workers] = max(seconds - before.get(worker, 0.0) for worker, seconds in worked().items())
    return {
        "seconds": found[2][1],
        "one_seconds": found[1][1],
        "busiest_seconds": busiest[2],
        "one_busiest_seconds": busiest[1],
        "scenarios": count,
        "not_proven": max(not_proven(rows) for rows, _ in found.values()),
        "same_values": found[1][0].parquet() == found[2][0].parquet(),
        "load": load,
    }


def worked() -> dict[int, float]:
    """Processor time so far of every process that this one has started, in seconds."""
    times = {process.pid: process.cpu_times() for process in psutil.Process().children(recursive=True)}
    return {worker: spent.user + spent.system for worker, spent in times.items()}


def not_proven(rows: Rows) -> int:
    """Scenarios whose time was up before every aim was proven."""
    return sum(outcome != Outcome.PROVEN for outcome in rows.column(OUTCOME))


def measured(bench: str, name: str) -> dict[str, Any]:
    """Measure one thing: ``sweep local 1000``, ``sweep dask 200``."""
    _, who, count = bench.split()
    return local(name, int(count)) if who == "local" else clustered(name, int(count))
