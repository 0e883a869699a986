"""The optimiser's parts for an instance, every itinerary of a cohort by trying them all, and random prices."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from planner.clocks import PartyClock, party_clocks
from planner.clocks.clock import ready_day
from planner.domain.instance import Instance
from planner.domain.rules import StaffedStep
from planner.model.cohorts import Cohort, build_cohorts
from planner.model.columns import Pool
from planner.model.feature import KINDS, Feature, features_of
from planner.model.group import Group, build_groups
from planner.model.itinerary import COUNTS, GONE
from planner.model.keys import Key
from planner.model.network import Network, build_network
from planner.model.options import Option
from planner.model.prices import Prices, prices_of
from planner.model.resources import Resources, build_resources
from tests.instances import random_instance


@dataclass(frozen=True, slots=True)
class Parts:
    """One instance as the optimiser sees it."""

    instance: Instance
    network: Network
    cohorts: tuple[Cohort, ...]
    groups: tuple[Group, ...]
    resources: Resources
    pool: Pool


def parts_of(instance: Instance) -> Parts:
    """Build every part."""
    network = build_network(instance)
    cohorts = build_cohorts(instance, party_clocks(instance))
    groups = build_groups(cohorts, network)
    resources = build_resources(cohorts, network)
    return Parts(instance, network, cohorts, groups, resources, Pool(cohorts, groups, network, resources))


def tiny(seed: int) -> Parts:
    """Four parties, four days, four kinds of place."""
    instance = random_instance(seed, parties=4, days=4)
    kept = {"A-LAND", "C-IRC", "F-ONW", "E-STHF" if seed % 2 else "B-PROC"} | {party.people[0].site_id for party in instance.parties}
    return parts_of(replace(instance, sites=tuple(site for site in instance.sites if site.site_id in kept), yesterday=instance.yesterday))


def random_prices(parts: Parts, rng: random.Random, *, with_features: bool) -> Prices:
    """Prices of 0 or more on capacities and counts; of either sign on features."""
    rows: dict[Key, float] = {key: rng.choice([0.0, 0.0, 1.0, 7.5]) * rng.random() for key in parts.resources.limits}
    weights = np.array([rng.choice([0.0, 1.0, 20.0]) * rng.random() for _ in COUNTS])
    features: dict[int, dict[Feature, float]] = {}
    for group in parts.groups if with_features else ():
        for cohort in group.cohorts.tolist():
            sizes = dict(
                zip(
                    KINDS,
                    (
                        len(parts.network.departures),
                        len(parts.network.sites),
                        len(group.options),
                        len(parts.cohorts[cohort].clock.case.steps),
                    ),
                    strict=True,
                )
            )
            features[cohort] = {
                Feature(cohort, kind, rng.randrange(size), 0 if kind == KINDS[0] else rng.randrange(parts.network.num_nights)): rng.uniform(
                    -9, 9
                )
                for kind, size in sizes.items()
                if size
                for _ in range(3)
            }
    return prices_of(rows, weights, np.full(len(parts.cohorts), 1e6), features, parts.network, parts.resources)


def itineraries(cohort: Cohort, options: tuple[Option, ...], parts: Parts) -> Iterator[tuple[tuple[int, ...], int, tuple[int, ...]]]:
    """Every lawful itinerary of a cohort: nights, departure, steps."""
    clock, network = cohort.clock, parts.network
    num_nights = network.num_nights
    before = (GONE,) * clock.entry_day
    start = network.site_index[cohort.start_site]
    undone = (GONE,) * len(clock.case.steps)
    for nights in _nights(before, start, cohort, options, parts):
        day, site = len(nights), options[nights[-1]].site if len(nights) > clock.entry_day else start
        if day == num_nights:
            if network.is_detention[site] and not options[nights[-1]].is_unplaced:
                yield from ((nights, GONE, steps) for steps in _held_steps(clock, num_nights))
            else:
                yield nights, GONE, undone
            continue
        if network.is_final[site]:
            continue
        for index, boards in enumerate(clock.departures):
            if boards and int(network.departure_days[index]) == day:
                gone = (*nights, *(GONE,) * (num_nights - day))
                yield from ((gone, index, steps) for steps in _steps(clock, num_nights) if _is_ready(clock, steps, day, parts))


def _nights(nights: tuple[int, ...], site: int, cohort: Cohort, options: tuple[Option, ...], parts: Parts) -> Iterator[tuple[int, ...]]:
    """Every run of nights from the entry day, of every length."""
    yield nights
    if len(nights) == parts.network.num_nights:
        return
    for index, option in enumerate(options):
        if _may_follow(index, nights, site, cohort, options, parts):
            yield from _nights((*nights, index), option.site, cohort, options, parts)


def _may_follow(index: int, nights: tuple[int, ...], site: int, cohort: Cohort, options: tuple[Option, ...], parts: Parts) -> bool:
    """Whether a party at a site, with these nights behind it, may spend the next one in an option."""
    network, option, entry = parts.network, options[index], cohort.clock.entry_day
    last = options[nights[-1]] if len(nights) > entry else None
    if option.site != site and (option.is_unplaced or not network.routes[site, option.site]):
        return False
    if last is not None and network.is_final[site] and not last.is_unplaced and index != nights[-1]:
        return False
    return option.is_unplaced or _is_lawful(option, nights, cohort, options, parts)


def _is_lawful(option: Option, nights: tuple[int, ...], cohort: Cohort, options: tuple[Option, ...], parts: Parts) -> bool:
    network, night, entry = parts.network, len(nights), cohort.clock.entry_day
    if any(network.free_beds[unit, night] < people for unit, people in option.beds):
        return False
    if network.is_detention[option.site] and not cohort.clock.detention_nights[night]:
        return False
    been = [options[number].site for number in nights[entry:]]
    entered = next((entry + day for day, other in enumerate(been) if other == option.site), night)
    if option.site == network.site_index[cohort.start_site]:
        return cohort.clock.stay_nights is None or night < entry + cohort.clock.stay_nights
    allowed = int(network.entry_nights[option.site, entered])
    return allowed < 0 or night < entered + allowed


def _steps(clock: PartyClock, num_days: int) -> Iterator[tuple[int, ...]]:
    """Every way to do all steps in order."""
    steps = clock.case.steps
    for days in product(range(num_days), repeat=len(steps)):
        in_time = all(step.earliest <= day <= step.deadline for step, day in zip(steps, days, strict=True))
        if in_time and all(days[i] + steps[i].days_to_next <= days[i + 1] for i in range(len(days) - 1)):
            yield days


def _is_ready(clock: PartyClock, days: tuple[int, ...], day: int, parts: Parts) -> bool:
    rules, horizon = parts.instance.rules, parts.instance.horizon
    served = [when for step, when in zip(clock.case.steps, days, strict=True) if step.step is StaffedStep.NOTICE]
    return (
        day >= clock.case.ready_day and all(when <= day for when in days) and all(ready_day(when, horizon, rules) <= day for when in served)
    )


def _held_steps(clock: PartyClock, num_days: int) -> Iterator[tuple[int, ...]]:
    """Every way to do just the steps without which no transfer is possible after the horizon."""
    if clock.last_transfer_day is None or clock.last_transfer_day < num_days:
        return
    forced = sum(latest < num_days for latest in clock.step_latest)
    part = replace(clock, case=replace(clock.case, steps=clock.case.steps[:forced]))
    for days in _steps(part, num_days):
        if all(day <= latest for day, latest in zip(days, clock.step_latest[:forced], strict=True)):
            yield (*days, *(GONE,) * (len(clock.case.steps) - forced))


def cost_of(number: int, parts: Parts, prices: Prices) -> float:
    """What an itinerary of the pool costs, from what it uses and counts for."""
    itinerary = parts.pool.itineraries[number]
    features = prices.features.get(itinerary.cohort, {})
    return (
        sum(prices.rows.get(key, 0.0) * people for key, people in parts.pool.uses[number].items())
        + sum(float(weight) * count for weight, count in zip(prices.weights, itinerary.counts, strict=True))
        + sum(features.get(feature, 0.0) for feature in features_of(itinerary, parts.pool.options[itinerary.cohort]))
    )
