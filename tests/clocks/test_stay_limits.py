"""Stay limits run in hours from the recorded arrival; a night is allowed when they last to 08:00 in London."""

from datetime import UTC, date, datetime, time

import pytest

from planner.clocks.clock import nights_allowed
from planner.domain.horizon import Horizon, london_instant
from tests.clocks.people import RULES, at, clock, day, man

RECORDED = [
    ("24 h from before dawn", "2026-08-10", 24, "2026-08-10 04:35", 0),
    ("24 h from the last moment before the plan", "2026-08-10", 24, "2026-08-10 06:00", 0),
    ("72 h from this morning", "2026-08-10", 72, "2026-08-10 05:00", 2),
    ("72 h to the minute", "2026-08-10", 72, "2026-08-09 08:00", 2),
    ("72 h, a minute short", "2026-08-10", 72, "2026-08-09 07:59", 1),
    ("96 h to the minute", "2026-08-10", 96, "2026-08-09 08:00", 3),
    ("96 h, a minute short", "2026-08-10", 96, "2026-08-09 07:59", 2),
    ("96 h from this morning", "2026-08-10", 96, "2026-08-10 05:00", 3),
    ("120 h to the minute", "2026-08-10", 120, "2026-08-06 08:00", 1),
    ("120 h, a minute short", "2026-08-10", 120, "2026-08-06 07:59", 0),
    ("120 h are over", "2026-08-10", 120, "2026-08-01 08:00", 0),
    ("no limit", "2026-08-10", None, "2026-08-01 08:00", None),
    ("never more than the plan has", "2026-08-10", 1000, "2026-08-09 08:00", 5),
    ("autumn: 96 h of which one hour comes twice", "2026-10-24", 96, "2026-10-22 09:00", 2),
    ("autumn: a minute short", "2026-10-24", 96, "2026-10-22 08:59", 1),
    ("autumn: the same time of day no longer suffices", "2026-10-24", 96, "2026-10-22 08:00", 1),
    ("autumn: 120 h", "2026-10-24", 120, "2026-10-21 09:00", 2),
    ("spring: 72 h of which one hour is skipped", "2027-03-27", 72, "2027-03-26 07:00", 2),
    ("spring: a minute short", "2027-03-27", 72, "2027-03-26 06:59", 1),
    ("spring: 96 h", "2027-03-27", 96, "2027-03-25 07:00", 2),
]


@pytest.mark.parametrize(("rule", "first", "limit", "arrived", "expected"), RECORDED, ids=[row[0] for row in RECORDED])
def test_nights_left_where_people_are(rule: str, first: str, limit: int | None, arrived: str, expected: int | None) -> None:
    assert clock(man(arrived_at=at(arrived)), first=day(first), limit=limit).stay_nights == expected, rule


def test_the_member_who_came_first_sets_the_clock_of_the_party() -> None:
    early, late = man(arrived_at=at("2026-08-09 07:59")), man(2, arrived_at=at("2026-08-10 05:00"))
    assert clock(early, late, limit=72).stay_nights == clock(late, early, limit=72).stay_nights == 1


PLANNED = [
    ("24 h from noon", "2026-08-10", 24, 0, 1),
    ("72 h from noon", "2026-08-10", 72, 0, 3),
    ("96 h from noon", "2026-08-10", 96, 0, 4),
    ("120 h from noon", "2026-08-10", 120, 0, 5),
    ("20 h reach the handover", "2026-08-10", 20, 0, 1),
    ("19 h do not", "2026-08-10", 19, 0, 0),
    ("on a later day, to the end of the plan", "2026-08-10", 120, 3, 4),
    ("no limit", "2026-08-10", None, 0, None),
    ("autumn: 20 h from noon end at 07:00", "2026-10-24", 20, 0, 0),
    ("autumn: 21 h from noon end at 08:00", "2026-10-24", 21, 0, 1),
    ("autumn: the night after is an ordinary one", "2026-10-24", 20, 1, 1),
    ("spring: 19 h from noon end at 08:00", "2027-03-27", 19, 0, 1),
    ("spring: 18 h do not reach it", "2027-03-27", 18, 0, 0),
    ("spring: the night after is an ordinary one", "2027-03-27", 19, 1, 0),
]


@pytest.mark.parametrize(("rule", "first", "limit", "arrives", "expected"), PLANNED, ids=[row[0] for row in PLANNED])
def test_nights_from_a_planned_arrival(rule: str, first: str, limit: int | None, arrives: int, expected: int | None) -> None:
    assert nights_allowed(limit, arrives, Horizon(day(first), 7), RULES) == expected, rule


@pytest.mark.parametrize(
    ("when", "clock_time", "expected"),
    [
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2026, 8, 10), time(8), datetime(2026, 8, 10, 7, tzinfo=UTC)),
        (date(2026, 12, 10), time(8), datetime(2026, 12, 10, 8, tzinfo=UTC)),
    ],
    ids=["a repeated hour is the first of the two", "a skipped hour keeps the offset before", "summer", "winter"],
)
def test_london_times_of_rules(when: date, clock_time: time, expected: datetime) -> None:
    assert london_instant(when, clock_time) == expected
