"""Nights of detention, stay limits, moves, and who is still held at the end."""

from collections.abc import Mapping
from datetime import date

from planner.domain.ids import PartyId
from planner.domain.people import Category, Known
from planner.domain.plan import Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import DETENTION_ROLES
from planner.verify.book import Book, Journey
from planner.verify.case_clock import done_on, first_transfer_date, last_lawful_date
from planner.verify.findings import Findings
from planner.verify.law import Detention, detention_faults, stay_latest

# Members of an enumeration looked up once: a look-up by name costs more than the comparison it is for.
DETAINED, PREGNANT, FAMILY = Status.DETAINED, Known.YES, Category.FAMILY


def check_custody(book: Book, findings: Findings) -> None:
    """Check every night of detention and every limit of time in a place."""
    for journey in book.journeys:
        for stay in journey.stays:
            if stay.status is DETAINED or (stay.unit_id and book.role_of(stay.site_id) in DETENTION_ROLES):
                _check_detention(book, journey, stay, findings)
        _check_stay_limits(book, journey, findings)
        _check_moves(book, journey, findings)
    _check_held_at_end(book, book.of_party, findings)


def _check_detention(book: Book, journey: Journey, stay: Stay, findings: Findings) -> None:
    person, nights = journey.person, stay.last_night - stay.first_night + 1
    for rule in ("detention_authority", "detention_unknown", "adults_at_risk"):
        findings.checked(rule, nights)
    findings.checked("detention_bar", len(person.bars) * nights)
    findings.checked("pregnant_hours", nights if person.pregnant is PREGNANT else 0)
    findings.checked("family_hours", nights if journey.category is FAMILY else 0)
    held_there = stay.first_night == 0 and person.detained_since is not None and stay.site_id == person.site_id
    since = book.inputs.as_of if held_there else book.clock.arrival(stay.first_night)
    held = Detention(person, journey.category, stay.first_night, stay.last_night, since)
    for fault in detention_faults(held, book.rules, book.clock):
        findings.broken(fault.rule, journey.person_id, book.iso(fault.night), fault.message)


def _check_stay_limits(book: Book, journey: Journey, findings: Findings) -> None:
    """Keep the clock of the role of site running from the recorded arrival, or from a planned move to another role."""
    role, began = book.role_of(journey.person.site_id), journey.person.arrived_at
    for stay in journey.stays:
        if (site := book.sites.get(stay.site_id) if stay.site_id else None) is None:
            continue
        if site.role != role:
            role, began = site.role, book.clock.arrival(stay.first_night)
        latest = stay_latest(journey.person, journey.category, site, began, book.rules) if stay.unit_id else None
        if latest is not None:
            findings.checked("stay_limit", stay.last_night - stay.first_night + 1)
            if book.clock.end_of_night(stay.last_night) > latest:
                late = [night for night in range(stay.first_night, stay.last_night + 1) if book.clock.end_of_night(night) > latest]
                hours = (latest - began).total_seconds() / 3600
                ran = f"{hours:g} hours at {stay.site_id} from {began.isoformat()} end {latest.isoformat()}"
                findings.broken("stay_limit", journey.person_id, book.iso(late[0]), f"{ran}; {len(late)} nights end later")


def _check_moves(book: Book, journey: Journey, findings: Findings) -> None:
    for change in journey.changes:
        if change.leaves_site and not change.is_transfer:
            findings.checked("moves_allowed")
            left, entered = book.role_of(change.from_site), book.role_of(change.stay.site_id)
            if left is None or entered not in book.rules.moves_allowed[left]:
                message = f"from {change.from_site} ({left}) to {change.stay.site_id} ({entered})"
                findings.broken("moves_allowed", journey.person_id, book.iso(change.day), message)


def _check_held_at_end(book: Book, of_party: Mapping[PartyId, tuple[Journey, ...]], findings: Findings) -> None:
    end = book.num_days
    for party_id, members in sorted(of_party.items()):
        if not any(_is_held(journey, end - 1) for journey in members):
            continue
        last = last_lawful_date(members[0].party, book.rules, book.clock)
        ready = _first_date_after_horizon(book, members)
        message = f"held on the last night; last lawful transfer {last or 'never'}, earliest possible after the horizon {ready or 'never'}"
        findings.require("held_at_end", may_be_held_at_end(book, members), party_id, book.iso(end - 1), message)


def may_be_held_at_end(book: Book, members: tuple[Journey, ...]) -> bool:
    """Whether a transfer of a party is still possible after the horizon, with the case steps it has and those planned."""
    last, ready = last_lawful_date(members[0].party, book.rules, book.clock), _first_date_after_horizon(book, members)
    return last is not None and last >= book.clock.date_of(book.num_days) and ready is not None and ready <= last


def _is_held(journey: Journey, last_night: int) -> bool:
    return bool(journey.stays) and journey.stays[-1].status is DETAINED and journey.stays[-1].last_night == last_night


def _first_date_after_horizon(book: Book, members: tuple[Journey, ...]) -> date | None:
    """First date the case can be ready: steps as planned, those not planned as early as possible after the horizon."""
    after = book.clock.date_of(book.num_days)

    def choose(step: StaffedStep, earliest: date) -> date:
        planned = [journey.step_day(step) for journey in members if done_on(journey.person, step) is None]
        days = [day for day in planned if day is not None]
        return book.clock.date_of(max(days)) if days and len(days) == len(planned) else max(earliest, after)

    return first_transfer_date(members[0].party.people, book.rules, book.clock, choose)
