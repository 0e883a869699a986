"""Cohorts of one shape, priced together: their options, states and lawful nights as arrays.

A state is an option with the nights its stay limit leaves (tonight included); states of places without a limit have
one entry. Options at final sites have no states: who gets there stays, so a cumulative sum prices the whole rest.
"""

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.locks import LockKind
from planner.domain.people import Category
from planner.domain.sites import SiteRole
from planner.model.cohorts import Cohort
from planner.model.itinerary import lock_nights
from planner.model.network import UNLIMITED, Flags, Floats, Ints, Network
from planner.model.options import Option, Shape, moved, options_of

NO_STATE = -1


@dataclass(frozen=True, slots=True)
class Group:
    """All cohorts of one shape. C cohorts, O options, X states, F final options, T nights.

    Attributes
    ----------
    cohorts
        ``(C,)`` indices into the cohort list.
    size
        People in a party.
    option_sites, is_unplaced
        ``(O,)``.
    beds
        ``(O, U)`` people by unit.
    finals
        ``(F,)`` options at final sites that are placed.
    state_options, state_nights_left
        ``(X,)``; nights left is 0 for a place without a limit.
    arrivals
        ``(X, K)`` states a state may be reached from without leaving the site, padded with X.
    arrivals_moved
        ``(X, K)`` people who change unit.
    entries
        ``(O, T)`` state entered by a move from another site on a day, `NO_STATE` where none is lawful.
    lawful
        ``(C, O, T)``.
    start_sites, entry_days
        ``(C,)``.
    start_moved
        ``(C, X)`` people moved to begin in a state at the start site; infinite where it can not be.
    start_final_moved
        ``(C, F)`` the same for beginning in a final option.
    lock_cost
        ``(C, O, T)`` broken locks by night, and ``(C, T)`` for nights not spent in the country.
    changes
        ``(C, S, T)`` people whose site differs from yesterday's plan, ``(C, D)`` for a departure's own day and after.
    """

    cohorts: Ints
    size: int
    options: tuple[Option, ...]
    option_sites: Ints
    is_unplaced: Flags
    beds: Floats
    finals: Ints
    state_options: Ints
    state_nights_left: Ints
    arrivals: Ints
    arrivals_moved: Floats
    entries: Ints
    lawful: Flags
    start_sites: Ints
    entry_days: Ints
    start_moved: Floats
    start_final_moved: Floats
    lock_cost: Floats
    lock_cost_gone: Floats
    lock_cost_departure: Floats
    changes: Floats
    changes_departure: Floats

    @property
    def members(self) -> list[int]:
        """The same indices as ``cohorts``, as whole numbers of Python's own."""
        return [int(index) for index in self.cohorts]


def only(group: Group, rows: Ints) -> Group:
    """The same group with some of its cohorts."""
    by_cohort = ("cohorts", "lawful", "start_sites", "entry_days", "start_moved", "start_final_moved", "lock_cost", "lock_cost_gone")
    by_cohort += ("lock_cost_departure", "changes", "changes_departure")
    return replace(group, **{name: getattr(group, name)[rows] for name in by_cohort})


def build_groups(cohorts: tuple[Cohort, ...], network: Network) -> tuple[Group, ...]:
    """One group a shape, in the order of each shape's first cohort."""
    by_shape: dict[Shape, list[int]] = {}
    for index, cohort in enumerate(cohorts):
        by_shape.setdefault(cohort.shape, []).append(index)
    return tuple(_group(shape, indices, cohorts, network) for shape, indices in by_shape.items())


