"""Case steps: each once, together, in order, in time, within what caseworkers can take."""

from collections import Counter
from datetime import date, timedelta

from planner.domain.rules import StaffedStep
from planner.verify.book import Book, Journey
from planner.verify.case_clock import answer_date, done_on, latest_request, request_date
from planner.verify.findings import Findings

SCREENING, DECISION, NOTICE = StaffedStep.SCREENING, StaffedStep.DECISION, StaffedStep.NOTICE


def step_date(book: Book, journey: Journey, step: StaffedStep) -> date | None:
    """Date a step is done, recorded or planned; None for neither."""
    if (recorded := done_on(journey.person, step)) is not None:
        return recorded
    day = journey.step_day(step)
    return None if day is None else book.clock.date_of(day)


def expected_answer(book: Book, journey: Journey) -> tuple[date | None, date | None]:
    """Dates of the request and of the accepted answer, recorded, planned or expected."""
    request = request_date(journey.person, step_date(book, journey, DECISION), book.rules, book.clock.first_date)
    return request, answer_date(journey.person, request, book.rules, book.clock.first_date)


def check_case(book: Book, findings: Findings) -> None:
    """Check every planned case step."""
    for journey in book.journeys:
        if journey.plan.steps:
            _check_once(journey, findings)
            _check_days(book, journey, findings)
            _check_decision(book, journey, findings)
            _check_notice(book, journey, findings)
        check_request(book, journey, findings)
    for party_id, members in sorted(book.of_party.items()):
        if any(journey.plan.steps for journey in members):
            _check_together(book, party_id, members, findings)
    _check_caseworkers(book, findings)


def _check_once(journey: Journey, findings: Findings) -> None:
    for step, count in Counter([planned.step for planned in journey.plan.steps]).items():
        recorded = done_on(journey.person, step)
        message = f"{step} planned {count} times" + (f", done on {recorded}" if recorded else "")
        findings.require("step_once", count == 1 and recorded is None, journey.person_id, "", message)


def _check_days(book: Book, journey: Journey, findings: Findings) -> None:
    transfer = journey.transfer
    # On the day of the transfer itself only where no gap and no notice period asks for more: other rules judge those.
    begin, end = max(0, journey.entry), transfer.first_night if transfer else book.num_days - 1
    for planned in journey.plan.steps:
        findings.checked("step_day")
        if not begin <= planned.day <= end:
            message = f"{planned.step} on {book.iso(planned.day)}, allowed from {book.iso(begin)} to {book.iso(end)}"
            findings.broken("step_day", journey.person_id, book.iso(planned.day), message)


def _check_decision(book: Book, journey: Journey, findings: Findings) -> None:
    if (day := journey.step_day(DECISION)) is None:
        return
    screened = step_date(book, journey, SCREENING)
    gap = book.rules.screening_to_decision_days
    kept = screened is not None and book.clock.date_of(day) >= screened + timedelta(days=gap)
    message = f"decision on {book.iso(day)}, screening {screened or 'never'}, at least {gap} days between"
    findings.require("step_order", kept, journey.person_id, book.iso(day), message)


def _check_notice(book: Book, journey: Journey, findings: Findings) -> None:
    if (day := journey.step_day(NOTICE)) is None:
        return
    decided = step_date(book, journey, DECISION)
    kept = decided is not None and decided <= book.clock.date_of(day)
    findings.require("step_order", kept, journey.person_id, book.iso(day), f"notice on {book.iso(day)}, decision {decided or 'never'}")
    _, answer = expected_answer(book, journey)
    gap = book.rules.answer_to_notice_days
    awaited = answer is not None and book.clock.date_of(day) >= answer + timedelta(days=gap)
    message = f"notice on {book.iso(day)}, accepted answer {answer or 'never'}, at least {gap} days between"
    findings.require("answer_awaited", awaited, journey.person_id, book.iso(day), message)


def check_request(book: Book, journey: Journey, findings: Findings) -> None:
    """Judge the request's date where the plan relies on it: a decision planned, or a transfer."""
    if journey.transfer is None and journey.step_day(DECISION) is None:
        return
    request, _ = expected_answer(book, journey)
    latest = latest_request(journey.person, book.rules)
    kept = request is not None and request <= latest
    findings.require("request_deadline", kept, journey.person_id, str(request or ""), f"request on {request or 'no date'}, latest {latest}")


def _check_together(book: Book, party_id: str, members: tuple[Journey, ...], findings: Findings) -> None:
    for step in StaffedStep:
        lacking = [journey for journey in members if done_on(journey.person, step) is None]
        days = {journey.step_day(step) for journey in lacking}
        if days - {None}:
            on = ", ".join(sorted("never" if day is None else book.iso(day) for day in days))
            findings.require("steps_together", len(days) == 1, party_id, "", f"{step} on {on}")


def _check_caseworkers(book: Book, findings: Findings) -> None:
    used = Counter(planned.day for journey in book.journeys for planned in journey.plan.steps)
    for day, resources in enumerate(book.inputs.resources):
        findings.require(
            "caseworker_cases",
            used[day] <= resources.cases,
            book.iso(day),
            book.iso(day),
            f"{used[day]} case steps, {resources.cases} possible",
        )
