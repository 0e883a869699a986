"""The cheapest itineraries of every cohort at given prices: shortest paths over (state, night), all cohorts at once.

Mathematics in docs/model.md, section Pricing. ``cost[t][c, x]`` is the least cost of cohort c being in state x on
night t. Leaving a site costs the same from each of its states, so moves between sites go through the cheapest state
of each site: S x S work a night in place of X x X.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planner.domain.plan import Measure
from planner.model.cohorts import Cohort
from planner.model.feature import DEPARTURE
from planner.model.forward import Forward, forward_costs, weight_of
from planner.model.group import NO_STATE, Group
from planner.model.itinerary import GONE, LOCKS_BROKEN
from planner.model.network import Floats, Ints, Network
from planner.model.prices import Prices

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Path:
    """An itinerary as priced: nights as option indices of the cohort's group."""

    cohort: int
    nights: tuple[int, ...]
    departure: int
    steps: tuple[int, ...]
    reduced_cost: float


_Found: TypeAlias = tuple[Floats, list[Path]]


def price_group(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices) -> tuple[Floats, list[Path]]:
    """For each cohort of a group its cheapest transfer, cheapest final place and cheapest stay, where they improve.

    Returns
    -------
    Floats
        ``(C,)`` cost of each cohort's cheapest itinerary of any kind, at these prices: exact, so that it proves a bound.
    list of Path
        Itineraries with negative reduced cost, by kind and cohort.
    """
    forward = forward_costs(group, cohorts, network, prices)
    least = np.full(len(group.cohorts), np.inf)
    paths: list[Path] = []
    for ends in (_held_paths, _final_paths, _transfer_paths):
        found = ends(group, cohorts, network, prices, forward)
        if found is not None:
            least = np.minimum(least, found[0])
            paths += found[1]
    return least, paths


def _order_cost(group: Group, cohorts: tuple[Cohort, ...], prices: Prices) -> Floats:
    """``(C,)`` cost of a day later in the canonical order."""
    wait, deadline = weight_of(prices, Measure.WAIT_ORDER), weight_of(prices, Measure.DEADLINE_ORDER)
    clocks = [cohorts[index].clock for index in group.members]
    return group.size * np.array([wait * clock.wait_days + deadline * clock.deadline_weight for clock in clocks])


def _held_paths(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices, forward: Forward) -> _Found | None:
    """Ends in a state on the last night: held where a transfer stays possible, at a landing place, or unplaced."""
    num_states = len(group.state_options)
    if not num_states:
        return None
    last = network.num_nights - 1
    detained = network.is_detention[group.option_sites[group.state_options]] & ~group.is_unplaced[group.state_options]
    held = np.array([item.held_cost for item in forward.schedules])
    total = forward.states[last][:, :num_states] + np.where(detained[None, :], held[:, None], 0.0)
    best = total.argmin(axis=1)
    fixed = network.num_nights * _order_cost(group, cohorts, prices) + prices.weights[LOCKS_BROKEN] * group.lock_cost_departure[:, -1]
    cost = total[np.arange(len(best)), best] + fixed
    reduced = cost - prices.cohorts[group.cohorts]
    rows = np.flatnonzero(reduced < -TOLERANCE)
    nights = _trace(group, network, forward, prices, rows, np.full(len(rows), last), best[rows])
    paths: list[Path] = []
    for row, path in zip(rows, nights, strict=True):
        steps = forward.schedules[row].steps_for_holding() if detained[best[row]] else _no_steps(cohorts[int(group.cohorts[row])])
        paths.append(Path(int(group.cohorts[row]), tuple(path.tolist()), GONE, steps, float(reduced[row])))
    return cost, paths


def _no_steps(cohort: Cohort) -> tuple[int, ...]:
    return (GONE,) * len(cohort.clock.case.steps)


