"""From clocks to whole itineraries: every count at its best in the order of the tiers, with a proven bound."""

import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeAlias

import numpy as np

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.model.aims import order_of_aims, solving_order
from planner.model.branch import WIDER, Tree
from planner.model.carry import carry_over, same_plan, still_proven
from planner.model.contested import Choice, choices_made
from planner.model.finish import NEAR_SECONDS, best_near, cheapest_near, whole_plan, with_room_made
from planner.model.greedy import Whole, complete, no_prices, start_weights, used_by, whole_part
from planner.model.itinerary import LOCKS_BROKEN, POSITION
from planner.model.lp import InfeasibleError
from planner.model.master import Basis, Branch, Master
from planner.model.network import Floats, Ints
from planner.model.problem import build_problem
from planner.model.proof import Proof, Settled, is_tight, limits_of, round_up
from planner.model.solution import Solution, solution_of, stated_bounds
from planner.model.start import MOST_ROUNDS, cold_start
from planner.model.tiers import Tiers
from planner.model.warm import Reused, Warm, left_by, reuse

LATE = 3
"""Of the last so many aims a whole plan may fall short, before more cohorts choose anew to reach more."""

ROOM_SECONDS = 6.0
"""Longest time for making room for those without a bed when time is up."""

TREE_SHARE = 0.5
"""Share of the time left that one count's branch and price may take before the counts after it have their turn."""

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


def solve(
    instance: Instance,
    clocks: tuple[PartyClock, ...],
    seconds: float,
    progress: Progress,
    warm: Warm | None = None,
    order: tuple[int, ...] | None = None,
) -> Solution:
    """Plan an instance.

    Every count's linear optimum is found by column generation and rounded up: that is its bound. The bounds are held
    one after the other; when a whole plan over the itineraries found attains all of them, all are proven at once.
    Where none does, the first count that can not is settled by branch and price, and those after it begin again.

    Parameters
    ----------
    clocks
        The clock of each party, in the order of ``instance.parties``.
    seconds
        Time limit; past it the best plan so far is returned with its true gap.
    warm
        What an earlier solve left, of the same morning or one a little different; None to start cold.
    order
        Positions of the counts to settle, one after the other: `solving_order`, or `order_of_aims` where figures alone are
        wanted and any of the best plans will do. The first of these when None.
    """
    return _Search(instance, clocks, seconds, progress, warm, order or solving_order(instance)).run()


def solve_soon(instance: Instance, clocks: tuple[PartyClock, ...], rounds: int = MOST_ROUNDS, num_bounds: int = 0) -> Solution:
    """Plan an instance well enough and soon: the weighted sum of all counts that a search starts from, in whole parties.

    No time limit is looked at: plan and bounds are the same on every machine.

    Parameters
    ----------
    rounds
        Rounds of column generation, at most.
    num_bounds
        Counts, the first in the order of the tiers, whose linear optimum is found too: with it comes a proven bound.
    """
    return _Search(instance, clocks, math.inf, lambda _what, _share: None, None, solving_order(instance)).soon(rounds, num_bounds)


def solve_in_turn(instance: Instance, clocks: tuple[PartyClock, ...]) -> Solution:
    """Plan an instance by the rule that parties choose in turn, and nobody makes room for anybody; no bound is proven."""
    return _Search(instance, clocks, math.inf, lambda _what, _share: None, None, solving_order(instance)).in_turn()


