"""A scenario solved from the plan without a change comes to the same as one solved from nothing, whatever was solved before.

``PLANNER_SEEDS=0:300 python -m pytest tests/scenario/test_warm_scenarios.py`` tries as many as one likes.
"""

import os

import pytest

from planner.domain.errors import NoPlanError
from planner.scenario.run import Solved, Start, solve_cold, solve_scenario, solve_start
from tests.scenario.cases import drawn_scenario, small_base

SECONDS = 20.0
FIRST, LAST = map(int, os.environ.get("PLANNER_SEEDS", "0:24").split(":"))


def quiet(_what: str, _share: float) -> None:
    pass


def started(seed: int) -> Start:
    try:
        return solve_start(small_base(seed), SECONDS, quiet)[0]
    except NoPlanError:
        pytest.skip("no plan")


def reached(solved: Solved) -> list[tuple[object, ...]]:
    return [(item.measure, item.value, item.bound) for item in solved.measures]


@pytest.mark.parametrize("seed", range(FIRST, LAST))
def test_warm_and_cold_agree_in_every_measure(seed: int) -> None:
    start = started(seed)
    scenario = drawn_scenario(seed, start.base)
    warm, cold = solve_scenario(start, scenario, SECONDS, quiet), solve_cold(start.base, scenario, SECONDS)
    assert reached(warm) == reached(cold), [change.words() for change in scenario.changes]
    assert warm.outcome is cold.outcome


@pytest.mark.parametrize("seed", range(4))
def test_what_was_solved_before_means_nothing(seed: int) -> None:
    start = started(seed)
    scenario = drawn_scenario(seed, start.base)
    first = solve_scenario(start, scenario, SECONDS, quiet)
    for other in range(3):
        solve_scenario(start, drawn_scenario(seed + 100 + other, start.base), SECONDS, quiet)
    again = solve_scenario(start, scenario, SECONDS, quiet)
    assert again.plan == first.plan
