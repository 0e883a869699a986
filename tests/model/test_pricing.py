"""The cheapest itinerary of every cohort, against every itinerary there is."""

import random

import numpy as np
import pytest

from planner.clocks import party_clocks
from planner.domain.plan import Measure
from planner.model.bound import lagrangian_bound
from planner.model.pricing import price_group
from planner.model.solve import solve
from tests.model.parts import Parts, cost_of, itineraries, random_prices, tiny


def fill(parts: Parts) -> None:
    """Put every lawful itinerary of every cohort into the pool."""
    for index, cohort in enumerate(parts.cohorts):
        for nights, departure, steps in itineraries(cohort, parts.pool.options[index], parts):
            parts.pool.add(index, nights, departure, steps)


@pytest.mark.parametrize("with_features", [False, True], ids=["capacities", "branches of either sign"])
@pytest.mark.parametrize("seed", range(10))
def test_no_itinerary_is_cheaper_than_the_cheapest_priced(seed: int, with_features: bool) -> None:
    parts, rng = tiny(seed), random.Random(seed)
    fill(parts)
    assert parts.pool.itineraries
    known = {(item.cohort, item.nights, item.departure, item.steps): number for number, item in enumerate(parts.pool.itineraries)}
    for _ in range(3):
        prices = random_prices(parts, rng, with_features=with_features)
        cheapest = np.full(len(parts.cohorts), np.inf)
        for number, itinerary in enumerate(parts.pool.itineraries):
            cheapest[itinerary.cohort] = min(cheapest[itinerary.cohort], cost_of(number, parts, prices))
        for group in parts.groups:
            least, paths = price_group(group, parts.cohorts, parts.network, prices)
            assert least == pytest.approx(cheapest[group.cohorts])
            for path in paths:
                number = known[path.cohort, path.nights, path.departure, path.steps]
                assert path.reduced_cost + prices.cohorts[path.cohort] == pytest.approx(cost_of(number, parts, prices))


@pytest.mark.parametrize("seed", range(12))
def test_no_prices_prove_more_than_the_optimum(seed: int) -> None:
    parts, rng = tiny(seed), random.Random(seed)
    solution = solve(parts.instance, party_clocks(parts.instance), 600.0, lambda _what, _share: None)
    optimum = next(result.value for result in solution.measures if result.measure is Measure.UNPLACED_NIGHTS)
    for _ in range(8):
        prices = random_prices(parts, rng, with_features=False)
        prices.weights[:] = 0.0
        prices.weights[1] = 1.0
        least = np.zeros(len(parts.cohorts))
        for group in parts.groups:
            least[group.cohorts] = price_group(group, parts.cohorts, parts.network, prices)[0]
        bound = lagrangian_bound(least, prices, {}, parts.cohorts, parts.network, parts.resources)
        assert bound <= optimum + 1e-6
