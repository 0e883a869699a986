"""Sets of days as whole numbers: bit t stands for day t, or for the night that follows it."""

from functools import lru_cache
from typing import TypeAlias

NEVER = 10_000
"""A day no plan reaches."""

Days: TypeAlias = int

NO_DAYS: Days = 0
ALL_DAYS: Days = (1 << NEVER) - 1


def days_between(first: int, last: int) -> Days:
    """Days from ``first`` to ``last``, both included; days before day 0 are passed over, and backwards there are none."""
    start, end = max(first, 0), min(last, NEVER - 1)
    return (1 << end + 1) - (1 << start) if start <= end else NO_DAYS


def first_of(days: Days, earliest: int) -> int | None:
    """First day of a set from ``earliest`` on; None when there is none."""
    coming = days >> earliest
    return earliest + (coming & -coming).bit_length() - 1 if coming else None


def last_of(days: Days, earliest: int) -> int | None:
    """Last day of a set, not before ``earliest``; None when there is none."""
    last = days.bit_length() - 1
    return last if last >= earliest and days else None


@lru_cache(maxsize=100_000)
def flags(days: Days, num_days: int) -> tuple[bool, ...]:
    """``(num_days,)``; whether each day is in a set. Equal sets share one tuple, so that comparing parties is quick."""
    return tuple(bool(days >> day & 1) for day in range(num_days))
