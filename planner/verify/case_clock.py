"""The case as dates: request, answer, notice, the last lawful day of transfer, and whether a case is live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.people import Answer, Bar, Category, Decision, Party, Person
from planner.domain.rules import Rules, StaffedStep
from planner.verify.book import Book
from planner.verify.clock import ONE_DAY, Clock, add_days, add_months, date_in_london
from planner.verify.law import Detention, applies, detention_faults, is_at_risk, is_category_allowed, transfer_bars, unknowns
from planner.verify.persons import categories

SCREENING, DECISION, NOTICE = StaffedStep.SCREENING, StaffedStep.DECISION, StaffedStep.NOTICE
NO_DECISION, INADMISSIBLE = Decision.NONE, Decision.INADMISSIBLE
NO_ANSWER, ACCEPTED = Answer.NONE, Answer.ACCEPTED

Choice = Callable[[StaffedStep, date], date | None]
"""From a step and the earliest date for it, the date it is taken on; None for never."""


def done_on(person: Person, step: StaffedStep) -> date | None:
    """Date a step is recorded as done; None when the person lacks it."""
    if step is SCREENING:
        return person.case.screened_on
    return person.case.decided_on if step is DECISION else person.case.notice_served_on


def request_date(person: Person, decided: date | None, rules: Rules, plan_date: date) -> date | None:
    """Date of the request to France, recorded or taken to follow the decision; None while undecided."""
    if person.case.requested_on:
        return person.case.requested_on
    return None if decided is None else max(plan_date, add_days(decided, rules.decision_to_request_days))


def latest_request(person: Person, rules: Rules) -> date:
    """Last date on which the request to France is in time."""
    return add_days(date_in_london(person.landed_at), rules.request_max_days)


def answer_date(person: Person, request: date | None, rules: Rules, plan_date: date) -> date | None:
    """Date of an accepted answer, recorded or expected; None when refused or silent for too long."""
    if person.case.answer is not NO_ANSWER:
        return person.case.answered_on if person.case.answer is ACCEPTED else None
    if request is None:
        return None
    if (usual := add_days(request, rules.answer_days)) >= plan_date:
        return usual
    latest = add_days(request, rules.answer_exceptional_days)
    return latest if latest >= plan_date else None


def is_inadmissible(person: Person, *, planned: bool) -> bool:
    """Whether the decision is inadmissible, as recorded or as a planned decision presumes."""
    if person.case.decided_on is None and person.case.decision is NO_DECISION:
        return planned
    return person.case.decided_on is not None and person.case.decision is INADMISSIBLE


def latest_transfer(person: Person, rules: Rules) -> date:
    """Last date by the calendar months after landing."""
    return add_months(date_in_london(person.landed_at), rules.transfer_max_months)


def first_transfer_date(people: Sequence[Person], rules: Rules, clock: Clock, choose: Choice) -> date | None:
    """First date on which every member's case is ready, with missing steps taken when ``choose`` says.

    Members take a missing step on one date, which suits all of them.
    """
    undecided = [person for person in people if person.case.decided_on is None]
    decision = _decision_date(undecided, rules, clock, choose) if undecided else None
    answers: list[date] = []
    for person in people:
        request = request_date(person, person.case.decided_on or decision, rules, clock.first_date)
        answer = answer_date(person, request, rules, clock.first_date)
        if request is None or request > latest_request(person, rules) or answer is None or not is_inadmissible(person, planned=True):
            return None
        answers.append(answer)
    waiting = [answer for person, answer in zip(people, answers, strict=True) if person.case.notice_served_on is None]
    served: date | None = None
    if waiting:
        served = choose(NOTICE, add_days(max(waiting), rules.answer_to_notice_days))
        if served is None:
            return None
    notices = [person.case.notice_served_on or served for person in people]
    return max([*answers, *(clock.after_working_days(notice, rules.notice_working_days) for notice in notices if notice)])


def _decision_date(undecided: Sequence[Person], rules: Rules, clock: Clock, choose: Choice) -> date | None:
    screened = [person.case.screened_on or choose(SCREENING, clock.first_date) for person in undecided]
    known = [when for when in screened if when is not None]
    if len(known) < len(screened):
        return None
    return choose(DECISION, add_days(max(known), rules.screening_to_decision_days))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is still possible for a party, capacities aside.

    Parameters
    ----------
    first_transfer, last_transfer
        First and last date of a lawful transfer, also after the horizon; None when no transfer is possible.
    is_live
        Whether a transfer is possible with lawful detention from now until the earliest one.
    """

    first_transfer: date | None
    last_transfer: date | None
    is_live: bool


NOTHING_POSSIBLE = Outlook(None, None, is_live=False)


def _window(party: Party, rules: Rules, clock: Clock) -> tuple[date, date] | None:
    """First and last date of transfer by agreement, months and authority; None without an authority.

    The authority must cover the usual time of a planned move on that date.
    """
    first, last = max(clock.first_date, rules.agreement_from, party.expected_on or clock.first_date), rules.agreement_until
    for person in party.people:
        if person.authority_from is None or person.authority_until is None:
            return None
        begins, ends = date_in_london(person.authority_from), date_in_london(person.authority_until)
        first = max(first, begins if clock.arrival_on(begins) >= person.authority_from else begins + ONE_DAY)
        last = min(last, ends if clock.arrival_on(ends) <= person.authority_until else ends - ONE_DAY, latest_transfer(person, rules))
    return first, last


def _transfer_bars(party: Party, rules: Rules) -> list[Bar]:
    return [bar for person in party.people for bar in transfer_bars(person, rules)]


def _is_barred(bars: Sequence[Bar], when: date) -> bool:
    return any(applies(bar, when, when) for bar in bars)


def last_lawful_date(party: Party, rules: Rules, clock: Clock) -> date | None:
    """Last date on which months, agreement, authority and bars allow a transfer; None when no date is left."""
    window = _window(party, rules, clock)
    return None if window is None else _last_free(window, _transfer_bars(party, rules))


def _last_free(window: tuple[date, date], bars: Sequence[Bar]) -> date | None:
    first, when = window
    while when >= first and _is_barred(bars, when):
        when -= ONE_DAY
    return when if when >= first else None


def outlook(book: Book, party: Party) -> Outlook:
    """Work out what is still possible for a party with every missing step on the first day it can be."""
    rules, clock = book.rules, book.clock
    members = tuple(zip(party.people, categories(party), strict=True))
    if any(
        unknowns(person, category) or is_at_risk(person, rules) or not is_category_allowed(category, rules) for person, category in members
    ):
        return NOTHING_POSSIBLE
    entry = party.expected_on or clock.first_date
    ready = first_transfer_date(party.people, rules, clock, lambda _, earliest: max(earliest, entry))
    if ready is None or (window := _window(party, rules, clock)) is None:
        return NOTHING_POSSIBLE
    bars = _transfer_bars(party, rules)
    when, last = max(ready, window[0]), _last_free(window, bars)
    if last is None:
        return NOTHING_POSSIBLE
    while when <= last and _is_barred(bars, when):
        when += ONE_DAY
    if when > last:
        return NOTHING_POSSIBLE
    return Outlook(when, last, _held_lawfully(book, members, clock.day_of(entry), clock.day_of(when) - 1))


def _held_lawfully(book: Book, members: Sequence[tuple[Person, Category]], first: int, last: int) -> bool:
    if last < first:
        return True
    for person, category in members:
        since = book.inputs.as_of if person.detained_since and first == 0 else book.clock.arrival(first)
        if detention_faults(Detention(person, category, first, last, since), book.rules, book.clock):
            return False
    return True