class _Search:
    """One run of the optimiser."""

    def __init__(
        self,
        instance: Instance,
        clocks: tuple[PartyClock, ...],
        seconds: float,
        progress: Progress,
        warm: Warm | None,
        order: tuple[int, ...],
    ) -> None:
        self._warm = warm
        self._deadline = time.monotonic() + seconds
        self._progress = progress
        self._order = order
        self._problem = build_problem(instance, clocks, warm.problem if warm else None)
        self._choices: list[Choice] = []
        self._proofs: dict[int, Proof] = {}
        self._settled: dict[int, int] = {}
        self._began = False
        self._best: Whole | None = None
        self._sketch: Whole | None = None
        self._last: dict[int, int] = {}
        self._taken: Tiers | None = None
        self._columns: Ints = np.zeros(0, dtype=np.int64)
        self._basis: Basis | None = None

    def run(self) -> Solution:
        """Search until every count is proven, time is up or somebody interrupts: then the best plan so far stands."""
        carried = carry_over(self._warm, self._problem, self._order) if self._warm else None
        if carried:
            self._best, self._proofs = carried
            return self._solution(self._warm)
        try:
            self._search()
        except KeyboardInterrupt:
            if not self._began:
                raise
        if self._best is None:
            self._round(self._master.values() if self._taken is None else self._master_values(self._taken))
        self._taken = None  # it knows this search: in a ring, both would keep their memory until Python looks for rings
        return self._solution()

    def soon(self, rounds: int, num_bounds: int) -> Solution:
        """Stop after the start, or after the first counts' linear optima; see `solve_soon`."""
        self._start(rounds)
        order = self._order
        weighted = self._master.values()
        if num_bounds:
            self._order = order[: 1 + num_bounds]  # locks come first of all
            self._climb({})
            self._order = order
        self._round(weighted, None)
        return self._solution()

    def in_turn(self) -> Solution:
        """Search for nothing; see `solve_in_turn`."""
        self._best = complete(self._problem, no_prices(self._problem), {})[0]
        return self._solution()

    def _search(self) -> None:
        """Climb the tiers, finish in whole parties; where that falls short, settle a tier and climb on."""
        self._start()
        held: dict[int, int] = {}
        while len(held) < len(self._order) and not self._is_late():
            tiers, settled = self._climb(held)
            all_settled = len(held) + len(settled) == len(self._order)
            if not all_settled and self._is_late():
                self._round(self._master_values(tiers))
                return
            values = held | {position: each.value for position, each in settled.items()}
            whole = self._finish(tiers, values) if all_settled else None
            if whole is None:
                self._round(self._master_values(tiers))
                if self._is_late():
                    return
                self._deepest(tiers, held, values)
            else:
                self._best = whole
            held = self._settle(tiers, values)

    def _settle(self, tiers: Tiers, values: dict[int, int]) -> dict[int, int]:
        """Settle by branch and price every count whose value is not proven, until one turns out other than hoped.

        Returns
        -------
        dict
            Counts that are settled, by position; all of them when the plan is.
        """
        held: dict[int, int] = {}
        for position in self._order:
            if position not in values:
                break
            assert self._best is not None  # noqa: S101  # the start has made one
            hoped, reached = values[position], int(self._best.totals[position])
            bound = self._bounds(self._best.totals)[position]
            if bound < reached and not self._is_late():
                proofs = [*self._on_face(held), *([self._proofs[position]] if position in self._proofs else [])]
                until = time.monotonic() + TREE_SHARE * self._seconds_left()
                parties = self._master_values(tiers)
                left = lambda until=until: until - time.monotonic()  # noqa: E731
                tree = Tree(self._problem, position, held, proofs, self._all_choices(), tiers.basis(), parties, left)
                self._best, self._settled[position] = tree.search(self._best, bound)
                reached = int(self._best.totals[position])
            held = held | {position: reached}
            if reached != hoped or self._is_late():
                break
        return held

    def _on_face(self, held: Mapping[int, int]) -> list[Proof]:
        """Proofs of counts held that leave a face. Loose ones are not among them: they would loosen every bound that builds on them."""
        found = [self._proofs[position] for position in held if position in self._proofs]
        return [proof for proof in found if proof.forbids and proof.value == held[proof.position] and is_tight(proof.bound, proof.value)]

    def _seconds_left(self) -> float:
        return self._deadline - time.monotonic()

    def _is_late(self) -> bool:
        return self._seconds_left() <= 0

    def _start(self, rounds: int = MOST_ROUNDS) -> None:
        """Itineraries to start from: a quick plan, and those that improve a weighted sum of all counts."""
        self._progress("first itineraries", 0.0)
        self._began = True
        problem = self._problem
        self._master = Master(problem.counts, problem.pool, problem.rows)
        reused = reuse(self._warm, problem) if self._warm else Reused(np.zeros(0, dtype=np.int64), [], {})
        self._last, self._choices = reused.plan, reused.choices
        if len(reused.numbers):
            self._columns = np.unique(np.concatenate([np.arange(len(problem.counts)), reused.numbers]))
            self._taken = self._taken_over()
            if self._taken is not None:
                return
            master = Master(problem.counts, problem.pool, problem.rows)
            master.add(np.concatenate([np.arange(len(problem.counts)), reused.numbers]))
            master.add_choices(reused.choices)
        else:
            start = cold_start(problem, self._is_late, rounds)
            master, self._sketch = start.master, start.whole
            self._proofs = {proof.position: proof for proof in start.proofs}
        self._choices = master.choices
        self._master = master
        self._columns = master.numbers

    def _climb(self, held: dict[int, int]) -> tuple[Tiers, dict[int, Settled]]:
        """Bound of each count not yet held, each held in its turn, until time is up or the values can not be reached together."""
        problem = self._problem
        if held:
            tiers = self._holding(held)
        elif self._taken is None:
            tiers = Tiers(problem, self._master, held, self._is_late)
        else:
            tiers = self._taken
        proofs = [proof for proof in tiers.proofs if proof.position not in held]
        settled = {proof.position: Settled(round_up(proof.bound), round_up(proof.bound)) for proof in proofs}
        for position in self._order[len(held) :]:
            if position in settled:
                continue
            self._progress(_name(position), (len(held) + len(settled)) / (len(self._order) + 1))
            try:
                each = tiers.settle(position) if problem.can_count[position] else Settled(0, 0)
            except InfeasibleError:
                break  # no whole plan reaches every value before: they are settled in whole parties first
            if each is None:
                break
            settled[position] = each
        self._choices = list(dict.fromkeys([*self._choices, *tiers.choices]))
        for proof in tiers.proofs:
            self._proofs[proof.position] = proof
        return tiers, settled

    def _holding(self, held: Mapping[int, int]) -> Tiers:
        """The search with some counts held: on the face of their proofs, by rows where there is none."""
        problem, on_face = self._problem, self._on_face(held)
        while True:
            by_rows = {position: value for position, value in held.items() if all(proof.position != position for proof in on_face)}
            tiers = Tiers(problem, Master(problem.counts, problem.pool, problem.rows, Branch(by_rows)), by_rows, self._is_late)
            tiers.take_over(on_face, self._all_choices(), self._basis)
            if tiers.is_possible() or not on_face:
                return tiers
            on_face = []  # rounding errors: then all by rows

    def _taken_over(self) -> Tiers | None:
        """The search as an earlier solve left it, as far as its proofs hold and some mix of plans attains them; None from nothing."""
        if self._warm is None:
            return None
        problem = self._problem
        proofs, found = still_proven(self._warm, problem, self._order)
        choices = list(dict.fromkeys([*self._choices, *found]))
        basis = self._warm.basis if problem.pool.is_copy_of(self._warm.problem.pool) else None
        best, number, least, most = None, len(proofs), 0, len(proofs)
        while least < most:  # attained with so many proofs, attained with fewer
            tiers = Tiers(problem, Master(problem.counts, problem.pool, problem.rows), {}, self._is_late)
            tiers.take_over(proofs[:number], choices, basis)
            if tiers.is_possible():
                best, least = tiers, number
            else:
                most = number - 1
            number = (least + most + 1) // 2
        return best

    def _all_choices(self) -> list[Choice]:
        """Choices of contested days found so far and those that the plan so far has made: with these every count held can be reached."""
        assert self._best is not None  # noqa: S101  # the start has made one
        return list(dict.fromkeys([*self._choices, *choices_made(self._problem.rows, used_by(self._problem, self._best.parties))]))

    def _finish(self, tiers: Tiers, values: dict[int, int]) -> Whole | None:
        """A whole plan that attains every value, from the linear optimum nearest to the last plan."""
        self._progress("whole people", len(self._order) / (len(self._order) + 1))
        if self._last:
            with suppress(InfeasibleError):  # what the last count forbids may leave no plan: the search below says so
                tiers.prefer(np.array(sorted(self._last), dtype=np.int64))
        self._basis = tiers.basis()
        return whole_plan(self._problem, tiers, len(self._order), values, self._last, self._seconds_left)

    def _master_values(self, tiers: Tiers) -> Floats:
        values = tiers.values()
        return np.concatenate([values, np.zeros(len(self._problem.pool) - len(values))])

    def _deepest(self, tiers: Tiers, held: dict[int, int], values: dict[int, int]) -> None:
        """Find a whole plan that brings as many counts as can be to their bounds, and the next one as near as can be."""
        remaining = [position for position in self._order[len(held) :] if position in values]
        late = set(self._order) - set(order_of_aims(self._problem.network.instance)[:-LATE])
        for widest in (WIDER, WIDER + 1, None):
            for at in range(len(remaining) - 1, -1, -1):
                position = remaining[at]
                if self._is_late():
                    return
                if widest is not None and position not in late:
                    break
                before = {other: values[other] for other in self._order[: len(held) + at]}
                allowed = tiers.allowed(tiers.proofs_before(position))
                limits, parties = limits_of(tiers.proofs, self._problem.rows), self._master_values(tiers)
                found = best_near(self._problem, parties, allowed, before, position, self._seconds_left, limits, widest)
                if found is not None:
                    self._keep_better(found)
                    return

    def _round(self, values: Floats, seconds: float | None = NEAR_SECONDS) -> None:
        """Out of time: the best of the plans that can still be made: from the last one, from a linear one, and from nothing.

        Parameters
        ----------
        seconds
            Longest time for the whole-number programme near the linear plan; None for an end by the solver's own count.
        """
        problem, starts = self._problem, list[dict[int, int]]()
        limits = limits_of(self._proofs.values(), problem.rows)
        if self._sketch is not None:
            self._keep_better(self._sketch)
        if self._last:
            self._keep_better(same_plan(problem, self._last) or complete(problem, no_prices(problem), self._last)[0])
        if self._best is None or self._best.totals[LOCKS_BROKEN]:
            starts.append({})
        if values.any():
            near = cheapest_near(problem, values, start_weights(), seconds, limits)
            if near is None:
                starts.append(whole_part(values))
            else:
                self._keep_better(near)
        for parties in starts:
            self._keep_better(complete(problem, no_prices(problem), parties)[0])
        best = self._best
        if seconds and values.any() and best and self._is_late() and not self._is_proven(best, POSITION[Measure.UNPLACED_NIGHTS]):
            until = time.monotonic() + ROOM_SECONDS
            self._keep_better(with_room_made(problem, best, values, start_weights(), lambda: until - time.monotonic(), limits))

    def _is_proven(self, whole: Whole, position: int) -> bool:
        return self._bounds(whole.totals)[position] == int(whole.totals[position])

    def _keep_better(self, whole: Whole) -> None:
        if self._best is None or self._rank(whole) < self._rank(self._best):
            self._best = whole

    def _rank(self, whole: Whole) -> tuple[int, ...]:
        return tuple(int(whole.totals[position]) for position in self._order)

    def _bounds(self, totals: Ints) -> dict[int, int]:
        """Proven bound of each count, given what the plan makes of the counts before it."""
        return stated_bounds(self._problem, self._order, totals, self._proofs, self._settled)

    def _worth_keeping(self, whole: Whole) -> Ints:
        """Itineraries in use, those that the first counts' proofs leave, and one a cohort without a bed."""
        in_use = np.array(sorted(whole.parties), dtype=np.int64)
        return np.unique(np.concatenate([in_use, self._columns]))

    def _left(self, whole: Whole) -> Warm:
        """What the next solve may start from."""
        return left_by(self._problem, self._worth_keeping(whole), self._choices, list(self._proofs.values()), whole.parties, self._basis)

    def _solution(self, warm: Warm | None = None) -> Solution:
        whole = self._best
        assert whole is not None  # noqa: S101  # the start has made one
        return solution_of(self._problem, self._order, whole, self._bounds(whole.totals), warm or self._left(whole))


def _name(position: int) -> str:
    return next((measure.value for measure, index in POSITION.items() if index == position), "locks")
