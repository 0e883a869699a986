"""The cheapest itinerary of every cohort, against every itinerary there is.

What pricing finds is an itinerary with that cost, and none that could be in a plan costs less.
"""

import random
from functools import cache

import numpy as np
import pytest

from planner.model.itinerary import COUNTS
from planner.model.prices import Prices
from planner.model.pricing import FINAL, HELD, TRANSFER
from planner.model.rows import NO_ROW
from tests.model.parts import Tiny, random_prices, signed, tiny
from tests.model.plain import NONE, Way

SEEDS = range(24)


@cache
def example(seed: int) -> Tiny:
    return tiny(seed)


def can_board(each: Tiny, cohort: int) -> bool:
    walker = each.walkers[cohort]
    return any(may and 0 <= day < walker.num_nights for may, day in zip(walker.clock.departures, walker.days, strict=True))


def kind_of(each: Tiny, cohort: int, way: Way) -> int:
    """How an itinerary ends."""
    if way.departure != NONE:
        return TRANSFER
    site, beds = way.nights[-1]
    return FINAL if beds and each.walkers[cohort].sites[site].is_final else HELD


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pool_counts_and_uses_what_an_itinerary_says(seed: int) -> None:
    each, pool = example(seed), example(seed).problem.pool
    for cohort, numbers in enumerate(each.numbers):
        walker, boards = each.walkers[cohort], can_board(each, cohort)
        assert numbers
        for way, number in numbers.items():
            used: dict[int, int] = {}
            for use, people in walker.uses(way).items():
                for row in each.rows_of(use):
                    used[row] = used.get(row, 0) + people
            rows, people = pool.use_of(number)
            assert dict(zip(rows.tolist(), people.tolist(), strict=True)) == used
            assert pool.counts[number].tolist() == signed(walker, way, boards=boards).tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pool_knows_what_it_has(seed: int) -> None:
    each, pool = example(seed), example(seed).problem.pool
    for cohort, numbers in enumerate(each.numbers):
        ways = tuple(random.Random(seed).sample(sorted(numbers, key=str), min(20, len(numbers))))
        assert pool.add(each.batch(cohort, ways)).tolist() == [numbers[way] for way in ways]
        assert len(set(numbers.values())) == len(numbers)
        some = pool.itinerary(numbers[ways[0]])
        assert (some.cohort, some.departure, some.steps) == (cohort, ways[0].departure, ways[0].steps)
    total = sum(len(numbers) for numbers in each.numbers)
    assert len(pool) == len(pool.batch.cohorts) == total


@pytest.mark.parametrize("with_features", [False, True], ids=["capacities", "branches of either sign"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_itinerary_is_cheaper_than_the_cheapest_priced(seed: int, with_features: bool) -> None:
    each, rng = example(seed), random.Random(seed)
    problem = each.problem
    fits = [{way: each.fits(cohort, way) for way in ways} for cohort, ways in enumerate(each.ways)]
    for _ in range(2):
        prices = random_prices(problem, rng, with_features=with_features)
        found = problem.price(prices)
        least = np.full((3, len(problem.cohorts)), np.inf)
        costs = [{way: each.cost(cohort, way, prices) for way in ways} for cohort, ways in enumerate(each.ways)]
        for cohort, ways in enumerate(costs):
            for way, cost in ways.items():
                kind = kind_of(each, cohort, way)
                least[kind, cohort] = min(least[kind, cohort], cost if fits[cohort][way] else np.inf)
        assert (found.least <= least.min(axis=0) + 1e-6).all()
        for priced in found.priced:
            assert (priced.costs <= least[:, priced.block.cohorts] + 1e-6).all()
            assert found.least[priced.block.cohorts] == pytest.approx(priced.costs.min(axis=0))
            kinds, at = np.nonzero(np.isfinite(priced.costs))
            traced = each.ways_of(problem.pricer.itineraries(priced, prices, kinds, at))
            for (cohort, way), kind, cost in zip(traced, kinds.tolist(), priced.costs[kinds, at].tolist(), strict=True):
                assert kind_of(each, cohort, way) == kind
                assert costs[cohort][way] == pytest.approx(cost)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_improves_is_found_and_nothing_else_is(seed: int) -> None:
    each, rng = tiny(seed), random.Random(seed)
    problem = each.problem
    prices = random_prices(problem, rng)
    found = problem.price(prices)
    numbers = problem.improving(found)
    reduced = problem.pool.reduced_costs(prices)
    assert (reduced[numbers] < 0).all()
    best = np.zeros(len(problem.cohorts))
    np.minimum.at(best, problem.pool.batch.cohorts[numbers], reduced[numbers])
    assert best == pytest.approx(np.minimum(0.0, found.least - prices.cohorts), abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_waiting_without_a_bed_is_always_possible(seed: int) -> None:
    each = tiny(seed)
    numbers = each.problem.pool.add_unplaced()
    assert numbers.tolist() == list(range(len(each.problem.cohorts)))
    for cohort, way in each.ways_of(each.problem.pool.batch):
        assert way in set(each.ways[cohort])
        assert not any(beds for _, beds in way.nights)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_use_of_a_plan_is_the_sum_over_its_parties(seed: int) -> None:
    each, pool, rng = example(seed), example(seed).problem.pool, random.Random(seed)
    assert each.numbers
    values = np.array([rng.choice([0, 0, 0, 1, 2]) for _ in range(len(pool))])
    total = np.zeros(len(each.problem.rows.limits))
    for number in np.flatnonzero(values).tolist():
        rows, people = pool.use_of(number)
        total[rows] += people * values[number]
    assert pool.use(values) == pytest.approx(total)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_leaves_a_site_for_itself_where_moves_are_paid_for(seed: int) -> None:
    """Capacities that must be used in full have prices below 0, and every move at them would win something."""
    problem, rng = tiny(seed).problem, random.Random(seed)
    flows = np.unique(np.concatenate([problem.rows.admissions.ravel(), problem.rows.discharges.ravel()]))
    rows = np.zeros(len(problem.rows.limits))
    rows[flows[flows != NO_ROW]] = [-rng.random() for _ in flows[flows != NO_ROW]]
    prices = Prices(rows, np.zeros(len(COUNTS)), np.zeros(len(problem.cohorts)), {})
    for priced in problem.price(prices).priced:
        kinds, at = np.nonzero(np.isfinite(priced.costs))
        numbers = problem.pool.add(problem.pricer.itineraries(priced, prices, kinds, at))
        assert problem.pool.reduced_costs(prices)[numbers] == pytest.approx(priced.costs[kinds, at])
