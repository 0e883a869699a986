"""The case clock: which steps are still to come, and between which days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from planner.clocks.calendar import add_working_days
from planner.clocks.days import NEVER
from planner.domain.horizon import Horizon, london_date
from planner.domain.people import Answer, CaseRecord, Decision, Party
from planner.domain.rules import Rules, StaffedStep


class Case(NamedTuple):
    """What a case clock depends on: the record, and the date of landing in London."""

    record: CaseRecord
    landed_on: date


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A staffed step a party still needs.

    Attributes
    ----------
    cases
        Members who need it; each uses one of the day's cases.
    earliest
        First day it may be done, as far as recorded steps say; days are counted from the plan date.
    deadline
        Last day the law allows it, whatever the transfer day (the request's time limit).
    days_to_next
        Least days from this step to the next staffed one.
    """

    step: StaffedStep
    cases: int
    earliest: int
    deadline: int
    days_to_next: int


@dataclass(frozen=True, slots=True)
class CaseState:
    """What is left of a party's case.

    Attributes
    ----------
    steps
        Staffed steps still needed, in their order.
    ready_day
        First day of transfer as far as recorded notices say; further steps can only make it later. `NEVER` when
        the case can not come to a transfer any more.
    closed_by
        Why it can not, as a rule id; empty otherwise.
    """

    steps: tuple[CaseStep, ...]
    ready_day: int
    closed_by: str


def cases_of(party: Party) -> tuple[Case, ...]:
    """Case of each member."""
    return tuple(Case(person.case, london_date(person.landed_at)) for person in party.people)


def case_state(cases: tuple[Case, ...], entry_day: int, horizon: Horizon, rules: Rules) -> CaseState:
    """Read the cases of a party's members into one clock.

    Members take each remaining step on the same day; a step is needed when any member lacks it.
    """
    closed_by = next((reason for case in cases if (reason := _closed_by(case, horizon, rules))), "")
    if closed_by:
        return CaseState((), NEVER, closed_by)
    to_notice = rules.decision_to_request_days + rules.answer_days + rules.answer_to_notice_days
    lacking = {
        StaffedStep.SCREENING: [case for case in cases if case.record.screened_on is None],
        StaffedStep.DECISION: [case for case in cases if case.record.decided_on is None],
        StaffedStep.NOTICE: [case for case in cases if case.record.notice_served_on is None],
    }
    gaps = {StaffedStep.SCREENING: rules.screening_to_decision_days, StaffedStep.DECISION: to_notice, StaffedStep.NOTICE: 0}
    steps = tuple(
        CaseStep(
            step,
            len(people),
            max([entry_day, *(_earliest(step, case, horizon, rules) for case in people)]),
            min([NEVER, *(_deadline(step, case, horizon, rules) for case in people)]),
            gaps[step],
        )
        for step, people in lacking.items()
        if people
    )
    served = [case.record.notice_served_on for case in cases if case.record.notice_served_on]
    ready = max([entry_day, *(horizon.day_of(add_working_days(when, rules.notice_working_days)) for when in served)])
    return CaseState(steps, ready, "")


def _closed_by(case: Case, horizon: Horizon, rules: Rules) -> str:
    """Rule that ends a case for good, as far as the record says."""
    record = case.record
    if record.decision is Decision.ADMISSIBLE:
        return "decided_admissible"
    if record.answer is Answer.REFUSED:
        return "refused_by_france"
    latest_request = case.landed_on + timedelta(days=rules.request_max_days)
    if record.requested_on is not None and record.requested_on > latest_request:
        return "request_too_late"
    if (
        record.requested_on is None
        and record.decided_on is not None
        and horizon.date_of(_request_day(record, horizon, rules)) > latest_request
    ):
        return "request_too_late"
    if record.requested_on is not None and record.answer is Answer.NONE and _answer_day(record, horizon, rules) == NEVER:
        return "no_answer"
    return ""


def _request_day(record: CaseRecord, horizon: Horizon, rules: Rules) -> int:
    """Day of the request to France for a decided case."""
    if record.requested_on is not None:
        return horizon.day_of(record.requested_on)
    assert record.decided_on is not None  # noqa: S101  # callers ask for decided cases only
    return max(0, horizon.day_of(record.decided_on) + rules.decision_to_request_days)


def _answer_day(record: CaseRecord, horizon: Horizon, rules: Rules) -> int:
    """Day of France's answer: recorded, or expected; silence past the exceptional time is no acceptance."""
    if record.answered_on is not None and record.answer is Answer.ACCEPTED:
        return horizon.day_of(record.answered_on)
    requested = _request_day(record, horizon, rules)
    return next((day for wait in (rules.answer_days, rules.answer_exceptional_days) if (day := requested + wait) >= 0), NEVER)


def _earliest(step: StaffedStep, case: Case, horizon: Horizon, rules: Rules) -> int:
    record = case.record
    if step is StaffedStep.DECISION and record.screened_on is not None:
        return horizon.day_of(record.screened_on) + rules.screening_to_decision_days
    if step is StaffedStep.NOTICE and record.decided_on is not None:
        return _answer_day(record, horizon, rules) + rules.answer_to_notice_days
    return 0


def _deadline(step: StaffedStep, case: Case, horizon: Horizon, rules: Rules) -> int:
    latest_request = horizon.day_of(case.landed_on) + rules.request_max_days
    if step is StaffedStep.DECISION:
        return latest_request - rules.decision_to_request_days
    if step is StaffedStep.SCREENING:
        return latest_request - rules.decision_to_request_days - rules.screening_to_decision_days
    return NEVER
