"""Where a party of one shape may be, night by night: the nodes and arcs of the time-expanded network.

A state is an option (a site, and units for every member, or no bed) with the nights its stay limit leaves, tonight included;
0 where there is no limit, or where it has run out. Written from docs/model.md, section "What an itinerary must obey".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers.chains import can_be_held
from benchmarks.peers.matrix import Flags, Ints
from planner.domain.people import Category
from planner.domain.sites import SiteRole
from planner.model.cohorts import Cohort
from planner.model.network import UNLIMITED, Network
from planner.model.options import Option, Shape, moved, options_of

NOWHERE = -1
"""Pads lists of units, and marks states in which a party can not begin."""


@dataclass(frozen=True, slots=True)
class States:
    """States of one shape: X states, K units an option uses at most, T nights, A arcs.

    Attributes
    ----------
    options
        Options by index.
    option_of, nights_left, sites
        ``(X,)``.
    units, people
        ``(X, K)`` units used and people in each, padded with `NOWHERE` and 0.
    is_placed, is_detained, is_settled
        ``(X,)``: in a bed; in a bed at a place of detention; in a bed at a final place.
    is_fresh
        ``(T, X)``; whether a move from another site on a day leads to the state.
    sources, targets, moved
        ``(A,)`` arcs between nights at one site, and the people who change unit.
    """

    options: tuple[Option, ...]
    option_of: Ints
    nights_left: Ints
    sites: Ints
    units: Ints
    people: Ints
    is_placed: Flags
    is_detained: Flags
    is_settled: Flags
    is_fresh: Flags
    sources: Ints
    targets: Ints
    moved: Ints


def expand(shape: Shape, members: Sequence[Cohort], network: Network) -> States:
    """Every state and arc of a shape, for cohorts that all have it."""
    options = _usable(shape, network)
    pairs = [(number, left) for number, option in enumerate(options) for left in _lefts(option, members, network)]
    option_of = np.array([number for number, _ in pairs], dtype=np.int64)
    lefts = np.array([left for _, left in pairs], dtype=np.int64)
    sites = np.array([option.site for option in options], dtype=np.int64)[option_of]
    placed = np.array([not option.is_unplaced for option in options], dtype=bool)[option_of]
    width = max((len(option.beds) for option in options), default=0)
    units, people = np.full((len(options), width), NOWHERE, dtype=np.int64), np.zeros((len(options), width), dtype=np.int64)
    for number, option in enumerate(options):
        for slot, (unit, count) in enumerate(option.beds):
            units[number, slot], people[number, slot] = unit, count
    allowed = network.entry_nights[sites].T
    is_fresh = placed & (allowed != 0) & (lefts == np.where(allowed == UNLIMITED, 0, allowed))
    settled = placed & network.is_final[sites]
    size = sum(count for _, count in shape)
    sources, targets, changed = _arcs(options, option_of, lefts, settled, network, size)
    return States(
        options=options,
        option_of=option_of,
        nights_left=lefts,
        sites=sites,
        units=units[option_of],
        people=people[option_of],
        is_placed=placed,
        is_detained=placed & network.is_detention[sites],
        is_settled=settled,
        is_fresh=is_fresh,
        sources=sources,
        targets=targets,
        moved=changed,
    )


def _usable(shape: Shape, network: Network) -> tuple[Option, ...]:
    """Options that a party may ever use; a child alone neither at a place of detention nor in onward accommodation."""
    alone = any(category is Category.LONE_CHILD for (category, _), _ in shape)
    closed = [alone and (site.is_detention or site.role is SiteRole.ONWARD) for site in network.sites]
    return tuple(
        option
        for option in options_of(shape, network.sites, network.unit_index)
        if option.is_unplaced or (not closed[option.site] and all(network.free_beds[unit].max() >= people for unit, people in option.beds))
    )


def _is_limited(site: int, network: Network) -> bool:
    return bool((network.entry_nights[site] != UNLIMITED).any())


def _lefts(option: Option, members: Sequence[Cohort], network: Network) -> range:
    """Nights that may be left in an option; a bed needs one."""
    if not _is_limited(option.site, network):
        return range(1)
    here = [cohort.clock.stay_nights or 0 for cohort in members if network.site_index[cohort.start_site] == option.site]
    most = min(network.num_nights, max([int(network.entry_nights[option.site].max()), *here]))
    return range(0 if option.is_unplaced else 1, most + 1)


def _arcs(
    options: tuple[Option, ...], option_of: Ints, lefts: Ints, settled: Flags, network: Network, size: int
) -> tuple[Ints, Ints, Ints]:
    """From each state to those of the next night at its site; who is settled stays as they are."""
    sites = np.array([option.site for option in options], dtype=np.int64)
    sources: list[Ints] = []
    targets: list[Ints] = []
    people: list[Ints] = []
    for site in np.unique(sites):
        here = np.flatnonzero(sites == site)
        table = np.array([[moved(options[a].placement, options[b].placement, size) for b in here] for a in here], dtype=np.int64)
        states = np.flatnonzero(sites[option_of] == site)
        local = np.searchsorted(here, option_of[states])
        after = np.maximum(lefts[states] - 1, 0) if _is_limited(int(site), network) else np.zeros(len(states), dtype=np.int64)
        leads = after[:, None] == lefts[states][None, :]
        leads &= ~settled[states][:, None] | (local[:, None] == local[None, :])
        start, end = np.nonzero(leads)
        sources.append(states[start])
        targets.append(states[end])
        people.append(table[local[start], local[end]])
    empty = [np.zeros(0, dtype=np.int64)]
    return np.concatenate(empty + sources), np.concatenate(empty + targets), np.concatenate(empty + people)


def starts(states: States, members: Sequence[Cohort], network: Network) -> Ints:
    """``(C, X)`` people who change unit when a cohort begins in a state; `NOWHERE` where it can not."""
    result = np.full((len(members), len(states.option_of)), NOWHERE, dtype=np.int64)
    for row, cohort in enumerate(members):
        site, limit = network.site_index[cohort.start_site], cohort.clock.stay_nights
        placement = tuple(sorted((number, network.unit_index[unit], people) for number, unit, people in cohort.start_placement))
        left = 0 if limit is None else min(limit, network.num_nights)
        for state in np.flatnonzero((states.sites == site) & (states.nights_left == left)):
            result[row, state] = moved(placement, states.options[states.option_of[state]].placement, cohort.size)
    return result


def lawful(states: States, members: Sequence[Cohort], network: Network) -> Flags:
    """``(T, C, X)``; whether a cohort may spend a night in a state, what others do apart."""
    beds = np.ones((network.num_nights, len(states.option_of)), dtype=bool)
    for slot in range(states.units.shape[1]):
        units, people = states.units[:, slot], states.people[:, slot]
        beds &= ((network.free_beds[units] >= people[:, None]) | (units == NOWHERE)[:, None]).T
    settled = states.is_settled
    beds[:, settled] = np.logical_and.accumulate(beds[::-1, settled], axis=0)[::-1]
    detained = np.array([cohort.clock.detention_nights for cohort in members], dtype=bool).reshape(len(members), -1).T.copy()
    detained[-1] &= np.array([can_be_held(cohort.clock, network.num_nights) for cohort in members], dtype=bool)
    result: Flags = beds[:, None, :] & (detained[:, :, None] | ~states.is_detained)
    return result
