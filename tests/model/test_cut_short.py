"""Whenever time runs out or somebody interrupts: a lawful plan, and bounds that are true."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure
from planner.model.finish import with_room_made
from planner.model.greedy import complete, no_prices, start_weights, used_by
from planner.model.itinerary import POSITION
from planner.model.problem import build_problem
from planner.model.solution import Solution
from planner.model.solve import Progress, solve, solve_in_turn
from planner.model.start import cold_start
from planner.model.whole import fits
from planner.morning import make_plan
from planner.plan.decode import decode
from tests.instances import random_instance
from tests.model.changes import more_beds, one_bed_fewer
from tests.model.direct import Direct
from tests.workspaces import tiny_workspace

HARD = 3012
"""An instance in which the first linear optima are not whole."""


@cache
def case(seed: int) -> Instance:
    return random_instance(seed, parties=4 + seed % 5, days=4 + seed % 3)


def check(whole: Instance, solution: Solution) -> None:
    """The direct model accepts the plan and its counts; no bound is better than the best there is, given the counts before it."""
    clocks = party_clocks(whole)
    assert solution.locks_broken == 0
    values = {result.measure: result.value for result in solution.measures}
    assert Direct(whole, clocks).worth(decode(whole, clocks, solution)) == values
    held: dict[Measure, int] = {}
    direct = Direct(whole, clocks)
    for result in solution.measures:
        best = direct.best(result.measure, held)
        if result.measure in MAXIMISED:
            assert result.value <= best <= result.bound, result
        else:
            assert result.bound <= best <= result.value, result
        held = {result.measure: result.value}


def quiet(_what: str, _share: float) -> None:
    pass


@pytest.mark.parametrize("looks", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
@pytest.mark.parametrize("seed", [1, 7, HARD])
def test_when_time_runs_out_at_any_look_at_the_clock(seed: int, looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on by a second whenever it is looked at: the same moment on every machine."""
    seconds: Iterator[int] = count()
    monkeypatch.setattr("planner.model.solve.time", SimpleNamespace(monotonic=lambda: next(seconds)))
    whole = case(seed)
    check(whole, solve(whole, party_clocks(whole), looks + 0.5, quiet))


@pytest.mark.parametrize("seed", range(12))
def test_without_any_time(seed: int) -> None:
    whole = case(seed)
    check(whole, solve(whole, party_clocks(whole), 0.0, quiet))


@pytest.mark.parametrize("seed", range(12))
def test_in_turn_is_the_plan_without_any_time(seed: int) -> None:
    whole = case(seed)
    in_turn = solve_in_turn(whole, party_clocks(whole))
    check(whole, in_turn)
    assert rank(in_turn) == rank(solve(whole, party_clocks(whole), 0.0, quiet))


def interrupting(at: int) -> Progress:
    """Raise what Ctrl-C raises when told of progress for the n-th time."""
    told = count()

    def progress(_what: str, _share: float) -> None:
        if next(told) == at:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 11, 13])
@pytest.mark.parametrize("seed", [1, HARD])
def test_when_somebody_interrupts(seed: int, at: int) -> None:
    """The best plan so far, as when time runs out."""
    whole = case(seed)
    check(whole, solve(whole, party_clocks(whole), 60.0, interrupting(at)))


def test_an_interrupt_before_there_is_a_plan_is_passed_on() -> None:
    whole = case(1)
    with pytest.raises(KeyboardInterrupt):
        solve(whole, party_clocks(whole), 60.0, interrupting(0))


def test_an_interrupt_before_there_is_a_plan_leaves_no_pack(tmp_path: Path) -> None:
    workspace = tiny_workspace(tmp_path)
    before = sorted(path.name for path in workspace.iterdir())

    def interrupt(what: str, _share: float) -> None:
        if what.startswith("solving"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_plan(workspace, None, None, interrupt)
    assert sorted(path.name for path in workspace.iterdir()) == before
    assert [path.name for path in tmp_path.iterdir()] == [workspace.name]


def test_with_locks_that_need_a_search_no_time_means_no_broken_lock_is_hidden() -> None:
    """Short of time a lock may stay unkept; then it is counted, and the run that shows plans refuses."""
    for seed in range(8):
        whole = random_instance(seed, parties=6, days=5, pins=1)
        solution = solve(whole, party_clocks(whole), 0.0, quiet)
        plan = decode(whole, party_clocks(whole), solution)
        kept = Direct(whole, party_clocks(whole)).worth(plan) is not None
        assert kept == (solution.locks_broken == 0)
        assert Direct(replace(whole, locks=()), party_clocks(whole)).worth(plan) is not None


def test_out_of_time_a_plan_is_no_worse_than_the_last_one_that_still_fits() -> None:
    better = 0
    for seed in range(12):
        before, after = case(seed), more_beds(case(seed))
        last = solve(before, party_clocks(before), 60.0, quiet)
        cut = solve(after, party_clocks(after), 0.0, quiet, last.warm)
        cold = solve(after, party_clocks(after), 0.0, quiet)
        check(after, cut)
        assert rank(cut) <= rank(last)
        better += rank(cut) < rank(cold)
    assert better


def test_out_of_time_what_still_fits_of_the_last_plan_is_kept_and_filled_up() -> None:
    for seed in range(12):
        before, after = case(seed), one_bed_fewer(case(seed))
        last = solve(before, party_clocks(before), 60.0, quiet)
        check(after, solve(after, party_clocks(after), 0.0, quiet, last.warm))


def rank(solution: Solution) -> list[int]:
    """Values in the order solved, smaller the better."""
    return [-each.value if each.measure in MAXIMISED else each.value for each in solution.measures]


def test_room_is_made_for_those_without_a_bed() -> None:
    """The first-come plan, made better by those without a bed and those in their way, is never a worse one and mostly a better one."""
    unplaced, weights = POSITION[Measure.UNPLACED_NIGHTS], start_weights()
    gained = 0
    for seed in range(24):
        instance = random_instance(seed, parties=12, days=6)
        problem = build_problem(instance, party_clocks(instance))
        first, _ = complete(problem, no_prices(problem), {})
        parties = cold_start(problem, lambda: False).master.values()
        better = with_room_made(problem, first, parties, weights, lambda: 10.0, ())
        assert better.totals @ weights <= first.totals @ weights
        assert fits(problem, used_by(problem, better.parties))
        gained += int(first.totals[unplaced] - better.totals[unplaced])
    assert gained > 0
