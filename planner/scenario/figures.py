"""What a plan comes to, counted alike for every scenario."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.horizon import london_date
from planner.domain.ids import DepartureId, SiteId
from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, Status
from planner.report.counts import count_people

MORE = {
    "people": "People in the plan, expected ones included",
    "unplaced_people": "People without a lawful bed on some night",
    "detained_at_end": "People in detention on the last night",
    "departures_used": "Departures with people on board",
    "empty_seats": "Empty seats on departures with people on board",
    "unused_seats": "Seats on departures that run and nobody boards",
    "escort_days": "Escorts used, counted per day",
    "cases": "Case steps done",
}
"""Figures beside the measures, in words."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one plan.

    Attributes
    ----------
    more
        The figures of `MORE`, by name.
    boarded
        People by departure.
    in_beds, without
        People in a bed and without one, by site and night.
    detained
        People in detention by night, length ``num_days``.
    transfers
        People transferred by day, length ``num_days``.
    escorts, medics, cases, seats
        Escorts, medics, case steps and ground seats used by day, length ``num_days``.
    units
        People by unit and night.
    """

    more: Mapping[str, int]
    boarded: Counter[DepartureId]
    in_beds: Counter[tuple[SiteId, int]]
    without: Counter[tuple[SiteId, int]]
    units: Counter[tuple[str, int]]
    detained: tuple[int, ...]
    transfers: tuple[int, ...]
    escorts: tuple[int, ...]
    medics: tuple[int, ...]
    cases: tuple[int, ...]
    seats: tuple[int, ...]


def figures_of(instance: Instance, plan: Plan) -> Figures:
    """Count a plan."""
    horizon, counts = instance.horizon, count_people(plan)
    days, stays = range(horizon.num_days), [(person, stay) for person in plan.people for stay in person.stays]
    escorts, medics, transfers = Counter[int](), Counter[int](), Counter[int]()
    for departure in instance.departures:
        day, people = horizon.day_of(london_date(departure.departs_at)), counts.boarded[departure.departure_id]
        escorts[day] += departure.escorts_for(people)
        medics[day] += departure.medics if people else 0
        transfers[day] += people
    cases = Counter(step.day for person in plan.people for step in person.steps)
    detained, units = Counter[int](), Counter[tuple[str, int]]()
    for _, stay in stays:
        for night in range(stay.first_night, stay.last_night + 1):
            detained[night] += stay.status is Status.DETAINED
            units[str(stay.unit_id), night] += stay.unit_id is not None
    seats = _ground_seats(instance, plan)
    used = [departure for departure in instance.departures if counts.boarded[departure.departure_id]]
    more = {
        "people": len(plan.people),
        "unplaced_people": sum(any(stay.status is Status.UNPLACED for stay in person.stays) for person in plan.people),
        "detained_at_end": detained[horizon.num_days - 1],
        "departures_used": len(used),
        "empty_seats": sum(departure.seats - counts.boarded[departure.departure_id] for departure in used),
        "unused_seats": sum(departure.seats for departure in instance.departures if not counts.boarded[departure.departure_id]),
        "escort_days": escorts.total(),
        "cases": cases.total(),
    }
    by_day = [tuple(counter[day] for day in days) for counter in (detained, transfers, escorts, medics, cases, seats)]
    return Figures(more, counts.boarded, counts.in_beds, counts.without, units, *by_day)


def weeks(instance: Instance) -> tuple[tuple[date, range], ...]:
    """Weeks, Monday to Sunday, by their Monday, with the days of the plan in them."""
    found: dict[date, list[int]] = {}
    for day, when in enumerate(instance.horizon.dates()):
        found.setdefault(when - timedelta(days=when.weekday()), []).append(day)
    return tuple((monday, range(days[0], days[-1] + 1)) for monday, days in found.items())


def nights_of(person: PersonPlan, status: Status) -> int:
    """Nights of a person in a status."""
    return sum(stay.last_night - stay.first_night + 1 for stay in person.stays if stay.status is status)


def leaves_on(person: PersonPlan) -> int | None:
    """Day of a person's transfer; None without one."""
    return next((stay.first_night for stay in person.stays if stay.status is Status.TRANSFERRED), None)


def _ground_seats(instance: Instance, plan: Plan) -> Counter[int]:
    """Seats used by day: one for each person who goes to another site, or from one to a departure."""
    now = {person.person_id: person.site_id for party in instance.parties for person in party.people}
    used = Counter[int]()
    for person in plan.people:
        here = now[person.person_id]
        for stay in person.stays:
            if stay.status is Status.EXPECTED:
                continue
            if stay.status is Status.TRANSFERRED or stay.site_id != here:
                used[stay.first_night] += 1
            here = stay.site_id or here
    return used
