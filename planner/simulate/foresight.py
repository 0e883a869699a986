"""Perfect foresight: one plan over all days with everything known, and what a policy did counted in the same way.

What a policy did kept the same capacities, law and future. Only at the end, and for pins, is it judged otherwise: each of its plans looked
beyond the last simulated day, and believed of answers what was known by then. So the bound of the first aim is proven on a problem without
rules for the end and without pins: no policy does better, and how far it stays behind is its regret at most.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from planner.clocks import PartyClock, party_clocks
from planner.domain.ids import DepartureId, PartyId
from planner.domain.instance import Instance
from planner.domain.people import Answer, Bar, CaseRecord, Decision, Party
from planner.domain.plan import MAXIMISED, Measure
from planner.domain.rules import Tier
from planner.model.cohorts import member_classes
from planner.model.itinerary import GONE, LOCKS_BROKEN, POSITION, Batch
from planner.model.problem import Problem
from planner.model.solve import solve_soon
from planner.simulate.day import Done, Place
from planner.simulate.future import Future
from planner.simulate.world import LATE_BAR, World, first_morning, heard, instance_of

PINS = "pins_not_kept"
COMPARED = (
    Measure.UNPLACED_NIGHTS,
    Measure.TRANSFERS,
    Measure.DETENTION_NIGHTS,
    Measure.PERSON_MOVES,
    Measure.ROAD_MINUTES,
)
"""Measures that mean the same whatever was believed on the way."""

FAR: Final = 10_000
"""A day beyond any plan."""


@dataclass(frozen=True)
class Foresight:
    """The plan with everything known.

    Attributes
    ----------
    values
        Value of each compared measure, and of `PINS`.
    bound
        Proven bound of nights without a lawful bed: no policy has fewer.
    """

    values: Mapping[str, int]
    bound: int
    problem: Problem


def foresee(world: World, future: Future) -> Foresight:
    """Plan all days at once."""
    instance = foreseen(world, future)
    clocks = foreseen_clocks(instance, future)
    solution = solve_soon(instance, clocks)
    found = {item.measure: item for item in solution.measures}
    values = {str(measure): found[measure].value for measure in COMPARED} | {PINS: solution.locks_broken}
    return Foresight(values, _bound(instance, clocks), solution.warm.problem)


def _bound(instance: Instance, clocks: Sequence[PartyClock]) -> int:
    """Nights without a lawful bed that nothing can avoid, whatever is believed of the days after the last one."""
    last = instance.horizon.dates()[-1]
    soon = sum(item.people for item in instance.planned_admissions if item.admitted_on > last)
    rules = replace(instance.rules, tiers=BEDS_FIRST, parity_upper=instance.rules.parity_upper + soon)
    relaxed = tuple(_without_end(clock) for clock in clocks)
    solution = solve_soon(replace(instance, rules=rules, locks=()), relaxed, num_bounds=1)
    return next(item.bound for item in solution.measures if item.measure is Measure.UNPLACED_NIGHTS)


BEDS_FIRST: Final = (Tier.UNPLACED, *(tier for tier in Tier if tier is not Tier.UNPLACED))


def _without_end(clock: PartyClock) -> PartyClock:
    """Give a clock by which a party may be held at the end, whatever comes after it."""
    departures = (False,) * len(clock.departures) if clock.case.closed_by else clock.departures
    case = replace(clock.case, closed_by="")
    return replace(clock, departures=departures, case=case, last_transfer_day=FAR, step_latest=(FAR,) * len(clock.step_latest))


def foreseen(world: World, future: Future) -> Instance:
    """The problem of all simulated days with arrivals, answers and cancellations known."""
    morning = first_morning(world)
    base = instance_of(replace(world, look_ahead=world.num_days), morning)
    known = (_answered(party, world, future) for party in morning.parties)
    coming = (_answered(party, world, future) for day in future.arrivals for party in day)
    departures = tuple(replace(item, cancelled=item.cancelled or item.departure_id in future.cancelled) for item in base.departures)
    gone = {item.departure_id for item in departures if item.cancelled}
    locks = tuple(
        lock
        for lock in base.locks
        if lock.target_id not in gone and lock.party_id not in future.out.get(DepartureId(lock.target_id), frozenset())
    )
    return replace(base, parties=(*known, *sorted(coming, key=lambda party: party.party_id)), departures=departures, locks=locks)


def _answered(party: Party, world: World, future: Future) -> Party:
    """Give a party with the answers that will come; one that will have none can not be transferred."""
    wait = future.waits[party.party_id]
    party = heard(party, world.date_of(0), None, world)
    if wait is None:
        bar = Bar(LATE_BAR, world.date_of(0), None)
        open_to = [person.case.answer is Answer.NONE for person in party.people]
        return replace(party, people=tuple(replace(person, bars=(*person.bars, bar)) for person in party.people)) if any(open_to) else party

    def answered(case: CaseRecord) -> CaseRecord:
        if case.answer is not Answer.NONE or case.decided_on is None or case.decision is not Decision.INADMISSIBLE:
            return case
        requested = case.requested_on or case.decided_on + timedelta(days=world.instance.rules.decision_to_request_days)
        return replace(case, requested_on=case.requested_on, answered_on=requested + timedelta(days=wait), answer=Answer.ACCEPTED)

    return replace(party, people=tuple(replace(person, case=answered(person.case)) for person in party.people))


def foreseen_clocks(instance: Instance, future: Future) -> tuple[PartyClock, ...]:
    """Clocks that know how long France will take, and who would not board which departure."""
    by_wait: dict[int, list[Party]] = {}
    for party in instance.parties:
        wait = future.waits[party.party_id]
        by_wait.setdefault(instance.rules.answer_days if wait is None else wait, []).append(party)
    clocks: dict[PartyId, PartyClock] = {}
    for wait, parties in sorted(by_wait.items()):
        rules = replace(instance.rules, answer_days=wait, answer_exceptional_days=wait)
        clocks |= {clock.party_id: clock for clock in party_clocks(replace(instance, rules=rules, parties=tuple(parties)))}
    out = [future.out.get(item.departure_id, frozenset()) for item in instance.departures]
    return tuple(_barring(clocks[party.party_id], out) for party in instance.parties)


def _barring(clock: PartyClock, out: Sequence[frozenset[PartyId]]) -> PartyClock:
    if not any(clock.departures):
        return clock
    return replace(clock, departures=tuple(may and clock.party_id not in gone for may, gone in zip(clock.departures, out, strict=True)))


def counted(foresight: Foresight, days: Sequence[Done]) -> Mapping[str, int]:
    """Count what a policy did as the plan with foresight is counted.

    Parameters
    ----------
    days
        Every simulated day, in order.
    """
    problem = foresight.problem
    number = {item.departure_id: at for at, item in enumerate(problem.network.departures)}
    clocks = {clock.party_id: clock for clock in problem.clocks}
    parties = {party.party_id: party for party in problem.network.instance.parties}
    boarded = {party: number[departure] for day in days for party, departure in day.boarded.items()}
    cohorts: list[int] = []
    nights: list[list[int]] = []
    departures: list[int] = []
    for index, cohort in enumerate(problem.cohorts):
        option_of = {(option.site, option.placement): at for at, option in enumerate(problem.pool.options_of(index))}
        class_of = {member: at for at, (member, _) in enumerate(cohort.shape)}
        for party_id in cohort.parties:
            classes = [class_of[member] for member in member_classes(parties[party_id], clocks[party_id])]
            places = [day.places.get(party_id) for day in days]
            cohorts.append(index)
            departures.append(boarded.get(party_id, GONE))
            nights.append([_option(place, classes, option_of, problem) for place in places])
    return _totals(problem, cohorts, nights, departures)


def _option(
    place: Place | None, classes: Sequence[int], option_of: Mapping[tuple[int, tuple[tuple[int, int, int], ...]], int], problem: Problem
) -> int:
    """Number of the option that a place is; a night without a bed where none was foreseen counts at any other site."""
    if place is None:
        return GONE
    network = problem.network
    site = network.site_index[place.site_id]
    if place.is_unplaced:
        return option_of.get((site, ()), next(number for (_, placement), number in option_of.items() if not placement))
    spread = Counter((member, network.unit_index[unit]) for member, unit in zip(classes, place.units, strict=True) if unit is not None)
    return option_of[site, tuple(sorted((member, unit, people) for (member, unit), people in spread.items()))]


def _totals(problem: Problem, cohorts: list[int], nights: list[list[int]], departures: list[int]) -> Mapping[str, int]:
    if not cohorts:
        return dict.fromkeys((*map(str, COMPARED), PINS), 0)
    steps = np.full((len(cohorts), problem.pool.batch.steps.shape[1]), GONE, dtype=np.int64)
    batch = Batch(np.array(cohorts, np.int64), np.array(nights, np.int64), np.array(departures, np.int64), steps)
    numbers = problem.pool.add(batch)
    totals = problem.pool.counts[numbers].sum(axis=0)
    signed = {str(measure): (-1 if measure in MAXIMISED else 1) * int(totals[POSITION[measure]]) for measure in COMPARED}
    return signed | {PINS: int(totals[LOCKS_BROKEN])}
