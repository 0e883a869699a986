"""What a party could have instead: a bed at a site on a night, or a seat on a departure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.domain.ids import LockId, PartyId
from planner.domain.locks import Lock, LockKind
from planner.model.feature import DEPARTURE, OPTION, Feature
from planner.model.itinerary import GONE
from planner.model.network import Flags, Ints
from planner.model.prices import Prices
from planner.model.problem import Problem

BONUS = 1e9
"""What pricing is promised for a target: more than any itinerary costs."""


class TargetKind(StrEnum):
    """What is asked for."""

    SITE = "site"
    DEPARTURE = "departure"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One thing a party could have.

    Attributes
    ----------
    index
        Of the site or departure.
    day
        The night in a bed at the site, or the day of the departure.
    """

    kind: TargetKind
    index: int
    day: int


def target_id(problem: Problem, target: Target) -> str:
    """Id of the site or departure."""
    network = problem.network
    return network.sites[target.index].site_id if target.kind is TargetKind.SITE else network.departures[target.index].departure_id


def lock_of(problem: Problem, party_id: PartyId, target: Target) -> Lock:
    """The lock that asks for the same of one party."""
    name, when = target_id(problem, target), problem.network.instance.horizon.date_of(target.day)
    lock_id = LockId(f"asked-{party_id}-{name}-{when}")
    if target.kind is TargetKind.SITE:
        return Lock(lock_id, party_id, LockKind.SITE, name, when, when)
    return Lock(lock_id, party_id, LockKind.DEPARTURE, name, None, None)


def have(problem: Problem, cohort: int, numbers: Ints, target: Target) -> Flags:
    """Which itineraries of a cohort, by number, give the target."""
    batch = problem.pool.batch
    if target.kind is TargetKind.DEPARTURE:
        return batch.departures[numbers] == target.index
    wanted = _options_at(problem, cohort, target.index)
    return np.isin(batch.nights[numbers, target.day], wanted)


def cheapest(problem: Problem, cohort: int, prices: Prices, target: Target) -> tuple[float, Ints]:
    """Least cost of an itinerary that gives the target, and numbers of the cheapest of each kind of end; infinite where none is lawful."""
    asked = Prices(prices.rows, prices.weights, prices.cohorts, {cohort: _features(problem, cohort, target)})
    least, found = np.inf, list[Ints]()
    for priced in problem.pricer.price(asked, problem.some(np.array([cohort]))):
        kinds = np.flatnonzero(priced.costs[:, 0] < -BONUS / 2)
        if len(kinds):
            least = min(least, float(priced.costs[kinds, 0].min()) + BONUS)
            found.append(problem.pool.add(problem.pricer.itineraries(priced, asked, kinds, np.zeros(len(kinds), dtype=np.int64))))
    return least, np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _features(problem: Problem, cohort: int, target: Target) -> Mapping[Feature, float]:
    if target.kind is TargetKind.DEPARTURE:
        return {Feature(cohort, DEPARTURE, target.index, 0): -BONUS}
    return {Feature(cohort, OPTION, int(option), target.day): -BONUS for option in _options_at(problem, cohort, target.index)}


def _options_at(problem: Problem, cohort: int, site: int) -> Ints:
    """Options in a bed at a site."""
    options = problem.pool.options_of(cohort)
    return np.array([at for at, option in enumerate(options) if option.site == site and not option.is_unplaced], dtype=np.int64)


def target_of(problem: Problem, cohort: int, number: int, day: int) -> Target | None:
    """What an itinerary gives on a day: a bed at a site, a departure, or neither."""
    batch = problem.pool.batch
    leaving = int(batch.departures[number])
    if leaving != GONE and int(problem.network.departure_days[leaving]) == day:
        return Target(TargetKind.DEPARTURE, leaving, day)
    option = int(batch.nights[number, day])
    if option == GONE or problem.pool.options_of(cohort)[option].is_unplaced:
        return None
    return Target(TargetKind.SITE, problem.pool.options_of(cohort)[option].site, day)
