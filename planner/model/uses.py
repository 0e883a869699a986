"""What itineraries use of every capacity, and what they add to every count."""

from collections.abc import Callable

import numpy as np

from planner.domain.plan import Measure
from planner.domain.rules import KeepApartScope
from planner.model.block import NO_UNIT, Block, Options
from planner.model.casework import Casework
from planner.model.itinerary import COUNTS, GONE, LOCKS_BROKEN, POSITION, Batch
from planner.model.network import Ints, Network
from planner.model.options import moved
from planner.model.rows import NO_ROW, Rows


class Uses:
    """What itineraries of one block use and count."""

    def __init__(self, block: Block, network: Network, rows: Rows, casework: Casework, batch: Batch, which: Ints, at: Ints) -> None:
        self._block, self._network, self._rows, self._casework = block, network, rows, casework
        self._at = at
        self._cohorts = batch.cohorts[which]
        self._departures, self._steps = batch.departures[which], batch.steps[which]
        shapes = block.shapes[at]
        none = len(block.options.sites) - 1
        nights = batch.nights[which]
        self._options = np.where(nights == GONE, none, block.options.first[shapes][:, None] + nights)
        self._here = nights != GONE
        self._sizes = block.sizes[at]
        days = np.append(network.departure_days, network.num_nights)  # the last one stands for no departure
        self._days = days[self._departures]
        sites = np.where(self._here, block.options.sites[self._options], GONE)
        entry = block.entry_days[at]
        before = np.concatenate([np.full((len(at), 1), GONE), sites[:, :-1]], axis=1)
        before[np.arange(len(at)), np.minimum(entry, network.num_nights - 1)] = block.start_sites[at]
        self._sites, self._before = sites, before
        self._moves = self._here & (sites != before)
        last = np.minimum(self._days, network.num_nights) - 1
        last_sites = np.where(last >= entry, sites[np.arange(len(at)), np.maximum(last, 0)], block.start_sites[at])
        self._last_sites = last_sites

    def counts(self) -> Ints:
        """``(N, K)`` what one party adds to each count."""
        block, network, sizes = self._block, self._network, self._sizes
        transferred = self._departures != GONE
        final = ~transferred & network.is_final[self._last_sites] & ~block.options.is_unplaced[self._options[:, -1]] & self._here[:, -1]
        steps, nights = np.nonzero(self._moves)
        minutes = np.zeros(len(sizes), dtype=np.int64)
        np.add.at(minutes, steps, network.minutes[self._before[steps, nights], self._sites[steps, nights]])
        leg = np.where(transferred, network.departure_minutes[self._last_sites, self._departures], 0) if len(network.departures) else 0
        by_measure = {
            Measure.UNPLACED_NIGHTS: sizes * block.options.is_unplaced[self._options].sum(axis=1),
            Measure.TRANSFERS: -sizes * transferred,
            Measure.EXPIRING_TRANSFERS: -sizes * (transferred & block.expires[self._at]),
            Measure.LIVE_CASES_LET_GO: sizes * (final & block.is_live[self._at]),
            Measure.DETENTION_NIGHTS: sizes * block.options.is_detention[self._options].sum(axis=1),
            Measure.PERSON_MOVES: self._people_moved(),
            Measure.ROAD_MINUTES: sizes * (minutes + leg),
            Measure.CHANGES: self._changes(),
            Measure.WAIT_ORDER: block.wait[self._at] * self._days,
            Measure.DEADLINE_ORDER: block.deadline[self._at] * self._days,
        }
        counts = np.zeros((len(sizes), len(COUNTS)), dtype=np.int64)
        for measure, values in by_measure.items():
            counts[:, POSITION[measure]] = values
        counts[:, LOCKS_BROKEN] = self._locks_broken()
        return counts

    def _people_moved(self) -> Ints:
        """People whose site or unit changes, night by night."""
        block, lanes = self._block, self._block.lanes
        people = (self._moves * self._sizes[:, None]).sum(axis=1)
        stays = self._here & ~self._moves
        first = np.zeros_like(stays)
        entry = block.entry_days[self._at]
        first[np.arange(len(entry)), np.minimum(entry, stays.shape[1] - 1)] = True
        rows, nights = np.nonzero(stays & ~first)
        before, after = self._options[rows, nights - 1], self._options[rows, nights]
        changed = before != after
        pairs = list(zip(before[changed].tolist(), after[changed].tolist(), strict=True))
        np.add.at(people, rows[changed], np.array([_people_moved(block.options, *pair) for pair in pairs], dtype=np.int64))
        begins = np.flatnonzero((stays & first).any(axis=1))
        if len(begins):
            night = np.minimum(entry[begins], stays.shape[1] - 1)
            option = self._options[begins, night]
            at = self._at[begins]
            # The lane a party begins in is the one of its option from which it can begin.
            can = np.where(lanes.options[block.shapes[at]] == option[:, None], block.start_moved[:, at].T, np.inf).min(axis=1)
            people[begins] += can.astype(np.int64)
        return people

    def _changes(self) -> Ints:
        block = self._block
        total = np.zeros(len(self._at), dtype=np.int64)
        for night in range(len(block.changes)):
            here = np.flatnonzero(self._here[:, night])
            total[here] += block.changes[night][self._sites[here, night], self._at[here]].astype(np.int64)
        gone = np.flatnonzero(self._departures != GONE)
        total[gone] += block.changes_departures[self._departures[gone], self._at[gone]].astype(np.int64)
        return total

    def _locks_broken(self) -> Ints:
        """Nights and departures that the cohort's locks ask for and this itinerary does not give."""
        own, lanes = self._block.own, self._block.lanes
        broken = np.zeros(len(self._at), dtype=np.int64)
        for row, at in enumerate(own.at.tolist()):
            if not own.locks_lanes[row].any() and not own.locks_departures[row].any() and not own.locks_gone[row].any():
                continue
            lane_of = {int(option): lane for lane, option in enumerate(lanes.options[self._block.shapes[at]])}
            for column in np.flatnonzero(self._at == at):
                nights = np.flatnonzero(self._here[column])
                broken[column] = sum(own.locks_lanes[row, lane_of[int(self._options[column, night])], night] for night in nights)
                broken[column] += own.locks_departures[row, self._departures[column]]
                if self._departures[column] != GONE:
                    broken[column] += own.locks_gone[row, self._days[column] :].sum()
        return broken

    def entries(self) -> list[tuple[Ints, Ints, Ints]]:
        """``(row, itinerary, people)`` of every kind; pairs may come twice."""
        rows, options = self._rows, self._block.options
        found: list[tuple[Ints, Ints, Ints]] = []

        def add(numbers: Ints, columns: Ints, people: Ints) -> None:
            real = numbers != NO_ROW
            found.append((numbers[real], columns[real], people[real]))

        columns, nights = np.nonzero(self._here)
        taken = self._options[columns, nights]
        for slot in range(options.units.shape[1]):
            units = options.units[taken, slot]
            used = units != NO_UNIT
            add(rows.beds[units[used], nights[used]], columns[used], options.people[taken, slot][used])
        columns, days = np.nonzero(self._moves)
        people = self._sizes[columns]
        add(rows.ground[days], columns, people)
        add(rows.discharges[self._before[columns, days], days], columns, people)
        add(rows.admissions[self._sites[columns, days], days], columns, people)
        gone = np.flatnonzero(self._departures != GONE)
        days, people = self._days[gone], self._sizes[gone]
        add(rows.ground[days], gone, people)
        add(rows.discharges[self._last_sites[gone], days], gone, people)
        for slot in range(rows.boarding.shape[1]):
            add(rows.boarding[self._departures[gone], slot], gone, people)
        columns, steps = np.nonzero(self._steps != GONE)
        cases = self._casework.cases[self._casework.case_of[self._cohorts[columns]], steps]
        add(rows.cases[self._steps[columns, steps]], columns, cases)
        self._apart_entries(add)
        return found

    def _apart_entries(self, add: Callable[[Ints, Ints, Ints], None]) -> None:
        block, rows = self._block, self._rows
        by_unit = self._network.instance.rules.keep_apart_scope is KeepApartScope.UNIT
        for row, at in enumerate(block.own.at.tolist()):
            for pair in block.own.apart[row]:
                for column in np.flatnonzero(self._at == at):
                    nights = np.flatnonzero(self._here[column] & ~block.options.is_unplaced[self._options[column]])
                    taken = self._options[column, nights]
                    one = np.ones(len(nights), dtype=np.int64)
                    if by_unit:
                        for slot in range(block.options.units.shape[1]):
                            units = block.options.units[taken, slot]
                            used = units != NO_UNIT
                            add(rows.apart[pair][units[used], nights[used]], np.full(int(used.sum()), column), one[used])
                    else:
                        add(rows.apart[pair][self._sites[column, nights], nights], np.full(len(nights), column), one)
                    if self._departures[column] != GONE:
                        add(rows.apart_departures[pair, self._departures[[column]]], np.array([column]), np.ones(1, dtype=np.int64))


def _people_moved(options: Options, before: int, after: int) -> int:
    """People who change unit between two options of one shape."""
    return moved(options.flat[before].placement, options.flat[after].placement, int(options.sizes[after]))
