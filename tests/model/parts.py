"""Tiny problems as the optimiser sees them beside every itinerary there is, and random prices."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planner.clocks import PartyClock, party_clocks
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure
from planner.domain.rules import KeepApartScope
from planner.model.feature import DEPARTURE, KINDS, OPTION, SITE, STEP, Feature
from planner.model.itinerary import COUNTS, GONE, LOCKS_BROKEN, POSITION, Batch
from planner.model.prices import Prices
from planner.model.problem import Problem, build_problem
from tests.instances import random_instance
from tests.model.plain import NONE, Use, Walker, Way


@dataclass(frozen=True)
class Tiny:
    """A problem and the walker of each cohort's first party."""

    instance: Instance
    clocks: tuple[PartyClock, ...]
    problem: Problem
    walkers: tuple[Walker, ...]

    @cached_property
    def ways(self) -> tuple[tuple[Way, ...], ...]:
        """Every itinerary, by cohort."""
        return tuple(tuple(walker.ways()) for walker in self.walkers)

    @cached_property
    def numbers(self) -> tuple[dict[Way, int], ...]:
        """Every itinerary put into the pool: its number, by cohort."""
        return tuple(
            dict(zip(ways, self.problem.pool.add(self.batch(cohort, ways)).tolist(), strict=True)) for cohort, ways in enumerate(self.ways)
        )

    def option_of(self, cohort: int) -> dict[tuple[str, frozenset[object]], int]:
        """Index of each of the cohort's options, by site and beds."""
        network, shape = self.problem.network, self.problem.cohorts[cohort].shape
        return {
            (
                network.sites[option.site].site_id,
                frozenset((shape[number][0], network.unit_ids[unit], people) for number, unit, people in option.placement),
            ): index
            for index, option in enumerate(self.problem.pool.options_of(cohort))
        }

    def batch(self, cohort: int, ways: tuple[Way, ...]) -> Batch:
        """Itineraries as the optimiser writes them."""
        network, entry = self.problem.network, self.problem.cohorts[cohort].clock.entry_day
        options = self.option_of(cohort)
        width = self.problem.pool.batch.steps.shape[1]
        nights = np.full((len(ways), network.num_nights), GONE, dtype=np.int64)
        steps = np.full((len(ways), width), GONE, dtype=np.int64)
        for row, way in enumerate(ways):
            nights[row, entry : entry + len(way.nights)] = [options[night] for night in way.nights]
            steps[row, : len(way.steps)] = way.steps
        return Batch(np.full(len(ways), cohort), nights, np.array([way.departure for way in ways], dtype=np.int64), steps)

    def ways_of(self, batch: Batch) -> Iterator[tuple[int, Way]]:
        """Itineraries as they are written here, with their cohort."""
        for cohort, nights, departure, steps in zip(
            *(each.tolist() for each in (batch.cohorts, batch.nights, batch.departures, batch.steps)), strict=True
        ):
            places = {index: night for night, index in self.option_of(cohort).items()}
            number = len(self.problem.cohorts[cohort].clock.case.steps)
            yield cohort, Way(tuple(places[night] for night in nights if night != GONE), departure, tuple(steps[:number]))  # type: ignore[arg-type]

    def rows_of(self, use: Use) -> list[int]:
        """Numbers of the rows a use is counted on."""
        rows, network = self.problem.rows, self.problem.network
        kind, *at = use
        unit, site = network.unit_index, network.site_index
        by_unit = self.instance.rules.keep_apart_scope is KeepApartScope.UNIT
        found = {
            "bed": lambda: rows.beds[unit[at[0]], at[1]],
            "ground": lambda: rows.ground[at[0]],
            "case": lambda: rows.cases[at[0]],
            "admission": lambda: rows.admissions[site[at[0]], at[1]],
            "discharge": lambda: rows.discharges[site[at[0]], at[1]],
            "aboard": lambda: rows.boarding[at[0]],
            "apart": lambda: rows.apart[at[0], (unit if by_unit else site)[at[1]], at[2]],
            "apart aboard": lambda: rows.apart_departures[at[0], at[1]],
        }[str(kind)]()
        return [number for number in np.atleast_1d(found).tolist() if number >= 0]

    def fits(self, cohort: int, way: Way) -> bool:
        """Whether an itinerary exceeds no capacity by itself; what does can be in no plan, and may be left out or not."""
        rows = self.problem.rows
        limits = rows.limits.copy()
        limits[rows.seats] = rows.most_people
        return all(people <= limits[row] for use, people in self.walkers[cohort].uses(way).items() for row in self.rows_of(use))

    def cost(self, cohort: int, way: Way, prices: Prices) -> float:
        """What an itinerary costs at prices, without a look at the pool."""
        walker = self.walkers[cohort]
        counts = signed(walker, way, boards=self.problem.cohorts[cohort].wait_days > 0 or self.problem.cohorts[cohort].deadline_weight > 0)
        cost = float(prices.weights @ counts)
        cost += sum(people * prices.rows[row] for use, people in walker.uses(way).items() for row in self.rows_of(use))
        return cost + sum(price for feature, price in prices.features.get(cohort, {}).items() if self.has(cohort, way, feature))

    def has(self, cohort: int, way: Way, feature: Feature) -> bool:
        """Whether an itinerary has a feature."""
        entry = self.walkers[cohort].clock.entry_day
        if feature.kind == DEPARTURE:
            return way.departure == feature.index
        if feature.kind == STEP:
            return way.steps[feature.index] == feature.day
        if not entry <= feature.day < entry + len(way.nights):
            return False
        night = way.nights[feature.day - entry]
        if feature.kind == SITE:
            return self.problem.network.sites[feature.index].site_id == night[0]
        return self.option_of(cohort)[night] == feature.index


