"""Inputs and plan side by side: what each check looks things up in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from planner.domain.ids import DepartureId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Category, Party, Person
from planner.domain.plan import PersonPlan, Plan, Status, Stay
from planner.domain.rules import Rules, StaffedStep
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import Departure, Leg
from planner.verify.clock import Clock
from planner.verify.persons import categories

NO_JOURNEY = Leg(0, 0.0)

# Members of an enumeration looked up once: a look-up by name costs more than the comparison it is for.
EXPECTED, TRANSFERRED = Status.EXPECTED, Status.TRANSFERRED


class Change(NamedTuple):
    """A person is somewhere else than the night before, or leaves for France.

    Parameters
    ----------
    from_site, from_unit
        Where the person was the night before, or is at the start.
    stay
        The stay that begins.
    """

    day: int
    from_site: SiteId
    from_unit: UnitId | None
    stay: Stay

    @property
    def is_transfer(self) -> bool:
        """Whether the person leaves for France."""
        return self.stay.status is TRANSFERRED

    @property
    def leaves_site(self) -> bool:
        """Whether the person leaves the site."""
        return self.stay.status is TRANSFERRED or self.stay.site_id != self.from_site


class Journey(NamedTuple):
    """One person's record beside the person's plan.

    Parameters
    ----------
    entry
        Day from which the person must be placed: 0, or the day a forecast person lands.
    stays
        Stays clipped to the horizon, in the order of nights, forgotten nights left out.
    changes
        Changes of place, in order.
    transfer
        The transfer to France; None when there is none.
    step_days
        Day of each case step planned; of a step planned twice, the first named.
    """

    person: Person
    party: Party
    category: Category
    plan: PersonPlan
    entry: int
    stays: tuple[Stay, ...]
    changes: tuple[Change, ...]
    transfer: Stay | None
    step_days: Mapping[StaffedStep, int]

    @property
    def person_id(self) -> PersonId:
        """Id of the person."""
        return self.person.person_id

    @property
    def is_whole(self) -> bool:
        """Whether the plan's own stays cover every night of the horizon once, in order."""
        return bool(self.stays) and self.stays is self.plan.stays

    def night(self, night: int) -> Stay | None:
        """Stay that covers a night; None for a night the plan forgets."""
        for stay in self.stays:
            if night <= stay.last_night:
                return stay if stay.first_night <= night else None
        return None

    def step_day(self, step: StaffedStep) -> int | None:
        """Day a case step is planned for this person; None when it is not."""
        return self.step_days.get(step)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the checks look up.

    Parameters
    ----------
    journeys
        People who are both in the inputs and in the plan, sorted by id.
    of_party
        The same people by party.
    """

    inputs: Instance
    plan: Plan
    clock: Clock
    sites: Mapping[SiteId, Site]
    roles: Mapping[SiteId, SiteRole]
    units: Mapping[UnitId, Unit]
    departures: Mapping[DepartureId, Departure]
    journeys: tuple[Journey, ...]
    of_party: Mapping[PartyId, tuple[Journey, ...]]

    @property
    def rules(self) -> Rules:
        """The rules the plan must keep."""
        return self.inputs.rules

    @property
    def num_days(self) -> int:
        """Days of the horizon."""
        return self.inputs.horizon.num_days

    def iso(self, day: int) -> str:
        """ISO date of a day."""
        return self.clock.iso(day)

    def role_of(self, site_id: SiteId | None) -> SiteRole | None:
        """Role of a site; None when there is no such site."""
        return self.roles.get(site_id) if site_id else None

    def leg(self, change: Change) -> Leg | None:
        """Journey by road of a change of place; None when the table of travel times lacks it."""
        if change.is_transfer:
            departure = self.departures.get(change.stay.departure_id) if change.stay.departure_id else None
            target = departure.place_id if departure else None
        else:
            target = PlaceId(change.stay.site_id) if change.stay.site_id else None
        if target is None or target == change.from_site:
            return NO_JOURNEY
        return self.inputs.travel.get((PlaceId(change.from_site), target))


def open_book(inputs: Instance, plan: Plan, clock: Clock) -> Book:
    """Lay inputs and plan side by side."""
    plans = {person.person_id: person for person in reversed(plan.people)}
    of_party: dict[PartyId, list[Journey]] = defaultdict(list)
    for party in inputs.parties:
        entry = 0 if party.expected_on is None else clock.day_of(party.expected_on)
        for person, category in zip(party.people, categories(party), strict=True):
            if (plan_of := plans.get(person.person_id)) is not None:
                of_party[party.party_id].append(_journey((person, category), party, plan_of, entry, inputs.horizon.num_days))
    journeys = [journey for members in of_party.values() for journey in members]
    return Book(
        inputs=inputs,
        plan=plan,
        clock=clock,
        sites={site.site_id: site for site in inputs.sites},
        roles={site.site_id: site.role for site in inputs.sites},
        units={unit.unit_id: unit for site in inputs.sites for unit in site.units},
        departures={departure.departure_id: departure for departure in inputs.departures},
        journeys=tuple(sorted(journeys, key=lambda journey: journey.person.person_id)),
        of_party={party_id: tuple(members) for party_id, members in of_party.items()},
    )


def _journey(member: tuple[Person, Category], party: Party, plan: PersonPlan, entry: int, num_days: int) -> Journey:
    person, category = member
    stays = plan.stays if _covers_once(plan.stays, num_days) else tuple(_runs(plan.stays, num_days))
    transfer = next((stay for stay in stays if stay.status is TRANSFERRED), None)
    steps = {planned.step: planned.day for planned in reversed(plan.steps)}
    return Journey(person, party, category, plan, entry, stays, tuple(_changes(person, entry, stays)), transfer, steps)


def _covers_once(stays: tuple[Stay, ...], num_days: int) -> bool:
    """Whether stays follow each other night by night over the horizon."""
    next_night = 0
    for stay in stays:
        if stay.first_night != next_night or stay.last_night < next_night:
            return False
        next_night = stay.last_night + 1
    return next_night == num_days


def _runs(stays: tuple[Stay, ...], num_days: int) -> list[Stay]:
    """Runs of nights as the stays have them; of stays that overlap the last one counts."""
    nights: list[Stay | None] = [None] * num_days
    for stay in stays:
        for night in range(max(0, stay.first_night), min(num_days - 1, stay.last_night) + 1):
            nights[night] = stay
    runs: list[Stay] = []
    for _, group in groupby(enumerate(nights), key=lambda pair: id(pair[1])):
        run = list(group)
        stay = run[0][1]
        if stay is not None:
            runs.append(Stay(stay.status, run[0][0], run[-1][0], stay.site_id, stay.unit_id, stay.departure_id))
    return runs


def _changes(person: Person, entry: int, stays: tuple[Stay, ...]) -> list[Change]:
    changes: list[Change] = []
    site_id, unit_id = person.site_id, person.unit_id
    for stay in stays:
        if stay.status is EXPECTED or stay.last_night < entry:
            continue
        if stay.status is TRANSFERRED:
            changes.append(Change(stay.first_night, site_id, unit_id, stay))
        elif stay.site_id and (stay.site_id != site_id or stay.unit_id != unit_id):
            changes.append(Change(stay.first_night, site_id, unit_id, stay))
            site_id, unit_id = stay.site_id, stay.unit_id
    return changes
