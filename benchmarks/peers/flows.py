"""Flows of parties through states, nights and roads: the time-expanded network of some cohorts of one shape.

One variable a (cohort, arc, day). Leaving a site costs the same from each of its states and a move leads to the same states wherever
it comes from, so between sites parties pass through two hubs a (cohort, site, day), out of the site and into the
site, and through one a (cohort, place of departure, day): sums of arcs in place of products.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.peers.chains import first_transfer
from benchmarks.peers.extras import Extras
from benchmarks.peers.matrix import Draft, Flags, Ints
from benchmarks.peers.shared import Shared, most_people
from benchmarks.peers.states import NOWHERE, States, lawful, starts
from planner.domain.plan import Measure
from planner.model.cohorts import Cohort
from planner.model.network import Network

LOCKS = 0
POSITION = {measure: index + 1 for index, measure in enumerate(Measure)}
"""Which count each measure is; broken locks come before all of them."""


@dataclass(slots=True)
class Found:
    """Variables that the case steps look at, gathered over all flows: numbers, cohorts, days."""

    boards: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    held: list[tuple[Ints, Ints]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What can be reached at all. C cohorts, X states, S sites, P places of departure, D departures, T nights.

    Attributes
    ----------
    states
        ``(T, C, X)``.
    out, into
        ``(T, C, S)`` hubs.
    places
        ``(T, C, P)`` hubs.
    boards
        ``(C, D)``.
    """

    states: Flags
    out: Flags
    into: Flags
    places: Flags
    boards: Flags


