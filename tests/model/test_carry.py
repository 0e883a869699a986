"""What one solve proved is carried over to other capacities only where a solve from nothing comes to the same."""

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MeasureResult
from planner.domain.sites import Unit
from planner.model.aims import solving_order
from planner.model.carry import carry_over
from planner.model.problem import build_problem
from planner.model.rows import same_numbers
from planner.model.solution import Solution
from planner.model.solve import solve
from tests.instances import random_instance

SECONDS = 20.0
SEEDS = range(8)


def quiet(_what: str, _share: float) -> None:
    pass


def solved(instance: Instance, before: Solution | None = None) -> Solution:
    return solve(instance, party_clocks(instance), SECONDS, quiet, None if before is None else before.warm)


def beds(rng: random.Random, instance: Instance) -> Instance:
    by = rng.choice([-2, -1, 1, 3, 30])

    def changed(unit: Unit) -> Unit:
        return replace(unit, beds=tuple(max(0, each + by) for each in unit.beds))

    which = rng.choice([unit.unit_id for site in instance.sites for unit in site.units])
    sites = [replace(site, units=tuple(changed(unit) if unit.unit_id == which else unit for unit in site.units)) for site in instance.sites]
    return replace(instance, sites=tuple(sites))


def flows(rng: random.Random, instance: Instance) -> Instance:
    name, most = rng.choice(["admissions_per_day", "discharges_per_day"]), rng.choice([1, 4, None])
    which = rng.choice(instance.sites)
    return replace(instance, sites=tuple(replace(site, **{name: most}) if site is which else site for site in instance.sites))


def resources(rng: random.Random, instance: Instance) -> Instance:
    name, by = rng.choice(["escorts", "medics", "cases", "ground_seats"]), rng.choice([-2, -1, 1, 4])
    days = tuple(replace(offered, **{name: max(0, getattr(offered, name) + by)}) for offered in instance.resources)
    return replace(instance, resources=days)


def seats(rng: random.Random, instance: Instance) -> Instance:
    which, by = rng.choice(instance.departures), rng.choice([-1, 1, 3])
    new = [replace(each, seats=max(0, each.seats + by)) if each is which else each for each in instance.departures]
    return replace(instance, departures=tuple(new))


def agreement(rng: random.Random, instance: Instance) -> Instance:
    cap, upper = rng.choice([1, 2, 6]), rng.choice([2, 5])
    return replace(instance, rules=replace(instance.rules, france_weekly_cap=cap, parity_upper=upper))


CHANGES: list[Callable[[random.Random, Instance], Instance]] = [beds, flows, resources, seats, agreement]


def values(solution: Solution) -> list[MeasureResult]:
    return [*solution.measures, MeasureResult(solution.measures[0].measure, solution.locks_broken, solution.locks_broken)]


@pytest.mark.parametrize("change", CHANGES)
def test_a_solve_from_another_one_comes_to_the_same_as_one_from_nothing(change: Callable[[random.Random, Instance], Instance]) -> None:
    carried = 0
    for seed in SEEDS:
        rng = random.Random(f"{change.__name__} {seed}")
        base = random_instance(seed, parties=9, days=5, alike=0.3, pins=seed % 2)
        before = solved(base)
        for _ in range(2):
            changed = change(rng, base)
            problem = build_problem(changed, party_clocks(changed), before.warm.problem)
            carried += carry_over(before.warm, problem, solving_order(changed)) is not None
            after = solved(changed, before)
            assert values(after) == values(solved(changed)), (change.__name__, seed)
            base, before = changed, after
    assert carried >= len(SEEDS) // 3


@pytest.mark.parametrize("change", CHANGES)
def test_a_problem_with_other_limits_is_the_one_built_from_nothing(change: Callable[[random.Random, Instance], Instance]) -> None:
    taken = 0
    for seed in SEEDS:
        base = random_instance(seed, parties=9, days=5, alike=0.3, pins=seed % 2)
        clocks = party_clocks(base)
        before = solve(base, clocks, SECONDS, quiet).warm.problem
        changed = change(random.Random(f"{change.__name__} {seed}"), base)
        problem, fresh = build_problem(changed, clocks, before), build_problem(changed, clocks)
        taken += problem.pool.is_copy_of(before.pool)
        assert same_numbers(problem.rows, fresh.rows)
        assert np.array_equal(problem.rows.limits, fresh.rows.limits)
        assert problem.rows.contested == fresh.rows.contested
        assert np.array_equal(problem.network.free_beds, fresh.network.free_beds)
        batch = problem.pool.batch
        numbers = fresh.pool.add(batch)
        assert np.array_equal(problem.pool.counts, fresh.pool.counts[numbers])
        for number, other in enumerate(numbers.tolist()):
            assert all(np.array_equal(*pair) for pair in zip(problem.pool.use_of(number), fresh.pool.use_of(other), strict=True))
    assert taken


def test_some_of_the_itineraries_keep_what_they_use_and_count() -> None:
    pool = solved(random_instance(3, parties=9, days=5)).warm.problem.pool
    numbers = np.arange(0, len(pool), 2)
    part = pool.only(numbers)
    assert len(part) == len(numbers)
    for at, number in enumerate(numbers.tolist()):
        assert part.itinerary(at) == pool.itinerary(number)
        assert all(np.array_equal(*pair) for pair in zip(part.use_of(at), pool.use_of(number), strict=True))
    again = part.add(pool.batch)
    assert np.array_equal(again[numbers], np.arange(len(numbers)))
    assert len(part) == len(pool)


def test_where_nothing_changes_nothing_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    base = random_instance(3, parties=9, days=5)
    before = solved(base)
    monkeypatch.setattr("planner.model.solve.Master", None)
    assert values(solved(replace(base), before)) == values(before)


def test_a_plan_that_no_longer_fits_is_not_kept() -> None:
    base = random_instance(3, parties=9, days=5)
    before = solved(base)
    shut = replace(
        base, sites=tuple(replace(site, units=tuple(replace(unit, beds=(0,) * 5) for unit in site.units)) for site in base.sites)
    )
    problem = build_problem(shut, party_clocks(shut), before.warm.problem)
    assert carry_over(before.warm, problem, solving_order(shut)) is None
    assert values(solved(shut, before)) == values(solved(shut))
