"""A plan opened for questions: its problem, its itineraries and the proofs of every count, kept for many answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from planner.clocks import PartyClock
from planner.domain.errors import PackError
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.model.aims import solving_order
from planner.model.cohorts import Cohort
from planner.model.contested import Limit
from planner.model.greedy import Whole, whole_of
from planner.model.network import Ints
from planner.model.planned import UnknownItineraryError, planned_itineraries
from planner.model.problem import Problem, build_problem
from planner.model.proof import limits_of
from planner.model.proofs import Proven, prove
from planner.model.solution import Solution
from planner.model.warm import Warm

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Session:
    """One plan and what is known of it.

    Attributes
    ----------
    itineraries
        Number in the problem's pool of what each party does.
    cohort_of
        Index of each party's cohort.
    whole
        The plan as parties by itinerary.
    limits
        What no choice of a contested day exceeds, by the proofs.
    order
        Positions of the counts as they are solved.
    seconds
        Longest time for one further solve.
    """

    instance: Instance
    clocks: tuple[PartyClock, ...]
    plan: Plan
    problem: Problem
    itineraries: Mapping[PartyId, int]
    cohort_of: Mapping[PartyId, int]
    whole: Whole
    proven: Proven
    limits: Sequence[Limit]
    order: tuple[int, ...]
    seconds: float

    def cohort(self, party_id: PartyId) -> Cohort:
        """The cohort of a party."""
        return self.problem.cohorts[self.cohort_of[party_id]]

    def warm(self) -> Warm:
        """What a further solve may start from."""
        numbers = np.union1d(self.proven.columns, np.array(list(self.whole.parties), dtype=np.int64))
        return Warm(self.problem, numbers, self.proven.choices, self.proven.proofs, self.whole.parties)

    def apart(self) -> Session:
        """The same with a pool of its own: what one answer finds on its way does not change the next."""
        return replace(self, problem=replace(self.problem, pool=self.problem.pool.copy()))

    def clock(self, party_id: PartyId) -> PartyClock:
        """The clock of a party."""
        return next(clock for clock in self.clocks if clock.party_id == party_id)


def open_session(instance: Instance, clocks: tuple[PartyClock, ...], plan: Plan, seconds: float, progress: Progress) -> Session:
    """Open a plan: find the proofs of its counts again, from its own itineraries.

    Parameters
    ----------
    seconds
        Time limit of the proofs, and of each further solve.

    Raises
    ------
    PackError
        When the plan was not made from the instance.
    """
    progress("opening the plan", 0.0)
    problem = build_problem(instance, clocks)
    unplaced = problem.pool.add_unplaced()
    try:
        itineraries = planned_itineraries(problem, plan)
    except UnknownItineraryError as error:
        raise PackError(f"the plan does not fit its inputs: {error}") from error
    order, deadline = solving_order(instance), time.monotonic() + seconds
    proven = prove(
        problem,
        order,
        np.unique([*unplaced, *itineraries.values()]),
        (),
        lambda: time.monotonic() > deadline,
        lambda done: progress("opening the plan: what each aim costs", done / len(order)),
    )
    return _session(plan, clocks, problem, itineraries, proven, seconds)


def session_after(plan: Plan, clocks: tuple[PartyClock, ...], solution: Solution, seconds: float = 0.0) -> Session:
    """Open a plan that was just made: what its solve proved is known.

    Parameters
    ----------
    seconds
        Time limit of each further solve.
    """
    warm = solution.warm
    proven = Proven(warm.proofs, warm.choices, warm.numbers)
    return _session(plan, clocks, warm.problem, planned_itineraries(warm.problem, plan), proven, seconds)


def _session(
    plan: Plan, clocks: tuple[PartyClock, ...], problem: Problem, itineraries: Mapping[PartyId, int], proven: Proven, seconds: float
) -> Session:
    instance = problem.network.instance
    return Session(
        instance=instance,
        clocks=clocks,
        plan=plan,
        problem=problem,
        itineraries=itineraries,
        cohort_of={party: number for number, cohort in enumerate(problem.cohorts) for party in cohort.parties},
        whole=whole_of(problem, Counter(itineraries.values())),
        proven=proven,
        limits=limits_of(proven.proofs, problem.rows),
        order=solving_order(instance),
        seconds=seconds,
    )


def plan_values(session: Session) -> Ints:
    """``(N,)`` parties on each itinerary of the pool, as planned."""
    values = np.zeros(len(session.problem.pool), dtype=np.int64)
    values[list(session.whole.parties)] = list(session.whole.parties.values())
    return values