def _final_paths(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices, forward: Forward) -> _Found | None:
    """Ends at a final place from some day on."""
    if not len(group.finals):
        return None
    finals = group.finals
    rest = np.cumsum(forward.night_cost[:, finals, ::-1], axis=2)[:, :, ::-1]
    let_go = group.size * weight_of(prices, Measure.LIVE_CASES_LET_GO) * np.array([cohorts[index].clock.is_live for index in group.members])
    total = np.full((len(group.cohorts), network.num_nights, len(finals)), np.inf)
    start_cost = np.where(np.isinf(group.start_final_moved), np.inf, 0) + weight_of(prices, Measure.PERSON_MOVES) * np.where(
        np.isinf(group.start_final_moved), 0, group.start_final_moved
    )
    for night in range(network.num_nights):
        arriving = np.minimum(_from_elsewhere(group, forward, night), _from_waiting(group, network, prices, forward, night))
        entering = group.entry_days == night
        arriving[entering] = np.minimum(arriving[entering], start_cost[entering])
        total[:, night] = arriving + rest[:, :, night]
    flat = total.reshape(len(group.cohorts), -1)
    best = flat.argmin(axis=1)
    fixed = (
        let_go + network.num_nights * _order_cost(group, cohorts, prices) + prices.weights[LOCKS_BROKEN] * group.lock_cost_departure[:, -1]
    )
    cost = flat[np.arange(len(best)), best] + fixed
    reduced = cost - prices.cohorts[group.cohorts]
    rows = np.flatnonzero(reduced < -TOLERANCE)
    days, which = np.divmod(best[rows], len(finals))
    sources = _cheapest_source(group, forward, rows, days, group.option_sites[finals[which]])
    for at, (row, day, final) in enumerate(zip(rows, days, which, strict=True)):
        waiting = _from_waiting(group, network, prices, forward, int(day))[row, final]
        if day > group.entry_days[row] and waiting < _from_elsewhere(group, forward, int(day))[row, final]:
            sources[at] = _waiting_states(group, network)[int(finals[final])]
    nights = _trace(group, network, forward, prices, rows, days - 1, sources)
    paths: list[Path] = []
    for path, row, day, final in zip(nights, rows, days, which, strict=True):
        path[day:] = finals[final]
        paths.append(
            Path(int(group.cohorts[row]), tuple(path.tolist()), GONE, _no_steps(cohorts[int(group.cohorts[row])]), float(reduced[row]))
        )
    return cost, paths


def _from_elsewhere(group: Group, forward: Forward, night: int) -> Floats:
    """``(C, F)`` least cost of coming to each final option from another site on a day."""
    return (forward.sites[night][:, :, None] + forward.moves[night]).min(axis=1)[:, group.option_sites[group.finals]]


def _waiting_states(group: Group, network: Network) -> dict[int, int]:
    """State of waiting without a bed at its own site, by final option; only parties that begin at a final site wait there."""
    waiting = {
        int(group.option_sites[option]): state
        for state, option in enumerate(group.state_options)
        if network.is_final[group.option_sites[option]]
    }
    return {int(final): waiting[int(group.option_sites[final])] for final in group.finals if int(group.option_sites[final]) in waiting}


def _from_waiting(group: Group, network: Network, prices: Prices, forward: Forward, night: int) -> Floats:
    """``(C, F)`` cost of getting a bed in each final option after waiting for it at the same site."""
    cost = np.full((len(group.cohorts), len(group.finals)), np.inf)
    for column, final in enumerate(group.finals):
        state = _waiting_states(group, network).get(int(final))
        if state is not None and night:
            cost[:, column] = forward.states[night - 1][:, state] + weight_of(prices, Measure.PERSON_MOVES) * group.size
    return cost


