"""A quick whole plan in which nobody takes what another has taken.

Cohorts choose in turn, a handful at a time, at prices that make dear what is used up. It proves nothing: it gives
column generation a place to start from, finishes a plan that is whole in part, and stands in when time is short.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.plan import Measure
from planner.model.contested import best_choice
from planner.model.itinerary import COUNTS, LOCKS_BROKEN, POSITION
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.problem import Problem

DEAR = 1e5
HANDFUL, HANDFULS = 20, 60
"""Cohorts that choose at once: so many, or more where there would be more handfuls than that."""

WHOLE = 1e-6
"""Parties are whole within this."""

MOST_TURNS = 20
"""How often a cohort may choose again when its choice no longer fits; then it waits without a bed."""

WEIGHTS = {
    Measure.UNPLACED_NIGHTS: 200.0,
    Measure.TRANSFERS: 40.0,
    Measure.EXPIRING_TRANSFERS: 10.0,
    Measure.LIVE_CASES_LET_GO: 5.0,
    Measure.DETENTION_NIGHTS: 0.1,
    Measure.PERSON_MOVES: 0.02,
    Measure.ROAD_MINUTES: 0.0001,
    Measure.CHANGES: 0.005,
    Measure.WAIT_ORDER: 0.00001,
    Measure.DEADLINE_ORDER: 0.000001,
}
"""Only to start from: the tiers themselves are settled strictly one after the other."""


def start_weights() -> Floats:
    """Weight of each count for a first plan."""
    weights = np.zeros(len(COUNTS))
    weights[LOCKS_BROKEN] = 10 * WEIGHTS[Measure.UNPLACED_NIGHTS]
    for measure, weight in WEIGHTS.items():
        weights[POSITION[measure]] = weight
    return weights


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole plan: parties by number of itinerary, and the total of each count."""

    parties: dict[int, int]
    totals: Ints


def whole_of(problem: Problem, parties: dict[int, int]) -> Whole:
    """A plan by the parties on each itinerary, with its totals."""
    numbers = np.array(sorted(parties), dtype=np.int64)
    counts = np.array([parties[number] for number in numbers.tolist()], dtype=np.int64)
    return Whole({int(number): parties[int(number)] for number in numbers}, counts @ problem.pool.counts[numbers])


def used_by(problem: Problem, parties: Mapping[int, int]) -> Floats:
    """``(R,)`` people on each row when so many parties take each itinerary."""
    values = np.zeros(len(problem.pool))
    values[list(parties)] = list(parties.values())
    return problem.pool.use(values)


def rounded(problem: Problem, values: Floats) -> Whole:
    """The whole part of a linear plan, filled up."""
    return complete(problem, no_prices(problem), whole_part(values))[0]


def whole_part(values: Floats) -> dict[int, int]:
    """Whole parties by number of itinerary, of ``(N,)`` parties in fractions."""
    return {int(number): math.floor(values[number] + WHOLE) for number in np.flatnonzero(values >= 1 - WHOLE)}


def no_prices(problem: Problem) -> Prices:
    """Every capacity free, every count by its weight for a first plan."""
    return Prices(np.zeros(len(problem.rows.limits)), start_weights(), np.zeros(len(problem.cohorts)), {})


