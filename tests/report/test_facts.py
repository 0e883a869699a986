"""Counts that reports show, against counts made by eye."""

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.domain.instance import Triage
from planner.domain.plan import Measure, Status
from planner.domain.rules import Tier
from planner.domain.sites import SiteRole
from planner.domain.verification import Verification, Violation
from planner.plan import reasons
from planner.plan.tables import plan_tables
from planner.report import facts, standing, words
from tests.report.example import FIGURES, INSTANCE, PLAN, RULES, VERIFIED

TABLES = plan_tables(INSTANCE, PLAN)


def test_today_counts_moves_steps_and_people_without_a_bed() -> None:
    assert dict(facts.today_totals(PLAN, TABLES).rows) == {
        "Admitted from a landing place": 1,
        "Moved between sites": 0,
        "Moved to another unit at the same site": 0,
        "Moved to onward accommodation": 3,
        "Taken into local-authority care": 1,
        "Leaving for France": 1,
        "Screening": 1,
        "Decision on admissibility": 0,
        "Service of notice": 1,
        "Without a lawful bed tonight": 1,
    }


def test_people_by_site_add_up() -> None:
    rows = facts.today_by_site(INSTANCE, PLAN, TABLES).rows
    assert [row[2:] for row in rows] == [
        (2, 0, 0, 1, 1, 0, 1),
        (5, 0, 0, 4, 0, 1, 0),
        (0, 0, 3, 0, 3, 0, 5),
        (0, 0, 1, 0, 1, 0, 2),
        (2, 0, 1, 1, 2, 0, 2),
    ]
    for _, _, now, ashore, arriving, leaving, in_beds, unplaced, _ in rows:
        assert now + ashore + arriving - leaving == in_beds + unplaced  # pyright: ignore[reportOperatorIssue]


def test_departures_count_seats_people_and_escorts() -> None:
    assert [(row[0], *row[4:]) for row in facts.departures(INSTANCE, PLAN).rows] == [
        ("D-0810", "Scheduled", 4, 1, 3, 3, 1),
        ("D-0814", "Scheduled", 2, 1, 1, 3, 1),
        ("D-0815", "Cancelled", 0, 0, 0, 0, 0),
    ]


def test_unplaced_people_are_named_with_place_nights_and_reason() -> None:
    rows = facts.unplaced_groups(INSTANCE, TABLES).rows
    assert rows == (("Western Jet Foil (DOV)", "10 August 2026", "No lawful bed is free.", 1, "P-06"),)


def test_unplaced_people_and_nights_are_counted_by_reason() -> None:
    first = plan_tables(INSTANCE, PLAN)["unplaced"].rows[0]
    rows = (first, (*first[:5], 3, *first[6:]), ("P-07", *first[1:]))
    tables = {"unplaced": replace(TABLES["unplaced"], rows=rows)}
    assert facts.unplaced_reasons(tables).rows == (("No lawful bed is free.", 2, 5),)


def test_live_cases_are_told_from_others() -> None:
    live, others = (facts.not_transferred_groups(PLAN, live=live).rows for live in (True, False))
    assert live == (("No seat is left on any departure within the time limits.", 1, "P-07"),)
    assert others == (("Goes to local-authority care, never to detention or return.", 1, "P-05"),)


def test_live_reasons_are_codes_a_plan_gives() -> None:
    assert not facts.LIVE_REASONS & set(reasons.CLOSED)
    assert all(f'"{code}"' in inspect.getsource(reasons) for code in facts.LIVE_REASONS)


def test_site_nights_count_beds_people_and_the_fullest_night() -> None:
    hotel = facts.site_nights(INSTANCE, PLAN)[2]
    assert (hotel.beds, hotel.reserved) == ((10,) * 7, (2,) * 7)
    assert hotel.occupied == (3, 3, 4, 4, 5, 6, 6)
    assert (hotel.fullest_night(), hotel.free(5)) == (5, 2)


def test_a_closed_site_is_not_called_full() -> None:
    brook = facts.site_nights(INSTANCE, PLAN)[0]
    closed = replace(brook, beds=(0, 5, 3, 5, 5, 5, 5), occupied=(0,) * 7)
    assert closed.fullest_night() == 2


