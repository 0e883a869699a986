"""Where a plan uses up what there is: beds, seats, staff, and what France receives."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from planner.domain.instance import Instance
from planner.report.words import place_names
from planner.scenario.figures import Figures, weeks


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """One thing of which a plan may leave nothing.

    Attributes
    ----------
    kind, what
        Kind of thing, and which.
    counted
        What the number counts: nights, days, weeks or departures.
    """

    kind: str
    what: str
    counted: str


def used_up(instance: Instance, figures: Figures) -> Counter[Used]:
    """Count the nights, days or weeks on which nothing is left, by thing; one that is never used up is missing."""
    return Counter([*_beds(instance, figures), *_seats(instance, figures), *_staff(instance, figures), *_france(instance, figures)])


def _beds(instance: Instance, figures: Figures) -> Iterator[Used]:
    for site in instance.sites:
        for unit in site.units:
            for night in range(instance.horizon.num_days):
                people = figures.units[unit.unit_id, night]
                if people and people >= unit.free_beds(night):
                    yield Used("Beds", f"{site.name}, {unit.name} ({unit.unit_id})", "nights full")


def _seats(instance: Instance, figures: Figures) -> Iterator[Used]:
    names = place_names(instance)
    for departure in instance.departures:
        people = figures.boarded[departure.departure_id]
        if people and people >= departure.seats:
            yield Used("Seats", f"Departures from {names.get(departure.place_id, departure.place_id)}", "departures full")


def _staff(instance: Instance, figures: Figures) -> Iterator[Used]:
    for day, offered in enumerate(instance.resources):
        pairs = {
            "Escorts": (figures.escorts[day], offered.escorts),
            "Medics": (figures.medics[day], offered.medics),
            "Case steps": (figures.cases[day], offered.cases),
            "Ground seats": (figures.seats[day], offered.ground_seats),
        }
        yield from (Used("Staff and vehicles", name, "days used up") for name, (used, there) in pairs.items() if used and used >= there)


def _france(instance: Instance, figures: Figures) -> Iterator[Used]:
    rules, parity, horizon = instance.rules, instance.parity, instance.horizon
    balance = parity.balance_before
    for people in figures.transfers:
        if people and rules.france_daily_cap is not None and people >= rules.france_daily_cap:
            yield Used("France", "People received a day", "days at the cap")
    for number, (monday, days) in enumerate(weeks(instance)):
        people = sum(figures.transfers[day] for day in days)
        before = 0 if number else parity.transferred_this_week
        if people and rules.france_weekly_cap is not None and people + before >= rules.france_weekly_cap:
            yield Used("France", "People received a week", "weeks at the cap")
        first, last = horizon.date_of(days[0]), monday + timedelta(days=6)
        balance += people - sum(each.people for each in instance.planned_admissions if first <= each.admitted_on <= last)
        if people and balance >= rules.parity_upper:
            yield Used("France", "Balance of people transferred and admitted", "weeks at the upper band")
