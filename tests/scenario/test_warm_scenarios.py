"""A scenario solved from the plan without a change comes to the same as one solved from nothing, whatever was solved before.

``PLANNER_SEEDS=0:300 python -m pytest tests/scenario/test_warm_scenarios.py`` tries as many as one likes.
"""

import os

import pytest

from planner.domain.errors import NoPlanError
from planner.scenario.changes.change import Units
from planner.scenario.changes.estate import Beds
from planner.scenario.changes.transport import Resource
from planner.scenario.grid.measures import row_of
from planner.scenario.grid.run import Solver
from planner.scenario.read import Scenario
from planner.scenario.run import Solved, Start, solve_cold, solve_scenario, solve_start
from tests.scenario.cases import ALWAYS, add, drawn_scenario, small_base

SECONDS = 20.0
CHAIN = 6
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


@pytest.mark.parametrize("seed", range(FIRST, LAST))
def test_a_worker_that_goes_from_scenario_to_scenario_agrees_with_solves_from_nothing(seed: int) -> None:
    start = started(seed)
    answer = Solver(start, SECONDS)()
    for number in range(CHAIN):
        scenario = drawn_scenario(1000 * (seed + 1) + number, start.base)
        (row,) = answer(scenario.changes)
        cold = solve_cold(start.base, scenario, SECONDS)
        assert row == row_of(cold.instance, cold.measures, cold.outcome), [change.words() for change in scenario.changes]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 8))
def test_a_sweep_of_one_capacity_agrees_with_solves_from_nothing(seed: int) -> None:
    start = started(seed)
    answer = Solver(start, SECONDS)()
    units = [unit.unit_id for site in start.base.instance.sites for unit in site.units]
    for more in range(-2, 4):
        scenario = Scenario(
            "beds", "swept", (Beds(Units(units[seed % len(units)], None), add(more), ALWAYS), Resource("escorts", add(more), ALWAYS))
        )
        (row,) = answer(scenario.changes)
        cold = solve_cold(start.base, scenario, SECONDS)
        assert row == row_of(cold.instance, cold.measures, cold.outcome), more


@pytest.mark.parametrize("seed", range(4))
def test_what_was_solved_before_means_nothing(seed: int) -> None:
    start = started(seed)
    scenario = drawn_scenario(seed, start.base)
    first = solve_scenario(start, scenario, SECONDS, quiet)
    for other in range(3):
        solve_scenario(start, drawn_scenario(seed + 100 + other, start.base), SECONDS, quiet)
    again = solve_scenario(start, scenario, SECONDS, quiet)
    assert again.plan == first.plan
