"""Each transfer to France: departure, authority, bars, case and dates."""

from datetime import date

from planner.domain.plan import Stay
from planner.domain.rules import StaffedStep
from planner.domain.transport import Departure
from planner.verify.book import Book, Journey
from planner.verify.case_clock import is_inadmissible, latest_transfer
from planner.verify.checks.case import expected_answer, step_date
from planner.verify.clock import date_in_london
from planner.verify.findings import Findings
from planner.verify.law import applies, is_at_risk, transfer_bars, unknowns


def check_transfers(book: Book, findings: Findings) -> None:
    """Check everyone transferred."""
    for journey in book.journeys:
        if journey.transfer is not None:
            check_transfer(book, journey, journey.transfer, findings)


def check_transfer(book: Book, journey: Journey, stay: Stay, findings: Findings) -> None:
    """Check one person's transfer."""
    when = book.clock.date_of(stay.first_night)
    _check_departure(book, journey, stay, when, findings)
    _check_person(book, journey, when, findings)
    _check_case(book, journey, when, findings)
    _check_dates(book, journey, when, findings)


def _check_departure(book: Book, journey: Journey, stay: Stay, when: date, findings: Findings) -> None:
    departure = book.departures.get(stay.departure_id) if stay.departure_id else None
    leaves_on = date_in_london(departure.departs_at) if departure else None
    message = f"transferred on {when}, departure {stay.departure_id} leaves {leaves_on or 'never'}"
    findings.require("departure_day", leaves_on == when, journey.person_id, str(when), message)
    if departure is not None:
        message = (
            f"departure {departure.departure_id} left {departure.departs_at.isoformat()}, the inputs are of {book.inputs.as_of.isoformat()}"
        )
        findings.require("departure_day", departure.departs_at >= book.inputs.as_of, journey.person_id, str(when), message)
        message = f"departure {departure.departure_id} is cancelled"
        findings.require("departure_cancelled", not departure.cancelled, journey.person_id, str(when), message)
        _check_authority(journey, departure, when, findings)


def _check_authority(journey: Journey, departure: Departure, when: date, findings: Findings) -> None:
    start, until = journey.person.authority_from, journey.person.authority_until
    kept = start is not None and until is not None and start <= departure.departs_at <= until
    covered = f"{start.isoformat()} to {until.isoformat()}" if start and until else "none"
    message = f"departure {departure.departure_id} at {departure.departs_at.isoformat()}, authority {covered}"
    findings.require("transfer_authority", kept, journey.person_id, str(when), message)


def _check_person(book: Book, journey: Journey, when: date, findings: Findings) -> None:
    person, day = journey.person, str(when)
    bars = [bar for bar in transfer_bars(person, book.rules) if applies(bar, when, when)]
    named = ", ".join(f"{bar.bar} from {bar.starts_on} to {bar.ends_on or 'further notice'}" for bar in bars)
    findings.require("transfer_bar", not bars, journey.person_id, day, f"barred on {when}: {named}")
    blocked = "; ".join(unknowns(person, journey.category))
    findings.require("transfer_unknown", not blocked, journey.person_id, day, f"transferred with {blocked}")
    message = f"Adults at Risk level {person.adults_at_risk}, blocked from {book.rules.adults_at_risk_block_level}"
    findings.require("transfer_adults_at_risk", not is_at_risk(person, book.rules), journey.person_id, day, message)


def _check_case(book: Book, journey: Journey, when: date, findings: Findings) -> None:
    person, day = journey.person, str(when)
    decided = step_date(book, journey, StaffedStep.DECISION)
    planned = journey.step_day(StaffedStep.DECISION) is not None
    kept = decided is not None and decided <= when and is_inadmissible(person, planned=planned)
    message = f"decision {person.case.decision.value or 'not recorded'} on {decided or 'no date'}"
    findings.require("transfer_decision", kept, journey.person_id, day, message)
    _, answer = expected_answer(book, journey)
    message = f"answer {person.case.answer.value or 'not recorded'}, accepted on {answer or 'no date'}"
    findings.require("transfer_answer", answer is not None and answer <= when, journey.person_id, day, message)
    served, wanted = step_date(book, journey, StaffedStep.NOTICE), book.rules.notice_working_days
    first = book.clock.after_working_days(served, wanted) if served else None
    message = f"notice served {served or 'never'}, {wanted} working days end {first or 'never'}"
    findings.require("notice_period", first is not None and when >= first, journey.person_id, day, message)


def _check_dates(book: Book, journey: Journey, when: date, findings: Findings) -> None:
    rules, latest = book.rules, latest_transfer(journey.person, book.rules)
    message = f"transferred on {when}, {rules.transfer_max_months} months after landing end {latest}"
    findings.require("transfer_months", when <= latest, journey.person_id, str(when), message)
    kept = rules.agreement_from <= when <= rules.agreement_until
    message = f"transferred on {when}, the agreement is in force {rules.agreement_from} to {rules.agreement_until}"
    findings.require("agreement_dates", kept, journey.person_id, str(when), message)
