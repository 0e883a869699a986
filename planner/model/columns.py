"""The pool of itineraries found so far: each once, with what it uses and counts, as arrays."""

from dataclasses import dataclass

import numpy as np

from planner.model.block import Block
from planner.model.casework import Casework
from planner.model.cohorts import Cohort
from planner.model.feature import DEPARTURE, OPTION, STEP, Feature
from planner.model.itinerary import COUNTS, GONE, Batch, Itinerary
from planner.model.network import Floats, Ints, Network
from planner.model.options import Option
from planner.model.prices import Prices
from planner.model.rows import Rows
from planner.model.uses import Uses


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
                worker = Uses(block, self._network, self._rows, self._casework, new, which, self._place_of[new.cohorts[which]])
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
