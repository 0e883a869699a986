"""Branch and price: where a count's linear bound and the best whole plan do not meet."""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from planner.model.columns import Pool
from planner.model.contested import Choice
from planner.model.feature import DEPARTURE, KINDS, SITE, Feature, Features, features_of
from planner.model.finish import best_near
from planner.model.greedy import Whole
from planner.model.master import Basis, Branch, Master
from planner.model.network import Floats
from planner.model.problem import Problem
from planner.model.proof import EPSILON, Proof, is_tight, limits_of
from planner.model.tiers import Tiers

FIRST_PENALTY = 1e3
PENALTY_GROWTH, MOST_PENALTY = 30.0, 1e9

WIDER = 2
"""How often more cohorts choose anew around a linear optimum."""

WHOLE = 1e-6

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
    parties
        ``(N,)`` parties on each itinerary at a linear optimum of the count.
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
        parties: Floats,
        seconds_left: Callable[[], float],
    ) -> None:
        self._problem, self._position, self._held = problem, position, held
        self._proofs, self._choices, self._basis, self._parties, self._seconds_left = proofs, choices, basis, parties, seconds_left

    def search(self, best: Whole, bound: int) -> tuple[Whole, int]:
        """Best whole plan and bound, from those known."""
        position = self._position
        nodes = [_Node(bound, 0, 0, {}, self._basis)]
        unsettled: list[int] = []
        number = searched = 0
        while nodes and nodes[0].bound < best.totals[position] and self._seconds_left() > 0:
            node = heapq.heappop(nodes)
            tiers = self._begun(node, int(best.totals[position]))
            is_root = not number
            value = node.bound if is_root else self._solved(tiers, node.bound, int(best.totals[position]))
            if value >= best.totals[position]:
                continue
            parties, basis = (self._parties, node.basis) if is_root else (tiers.values(), tiers.basis())
            split = most_fractional(self._problem, parties)
            searched += 1
            if split is None or searched & (searched - 1) == 0:
                limits = limits_of(tiers.proofs, self._problem.rows)
                near = best_near(self._problem, parties, tiers.allowed_now(), self._held, position, self._seconds_left, limits, WIDER)
                best = min(best, near or best, key=lambda whole: int(whole.totals[position]))
            if split is None:
                unsettled.append(value)
                continue
            features, had = split
            least, most = node.branches.get(features, (-math.inf, math.inf))
            for sides in ((float(math.ceil(had)), most), (least, float(math.floor(had)))):
                number += 1
                heapq.heappush(nodes, _Node(value, node.height - 1, number, {**node.branches, features: sides}, basis))
        return best, min([int(best.totals[position]), *unsettled, *(node.bound for node in nodes)])

    def _begun(self, node: _Node, best: int) -> Tiers:
        """The search of a node, nothing solved."""
        problem = self._problem
        on_face = [proof for proof in self._proofs if proof.position != self._position]
        on_face += [
            proof.with_value(best - 1) for proof in self._proofs if proof.position == self._position and is_tight(proof.bound, best - 1)
        ]
        by_rows = {position: value for position, value in self._held.items() if all(proof.position != position for proof in on_face)}
        branch = Branch(by_rows, node.branches, FIRST_PENALTY)
        tiers = Tiers(problem, Master(problem.counts, problem.pool, problem.rows, branch), by_rows, lambda: self._seconds_left() <= 0)
        tiers.take_over(on_face, self._choices, node.basis)
        return tiers

    def _solved(self, tiers: Tiers, bound: int, best: int) -> int:
        """Bound of a node."""
        penalty = FIRST_PENALTY
        while True:
            bound = tiers.bound(self._position, bound, best)
            if bound >= best or tiers.shortfall() < EPSILON or penalty > MOST_PENALTY or self._seconds_left() <= 0:
                self._choices = tiers.choices
                return bound
            penalty *= PENALTY_GROWTH
            tiers.raise_penalty(PENALTY_GROWTH)


def most_fractional(problem: Problem, values: Floats) -> tuple[Features, float] | None:
    """The features to branch on and how many parties have them; None when every feature is whole.

    The largest parties come first: they are the hardest to fit in, and when they are whole the others nearly always are.
    Parties of several people are counted together with all others of their size before they are counted cohort by cohort.

    Parameters
    ----------
    values
        ``(N,)`` parties on each itinerary of the pool.
    """
    cohorts, sizes = problem.pool.batch.cohorts, np.array([cohort.size for cohort in problem.cohorts])
    split = np.zeros(len(sizes), dtype=bool)
    split[cohorts[np.abs(values - np.round(values)) > WHOLE]] = True
    of_size = {size: np.flatnonzero(sizes == size).tolist() for size in np.unique(sizes[split]).tolist() if size > 1}
    split |= np.isin(sizes, list(of_size))
    totals: defaultdict[Features, float] = defaultdict(float)
    for number in np.flatnonzero((values > WHOLE) & split[cohorts]).tolist():
        for feature in _features_at(problem.pool, number):
            totals[(feature,)] += float(values[number])
    for (feature,), total in list(totals.items()):
        alike = of_size.get(int(sizes[feature.cohort]), [])
        if len(alike) > 1 and feature.kind in {DEPARTURE, SITE}:
            totals[tuple(replace(feature, cohort=cohort) for cohort in alike)] += total

    def rank(features: Features) -> tuple[bool, int, int, float, Features]:
        first = features[0]
        return len(features) == 1, -int(sizes[first.cohort]), KINDS.index(first.kind), abs(totals[features] % 1.0 - 0.5), features

    in_fractions = [features for features, total in totals.items() if WHOLE < total % 1.0 < 1 - WHOLE]
    best = min(in_fractions, key=rank, default=None)
    return None if best is None else (best, totals[best])


def _features_at(pool: Pool, number: int) -> Iterator[Feature]:
    itinerary = pool.itinerary(number)
    return features_of(itinerary, pool.options_of(itinerary.cohort))
