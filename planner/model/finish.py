"""Whole people: a plan that attains every value the tiers hold, near the linear optimum.

Cohorts whose parties are whole in the linear optimum keep their itineraries, the others choose anew by a whole-number
programme; where that has no answer, those join them who share most of what the fractions compete for, twice as many
each time (a large-neighbourhood search; docs/model.md, section Whole people).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from planner.domain.plan import Measure
from planner.model.contested import Limit
from planner.model.greedy import WHOLE, Whole
from planner.model.itinerary import POSITION
from planner.model.network import Flags, Floats, Ints
from planner.model.problem import Problem
from planner.model.proof import limits_of
from planner.model.rows import NO_ROW
from planner.model.tiers import Tiers
from planner.model.whole import has_staff, solve_soon, solve_whole

LEAST_SECONDS = 2.0
"""Time a whole-number programme gets even when the time limit has passed."""

CORNERS, FEW, SHARE = 6, 40, 5
"""Corners of the face looked at with at most so many cohorts, or one in so many, that choose anew."""

MOST_SHARE = 4
"""At the next corner so many tenths of the cohorts may. Where that is not enough, branches find a plan sooner than all at once do."""

ALTERNATIVES = 8
"""How many times other itineraries of equal cost are looked for before whole parties choose."""

NEAR_SECONDS = 10.0
"""Longest time of one whole-number programme near a linear optimum that is to be as good as can be, not only attain what is held."""

SOON_SECONDS = 3.0
"""The same where branches come next."""

MAKING_ROOM = 2
"""When time is up so many times the cohorts without a bed choose anew, to make room for them; twice as many where that gains nothing."""

NEARLY_ALL = 0.8
"""When so many of the cohorts would choose anew, all do."""


def whole_plan(
    problem: Problem,
    tiers: Tiers,
    num_counts: int,
    values: Mapping[int, int],
    last: Mapping[int, int],
    seconds_left: Callable[[], float],
) -> Whole | None:
    """A whole plan that attains every value, by position; None when there is none over the itineraries found, or none in time.

    Parameters
    ----------
    tiers
        Where every count is settled, at its linear optimum.
    num_counts
        How many counts were settled.
    last
        An earlier whole plan, parties by itinerary: cohorts that are elsewhere choose anew at once; empty for none.
    """
    search = _Search(problem, tiers, num_counts, values, seconds_left)
    whole = search.around(search.parties(), search.in_fractions() | search.elsewhere(last)) if last else None
    if whole is not None:
        return whole
    few = max(FEW, len(problem.cohorts) // SHARE)
    for corner in range(CORNERS):
        whole = search.near_corner(corner, few)
        if whole is not None:
            return whole
        if search.all_open or seconds_left() <= 0:
            return None
    return search.near_corner(CORNERS, max(few, len(problem.cohorts) * MOST_SHARE // 10))


def best_near(
    problem: Problem,
    parties: Floats,
    usable: Ints,
    held: Mapping[int, int],
    position: int,
    seconds_left: Callable[[], float],
    limits: Sequence[Limit],
    widest: int | None = None,
) -> Whole | None:
    """A whole plan near a linear one that holds some counts, with the best value of one more among those looked at.

    Few cohorts choose anew, then twice as many, until there is a plan.

    Parameters
    ----------
    parties
        ``(N,)`` parties on each itinerary in the linear solution.
    usable
        Itineraries that may be chosen, by number.
    held
        Value each count may not exceed, by position.
    position
        The count to minimise.
    limits
        What no choice of a contested day exceeds.
    widest
        How many times more cohorts may choose anew; None for as often as it takes.
    """
    cohorts = problem.pool.batch.cohorts
    is_open = np.zeros(len(problem.cohorts), dtype=bool)
    is_open[cohorts[_is_fraction(parties)]] = True
    while True:
        fixed = {int(number): round(parties[number]) for number in np.flatnonzero(~is_open[cohorts] & (parties > WHOLE))}
        seconds = min(NEAR_SECONDS if widest is None else SOON_SECONDS, max(LEAST_SECONDS, seconds_left()))
        whole = solve_whole(problem, usable[is_open[cohorts[usable]]], fixed, held, position, seconds, limits=limits)
        if whole is not None or is_open.all() or seconds_left() <= 0 or widest == 0:
            return whole
        widest = None if widest is None else widest - 1
        is_open = with_nearest(problem, is_open, parties, max(1, 2 * int(is_open.sum())))


def cheapest_near(problem: Problem, parties: Floats, weights: Floats, seconds: float | None, limits: Sequence[Limit]) -> Whole | None:
    """A cheap whole plan near a linear one, soon: for when time is up.

    Parameters
    ----------
    parties
        ``(N,)`` parties on each itinerary in the linear solution.
    weights
        ``(K,)`` cost of each count.
    seconds
        Longest time to spend; None for an end by the solver's own count.
    limits
        What no choice of a contested day exceeds.
    """
    pool, seats = problem.pool, problem.rows.seats
    parties = np.concatenate([parties, np.zeros(len(pool) - len(parties))])
    is_open = np.zeros(len(problem.cohorts), dtype=bool)
    is_open[pool.batch.cohorts[_is_fraction(parties)]] = True
    stays = ~is_open[pool.batch.cohorts] & (parties > WHOLE)
    used = pool.use(np.where(stays, np.round(parties), 0.0))
    boarding = np.append(seats, NO_ROW)[pool.batch.departures]  # the last one stands for no departure
    for day in problem.rows.contested:
        if not has_staff(problem, day, used):  # as a mix of choices it had: all who board choose anew
            boards = np.isin(boarding, seats[list(day.departures)])
            is_open[pool.batch.cohorts[boards & stays]] = True
    fixed = {int(number): round(parties[number]) for number in np.flatnonzero(~is_open[pool.batch.cohorts] & (parties > WHOLE))}
    return solve_soon(problem, np.flatnonzero(is_open[pool.batch.cohorts]), fixed, pool.counts @ weights, seconds, limits)


def with_room_made(
    problem: Problem, whole: Whole, parties: Floats, weights: Floats, seconds_left: Callable[[], float], limits: Sequence[Limit]
) -> Whole:
    """A cheaper whole plan, soon: those without a bed choose anew, with those who are where a linear plan would have them.

    Parameters
    ----------
    parties
        ``(N,)`` parties on each itinerary in the linear plan.
    weights
        ``(K,)`` cost of each count.
    seconds_left
        Time to spend.
    limits
        What no choice of a contested day exceeds.
    """
    pool, costs = problem.pool, problem.pool.counts @ weights
    cohorts, entries = pool.batch.cohorts, pool.entries
    wanted = np.concatenate([parties, np.zeros(len(pool) - len(parties))]) > WHOLE
    times = MAKING_ROOM
    while True:
        taken = np.zeros(len(pool))
        taken[list(whole.parties)] = list(whole.parties.values())
        is_open = np.zeros(len(problem.cohorts), dtype=bool)
        is_open[cohorts[(taken > 0) & (pool.counts[:, POSITION[Measure.UNPLACED_NIGHTS]] > 0)]] = True
        if not is_open.any() or seconds_left() <= 0:
            return whole
        full = pool.use(taken) > problem.rows.limits - 1 + WHOLE
        contested = np.zeros(len(full), dtype=bool)
        contested[entries.rows[(wanted & is_open[cohorts])[entries.columns] & full[entries.rows]]] = True
        in_the_way = cohorts[entries.columns[(taken > 0)[entries.columns] & contested[entries.rows]]]
        uses = np.bincount(in_the_way, minlength=len(is_open)).astype(np.float64)
        uses[is_open] = np.inf
        is_open[np.argsort(-uses, kind="stable")[: times * int(is_open.sum())]] = True
        fixed = {number: count for number, count in whole.parties.items() if not is_open[cohorts[number]]}
        seconds = min(SOON_SECONDS, max(0.0, seconds_left()))
        better = solve_soon(problem, np.flatnonzero(is_open[cohorts]), fixed, costs, seconds, limits, whole.parties)
        if better is not None and better.totals @ weights < whole.totals @ weights:
            whole = better
        elif is_open.all():
            return whole
        else:
            times *= 2


class _Search:
    """Looks for whole parties around corners of the optimal face."""

    def __init__(
        self, problem: Problem, tiers: Tiers, num_counts: int, values: Mapping[int, int], seconds_left: Callable[[], float]
    ) -> None:
        self._problem, self._tiers, self._num_counts, self._values, self._seconds_left = problem, tiers, num_counts, values, seconds_left
        self._widened = False
        self.all_open = False

    def parties(self) -> Floats:
        """``(N,)`` parties on each itinerary in the last linear solution."""
        values = self._tiers.values()
        return np.concatenate([values, np.zeros(len(self._problem.pool) - len(values))])

    def in_fractions(self) -> Flags:
        """Cohorts with parties in fractions there."""
        return self._with(_is_fraction(self.parties()))

    def elsewhere(self, last: Mapping[int, int]) -> Flags:
        """Cohorts that are elsewhere there than in an earlier plan."""
        parties = self.parties()
        before = np.zeros(len(parties))
        before[list(last)] = list(last.values())
        return self._with(np.abs(parties - before) > WHOLE)

    def _with(self, itineraries: Flags) -> Flags:
        cohorts = np.zeros(len(self._problem.cohorts), dtype=bool)
        cohorts[self._problem.pool.batch.cohorts[itineraries]] = True
        return cohorts

    def near_corner(self, corner: int, most_open: int) -> Whole | None:
        """A whole plan with no more than so many cohorts that choose anew; the first corner is the linear optimum as it is."""
        if corner:
            self._tiers.corner(corner)
        is_open = self.in_fractions()
        if corner and is_open.any() and self._tiers.proofs and not self._widened:
            self._problem.find_alternatives(self._tiers.proofs[-1].prices, ALTERNATIVES)
            self._widened = True
        parties = self.parties()
        while True:
            whole = self.around(parties, is_open)
            self.all_open = bool(is_open.all())
            num_open = max(1, 2 * int(is_open.sum()))
            if whole is not None or self.all_open or num_open > most_open:
                return whole
            is_open = with_nearest(self._problem, is_open, parties, num_open)

    def around(self, parties: Floats, is_open: Flags) -> Whole | None:
        """A whole plan in which some cohorts choose anew, and the others are as they are in a linear one."""
        problem = self._problem
        allowed = self._tiers.allowed(self._num_counts)
        keep = ~is_open[problem.pool.batch.cohorts] & (parties > WHOLE)
        fixed = {int(number): round(parties[number]) for number in np.flatnonzero(keep)}
        usable = allowed[is_open[problem.pool.batch.cohorts[allowed]]]
        seconds = max(LEAST_SECONDS, self._seconds_left())
        return solve_whole(problem, usable, fixed, self._values, None, seconds, limits=limits_of(self._tiers.proofs, problem.rows))


def _is_fraction(parties: Floats) -> Flags:
    return np.abs(parties - np.round(parties)) > WHOLE


def with_nearest(problem: Problem, is_open: Flags, parties: Floats, num_open: int) -> Flags:
    """So many cohorts: some, and those that use most of the full capacities on which people are in fractions.

    A capacity that few share counts more than one that everybody shares.
    """
    if num_open > NEARLY_ALL * len(is_open):
        return np.ones(len(is_open), dtype=bool)
    entries, num_rows = problem.pool.entries, len(problem.rows.limits)
    full = problem.pool.use(parties) > problem.rows.limits - WHOLE
    uses = (parties > WHOLE)[entries.columns] & full[entries.rows]
    rows, columns = entries.rows[uses], entries.columns[uses]
    competed = np.zeros(num_rows, dtype=bool)
    competed[rows[_is_fraction(parties)[columns]]] = True
    weight = competed / np.maximum(np.bincount(rows, minlength=num_rows), 1)
    shared = np.bincount(problem.pool.batch.cohorts[columns], weight[rows], minlength=len(is_open)).astype(np.float64)
    shared[is_open] = np.inf
    wider = np.zeros(len(is_open), dtype=bool)
    wider[np.argsort(-shared, kind="stable")[:num_open]] = True
    return wider
