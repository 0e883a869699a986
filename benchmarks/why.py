"""How long an answer takes, once a plan is made or opened: people drawn by lot, everybody's reasons, the examples of every pack."""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.explain.person import explain_person
from planner.explain.prices import prices
from planner.explain.reasons import all_reasons, example_reasons
from planner.explain.session import open_session, session_after
from planner.model.solve import solve
from planner.plan.decode import decode

PEOPLE = 60
SEED = 5


def measured(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> dict[str, Any]:
    """Seconds of each kind of answer; of people the median, the share below a second, nine of ten, and the longest."""
    solution = solve(instance, clocks, seconds, _quiet)
    plan = decode(instance, clocks, solution)
    session, opening = _timed(lambda: open_session(instance, clocks, plan, seconds, _quiet))
    people = random.Random(SEED).sample(plan.people, PEOPLE)  # who is asked about, by lot
    times = [_timed(lambda person=person: explain_person(session, person))[1] for person in people]
    made = session_after(plan, clocks, solution)
    return {
        "seconds": statistics.median(times),
        "asked": PEOPLE,
        "below_a_second": sum(taken < 1 for taken in times) / len(times),
        "nine_of_ten": statistics.quantiles(times, n=10)[-1],
        "longest": max(times),
        "opening": opening,
        "reasons": _timed(lambda: all_reasons(session))[1],
        "examples": _timed(lambda: (example_reasons(made), prices(made)))[1],
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _quiet(_what: str, _share: float) -> None:
    """Hear of progress and say nothing."""
