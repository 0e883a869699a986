"""Request, answer, notice, and the steps a party still needs; days are counted from the plan date, Monday 10 August 2026."""

from dataclasses import replace
from datetime import date

import pytest

from planner.clocks.calendar import add_months, add_working_days
from planner.clocks.clock import ready_day
from planner.domain.horizon import Horizon
from planner.domain.people import Answer, CaseRecord, Decision
from planner.domain.rules import StaffedStep
from tests.clocks.people import READY, RULES, at, clock, day, man

WORKING_DAYS = [
    ("a plain week", "2026-08-10", 5, "2026-08-17"),
    ("from a Friday", "2026-08-14", 5, "2026-08-21"),
    ("from a Saturday", "2026-08-15", 5, "2026-08-21"),
    ("from a Sunday", "2026-08-16", 5, "2026-08-21"),
    ("across the summer bank holiday", "2026-08-27", 5, "2026-09-04"),
    ("ending the day after the summer bank holiday", "2026-08-24", 5, "2026-09-01"),
    ("served on the summer bank holiday", "2026-08-31", 5, "2026-09-07"),
    ("Christmas Day and Boxing Day's substitute", "2026-12-21", 5, "2026-12-30"),
    ("from Christmas Eve over New Year", "2026-12-24", 5, "2027-01-05"),
    ("Good Friday and Easter Monday", "2027-03-22", 5, "2027-03-31"),
    ("one day over a weekend", "2026-08-14", 1, "2026-08-17"),
    ("none", "2026-08-15", 0, "2026-08-15"),
    ("a bank holiday of Scotland only", "2026-07-31", 1, "2026-08-03"),
]


@pytest.mark.parametrize(("rule", "served", "count", "expected"), WORKING_DAYS, ids=[row[0] for row in WORKING_DAYS])
def test_working_days_are_those_of_england_and_wales(rule: str, served: str, count: int, expected: str) -> None:
    assert add_working_days(day(served), count) == day(expected), rule


MONTHS = [
    ("2026-11-30", "2027-02-28"),
    ("2027-11-30", "2028-02-29"),
    ("2026-08-31", "2026-11-30"),
    ("2026-05-31", "2026-08-31"),
    ("2026-05-10", "2026-08-10"),
    ("2026-12-01", "2027-03-01"),
]


@pytest.mark.parametrize(("landed", "expected"), MONTHS)
def test_three_months_end_with_the_month_where_it_is_shorter(landed: str, expected: str) -> None:
    assert add_months(day(landed), 3) == day(expected)


def test_notice_served_on_a_day_makes_ready_after_five_working_days() -> None:
    assert [ready_day(served, Horizon(day("2026-08-28"), 7), RULES) for served in (-1, 0, 1, 2, 3, 4)] == [7, 10, 10, 10, 10, 11]


UNDECIDED = CaseRecord()
LATEST_STEPS = [
    ("14 days after landing", "2026-08-01 06:00", 0, 4, 5),
    ("over a month's end", "2026-07-31 06:00", 0, 3, 4),
    ("the date of landing is London's", "2026-08-01T23:30+00:00", 0, 5, 6),
    ("a request that takes three days more", "2026-08-01 06:00", 3, 1, 2),
    ("long past", "2026-06-01 06:00", 0, -57, -56),
]


@pytest.mark.parametrize(("rule", "landed", "to_request", "screening", "decision"), LATEST_STEPS, ids=[row[0] for row in LATEST_STEPS])
def test_screening_and_decision_must_leave_time_for_the_request(
    rule: str, landed: str, to_request: int, screening: int, decision: int
) -> None:
    case = clock(man(landed_at=at(landed), case=UNDECIDED), decision_to_request_days=to_request).case
    assert [step.deadline for step in case.steps][:2] == [screening, decision], rule


def decided(requested: str = "", answered: str = "", answer: Answer = Answer.NONE, on: str = "2026-07-27") -> CaseRecord:
    return CaseRecord(
        screened_on=date(2026, 7, 10),
        decided_on=day(on),
        decision=Decision.INADMISSIBLE,
        requested_on=day(requested) if requested else None,
        answered_on=day(answered) if answered else None,
        answer=answer,
    )


REQUESTS = [
    ("on the fourteenth day", "2026-07-20 06:00", decided("2026-08-03"), ""),
    ("on the fifteenth day", "2026-07-20 06:00", decided("2026-08-04"), "request_too_late"),
    ("over a month's end, in time", "2026-07-18 06:00", decided("2026-08-01"), ""),
    ("over a month's end, too late", "2026-07-18 06:00", decided("2026-08-02"), "request_too_late"),
    ("not yet made, today is the fourteenth day", "2026-07-27 06:00", decided(on="2026-08-01"), ""),
    ("not yet made, today is the fifteenth day", "2026-07-26 06:00", decided(on="2026-08-01"), "request_too_late"),
    ("an admissible case", "2026-07-20 06:00", replace(decided(), decision=Decision.ADMISSIBLE), "decided_admissible"),
    ("refused", "2026-07-20 06:00", decided("2026-07-27", "2026-08-05", Answer.REFUSED), "refused_by_france"),
]


