"""A plan over roles shared out among the sites, and bounds proven over roles: nobody is lost, and no bound is too good to be true."""

from itertools import count

import numpy as np
import pytest

from planner.domain.plan import MAXIMISED
from planner.model import start
from planner.model.aggregation import aggregate, lifted
from planner.model.apportion import apportion
from planner.model.greedy import complete, no_prices, rounded, used_by
from planner.model.itinerary import LOCKS_BROKEN, POSITION
from planner.model.solve import solve
from planner.model.start import cold_start
from planner.model.whole import fits
from tests.model.parts import tiny
from tests.model.test_aggregation import LIKE, never

SECONDS = 60.0
ROUNDING = 1e-6
FEW_ROUNDS = 6
"""So often the search is told that there is time."""


@pytest.mark.parametrize("seed", LIKE)
def test_everybody_is_shared_out_once_to_what_is_lawful_there(seed: int) -> None:
    whole = tiny(seed)
    problem, smaller = whole.problem, aggregate(whole.problem)
    assert smaller is not None
    master = cold_start(smaller.problem, never).master
    over_roles = rounded(smaller.problem, master.values())
    assert fits(smaller.problem, used_by(smaller.problem, over_roles.parties))
    assert all(len(numbers) for numbers in whole.numbers)  # every itinerary there is, put into the pool
    known = len(problem.pool)
    parties = apportion(smaller, problem, over_roles.parties)
    assert len(problem.pool) == known
    served = np.zeros_like(problem.counts)
    np.add.at(served, problem.pool.batch.cohorts[list(parties)], list(parties.values()))
    assert (served <= problem.counts).all()
    plan, _ = complete(problem, no_prices(problem), parties)
    assert fits(problem, used_by(problem, plan.parties))
    np.subtract.at(served, problem.pool.batch.cohorts[list(plan.parties)], list(plan.parties.values()))
    assert (served <= 0).all()
    assert sum(plan.parties.values()) == problem.counts.sum()


@pytest.mark.parametrize("seed", LIKE)
def test_prices_over_roles_become_those_of_every_site(seed: int) -> None:
    problem = tiny(seed).problem
    smaller = aggregate(problem)
    assert smaller is not None
    prices = np.arange(1.0, 1.0 + len(smaller.problem.rows.limits))
    found = lifted(smaller, problem, prices)
    assert (found >= 0).all()
    for unit, part_of in enumerate(smaller.units.tolist()):
        there = problem.rows.beds[unit] >= 0
        if part_of >= 0:
            mine = smaller.problem.rows.beds[part_of]
            expected = np.where(mine >= 0, prices[mine], 0.0)
            assert (found[problem.rows.beds[unit][there]] == expected[there]).all()


@pytest.mark.parametrize("seed", LIKE)
def test_a_large_problem_has_the_same_optimum_and_no_bound_beyond_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tiny(seed)
    instance, clocks = whole.problem.network.instance, whole.problem.clocks
    plain = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    monkeypatch.setattr(start, "MANY", 0)
    large = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    assert large.measures == plain.measures
    assert all(not each.gap for each in large.measures)
    begun = cold_start(tiny(seed).problem, never)
    assert begun.proofs
    assert begun.whole is not None
    best = {POSITION[each.measure]: each.value * (-1 if each.measure in MAXIMISED else 1) for each in plain.measures}
    held = {at: value - whole.problem.offsets[at] for at, value in best.items()} | {LOCKS_BROKEN: plain.locks_broken}
    for proof in begun.proofs:
        others = [(weight, at) for at, weight in enumerate(proof.prices.weights) if weight and at != proof.position]
        worse = sum(weight * (held[at] - proof.values[at]) for weight, at in others)
        assert proof.bound - worse <= held[proof.position] + ROUNDING


@pytest.mark.parametrize("seed", LIKE)
def test_a_large_problem_out_of_time_has_a_plan_and_true_bounds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tiny(seed)
    instance, clocks = whole.problem.network.instance, whole.problem.clocks
    plain = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    monkeypatch.setattr(start, "MANY", 0)
    asked = count()
    monkeypatch.setattr("planner.model.solve._Search._is_late", lambda _self: next(asked) > FEW_ROUNDS)
    rough = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    first, best = rough.measures[0], plain.measures[0]
    assert not rough.locks_broken or plain.locks_broken
    sign = -1 if first.measure in MAXIMISED else 1
    assert sign * first.bound <= sign * best.value <= sign * first.value