def _group(shape: Shape, indices: list[int], cohorts: tuple[Cohort, ...], network: Network) -> Group:
    members = [cohorts[index] for index in indices]
    options = _useful_options(shape, members, network)
    sites = np.array([option.site for option in options], dtype=np.int64)
    unplaced = np.array([option.is_unplaced for option in options], dtype=bool)
    beds = np.zeros((len(options), len(network.unit_ids)))
    for row, option in enumerate(options):
        for unit, people in option.beds:
            beds[row, unit] = people
    lawful = _lawful(members, options, beds, network)
    states = _states(members, options, network)
    arrivals, arrivals_moved = _arrivals(states, options, network, members[0].size)
    start_moved, start_final_moved = _starts(members, states, options, network)
    lock_cost, lock_gone, lock_departure = _lock_costs(members, options, network)
    changes, changes_departure = _changes(members, network)
    return Group(
        cohorts=np.array(indices, dtype=np.int64),
        size=members[0].size,
        options=options,
        option_sites=sites,
        is_unplaced=unplaced,
        beds=beds,
        finals=np.flatnonzero(network.is_final[sites] & ~unplaced),
        state_options=np.array([option for option, _ in states], dtype=np.int64),
        state_nights_left=np.array([left for _, left in states], dtype=np.int64),
        arrivals=arrivals,
        arrivals_moved=arrivals_moved,
        entries=_entries(states, options, network),
        lawful=lawful,
        start_sites=np.array([network.site_index[cohort.start_site] for cohort in members], dtype=np.int64),
        entry_days=np.array([cohort.clock.entry_day for cohort in members], dtype=np.int64),
        start_moved=start_moved,
        start_final_moved=start_final_moved,
        lock_cost=lock_cost,
        lock_cost_gone=lock_gone,
        lock_cost_departure=lock_departure,
        changes=changes,
        changes_departure=changes_departure,
    )


def _useful_options(shape: Shape, members: list[Cohort], network: Network) -> tuple[Option, ...]:
    """Options some cohort of the group may use: no detention place where none may be detained, no bed that is never there."""
    starts = {network.site_index[cohort.start_site] for cohort in members}
    detained = any(any(cohort.clock.detention_nights) for cohort in members)
    lone_child = any(category is Category.LONE_CHILD for (category, _), _ in shape)
    useful: list[Option] = []
    for option in options_of(shape, network.sites, network.unit_index):
        site = network.sites[option.site]
        if option.is_unplaced:
            reachable = option.site in starts or (detained and site.is_detention)
            keep = reachable or (site.role is SiteRole.LANDING and not site.is_final)
        else:
            keep = all(network.free_beds[unit].max() >= people for unit, people in option.beds)
            keep &= detained or not site.is_detention
            keep &= not (lone_child and site.role is SiteRole.ONWARD)
        if keep:
            useful.append(option)
    return tuple(useful)


def _lawful(members: list[Cohort], options: tuple[Option, ...], beds: Floats, network: Network) -> Flags:
    detained = np.array([cohort.clock.detention_nights for cohort in members], dtype=bool)
    lawful = np.ones((len(members), len(options), network.num_nights), dtype=bool)
    for index, option in enumerate(options):
        if option.is_unplaced:
            continue
        if network.is_detention[option.site]:
            lawful[:, index] = detained
        units = np.flatnonzero(beds[index])
        lawful[:, index] &= (network.free_beds[units] >= beds[index, units][:, None]).all(axis=0)
    return lawful


def _states(members: list[Cohort], options: tuple[Option, ...], network: Network) -> list[tuple[int, int]]:
    """``(option, nights left)`` of every state, by option, most nights left first."""
    states: list[tuple[int, int]] = []
    for index, option in enumerate(options):
        if network.is_final[option.site] and not option.is_unplaced:
            continue
        allowed = network.entry_nights[option.site]
        if (allowed == UNLIMITED).all():
            states.append((index, 0))
            continue
        starts = [cohort.clock.stay_nights or 0 for cohort in members if network.site_index[cohort.start_site] == option.site]
        most = min(network.num_nights, max([int(allowed.max()), *starts]))
        states += [(index, left) for left in range(most, -1 if option.is_unplaced else 0, -1)]
    return states


def _arrivals(states: list[tuple[int, int]], options: tuple[Option, ...], network: Network, size: int) -> tuple[Ints, Floats]:
    """States each state is reached from within its site: staying first, then changing unit."""
    number = {state: index for index, state in enumerate(states)}
    incoming: list[list[tuple[int, int]]] = [[] for _ in states]
    by_site: dict[int, list[int]] = {}
    for index, option in enumerate(options):
        by_site.setdefault(option.site, []).append(index)
    for (option, left), source in number.items():
        limited = bool((network.entry_nights[options[option].site] != UNLIMITED).any())
        for other in by_site[options[option].site]:
            after = max(left - 1, 0) if limited else 0
            target = number.get((other, after))
            if target is not None:
                incoming[target].append((source, moved(options[option].placement, options[other].placement, size)))
    width = max((len(sources) for sources in incoming), default=0) or 1
    arrivals = np.full((len(states), width), len(states), dtype=np.int64)
    arrivals_moved = np.zeros((len(states), width))
    for target, sources in enumerate(incoming):
        for column, (source, people) in enumerate(sorted(sources, key=lambda item: (item[1], item[0]))):
            arrivals[target, column], arrivals_moved[target, column] = source, people
    return arrivals, arrivals_moved


