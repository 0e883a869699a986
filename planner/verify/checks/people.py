"""Nobody lost, no stranger, every night accounted for, parties kept together, children cared for."""

from collections import Counter
from collections.abc import Mapping

from planner.domain.ids import PartyId
from planner.domain.people import Category
from planner.domain.plan import Status, Stay
from planner.domain.sites import DETENTION_ROLES, SiteRole
from planner.verify.book import Book, Journey
from planner.verify.case_clock import Outlook
from planner.verify.findings import Findings

STATUS_OF_ROLE = {
    SiteRole.LANDING: Status.LANDING,
    SiteRole.ONWARD: Status.ONWARD,
    SiteRole.LOCAL_AUTHORITY: Status.LOCAL_AUTHORITY,
} | dict.fromkeys(DETENTION_ROLES, Status.DETAINED)
"""Status of a night in a bed, by the role of its site."""

CHILD_ROLES = frozenset({SiteRole.LANDING, SiteRole.LOCAL_AUTHORITY})

# Members of an enumeration looked up once: a look-up by name costs more than the comparison it is for.
EXPECTED, TRANSFERRED, UNPLACED, DETAINED = Status.EXPECTED, Status.TRANSFERRED, Status.UNPLACED, Status.DETAINED
LONE_CHILD, FAMILY = Category.LONE_CHILD, Category.FAMILY


def check_people(book: Book, findings: Findings) -> None:
    """Check who is in the plan and that every night of everyone makes sense."""
    _check_register(book, findings)
    findings.checked("party_as_recorded", len(book.journeys))
    findings.checked("nights_covered", len(book.journeys) * book.num_days)
    findings.checked("expected_entry", len(book.journeys))
    findings.checked("status_matches_place", sum([len(journey.stays) for journey in book.journeys]))
    for journey in book.journeys:
        _check_record(journey, findings)
        if not journey.is_whole:
            _check_nights(book, journey, findings)
        _check_entry(book, journey, findings)
        _check_transfer_is_last(book, journey, findings)
        _check_unplaced(book, journey, findings)
        for stay in journey.stays:
            _check_status(book, journey, stay, findings)
        if journey.category is LONE_CHILD or journey.category is FAMILY:
            for stay in journey.stays:
                _check_protected(book, journey, stay, findings)
    findings.checked("party_together", len(book.journeys))
    for members in book.of_party.values():
        if len(members) > 1:
            _check_together(book, members, findings)


def _check_register(book: Book, findings: Findings) -> None:
    people = {person.person_id for party in book.inputs.parties for person in party.people}
    times = Counter(person.person_id for person in book.plan.people)
    findings.checked("nobody_lost", len(people))
    findings.checked("no_stranger", len(times))
    findings.checked("nobody_twice", len(times))
    for person_id in people - times.keys():
        findings.broken("nobody_lost", person_id, "", "in the inputs and not in the plan")
    for person_id, count in times.items():
        if person_id not in people:
            findings.broken("no_stranger", person_id, "", "in the plan and not in the inputs")
        if count > 1:
            findings.broken("nobody_twice", person_id, "", f"in the plan {count} times")


def _check_record(journey: Journey, findings: Findings) -> None:
    plan, party = journey.plan, journey.party
    if plan.party_id != party.party_id or plan.is_expected != party.is_expected:
        found, recorded = (plan.party_id, plan.is_expected), (party.party_id, party.is_expected)
        message = f"party and forecast in the plan {found}, in the inputs {recorded}"
        findings.broken("party_as_recorded", journey.person_id, "", message)


def _check_nights(book: Book, journey: Journey, findings: Findings) -> None:
    next_night = 0
    for stay in journey.plan.stays:
        if stay.first_night != next_night or stay.last_night < stay.first_night:
            message = f"a stay of nights {stay.first_night} to {stay.last_night} follows night {next_night - 1}"
            findings.broken("nights_covered", journey.person_id, book.iso(stay.first_night), message)
        next_night = stay.last_night + 1
    if next_night != book.num_days:
        findings.broken(
            "nights_covered",
            journey.person_id,
            "",
            f"the stays end with night {next_night - 1}, the horizon with night {book.num_days - 1}",
        )


