"""Cohorts that walk alike are priced together, to the same costs and itineraries as each by itself."""

import random

import numpy as np
import pytest

from planner.model.walks import shared
from tests.model.parts import random_prices, tiny

SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_together_costs_what_it_costs_alone(seed: int) -> None:
    problem = tiny(seed).problem
    for draw in range(3):
        prices = random_prices(problem, random.Random(100 * seed + draw))
        # Some blocks go through every cohort by itself; all of them share their walks.
        apart = problem.pricer.price(prices, problem.blocks)
        together = problem.pricer.price(prices)
        for alone, found in zip(apart, together, strict=True):
            assert np.array_equal(alone.costs, found.costs)
            assert np.array_equal(alone.ends, found.ends)
            kinds, at = np.nonzero(np.isfinite(found.costs))
            batches = [problem.pricer.itineraries(each, prices, kinds, at) for each in (alone, found)]
            for name in ("cohorts", "nights", "departures", "steps"):
                assert np.array_equal(*(getattr(batch, name) for batch in batches))


@pytest.mark.parametrize("seed", SEEDS)
def test_who_walks_together_enters_together_and_has_nothing_of_its_own(seed: int) -> None:
    for block in tiny(seed).problem.blocks:
        walks = shared(block)
        for name in ("shapes", "sizes", "entry_days", "start_sites"):
            assert np.array_equal(getattr(walks.block, name)[walks.of], getattr(block, name))
        assert np.array_equal(walks.block.start_moved[:, walks.of], block.start_moved)
        assert (np.bincount(walks.of)[walks.of[block.own.at]] == 1).all()
