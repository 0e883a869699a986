"""The optimiser beside the direct model, instance by instance.

``PLANNER_SEEDS=0:5000 python -m pytest tests/model/test_direct_model.py`` tries as many as one likes.
"""

import os

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.instances import random_instance
from tests.model.direct import Direct

KINDS: list[dict[str, float]] = [
    {},
    {},
    {"alike": 0.5},
    {"tightness": 0.3, "alike": 0.3},
    {},
    {"settled": 0.25},
    {"pins": 1},
    {"tightness": 2.0, "alike": 0.4},
]
"""Every eighth instance is of one kind: short of beds, with people alike, with room, with locks, with some housed already."""

SECONDS = 60.0
"""Far more than any of them takes."""


def seeds(usual: str) -> range:
    """Seeds to try: ``first:last``, from the environment or the usual ones."""
    first, last = os.environ.get("PLANNER_SEEDS", usual).split(":")
    return range(int(first), int(last))


def drawn(seed: int) -> Instance:
    """A small instance of any kind."""
    return random_instance(seed, parties=4 + seed % 5, days=4 + seed % 3, **KINDS[seed % len(KINDS)])  # type: ignore[arg-type]


def difference(instance: Instance) -> str:
    """What the optimiser says otherwise than the direct model; nothing when they agree and the plan keeps every rule."""
    clocks = party_clocks(instance)
    solution, optima = solve(instance, clocks, SECONDS, lambda _what, _share: None), Direct(instance, clocks).optima()
    if optima is None or solution.locks_broken:
        return "" if optima is None and solution.locks_broken else f"locks: {solution.locks_broken} broken, the best is {optima}"
    values = {result.measure: result.value for result in solution.measures}
    if values != optima:
        return f"values: {values}, the best is {optima}"
    if any(result.gap for result in solution.measures):
        return f"bounds: {solution.measures}"
    worth = Direct(instance, clocks).worth(decode(instance, clocks, solution))
    return "" if worth == values else f"plan: worth {worth}, said to be worth {values}"
