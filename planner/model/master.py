"""The master problem: how many parties of each cohort take each itinerary found so far.

A linear programme that is solved again from its last basis whenever itineraries are added or the objective changes.
Rows of keep-apart pairs, of which there are many and few matter, join it when a solution first exceeds them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from planner.domain.plan import Measure
from planner.model.columns import Pool
from planner.model.contested import Choice
from planner.model.engines import new_programme
from planner.model.feature import Feature, Features
from planner.model.itinerary import COUNTS
from planner.model.lp import Answer, joined
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.rows import Rows

SCALES = np.array(
    [
        {Measure.ROAD_MINUTES: 100.0, Measure.WAIT_ORDER: 1000.0, Measure.DEADLINE_ORDER: 1000.0}.get(measure, 1.0) if measure else 1.0
        for measure in COUNTS
    ]
)
"""What each count is divided by inside the linear programme, so that its figures stay near 1."""

EXCEEDS = 1e-7
"""A row is exceeded beyond this."""

PRICELESS = 1e-11
"""A price below this is rounding error."""

MOST_PER_COHORT, KEPT_PER_COHORT = 7, 4
"""When there are so many itineraries a cohort, so many of the cheapest stay."""

RECALLED_PER_COHORT, FEW = 4, 0.05
"""So many itineraries of a cohort come back at once; none at all for less than this share of the cohorts."""

IMPROVES = 1e-6
"""An itinerary improves the master when it costs less than its cohort's price by more than this."""

NOT_IN = -1
NOBODY: Ints = np.zeros(0, dtype=np.int64)

_Part = tuple[Ints, Ints, Floats]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the search: what is held, and how many parties have some features together, at least and at most.

    Attributes
    ----------
    penalty
        Price of leaving every party unserved, so that there is always a solution. At any price the optimum is no more
        than the true one: it may be used as a bound.
    """

    held: Mapping[int, int]
    features: Mapping[Features, tuple[float, float]] = field(default_factory=dict[Features, tuple[float, float]])
    penalty: float | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a master stood: the itineraries, choices, cohorts, contested days and capacities that were basic, by number."""

    numbers: Ints
    choices: frozenset[Choice]
    cohorts: Ints
    capacities: Ints


