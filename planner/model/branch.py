"""Branch and price: where a count's linear bound and the best whole plan do not meet."""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.model.columns import Pool
from planner.model.contested import Choice
from planner.model.feature import DEPARTURE, KINDS, OPTION, SITE, Feature, Features, features_of
from planner.model.finish import best_near
from planner.model.greedy import Whole
from planner.model.master import Basis, Branch, Master
from planner.model.network import Floats
from planner.model.itinerary import GONE
from planner.model.problem import Problem
from planner.model.rows import NO_ROW
from planner.model.tiers import EPSILON, Proof, Tiers, is_tight

FIRST_PENALTY = 1e3
PENALTY_GROWTH, MOST_PENALTY = 30.0, 1e9

WHOLE, EXCEEDED = 1e-6, 1e-3

Bounds = Mapping[Features, tuple[float, float]]


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    """What is still to be searched: the least bound first, then the deepest, then the first found."""

    bound: int
    height: int
    number: int
    branches: Bounds = field(compare=False)
    basis: Basis | None = field(compare=False)


class Tree:
    """The search for the best whole value of one count, others held.

    Each node lies on the face that the proofs of the counts before leave. So does a tight proof of the count itself, where the next
    better value is the one it proves; while more is possible it would leave out itineraries that bounds can not do without.

    Parameters
    ----------
    proofs
        Of the count and of those before it, as far as they reach the value held.
    held
        Value of each count before, by position.
    choices
        Choices of contested days to begin with.
    basis
        Where the linear programme may begin.
    seconds_left
        Time left; the best plan and bound so far stand when there is none.
    """

    def __init__(
        self,
        problem: Problem,
        position: int,
        held: Mapping[int, int],
        proofs: Sequence[Proof],
        choices: Sequence[Choice],
        basis: Basis | None,
        seconds_left: Callable[[], float],
    ) -> None:
        self._problem, self._position, self._held = problem, position, held
        self._proofs, self._choices, self._basis, self._seconds_left = proofs, choices, basis, seconds_left
        self._cuts: dict[Features, tuple[float, float]] = {}

    def search(self, best: Whole, bound: int) -> tuple[Whole, int]:
        """Best whole plan and bound, from those known."""
        position = self._position
        nodes = [_Node(bound, 0, 0, {}, self._basis)]
        unsettled: list[int] = []
        number = searched = 0
        while nodes and nodes[0].bound < best.totals[position] and self._seconds_left() > 0:
            node = heapq.heappop(nodes)
            value, tiers = self._solve(node, int(best.totals[position]))
            if value >= best.totals[position]:
                continue
            parties = tiers.values()
            cuts = packing_cuts(self._problem, parties)
            fresh = {features: sides for features, sides in cuts.items() if self._cuts.get(features, sides) == sides and features not in self._cuts}
            if fresh:
                self._cuts.update(fresh)
                heapq.heappush(nodes, _Node(value, node.height, node.number, node.branches, tiers.basis()))
                continue
            split = most_fractional(self._problem, parties)
            searched += 1
            if split is None or searched & (searched - 1) == 0:
                near = best_near(self._problem, parties, tiers.allowed_now(), self._held, position, self._seconds_left, widest=2)
                best = min(best, near or best, key=lambda whole: int(whole.totals[position]))
            if split is None:
                unsettled.append(value)
                continue
            feature, parties_of = split
            least, most = node.branches.get(feature, (-math.inf, math.inf))
            for sides in ((float(math.ceil(parties_of)), most), (least, float(math.floor(parties_of)))):
                number += 1
                heapq.heappush(nodes, _Node(value, node.height - 1, number, {**node.branches, feature: sides}, tiers.basis()))
        return best, min([int(best.totals[position]), *unsettled, *(node.bound for node in nodes)])

    def _solve(self, node: _Node, best: int) -> tuple[int, Tiers]:
        """Bound of a node, and the search at its linear optimum."""
        on_face = [proof for proof in self._proofs if proof.position != self._position]
        on_face += [proof.with_value(best - 1) for proof in self._proofs if proof.position == self._position and is_tight(proof.bound, best - 1)]
        by_rows = {position: value for position, value in self._held.items() if all(proof.position != position for proof in on_face)}
        master = Master(self._problem.counts, self._problem.pool, self._problem.rows, Branch(by_rows, {**self._cuts, **node.branches}, FIRST_PENALTY))
        tiers = Tiers(self._problem, master, by_rows, lambda: self._seconds_left() <= 0)
        tiers.take_over(on_face, self._choices, node.basis)
        bound, penalty = node.bound, FIRST_PENALTY
        while True:
            bound = max(bound, tiers.bound(self._position, best))
            if bound >= best or master.shortfall() < EPSILON or penalty > MOST_PENALTY or self._seconds_left() <= 0:
                self._choices = tiers.choices
                return bound, tiers
            penalty *= PENALTY_GROWTH
            master.raise_penalty(PENALTY_GROWTH)


