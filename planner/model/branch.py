"""Branch and price: where a count's linear bound and the best whole plan do not meet."""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from planner.model.columns import Pool
from planner.model.contested import Choice
from planner.model.feature import KINDS, Feature, features_of
from planner.model.finish import best_near
from planner.model.greedy import Whole
from planner.model.master import Branch, Master
from planner.model.network import Floats
from planner.model.problem import Problem
from planner.model.tiers import EPSILON, round_up
from planner.model.whole import solve_whole

FIRST_PENALTY = 1e3
PENALTY_GROWTH = 30.0

WHOLE = 1e-6

FULL_SECONDS = 10.0
"""Longest time of a whole-number programme over all itineraries found; nothing depends on its being solved."""

Bounds = dict[Feature, tuple[float, float]]


class Tree:
    """The search for the best whole value of one count, others held.

    Parameters
    ----------
    held
        Value of each count before, by position.
    choices
        Choices of contested days to begin with.
    seconds_left
        Time left; the best plan and bound so far stand when there is none.
    """

    def __init__(
        self, problem: Problem, position: int, held: Mapping[int, int], choices: list[Choice], seconds_left: Callable[[], float]
    ) -> None:
        self._problem, self._position, self._held = problem, position, held
        self._choices, self._seconds_left = choices, seconds_left

    def search(self, best: Whole, bound: int) -> tuple[Whole, int]:
        """Best whole plan and bound, from those known, least bound first."""
        position = self._position
        open_nodes: list[tuple[int, int, Bounds]] = [(bound, 0, {})]
        unsettled: list[int] = []
        number = 0
        while open_nodes and open_nodes[0][0] < best.totals[position] and self._seconds_left() > 0:
            known, _, branches = heapq.heappop(open_nodes)
            value, parties = self._node(branches, int(best.totals[position]))
            value = max(value, known)
            if value >= best.totals[position]:
                continue
            split = most_fractional(self._problem.pool, parties)
            best = self._better(best, parties, value, in_full=not branches or split is None)
            if split is None:
                unsettled.append(value)
                continue
            feature, number_of = split
            least, most = branches.get(feature, (-math.inf, math.inf))
            for sides in ((least, float(math.floor(number_of))), (float(math.ceil(number_of)), most)):
                number += 1
                heapq.heappush(open_nodes, (value, number, {**branches, feature: sides}))
        return best, min([int(best.totals[position]), *unsettled, *(node[0] for node in open_nodes)])

    def _better(self, best: Whole, parties: Floats, value: int, *, in_full: bool) -> Whole:
        """The best whole plan so far, or a better one: near the node's linear optimum, then over all itineraries found."""
        problem, position, everything = self._problem, self._position, np.arange(len(self._problem.pool))
        near = best_near(problem, parties, everything, self._held, position, self._seconds_left)
        best = min(best, near or best, key=lambda whole: int(whole.totals[position]))
        if not in_full or best.totals[position] <= value:
            return best
        seconds = min(FULL_SECONDS, max(1.0, self._seconds_left()))
        found = solve_whole(problem, everything, {}, self._held, position, seconds)
        return min(best, found or best, key=lambda whole: int(whole.totals[position]))

    def _node(self, branches: Bounds, best: int) -> tuple[int, Floats]:
        """Bound of a node, and ``(N,)`` parties on each itinerary at its linear optimum."""
        penalty = FIRST_PENALTY
        while True:
            master = Master(self._problem.counts, self._problem.pool, self._problem.rows, Branch(self._held, branches, penalty))
            bound = self._generate(master, best)
            done = round_up(bound) >= best or master.shortfall() < EPSILON or self._seconds_left() <= 0
            if done:
                return round_up(bound), _of_all(self._problem.pool, master.values())
            penalty *= PENALTY_GROWTH

    def _generate(self, master: Master, best: int) -> float:
        """Column generation under the branches set: the bound."""
        problem = self._problem
        master.add(np.arange(len(problem.pool)))
        master.add_choices(self._choices)
        master.minimise_count(self._position)
        bound = -math.inf
        while True:
            value = master.solve()
            prices = master.prices()
            found = problem.price(prices)
            bound = max(bound, value + _missing(problem, prices.cohorts, found.least, found.worths, master.day_prices()))
            if round_up(bound) >= min(best, round_up(value)) or self._seconds_left() <= 0:
                return bound
            if not master.add(problem.improving(found)) + master.add_choices(found.choices):
                return bound
            self._choices = master.choices


def _of_all(pool: Pool, values: Floats) -> Floats:
    return np.concatenate([values, np.zeros(len(pool) - len(values))])


def _missing(problem: Problem, cohorts: Floats, least: Floats, worths: Floats, days: Floats) -> float:
    """How far below the master's value a linear optimum can lie: what itineraries and choices not yet found may save."""
    return float(problem.counts @ np.minimum(0.0, least - cohorts)) - float(np.maximum(0.0, worths - days).sum())


def most_fractional(pool: Pool, values: Floats) -> tuple[Feature, float] | None:
    """The feature to branch on and how many parties have it; None when every feature is whole.

    Parameters
    ----------
    values
        ``(N,)`` parties on each itinerary of the pool.
    """
    used = {int(number): list(_features_at(pool, int(number))) for number in np.flatnonzero(values > WHOLE)}
    totals: defaultdict[Feature, float] = defaultdict(float)
    for number, features in used.items():
        for feature in features:
            totals[feature] += float(values[number])
    for kind in KINDS:
        split = [
            (abs(total % 1.0 - 0.5), feature)
            for feature, total in totals.items()
            if feature.kind == kind and WHOLE < total % 1.0 < 1 - WHOLE
        ]
        if split:
            feature = min(split)[1]
            return feature, totals[feature]
    return None


def _features_at(pool: Pool, number: int) -> Iterator[Feature]:
    itinerary = pool.itinerary(number)
    return features_of(itinerary, pool.options_of(itinerary.cohort))
