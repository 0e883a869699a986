"""One measurement in a process of its own: ``python -m benchmarks.worker BENCH INSTANCE [SECONDS]`` prints it as JSON.

A process each, so that peak memory is of that measurement alone.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any

from benchmarks.instances import CHANGES, MAKERS
from benchmarks.judge import judge
from benchmarks.why import measured as explained
from planner.clocks import PartyClock, party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MeasureResult
from planner.model.cohorts import build_cohorts
from planner.model.solution import Solution
from planner.model.solve import solve
from planner.plan.decode import decode

SHORT = 30.0
"""A run that takes less is repeated."""
REPEATS = 3
AMPLE = 120.0
"""Time limit of a solve that is to come to its end."""

PEERS = {"highs-direct": "highs", "cpsat-direct": "cpsat", "greedy": "greedy"}
PLAN_DATE = date(2026, 8, 10)


def quiet(_what: str, _share: float) -> None:
    """Hear of progress and say nothing."""


def repeated(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do something once, and twice more where that is quick: the last result, and the median of the seconds."""
    times: list[float] = []
    result: Any = None
    while not times or (len(times) < REPEATS and times[0] < SHORT):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    return result, statistics.median(times)


def widest_gap(measures: tuple[MeasureResult, ...]) -> float:
    """The widest gap of any measure, as a share of its value or its bound, whichever is larger."""
    return max((item.gap / max(1, abs(item.value), abs(item.bound)) for item in measures), default=0.0)


def _solved(solution: Solution, seconds: float) -> dict[str, Any]:
    return {
        "seconds": seconds,
        "gap": widest_gap(solution.measures),
        "columns": solution.num_columns,
        "measures": {item.measure.value: item.value for item in solution.measures},
        "gaps": {item.measure.value: item.gap for item in solution.measures if item.gap},
        "least": {item.measure.value: item.bound for item in solution.measures if item.gap},
    }


def _clocks(instance: Instance, _clocks: tuple[PartyClock, ...], _seconds: float) -> dict[str, Any]:
    return {"seconds": repeated(lambda: party_clocks(instance))[1]}


def _solve(instance: Instance, clocks: tuple[PartyClock, ...], _seconds: float) -> dict[str, Any]:
    return _solved(*repeated(lambda: solve(instance, clocks, AMPLE, quiet)))


def _limited(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> dict[str, Any]:
    """Solve under a time limit, and have every rule checked."""
    began = time.perf_counter()
    solution = solve(instance, clocks, seconds, quiet)
    taken = time.perf_counter() - began
    verdict = judge(instance, decode(instance, clocks, solution))
    stated = {item.measure.value: item.value for item in solution.measures}
    agrees = all(verdict.measures[name] == value for name, value in stated.items())
    found = _solved(solution, taken)
    return {**found, "valid": verdict.is_acceptable and agrees, "bounds": {item.measure.value: item.bound for item in solution.measures}}


def _replanned(kind: str) -> Callable[[Instance, tuple[PartyClock, ...], float], dict[str, Any]]:
    def measure(instance: Instance, clocks: tuple[PartyClock, ...], _seconds: float) -> dict[str, Any]:
        """Solve the changed morning cold and from what was found for the morning as it was."""
        changed = CHANGES[kind](instance)
        own = party_clocks(changed)
        cold, cold_seconds = repeated(lambda: solve(changed, own, AMPLE, quiet))
        times: list[float] = []
        warm = cold
        while not times or (len(times) < REPEATS and cold_seconds < SHORT):
            base = solve(instance, clocks, AMPLE, quiet)  # afresh each time: a warm start may be used up
            began = time.perf_counter()
            warm = solve(changed, own, AMPLE, quiet, warm=base.warm)
            times.append(time.perf_counter() - began)
        pairs = takewhile(lambda pair: not pair[0].gap and not pair[1].gap, zip(warm.measures, cold.measures, strict=True))
        same = all(one.value == other.value for one, other in pairs)  # of what either has not proven nothing can be said
        return {**_solved(warm, statistics.median(times)), "cold_seconds": cold_seconds, "same_values": same}

    return measure


def _peer(module: str) -> Callable[[Instance, tuple[PartyClock, ...], float], dict[str, Any]]:
    def measure(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> dict[str, Any]:
        found = import_module(f"benchmarks.peers.{module}").run(instance, clocks, seconds)
        return {
            "seconds": found.seconds,
            "status": found.status,
            "detail": found.detail,
            "measures": {measure.value: value for measure, value in found.measures.items()},
            "bounds": {measure.value: value for measure, value in found.bounds.items()},
            "variables": found.variables,
            "rows": found.rows,
        }

    return measure


def _plan() -> dict[str, Any]:
    """Time the command as a user runs it, from the start of Python to the last file."""
    with tempfile.TemporaryDirectory() as folder:
        from planner.sample import create

        workspace = Path(folder) / "workspace"
        create(workspace, "busy", PLAN_DATE, 1)
        packs = iter(range(REPEATS))

        def run() -> None:
            command = [sys.executable, "-m", "planner", "plan", str(workspace), "--out", str(Path(folder) / f"pack-{next(packs)}")]
            subprocess.run(command, check=True, capture_output=True)

        return {"seconds": repeated(run)[1]}


BENCHES: dict[str, Callable[[Instance, tuple[PartyClock, ...], float], dict[str, Any]]] = {
    "clocks": _clocks,
    "solve": _solve,
    "limited": _limited,
    "why": explained,
    **{f"replan {kind}": _replanned(kind) for kind in CHANGES},
    **{peer: _peer(module) for peer, module in PEERS.items()},
}


def peak_mib(*, of_children: bool) -> float | None:
    """Most memory used so far; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    who = resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF
    most = resource.getrusage(who).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measured(bench: str, instance_name: str, seconds: float) -> dict[str, Any]:
    """Measure one thing."""
    if bench == "plan":
        return {**_plan(), "peak_mib": peak_mib(of_children=True)}
    if bench.startswith("maps "):
        from benchmarks.maps import measured as opened

        return {**opened(int(instance_name), bench.removeprefix("maps ")), "peak_mib": None}
    if bench.startswith("sweep "):
        from benchmarks.sweeps import measured as swept

        return {**swept(bench, instance_name), "peak_mib": None}
    instance = MAKERS[instance_name]()
    clocks = party_clocks(instance)
    result = BENCHES[bench](instance, clocks, seconds)
    people = sum(party.size for party in instance.parties)
    return {**result, "people": people, "cohorts": len(build_cohorts(instance, clocks)), "peak_mib": peak_mib(of_children=False)}


if __name__ == "__main__":
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else AMPLE  # noqa: PLR2004  # bench, instance, seconds
    print(json.dumps(measured(sys.argv[1], sys.argv[2], limit)))
