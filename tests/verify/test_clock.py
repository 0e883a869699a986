"""The verifier's own calendar."""

from datetime import UTC, date, datetime, time

import pytest

from planner.verify.clock import Clock, add_months, bank_holidays, date_in_london
from planner.verify.reading import parse_moment


def _clock(first: date, handover: time = time(8), arrival: time = time(12)) -> Clock:
    return Clock(first, handover, arrival, bank_holidays(2023, 2028))


@pytest.mark.parametrize(
    ("served", "count", "ready"),
    [
        (date(2026, 8, 24), 5, date(2026, 9, 1)),  # over the summer bank holiday, Monday 31 August
        (date(2026, 8, 20), 5, date(2026, 8, 27)),
        (date(2026, 8, 21), 1, date(2026, 8, 24)),  # Friday to Monday
        (date(2026, 8, 22), 1, date(2026, 8, 24)),  # Saturday counts from Monday too
        (date(2026, 8, 23), 5, date(2026, 8, 28)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Good Friday and Easter Monday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day on a Saturday is kept on Monday 28th
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2026, 5, 1), 5, date(2026, 5, 11)),  # over the early May bank holiday
        (date(2026, 8, 29), 0, date(2026, 8, 29)),
    ],
)
def test_working_days_after_a_date(served: date, count: int, ready: date) -> None:
    assert _clock(date(2026, 8, 24)).after_working_days(served, count) == ready


@pytest.mark.parametrize(
    ("when", "working"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 8, 29), False),
        (date(2026, 8, 30), False),
        (date(2026, 9, 1), True),
        (date(2026, 8, 3), True),  # a bank holiday in Scotland only
        (date(2026, 3, 17), True),  # a bank holiday in Northern Ireland only
    ],
)
def test_working_days_are_those_of_england_and_wales(when: date, *, working: bool) -> None:
    assert _clock(date(2026, 8, 24)).is_working_day(when) is working


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 5, 27), 3, date(2026, 8, 27)),
        (date(2026, 5, 31), 3, date(2026, 8, 31)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_calendar_months_are_clipped_to_the_month_end(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_nights_end_by_the_clock_in_london_over_both_changes() -> None:
    spring, autumn = _clock(date(2026, 3, 27)), _clock(date(2026, 10, 23))
    assert [spring.end_of_night(night).hour for night in range(3)] == [8, 7, 7]  # the clock goes forward on 29 March
    assert [autumn.end_of_night(night).hour for night in range(3)] == [7, 8, 8]  # and back on 25 October
    assert spring.arrival(2) == datetime(2026, 3, 29, 11, tzinfo=UTC)


def test_a_night_can_end_at_an_hour_that_is_skipped_or_repeated() -> None:
    assert _clock(date(2026, 3, 28), handover=time(1, 30)).end_of_night(0) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert _clock(date(2026, 10, 24), handover=time(1, 30)).end_of_night(0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_dates_are_dates_in_london() -> None:
    assert date_in_london(datetime(2026, 8, 22, 23, 30, tzinfo=UTC)) == date(2026, 8, 23)
    assert date_in_london(datetime(2026, 12, 22, 23, 30, tzinfo=UTC)) == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-08-10T03:35:00Z", 3), ("2026-08-10T04:35:00+01:00", 3), ("2026-08-10T04:35:00", 3), ("2026-12-10T04:35:00", 4)],
)
def test_moments_are_read_as_utc(text: str, hour: int) -> None:
    assert parse_moment(text).hour == hour


def test_day_indices_and_dates() -> None:
    clock = _clock(date(2026, 2, 27))
    assert clock.date_of(2) == date(2026, 3, 1)
    assert clock.day_of(date(2026, 2, 26)) == -1
