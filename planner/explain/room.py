"""What room there is for one party, were everybody else to keep what the plan gives them.

Some limits are enforced and the others lifted; one shortest path for one cohort gives the itinerary that misses the least of those lifted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from planner.domain.plan import Measure
from planner.explain.capacity import Capacity, CapacityKind, capacities
from planner.explain.session import Session, plan_values
from planner.model.blocks import build_blocks
from planner.model.casework import build_casework
from planner.model.columns import Pool
from planner.model.feature import OPTION, STEP, Feature
from planner.model.itinerary import COUNTS, GONE, LOCKS_BROKEN, POSITION
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.pricing import FINAL, HELD, TRANSFER, Pricer
from planner.model.problem import Problem
from planner.model.rows import NO_ROW

FORBIDDEN, NIGHT, MOVE, DETENTION = 1e9, 1e5, 1e-4, 1e-6
"""Cost of what is not to be, a night without a bed, a move and a night in detention, beside one person too many on a limit for a day."""

UNSTAFFED = 1e-2
"""Cost of a bed in a unit that has none at all that night, beyond that of the bed: a further bed where there are beds comes first."""

MOST_SPLITS = 6
"""How often two case steps on one day are taken apart."""


Kind: TypeAlias = tuple[CapacityKind, str]
"""A limit whatever the day: what it is, and whose."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A plan's problem without too small units, and how much of every limit the plan uses.

    Limits are numbered: first the rows of the problem, then the escorts of each day, then the medics of each day. What a departure can
    carry is not one limit but three: its seats, and the escorts and medics of its day.

    Attributes
    ----------
    names
        Of every limit.
    kinds
        What there is of limits, days apart: the numbers of each, by day.
    used
        ``(R,)`` by everybody.
    aboard
        ``(D,)`` people by departure.
    sized
        ``(R,)`` rows that a party uses with all of its people at once, or not at all.
    unstaffed
        ``(R,)`` beds of a unit that has none that night.
    """

    session: Session
    problem: Problem
    names: Mapping[int, Capacity]
    kinds: Mapping[Kind, tuple[int, ...]]
    used: Floats
    aboard: Ints
    sized: Flags
    unstaffed: Flags

    def kind(self, limit: int) -> Kind:
        """What a limit is, whatever the day."""
        name = self.names[limit]
        return name.kind, name.subject

    @property
    def num_limits(self) -> int:
        """Rows, escorts and medics by day."""
        return len(self.used) + 2 * self.problem.network.num_nights

    def escorts(self, day: int) -> int:
        """Number of the limit of a day's escorts."""
        return len(self.used) + day

    def medics(self, day: int) -> int:
        """Number of the limit of a day's medics."""
        return len(self.used) + self.problem.network.num_nights + day


@dataclass(frozen=True, slots=True)
class Way:
    """An itinerary, and what of the limits it misses.

    Attributes
    ----------
    number
        In the pool of the ground.
    missing
        People (for cases: cases) too many, by limit; only limits that it exceeds.
    """

    number: int
    cost: float
    missing: Mapping[int, int]


def lay_ground(session: Session) -> Ground:
    """Make a plan ready for questions about room: units too small for a party may hold it, at the price of the beds missing."""
    old, rows = session.problem, session.problem.rows
    most = max((cohort.size for cohort in old.cohorts), default=0)
    network = replace(old.network, free_beds=np.maximum(old.network.free_beds, most))
    blocks = build_blocks(old.cohorts, network)
    casework = build_casework([cohort.clock for cohort in old.cohorts], network)
    problem = replace(
        old,
        network=network,
        blocks=blocks,
        pricer=Pricer(blocks, casework, network, rows),
        pool=Pool(old.cohorts, blocks, casework, network, rows),
    )
    values, batch = plan_values(session), old.pool.batch
    leaving = np.flatnonzero((values > 0) & (batch.departures[: len(values)] != GONE))
    sizes = np.array([cohort.size for cohort in old.cohorts], dtype=np.int64)
    people = values[leaving] * sizes[batch.cohorts[leaving]]
    aboard = np.bincount(batch.departures[leaving], people, minlength=len(network.departures)).astype(np.int64)
    sized = np.zeros(len(rows.limits), dtype=bool)
    for numbers in (rows.ground, rows.admissions, rows.discharges, rows.boarding[:, 1:]):
        sized[numbers[numbers != NO_ROW]] = True
    unstaffed = np.zeros(len(rows.limits), dtype=bool)
    unstaffed[rows.beds[(rows.beds != NO_ROW) & (old.network.free_beds == 0)]] = True
    used = old.pool.use(values.astype(np.float64))
    ground = Ground(session, problem, {}, {}, used, aboard, sized, unstaffed)
    staff = {
        number(day): Capacity(kind, "", day, day)
        for number, kind in ((ground.escorts, CapacityKind.ESCORT), (ground.medics, CapacityKind.MEDIC))
        for day in range(network.num_nights)
    }
    names = {**capacities(old), **staff}
    kinds: defaultdict[Kind, list[int]] = defaultdict(list)
    for limit in sorted(names, key=lambda limit: (names[limit], limit)):
        kinds[names[limit].kind, names[limit].subject].append(limit)
    return replace(ground, names=names, kinds={kind: tuple(limits) for kind, limits in sorted(kinds.items())})


