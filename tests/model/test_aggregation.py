"""Sites of one role taken for one: what is spread over the sites again is lawful, and nobody is lost on the way."""

import numpy as np
import pytest

from planner.model.aggregation import aggregate
from planner.model.spread import spread
from planner.model.start import cold_start
from tests.model.parts import tiny

SEEDS = range(24)


def never() -> bool:
    return False


def with_like_sites(seeds: range) -> list[int]:
    return [seed for seed in seeds if aggregate(tiny(seed).problem) is not None]


LIKE = with_like_sites(SEEDS)


def test_many_of_the_instances_have_sites_alike() -> None:
    assert len(LIKE) >= len(SEEDS) // 4


@pytest.mark.parametrize("seed", LIKE)
def test_everybody_is_in_the_smaller_problem_once_with_the_beds_of_all_like_sites(seed: int) -> None:
    problem = tiny(seed).problem
    smaller = aggregate(problem)
    assert smaller is not None
    parties = sorted(party for cohort in smaller.problem.cohorts for party in cohort.parties)
    assert parties == sorted(party for cohort in problem.cohorts for party in cohort.parties)
    beds = np.zeros_like(smaller.problem.network.free_beds)
    usable = smaller.units >= 0
    np.add.at(beds, smaller.units[usable], problem.network.free_beds[usable])
    assert (beds == smaller.problem.network.free_beds).all()


@pytest.mark.parametrize("seed", LIKE)
def test_what_is_spread_over_the_sites_is_lawful_there(seed: int) -> None:
    whole = tiny(seed)
    smaller = aggregate(whole.problem)
    assert smaller is not None
    cold_start(smaller.problem, never)
    assert all(len(numbers) for numbers in whole.numbers)  # every itinerary there is, put into the pool
    known = len(whole.problem.pool)
    ways = spread(smaller, whole.problem, np.arange(len(smaller.problem.pool)))
    assert set(ways.cohorts.tolist()) == set(range(len(whole.problem.cohorts)))
    whole.problem.pool.add(ways)
    assert len(whole.problem.pool) == known