def _entries(states: list[tuple[int, int]], options: tuple[Option, ...], network: Network) -> Ints:
    number = {state: index for index, state in enumerate(states)}
    entries = np.full((len(options), network.num_nights), NO_STATE, dtype=np.int64)
    for index, option in enumerate(options):
        if option.is_unplaced:
            continue
        for day in range(network.num_nights):
            allowed = int(network.entry_nights[option.site, day])
            if allowed != 0:
                entries[index, day] = number.get((index, 0 if allowed == UNLIMITED else allowed), NO_STATE)
    return entries


def _starts(members: list[Cohort], states: list[tuple[int, int]], options: tuple[Option, ...], network: Network) -> tuple[Floats, Floats]:
    finals = [option for option in options if network.is_final[option.site] and not option.is_unplaced]
    start_moved = np.full((len(members), len(states)), np.inf)
    start_final = np.full((len(members), len(finals)), np.inf)
    for row, cohort in enumerate(members):
        site = network.site_index[cohort.start_site]
        placement = tuple(sorted((number, network.unit_index[unit], people) for number, unit, people in cohort.start_placement))
        for column, (option, left) in enumerate(states):
            limit = cohort.clock.stay_nights
            most = 0 if limit is None else min(limit, network.num_nights)
            right_clock = left == most or (options[option].is_unplaced and left == 0 and most == 0)
            if options[option].site == site and right_clock and (limit is None or most > 0 or options[option].is_unplaced):
                start_moved[row, column] = moved(placement, options[option].placement, cohort.size)
        for column, option in enumerate(finals):
            if option.site == site:
                start_final[row, column] = moved(placement, option.placement, cohort.size)
    return start_moved, start_final


def _lock_costs(members: list[Cohort], options: tuple[Option, ...], network: Network) -> tuple[Floats, Floats, Floats]:
    by_option = np.zeros((len(members), len(options), network.num_nights))
    gone = np.zeros((len(members), network.num_nights))
    departure = np.zeros((len(members), len(network.departures) + 1))
    for row, cohort in enumerate(members):
        for lock in cohort.locks:
            if lock.kind in {LockKind.DEPARTURE, LockKind.NOT_DEPARTURE}:
                hit = np.array([item.departure_id == lock.target_id for item in network.departures] + [False])
                departure[row] += ~hit if lock.kind is LockKind.DEPARTURE else hit
                continue
            nights = lock_nights(lock.first_night, lock.last_night, network)
            here = np.array([network.sites[option.site].site_id == lock.target_id and not option.is_unplaced for option in options])
            wanted = lock.kind is LockKind.SITE
            by_option[row, :, nights] += here != wanted
            gone[row, nights] += wanted
    return by_option, gone, departure


def _changes(members: list[Cohort], network: Network) -> tuple[Floats, Floats]:
    stable = min(network.instance.rules.stability_days, network.num_nights)
    by_site = np.zeros((len(members), len(network.sites), network.num_nights))
    by_departure = np.zeros((len(members), len(network.departures)))
    for row, cohort in enumerate(members):
        for day, site_id, departure_id, people in cohort.yesterday:
            if not cohort.clock.entry_day <= day < stable:
                continue
            for site, item in enumerate(network.sites):
                by_site[row, site, day] += people * ((item.site_id, "") != (site_id, departure_id))
            for index, leaving in enumerate(network.departures):
                leaves = int(network.departure_days[index])
                same = ("", leaving.departure_id if leaves == day else "") == (site_id, departure_id)
                by_departure[row, index] += people * (leaves <= day and not same)
    return by_site, by_departure
