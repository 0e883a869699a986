"""Working days and calendar months."""

from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from holidays import country_holidays

SATURDAY = 5


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(when: date) -> bool:
    """Whether a date is neither a weekend nor a bank holiday in England and Wales."""
    return when.weekday() < SATURDAY and when not in _bank_holidays(when.year)


@cache
def add_working_days(when: date, count: int) -> date:
    """The date of the last of ``count`` working days, counted from the day after ``when``."""
    while count:
        when += timedelta(days=1)
        count -= is_working_day(when)
    return when


def add_months(when: date, count: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    return when + relativedelta(months=count)