def signed(walker: Walker, way: Way, *, boards: bool) -> np.ndarray:
    """Counts of an itinerary, less always better; who can board nothing has no part in the order."""
    counts = np.zeros(len(COUNTS), dtype=np.int64)
    for measure, value in walker.counts(way).items():
        in_order = boards or measure not in {Measure.WAIT_ORDER, Measure.DEADLINE_ORDER}
        counts[POSITION[measure]] = (-value if measure in MAXIMISED else value) * in_order
    counts[LOCKS_BROKEN] = walker.locks_broken(way)
    return counts


def tiny_of(instance: Instance) -> Tiny:
    """An instance in every form."""
    clocks = party_clocks(instance)
    problem = build_problem(instance, clocks)
    index = {party.party_id: at for at, party in enumerate(instance.parties)}
    first = [index[cohort.parties[0]] for cohort in problem.cohorts]
    return Tiny(instance, clocks, problem, tuple(Walker(instance, instance.parties[at], clocks[at]) for at in first))


def tiny(seed: int) -> Tiny:
    """Five parties, four days, four or five kinds of place; every second seed has locks."""
    instance = random_instance(seed, parties=5, days=4, alike=0.3, pins=seed % 2 * 3, tightness=0.8 + seed % 3)
    here = {party.people[0].site_id for party in instance.parties} | {lock.target_id for lock in instance.locks}
    kept = {"A-LAND", "C-IRC", "F-ONW", "E-STHF" if seed % 2 else "B-PROC"} | here
    return tiny_of(replace(instance, sites=tuple(site for site in instance.sites if site.site_id in kept)))


def random_prices(problem: Problem, rng: random.Random, *, with_features: bool = False) -> Prices:
    """Prices of 0 or more on capacities and counts; of either sign on features."""
    rows = np.array([rng.choice([0.0, 0.0, 1.0, 7.5]) * rng.random() for _ in problem.rows.limits])
    weights = np.array([rng.choice([0.0, 1.0, 20.0]) * rng.random() for _ in COUNTS])
    cohorts = np.array([rng.uniform(-20.0, 40.0) for _ in problem.cohorts])
    features = {cohort: _random_features(problem, cohort, rng) for cohort in range(len(problem.cohorts)) if with_features}
    return Prices(rows, weights, cohorts, {cohort: priced for cohort, priced in features.items() if priced})


def _random_features(problem: Problem, cohort: int, rng: random.Random) -> dict[Feature, float]:
    network = problem.network
    most = {
        DEPARTURE: len(network.departures),
        SITE: len(network.sites),
        OPTION: len(problem.pool.options_of(cohort)),
        STEP: len(problem.cohorts[cohort].clock.case.steps),
    }
    found: dict[Feature, float] = {}
    for kind in KINDS:
        for _ in range(2 if most[kind] else 0):
            day = 0 if kind == DEPARTURE else rng.randrange(network.num_nights)
            found[Feature(cohort, kind, rng.randrange(most[kind]), day)] = rng.uniform(-9.0, 9.0)
    return {
        feature: price
        for feature, price in found.items()
        if feature.kind != DEPARTURE or 0 <= network.departure_days[feature.index] < network.num_nights
    }


__all__ = ["NONE", "Tiny", "random_prices", "signed", "tiny", "tiny_of"]
