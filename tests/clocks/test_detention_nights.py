"""Nights of lawful detention: authority, bars, pregnancy and families, to the minute.

A night belongs to the date it starts on and ends at 08:00 in London the next morning; a planned move arrives at 12:00.
The plan starts on Monday 10 August 2026 at 06:00 and has five nights, unless a row says otherwise.
"""

from dataclasses import replace

import pytest

from planner.domain.people import AgeBand, Bar, Known, Person, Sex
from tests.clocks.people import at, bar, clock, day, man, nights

AUTHORITY_ENDS = [
    ("the minute before the first handover", "2026-08-11 07:59", "00000"),
    ("at the first handover", "2026-08-11 08:00", "10000"),
    ("the minute after the first handover", "2026-08-11 08:01", "10000"),
    ("the minute before the second handover", "2026-08-12 07:59", "10000"),
    ("at the second handover", "2026-08-12 08:00", "11000"),
    ("at the last handover", "2026-08-15 08:00", "11111"),
    ("the minute before the last handover", "2026-08-15 07:59", "11110"),
    ("before the plan", "2026-08-10 05:00", "00000"),
]


@pytest.mark.parametrize(("rule", "until", "expected"), AUTHORITY_ENDS, ids=[row[0] for row in AUTHORITY_ENDS])
def test_authority_must_last_to_the_handover(rule: str, until: str, expected: str) -> None:
    assert nights(clock(man(authority_until=at(until)))) == expected, rule


AUTHORITY_BEGINS = [
    ("by the planned arrival", "2026-08-10 12:00", None, "11111"),
    ("after the planned arrival", "2026-08-10 12:01", None, "01111"),
    ("by the next day's planned arrival", "2026-08-11 12:00", None, "01111"),
    ("after the next day's planned arrival", "2026-08-11 12:01", None, "00111"),
    ("detained already, by the moment of the inputs", "2026-08-10 06:00", "2026-08-09 20:00", "11111"),
    ("detained already, after the moment of the inputs", "2026-08-10 06:01", "2026-08-09 20:00", "01111"),
]


@pytest.mark.parametrize(("rule", "begins", "since", "expected"), AUTHORITY_BEGINS, ids=[row[0] for row in AUTHORITY_BEGINS])
def test_authority_must_have_begun(rule: str, begins: str, since: str | None, expected: str) -> None:
    assert nights(clock(man(authority_from=at(begins), detained_since=at(since) if since else None))) == expected, rule


CLOCK_CHANGES = [
    ("autumn: 08:00 is GMT again", "2026-10-24", "2026-10-25T08:00Z", "10"),
    ("autumn: 08:00 summer time is an hour short", "2026-10-24", "2026-10-25T07:00Z", "00"),
    ("autumn: a minute short", "2026-10-24", "2026-10-25T07:59Z", "00"),
    ("spring: 08:00 is an hour earlier", "2027-03-27", "2027-03-28T07:00Z", "10"),
    ("spring: a minute short", "2027-03-27", "2027-03-28T06:59Z", "00"),
]


@pytest.mark.parametrize(("rule", "first", "until", "expected"), CLOCK_CHANGES, ids=[row[0] for row in CLOCK_CHANGES])
def test_the_handover_follows_london_when_the_clock_changes(rule: str, first: str, until: str, expected: str) -> None:
    assert nights(clock(man(authority_until=at(until)), first=day(first), nights=2)) == expected, rule


BARS = [
    ("a day touches the night before and the night after", bar("nrm_pending", "2026-08-12", "2026-08-12"), "10011"),
    ("the plan date touches the first night only", bar("nrm_pending", "2026-08-10", "2026-08-10"), "01111"),
    ("the day before touches none", bar("nrm_pending", "2026-08-09", "2026-08-09"), "11111"),
    ("the last morning touches the last night", bar("nrm_pending", "2026-08-15", "2026-08-15"), "11110"),
    ("the day after the last morning touches none", bar("nrm_pending", "2026-08-16", "2026-08-20"), "11111"),
    ("until further notice", bar("nrm_positive", "2026-08-13"), "11000"),
    ("begun long ago, its last day counts", bar("bail_granted", "2026-08-01", "2026-08-11"), "00111"),
    ("one that blocks transfer only", bar("rule_35", "2026-08-01"), "11111"),
]


@pytest.mark.parametrize(("rule", "barred", "expected"), BARS, ids=[row[0] for row in BARS])
def test_bars_block_from_the_first_day_to_the_last(rule: str, barred: Bar, expected: str) -> None:
    assert nights(clock(man(bars=(barred,)))) == expected, rule
    assert nights(clock(man(), man(2, bars=(barred,)))) == expected, "a bar on one member is a bar on the party"


PREGNANT = [
    ("72 hours end the minute before a handover", "2026-08-10", "2026-08-09 07:59", "10000"),
    ("72 hours end at a handover", "2026-08-10", "2026-08-09 08:00", "11000"),
    ("begun this morning", "2026-08-10", "2026-08-10 05:00", "11000"),
    ("72 hours are over", "2026-08-10", "2026-08-07 06:00", "00000"),
    ("autumn: a night of 25 hours ends them sooner on the clock", "2026-10-24", "2026-10-23 08:00", "10000"),
    ("autumn: an hour later they suffice", "2026-10-24", "2026-10-23 09:00", "11000"),
    ("spring: a night of 23 hours ends them later on the clock", "2027-03-27", "2027-03-26 07:00", "11000"),
    ("spring: a minute short", "2027-03-27", "2027-03-26 06:59", "10000"),
]


@pytest.mark.parametrize(("rule", "first", "since", "expected"), PREGNANT, ids=[row[0] for row in PREGNANT])
def test_a_pregnant_woman_is_held_72_hours_at_most(rule: str, first: str, since: str, expected: str) -> None:
    woman = man(sex=Sex.FEMALE, pregnant=Known.YES, authority_from=at(since))
    assert nights(clock(replace(woman, detained_since=at(since)), first=day(first))) == expected, rule
    assert nights(clock(replace(woman, landed_at=at(since)), first=day(first))) == expected, "from landing when not yet detained"


def _family(since: str) -> tuple[Person, Person]:
    return man(detained_since=at(since)), man(2, age_band=AgeBand.AGE_0_11, detained_since=at(since))


def test_a_family_is_never_held_by_default() -> None:
    assert nights(clock(*_family("2026-08-09 08:00"))) == "00000"


@pytest.mark.parametrize(("since", "expected"), [("2026-08-09 08:00", "11000"), ("2026-08-09 07:59", "10000")])
def test_a_family_where_detained_at_all_is_held_72_hours_at_most(since: str, expected: str) -> None:
    assert nights(clock(*_family(since), families_detained=True)) == expected


def test_every_member_must_be_covered() -> None:
    assert nights(clock(man(authority_until=at("2026-08-13 08:00")), man(2, authority_from=at("2026-08-11 12:00")))) == "01100"
