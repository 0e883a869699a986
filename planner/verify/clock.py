"""The verifier's own calendar: London's clock, working days, calendar months.

Dates and moments repeat from person to person, so each is worked out once.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays

from planner.domain.rules import Rules
from planner.verify.reading import LONDON

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def date_in_london(moment: datetime) -> date:
    """Date a clock in London shows at a moment."""
    return moment.astimezone(LONDON).date()


@cache
def moment_in_london(when: date, at: time) -> datetime:
    """Moment a clock in London shows a time of a date, UTC."""
    return datetime.combine(when, at, tzinfo=LONDON).astimezone(UTC)


@cache
def add_days(start: date, days: int) -> date:
    """Give the date some days on, or back."""
    return start + timedelta(days=days)


@cache
def _iso(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


@cache
def add_months(start: date, months: int) -> date:
    """Give the same day of the month some months on, or the last day of that month when it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@cache
def bank_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Bank holidays of England and Wales in some years, both included."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1)))


@dataclass(frozen=True, slots=True)
class Clock:
    """Dates and moments of one plan.

    Parameters
    ----------
    first_date
        Day 0.
    handover_time, arrival_time
        London times a night ends and a planned move arrives.
    closed
        Bank holidays around the horizon.
    """

    first_date: date
    handover_time: time
    arrival_time: time
    closed: frozenset[date]

    def date_of(self, day: int) -> date:
        """Date of a day index."""
        return add_days(self.first_date, day)

    def iso(self, day: int) -> str:
        """ISO date of a day index."""
        return _iso(self.first_date, day)

    def day_of(self, when: date) -> int:
        """Day index of a date."""
        return (when - self.first_date).days

    def end_of_night(self, night: int) -> datetime:
        """Moment night ``night`` ends: the handover of the next morning, UTC."""
        return moment_in_london(add_days(self.first_date, night + 1), self.handover_time)

    def arrival(self, day: int) -> datetime:
        """Moment a move on a day is taken to arrive, UTC."""
        return self.arrival_on(add_days(self.first_date, day))

    def arrival_on(self, when: date) -> datetime:
        """Moment a move on a date is taken to arrive, UTC."""
        return moment_in_london(when, self.arrival_time)

    def is_working_day(self, when: date) -> bool:
        """Whether offices in England and Wales work on a date."""
        return _is_working_day(when, self.closed)

    def after_working_days(self, when: date, count: int) -> date:
        """Count working days on from a date; the date itself does not count."""
        return _after_working_days(when, count, self.closed)


@cache
def _after_working_days(when: date, count: int, closed: frozenset[date]) -> date:
    while count > 0:
        when += ONE_DAY
        count -= _is_working_day(when, closed)
    return when


def _is_working_day(when: date, closed: frozenset[date]) -> bool:
    return when.weekday() < SATURDAY and when not in closed


def clock_of(first_date: date, rules: Rules) -> Clock:
    """Clock of a plan, with bank holidays from the year before to the second year after."""
    closed = bank_holidays(first_date.year - 1, first_date.year + 2)
    return Clock(first_date, rules.handover_time, rules.planned_arrival_time, closed)
