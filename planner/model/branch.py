"""Branch and price: where a count's linear bound and the best whole plan do not meet."""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from planner.model.columns import Pool
from planner.model.contested import Choice
from planner.model.feature import KINDS, Feature, features_of
from planner.model.greedy import Whole
from planner.model.master import Branch, Master
from planner.model.network import Floats
from planner.model.problem import Problem
from planner.model.tiers import EPSILON, round_up
from planner.model.whole import solve_whole

FIRST_PENALTY = 1e3
PENALTY_GROWTH = 30.0

WHOLE = 1e-6

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
            _, _, branches = heapq.heappop(open_nodes)
            value, split = self._node(branches, int(best.totals[position]))
            if value >= best.totals[position]:
                continue
            everything = np.arange(len(self._problem.pool))
            found = solve_whole(self._problem, everything, {}, self._held, position, max(1.0, self._seconds_left()))
            if found is not None and found.totals[position] < best.totals[position]:
                best = found
            if split is None:
                unsettled.append(value)
                continue
            feature, parties = split
            least, most = branches.get(feature, (-math.inf, math.inf))
            for sides in ((least, float(math.floor(parties))), (float(math.ceil(parties)), most)):
                number += 1
                heapq.heappush(open_nodes, (value, number, {**branches, feature: sides}))
        return best, min([int(best.totals[position]), *unsettled, *(node[0] for node in open_nodes)])

    def _node(self, branches: Bounds, best: int) -> tuple[int, tuple[Feature, float] | None]:
        """Bound of a node, and what to branch on next."""
        penalty = FIRST_PENALTY
        while True:
            master = Master(self._problem.counts, self._problem.pool, self._problem.rows, Branch(self._held, branches, penalty))
            bound = self._generate(master, best)
            done = round_up(bound) >= best or master.shortfall() < EPSILON or self._seconds_left() <= 0
            if done:
                return round_up(bound), most_fractional(self._problem.pool, master.values())
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
