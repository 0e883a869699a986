"""A plan held against an earlier one: who is elsewhere or leaves otherwise, and whether that was forced or chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from planner.domain.errors import PlannerError
from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance
from planner.domain.people import Party
from planner.domain.plan import PersonPlan, Plan
from planner.explain.answers import Cost
from planner.explain.costs import cost_of
from planner.explain.session import Session
from planner.explain.target import Target, lock_of, target_named
from planner.plan.reasons import why_not_kept

MOST_COSTED = 40
"""Of so many kinds of moves the cost is worked out; of the others it is said that they are possible by themselves."""

NO_INPUTS = frozenset({"horizon", "as_of", "triage", "travel"})
"""Parts of an instance that are no inputs of their own: what moves with the day, and what is read off the others."""

CHANGED_SITE = "{} is no site any more"
CHANGED_DEPARTURE = "departure {} is not there any more"


class Why(StrEnum):
    """Why somebody is not where the earlier plan has them."""

    FORCED = "forced"
    """The earlier place or departure is not lawful or not possible any more."""
    CHOSEN = "chosen"
    """It is possible, and would cost something, or nothing."""
    BETTER = "better"
    """The earlier plan had no bed for them."""
    OPEN = "open"
    """It is possible by itself; what it would cost was not worked out."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A party that is elsewhere, or leaves otherwise, than an earlier plan says.

    Attributes
    ----------
    day
        First day of both plans on which it is.
    before, after
        Site or departure that day in either plan; empty without a bed.
    rule
        What forbids the earlier place now; empty where nothing does.
    inputs
        What of the inputs of this party, that place and that day is not as it was.
    cost
        What it would cost to keep to the earlier plan; None where it can not be, or was not worked out.
    """

    party_id: PartyId
    people: tuple[PersonId, ...]
    day: date
    before: str
    after: str
    why: Why
    rule: str
    inputs: tuple[str, ...]
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Against:
    """How a plan differs from an earlier one.

    Attributes
    ----------
    first, last
        Days that both plans have.
    num_both
        People in both.
    new, gone
        People in one of the plans only: in this, in the earlier.
    inputs
        What of the inputs is not as it was.
    """

    first: date
    last: date
    num_both: int
    new: tuple[PersonId, ...]
    gone: tuple[PersonId, ...]
    inputs: tuple[str, ...]
    moved: tuple[Moved, ...]


def held_against(
    session: Session, earlier: Plan, earlier_instance: Instance, progress: Callable[[float], None] = lambda _share: None
) -> Against:
    """Hold the plan of a session against an earlier plan, day by day.

    Raises
    ------
    PlannerError
        When the plans have no day in common.
    """
    days = sorted({*session.plan.horizon.dates()} & {*earlier.horizon.dates()})
    if not days:
        message = "the plans have no day in common: " + " and ".join(
            f"{plan.horizon.dates()[0]} to {plan.horizon.dates()[-1]}" for plan in (earlier, session.plan)
        )
        raise PlannerError(message)
    now = {person.person_id: person for person in session.plan.people}
    then = {person.person_id: person for person in earlier.people}
    moves = list(_moves(session, earlier, now, then, days))
    costs: dict[tuple[int, Target], Cost | None] = {}
    inputs = _Inputs(earlier_instance, session.instance)
    found: list[Moved] = []
    for at, (party_id, people, day, before, after) in enumerate(moves):
        progress(at / len(moves))
        found.append(_explained(session, inputs, costs, Moved(party_id, people, day, before, after, Why.OPEN, "", (), None)))
    return Against(
        first=days[0],
        last=days[-1],
        num_both=len(now.keys() & then.keys()),
        new=tuple(sorted(now.keys() - then.keys())),
        gone=tuple(sorted(then.keys() - now.keys())),
        inputs=tuple(_words(name) for name in _differing(earlier_instance, session.instance) if name not in NO_INPUTS),
        moved=tuple(found),
    )


def _moves(
    session: Session, earlier: Plan, now: Mapping[PersonId, PersonPlan], then: Mapping[PersonId, PersonPlan], days: list[date]
) -> Iterator[tuple[PartyId, tuple[PersonId, ...], date, str, str]]:
    """Parties with the first day on which their place differs, by that day and id."""
    by_party: defaultdict[PartyId, list[tuple[date, str, str, PersonId]]] = defaultdict(list)
    for person_id in sorted(now.keys() & then.keys()):
        here, there = now[person_id], then[person_id]
        for day in days:
            before, after = _place(there, earlier.horizon.day_of(day)), _place(here, session.plan.horizon.day_of(day))
            if before != after:
                by_party[here.party_id].append((day, before, after, person_id))
                break
    for party_id, members in sorted(by_party.items(), key=lambda item: (min(item[1])[0], item[0])):
        day, before, after, _ = min(members)
        yield party_id, tuple(member[3] for member in members), day, before, after


def _place(person: PersonPlan, day: int) -> str:
    """Site where a person is in a bed, or the departure of the person; empty before coming ashore and without a bed."""
    stay = next(each for each in person.stays if each.first_night <= day <= each.last_night)
    if stay.departure_id is not None:
        return stay.departure_id
    return stay.site_id or "" if stay.unit_id is not None else ""


def _explained(session: Session, inputs: _Inputs, costs: dict[tuple[int, Target], Cost | None], moved: Moved) -> Moved:
    """Say why a party moved."""
    if not moved.before:
        return _as(moved, Why.BETTER, "", (), None)
    facts = tuple(inputs.changed(moved.party_id, moved.before, moved.day))
    target = target_named(session.problem, moved.before, moved.day)
    if target is None:
        gone = CHANGED_DEPARTURE if moved.before in inputs.departures_before else CHANGED_SITE
        return _as(moved, Why.FORCED, gone.format(moved.before), facts, None)
    cohort = session.cohort_of[moved.party_id]
    key = (cohort, target)
    if key not in costs:
        if len(costs) >= MOST_COSTED:
            return _as(moved, Why.OPEN, "", facts, None)
        costs[key] = cost_of(session, moved.party_id, target)
    cost = costs[key]
    if cost is None:
        rule = why_not_kept(lock_of(session.problem, moved.party_id, target), session.clock(moved.party_id), session.problem.network)
        return _as(moved, Why.FORCED, rule, facts, None)
    return _as(moved, Why.CHOSEN, "", facts, cost)


def _as(moved: Moved, why: Why, rule: str, inputs: tuple[str, ...], cost: Cost | None) -> Moved:
    return Moved(moved.party_id, moved.people, moved.day, moved.before, moved.after, why, rule, inputs, cost)


class _Inputs:
    """What differs between the inputs of two plans."""

    def __init__(self, before: Instance, now: Instance) -> None:
        self._before, self._now = before, now
        self._parties = [{party.party_id: party for party in each.parties} for each in (before, now)]
        self.departures_before = {departure.departure_id for departure in before.departures}

    def changed(self, party_id: PartyId, place: str, day: date) -> Iterator[str]:
        """What is not as it was of a party, of a site or departure, and of a day's staff."""
        was, now = (each.get(party_id) for each in self._parties)
        if was is not None and now is not None:
            yield from sorted(_party_changes(was, now))
        sites = [next((site for site in each.sites if site.site_id == place), None) for each in (self._before, self._now)]
        if sites[0] is not None and sites[1] is not None:
            nights = [each.horizon.day_of(day) for each in (self._before, self._now)]
            beds = [
                sum(unit.free_beds(night) for unit in site.units) for site, night in zip(sites, nights, strict=True) if site is not None
            ]
            if beds[0] != beds[1]:
                yield f"beds at {place}: {beds[0]} then, {beds[1]} now"
        ways = [next((each for each in one.departures if each.departure_id == place), None) for one in (self._before, self._now)]
        if ways[0] is not None and ways[1] is not None:
            yield from (f"{_words(name)} of {place}" for name in _differing(ways[0], ways[1]))
        offered = [each.resources[each.horizon.day_of(day)] for each in (self._before, self._now)]
        yield from (f"{_words(name)} on the day" for name in _differing(*offered))


def _party_changes(was: Party, now: Party) -> set[str]:
    """Facts recorded of the members that are not as they were; the case's and each other one by its name."""
    found: set[str] = set()
    before = {person.person_id: person for person in was.people}
    if before.keys() != {person.person_id for person in now.people}:
        found.add("who is in the party")
    for person in now.people:
        old = before.get(person.person_id)
        if old is not None:
            names = _differing(old, person)
            found |= {_words(name) for name in names if name != "case"}
            found |= {_words(name) for name in _differing(old.case, person.case)} if "case" in names else set[str]()
    return found


def _differing(one: Any, other: Any) -> list[str]:
    """Names of the fields in which two values of a kind differ."""
    return [field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)]


def _words(name: str) -> str:
    return name.replace("_", " ").removesuffix(" id")
