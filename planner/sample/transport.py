"""Departures to France, what each day offers, and the balance with France."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from planner.clocks.calendar import is_working_day
from planner.sample.arrivals import local_time
from planner.sample.estate import STANDBY_UNITS
from planner.sample.tables import DepartureRow, ExpectedArrivalRow, ParityRow, PlannedAdmissionRow, ResourceRow, TravelTimeRow
from planner.sample.tuning import (
    ADMISSION_NIGHTS,
    ADMISSION_WEEKDAYS,
    CHARTER_COST_GBP,
    CHARTER_ESCORTS_PER_PERSON,
    CHARTER_TEAM,
    HORIZON_DAYS,
    MEDICS_A_DAY,
    PARITY_POINTS,
    PARITY_WEEKLY_AFTER,
    SCHEDULED_ESCORTS_PER_PERSON,
    SCHEDULED_HOUR,
    SCHEDULED_TEAM,
    SEAT_COST_GBP,
    Charter,
    Shape,
)

DAYS_A_WEEK = 7
SATURDAY = 5


def departure_rows(shape: Shape, plan_date: date) -> list[DepartureRow]:
    """Give every departure of the horizon, in the order they leave."""
    rows: list[DepartureRow] = []
    seats_by_weekday = dict(shape.scheduled_seats)
    for day in range(1, HORIZON_DAYS):
        when = plan_date + timedelta(days=day)
        if seats := seats_by_weekday.get(when.weekday()):
            rows.append(_scheduled(when, seats))
        rows += [
            _charter(when, charter) for charter in shape.charters if (charter.week, charter.weekday) == (day // DAYS_A_WEEK, when.weekday())
        ]
    return sorted(rows, key=lambda row: (row.departs_at, row.departure_id))


def _scheduled(when: date, seats: int) -> DepartureRow:
    return DepartureRow(
        f"D-{when:%Y%m%d}-LHR",
        local_time(when, SCHEDULED_HOUR),
        "LHR",
        "CDG",
        "scheduled",
        seats,
        SCHEDULED_TEAM,
        SCHEDULED_ESCORTS_PER_PERSON,
        0,
        SEAT_COST_GBP * seats,
        "scheduled",
    )


def _charter(when: date, charter: Charter) -> DepartureRow:
    return DepartureRow(
        f"D-{when:%Y%m%d}-{charter.place_id}",
        local_time(when, charter.hour),
        charter.place_id,
        "CDG",
        "charter",
        charter.seats,
        CHARTER_TEAM,
        CHARTER_ESCORTS_PER_PERSON,
        2,
        CHARTER_COST_GBP,
        "cancelled" if charter.is_cancelled else "scheduled",
    )


def resource_rows(shape: Shape, plan_date: date) -> list[ResourceRow]:
    """Give escorts, medics, cases and ground seats of every day of the horizon."""
    rows: list[ResourceRow] = []
    first_day_seats, weekday_seats, weekend_seats = shape.ground_seats
    for day in range(HORIZON_DAYS):
        when = plan_date + timedelta(days=day)
        works = is_working_day(when)
        seats = first_day_seats if day == 0 else weekday_seats if works else weekend_seats
        rows.append(ResourceRow(when, shape.escorts[when.weekday()] if works else 0, MEDICS_A_DAY, shape.cases[0 if works else 1], seats))
    return rows


def parity_rows(plan_date: date) -> list[ParityRow]:
    """Give people returned and admitted week by week, through the totals reported."""
    dates = _weekly_dates(plan_date)
    totals = [_totals(when) for when in dates]
    return [
        ParityRow(when, out - out_before, admitted - admitted_before)
        for when, ((out_before, admitted_before), (out, admitted)) in zip(dates[1:], pairwise(totals), strict=True)
    ]


def _weekly_dates(plan_date: date) -> list[date]:
    """Thursdays from the agreement's first week to the day before the plan date."""
    first = date.fromisoformat(PARITY_POINTS[0][0])
    return [when for week in range((plan_date - first).days // DAYS_A_WEEK + 2) if (when := _thursday(first, week)) < plan_date]


def _thursday(first: date, week: int) -> date:
    return first + timedelta(days=1 + DAYS_A_WEEK * week)


def _totals(when: date) -> tuple[int, int]:
    """Give totals returned and admitted on a date: straight lines between the reports, a weekly rate after the last."""
    points = [(date.fromisoformat(day), out, admitted) for day, out, admitted in PARITY_POINTS]
    last_day, last_out, last_in = points[-1]
    if when >= last_day:
        weeks = (when - last_day).days / DAYS_A_WEEK
        return last_out + int(weeks * PARITY_WEEKLY_AFTER[0]), last_in + int(weeks * PARITY_WEEKLY_AFTER[1])
    for (start, out_a, in_a), (end, out_b, in_b) in pairwise(points):
        if start <= when < end:
            share = (when - start).days / (end - start).days
            return round(out_a + share * (out_b - out_a)), round(in_a + share * (in_b - in_a))
    return 0, 0


def planned_admission_rows(shape: Shape, plan_date: date) -> list[PlannedAdmissionRow]:
    """Give people expected from France: on some weekdays, housed for a while in units of onward accommodation."""
    monday = plan_date - timedelta(days=plan_date.weekday())
    rows: list[PlannedAdmissionRow] = []
    for week, people in enumerate(shape.weekly_admissions):
        parts = _halves(people)
        for number, (weekday, part) in enumerate(zip(ADMISSION_WEEKDAYS, parts, strict=True)):
            when = monday + timedelta(days=DAYS_A_WEEK * week + weekday)
            unit_id = STANDBY_UNITS[(2 * week + number) % len(STANDBY_UNITS)]
            if plan_date <= when < plan_date + timedelta(days=HORIZON_DAYS):
                rows.append(PlannedAdmissionRow(when, part, unit_id, ADMISSION_NIGHTS))
    return rows


def _halves(people: int) -> Sequence[int]:
    return (people + 1) // 2, people // 2


def expected_arrival_rows(shape: Shape, plan_date: date) -> list[ExpectedArrivalRow]:
    """Give a modest forecast for the coming days."""
    return [
        ExpectedArrivalRow(plan_date + timedelta(days=day), "WJF", profile, people, party_size, authority_days)
        for day in range(1, shape.expected_days + 1)
        for profile, people, party_size, authority_days in shape.expected
    ]


def travel_time_rows() -> list[TravelTimeRow]:
    """Give journeys planners know better than the road table: coaches through the port, and the short hop across Heathrow."""
    return [TravelTimeRow("COLN", "LHR", 20, 6.0), TravelTimeRow("HARMOND", "LHR", 20, 5.0), TravelTimeRow("WJF", "MANSTON", 45, 33.0)]