def _check_entry(book: Book, journey: Journey, findings: Findings) -> None:
    entry = journey.entry
    for stay in journey.stays:
        is_waiting = stay.status is EXPECTED
        if is_waiting and stay.last_night >= entry:
            when = book.iso(max(stay.first_night, entry))
            findings.broken("expected_entry", journey.person_id, when, "still expected although ashore by then")
        if not is_waiting and stay.first_night < entry:
            message = f"{stay.status} although not ashore before {book.iso(entry)}"
            findings.broken("expected_entry", journey.person_id, book.iso(stay.first_night), message)


def _check_transfer_is_last(book: Book, journey: Journey, findings: Findings) -> None:
    if (transfer := journey.transfer) is not None:
        message = f"transferred until {book.iso(transfer.last_night)} only"
        findings.require("transfer_is_last", transfer is journey.stays[-1], journey.person_id, book.iso(transfer.first_night), message)


def _check_unplaced(book: Book, journey: Journey, findings: Findings) -> None:
    site_id = journey.person.site_id
    for stay in journey.stays:
        if stay.status is UNPLACED:
            message = f"unplaced at {stay.site_id}, the night before at {site_id}"
            findings.require("unplaced_stays_put", stay.site_id == site_id, journey.person_id, book.iso(stay.first_night), message)
        site_id = stay.site_id or site_id


def _check_status(book: Book, journey: Journey, stay: Stay, findings: Findings) -> None:
    status, role = stay.status, book.role_of(stay.site_id)
    named = (stay.site_id is not None, stay.unit_id is not None, stay.departure_id is not None)
    if status is EXPECTED:
        kept = named == (False, False, False)
    elif status is TRANSFERRED:
        kept = named == (False, False, True)
    elif status is UNPLACED:
        kept = named == (True, False, False) and role is not None
    else:
        kept = named == (True, True, False) and role is not None and STATUS_OF_ROLE[role] is status
    if not kept:
        site = f"site {stay.site_id} ({role or 'no known role'})"
        message = f"status {status} with {site}, unit {stay.unit_id}, departure {stay.departure_id}"
        findings.broken("status_matches_place", journey.person_id, book.iso(stay.first_night), message)


def _check_protected(book: Book, journey: Journey, stay: Stay, findings: Findings) -> None:
    """Lone children, and families while out of scope: neither detained nor transferred."""
    role = book.role_of(stay.site_id) if stay.unit_id else None
    when, where = book.iso(stay.first_night), f"{stay.status} at {stay.site_id or stay.departure_id}"
    is_free = stay.status is not TRANSFERRED and stay.status is not DETAINED
    if journey.category is LONE_CHILD:
        kept = is_free and (role is None or role in CHILD_ROLES)
        findings.require("lone_child_care", kept, journey.person_id, when, f"a child alone is {where}")
    elif not book.rules.families_detained:
        kept = is_free and role not in DETENTION_ROLES
        findings.require("family_scope", kept, journey.person_id, when, f"a member of a family is {where}")
    else:
        kept = role is None or role in book.rules.family_roles or role not in DETENTION_ROLES
        findings.require("family_scope", kept, journey.person_id, when, f"a member of a family is {where}, a {role} place")


def _check_together(book: Book, members: tuple[Journey, ...], findings: Findings) -> None:
    first = members[0]
    for other in members[1:]:
        if other.stays == first.stays:
            continue
        apart = [night for night in range(book.num_days) if _whereabouts(first.night(night)) != _whereabouts(other.night(night))]
        if apart:
            message = f"apart from {first.person_id} on {len(apart)} nights"
            findings.broken("party_together", other.person_id, book.iso(apart[0]), message)


def _whereabouts(stay: Stay | None) -> tuple[str | None, ...]:
    return (stay.status, stay.site_id, stay.departure_id) if stay else (None,)


def check_reasons(book: Book, outlooks: Mapping[PartyId, Outlook], findings: Findings) -> None:
    """Check that whoever has no bed, or a live case and no transfer, is told why.

    Parameters
    ----------
    outlooks
        What is still possible, by party.
    """
    for journey in book.journeys:
        unplaced = next((stay for stay in journey.stays if stay.status is UNPLACED), None)
        if unplaced is not None or (journey.transfer is None and outlooks[journey.party.party_id].is_live):
            why = f"unplaced from {book.iso(unplaced.first_night)}" if unplaced else "not transferred although the case is live"
            given = bool(journey.plan.reason_code.strip() and journey.plan.reason.strip())
            findings.require("reason_given", given, journey.person_id, "", f"{why}, and no reason is given")