@pytest.mark.parametrize(("rule", "landed", "case", "expected"), REQUESTS, ids=[row[0] for row in REQUESTS])
def test_what_closes_a_case(rule: str, landed: str, case: CaseRecord, expected: str) -> None:
    state = clock(man(landed_at=at(landed), case=case), nights=14)
    assert state.case.closed_by == expected, rule
    assert bool(expected) == (state.blocked_by == expected != ""), "a closed case names the rule"


ANSWERS = [
    ("14 days end today", decided("2026-07-27"), 1),
    ("14 days ended yesterday: 28 are waited for", decided("2026-07-26"), 14),
    ("28 days end today", decided("2026-07-13"), 1),
    ("28 days ended yesterday: silence is no acceptance", decided("2026-07-12"), None),
    ("asked today", decided("2026-08-10"), 15),
    ("decided, asked today at the earliest", decided(on="2026-08-08"), 15),
    ("accepted today", decided("2026-07-27", "2026-08-10", Answer.ACCEPTED), 1),
    ("accepted yesterday", decided("2026-07-27", "2026-08-09", Answer.ACCEPTED), 0),
    ("accepted long ago", decided("2026-07-27", "2026-07-28", Answer.ACCEPTED), 0),
]


@pytest.mark.parametrize(("rule", "case", "earliest"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_notice_waits_for_the_answer_and_a_day(rule: str, case: CaseRecord, earliest: int | None) -> None:
    landed = at("2026-07-10 06:00") if case.requested_on and case.requested_on < day("2026-07-20") else at("2026-07-27 06:00")
    state = clock(man(landed_at=landed, case=case), nights=21, request_max_days=20).case
    if earliest is None:
        assert (state.closed_by, state.steps) == ("no_answer", ()), rule
        return
    assert [(step.step, max(0, step.earliest)) for step in state.steps] == [(StaffedStep.NOTICE, earliest)], rule


STAGES = [
    ("nothing done", UNDECIDED, [(StaffedStep.SCREENING, 1), (StaffedStep.DECISION, 15), (StaffedStep.NOTICE, 0)]),
    ("screened", CaseRecord(screened_on=date(2026, 8, 9)), [(StaffedStep.DECISION, 15), (StaffedStep.NOTICE, 0)]),
    ("asked", decided("2026-08-09"), [(StaffedStep.NOTICE, 0)]),
    ("notice served", READY, []),
]


@pytest.mark.parametrize(("rule", "case", "steps"), STAGES, ids=[row[0] for row in STAGES])
def test_the_steps_still_needed_and_their_gaps(rule: str, case: CaseRecord, steps: list[tuple[StaffedStep, int]]) -> None:
    state = clock(man(landed_at=at("2026-08-09 06:00") if steps else at("2026-07-25 06:00"), case=case)).case
    assert [(step.step, step.days_to_next) for step in state.steps] == steps, rule


def test_a_screening_yesterday_allows_the_decision_today_and_one_today_tomorrow() -> None:
    for screened, earliest in (("2026-08-09", 0), ("2026-08-10", 1)):
        state = clock(man(landed_at=at("2026-08-09 06:00"), case=CaseRecord(screened_on=day(screened)))).case
        assert state.steps[0].earliest == earliest


def test_members_at_different_stages_take_each_step_together() -> None:
    landed = at("2026-08-09 06:00")
    people = (
        man(1, landed_at=landed, case=CaseRecord()),
        man(2, landed_at=landed, case=CaseRecord(screened_on=day("2026-08-10"))),
        man(3, landed_at=landed, case=decided("2026-08-10", on="2026-08-10")),
    )
    steps = clock(*people, nights=28).case.steps
    assert [(step.step, step.cases, step.earliest) for step in steps] == [
        (StaffedStep.SCREENING, 1, 0),
        (StaffedStep.DECISION, 2, 1),
        (StaffedStep.NOTICE, 3, 15),
    ]


def test_the_last_notice_served_makes_a_party_ready() -> None:
    late = replace(READY, notice_served_on=day("2026-08-07"))
    assert clock(man(), man(2, case=late)).case.ready_day == 4
    assert clock(man(), man(2)).case.ready_day == 0


def test_steps_of_an_expected_party_begin_when_it_lands() -> None:
    landed = at("2026-08-12 06:00")
    state = clock(man(landed_at=landed, case=UNDECIDED), expected_on=day("2026-08-12"))
    assert (state.entry_day, [step.earliest for step in state.case.steps]) == (2, [2, 2, 2])
