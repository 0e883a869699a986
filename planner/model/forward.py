"""Least costs of every lane on every night: the forward half of pricing, all cohorts of a block at once."""

from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Measure
from planner.domain.rules import KeepApartScope
from planner.model.block import Block, Lanes
from planner.model.feature import OPTION, SITE
from planner.model.itinerary import LOCKS_BROKEN
from planner.model.network import Flags, Floats, Ints, Network
from planner.model.prices import Charges, Prices


@dataclass(frozen=True, slots=True)
class Forward:
    """Least costs by night.

    Attributes
    ----------
    lanes
        ``(T, X + 1, C)`` least cost up to and including a night; the last lane is never reached.
    sites
        ``(T, S, C)`` least cost of being at a site before a day (the start, on the entry day); infinite at final sites.
    """

    lanes: Floats
    sites: Floats


@dataclass(frozen=True, slots=True)
class Moves:
    """Costs of a move for one person, ``leave + enter + minutes``.

    Attributes
    ----------
    leave, enter
        ``(S, T)``; the move itself and the seat on the road are in ``leave``.
    minutes
        ``(S, S)``, or None when minutes cost nothing.
    """

    leave: Floats
    enter: Floats
    minutes: Floats | None


def moves_of(network: Network, prices: Prices, charges: Charges) -> Moves:
    """What moves between sites cost."""
    road = prices.weight(Measure.ROAD_MINUTES)
    return Moves(
        leave=charges.discharges + charges.ground + prices.weight(Measure.PERSON_MOVES),
        enter=charges.admissions,
        minutes=np.asarray(road * network.minutes, dtype=np.float64) if road else None,
    )


def room_for(block: Block, network: Network) -> Forward:
    """Arrays for the costs of a block, never reached anywhere."""
    return Forward(
        lanes=np.full((network.num_nights, len(block.lanes.sites) + 1, len(block.cohorts)), np.inf),
        sites=np.full((network.num_nights, len(network.sites), len(block.cohorts)), np.inf),
    )


def forward_costs(block: Block, network: Network, prices: Prices, charges: Charges, room: Forward | None = None) -> Forward:
    """Walk through the nights from each cohort's start.

    Parameters
    ----------
    room
        What an earlier walk of the same block returned, to be written over: where nobody comes stays as it is. Making
        room anew takes as long as the walk.
    """
    lanes, num_nights = block.lanes, network.num_nights
    num_lanes = len(lanes.sites)
    moving = prices.weight(Measure.PERSON_MOVES)
    starts = np.where(np.isinf(block.start_moved), np.inf, moving * np.where(np.isinf(block.start_moved), 0.0, block.start_moved))
    room = room or room_for(block, network)
    costs, sites = room.lanes, room.sites
    moves = moves_of(network, prices, charges)
    nightly = _nightly(block, network, prices, charges)
    exits = _exits(lanes, network)
    for night in range(num_nights):
        before, inside = int(block.entering[night]), int(block.entering[night + 1])
        here = costs[night, :num_lanes, :inside]
        if before:
            last = costs[night - 1, :, :before]
            _stay(lanes, last, here[:, :before], moving)
            if num_lanes:
                _leave(exits, last[:num_lanes], sites[night, :, :before])
        if inside > before:
            here[:, before:] = starts[:, before:inside]
            entering = np.arange(before, inside)
            startable = ~network.is_final[block.start_sites[entering]]
            sites[night, block.start_sites[entering[startable]], entering[startable]] = 0.0
        if not inside:
            continue
        entered = lanes.entered[night]
        if len(entered):
            arriving = _arriving(sites[night, :, :inside], night, network, moves, block.sizes[:inside])
            here[entered] = np.minimum(here[entered], arriving[lanes.sites[entered]])
        _spend_night(block, nightly, night, here)
    return room


@dataclass(frozen=True, slots=True)
class _Nightly:
    """What a night costs, however the party came there.

    Attributes
    ----------
    options
        ``(O + 1, T)`` cost of a night in an option.
    lane_options
        ``(X, C)`` option of each lane for each cohort.
    detention
        Lanes of detention.
    changing
        Weight of a change from yesterday's plan.
    own_at, own
        Positions of cohorts with costs of their own, and ``(W, X, T)`` these costs; None where there are none.
    """

    options: Floats
    lane_options: Ints
    detention: Ints
    changing: float
    own_at: Ints
    own: Floats | None


def _nightly(block: Block, network: Network, prices: Prices, charges: Charges) -> _Nightly:
    own = _own_prices(block, network, prices, charges)
    return _Nightly(
        options=_option_prices(block, prices, charges),
        lane_options=block.lanes.options[block.shapes].T,
        detention=np.flatnonzero(block.lanes.is_detention),
        changing=prices.weight(Measure.CHANGES),
        own_at=np.array(sorted(own), dtype=np.int64),
        own=np.array([own[at] for at in sorted(own)]) if own else None,
    )