class Room:
    """What one party could have instead of its itinerary.

    Parameters
    ----------
    number
        The itinerary in the session's pool; one party that takes it is looked at.
    wants_transfer
        Whether it is to leave on a departure.
    keeps_locks
        Whether its locks are kept.
    """

    def __init__(self, ground: Ground, number: int, *, wants_transfer: bool, keeps_locks: bool = True) -> None:
        session, self._ground = ground.session, ground
        old, problem = session.problem, ground.problem
        self._cohort = int(old.pool.batch.cohorts[number])
        self._size = problem.cohorts[self._cohort].size
        self._kinds = (TRANSFER,) if wants_transfer else (HELD, FINAL, TRANSFER)
        used, self._aboard = ground.used.copy(), ground.aboard.copy()
        rows, people = old.pool.use_of(number)
        used[rows] -= people
        if old.pool.batch.departures[number] != GONE:
            self._aboard[old.pool.batch.departures[number]] -= self._size
        self.left: Ints = np.floor(problem.rows.limits - used + 0.5).astype(np.int64)
        self._blocks = problem.some(np.array([self._cohort]))
        self._seats, self._cases = set(problem.rows.seats.tolist()), set(problem.rows.cases.tolist())
        self._boarding = {int(each): self.too_many_aboard(int(each)) for each in np.flatnonzero(problem.rows.seats != NO_ROW)}
        self._weights = np.zeros(len(COUNTS))
        self._weights[LOCKS_BROKEN] = FORBIDDEN if keeps_locks else 0.0
        for measure, weight in ((Measure.UNPLACED_NIGHTS, NIGHT), (Measure.PERSON_MOVES, MOVE), (Measure.DETENTION_NIGHTS, DETENTION)):
            self._weights[POSITION[measure]] = weight

    def cheapest(self, enforced: Sequence[int] = (), most_unplaced: int | None = None) -> Way | None:
        """The itinerary that misses least, with some limits enforced and the others lifted; None when there is none.

        Parameters
        ----------
        enforced
            Numbers of limits.
        most_unplaced
            Most person-nights without a bed; None for as few as can be.
        """
        price = np.ones(self._ground.num_limits)
        price[list(enforced)] = FORBIDDEN
        found = self._cheapest(price, {}, MOST_SPLITS)
        if found is None or found.cost >= FORBIDDEN:
            return None
        return found if most_unplaced is None or self.unplaced(found) <= most_unplaced else None

    def is_short(self, limit: int) -> bool:
        """Whether the party could exceed a limit at all."""
        rows = self._ground.problem.rows
        if limit >= len(self.left) or limit in self._seats:
            return any(limit in short for short in self._boarding.values())
        steps = self._ground.problem.cohorts[self._cohort].clock.case.steps
        most = sum(step.cases for step in steps) if limit in self._cases else self._size if rows.common[limit] else 1
        return most > int(self.left[limit])

    def unplaced(self, way: Way) -> int:
        """Person-nights without a bed."""
        return int(self._ground.problem.pool.counts[way.number, POSITION[Measure.UNPLACED_NIGHTS]])

    def too_many_aboard(self, departure: int) -> dict[int, int]:
        """Seats, escorts and medics missing for the party on a departure, by limit."""
        problem, ground = self._ground.problem, self._ground
        day, departures = int(problem.network.departure_days[departure]), problem.network.departures
        if not 0 <= day < problem.network.num_nights:
            return {}
        offered = problem.network.instance.resources[day]
        aboard = self._aboard.copy()
        aboard[departure] += self._size
        running = [(departures[at], int(aboard[at])) for at in np.flatnonzero(problem.network.departure_days == day).tolist()]
        missing = {
            int(problem.rows.seats[departure]): int(aboard[departure]) - departures[departure].seats,
            ground.escorts(day): sum(each.escorts_for(people) for each, people in running) - offered.escorts,
            ground.medics(day): sum(each.medics for each, people in running if people) - offered.medics,
        }
        return {limit: count for limit, count in missing.items() if count > 0}

    def _cheapest(self, price: Floats, apart: Mapping[Feature, float], splits: int) -> Way | None:
        problem = self._ground.problem
        prices = Prices(self._row_prices(price), self._weights, np.full(len(problem.cohorts), np.inf), self._features(price, apart))
        [priced] = problem.pricer.price(prices, self._blocks)
        kind = min(self._kinds, key=lambda each: float(priced.costs[each, 0]))
        if priced.costs[kind, 0] >= FORBIDDEN:
            return None  # what it really costs is no less
        numbers = problem.pool.add(problem.pricer.itineraries(priced, prices, np.array([kind]), np.array([0])))
        missing = self._missing(int(numbers[0]))
        way = Way(int(numbers[0]), self._cost(int(numbers[0]), missing, price), missing)
        # Two case steps on one day may together be more than each by itself, which prices do not see: then one of them goes elsewhere.
        same = self._steps_too_close(way) if splits else None
        others = [self._cheapest(price, {**apart, each: FORBIDDEN}, splits - 1) for each in same or ()]
        lawful = [each for each in (way, *others) if each is not None and not self._has(each, apart)]
        return min(lawful, key=lambda each: each.cost, default=None)

    def _row_prices(self, price: Floats) -> Floats:
        """Price of each row for one person: what a party of its size is charged is what it misses."""
        ground, rows = self._ground, self._ground.problem.rows
        num_rows = len(self.left)
        missing = np.where(ground.sized, np.maximum(0, self._size - self.left), 0) / self._size
        if self._size == 1:
            for numbers in (rows.beds, rows.cases):
                real = numbers[numbers != NO_ROW]
                missing[real] = np.maximum(0, 1 - self.left[real])
        apart = ~rows.common
        missing[apart] = np.maximum(0, 1 - self.left[apart])
        charged = missing * price[:num_rows] + UNSTAFFED * ground.unstaffed
        for departure, short in self._boarding.items():
            charged[rows.seats[departure]] = sum(price[limit] * count for limit, count in short.items()) / self._size
        return charged

    def _features(self, price: Floats, apart: Mapping[Feature, float]) -> Mapping[int, Mapping[Feature, float]]:
        """Prices of nights and steps of parties of several, of whom only some may use a unit or need a step."""
        found = dict(apart)
        if self._size > 1:
            problem = self._ground.problem
            for index, option in enumerate(problem.pool.options_of(self._cohort)):
                for unit, people in option.beds:
                    for night, row in enumerate(problem.rows.beds[unit].tolist()):
                        if row != NO_ROW and people > self.left[row]:
                            key = Feature(self._cohort, OPTION, index, night)
                            found[key] = found.get(key, 0.0) + float(price[row] * (people - self.left[row]))
            for index, step in enumerate(problem.cohorts[self._cohort].clock.case.steps):
                for day, row in enumerate(problem.rows.cases.tolist()):
                    if row != NO_ROW and step.cases > self.left[row]:
                        key = Feature(self._cohort, STEP, index, day)
                        found[key] = found.get(key, 0.0) + float(price[row] * (step.cases - self.left[row]))
        return {self._cohort: found} if found else {}

    def _missing(self, number: int) -> dict[int, int]:
        """What an itinerary misses, limit by limit, from what it really uses."""
        problem = self._ground.problem
        rows, people = problem.pool.use_of(number)
        departure = int(problem.pool.batch.departures[number])
        seat = int(problem.rows.seats[departure]) if departure != GONE else NO_ROW
        over = people - self.left[rows]
        missing = {int(row): int(count) for row, count in zip(rows.tolist(), over.tolist(), strict=True) if count > 0 and row != seat}
        return missing if departure == GONE else {**missing, **self._boarding[departure]}

    def _cost(self, number: int, missing: Mapping[int, int], price: Floats) -> float:
        """What an itinerary costs: what it really misses, and its nights without a bed, moves and detention."""
        return float(self._ground.problem.pool.counts[number] @ self._weights) + sum(float(price[at]) * n for at, n in missing.items())

    def _steps_too_close(self, way: Way) -> tuple[Feature, ...] | None:
        """Steps on one day for which cases are missing; None when there are no two."""
        problem = self._ground.problem
        days = problem.pool.batch.steps[way.number].tolist()
        for day in sorted({day for day in days if day != GONE}):
            together = [step for step, when in enumerate(days) if when == day]
            if len(together) > 1 and int(problem.rows.cases[day]) in way.missing:
                return tuple(Feature(self._cohort, STEP, step, day) for step in together)
        return None

    def _has(self, way: Way, apart: Mapping[Feature, float]) -> bool:
        """Whether an itinerary does a step on a day on which it was not to be."""
        steps = self._ground.problem.pool.batch.steps[way.number]
        return any(int(steps[each.index]) == each.day for each in apart)