def test_doubts_are_counted_by_kind() -> None:
    doubts = tuple(Triage(code, subject, "") for code, subject in (("a_kind", "1"), ("head_count", "2"), ("head_count", "3")))
    assert standing.triage_kinds(replace(INSTANCE, triage=doubts)).rows == (("Head count", 2), ("A kind", 1))


def test_balance_follows_transfers_and_admissions_and_alarms_below_the_band() -> None:
    assert standing.parity(INSTANCE, PLAN).rows == ((date(2026, 8, 16), 2, 5, -7, "Alarm: below the lower limit of -5"),)


@pytest.mark.parametrize(("lower", "upper", "said"), [(-7, 40, "Within the band"), (-9, -8, "Above the upper limit of -8")])
def test_balance_is_held_against_the_band(lower: int, upper: int, said: str) -> None:
    instance = replace(INSTANCE, rules=replace(RULES, parity_lower=lower, parity_upper=upper))
    assert standing.parity(instance, PLAN).rows[0][-1] == said


def test_balance_is_given_at_each_sunday_and_the_last_day() -> None:
    horizon = replace(PLAN.horizon, first_date=date(2026, 8, 15), num_days=10)
    rows = standing.parity(INSTANCE, replace(PLAN, horizon=horizon)).rows
    assert [row[0] for row in rows] == [date(2026, 8, 16), date(2026, 8, 23), date(2026, 8, 24)]


def test_incidents_with_people_at_sea_or_without_a_record_stay_open() -> None:
    rows = standing.open_incidents(INSTANCE).rows
    assert [(row[0], row[1], row[-1]) for row in rows] == [("I-1", "Landed", 3), ("I-2", "At sea", 0)]
    assert (standing.people_at_sea(INSTANCE), standing.people_unlisted(INSTANCE)) == (61, 3)


def test_measures_state_value_bound_gap_and_the_value_checked() -> None:
    rows = standing.measures(PLAN, VERIFIED).rows
    assert [row[3:] for row in rows[:2]] == [("Fewer is better", 1, 1, 0, "Yes", 1), ("More is better", 2, 3, 1, "No", None)]
    assert rows[3][1] == words.ORDER_TIER


def test_checks_count_what_was_broken() -> None:
    broken = Verification({"seats": 3}, {}, (Violation("seats", "D-1", "2026-08-10", "5 people, 4 seats"),), ())
    assert standing.checks(broken).rows == (("Seats", 3, 1),)
    assert standing.violations(broken).rows == (("Seats", "D-1", "2026-08-10", "5 people, 4 seats"),)


def test_rules_in_force_name_every_rule_in_words() -> None:
    rows = dict(standing.rules_in_force(RULES).rows)
    assert rows["Agreement until"] == "30 September 2026"
    assert rows["France weekly cap"] == "No limit"
    assert rows["Families detained"] == "No"
    assert rows["Bars: nrm pending"] == "Blocks detention and transfer"
    assert rows["Stay limit hours: processing"] == 96


def test_figures_not_verified_come_first() -> None:
    assert [row[-1] for row in standing.figures_table(FIGURES[::-1]).rows] == ["No", "Yes"]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 8, 10, 15, 30, tzinfo=UTC), "10 August 2026 at 4:30pm"),
        (datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "5 January 2026 at 12:05am"),
        (datetime(2026, 8, 9, 23, 0, tzinfo=UTC), "10 August 2026 at midnight"),
        (datetime(2026, 1, 5, 12, 0, tzinfo=UTC), "5 January 2026 at midday"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
    ],
)
def test_times_are_london_times_in_words(moment: datetime, said: str) -> None:
    assert words.moment_text(moment) == said


def test_every_code_has_its_words() -> None:
    assert set(words.ROLES) == set(SiteRole)
    assert set(words.STATUSES) == set(Status)
    assert set(words.TIERS) == set(Tier)
    assert set(words.MEASURES) == set(Measure)
