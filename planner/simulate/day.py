"""One simulated day: the first day of a plan is carried out, late news and all, and everybody is accounted for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from planner.attrition.choose import choose_reserves
from planner.clocks import PartyClock
from planner.domain.errors import PlannerError
from planner.domain.horizon import london_instant
from planner.domain.ids import DepartureId, PartyId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Answer, CaseRecord, Decision, Party, Person
from planner.domain.plan import PersonPlan, Plan, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import Site
from planner.simulate.future import Future
from planner.simulate.world import Morning, World, barred, parity_after


@dataclass(frozen=True, slots=True)
class Place:
    """Where a party spends a night: its site, and the unit of each member in the order of its people, none without a lawful bed."""

    site_id: SiteId
    units: tuple[UnitId | None, ...]

    @property
    def is_unplaced(self) -> bool:
        """Whether the party has no lawful bed."""
        return None in self.units


@dataclass(frozen=True, slots=True)
class Done:
    """What a day came to.

    Attributes
    ----------
    places
        Where each party in the country spent the night.
    boarded
        Departure of each party that was transferred, reserves among them.
    reserves
        Reserves that took a seat that had come free.
    dropped_out
        Parties that were booked and not on their departure.
    steps
        Case steps done, in people.
    """

    places: Mapping[PartyId, Place]
    boarded: Mapping[PartyId, DepartureId]
    dropped_out: frozenset[PartyId]
    reserves: frozenset[PartyId]


def carry_out(
    world: World,
    morning: Morning,
    plan: Plan,
    instance: Instance,
    clocks: Sequence[PartyClock],
    future: Future,
    rebook_days: int,
) -> tuple[Morning, Done]:
    """Do what a plan says for its first day.

    Reserves of the day's departures stay where they are until seats are known to be empty, and are asked in their order. Who is booked
    and does not leave goes back to where the night before was spent, when that is still lawful and has room; otherwise
    there is no lawful bed that night. Whoever dropped out is not booked again for some days.

    Parameters
    ----------
    plan, instance, clocks
        Of that morning.

    Returns
    -------
    tuple
        The next morning before its news, and what was done.

    Raises
    ------
    PlannerError
        When somebody is lost: it can not be, and if it is, nothing that follows is worth anything.
    """
    planned: defaultdict[PartyId, list[PersonPlan]] = defaultdict(list)
    for person in plan.people:
        if not person.is_expected:
            planned[person.party_id].append(person)
    now = {party.party_id: party for party in morning.parties}
    booked = {
        party_id: people[0].stays[0].departure_id for party_id, people in planned.items() if people[0].stays[0].status is Status.TRANSFERRED
    }
    dropped = frozenset(party_id for party_id, to in booked.items() if to and party_id in future.out.get(to, ()))
    boarded = {party_id: to for party_id, to in booked.items() if to and party_id not in dropped and to not in future.cancelled}
    filled = _filled(plan, instance, clocks, now, {party_id: to for party_id, to in booked.items() if to}, future)
    boarded |= filled
    places = {party_id: _place(people) for party_id, people in planned.items() if party_id not in booked.keys() | filled.keys()}
    returning = [now[party_id] for party_id in sorted(booked.keys() - boarded.keys())]
    places |= _returned(returning, places.values(), instance, {clock.party_id: clock for clock in clocks})
    today = world.date_of(morning.day)
    parties: list[Party] = []
    for party_id, place in sorted(places.items()):
        party = _stepped(_moved(now[party_id], place, world, today), planned[party_id], today)
        parties.append(barred(party, today, rebook_days) if party_id in dropped else party)
    transferred = sum(now[party_id].size for party_id in boarded)
    after = Morning(morning.day + 1, tuple(parties), parity_after(world, morning, transferred))
    _account_for(morning.parties, after.parties, boarded)
    return after, Done(places, boarded, dropped, frozenset(filled))


def _filled(
    plan: Plan,
    instance: Instance,
    clocks: Sequence[PartyClock],
    now: Mapping[PartyId, Party],
    booked: Mapping[PartyId, DepartureId],
    future: Future,
) -> dict[PartyId, DepartureId]:
    """Reserves that board in the place of those who dropped out, the departure of each."""
    empty: Counter[DepartureId] = Counter()
    for party_id, to in booked.items():
        if to not in future.cancelled and party_id in future.out.get(to, ()):
            empty[to] += now[party_id].size
    filled: dict[PartyId, DepartureId] = {}
    for fill in choose_reserves(instance, clocks, plan) if empty else ():
        to = fill.departure.departure_id
        for reserve in fill.reserves:
            party = reserve.party
            if party.size <= empty[to] and party.party_id not in future.out.get(to, ()):
                empty[to] -= party.size
                filled[party.party_id] = to
    return filled


def _place(people: Sequence[PersonPlan]) -> Place:
    first: Stay = people[0].stays[0]
    if first.site_id is None:
        raise PlannerError(f"party {people[0].party_id} is in the country and has no place in the plan")
    return Place(first.site_id, tuple(person.stays[0].unit_id for person in people))


def _returned(
    returning: Iterable[Party], taken: Iterable[Place], instance: Instance, clocks: Mapping[PartyId, PartyClock]
) -> dict[PartyId, Place]:
    """Where parties spend the night that were to leave and did not, one after the other by id."""
    used = Counter(unit for place in taken for unit in place.units)
    beds = {unit.unit_id: unit.free_beds(0) for site in instance.sites for unit in site.units}
    sites = {site.site_id: site for site in instance.sites}
    found: dict[PartyId, Place] = {}
    for party in returning:
        site, clock = sites[party.people[0].site_id], clocks[party.party_id]
        units = tuple(person.unit_id for person in party.people)
        needed = Counter(unit for unit in units if unit is not None)
        lawful = (clock.stay_nights is None or clock.stay_nights > 0) and (not site.is_detention or clock.detention_nights[0])
        if lawful and None not in units and all(used[unit] + count <= beds[unit] for unit, count in needed.items()):
            used += needed
        else:
            units = (None,) * party.size
        found[party.party_id] = Place(site.site_id, units)
    return found


def _moved(party: Party, place: Place, world: World, today: date) -> Party:
    site = next(site for site in world.instance.sites if site.site_id == place.site_id)
    arrival = london_instant(today, world.instance.rules.planned_arrival_time)

    def moved(person: Person, unit: UnitId | None) -> Person:
        stays, since = person.site_id == site.site_id, _detained_since(person, site)
        if stays and person.unit_id == unit and person.detained_since == since:
            return person
        arrived = person.arrived_at if stays else arrival
        return replace(person, site_id=site.site_id, unit_id=unit, arrived_at=arrived, detained_since=since)

    return replace(party, people=tuple(moved(person, unit) for person, unit in zip(party.people, place.units, strict=True)))


def _detained_since(person: Person, site: Site) -> datetime | None:
    """Start of detention; from landing where none was recorded, as the clocks read it."""
    if site.is_final:
        return None
    return person.detained_since or (person.landed_at if site.is_detention else None)


def _stepped(party: Party, planned: Sequence[PersonPlan], today: date) -> Party:
    """Give a party with the case steps that were due today; notice is served on an acceptance only."""
    due = {person.person_id: {step.step for step in person.steps if step.day == 0} for person in planned}
    if not any(due.values()):
        return party

    def stepped(case: CaseRecord, steps: set[StaffedStep]) -> CaseRecord:
        if StaffedStep.SCREENING in steps:
            case = replace(case, screened_on=today)
        if StaffedStep.DECISION in steps:
            case = replace(case, decided_on=today, decision=Decision.INADMISSIBLE)
        if StaffedStep.NOTICE in steps and case.answer is Answer.ACCEPTED:
            case = replace(case, notice_served_on=today)
        return case

    return replace(party, people=tuple(replace(person, case=stepped(person.case, due[person.person_id])) for person in party.people))


def _account_for(before: Iterable[Party], after: Iterable[Party], boarded: Iterable[PartyId]) -> None:
    """Everybody of the morning is in the country or was transferred, once."""
    gone = frozenset(boarded)
    there = sorted(person.person_id for party in before for person in party.people if party.party_id not in gone)
    here = sorted(person.person_id for party in after for person in party.people)
    if there != here:
        lost = sorted(set(there) ^ set(here))[:10]
        raise PlannerError(f"people not accounted for at the end of a simulated day: {', '.join(lost)}")
