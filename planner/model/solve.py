"""From clocks to whole itineraries: every count at its best in the order of the tiers, with a proven bound."""

import heapq
import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, TIER_OF, Measure, MeasureResult
from planner.model.bound import lagrangian_bound
from planner.model.cohorts import Cohort, build_cohorts
from planner.model.columns import Pool
from planner.model.feature import Feature, most_fractional
from planner.model.greedy import add_first_itineraries, start_weights
from planner.model.group import build_groups
from planner.model.integer import WholePlan, solve_whole, whole_plan
from planner.model.itinerary import LOCKS_BROKEN, POSITION, Itinerary
from planner.model.master import Master
from planner.model.network import Floats, Network, build_network
from planner.model.options import Option
from planner.model.prices import Prices
from planner.model.pricing import Path, price_group
from planner.model.resources import build_resources
from planner.model.steady import Steady

WARM_UP_ROUNDS = 30
WARM_UP_GAP = 1e-3

TIGHT = 0.01

LEAST_SECONDS = 2.0
"""Time the whole-number finish gets even when the time limit has passed, so that there is always a plan."""


FIRST_PENALTY = 1e3
PENALTY_GROWTH = 30.0

EPSILON = 1e-5
RELATIVE = 1e-9
"""Precision of linear optima, absolute and of their size."""

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Whole itineraries of every cohort.

    Attributes
    ----------
    chosen
        ``(itinerary, parties)`` with at least one party, by cohort.
    options
        Options of each cohort by index.
    measures
        Value and proven bound of each count, in the order solved.
    locks_broken
        Nights and departures locks ask for and do not get; 0 in any plan that may be shown.
    """

    cohorts: tuple[Cohort, ...]
    network: Network
    chosen: tuple[tuple[Itinerary, int], ...]
    options: dict[int, tuple[Option, ...]]
    measures: tuple[MeasureResult, ...]
    locks_broken: int
    num_columns: int


def solve(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float, progress: Progress) -> Solution:
    """Plan an instance.

    Every count's linear optimum is found by column generation and rounded up: that is its bound. The bounds are held
    one after the other; when a whole plan over the itineraries found attains all of them, all are proven at once.
    Where none does, the counts are settled one by one over the itineraries found, and each states its gap.

    Parameters
    ----------
    clocks
        The clock of each party, in the order of ``instance.parties``.
    seconds
        Time limit; past it the best plan so far is returned with its true gap.
    """
    return _Search(instance, clocks, seconds, progress).run()


class _Search:
    """One run of the optimiser."""

    def __init__(self, instance: Instance, clocks: tuple[PartyClock, ...], seconds: float, progress: Progress) -> None:
        self._deadline = time.monotonic() + seconds
        self._progress = progress
        self._network = build_network(instance)
        self._cohorts = build_cohorts(instance, clocks)
        self._groups = build_groups(self._cohorts, self._network)
        self._resources = build_resources(self._cohorts, self._network)
        self._pool = Pool(self._cohorts, self._groups, self._network, self._resources)
        self._master = Master(self._cohorts, self._network, self._resources)
        self._in_master = 0
        self._order = solving_order(instance)
        self._hoped: dict[int, int] = {}
        self._value = 0.0

    def run(self) -> Solution:
        held: dict[int, int] = {}
        bounds: dict[int, int] = {}
        whole: WholePlan | None = None
        self._warm_up()
        while len(held) < len(self._order):
            bounds = {**{position: bounds[position] for position in held}, **self._optimistic(held)}
            better = (
                None
                if self._is_late()
                else (self._whole(bounds, self._order[-1], self._tight(bounds[self._order[-1]])) or self._whole(bounds, self._order[-1]))
            )
            if better is not None:
                return self._solution(better, bounds)
            for position in self._order[len(held) :]:
                whole, bounds[position] = self._settle(position, held, bounds[position], whole)
                held[position] = whole.totals[position]
                if held[position] > bounds[position] or held[position] > self._hoped[position]:
                    break
        assert whole is not None  # noqa: S101  # there is at least one count
        return self._solution(whole, bounds)

    def _optimistic(self, held: dict[int, int]) -> dict[int, int]:
        """Bound of each count not yet held, each held in its turn."""
        for position in self._order:
            self._master.release(position)
        for position, value in held.items():
            self._master.hold(position, value)
        bounds: dict[int, int] = {}
        for position in self._order[len(held) :]:
            self._progress(_name(position), (len(held) + len(bounds)) / (len(self._order) + 1))
            if self._is_late():
                bounds[position] = self._trivial_bound(position)
                continue
            self._master.minimise(position)
            value, bound = self._generate({**held, **bounds}, math.inf)
            bounds[position] = round_up(bound)
            if value > bounds[position] + slack(value):
                continue  # out of time: nothing more can be held that is known to be reachable
            self._master.hold(position, bounds[position])
        self._hoped = bounds
        return bounds

    def _trivial_bound(self, position: int) -> int:
        """What no plan can be better than, whatever it does."""
        people = sum(cohort.size * cohort.count for cohort in self._cohorts)
        return -people if position in {POSITION[measure] for measure in MAXIMISED} else 0

    def _warm_up(self) -> None:
        """Itineraries to start from: a quick plan, and those that improve a weighted sum of all counts."""
        self._progress("first itineraries", 0.0)
        self._pool.add_unplaced()
        add_first_itineraries(self._pool, self._cohorts, self._groups, self._network, self._resources)
        weights = start_weights()
        self._master.minimise_sum(weights)
        steady = Steady()
        for _ in range(WARM_UP_ROUNDS):
            self._feed()
            value = self._master.solve()
            trial = steady.between(self._master.prices())
            least, paths = self._price(trial)
            steady.learn(trial, lagrangian_bound(least, trial, {}, self._cohorts, self._network, self._resources))
            new = sum(self._pool.add_path(path) for path in paths)
            if not new or value - steady.bound < WARM_UP_GAP * max(1.0, abs(value)) or self._is_late():
                break

    def _generate(self, held: dict[int, int], enough: float) -> tuple[float, float]:
        """Column generation for the count set, others held, under the branches set.

        Returns
        -------
        tuple of float
            Optimum over the itineraries found, and a bound on the optimum over all; stops as soon as rounding makes
            the two the same or the bound is ``enough``.
        """
        steady = Steady()
        while True:
            self._feed()
            value = self._value = self._master.solve()
            proven = steady.bound > -math.inf and value <= round_up(steady.bound) + slack(value)
            if proven or steady.bound > enough or (steady.bound > -math.inf and self._is_late()):
                return value, steady.bound
            out = self._master.prices()
            trial = out if out.features else steady.between(out)
            least, paths = self._price(trial)
            steady.learn(trial, self._bound_at(trial, out, least, value, held))
            if not sum(self._pool.add_path(path) for path in paths):
                if trial is out:
                    return value, max(steady.bound, value)
                steady.let_go()

    def _bound_at(self, trial: Prices, out: Prices, least: Floats, value: float, held: dict[int, int]) -> float:
        """Bound that prices prove; under branches the linear optimum corrected by the reduced costs."""
        if out.features:
            return value + sum(
                cohort.count * min(0.0, float(cost - price)) for cohort, cost, price in zip(self._cohorts, least, out.cohorts, strict=True)
            )
        return lagrangian_bound(least, trial, held, self._cohorts, self._network, self._resources)

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _feed(self) -> None:
        while self._in_master < len(self._pool.itineraries):
            itinerary = self._pool.itineraries[self._in_master]
            self._master.add(itinerary, self._pool.uses[self._in_master], self._pool.options[itinerary.cohort])
            self._in_master += 1

    def _price(self, prices: Prices) -> tuple[Floats, list[Path]]:
        """Cost of each cohort's cheapest itinerary, and the itineraries that improve the master."""
        least = np.zeros(len(self._cohorts))
        paths: list[Path] = []
        for group in self._groups:
            least[group.cohorts], found = price_group(group, self._cohorts, self._network, prices)
            paths += found
        return least, paths

    def _tight(self, bound: int) -> set[int]:
        """Itineraries that a plan reaching the last bound can use: no dearer than the linear optimum leaves room for."""
        room = bound - self._value + TIGHT
        return {number for number, cost in enumerate(self._master.reduced_costs()) if cost <= room}

    def _whole(self, held: dict[int, int], objective: int, usable: Collection[int] | None = None) -> WholePlan | None:
        self._progress("whole people", len(self._order) / (len(self._order) + 1))
        seconds = max(LEAST_SECONDS, self._deadline - time.monotonic())
        usable = range(len(self._pool.itineraries)) if usable is None else usable
        return solve_whole(self._cohorts, self._pool, self._network, self._resources, held, objective, seconds, usable)

    def _settle(self, position: int, held: dict[int, int], bound: int, whole: WholePlan | None) -> tuple[WholePlan, int]:
        """Best whole value of one count with others held: branch and price until bound and value meet."""
        for other in self._order[len(held) :]:
            self._master.release(other)
        for other, value in held.items():
            self._master.hold(other, value)
        best = self._whole(held, position) or whole or self._nobody_placed()
        open_nodes: list[tuple[int, int, dict[Feature, tuple[float, float]]]] = [(bound, 0, {})]
        unsettled: list[int] = []
        number = 0
        while open_nodes and open_nodes[0][0] < best.totals[position] and not self._is_late():
            _, _, branches = heapq.heappop(open_nodes)
            value, split = self._node(position, held, branches, best.totals[position])
            if value >= best.totals[position]:
                continue
            found = self._whole(held, position)
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
        self._master.unbranch()
        return best, min([best.totals[position], *unsettled, *(node[0] for node in open_nodes)])

    def _nobody_placed(self) -> WholePlan:
        """Fall back on the plan that is always there; `Pool.add_unplaced` put its itineraries first."""
        return whole_plan(self._pool, {number: cohort.count for number, cohort in enumerate(self._cohorts)})

    def _node(
        self, position: int, held: dict[int, int], branches: dict[Feature, tuple[float, float]], best: int
    ) -> tuple[int, tuple[Feature, float] | None]:
        """Bound of a node, and what to branch on next."""
        penalty = FIRST_PENALTY
        while True:
            self._master.branch(position, branches, self._pool.options, penalty)
            _, bound = self._generate(held, best - 1 + EPSILON)
            if round_up(bound) >= best or self._master.shortfall() < EPSILON or self._is_late():
                return round_up(bound), most_fractional(self._pool.itineraries, self._master.values(), self._pool.options)
            penalty *= PENALTY_GROWTH

    def _solution(self, whole: WholePlan, bounds: dict[int, int]) -> Solution:
        chosen = [(self._pool.itineraries[number], parties) for number, parties in whole.parties.items()]
        signs = {position: -1 if measure in MAXIMISED else 1 for measure, position in POSITION.items()}
        by_position = {position: measure for measure, position in POSITION.items()}
        return Solution(
            cohorts=self._cohorts,
            network=self._network,
            chosen=tuple(sorted(chosen, key=lambda item: item[0].cohort)),
            options=self._pool.options,
            measures=tuple(
                MeasureResult(by_position[position], signs[position] * whole.totals[position], signs[position] * bounds[position])
                for position in self._order
                if position != LOCKS_BROKEN
            ),
            locks_broken=whole.totals[LOCKS_BROKEN],
            num_columns=len(self._pool.itineraries),
        )


def round_up(bound: float) -> int:
    """Least whole value a count can have; every count is whole."""
    return math.ceil(bound - slack(bound))


def slack(value: float) -> float:
    """How far a linear optimum may lie from a whole number and still be taken for it."""
    return max(EPSILON, abs(value) * RELATIVE)


def solving_order(instance: Instance) -> tuple[int, ...]:
    """Positions of the counts in the order they are settled: locks, the tiers as configured, the canonical order."""
    tiers = [POSITION[measure] for tier in instance.rules.tiers for measure in Measure if TIER_OF.get(measure) is tier]
    return (LOCKS_BROKEN, *tiers, POSITION[Measure.WAIT_ORDER], POSITION[Measure.DEADLINE_ORDER])


def _name(position: int) -> str:
    return next((measure.value for measure, index in POSITION.items() if index == position), "locks")