def _spend_night(block: Block, nightly: _Nightly, night: int, here: Floats) -> None:
    """Add what the night costs to ``(X, cohorts inside)`` costs of being in each lane."""
    inside = here.shape[1]
    here += nightly.options[:, night][nightly.lane_options[:, :inside]]
    if not block.lawful[night, :inside].all():
        here[nightly.detention] += np.where(block.lawful[night, :inside], 0.0, np.inf)
    if nightly.changing and night < len(block.changes):
        here += nightly.changing * block.changes[night][block.lanes.sites, :inside]
    if nightly.own is not None:
        present = nightly.own_at < inside
        here[:, nightly.own_at[present]] += nightly.own[present, :, night].T


def _stay(lanes: Lanes, last: Floats, within: Floats, moving: float) -> None:
    """Set ``(X, C)`` least costs of coming to each lane from the night before without leaving the site."""
    before = within.shape[1]
    np.take(last, lanes.sources[:, 0], axis=0, out=within)
    if moving:
        within += moving * lanes.moved[:, 0, :before]
    for column in range(1, lanes.sources.shape[1]):
        other = np.take(last, lanes.sources[:, column], axis=0)
        if moving:
            other += moving * lanes.moved[:, column, :before]
        np.minimum(within, other, out=within)


@dataclass(frozen=True, slots=True)
class _Exits:
    """Where the lanes of each site that has any begin, the site, and whether a party may leave it."""

    starts: Ints
    sites: Ints
    leavable: Flags


def _exits(lanes: Lanes, network: Network) -> _Exits:
    starts = np.flatnonzero(np.diff(lanes.sites, prepend=-1))
    sites = lanes.sites[starts]
    return _Exits(starts, sites, ~network.is_final[sites])


def _leave(exits: _Exits, last: Floats, sites: Floats) -> None:
    """Set ``(S, C)`` least costs of being at each site that may be left, whatever the lane."""
    cheapest = np.minimum.reduceat(last, exits.starts, axis=0)
    sites[exits.sites[exits.leavable]] = cheapest[exits.leavable]


def _arriving(sites: Floats, night: int, network: Network, moves: Moves, sizes: Ints) -> Floats:
    """``(S, C)`` least cost of coming to a site from another on a day."""
    leave, enter = moves.leave[:, night], moves.enter[:, night]
    arriving = np.full(sites.shape, np.inf)
    same_size = bool((sizes == sizes[0]).all())
    people = sizes[0] if same_size else sizes
    leaving = sites + (leave[:, None] * people)
    if moves.minutes is None:
        # What a move costs does not depend on the pair: the cheapest site of each role will do, and the next for that site itself.
        for role in network.roles_left:
            sources, targets = network.sites_of_role[role], network.targets_of_role[role]
            costs = leaving[sources]
            cheapest = costs.min(axis=0)
            if role in network.roles_changed_within:
                best = costs.argmin(axis=0)
                costs[best, np.arange(len(best))] = np.inf
                itself = sources[best], np.arange(len(best))
                before = arriving[itself]
                arriving[sources] = np.minimum(arriving[sources], cheapest)
                arriving[itself] = np.minimum(before, costs.min(axis=0))
            arriving[targets] = np.minimum(arriving[targets], cheapest)
    else:
        for source in network.sources:
            targets = np.flatnonzero(network.routes[source])
            arriving[targets] = np.minimum(arriving[targets], leaving[source] + moves.minutes[source, targets][:, None] * people)
    arriving += enter[:, None] * people
    return arriving


def _option_prices(block: Block, prices: Prices, charges: Charges) -> Floats:
    """``(O + 1, T)`` cost of a night in an option; infinite where its units are too small, and for the last."""
    options = block.options
    beds = (options.people[:, :, None] * charges.beds[options.units]).sum(axis=1)
    counts = options.is_detention * prices.weight(Measure.DETENTION_NIGHTS) + options.is_unplaced * prices.weight(Measure.UNPLACED_NIGHTS)
    return np.where(options.fits, beds + (options.sizes * counts)[:, None], np.inf)


def _own_prices(block: Block, network: Network, prices: Prices, charges: Charges) -> dict[int, Floats]:
    """``(X, T)`` of what only one cohort pays, by its position: locks, keep-apart pairs, features branched on."""
    own: dict[int, Floats] = {}
    lanes, by_site = block.lanes, network.instance.rules.keep_apart_scope is KeepApartScope.SITE
    for row, at in enumerate(block.own.at.tolist()):
        cost = prices.weights[LOCKS_BROKEN] * block.own.locks_lanes[row]
        options = lanes.options[block.shapes[at]]
        for pair in block.own.apart[row]:
            places = charges.apart[pair]
            if by_site:
                cost = cost + np.where(lanes.is_unplaced[:, None], 0.0, places[lanes.sites])
            else:
                padded = np.vstack([places, np.zeros(network.num_nights)])
                cost = cost + padded[block.options.units[options]].sum(axis=1)
        own[at] = cost
    if prices.features:
        for at, cohort in enumerate(block.cohorts.tolist()):
            features = prices.features.get(cohort)
            if features:
                shape = int(block.shapes[at])
                cost = own.get(at, np.zeros((len(lanes.sites), network.num_nights)))
                for feature, price in features.items():
                    if feature.kind == SITE:
                        cost[lanes.sites == feature.index, feature.day] += price
                    elif feature.kind == OPTION:
                        cost[lanes.options[shape] == block.options.first[shape] + feature.index, feature.day] += price
                own[at] = cost
    return own
