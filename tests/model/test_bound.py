"""What prices prove, whatever they are: never more than the direct model's optimum."""

import random

import numpy as np
import pytest

from planner.clocks import party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, TIER_OF, Measure
from planner.model.aims import solving_order
from planner.model.itinerary import COUNTS, POSITION
from planner.model.master import Master
from planner.model.prices import Prices
from planner.model.problem import Problem, build_problem
from tests.instances import random_instance
from tests.model.direct import Direct
from tests.model.parts import random_prices

SEEDS = range(24)


def in_order(instance: Instance) -> list[Measure]:
    tiers = [measure for tier in instance.rules.tiers for measure in Measure if TIER_OF.get(measure) is tier]
    return [*tiers, Measure.WAIT_ORDER, Measure.DEADLINE_ORDER]


def counted(problem: Problem, optima: dict[Measure, int]) -> np.ndarray:
    """The optimum of each count as itineraries count it: less is better, and less what every plan has."""
    values = np.zeros(len(COUNTS))
    for measure, value in optima.items():
        values[POSITION[measure]] = (-value if measure in MAXIMISED else value) - problem.offsets[POSITION[measure]]
    return values


@pytest.mark.parametrize("seed", SEEDS)
def test_no_prices_prove_more_than_the_optimum(seed: int) -> None:
    instance = random_instance(seed, parties=6, days=4 + seed % 3, alike=0.3 * (seed % 2), settled=0.2 * (seed % 3 == 0))
    clocks = party_clocks(instance)
    problem, rng = build_problem(instance, clocks), random.Random(seed)
    optima = Direct(instance, clocks).optima()
    assert optima is not None
    values = counted(problem, optima)
    before: list[int] = []
    for measure in in_order(instance):
        position = POSITION[measure]
        for _ in range(4):
            drawn = random_prices(problem, rng)
            weights = np.zeros(len(COUNTS))
            weights[before] = drawn.weights[before]
            held = np.where(np.isin(np.arange(len(COUNTS)), before), values, 0.0)
            weights[position] = 1.0
            bound = problem.bound(problem.price(Prices(drawn.rows, weights, drawn.cohorts, {})), held)
            assert bound <= values[position] + 1e-6, measure
        before.append(position)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_prices_prove_the_linear_optimum_and_prices_near_them_no_more(seed: int) -> None:
    instance = random_instance(seed, parties=7, days=4 + seed % 3, alike=0.3, tightness=0.6)
    clocks = party_clocks(instance)
    problem, rng = build_problem(instance, clocks), random.Random(seed)
    optima = Direct(instance, clocks).optima()
    assert optima is not None
    values, held = counted(problem, optima), np.zeros(len(COUNTS))
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(problem.pool.add_unplaced())
    for measure in in_order(instance)[:5]:
        position = POSITION[measure]
        linear, best = generate(problem, master, position)
        assert linear <= values[position] + 1e-6
        assert problem.bound(problem.price(best), held) == pytest.approx(linear, abs=1e-5)
        for _ in range(6):
            rows = np.maximum(0.0, best.rows * [rng.choice([0.5, 1.0, 1.0, 1.2]) for _ in best.rows])
            weights = best.weights * [rng.choice([0.8, 1.0, 1.1]) for _ in COUNTS]
            weights[position] = 1.0
            bound = problem.bound(problem.price(Prices(rows, weights, best.cohorts, {})), held)
            assert bound <= linear + 1e-5
        master.hold(position, int(values[position]))
        held[position] = values[position]


def generate(problem: Problem, master: Master, position: int) -> tuple[float, Prices]:
    """Column generation by the book: the linear optimum of a count and the prices that prove it."""
    master.minimise_count(position)
    while True:
        value, prices = master.solve(), master.prices()
        found = problem.price(prices)
        if not master.add(problem.improving(found)) + master.add_choices(found.choices):
            return value, prices


def test_every_measure_has_its_place_in_the_order() -> None:
    instance = random_instance(1, parties=3, days=4)
    assert solving_order(instance)[1:] == tuple(POSITION[measure] for measure in in_order(instance))
    assert sorted(solving_order(instance)) == list(range(len(COUNTS)))