def most_fractional(problem: Problem, values: Floats) -> tuple[Features, float] | None:
    """The features to branch on and how many parties have them; None when every feature is whole.

    The largest parties come first: they are the hardest to fit in, and when they are whole the others nearly always are.
    Parties of several people are counted together with all others of their size before they are counted cohort by cohort.

    Parameters
    ----------
    values
        ``(N,)`` parties on each itinerary of the pool.
    """
    pool, cohorts = problem.pool, problem.pool.batch.cohorts
    split = np.zeros(len(problem.cohorts), dtype=bool)
    split[cohorts[np.abs(values - np.round(values)) > WHOLE]] = True
    sizes = np.array([cohort.size for cohort in problem.cohorts])
    together = {size: np.flatnonzero(sizes == size).tolist() for size in np.unique(sizes[split]).tolist() if size > 1}
    split |= np.isin(sizes, list(together))
    single: defaultdict[Feature, float] = defaultdict(float)
    for number in np.flatnonzero((values > WHOLE) & split[cohorts]).tolist():
        for feature in _features_at(pool, number):
            single[feature] += float(values[number])
    grouped: defaultdict[tuple[int, str, int, int], float] = defaultdict(float)
    for feature, total in single.items():
        size = int(sizes[feature.cohort])
        if size > 1 and feature.kind in {DEPARTURE, SITE}:
            grouped[size, feature.kind, feature.index, feature.day] += total
    found = [
        (0, -size, KINDS.index(kind), abs(total % 1.0 - 0.5), tuple((Feature(cohort, kind, index, day), 1) for cohort in together[size]), total)
        for (size, kind, index, day), total in grouped.items()
        if WHOLE < total % 1.0 < 1 - WHOLE
    ]
    found += [
        (1, -int(sizes[feature.cohort]), KINDS.index(feature.kind), abs(total % 1.0 - 0.5), ((feature, 1),), total)
        for feature, total in single.items()
        if WHOLE < total % 1.0 < 1 - WHOLE
    ]
    return min(found)[-2:] if found else None


def packing_cuts(problem: Problem, values: Floats) -> dict[Features, tuple[float, float]]:
    """Bounds on what whole parties can do in a unit on a night, that parties in fractions exceed.

    With n_p groups of p people in b beds, ``sum_p p n_p <= b``; so ``sum_p floor(p j / k) n_p <= floor(b j / k)`` for whole n_p
    (Chvatal-Gomory rounding). The one most exceeded of each unit and night.

    Parameters
    ----------
    values
        ``(N,)`` parties on each itinerary of the pool.
    """
    pool, rows = problem.pool, problem.rows
    sizes = np.array([cohort.size for cohort in problem.cohorts])
    groups: defaultdict[tuple[int, int], defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number in np.flatnonzero((values > WHOLE) & (sizes[pool.batch.cohorts] > 1)).tolist():
        options = pool.options_of(int(pool.batch.cohorts[number]))
        for night, option in enumerate(pool.batch.nights[number].tolist()):
            for unit, people in options[option].beds if option != GONE else ():
                groups[unit, night][people] += float(values[number])
    cuts: dict[Features, tuple[float, float]] = {}
    for (unit, night), parties in groups.items():
        row = int(rows.beds[unit, night])
        if row == NO_ROW:
            continue
        beds, found = int(rows.limits[row]), list[tuple[float, int, int]]()
        for k in range(2, max(parties) + 2):
            for j in range(1, k):
                over = sum(people * j // k * number for people, number in parties.items()) - beds * j // k
                if over > EXCEEDED:
                    found.append((-over, k, j))
        if found:
            _, k, j = min(found)
            cuts[
                tuple(
                    (Feature(cohort, OPTION, index, night), people * j // k)
                    for cohort in np.flatnonzero(sizes > 1).tolist()
                    for index, option in enumerate(pool.options_of(cohort))
                    for there, people in option.beds
                    if there == unit and people * j // k
                )
            ] = (-math.inf, float(beds * j // k))
    return cuts


def _features_at(pool: Pool, number: int) -> Iterator[Feature]:
    itinerary = pool.itinerary(number)
    return features_of(itinerary, pool.options_of(itinerary.cohort))
