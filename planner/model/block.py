"""Cohorts priced together: where they may be on each night, as lanes.

A lane is a place in a site's list of options, with the nights its stay limit leaves (tonight included). Parties of
different shapes share the lanes: what a lane means to a shape is one of the shape's own options, or nothing. Lanes
of one site with the same nights left are a segment. Single persons make one block, parties of several another.
"""

from dataclasses import dataclass, replace

import numpy as np

from planner.model.network import Flags, Floats, Ints
from planner.model.options import Option

NO_UNIT = -1


@dataclass(frozen=True, slots=True)
class Options:
    """Options of all shapes of a block, one after the other, and one that is never lawful. O options, K units at most.

    Attributes
    ----------
    by_shape, flat
        Options of each shape, and all of them.
    first
        ``(H + 1,)`` number of each shape's first option.
    sites, sizes
        ``(O + 1,)`` site and people of the party; the site of the last one is 0.
    is_unplaced, is_detention
        ``(O + 1,)``; detention means a bed at a place of detention.
    units, people
        ``(O + 1, K)`` units, padded with `NO_UNIT`, and people in each.
    fits
        ``(O + 1, T)`` whether the units are large enough, everybody else apart.
    """

    by_shape: tuple[tuple[Option, ...], ...]
    flat: tuple[Option, ...]
    first: Ints
    sites: Ints
    sizes: Ints
    is_unplaced: Flags
    is_detention: Flags
    units: Ints
    people: Ints
    fits: Flags


@dataclass(frozen=True, slots=True)
class Lanes:
    """X lanes of a block in G segments, by site.

    Attributes
    ----------
    sites, segments, nights_left
        ``(X,)``; nights left is 0 where there is no limit.
    options
        ``(H, X)`` option of each shape, numbered over the block; the number of options where a shape has none.
    is_unplaced, is_detention, is_final
        ``(X,)``; detention and final mean a bed there.
    segment_starts, segment_sites
        ``(G,)``.
    sources
        ``(X, K)`` lanes a lane may be reached from without leaving the site, staying first; padded with X.
    moved
        ``(X, K, 1 or C)`` people who change unit.
    entered
        By night, the lanes that a move on that day enters.
    """

    sites: Ints
    segments: Ints
    nights_left: Ints
    options: Ints
    is_unplaced: Flags
    is_detention: Flags
    is_final: Flags
    segment_starts: Ints
    segment_sites: Ints
    sources: Ints
    moved: Floats
    entered: tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What only some cohorts of a block have: locks and keep-apart partners. W such cohorts.

    Attributes
    ----------
    at
        ``(W,)`` positions in the block.
    locks_lanes
        ``(W, X, T)`` locked nights a lane does not give.
    locks_gone
        ``(W, T)`` the same for a night out of the country.
    locks_departures
        ``(W, D + 1)`` locks on departures that a departure, or none, does not give.
    apart
        Keep-apart pairs of each.
    """

    at: Ints
    locks_lanes: Floats
    locks_gone: Floats
    locks_departures: Floats
    apart: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """C cohorts, by entry day.

    Attributes
    ----------
    cohorts
        ``(C,)`` indices into the cohort list.
    shapes, sizes, entry_days, start_sites, counts
        ``(C,)``; shapes index ``options.by_shape``.
    entering
        ``(T + 1,)`` how many cohorts have entered before a day.
    lawful
        ``(T, C)`` whether a night of detention is lawful.
    start_moved
        ``(X, C)`` people moved to begin in a lane at the start site; infinite where it can not be.
    changes
        ``(stable nights, S, C)`` people whose site differs from yesterday's plan; no nights when there is none.
    changes_departures
        ``(D, C)`` the same for a departure's own day and after.
    boards
        ``(D, C)`` whether a departure is lawful by date, authority and bars.
    wait, deadline
        ``(C,)`` weights of the canonical order, all people of the party.
    is_live, expires
        ``(C,)``.
    """

    cohorts: Ints
    shapes: Ints
    sizes: Ints
    entry_days: Ints
    start_sites: Ints
    counts: Ints
    entering: Ints
    options: Options
    lanes: Lanes
    own: Own
    lawful: Flags
    start_moved: Floats
    changes: Floats
    changes_departures: Floats
    boards: Flags
    wait: Ints
    deadline: Ints
    is_live: Flags
    expires: Flags


def some_of(block: Block, at: Ints) -> Block:
    """The same block with some of its cohorts, by position in rising order."""
    place = np.full(len(block.cohorts), -1)
    place[at] = np.arange(len(at))
    own = np.flatnonzero(place[block.own.at] >= 0)
    lanes = block.lanes if block.lanes.moved.shape[2] == 1 else replace(block.lanes, moved=block.lanes.moved[:, :, at])
    first = ("cohorts", "shapes", "sizes", "entry_days", "start_sites", "counts", "wait", "deadline", "is_live", "expires")
    last = ("lawful", "start_moved", "changes", "changes_departures", "boards")
    return replace(
        block,
        **{name: getattr(block, name)[at] for name in first},
        **{name: getattr(block, name)[..., at] for name in last},
        entering=np.searchsorted(block.entry_days[at], np.arange(len(block.entering))),
        lanes=lanes,
        own=Own(
            place[block.own.at[own]],
            block.own.locks_lanes[own],
            block.own.locks_gone[own],
            block.own.locks_departures[own],
            tuple(block.own.apart[row] for row in own),
        ),
    )
