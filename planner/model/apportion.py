"""A whole plan over roles, shared out among the sites: who of like sites goes when, and where everybody goes.

The smaller problem (`planner.model.aggregation`) says how many parties of each cohort take which itinerary. What is left
to choose is the site of every stay, and that only touches beds, admissions and discharges of the sites taken for one:
a whole-number programme for each of them, over kinds of stay and not over parties.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planner.model.aggregation import Aggregation, OptionTables
from planner.model.block import NO_UNIT
from planner.model.itinerary import GONE, Batch
from planner.model.network import Ints
from planner.model.problem import Problem
from planner.model.programme import Programme
from planner.model.rows import NO_ROW

NODES = 50
"""Largest search for one of these programmes; most have none."""

LEFT_OUT = 100.0
"""What a party left out weighs against one person more than there is room for on one night."""

MOST = 1e6


@dataclass(frozen=True, slots=True)
class _Stay:
    """A run of nights at one site of the smaller problem.

    Attributes
    ----------
    place
        That site.
    first
        First night; there are no nights where a party leaves on its first day.
    options
        Option of every night, by the smaller problem's numbers.
    leaves
        Whether the party is somewhere else, or gone, on the day after.
    """

    place: int
    first: int
    options: tuple[int, ...]
    leaves: bool


_Kind: TypeAlias = tuple[_Stay, int]
"""A stay after the first, and the cohort that stands for all with the same options."""

_Uses: TypeAlias = list[tuple[int, int]]
"""Rows, and people on each."""


def apportion(aggregation: Aggregation, problem: Problem, parties: Mapping[int, int]) -> dict[int, int]:
    """Share a plan of the smaller problem out among the sites, with as few people as can be beyond what the sites have room for.

    Parameters
    ----------
    parties
        Parties by number of the smaller problem's itinerary, every cohort in full.

    Returns
    -------
    dict
        Parties by number of the larger problem's itinerary; not all of them need fit together.
    """
    return _Apportionment(aggregation, problem, parties).run()


class _Apportionment:
    """One plan being shared out."""

    def __init__(self, aggregation: Aggregation, problem: Problem, parties: Mapping[int, int]) -> None:
        self._aggregation, self._problem, self._parties = aggregation, problem, parties
        self._tables = OptionTables(aggregation, problem)
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        for cohort, small in enumerate(aggregation.cohorts.tolist()):
            self._members[small].append(cohort)
        self._stays = {number: _stays_of(aggregation.problem, number) for number in sorted(parties)}
        self._at_first: dict[tuple[int, int], int] = {}  # parties by cohort and itinerary of the smaller problem
        self._then: defaultdict[_Kind, Counter[int]] = defaultdict(Counter)  # parties by site

    def run(self) -> dict[int, int]:
        """Choose sites one site of the smaller problem after the other, then put the stays together."""
        begins: defaultdict[int, list[int]] = defaultdict(list)
        kinds: defaultdict[int, Counter[_Kind]] = defaultdict(Counter)
        for number, stays in self._stays.items():
            begins[stays[0].place].append(number)
            for stay in stays[1:]:
                kinds[stay.place][stay, self._like(number)] += self._parties[number]
        for place in sorted({*begins, *kinds}):
            self._choose(place, begins[place], kinds[place])
        return self._together()

    def _cohort(self, number: int) -> int:
        return int(self._aggregation.problem.pool.batch.cohorts[number])

    def _like(self, number: int) -> int:
        return self._tables.like(self._members[self._cohort(number)][0])

    def _choose(self, place: int, begins: list[int], kinds: Counter[_Kind]) -> None:
        """Which cohorts take the itineraries that begin at like sites, and at which of these sites later stays are."""
        crowding = _Crowding(self._problem)
        at_first = {pair: column for number in begins for pair, column in self._first_columns(crowding, number)}
        then = {
            (kind, site): crowding.column(parties, uses, (all_of_them,))
            for kind, parties in kinds.items()
            for all_of_them in (crowding.exactly(parties),)
            for site in self._tables.members[place]
            if (uses := self._uses(kind[1], int(self._aggregation.cohorts[kind[1]]), kind[0], site, is_first=False)) is not None
        }
        values = crowding.solve()
        self._at_first |= {pair: int(values[column]) for pair, column in at_first.items() if values[column]}
        for (kind, site), column in then.items():
            if values[column]:
                self._then[kind][site] += int(values[column])

    def _first_columns(self, crowding: "_Crowding", number: int) -> Iterator[tuple[tuple[int, int], int]]:
        """Columns of an itinerary: one for each cohort that may take it from where its parties are."""
        cohort, parties = self._cohort(number), self._parties[number]
        all_of_them = crowding.exactly(parties)
        for member in self._members[cohort]:
            uses = self._uses(member, cohort, self._stays[number][0], self._start_site(member), is_first=True)
            if uses is not None:
                yield (member, number), crowding.column(parties, uses, (all_of_them, crowding.whole_cohort(member)))

    def _start_site(self, cohort: int) -> int:
        block, at = self._problem.pool.block_of(cohort)
        return int(block.start_sites[at])

    def _uses(self, cohort: int, small: int, stay: _Stay, site: int, *, is_first: bool) -> _Uses | None:
        """What one party on a stay at a site uses; None where it can not be there."""
        rows, found = self._problem.rows, Counter[int]()
        block, at = self._problem.pool.block_of(cohort)
        size, first = int(block.sizes[at]), int(block.options.first[block.shapes[at]])
        table = self._tables.of(cohort, small)[site]
        for night, option in enumerate(stay.options, stay.first):
            mine = int(table[option])
            if mine == GONE or not block.options.fits[first + mine, night]:
                return None
            units, people = block.options.units[first + mine].tolist(), block.options.people[first + mine].tolist()
            for unit, inside in zip(units, people, strict=True):
                if unit != NO_UNIT:
                    found[int(rows.beds[unit, night])] += inside
        if not is_first:
            found[int(rows.admissions[site, stay.first])] += size
        if stay.leaves:
            found[int(rows.discharges[site, stay.first + len(stay.options)])] += size
        found.pop(NO_ROW, None)
        return list(found.items())

    def _together(self) -> dict[int, int]:
        """Itineraries of the larger problem: after each stay the nearest of the sites chosen for the next."""
        small, batch = self._aggregation.problem, self._aggregation.problem.pool.batch
        ways: list[tuple[int, int, int, Ints]] = []
        for (member, number), parties in sorted(self._at_first.items()):
            table, stays = self._tables.of(member, self._cohort(number)), self._stays[number]
            for some, sites in self._routes(member, number, parties):
                nights = np.full(small.network.num_nights, GONE, dtype=np.int64)
                for stay, site in zip(stays, sites, strict=True):
                    nights[stay.first : stay.first + len(stay.options)] = table[site, list(stay.options)]
                ways.append((member, number, some, nights))
        origin = [number for _, number, _, _ in ways]
        nights = np.array([way for _, _, _, way in ways], dtype=np.int64).reshape(len(ways), small.network.num_nights)
        cohorts = np.array([member for member, _, _, _ in ways], dtype=np.int64)
        numbers = self._problem.pool.add(Batch(cohorts, nights, batch.departures[origin], batch.steps[origin]))
        found: Counter[int] = Counter()
        for itinerary, (_, _, some, _) in zip(numbers.tolist(), ways, strict=True):
            found[itinerary] += some
        return dict(found)

    def _routes(self, member: int, number: int, parties: int) -> list[tuple[int, tuple[int, ...]]]:
        """Parties of a cohort that take an itinerary, by the sites they are at one after the other."""
        minutes, routes = self._problem.network.minutes, [(parties, (self._start_site(member),))]
        for stay in self._stays[number][1:]:
            left, split = self._then[stay, self._like(number)], list[tuple[int, tuple[int, ...]]]()
            for some, sites in routes:
                waiting = some
                for site in sorted(left, key=lambda site: (minutes[sites[-1], site], site)):
                    taken = min(waiting, left[site])
                    if taken:
                        split.append((taken, (*sites, site)))
                        left[site] -= taken
                        waiting -= taken
            routes = split
        return routes


class _Crowding:
    """A whole-number programme for the least people beyond what there is room for."""

    def __init__(self, problem: Problem) -> None:
        self._limits, self._counts = problem.rows.limits, problem.counts
        self._programme = Programme([], [], [], np.zeros(0, dtype=np.int64))
        self._rows: dict[int, int] = {}
        self._cohorts: dict[int, int] = {}
        self._costs: dict[int, float] = {}

    def exactly(self, parties: int) -> int:
        """Add a row of so many parties, some of whom may be left out; its number."""
        row = self._programme.add_row(parties, parties)
        self._slack(row, 1.0, LEFT_OUT)
        return row

    def whole_cohort(self, cohort: int) -> int:
        """The row of a cohort's parties."""
        if cohort not in self._cohorts:
            self._cohorts[cohort] = self.exactly(int(self._counts[cohort]))
        return self._cohorts[cohort]

    def _slack(self, row: int, value: float, cost: float) -> None:
        column = self._programme.add_column(MOST)
        self._programme.entry(row, column, value)
        self._costs[column] = cost

    def column(self, most: int, uses: _Uses, counted: tuple[int, ...]) -> int:
        """Add a column of at most so many parties that use capacities and count in rows; its number."""
        column = self._programme.add_column(most)
        for row in counted:
            self._programme.entry(row, column, 1.0)
        for capacity, people in uses:
            if capacity not in self._rows:
                self._rows[capacity] = self._programme.add_row(float(self._limits[capacity]))
                self._slack(self._rows[capacity], -1.0, 1.0)
            self._programme.entry(self._rows[capacity], column, people)
        return column

    def solve(self) -> Ints:
        """``(N,)`` parties by column."""
        costs = np.zeros(self._programme.num_columns)
        costs[list(self._costs)] = list(self._costs.values())
        values = self._programme.solve(costs, nodes=NODES)
        return np.zeros(len(costs), dtype=np.int64) if values is None else np.round(values).astype(np.int64)


def _stays_of(problem: Problem, number: int) -> tuple[_Stay, ...]:
    """Stays of an itinerary, the first of them where the party starts."""
    cohort = int(problem.pool.batch.cohorts[number])
    block, at = problem.pool.block_of(cohort)
    options = problem.pool.options_of(cohort)
    first = int(block.entry_days[at])
    runs: list[tuple[int, int, list[int]]] = [(int(block.start_sites[at]), first, [])]
    for night, option in enumerate(problem.pool.batch.nights[number, first:].tolist(), first):
        if option == GONE:
            break
        site = options[int(option)].site
        if site != runs[-1][0]:
            runs.append((site, night, []))
        runs[-1][2].append(option)
    departs = bool(problem.pool.batch.departures[number] != GONE)
    return tuple(_Stay(place, night, tuple(run), leaves=departs or at < len(runs) - 1) for at, (place, night, run) in enumerate(runs))
