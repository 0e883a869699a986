"""From a plan with something forced to what it costs: measure by measure, and who else would go elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import numpy as np

from planner.domain.ids import PartyId
from planner.domain.plan import MAXIMISED, Measure
from planner.explain.answers import Cost, Displaced
from planner.explain.forced import Forced, force
from planner.explain.session import Session
from planner.explain.target import Target, have, lock_of, target_id, target_of
from planner.model.greedy import Whole
from planner.model.itinerary import COUNTS, LOCKS_BROKEN, POSITION
from planner.model.solve import solve


def rank(cost: Cost) -> tuple[int, ...]:
    """Changes of the counts in the order solved, turned so that the smaller is the better."""
    return tuple(-change if measure in MAXIMISED else change for measure, change in cost.changes.items())


def costs_of(session: Session, party_id: PartyId, targets: Sequence[Target], *, exact: bool = False) -> list[Cost | None]:
    """What each of some targets costs a plan; None when no lawful plan gives it.

    Parameters
    ----------
    exact
        Whether to plan anew with the target locked, so that every figure is proven when time allows. That is done, too, when no plan
        with the target is found near the plan.
    """
    return [_cost(session, party_id, forced, exact=exact) for forced in force(session, session.cohort_of[party_id], targets)]


def cost_of(session: Session, party_id: PartyId, target: Target, *, exact: bool = False) -> Cost | None:
    """What one target costs, as `costs_of`."""
    return costs_of(session, party_id, [target], exact=exact)[0]


def _cost(session: Session, party_id: PartyId, forced: Forced, *, exact: bool) -> Cost | None:
    if not forced.is_lawful:
        return None
    if forced.whole is None or (exact and len(forced.proven) < len(session.order)):
        return _planned_anew(session, party_id, forced.target)
    proven = frozenset(measure for position in forced.proven if (measure := COUNTS[position]) is not None)
    least = _least_change(session, forced)
    return Cost(_changes(session, forced.whole), proven, tuple(_displaced(session, party_id, forced, forced.whole)), least)


def _least_change(session: Session, forced: Forced) -> tuple[Measure, int] | None:
    """The first measure that must become worse, and by how much at least; None when none must, as far as is proven."""
    for position in session.order:
        measure, worse = COUNTS[position], forced.least.get(position, 0) - int(session.whole.totals[position])
        if measure is not None and position in forced.least and worse:
            return measure, -worse if measure in MAXIMISED else worse
    return None


def _planned_anew(session: Session, party_id: PartyId, target: Target) -> Cost | None:
    instance = session.instance
    lock = lock_of(session.problem, party_id, target)
    solution = solve(
        replace(instance, locks=(*instance.locks, lock)), session.clocks, session.seconds, lambda _what, _share: None, warm=session.warm()
    )
    if solution.locks_broken:
        return None
    before = _values(session)
    changes = {item.measure: item.value - before[item.measure] for item in solution.measures}
    proven = list(takewhile(lambda item: not item.gap, solution.measures))
    return Cost(changes, frozenset(item.measure for item in proven), None)


def _values(session: Session) -> dict[Measure, int]:
    return {measure: _natural(session, session.whole, measure) for measure in Measure}


def _natural(session: Session, whole: Whole, measure: Measure) -> int:
    sign = -1 if measure in MAXIMISED else 1
    return sign * int(whole.totals[POSITION[measure]] + session.problem.offsets[POSITION[measure]])


def _changes(session: Session, whole: Whole) -> dict[Measure, int]:
    before = _values(session)
    order = [measure for position in session.order if position != LOCKS_BROKEN and (measure := COUNTS[position]) is not None]
    return {measure: _natural(session, whole, measure) - before[measure] for measure in order}


def _displaced(session: Session, party_id: PartyId, forced: Forced, whole: Whole) -> Iterator[Displaced]:
    """Parties that take another itinerary in a forced plan; of parties alike the first in order, the one asked about first of all."""
    problem, cohorts = session.problem, session.problem.pool.batch.cohorts
    after, before = Counter(whole.parties), Counter(session.whole.parties)
    asked = session.cohort_of[party_id]
    given = np.array(sorted(number for number in after if cohorts[number] == asked), dtype=np.int64)
    takes = next(int(number) for number in given[have(problem, asked, given, forced.target)])
    after[takes] -= 1
    before[session.itineraries[party_id]] -= 1
    come: defaultdict[int, list[int]] = defaultdict(list)
    gone: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(after.keys() | before.keys()):
        more = after[number] - before[number]
        (come if more > 0 else gone)[int(cohorts[number])].extend([number] * abs(more))
    holders: defaultdict[int, list[PartyId]] = defaultdict(list)
    for party, number in sorted(session.itineraries.items()):
        if party != party_id:
            holders[number].append(party)
    for cohort in sorted(come):
        for now, then in zip(gone[cohort], come[cohort], strict=True):
            moved = _difference(session, cohort, holders[now].pop(0), now, then)
            if moved is not None:
                yield moved


def _difference(session: Session, cohort: int, party_id: PartyId, now: int, then: int) -> Displaced | None:
    """First day on which two itineraries differ in place; None when only case steps lie on other days."""
    problem = session.problem
    for day in range(problem.network.num_nights):
        places = [target_of(problem, cohort, number, day) for number in (now, then)]
        if places[0] != places[1]:
            names = ["" if place is None else target_id(problem, place) for place in places]
            return Displaced(party_id, session.instance.horizon.date_of(day), names[0], names[1])
    return None
