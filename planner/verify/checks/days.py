"""What each day and each departure can bear, and the balance with France."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from planner.domain.ids import DepartureId
from planner.domain.transport import Departure
from planner.verify.book import Book
from planner.verify.clock import ONE_DAY, date_in_london
from planner.verify.findings import Findings

SUNDAY = 6


def check_days(book: Book, findings: Findings) -> None:
    """Check seats, staff, vehicles, France's caps and parity."""
    boarded: Counter[DepartureId] = Counter()
    transferred: Counter[int] = Counter()
    for journey in book.journeys:
        if (stay := journey.transfer) is not None:
            transferred[stay.first_night] += 1
            if stay.departure_id:
                boarded[stay.departure_id] += 1
    _check_departures(book, boarded, findings)
    _check_road(book, findings)
    _check_france(book, transferred, findings)
    _check_parity(book, transferred, findings)


def _escorts(departure: Departure, people: int) -> int:
    return departure.escort_team + ceil(departure.escorts_per_person * people)


def _check_departures(book: Book, boarded: Mapping[DepartureId, int], findings: Findings) -> None:
    escorts: Counter[int] = Counter()
    medics: Counter[int] = Counter()
    for departure_id, departure in sorted(book.departures.items()):
        people = boarded.get(departure_id, 0)
        day = book.clock.day_of(date_in_london(departure.departs_at))
        findings.require("seats", people <= departure.seats, departure_id, book.iso(day), f"{people} people, {departure.seats} seats")
        if people:
            escorts[day] += _escorts(departure, people)
            medics[day] += departure.medics
    for day, resources in enumerate(book.inputs.resources):
        when = book.iso(day)
        findings.require(
            "escorts", escorts[day] <= resources.escorts, when, when, f"{escorts[day]} escorts needed, {resources.escorts} there"
        )
        findings.require("medics", medics[day] <= resources.medics, when, when, f"{medics[day]} medics needed, {resources.medics} there")


def _check_road(book: Book, findings: Findings) -> None:
    seats: Counter[int] = Counter()
    for journey in book.journeys:
        for change in journey.changes:
            if change.leaves_site:
                seats[change.day] += 1
                findings.checked("road_known")
                if book.leg(change) is None:
                    target = change.stay.departure_id or change.stay.site_id
                    message = f"no travel time from {change.from_site} to {target}"
                    findings.broken("road_known", journey.person_id, book.iso(change.day), message)
    for day, resources in enumerate(book.inputs.resources):
        when = book.iso(day)
        findings.require(
            "ground_seats",
            seats[day] <= resources.ground_seats,
            when,
            when,
            f"{seats[day]} people on the road, {resources.ground_seats} ground seats",
        )


def _check_france(book: Book, transferred: Mapping[int, int], findings: Findings) -> None:
    daily, weekly = book.rules.france_daily_cap, book.rules.france_weekly_cap
    first_monday = -book.clock.first_date.weekday()
    for day in range(book.num_days) if daily is not None else ():
        people = transferred.get(day, 0)
        findings.require(
            "france_daily_cap", people <= (daily or 0), book.iso(day), book.iso(day), f"{people} people, at most {daily} a day"
        )
    for monday in range(first_monday, book.num_days, 7) if weekly is not None else ():
        before = book.inputs.parity.transferred_this_week if monday == first_monday else 0
        people = before + sum(transferred.get(day, 0) for day in range(max(0, monday), monday + 7))
        message = f"{people} people from {book.iso(monday)}, {before} of them before the plan; at most {weekly} a week"
        # A cap passed before the plan can only be kept by transferring nobody more.
        kept = people <= (weekly or 0) or people == before
        findings.require("france_weekly_cap", kept, book.iso(monday), book.iso(monday), message)


def _check_parity(book: Book, transferred: Mapping[int, int], findings: Findings) -> None:
    balance, when, rules = book.inputs.parity.balance_before, book.clock.first_date, book.rules
    admitted: Counter[str] = Counter()
    for admission in book.inputs.planned_admissions:
        admitted[admission.admitted_on.isoformat()] += admission.people
    last = when + timedelta(days=book.num_days - 1)
    planned = 0
    while when <= last:
        planned += transferred.get(book.clock.day_of(when), 0)
        balance += transferred.get(book.clock.day_of(when), 0) - admitted[when.isoformat()]
        if when.weekday() == SUNDAY or when == last:
            message = f"transfers less admissions {balance}, at most {rules.parity_upper}"
            # A balance above the band before the plan can only be kept from growing.
            findings.require("parity_upper", balance <= rules.parity_upper or not planned, when.isoformat(), when.isoformat(), message)
            if balance > rules.parity_upper:
                findings.alarm(f"parity: on {when} transfers less admissions are {balance}, above the upper band {rules.parity_upper}")
            if balance < rules.parity_lower:
                findings.alarm(f"parity: on {when} transfers less admissions are {balance}, below the lower band {rules.parity_lower}")
        when += ONE_DAY
