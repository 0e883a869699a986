"""What a party could have instead: a bed at a site on a night, or a seat on a departure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from planner.domain.ids import LockId, PartyId
from planner.domain.locks import Lock, LockKind
from planner.model.block import Block, Own, some_of
from planner.model.casework import build_casework
from planner.model.feature import DEPARTURE, OPTION, Feature
from planner.model.itinerary import GONE
from planner.model.network import Flags, Ints
from planner.model.prices import Prices
from planner.model.pricing import FINAL, HELD, Pricer
from planner.model.problem import Problem


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


def target_named(problem: Problem, place: str, when: date) -> Target | None:
    """What the id of a site or departure means on a date; None when there is no such place, or it is not in the plan's days."""
    network, day = problem.network, problem.network.instance.horizon.day_of(when)
    if place in network.site_index:
        return Target(TargetKind.SITE, network.site_index[place], day)
    for index, departure in enumerate(network.departures):
        leaves = int(network.departure_days[index])
        if departure.departure_id == place and 0 <= leaves < network.num_nights:
            return Target(TargetKind.DEPARTURE, index, leaves)
    return None


def have(problem: Problem, cohort: int, numbers: Ints, target: Target) -> Flags:
    """Which itineraries of a cohort, by number, give the target."""
    batch = problem.pool.batch
    if target.kind is TargetKind.DEPARTURE:
        return batch.departures[numbers] == target.index
    wanted = _options_at(problem, cohort, target.index)
    return np.isin(batch.nights[numbers, target.day], wanted)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest itineraries that give a target.

    Attributes
    ----------
    cost
        Least cost; infinite where no lawful itinerary gives it.
    numbers
        In the pool: the cheapest of each kind of end.
    """

    cost: float
    numbers: Ints


def cheapest(problem: Problem, cohort: int, prices: Prices, targets: Sequence[Target]) -> list[Cheapest]:
    """The cheapest itineraries of a cohort for each of some targets: the cohort is priced once for each of them, all at the same time."""
    clones = np.arange(len(targets))
    block = _cloned(problem, cohort, len(targets))
    casework = build_casework([problem.cohorts[cohort].clock] * len(targets), problem.network)
    pricer = Pricer((block,), casework, problem.network, problem.rows)
    forbidden = {at: _forbidden(problem, cohort, target) for at, target in enumerate(targets)}
    asked = Prices(prices.rows, prices.weights, np.full(len(targets), np.inf), forbidden)
    [priced] = pricer.price(asked)
    costs = priced.costs.copy()
    leaves = np.array([target.kind is TargetKind.DEPARTURE for target in targets], dtype=bool)
    for end in (HELD, FINAL):
        costs[end, leaves] = np.inf
    entry = problem.cohorts[cohort].clock.entry_day
    costs[:, [at for at, target in enumerate(targets) if target.day < entry]] = np.inf
    kinds, at = np.nonzero(np.isfinite(costs))
    found = pricer.itineraries(priced, asked, kinds, at)
    numbers = problem.pool.add(replace(found, cohorts=np.full(len(at), cohort)))
    return [Cheapest(float(costs[:, one].min()), numbers[at == one]) for one in clones.tolist()]


def _cloned(problem: Problem, cohort: int, times: int) -> Block:
    """A cohort so many times, numbered from 0."""
    block, place = problem.pool.block_of(cohort)
    same = np.zeros(times, dtype=np.int64)
    one = some_of(block, np.array([place]))
    own, has_own = one.own, times if len(one.own.at) else 0
    return replace(
        some_of(one, same),
        cohorts=np.arange(times),
        own=Own(
            np.arange(has_own),
            np.repeat(own.locks_lanes, times, axis=0),
            np.repeat(own.locks_gone, times, axis=0),
            np.repeat(own.locks_departures, times, axis=0),
            own.apart * times,
        ),
    )


def _forbidden(problem: Problem, cohort: int, target: Target) -> Mapping[Feature, float]:
    """What an itinerary with a target does not do, each at an infinite price; features name the cohort as it is in the problem."""
    network = problem.network
    usable = [at for at, day in enumerate(network.departure_days.tolist()) if 0 <= day < network.num_nights]
    if target.kind is TargetKind.DEPARTURE:
        return {Feature(cohort, DEPARTURE, at, 0): np.inf for at in usable if at != target.index}
    wanted = set(_options_at(problem, cohort, target.index).tolist())
    others = [at for at in range(len(problem.pool.options_of(cohort))) if at not in wanted]
    gone = [at for at in usable if network.departure_days[at] <= target.day]
    return {
        **{Feature(cohort, OPTION, at, target.day): np.inf for at in others},
        **{Feature(cohort, DEPARTURE, at, 0): np.inf for at in gone},
    }


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
