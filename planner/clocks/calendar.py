"""Working days, calendar months, and the dates on which the clock in London shows a time before or after a moment."""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from dateutil.relativedelta import relativedelta

from planner.domain.horizon import london_date, london_instant

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # It loads the holidays of every country: only when a notice is counted.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(when: date) -> bool:
    """Whether a date is neither a weekend nor a bank holiday in England and Wales."""
    return when.weekday() < SATURDAY and when not in _bank_holidays(when.year)


@cache
def add_working_days(when: date, count: int) -> date:
    """The date of the last of ``count`` working days, counted from the day after ``when``."""
    while count:
        when += ONE_DAY
        count -= is_working_day(when)
    return when


@cache
def add_months(when: date, count: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    return when + relativedelta(months=count)


@lru_cache(maxsize=100_000)
def first_date_from(moment: datetime, at: time) -> date:
    """First date on which the clock in London shows a time at or after a moment."""
    when = london_date(moment)
    return when if london_instant(when, at) >= moment else when + ONE_DAY


@lru_cache(maxsize=100_000)
def last_date_until(moment: datetime, at: time) -> date:
    """Last date on which the clock in London shows a time at or before a moment."""
    when = london_date(moment)
    return when if london_instant(when, at) <= moment else when - ONE_DAY
