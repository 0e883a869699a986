"""Sets of days as whole numbers against plain sets, and dates in London against looking at each date."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.clocks.calendar import first_date_from, last_date_until
from planner.clocks.days import ALL_DAYS, NEVER, NO_DAYS, Days, days_between, first_of, flags, last_of
from planner.domain.horizon import london_date, london_instant

DAY = st.integers(-5, 40)
SET = st.frozensets(st.integers(0, 40))


def members(days: Days) -> frozenset[int]:
    return frozenset(day for day in range(days.bit_length()) if days >> day & 1)


def as_days(days: frozenset[int]) -> Days:
    return sum(1 << day for day in days)


@given(DAY, DAY)
def test_days_between_are_those_of_a_range_from_day_0_on(first: int, last: int) -> None:
    assert members(days_between(first, last)) == frozenset(range(max(first, 0), last + 1))


def test_no_set_reaches_the_day_no_plan_reaches() -> None:
    assert days_between(3, 10 * NEVER) == ALL_DAYS & ~days_between(0, 2)
    assert days_between(NEVER, NEVER + 1) == NO_DAYS


@given(SET, st.integers(0, 45))
def test_first_and_last_day(days: frozenset[int], earliest: int) -> None:
    coming = [day for day in days if day >= earliest]
    assert first_of(as_days(days), earliest) == min(coming, default=None)
    assert last_of(as_days(days), earliest) == max(coming, default=None)


@given(SET, st.integers(1, 30))
def test_flags_say_for_each_day_whether_it_is_in_the_set(days: frozenset[int], num_days: int) -> None:
    assert flags(as_days(days), num_days) == tuple(day in days for day in range(num_days))


# Hours around both changes of the clock, and an ordinary week.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 10, 23), datetime(2026, 10, 27)),  # noqa: DTZ001  # the zone follows
    st.datetimes(datetime(2027, 3, 26), datetime(2027, 3, 30)),  # noqa: DTZ001  # as above
    st.datetimes(datetime(2026, 8, 10), datetime(2026, 8, 13)),  # noqa: DTZ001  # as above
).map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC))
TIMES = st.sampled_from([time(8), time(12), time(0), time(0, 30), time(1), time(1, 30), time(2), time(23, 59)])


def around(moment: datetime) -> list[date]:
    return [london_date(moment) + timedelta(days=offset) for offset in range(-3, 4)]


@given(MOMENTS, TIMES)
def test_first_date_on_which_london_shows_a_time_from_a_moment_on(moment: datetime, at: time) -> None:
    assert first_date_from(moment, at) == min(when for when in around(moment) if london_instant(when, at) >= moment)


@given(MOMENTS, TIMES)
def test_last_date_on_which_london_shows_a_time_until_a_moment(moment: datetime, at: time) -> None:
    assert last_date_until(moment, at) == max(when for when in around(moment) if london_instant(when, at) <= moment)
