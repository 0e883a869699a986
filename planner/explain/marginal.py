"""What one more really gains in the linear programme, and how far that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from planner.domain.instance import Instance
from planner.domain.plan import Measure
from planner.explain.capacity import Capacity, CapacityKind, capacities
from planner.explain.more import STANDING, with_more
from planner.explain.price import SMALL, Price, proofs_of
from planner.explain.session import Session
from planner.model.contested import Choice, best_choice
from planner.model.lp import InfeasibleError
from planner.model.master import Master
from planner.model.network import Ints
from planner.model.problem import Problem, build_problem
from planner.model.proof import Proof
from planner.model.rows import with_boarding_of
from planner.model.warm import reuse

FURTHER = (1, 2, 4, 8, 16, 32)
"""How many more or fewer are tried to see how far a price holds."""

NEARBY = 1.0
"""When a price is followed, itineraries whose reduced cost is above this are brought in only when they improve something."""


class Linear:
    """Linear optima of counts with more or less of a capacity, those before no worse than in the plan."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.proofs = proofs_of(session)
        self._starts: dict[Measure, float | None] = {}

    def gained(self, price: Price) -> Price | None:
        """A price with what one more gains, in the first measure in which it gains anything; None when in none."""
        for measure in price.worth:
            start, value = self._start(measure), self._optimum(measure, price.days, 1)
            if start is None or value is None:
                return None
            if start - value > SMALL:
                order = list(self.proofs)
                later = [each for each in order[order.index(measure) + 1 :] if each in price.worth]
                return replace(price, worth={measure: start - value, **{each: price.worth[each] for each in later}})
        return None

    def with_range(self, price: Price) -> Price:
        """How many more and how many fewer a price holds for: there the linear programme changes by just as much each time."""
        measure, worth, start = price.measure, price.worth[price.measure], self._start(price.measure)

        def holds(count: int) -> bool:
            value = self._optimum(measure, price.days, count)
            return value is not None and start is not None and abs(value - (start - count * worth)) < SMALL * abs(count)

        more = max(takewhile(holds, FURTHER), default=0)
        fewer = -min(takewhile(holds, (-count for count in FURTHER)), default=0)
        return replace(price, fewer=fewer, more=more)

    def _start(self, measure: Measure) -> float | None:
        if measure not in self._starts:
            self._starts[measure] = self._optimum(measure, (), 0)
        return self._starts[measure]

    def _optimum(self, measure: Measure, days: Sequence[Capacity], count: int) -> float | None:
        """Linear optimum of a count with so many more on some days; None when those before can not be kept."""
        session, proof = self._session, self.proofs[measure]
        problem, numbers, choices = self._start_from(proof, days, count)
        master = Master(problem.counts, problem.pool, problem.rows)
        master.add(numbers)
        master.add_choices(choices)
        for position in takewhile(lambda position: position != proof.position, session.order):
            if problem.can_count[position]:
                master.hold(position, int(session.whole.totals[position]))
        master.minimise_count(proof.position)
        try:
            value = master.solve()
            while _improve(problem, master):
                value = master.solve()
        except InfeasibleError:
            return None
        return value

    def _start_from(self, proof: Proof, days: Sequence[Capacity], count: int) -> tuple[Problem, Ints, list[Choice]]:
        """The problem with so many more, and itineraries and choices to begin with."""
        session = self._session
        numbers = np.flatnonzero(session.problem.pool.reduced_costs(proof.prices) <= NEARBY)
        numbers = np.union1d(numbers, np.array(list(session.whole.parties), dtype=np.int64))
        if any(self._is_small(day, count) for day in days):
            # A unit too small for some parties, or then too small: other itineraries are lawful.
            problem = build_problem(more_of(session.instance, days, count), session.clocks, session.problem)
            reused = reuse(replace(session.warm(), numbers=numbers), problem)
            return problem, np.union1d(reused.numbers, problem.pool.add_unplaced()), reused.choices
        problem = with_limits(session.problem, days, count)
        seats = np.append(proof.prices.rows, 0.0)[problem.rows.seats]
        choices = [best_choice(day, problem.network, problem.rows, seats)[1] for day in range(len(problem.rows.contested))]
        if problem.rows.contested == session.problem.rows.contested:
            choices += session.proven.choices
        return problem, numbers, choices

    def _is_small(self, capacity: Capacity, count: int) -> bool:
        """Whether a unit has, or would have, fewer beds than there are people in some party."""
        if capacity.kind is not CapacityKind.BED or not count:
            return False
        problem = self._session.problem
        beds = problem.network.free_beds[problem.network.unit_index[capacity.subject], capacity.first_day : capacity.last_day + 1]
        return bool(min(int(beds.min()), int(beds.min()) + count) < max(cohort.size for cohort in problem.cohorts))


def _improve(problem: Problem, master: Master) -> int:
    """Bring in what would improve a linear programme: how many itineraries and choices."""
    found = problem.price(master.prices())
    return master.add(problem.improving(found)) + master.add_choices(found.choices)


def with_limits(problem: Problem, days: Sequence[Capacity], count: int) -> Problem:
    """The problem with other limits, its itineraries and the numbers of its rows as they are."""
    if not days:
        return problem
    network = replace(problem.network, instance=more_of(problem.network.instance, days, count))
    rows = with_boarding_of(problem.rows, network)
    if not any(each.kind in {CapacityKind.SEAT, CapacityKind.ESCORT, CapacityKind.MEDIC} for each in days):
        limits, wanted = rows.limits.copy(), {(each.kind, each.subject) for each in days}
        for row, name in capacities(problem).items():
            inside = name.kind in STANDING or any(day.first_day <= name.first_day <= day.last_day for day in days)
            if (name.kind, name.subject) in wanted and inside:
                limits[row] = max(0.0, limits[row] + count)
        rows = replace(rows, limits=limits)
    return replace(problem, network=network, rows=rows)


def more_of(instance: Instance, days: Sequence[Capacity], count: int) -> Instance:
    """The instance with more of one capacity on some days; what stands for all days is changed once."""
    for each in days[:1] if days[0].kind in STANDING else days:
        instance = with_more(instance, each, count)
    return instance