def complete(problem: Problem, prices: Prices, parties: Mapping[int, int]) -> tuple[Whole, Ints]:
    """A whole plan from one that is whole in part: who is left chooses in turn.

    Parameters
    ----------
    parties
        Whole parties by number of itinerary; those that do not fit together with the ones before choose again.

    Returns
    -------
    tuple
        The plan, and the numbers of all itineraries looked at.
    """
    state = _begin(problem, prices, parties)
    seen: list[Ints] = []
    size = max(HANDFUL, len(state.waiting) // HANDFULS)
    queue = _queue(problem, state.waiting)
    turns = np.zeros(len(problem.cohorts), dtype=np.int64)
    while queue:
        handful, queue = queue[:size], queue[size:]
        found = _choose(problem, state.prices(prices), handful)
        seen += [numbers for numbers, _ in found]
        best = _cheapest(problem, found)
        again: list[int] = []
        for cohort in handful:
            turns[cohort] += not state.take(problem, cohort, best[cohort])
            if state.waiting[cohort] and turns[cohort] < MOST_TURNS:
                again.append(cohort)
        queue = again + queue
    state.leave_unplaced()
    return whole_of(problem, state.taken), np.concatenate(seen) if seen else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _State:
    """A plan while cohorts choose.

    Attributes
    ----------
    left
        ``(R,)`` what is left of each capacity.
    exhausted
        ``(R,)`` whether too little was left for somebody.
    waiting
        ``(C,)`` parties without an itinerary.
    taken
        Parties by number of itinerary.
    """

    left: Floats
    exhausted: Flags
    waiting: Ints
    taken: dict[int, int]

    def prices(self, prices: Prices) -> Prices:
        """Prices at which what is used up is dear, and every itinerary is cheap enough to be found."""
        rows = prices.rows + np.where(self.exhausted | (self.left <= 0), DEAR, 0.0)
        return Prices(rows, prices.weights, np.full(len(self.waiting), np.inf), {})

    def take(self, problem: Problem, cohort: int, number: int, most: int | None = None) -> bool:
        """Give an itinerary to as many of a cohort's waiting parties as fit, or to so many at most; whether any did."""
        used, people = problem.pool.use_of(number)
        waiting = int(self.waiting[cohort]) if most is None else min(most, int(self.waiting[cohort]))
        fits = int(min([waiting, *(self.left[used] // people)]))
        if fits > 0:
            self.left[used] -= people * fits
            self.waiting[cohort] -= fits
            self.taken[number] = self.taken.get(number, 0) + fits
        if self.waiting[cohort]:
            self.exhausted[used[self.left[used] < people]] = True
        return fits > 0

    def leave_unplaced(self) -> None:
        """Give whoever still waits the cohort's first itinerary, the one without a bed."""
        for cohort in np.flatnonzero(self.waiting).tolist():
            self.taken[cohort] = self.taken.get(cohort, 0) + int(self.waiting[cohort])


def _begin(problem: Problem, prices: Prices, parties: Mapping[int, int]) -> _State:
    """The plan before anybody chooses, with one choice made for every contested day: the one that serves most of those given."""
    pool, rows = problem.pool, problem.rows
    left = rows.limits.copy()
    seats = np.append(prices.rows, 0.0)[rows.seats] + 1.0 + DEAR * np.append(used_by(problem, parties), 0.0)[rows.seats]
    for number, day in enumerate(rows.contested):
        left[rows.seats[list(day.departures)]] = best_choice(number, problem.network, rows, seats)[1].people
    state = _State(left, np.zeros(len(left), dtype=bool), problem.counts.copy(), {})
    for number in sorted(parties):
        state.take(problem, int(pool.batch.cohorts[number]), number, parties[number])
    state.exhausted[:] = False
    return state


def _cheapest(problem: Problem, found: list[tuple[Ints, Floats]]) -> dict[int, int]:
    """Number of the cheapest itinerary found of each cohort."""
    best: dict[int, tuple[float, int]] = {}
    for numbers, costs in found:
        for number, cost in zip(numbers.tolist(), costs.tolist(), strict=True):
            cohort = int(problem.pool.batch.cohorts[number])
            best[cohort] = min(best.get(cohort, (np.inf, number)), (cost, number))
    return {cohort: number for cohort, (_, number) in best.items()}


def _queue(problem: Problem, waiting: Ints) -> list[int]:
    """Cohorts with somebody waiting: those with locks first, then who may be detained on the fewest nights."""
    nights = [sum(cohort.clock.detention_nights) for cohort in problem.cohorts]
    return sorted(np.flatnonzero(waiting > 0).tolist(), key=lambda cohort: (not problem.cohorts[cohort].locks, nights[cohort], cohort))


def _choose(problem: Problem, prices: Prices, cohorts: list[int]) -> list[tuple[Ints, Floats]]:
    """The cheapest itineraries of some cohorts: numbers and costs."""
    found: list[tuple[Ints, Floats]] = []
    for priced in problem.pricer.price(prices, problem.some(np.array(cohorts))):
        kinds, at = np.nonzero(np.isfinite(priced.costs))
        numbers = problem.pool.add(problem.pricer.itineraries(priced, prices, kinds, at))
        found.append((numbers, priced.costs[kinds, at]))
    return found
