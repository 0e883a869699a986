"""The case clock: which steps are still to come, and between which days."""

from dataclasses import dataclass
from datetime import timedelta

from planner.clocks.calendar import add_working_days
from planner.domain.horizon import Horizon, london_date
from planner.domain.people import Answer, Decision, Party, Person
from planner.domain.rules import Rules, StaffedStep

NEVER = 10_000
"""A day no plan reaches."""


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


def case_state(party: Party, horizon: Horizon, rules: Rules, entry_day: int) -> CaseState:
    """Read the case records of a party's members into one clock.

    Members take each remaining step on the same day; a step is needed when any member lacks it.
    """
    closed_by = next((reason for person in party.people if (reason := _closed_by(person, horizon, rules))), "")
    if closed_by:
        return CaseState((), NEVER, closed_by)
    to_notice = rules.decision_to_request_days + rules.answer_days + rules.answer_to_notice_days
    lacking = {
        StaffedStep.SCREENING: [person for person in party.people if person.case.screened_on is None],
        StaffedStep.DECISION: [person for person in party.people if person.case.decided_on is None],
        StaffedStep.NOTICE: [person for person in party.people if person.case.notice_served_on is None],
    }
    gaps = {StaffedStep.SCREENING: rules.screening_to_decision_days, StaffedStep.DECISION: to_notice, StaffedStep.NOTICE: 0}
    steps = tuple(
        CaseStep(
            step,
            len(people),
            max([entry_day, *(_earliest(step, person, horizon, rules) for person in people)]),
            min([NEVER, *(_deadline(step, person, horizon, rules) for person in people)]),
            gaps[step],
        )
        for step, people in lacking.items()
        if people
    )
    served = [person.case.notice_served_on for person in party.people if person.case.notice_served_on]
    ready = max([entry_day, *(horizon.day_of(add_working_days(when, rules.notice_working_days)) for when in served)])
    return CaseState(steps, ready, "")


def _closed_by(person: Person, horizon: Horizon, rules: Rules) -> str:
    """Rule that ends a case for good, as far as the record says."""
    case = person.case
    if case.decision is Decision.ADMISSIBLE:
        return "decided_admissible"
    if case.answer is Answer.REFUSED:
        return "refused_by_france"
    latest_request = london_date(person.landed_at) + timedelta(days=rules.request_max_days)
    if case.requested_on is not None and case.requested_on > latest_request:
        return "request_too_late"
    if case.requested_on is None and case.decided_on is not None and horizon.date_of(_request_day(person, horizon, rules)) > latest_request:
        return "request_too_late"
    if case.requested_on is not None and case.answer is Answer.NONE and _answer_day(person, horizon, rules) == NEVER:
        return "no_answer"
    return ""


def _request_day(person: Person, horizon: Horizon, rules: Rules) -> int:
    """Day of the request to France for a decided case."""
    case = person.case
    if case.requested_on is not None:
        return horizon.day_of(case.requested_on)
    assert case.decided_on is not None  # noqa: S101  # callers ask for decided cases only
    return max(0, horizon.day_of(case.decided_on) + rules.decision_to_request_days)


def _answer_day(person: Person, horizon: Horizon, rules: Rules) -> int:
    """Day of France's answer: recorded, or expected; silence past the exceptional time is no acceptance."""
    case = person.case
    if case.answered_on is not None and case.answer is Answer.ACCEPTED:
        return horizon.day_of(case.answered_on)
    requested = _request_day(person, horizon, rules)
    return next((day for wait in (rules.answer_days, rules.answer_exceptional_days) if (day := requested + wait) >= 0), NEVER)


def _earliest(step: StaffedStep, person: Person, horizon: Horizon, rules: Rules) -> int:
    case = person.case
    if step is StaffedStep.DECISION and case.screened_on is not None:
        return horizon.day_of(case.screened_on) + rules.screening_to_decision_days
    if step is StaffedStep.NOTICE and case.decided_on is not None:
        return _answer_day(person, horizon, rules) + rules.answer_to_notice_days
    return 0


def _deadline(step: StaffedStep, person: Person, horizon: Horizon, rules: Rules) -> int:
    latest_request = horizon.day_of(london_date(person.landed_at)) + rules.request_max_days
    if step is StaffedStep.DECISION:
        return latest_request - rules.decision_to_request_days
    if step is StaffedStep.SCREENING:
        return latest_request - rules.decision_to_request_days - rules.screening_to_decision_days
    return NEVER