def _transfer_paths(group: Group, cohorts: tuple[Cohort, ...], network: Network, prices: Prices, forward: Forward) -> _Found | None:
    """Ends on a departure."""
    possible = np.array([cohorts[index].clock.departures for index in group.members], dtype=bool)
    days = network.departure_days
    usable = np.flatnonzero(possible.any(axis=0) & (days >= 0) & (days < network.num_nights))
    if not len(usable):
        return None
    expiring = np.array([_expires(cohorts[index], network) for index in group.members])
    gone_after = np.cumsum(group.lock_cost_gone[:, ::-1], axis=1)[:, ::-1]
    order = _order_cost(group, cohorts, prices)
    ready = np.array([item.ready_cost for item in forward.schedules])
    total = np.full((len(group.cohorts), len(usable)), np.inf)
    for column, departure in enumerate(usable):
        day = int(days[departure])
        leg = group.size * (
            prices.discharges[:, day]
            + prices.ground_seats[day]
            + weight_of(prices, Measure.ROAD_MINUTES) * network.departure_minutes[:, departure]
        )
        cost = (forward.sites[day] + leg).min(axis=1) + ready[:, day] + group.size * prices.departures[departure]
        cost += prices.weights[LOCKS_BROKEN] * (gone_after[:, day] + group.lock_cost_departure[:, departure])
        cost += weight_of(prices, Measure.CHANGES) * group.changes_departure[:, departure] + day * order
        total[:, column] = np.where(possible[:, departure] & (group.entry_days <= day), cost, np.inf)
    for row, index in enumerate(group.members):
        for pair in cohorts[index].apart:
            total[row] += prices.apart_departures[pair][usable]
        for feature, price in prices.features.get(int(index), {}).items():
            if feature.kind == DEPARTURE:
                total[row, usable == feature.index] += price
    counts = group.size * (weight_of(prices, Measure.TRANSFERS) + expiring * weight_of(prices, Measure.EXPIRING_TRANSFERS))
    best = total.argmin(axis=1)
    cost = total[np.arange(len(best)), best] - counts
    reduced = cost - prices.cohorts[group.cohorts]
    rows = np.flatnonzero(reduced < -TOLERANCE)
    chosen = usable[best[rows]]
    legs = prices.discharges[:, days[chosen]].T + weight_of(prices, Measure.ROAD_MINUTES) * network.departure_minutes[:, chosen].T
    before = forward.sites[days[chosen], rows] + group.size * legs
    sources = _state_at(group, forward, rows, days[chosen], before.argmin(axis=1))
    nights = _trace(group, network, forward, prices, rows, days[chosen] - 1, sources)
    paths: list[Path] = []
    for path, row, departure in zip(nights, rows, chosen, strict=True):
        steps = forward.schedules[row].steps_for_transfer(int(days[departure]))
        paths.append(Path(int(group.cohorts[row]), tuple(path.tolist()), int(departure), steps, float(reduced[row])))
    return cost, paths


def _expires(cohort: Cohort, network: Network) -> bool:
    last = cohort.clock.last_transfer_day
    return last is not None and last < network.num_nights


def _cheapest_source(group: Group, forward: Forward, rows: Ints, days: Ints, targets: Ints) -> Ints:
    """State on the night before from which each row's move to a site is cheapest."""
    before = forward.sites[days, rows] + forward.moves[days][np.arange(len(rows)), :, targets]
    return _state_at(group, forward, rows, days, before.argmin(axis=1))


def _state_at(group: Group, forward: Forward, rows: Ints, days: Ints, sites: Ints) -> Ints:
    """Cheapest state of a site on the night before a day; `NO_STATE` on the entry day, when there is no night before."""
    state_sites = group.option_sites[group.state_options]
    sources = np.full(len(rows), NO_STATE, dtype=np.int64)
    inside = np.flatnonzero(days > group.entry_days[rows])
    costs = forward.states[days[inside] - 1, rows[inside], : len(group.state_options)]
    sources[inside] = np.where(state_sites[None, :] == sites[inside][:, None], costs, np.inf).argmin(axis=1) if len(inside) else 0
    return sources


def _trace(group: Group, network: Network, forward: Forward, prices: Prices, rows: Ints, last_nights: Ints, last_states: Ints) -> Ints:
    """``(N, T)`` options by night, walking back from each row's last night and state; `GONE` elsewhere."""
    nights = np.full((len(rows), network.num_nights), GONE, dtype=np.int64)
    current = np.full(len(rows), NO_STATE, dtype=np.int64)
    arrival_cost = weight_of(prices, Measure.PERSON_MOVES) * group.arrivals_moved
    for night in range(network.num_nights - 1, -1, -1):
        begins = (last_nights == night) & (last_states != NO_STATE)
        current[begins] = last_states[begins]
        active = np.flatnonzero(current != NO_STATE)
        nights[active, night] = group.state_options[current[active]]
        current[active[group.entry_days[rows[active]] == night]] = NO_STATE
        active = np.flatnonzero(current != NO_STATE)
        if not len(active) or not night:
            continue
        state = current[active]
        within = forward.states[night - 1][rows[active][:, None], group.arrivals[state]] + arrival_cost[state]
        stay = within.argmin(axis=1)
        options = group.state_options[state]
        targets = group.option_sites[options]
        enters = group.entries[options, night] == state
        days = np.full(len(active), night)
        arriving = (forward.sites[night][rows[active]] + forward.moves[night][:, targets].T).min(axis=1)
        moves_in = enters & (arriving < within[np.arange(len(active)), stay])
        source = group.arrivals[state, stay]
        if moves_in.any():
            moving = np.flatnonzero(moves_in)
            source[moving] = _cheapest_source(group, forward, rows[active][moving], days[moving], targets[moving])
        current[active] = source
    return nights
