"""The morning of each simulated day, as a planner would find it: what is known by then and nothing else."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from planner.domain.horizon import LONDON, Horizon, london_date, london_instant
from planner.domain.ids import DepartureId
from planner.domain.instance import Instance, ParityRecord
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Answer, Bar, CaseRecord, Decision, Party
from planner.domain.rules import BarRule
from planner.domain.sites import Site
from planner.simulate.future import Future

LATE_BAR: Final = "dropped_out_late"
"""Bar, in a simulation only, of a party that did not board: it may not be booked again for some days."""


@dataclass(frozen=True, slots=True)
class World:
    """What stands whatever comes.

    Attributes
    ----------
    instance
        The workspace's problem on its plan date, over all days it knows of.
    num_days
        Days simulated.
    look_ahead
        Nights that each day's plan looks ahead, as far as the workspace's days go.
    """

    instance: Instance
    num_days: int
    look_ahead: int

    def date_of(self, day: int) -> date:
        """Date of a simulated day."""
        return self.instance.horizon.date_of(day)


@dataclass(frozen=True, slots=True)
class Morning:
    """Where everybody is.

    Attributes
    ----------
    day
        Counted from the plan date.
    parties
        Everybody in the country, by party id.
    parity
        As in an instance.
    """

    day: int
    parties: tuple[Party, ...]
    parity: ParityRecord


def world_of(instance: Instance, num_days: int, look_ahead: int) -> World:
    """Make a world of a workspace's problem.

    Yesterday's plan is left out: how near a plan stays to the one before comes last of all aims, and alters none of the others.
    """
    bars = {**instance.rules.bars, LATE_BAR: BarRule(blocks_detention=False, blocks_transfer=True)}
    return World(
        replace(instance, rules=replace(instance.rules, bars=bars), yesterday=(), incidents=(), triage=()),
        num_days,
        look_ahead,
    )


def first_morning(world: World) -> Morning:
    """The morning of the plan date."""
    known = tuple(party for party in world.instance.parties if not party.is_expected)
    return Morning(0, known, world.instance.parity)


def woken(world: World, morning: Morning, future: Future) -> Morning:
    """Let the night's news be known: who has landed, which requests were made, what France has answered."""
    today = world.date_of(morning.day)
    parties = (
        *(heard(party, today, future.waits[party.party_id], world) for party in morning.parties),
        *(replace(party, expected_on=None) for party in future.arrivals[morning.day]),
    )
    return replace(morning, parties=tuple(sorted(parties, key=lambda party: party.party_id)))


def heard(party: Party, until: date, wait: int | None, world: World) -> Party:
    """Give a party with the requests and answers of the days up to one.

    Parameters
    ----------
    wait
        Days from request to answer; None for silence.
    """
    cases = [_heard(person.case, until, wait, world) for person in party.people]
    if all(new is person.case for new, person in zip(cases, party.people, strict=True)):
        return party
    return replace(party, people=tuple(replace(person, case=case) for person, case in zip(party.people, cases, strict=True)))


def _heard(case: CaseRecord, until: date, wait: int | None, world: World) -> CaseRecord:
    if case.decided_on is not None and case.decision is Decision.INADMISSIBLE and case.requested_on is None:
        due = max(case.decided_on + timedelta(days=world.instance.rules.decision_to_request_days), world.date_of(0))
        if due <= until:
            case = replace(case, requested_on=due)
    if case.requested_on is not None and case.answer is Answer.NONE and wait is not None:
        answered = case.requested_on + timedelta(days=wait)
        if answered <= until:
            case = replace(case, answered_on=answered, answer=Answer.ACCEPTED)
    return case


def instance_of(world: World, morning: Morning) -> Instance:
    """The problem of a morning."""
    base, day = world.instance, morning.day
    first, last = day, min(day + world.look_ahead, base.horizon.num_days)
    horizon = Horizon(base.horizon.date_of(first), last - first)
    expected = (party for party in base.parties if party.expected_on is not None and first < base.horizon.day_of(party.expected_on) < last)
    people = {person.person_id for party in morning.parties for person in party.people}
    departures = tuple(item for item in base.departures if first <= base.horizon.day_of(london_date(item.departs_at)) < last)
    return replace(
        base,
        horizon=horizon,
        as_of=london_instant(horizon.first_date, base.as_of.astimezone(LONDON).time()),
        parties=(*morning.parties, *expected),
        keep_apart=tuple(pair for pair in base.keep_apart if people.issuperset(pair)),
        sites=tuple(_cut(site, first, last) for site in base.sites),
        departures=departures,
        resources=base.resources[first:last],
        parity=morning.parity,
        planned_admissions=tuple(item for item in base.planned_admissions if item.admitted_on >= horizon.first_date),
        locks=_locks(base, morning, {item.departure_id for item in departures if not item.cancelled}, horizon),
    )


def _cut(site: Site, first: int, last: int) -> Site:
    units = tuple(replace(unit, beds=unit.beds[first:last], reserved=unit.reserved[first:last]) for unit in site.units)
    return replace(site, units=units)


def _locks(base: Instance, morning: Morning, departures: set[DepartureId], horizon: Horizon) -> tuple[Lock, ...]:
    """Pins that can still mean something: of parties in the country that have not dropped out, on days to come."""
    barred = {party.party_id: any(bar.bar == LATE_BAR for person in party.people for bar in person.bars) for party in morning.parties}

    def stands(lock: Lock) -> bool:
        if lock.party_id not in barred:
            return False
        if lock.kind is LockKind.DEPARTURE:
            return lock.target_id in departures and not barred[lock.party_id]
        return lock.kind is LockKind.NOT_DEPARTURE or lock.last_night is None or lock.last_night >= horizon.first_date

    return tuple(lock for lock in base.locks if stands(lock))


def parity_after(world: World, morning: Morning, transferred: int) -> ParityRecord:
    """The balance with France a day later."""
    today = world.date_of(morning.day)
    admitted = sum(item.people for item in world.instance.planned_admissions if item.admitted_on == today)
    is_sunday = today.isoweekday() == SUNDAY
    return ParityRecord(
        morning.parity.balance_before + transferred - admitted, 0 if is_sunday else morning.parity.transferred_this_week + transferred
    )


SUNDAY: Final = 7


def barred(party: Party, today: date, days: int) -> Party:
    """Give a party that dropped out late, not to be booked again for some days."""
    bar = Bar(LATE_BAR, today, today + timedelta(days=days))
    return replace(party, people=tuple(replace(person, bars=(*person.bars, bar)) for person in party.people))
