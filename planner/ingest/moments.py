"""Dates and times as planners write them; a time without an offset is a time in London."""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache

from planner.domain.horizon import LONDON

FIRST_YEAR = 2000
LAST_YEAR = 2100
DATE_ALLOWED = "a date such as 2026-08-10"
MOMENT_ALLOWED = "a time such as 2026-08-10 04:35 (London), 2026-08-10T04:35+01:00 or 2026-08-10T03:35Z"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", flags=re.ASCII)
_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?",
    flags=re.ASCII | re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def read_date(text: str) -> date:
    """Read an ISO date.

    Raises
    ------
    ValueError
        With what is allowed, in words.
    """
    if not _DATE.fullmatch(text):
        message = f"must be {DATE_ALLOWED} (year, month, day)"
        raise ValueError(message)
    return _date(text)


@lru_cache(maxsize=50_000)
def read_moment(text: str) -> datetime:
    """Read a time as UTC.

    Raises
    ------
    ValueError
        With what is allowed, in words; also for a time without an offset on the nights when the clock changes,
        where it does not exist or exists twice.
    """
    if _DATE.fullmatch(text):
        message = f"has no time of day; it must be {MOMENT_ALLOWED}"
        raise ValueError(message)
    found = _MOMENT.fullmatch(text)
    if found is None:
        message = f"must be {MOMENT_ALLOWED}"
        raise ValueError(message)
    day = _date(found["date"])
    try:
        at = time.fromisoformat(found["time"])
    except ValueError as error:
        message = f"has a time of day that does not exist; it must be {MOMENT_ALLOWED}"
        raise ValueError(message) from error
    return _with_offset(day, at, found["offset"]) if found["offset"] else _in_london(day, at)


@lru_cache(maxsize=50_000)
def write_moment(value: datetime) -> str:
    """Write a moment as ISO UTC."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        message = f"is not a date of the calendar; it must be {DATE_ALLOWED}"
        raise ValueError(message) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(message)
    return found


def _with_offset(day: date, at: time, offset: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{at.isoformat()}{offset.upper()}").astimezone(UTC)
    except ValueError as error:
        message = f"has an offset that does not exist; it must be {MOMENT_ALLOWED}"
        raise ValueError(message) from error


def _in_london(day: date, at: time) -> datetime:
    first, second = (datetime.combine(day, at, tzinfo=LONDON).replace(fold=fold) for fold in (0, 1))
    earlier, later = first.astimezone(UTC), second.astimezone(UTC)
    if earlier == later:
        return earlier
    # Both readings of a skipped time come back as another clock time; both of a repeated one come back as they are.
    skipped = earlier.astimezone(LONDON).time() != at
    trouble = (
        "does not exist in London: the clock goes forward over it" if skipped else "exists twice in London: the clock goes back over it"
    )
    message = f"{trouble}; add the offset, +00:00 or +01:00"
    raise ValueError(message)
