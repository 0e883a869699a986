"""Itineraries over roles spread over the sites, each in several ways."""

import math
from collections import defaultdict

import numpy as np

from planner.model.aggregation import Aggregation, OptionTables
from planner.model.itinerary import GONE, Batch
from planner.model.network import Ints
from planner.model.problem import Problem

LEAST_WAYS, MOST_WAYS, WAYS_PER_COHORT = 3, 16, 20
"""In how many ways one itinerary over roles is spread over sites, and how many are wanted for each cohort."""


def spread(aggregation: Aggregation, problem: Problem, numbers: Ints) -> Batch:
    """Itineraries of the smaller problem, by number, as itineraries of the larger one: over its sites in many ways.

    Each keeps its case steps and its departure. Between two sites of one role nobody is moved: who is at a role some nights on
    end is at one of its sites. Ways in which a unit is too small for the party are left out.
    """
    small = aggregation.problem
    batch = small.pool.batch
    of_small: defaultdict[int, list[int]] = defaultdict(list)
    for cohort, place in enumerate(aggregation.cohorts.tolist()):
        of_small[place].append(cohort)
    pairs = sum(len(of_small[cohort]) for cohort in batch.cohorts[numbers].tolist())
    ways = _Ways(aggregation, problem, max(LEAST_WAYS, min(MOST_WAYS, WAYS_PER_COHORT * len(problem.cohorts) // max(1, pairs))))
    cohorts: list[int] = []
    nights: list[Ints] = []
    origin: list[int] = []
    for number in numbers.tolist():
        for cohort in of_small[int(batch.cohorts[number])]:
            for row in ways.of(cohort, number):
                cohorts.append(cohort)
                nights.append(row)
                origin.append(number)
    found = np.array(nights, dtype=np.int64).reshape(len(nights), problem.network.num_nights)
    return Batch(np.array(cohorts, dtype=np.int64), found, batch.departures[origin], batch.steps[origin])


class _Ways:
    """Finds the ways of one itinerary over the sites."""

    def __init__(self, aggregation: Aggregation, problem: Problem, most_ways: int) -> None:
        self._aggregation, self._problem, self._most_ways = aggregation, problem, most_ways
        self._tables = OptionTables(aggregation, problem)

    def of(self, cohort: int, number: int) -> list[Ints]:
        """``(T,)`` options of a cohort by night, for each way of an itinerary of the smaller problem."""
        small, network = self._aggregation.problem, self._problem.network
        nights = small.pool.batch.nights[number]
        here = np.flatnonzero(nights != GONE)
        block, at = self._problem.pool.block_of(cohort)
        options = self._tables.of(cohort, int(small.pool.batch.cohorts[number]))
        if not len(here):
            return [nights.copy()]
        taken = options[:, nights[here]]  # (S, nights here): the option at each site, GONE where there is none
        places = _sites_of_options(small, int(small.pool.batch.cohorts[number]))[nights[here]]
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        stays = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(places))))
        first = int(block.start_sites[at])
        visited: list[int] = places[starts].tolist()
        choices = [self._tables.members[place] for place in visited]
        if self._aggregation.sites[first] == places[0]:
            choices[0] = [first]
        fits = block.options.fits[int(block.options.first[block.shapes[at]]) :]
        found: list[Ints] = []
        for sites in _combinations(choices, number, self._most_ways):
            way = np.full(network.num_nights, GONE, dtype=np.int64)
            way[here] = taken[np.array(sites)[stays], np.arange(len(here))]
            if (way[here] != GONE).all() and fits[way[here], here].all():
                found.append(way)
        return found


def _sites_of_options(problem: Problem, cohort: int) -> Ints:
    """Site of each option of a cohort."""
    return np.array([option.site for option in problem.pool.options_of(cohort)], dtype=np.int64)


def _combinations(choices: list[list[int]], number: int, most: int) -> list[tuple[int, ...]]:
    """One site for each stay: every combination where they are few, else some, others for each itinerary."""
    if math.prod(len(sites) for sites in choices) <= most:
        return _product(choices)
    return [tuple(sites[(number + way * (1 + stay)) % len(sites)] for stay, sites in enumerate(choices)) for way in range(most)]


def _product(choices: list[list[int]]) -> list[tuple[int, ...]]:
    ways: list[tuple[int, ...]] = [()]
    for sites in choices:
        ways = [(*way, site) for way in ways for site in sites]
    return ways
