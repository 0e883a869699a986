"""The pool of itineraries found so far: each once, with what it uses and counts, as arrays."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Measure
from planner.domain.rules import KeepApartScope
from planner.model.block import NO_UNIT, Block, Options
from planner.model.casework import Casework
from planner.model.cohorts import Cohort
from planner.model.feature import DEPARTURE, OPTION, STEP, Feature
from planner.model.itinerary import COUNTS, GONE, LOCKS_BROKEN, POSITION, Batch, Itinerary
from planner.model.network import Floats, Ints, Network
from planner.model.options import Option, moved
from planner.model.prices import Prices
from planner.model.rows import NO_ROW, Rows


@dataclass(frozen=True, slots=True)
class Entries:
    """Uses of rows by itineraries: ``(row, itinerary, people)``, each pair once, by itinerary and row."""

    rows: Ints
    columns: Ints
    people: Ints


class Pool:
    """Itineraries by number.

    Parameters
    ----------
    cohorts, blocks, casework, network, rows
        The instance, as the optimiser sees it.
    """

    def __init__(self, cohorts: tuple[Cohort, ...], blocks: tuple[Block, ...], casework: Casework, network: Network, rows: Rows) -> None:
        self._cohorts_list = cohorts
        self._blocks = blocks
        self._casework = casework
        self._network = network
        self._rows = rows
        self._block_of = np.zeros(len(cohorts), dtype=np.int64)
        self._place_of = np.zeros(len(cohorts), dtype=np.int64)
        for number, block in enumerate(blocks):
            self._block_of[block.cohorts] = number
            self._place_of[block.cohorts] = np.arange(len(block.cohorts))
        self._known: dict[bytes, int] = {}
        empty = np.zeros(0, dtype=np.int64)
        self.batch = Batch(empty, np.zeros((0, network.num_nights), np.int64), empty, np.zeros((0, casework.cases.shape[1]), np.int64))
        self.counts: Ints = np.zeros((0, len(COUNTS)), dtype=np.int64)
        self.entries = Entries(empty, empty, empty)

    def __len__(self) -> int:
        return len(self.batch.cohorts)

    def copy(self) -> "Pool":
        """The same itineraries by the same numbers; what is added to one is not in the other."""
        return self.with_limits_of(self._network, self._rows)

    def with_limits_of(self, network: Network, rows: Rows) -> "Pool":
        """A copy for a problem with other limits."""
        copy = Pool(self._cohorts_list, self._blocks, self._casework, network, rows)
        copy._known = dict(self._known)  # its own
        copy.batch, copy.counts, copy.entries = self.batch, self.counts, self.entries
        return copy

    def only(self, numbers: Ints) -> "Pool":
        """Some of the itineraries, by rising number; those without a bed must be among them."""
        part = Pool(self._cohorts_list, self._blocks, self._casework, self._network, self._rows)
        place = np.full(len(self), GONE, dtype=np.int64)
        place[numbers] = np.arange(len(numbers))
        part._known = {key: int(place[number]) for key, number in self._known.items() if place[number] != GONE}  # its own
        part.batch = Batch(*(each[numbers] for each in (self.batch.cohorts, self.batch.nights, self.batch.departures, self.batch.steps)))
        part.counts = self.counts[numbers]
        mine = place[self.entries.columns] != GONE
        part.entries = Entries(self.entries.rows[mine], place[self.entries.columns[mine]], self.entries.people[mine])
        return part

    def is_copy_of(self, other: "Pool") -> bool:
        """Whether both hold the same itineraries by the same numbers, as a copy does until something is added."""
        return self.batch is other.batch

    def add(self, batch: Batch) -> Ints:
        """Add itineraries; the number of each, also of those known already."""
        packed = np.column_stack([batch.cohorts, batch.departures, batch.steps, batch.nights]).astype(np.int32)
        numbers = np.zeros(len(packed), dtype=np.int64)
        fresh: list[int] = []
        for at, row in enumerate(packed):
            numbers[at] = self._known.setdefault(row.tobytes(), len(self._known))
            if numbers[at] == len(self) + len(fresh):
                fresh.append(at)
        if fresh:
            new = Batch(batch.cohorts[fresh], batch.nights[fresh], batch.departures[fresh], batch.steps[fresh])
            self._store(new)
        return numbers

    def _store(self, new: Batch) -> None:
        first = len(self)
        counts = np.zeros((len(new.cohorts), len(COUNTS)), dtype=np.int64)
        parts: list[tuple[Ints, Ints, Ints]] = []
        for number, block in enumerate(self._blocks):
            which = np.flatnonzero(self._block_of[new.cohorts] == number)
            if len(which):
                worker = _Uses(block, self._network, self._rows, self._casework, new, which, self._place_of[new.cohorts[which]])
                counts[which] = worker.counts()
                parts += [(rows, which[columns] + first, people) for rows, columns, people in worker.entries()]
        old = self.batch
        self.batch = Batch(
            *(np.concatenate([getattr(old, name), getattr(new, name)]) for name in ("cohorts", "nights", "departures", "steps"))
        )
        self.counts = np.concatenate([self.counts, counts])
        rows, columns, people = (np.concatenate([part[axis] for part in parts]) for axis in range(3))
        rows, columns, people = _summed(rows, columns, people, len(self._rows.limits))
        self.entries = Entries(
            *(np.concatenate(pair) for pair in ((self.entries.rows, rows), (self.entries.columns, columns), (self.entries.people, people)))
        )

    def add_unplaced(self) -> Ints:
        """For every cohort the itinerary that is always there: no lawful bed on any night."""
        num_nights = self._network.num_nights
        nights = np.full((len(self._cohorts_list), num_nights), GONE, dtype=np.int64)
        for block in self._blocks:
            for at, cohort in enumerate(block.cohorts.tolist()):
                own = block.options.by_shape[int(block.shapes[at])]
                nights[cohort, block.entry_days[at] :] = next(
                    number for number, option in enumerate(own) if option.site == block.start_sites[at] and option.is_unplaced
                )
        everyone = np.arange(len(self._cohorts_list))
        none = np.full(len(everyone), GONE, dtype=np.int64)
        return self.add(Batch(everyone, nights, none, np.full((len(everyone), self._casework.cases.shape[1]), GONE, dtype=np.int64)))

    def having(self, feature: Feature) -> Ints:
        """Numbers of the itineraries that have a feature."""
        mine = np.flatnonzero(self.batch.cohorts == feature.cohort)
        if feature.kind == DEPARTURE:
            return mine[self.batch.departures[mine] == feature.index]
        if feature.kind == STEP:
            return mine[self.batch.steps[mine, feature.index] == feature.day]
        options = self.batch.nights[mine, feature.day]
        if feature.kind == OPTION:
            return mine[options == feature.index]
        sites = np.array([option.site for option in self.options_of(feature.cohort)])
        return mine[(options != GONE) & (sites[options] == feature.index)]

    def reduced_costs(self, prices: Prices) -> Floats:
        """Cost of every itinerary at prices, less the price of serving its cohort."""
        used = np.bincount(self.entries.columns, prices.rows[self.entries.rows] * self.entries.people, minlength=len(self))
        reduced: Floats = self.counts @ prices.weights + used - prices.cohorts[self.batch.cohorts]
        for features in prices.features.values():
            for feature, price in features.items():
                reduced[self.having(feature)] += price
        return reduced

    def costs(self, prices: Prices, numbers: Ints) -> Floats:
        """``(N,)`` cost at prices of some itineraries, by number in rising order; branches apart."""
        first, last = (np.searchsorted(self.entries.columns, numbers, side=side) for side in ("left", "right"))
        lengths = last - first
        at = np.repeat(np.arange(len(numbers)), lengths)
        entries = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(int(lengths.sum()))
        used = np.bincount(at, prices.rows[self.entries.rows[entries]] * self.entries.people[entries], minlength=len(numbers))
        return self.counts[numbers] @ prices.weights + used

    def use(self, values: Floats) -> Floats:
        """``(R,)`` people on each row when so many parties take each itinerary."""
        people: Floats = self.entries.people * values[self.entries.columns]
        return np.bincount(self.entries.rows, people, minlength=len(self._rows.limits)).astype(np.float64)

    def use_of(self, number: int) -> tuple[Ints, Ints]:
        """Rows one itinerary uses, and people on each."""
        first, last = np.searchsorted(self.entries.columns, [number, number + 1])
        return self.entries.rows[first:last], self.entries.people[first:last]

    def block_of(self, cohort: int) -> tuple[Block, int]:
        """Block of a cohort and its position there."""
        return self._blocks[int(self._block_of[cohort])], int(self._place_of[cohort])

    def options_of(self, cohort: int) -> tuple[Option, ...]:
        """Options of a cohort, by the index that nights have."""
        block, at = self.block_of(cohort)
        return block.options.by_shape[int(block.shapes[at])]

    def itinerary(self, number: int) -> Itinerary:
        """One itinerary by number."""
        cohort = int(self.batch.cohorts[number])
        num_steps = len(self._cohorts_list[cohort].clock.case.steps)
        return Itinerary(
            cohort,
            tuple(self.batch.nights[number].tolist()),
            int(self.batch.departures[number]),
            tuple(self.batch.steps[number, :num_steps].tolist()),
            tuple(self.counts[number].tolist()),
        )


def _summed(rows: Ints, columns: Ints, people: Ints, num_rows: int) -> tuple[Ints, Ints, Ints]:
    """Entries without double pairs, by column and row."""
    key = columns * num_rows + rows
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1)) if len(key) else np.zeros(0, dtype=np.int64)
    totals = np.add.reduceat(people[order], starts) if len(starts) else np.zeros(0, dtype=np.int64)
    return key[starts] % num_rows if num_rows else key[starts], key[starts] // num_rows if num_rows else key[starts], totals


class _Uses:
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