class Flows:
    """Variables and rows of some cohorts of one shape.

    Parameters
    ----------
    numbers
        Index of each cohort.
    """

    def __init__(
        self, draft: Draft, shared: Shared, network: Network, states: States, numbers: Ints, members: Sequence[Cohort], found: Found
    ) -> None:
        self._draft, self._shared, self._network, self._states, self._found = draft, shared, network, states, found
        self._numbers = numbers
        self._size = members[0].size
        self._counts = np.array([cohort.count for cohort in members], dtype=np.int64)
        self._entry = np.array([cohort.clock.entry_day for cohort in members], dtype=np.int64)
        self._start_sites = np.array([network.site_index[cohort.start_site] for cohort in members], dtype=np.int64)
        self._live = np.array([cohort.clock.is_live for cohort in members], dtype=bool)
        self._extras = Extras.of(members, network)
        place_ids = sorted({departure.place_id for departure in network.departures})
        self._place_of = np.array([place_ids.index(departure.place_id) for departure in network.departures], dtype=np.int64)
        self._place_minutes = np.zeros((len(network.sites), len(place_ids)), dtype=np.int64)
        self._place_minutes[:, self._place_of] = network.departure_minutes
        self._starts = starts(states, members, network)
        self._reach = self._reached(members)

    # ---- what can be reached

    def _reached(self, members: Sequence[Cohort]) -> _Reach:
        """Walk forward through the nights; hubs from which nothing leads on are left out."""
        network, states = self._network, self._states
        nights, sites = network.num_nights, len(network.sites)
        allowed = lawful(states, members, network)
        boards = self._boarding(members)
        places = np.zeros((nights, len(members), self._place_minutes.shape[1]), dtype=bool)
        for index in np.flatnonzero(boards.any(axis=0)):
            places[network.departure_days[index], :, self._place_of[index]] |= boards[:, index]
        at_site = np.zeros((len(states.sites), sites), dtype=np.float32)
        at_site[np.arange(len(states.sites)), states.sites] = 1
        leads = np.zeros((len(states.sites),) * 2, dtype=np.float32)
        leads[states.sources, states.targets] = 1
        reach = np.zeros_like(allowed)
        out, into = np.zeros((nights, len(members), sites), dtype=bool), np.zeros((nights, len(members), sites), dtype=bool)
        rows = np.arange(len(members))
        for night in range(nights):
            fresh = allowed[night] & states.is_fresh[night]
            enterable = fresh.astype(np.float32) @ at_site > 0
            useful = (enterable @ network.routes.T) | places[night].any(axis=1)[:, None]
            here = np.greater(reach[night - 1].astype(np.float32) @ at_site, 0) if night else np.zeros_like(useful)
            entering = self._entry == night
            here[rows[entering], self._start_sites[entering]] = True
            out[night] = here & useful & ~network.is_final
            into[night] = (out[night] @ network.routes) & enterable
            arrives = fresh & into[night][:, states.sites]
            arrives |= entering[:, None] & (self._starts != NOWHERE)
            if night:
                arrives |= reach[night - 1].astype(np.float32) @ leads > 0
            reach[night] = arrives & allowed[night]
        places &= out.any(axis=2, keepdims=True)
        day_of = np.clip(network.departure_days, 0, nights - 1)
        boards &= places[day_of, :, self._place_of].T
        return _Reach(reach, out, into, places, boards)

    def _boarding(self, members: Sequence[Cohort]) -> Flags:
        """``(C, D)``; departures that clock and case allow."""
        days = self._network.departure_days
        allowed = np.array([cohort.clock.departures for cohort in members], dtype=bool).reshape(len(members), len(days))
        first = np.maximum(self._entry, [first_transfer(cohort.clock, self._network) for cohort in members])
        result: Flags = allowed & (most_people(self._network) >= self._size) & (days[None, :] >= first[:, None])
        return result

    # ---- variables and rows

    def add(self) -> None:
        """Add everything to the draft."""
        nodes = self._nodes(self._reach.states[:-1])
        out, into, places = self._nodes(self._reach.out), self._nodes(self._reach.into), self._nodes(self._reach.places)
        self._add_starts(nodes, out)
        self._add_nights(nodes)
        self._add_roads(nodes, out, into)
        self._add_journeys(out, places)

    def _nodes(self, mask: Flags) -> Ints:
        """Numbers of the rows that balance each node; `NOWHERE` where there is none."""
        rows = np.full(mask.shape, NOWHERE, dtype=np.int64)
        rows[mask] = self._draft.rows(0, 0, int(mask.sum()))
        return rows

    def _columns(self, cohorts: Ints) -> Ints:
        return self._draft.columns(self._counts[cohorts])

    def _add_starts(self, nodes: Ints, out: Ints) -> None:
        """All parties of a cohort begin in states of their site, or leave it at once."""
        rows = np.arange(len(self._counts))
        source = self._draft.rows(self._counts, self._counts, len(rows))
        cohorts, states = np.nonzero(self._reach.states[self._entry, rows] & (self._starts != NOWHERE))
        begin = self._columns(cohorts)
        self._draft.put(source[cohorts], begin, 1)
        self._draft.weigh(POSITION[Measure.PERSON_MOVES], begin, self._starts[cohorts, states])
        self._arrive(begin, cohorts, states, self._entry[cohorts], nodes)
        waits = ~self._states.is_placed[states]
        self._draft.begin(begin[waits], self._counts[cohorts[waits]])
        (leavers,) = np.nonzero(self._reach.out[self._entry, rows, self._start_sites])
        leave = self._columns(leavers)
        self._draft.put(source[leavers], leave, 1)
        self._leave(leave, self._start_sites[leavers], self._entry[leavers], out[self._entry[leavers], leavers, self._start_sites[leavers]])

    def _add_nights(self, nodes: Ints) -> None:
        """From one night to the next at one site."""
        states, reach = self._states, self._reach.states
        nights, cohorts, arcs = np.nonzero(reach[:-1, :, states.sources] & reach[1:, :, states.targets])
        sources, targets = states.sources[arcs], states.targets[arcs]
        stay = self._columns(cohorts)
        self._draft.put(nodes[nights, cohorts, sources], stay, -1)
        self._draft.weigh(POSITION[Measure.PERSON_MOVES], stay, states.moved[arcs])
        self._arrive(stay, cohorts, targets, nights + 1, nodes)
        site = self._start_sites[cohorts]
        waits = ~states.is_placed[sources] & ~states.is_placed[targets] & (states.sites[sources] == site)
        spent = nights - self._entry[cohorts]
        began = self._first_left()[cohorts]
        waits &= (spent >= 0) & (states.nights_left[sources] == np.maximum(began - spent, 0))
        self._draft.begin(stay[waits], self._counts[cohorts[waits]])

    def _first_left(self) -> Ints:
        """``(C,)`` nights left of the stay limit in the states a cohort begins in."""
        return np.where(self._starts != NOWHERE, self._states.nights_left, 0).max(axis=1, initial=0)

    def _arrive(self, columns: Ints, cohorts: Ints, states: Ints, nights: Ints, nodes: Ints) -> None:
        """Spend a night in a state."""
        draft, shared, table, size = self._draft, self._shared, self._states, self._size
        inner = nights < self._network.num_nights - 1
        draft.put(nodes[nights[inner], cohorts[inner], states[inner]], columns[inner], 1)
        for slot in range(table.units.shape[1]):
            units = table.units[states, slot]
            used = units != NOWHERE
            draft.put(shared.bed[units[used], nights[used]], columns[used], table.people[states[used], slot])
        draft.weigh(POSITION[Measure.UNPLACED_NIGHTS], columns, size * ~table.is_placed[states])
        draft.weigh(POSITION[Measure.DETENTION_NIGHTS], columns, size * table.is_detained[states])
        draft.weigh(POSITION[Measure.LIVE_CASES_LET_GO], columns, size * (~inner & table.is_settled[states] & self._live[cohorts]))
        draft.weigh(POSITION[Measure.CHANGES], columns, self._extras.changes_at(cohorts, table.sites[states], nights))
        draft.weigh(LOCKS, columns, self._extras.broken_at(cohorts, table.sites[states], table.is_placed[states], nights))
        held = ~inner & table.is_detained[states]
        self._found.held.append((columns[held], self._numbers[cohorts[held]]))
        for pairs in self._extras.pairs_of(cohorts):
            for slot in range(table.units.shape[1] if shared.apart_by_unit else 1):
                places = (
                    table.units[states, slot] if shared.apart_by_unit else np.where(table.is_placed[states], table.sites[states], NOWHERE)
                )
                used = (pairs != NOWHERE) & (places != NOWHERE)
                draft.put(shared.apart[pairs[used], places[used], nights[used]], columns[used], 1)

    def _leave(self, columns: Ints, sites: Ints, days: Ints, hubs: Ints) -> None:
        """Leave a site, for another or for a departure."""
        self._draft.put(hubs, columns, 1)
        self._draft.put(self._shared.discharge[sites, days], columns, self._size)
        self._draft.put(self._shared.ground[days], columns, self._size)

    def _add_roads(self, nodes: Ints, out: Ints, into: Ints) -> None:
        """Moves between sites, each into a bed."""
        draft, states, reach, network = self._draft, self._states, self._reach, self._network
        nights, cohorts, left = np.nonzero(reach.states[:-1] & reach.out[1:][:, :, states.sites] & ~states.is_settled)
        leave = self._columns(cohorts)
        draft.put(nodes[nights, cohorts, left], leave, -1)
        self._leave(leave, states.sites[left], nights + 1, out[nights + 1, cohorts, states.sites[left]])
        starts_at, ends_at = np.nonzero(network.routes)
        days, cohorts, roads = np.nonzero(reach.out[:, :, starts_at] & reach.into[:, :, ends_at])
        move = self._columns(cohorts)
        draft.put(out[days, cohorts, starts_at[roads]], move, -1)
        draft.put(into[days, cohorts, ends_at[roads]], move, 1)
        draft.weigh(POSITION[Measure.ROAD_MINUTES], move, self._size * network.minutes[starts_at[roads], ends_at[roads]])
        days, cohorts, entered = np.nonzero(reach.into[:, :, states.sites] & states.is_fresh[:, None, :] & reach.states)
        enter = self._columns(cohorts)
        draft.put(into[days, cohorts, states.sites[entered]], enter, -1)
        draft.put(self._shared.admission[states.sites[entered], days], enter, self._size)
        draft.weigh(POSITION[Measure.PERSON_MOVES], enter, self._size)
        self._arrive(enter, cohorts, entered, days, nodes)

    def _add_journeys(self, out: Ints, places: Ints) -> None:
        """Journeys to places of departure, and departures."""
        draft, reach, size = self._draft, self._reach, self._size
        days, cohorts, sites, ends = np.nonzero(reach.out[:, :, :, None] & reach.places[:, :, None, :])
        journey = self._columns(cohorts)
        draft.put(out[days, cohorts, sites], journey, -1)
        draft.put(places[days, cohorts, ends], journey, 1)
        draft.weigh(POSITION[Measure.ROAD_MINUTES], journey, size * self._place_minutes[sites, ends])
        cohorts, departures = np.nonzero(reach.boards)
        days = self._network.departure_days[departures]
        board = self._columns(cohorts)
        draft.put(places[days, cohorts, self._place_of[departures]], board, -1)
        draft.put(self._shared.aboard[departures], board, size)
        for pairs in self._extras.pairs_of(cohorts):
            used = pairs != NOWHERE
            draft.put(self._shared.apart_aboard[pairs[used], departures[used]], board[used], 1)
        draft.weigh(POSITION[Measure.TRANSFERS], board, -size)
        draft.weigh(POSITION[Measure.EXPIRING_TRANSFERS], board, -size * self._extras.expires[cohorts])
        draft.weigh(POSITION[Measure.CHANGES], board, self._extras.board_changes[cohorts, departures])
        draft.weigh(LOCKS, board, self._extras.board_broken[cohorts, departures])
        sooner = size * (days - self._network.num_nights)
        draft.weigh(POSITION[Measure.WAIT_ORDER], board, sooner * self._extras.wait[cohorts])
        draft.weigh(POSITION[Measure.DEADLINE_ORDER], board, sooner * self._extras.nearness[cohorts])
        self._found.boards.append((board, self._numbers[cohorts], days))
        self._draft.offsets[LOCKS] += self._extras.broken_always