class Master:
    """The restricted master problem.

    Parameters
    ----------
    counts
        ``(C,)`` parties of each cohort.
    pool, rows
        Itineraries and capacities.
    branch
        What to hold from the start.
    """

    def __init__(self, counts: Ints, pool: Pool, rows: Rows, branch: Branch | None = None) -> None:
        self._pool, self._rows = pool, rows
        self._branch = branch or Branch({})
        self._lp = new_programme()
        self._numbers: Ints = np.zeros(0, dtype=np.int64)
        self._column_of: Ints = np.zeros(0, dtype=np.int64)
        self._choices: dict[Choice, int] = {}
        self._row_of: Ints = np.full(len(rows.limits), NOT_IN, dtype=np.int64)
        self._held_rows: dict[int, int] = {}
        self._features: dict[Features, int] = {}
        self._costs: Floats = np.zeros(len(COUNTS))
        self._preferred: Ints = NOBODY
        self._scale = 1.0
        self._rows_changed = True
        self._answer: Answer | None = None
        self._shortfalls: list[int] = []
        self._thinned_at = np.inf
        self._num_rows = 0
        self._contested_rows = len(counts)
        unlimited = np.full(len(rows.contested), -np.inf)
        parties = counts.astype(np.float64)
        self._add_rows(np.concatenate([parties, unlimited]), np.concatenate([parties, np.ones(len(unlimited))]), [])
        self._activate(np.flatnonzero(rows.common))
        for position, value in self._branch.held.items():
            self.hold(position, value)
        for feature, (least, most) in self._branch.features.items():
            self._features[feature] = self._num_rows
            self._add_rows(np.array([least]), np.array([most]), [])
        if self._branch.penalty is not None:
            held = [(row, min(0, self._branch.held[position]) / SCALES[position]) for position, row in self._held_rows.items()]
            had = [(self._features[features], max(0.0, least)) for features, (least, _) in self._branch.features.items()]
            self._add_shortfall([*zip(range(len(counts)), parties.tolist(), strict=True), *held, *had])

    def _add_shortfall(self, entries: Sequence[tuple[int, float]]) -> None:
        """One column that gives some rows what they ask for, at the penalty's price."""
        rows, values = (np.array([entry[axis] for entry in entries]) for axis in range(2))
        self._shortfalls.append(len(self._numbers))
        self._add_columns(np.array([NOT_IN]), np.ones(1), [(rows, np.zeros(len(rows), np.int64), values.astype(float))])

    # Columns and rows

    def add(self, numbers: Ints) -> int:
        """Add itineraries of the pool by number, those in it already left out; how many were added."""
        known = np.full(len(self._pool), NOT_IN, dtype=np.int64)
        known[: len(self._column_of)] = self._column_of
        self._column_of = known
        fresh = np.unique(numbers[known[numbers] == NOT_IN])
        if not len(fresh):
            return 0
        pool = self._pool
        place = np.full(len(pool), NOT_IN, dtype=np.int64)
        place[fresh] = np.arange(len(fresh))
        first = int(np.searchsorted(pool.entries.columns, int(fresh[0])))
        rows, columns, people = (each[first:] for each in (pool.entries.rows, pool.entries.columns, pool.entries.people))
        wanted = np.flatnonzero((place[columns] != NOT_IN) & (self._row_of[rows] != NOT_IN))
        parts: list[_Part] = [
            (pool.batch.cohorts[fresh], np.arange(len(fresh)), np.ones(len(fresh))),
            (self._row_of[rows[wanted]], place[columns[wanted]], people[wanted].astype(float)),
        ]
        for position, row in self._held_rows.items():
            some = np.flatnonzero(pool.counts[fresh, position])
            parts.append((np.full(len(some), row), some, pool.counts[fresh[some], position] / SCALES[position]))
        if self._features:
            parts.append(self._feature_entries(fresh))
        known[fresh] = len(self._numbers) + np.arange(len(fresh))
        self._add_columns(fresh, np.full(len(fresh), np.inf), parts)
        return len(fresh)

    def _feature_entries(self, fresh: Ints) -> _Part:
        parts: list[_Part] = [(NOBODY, NOBODY, np.zeros(0))]
        for features, row in self._features.items():
            for feature in features:
                columns = np.flatnonzero(np.isin(fresh, self._pool.having(feature)))
                parts.append((np.full(len(columns), row), columns, np.ones(len(columns))))
        return joined(parts)

    def recall(self, prices: Prices, allowed: Flags | None = None) -> int:
        """Add the itineraries of the pool that would improve most, where they are many; how many were added.

        Cheaper than finding new ones, as long as few cohorts go without.

        Parameters
        ----------
        allowed
            ``(N,)`` which itineraries of the pool may be added; None for all.
        """
        reduced = self._pool.reduced_costs(prices)
        better = reduced < -IMPROVES
        better[self.numbers] = False
        if allowed is not None:
            better &= allowed
        found = np.flatnonzero(better)
        found = found[np.argsort(reduced[found], kind="stable")]
        found = found[np.argsort(self._pool.batch.cohorts[found], kind="stable")]
        cohorts = self._pool.batch.cohorts[found]
        best = found[np.arange(len(found)) - np.searchsorted(cohorts, cohorts) < RECALLED_PER_COHORT]
        if len(best) < FEW * self._contested_rows:
            return 0
        added = self.add(best)
        self.thin_out(prices, best)
        return added

    def add_choices(self, choices: list[Choice]) -> int:
        """Add choices of contested days; how many were new."""
        fresh = [choice for choice in dict.fromkeys(choices) if choice not in self._choices]
        for choice in fresh:
            seats = self._row_of[self._rows.seats[list(self._rows.contested[choice.day].departures)]]
            rows = np.append(seats, self._contested_rows + choice.day)
            values = np.append(-np.array(choice.people, dtype=float), 1.0)
            self._choices[choice] = len(self._numbers)
            self._add_columns(np.array([NOT_IN]), np.array([np.inf]), [(rows, np.zeros(len(rows), np.int64), values)])
        return len(fresh)

    @property
    def numbers(self) -> Ints:
        """Pool numbers of the itineraries in it."""
        return self._numbers[self._numbers != NOT_IN]

    @property
    def choices(self) -> list[Choice]:
        """Choices of contested days in it."""
        return list(self._choices)

    def thin_out(self, prices: Prices, fresh: Ints) -> None:
        """Keep small: the cheapest itineraries stay, those in use, those just found, and one a cohort without a bed.

        Only where the optimum has moved since the last time: what went would else come back, and go again, without end.
        """
        mine, num_cohorts, optimum = self.numbers, self._contested_rows, self.answer.objective
        if len(mine) < MOST_PER_COHORT * num_cohorts or optimum > self._thinned_at - EXCEEDS * max(1.0, abs(optimum)):
            return
        self._thinned_at = optimum
        reduced = self._pool.reduced_costs(prices)
        keep = np.zeros(len(self._pool), dtype=bool)
        keep[mine[np.argsort(reduced[mine], kind="stable")[: KEPT_PER_COHORT * num_cohorts]]] = True
        keep[:num_cohorts] = True
        keep[fresh] = True
        self.keep(keep | (self.values() > 0))

    def keep(self, numbers: Flags) -> None:
        """Take out the itineraries of the pool that are not among some; choices stay."""
        real = self._numbers != NOT_IN
        stays = ~real
        stays[real] = numbers[self._numbers[real]]
        place = np.cumsum(stays) - 1
        self._lp.keep(stays)
        if self._answer is not None:
            solved = stays[: len(self._answer.values)]
            self._answer = replace(self._answer, values=self._answer.values[solved], reduced=self._answer.reduced[solved])
        self._choices = {choice: int(place[column]) for choice, column in self._choices.items()}
        self._shortfalls = [int(place[column]) for column in self._shortfalls]
        self._numbers = self._numbers[stays]
        self._column_of[:] = NOT_IN
        there = np.flatnonzero(self._numbers != NOT_IN)
        self._column_of[self._numbers[there]] = there

    def _add_columns(self, numbers: Ints, upper: Floats, parts: list[_Part]) -> None:
        self._numbers = np.concatenate([self._numbers, numbers])
        self._lp.add_columns(upper, joined(parts))

    def _add_rows(self, lower: Floats, upper: Floats, parts: list[_Part]) -> None:
        self._num_rows += len(lower)
        empty = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        rows, columns, values = joined((*parts, empty))
        self._lp.add_rows(lower.astype(float), upper.astype(float), (rows.astype(np.int64), columns.astype(np.int64), values.astype(float)))
        self._rows_changed = True

    def _activate(self, numbers: Ints) -> None:
        """Let capacities join, by number."""
        fresh = np.unique(numbers[(numbers >= 0)])
        fresh = fresh[self._row_of[fresh] == NOT_IN]
        if not len(fresh):
            return
        place = np.full(len(self._rows.limits), NOT_IN, dtype=np.int64)
        place[fresh] = np.arange(len(fresh))
        entries, columns = self._pool.entries, np.append(self._column_of, np.full(len(self._pool) - len(self._column_of), NOT_IN))
        wanted = np.flatnonzero((place[entries.rows] != NOT_IN) & (columns[entries.columns] != NOT_IN))
        part = (place[entries.rows[wanted]], columns[entries.columns[wanted]], entries.people[wanted].astype(float))
        self._row_of[fresh] = self._num_rows + np.arange(len(fresh))
        self._add_rows(np.full(len(fresh), -np.inf), self._rows.limits[fresh], [part])

    def basis(self) -> Basis | None:
        """Where the last solve ended; None when the engine does not say."""
        ends = self._lp.basis()
        if ends is None:
            return None
        columns, rows = ends
        return Basis(
            numbers=self._numbers[columns & (self._numbers != NOT_IN)],
            choices=frozenset(choice for choice, column in self._choices.items() if columns[column]),
            cohorts=np.flatnonzero(rows[: self._contested_rows + len(self._rows.contested)]),
            capacities=np.flatnonzero((self._row_of != NOT_IN) & np.append(rows, False)[self._row_of]),  # no row
        )

    def start_from(self, basis: Basis) -> None:
        """Begin the next solve where another master with the same itineraries and capacities stood."""
        mine = basis.numbers[basis.numbers < len(self._column_of)]
        columns, rows = np.zeros(len(self._numbers), dtype=bool), np.zeros(self._num_rows, dtype=bool)
        columns[self._column_of[mine][self._column_of[mine] != NOT_IN]] = True
        columns[[column for choice, column in self._choices.items() if choice in basis.choices]] = True
        rows[basis.cohorts] = True
        there = self._row_of[basis.capacities]
        rows[there[there != NOT_IN]] = True
        self._lp.start_from(columns, rows)

    # Objectives and what is held

    def minimise(self, weights: Floats, scale: float) -> None:
        """Make a weighted sum of counts the objective; the scale divides it inside the linear programme."""
        self._costs, self._scale, self._preferred, self._thinned_at = weights, scale, NOBODY, np.inf

    def prefer(self, numbers: Ints) -> None:
        """Make it the objective to have as many parties as can be on some itineraries of the pool, by number."""
        self._preferred, self._scale = numbers, 1.0

    def minimise_count(self, position: int) -> None:
        """Make one count the objective."""
        self.minimise(np.eye(len(COUNTS))[position], float(SCALES[position]))

    def hold(self, position: int, value: int) -> None:
        """Let a count be no worse than a value from now on."""
        columns = np.flatnonzero(self._numbers != NOT_IN)
        count = self._pool.counts[self._numbers[columns], position]
        some = np.flatnonzero(count)
        part = (np.zeros(len(some), np.int64), columns[some], count[some] / SCALES[position])
        self._held_rows[position] = self._num_rows
        self._add_rows(np.array([-np.inf]), np.array([value / SCALES[position]]), [part])

    def forbid_choices(self, choices: list[Choice]) -> None:
        """Take choices out."""
        columns = np.array([self._choices[choice] for choice in choices], dtype=np.int64)
        if len(columns):
            self._lp.set_columns(columns, np.zeros(len(columns)), np.zeros(len(columns)))

    def choose_days(self) -> None:
        """Let every contested day have the choice that most of it has in the last solution, and no other."""
        share = {choice: float(self.answer.values[column]) for choice, column in self._choices.items() if column < len(self.answer.values)}
        best: dict[int, Choice] = {}
        for choice in share:
            best[choice.day] = max(best.get(choice.day, choice), choice, key=lambda each: (share[each], each.people))
        self.forbid_choices([choice for choice in self._choices if choice is not best.get(choice.day)])

    def fill(self, numbers: Ints) -> None:
        """Let capacities be used in full, by number."""
        self._activate(numbers)
        rows = self._row_of[numbers]
        full = self._rows.limits[numbers][rows != NOT_IN]
        if len(full):
            self._lp.set_rows(rows[rows != NOT_IN], full, full)
            self._need(rows[rows != NOT_IN], full)

    def fill_days(self, days: Ints) -> None:
        """Let contested days, by index, be used in full."""
        if len(days):
            self._lp.set_rows(self._contested_rows + days, np.ones(len(days)), np.ones(len(days)))
            self._need(self._contested_rows + days, np.ones(len(days)))

    def _need(self, rows: Ints, values: Floats) -> None:
        """Let there be a shortfall of rows that must be used in full, in a branch."""
        if self._branch.penalty is not None:
            self._add_shortfall(list(zip(rows.tolist(), values.tolist(), strict=True)))

    # Solving

    def solve(self) -> float:
        """Solve from the last basis; capacities that turn out exceeded join.

        Returns
        -------
        float
            Optimum over the itineraries found so far.
        """
        real = self._numbers != NOT_IN
        costs = np.zeros(len(self._numbers))
        if len(self._preferred):
            costs[real] = -np.isin(self._numbers[real], self._preferred).astype(float)
        else:
            costs[real] = self._pool.counts[self._numbers[real]] @ self._costs / self._scale
        if self._branch.penalty is not None:
            costs[self._shortfalls] = self._branch.penalty
        self._lp.set_costs(costs)
        while True:
            self._answer = self._lp.solve(dual=self._rows_changed)
            self._rows_changed = False
            used = self._pool.use(self.values())
            exceeded = np.flatnonzero((used > self._rows.limits + EXCEEDS) & (self._row_of == NOT_IN))
            if not len(exceeded):
                return self._answer.objective * self._scale
            self._activate(exceeded)

    @property
    def is_solved(self) -> bool:
        """Whether it was ever solved."""
        return self._answer is not None

    @property
    def answer(self) -> Answer:
        """The last solve's."""
        assert self._answer is not None  # noqa: S101  # asked after a solve only
        return self._answer

    def shortfall(self) -> float:
        """Shares of what is left unserved or unfilled in the last solve; 0 where the branch has a solution."""
        return float(self.answer.values[self._shortfalls].sum())

    def raise_penalty(self, factor: float) -> None:
        """Let a shortfall cost so many times as much, in a branch."""
        if self._branch.penalty is not None:
            self._branch = replace(self._branch, penalty=factor * self._branch.penalty)

    def values(self) -> Floats:
        """``(N,)`` parties on each itinerary of the pool, not whole in general; none before the first solve."""
        values = np.zeros(len(self._pool))
        if not self.is_solved:
            return values
        real = self._numbers != NOT_IN
        solved = real[: len(self.answer.values)]
        values[self._numbers[: len(solved)][solved]] = self.answer.values[solved]
        return values

    def day_prices(self) -> Floats:
        """``(Z,)`` price of each contested day: what the best choice in it is worth."""
        last = self._contested_rows + len(self._rows.contested)
        return -self.answer.duals[self._contested_rows : last] * self._scale

    def prices(self) -> Prices:
        """Dual prices of the last solve; those of capacities that must be used in full may be below 0."""
        duals = self.answer.duals * self._scale
        rows = np.zeros(len(self._rows.limits))
        active = self._row_of != NOT_IN
        rows[active] = -duals[self._row_of[active]]
        rows[np.abs(rows) < PRICELESS] = 0.0
        weights = self._costs.copy()
        for position, row in self._held_rows.items():
            weights[position] += max(0.0, -duals[row]) / SCALES[position]
        found: dict[int, dict[Feature, float]] = {}
        for features, price in self._feature_prices().items():
            for feature in features:
                own = found.setdefault(feature.cohort, {})
                own[feature] = own.get(feature, 0.0) + price
        return Prices(rows, weights, duals[: self._contested_rows], found)

    def _feature_prices(self) -> dict[Features, float]:
        """Price of each bound on features that is met."""
        prices: dict[Features, float] = {}
        for features, row in self._features.items():
            price, (least, most) = -float(self.answer.duals[row]) * self._scale, self._branch.features[features]
            if abs(price) > PRICELESS and np.isfinite(most if price > 0 else least):
                prices[features] = price
        return prices

    def branch_worth(self) -> float:
        """What the bounds on features are worth at the last solve's prices."""
        priced = ((price, self._branch.features[features]) for features, price in self._feature_prices().items())
        return sum(price * (most if price > 0 else least) for price, (least, most) in priced)
