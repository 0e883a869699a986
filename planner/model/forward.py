"""Least costs of every state on every night: the forward half of pricing, all cohorts of a shape at once."""

from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Measure
from planner.domain.rules import KeepApartScope
from planner.model.casework import Schedule, schedule
from planner.model.cohorts import Cohort
from planner.model.feature import OPTION, SITE, STEP
from planner.model.group import NO_STATE, Group
from planner.model.itinerary import LOCKS_BROKEN, POSITION
from planner.model.network import Floats, Ints, Network
from planner.model.prices import Prices


@dataclass(frozen=True, slots=True)
class Forward:
    """Least costs by night, and what they were made of.

    Attributes
    ----------
    states
        ``(T, C, X + 1)``; the last column is a dummy that is never reached.
    sites
        ``(T + 1, C, S)`` least cost over a site's states on the night before day t (the start before the entry day).
    moves
        ``(T, S, S)`` cost of a move on a day.
    """

    night_cost: Floats
    states: Floats
    sites: Floats
    moves: Floats
    schedules: tuple[Schedule, ...]


def weight_of(prices: Prices, measure: Measure) -> float:
    """Weight of a measure in the prices."""
    return float(prices.weights[POSITION[measure]])


def _night_cost(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices) -> Floats:
    """``(C, O, T)``; infinite where a night is not lawful."""
    detained = network.is_detention[group.option_sites] & ~group.is_unplaced
    counts = detained * weight_of(prices, Measure.DETENTION_NIGHTS) + group.is_unplaced * weight_of(prices, Measure.UNPLACED_NIGHTS)
    shared = group.beds @ prices.beds + group.size * counts[:, None]
    cost = np.where(group.lawful, shared, np.inf)
    if prices.weights[LOCKS_BROKEN]:
        cost += prices.weights[LOCKS_BROKEN] * group.lock_cost
    if weight_of(prices, Measure.CHANGES):
        cost += weight_of(prices, Measure.CHANGES) * group.changes[:, group.option_sites]
    if prices.taste is not None:
        cost += prices.taste[group.cohorts][:, group.option_sites, None]
    for row, index in enumerate(group.members):
        _add_own_prices(cost[row], index, cohorts[index], group, network, prices)
    return cost


def _add_own_prices(cost: Floats, index: int, cohort: Cohort, group: Group, network: Network, prices: Prices) -> None:
    """Add what only one cohort pays: keep-apart pairs and features branched on, to its ``(O, T)`` costs."""
    for pair in cohort.apart:
        places = prices.apart_nights[pair]
        by_site = network.instance.rules.keep_apart_scope is KeepApartScope.SITE
        for option, item in enumerate(group.options):
            if by_site:
                cost[option] += 0 if item.is_unplaced else places[item.site]
            else:
                cost[option] += sum(places[unit] for unit, _ in item.beds)
    for feature, price in prices.features.get(index, {}).items():
        if feature.kind == SITE:
            cost[group.option_sites == feature.index, feature.day] += price
        elif feature.kind == OPTION:
            cost[feature.index, feature.day] += price


def forward_costs(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices) -> Forward:
    """Walk through the nights from each cohort's start."""
    num_cohorts, num_states, num_sites = len(group.cohorts), len(group.state_options), len(network.sites)
    night_cost = _night_cost(group, cohorts, network, prices)
    moving = weight_of(prices, Measure.PERSON_MOVES)
    road = group.size * (
        moving
        + weight_of(prices, Measure.ROAD_MINUTES) * network.minutes[None]
        + prices.discharges.T[:, :, None]
        + prices.admissions.T[:, None, :]
        + prices.ground_seats[:, None, None]
    )
    moves = np.where(network.routes[None], road, np.inf)
    states = np.full((network.num_nights, num_cohorts, num_states + 1), np.inf)
    sites = np.full((network.num_nights + 1, num_cohorts, num_sites), np.inf)
    state_sites = group.option_sites[group.state_options]
    arrival_cost = moving * group.arrivals_moved
    start_cost = np.where(np.isinf(group.start_moved), np.inf, moving * np.where(np.isinf(group.start_moved), 0, group.start_moved))
    site_starts, site_of_run = _runs(state_sites)
    for night in range(network.num_nights):
        entering = group.entry_days == night
        sites[night, entering, group.start_sites[entering]] = 0.0
        sites[night][:, network.is_final] = np.inf
        arriving = (sites[night][:, :, None] + moves[night]).min(axis=1) if num_sites else sites[night]
        within = np.full((num_cohorts, num_states), np.inf)
        if night:
            within = (states[night - 1][:, group.arrivals] + arrival_cost).min(axis=2)
        within[entering] = start_cost[entering]
        for option, state in enumerate(group.entries[:, night]):
            if state != NO_STATE:
                within[:, state] = np.minimum(within[:, state], arriving[:, group.option_sites[option]])
        states[night, :, :num_states] = within + night_cost[:, group.state_options, night]
        if num_states:
            sites[night + 1][:, site_of_run] = np.minimum.reduceat(states[night, :, :num_states], site_starts, axis=1)
    memo: dict[object, Schedule] = {}
    schedules: list[Schedule] = []
    for index in group.members:
        clock = cohorts[index].clock
        own = {(item.index, item.day): price for item, price in prices.features.get(int(index), {}).items() if item.kind == STEP}
        key = (clock.case, clock.step_latest, clock.last_transfer_day, tuple(sorted(own.items())))
        if key not in memo:
            memo[key] = schedule(clock, prices.cases, network.ready, own)
        schedules.append(memo[key])
    return Forward(night_cost, states, sites, moves, tuple(schedules))


def _runs(values: Ints) -> tuple[Ints, Ints]:
    """Starts of the runs of equal values, and each run's value."""
    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, values[starts]
