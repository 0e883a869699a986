"""Locks that can not be kept, as far as the tables alone show it; the clocks and the optimiser find the rest."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations

from planner.domain.errors import Fault
from planner.domain.locks import LockKind
from planner.domain.people import Answer, Category, Decision, Party
from planner.domain.rules import KeepApartScope, Rules
from planner.domain.sites import DETENTION_ROLES, FINAL_ROLES, SiteRole
from planner.ingest.book import Book
from planner.ingest.checks.pins import PLACE_KINDS, Pin, pins_of
from planner.ingest.estate import is_open
from planner.ingest.journeys import CANCELLED, is_plannable

CHILD_ROLES = frozenset({SiteRole.LANDING, SiteRole.LOCAL_AUTHORITY})


def lock_faults(book: Book) -> Iterator[Fault]:
    """Locks that break a rule on their own or clash with one another."""
    table, pins = book.tables["locks"], tuple(pins_of(book))
    for pin in pins:
        for column, problem in _problems(pin, book):
            yield table.fault(pin.row, column, problem)
    for first, second in combinations(pins, 2):
        problem = _clash(first, second, book)
        if problem:
            yield table.fault(second.row, "target_id", f"{problem} (lock {first.lock_id} in row {first.row.number})")


def _problems(pin: Pin, book: Book) -> Iterator[tuple[str, str]]:
    if pin.kind in PLACE_KINDS:
        checks = (_unlawful_site, _closed_site, _unfit_site, _out_of_reach) if pin.kind is LockKind.SITE else ()
    else:
        yield from ((column, "is for site locks; leave it blank") for column in ("first_night", "last_night") if column in pin.row.texts)
        checks = (_no_departure, _unlawful_transfer, _closed_case, _barred, _no_seats) if pin.kind is LockKind.DEPARTURE else ()
    for check in checks:
        problem = check(pin, book)
        if problem:
            yield "target_id", problem


def _categories(party: Party, book: Book) -> dict[str, Category]:
    return {person.person_id: book.categories[person.person_id] for person in party.people}


def _unlawful_site(pin: Pin, book: Book) -> str:
    role, found = book.site_role(pin.target_id), set(_categories(pin.party, book).values())
    if Category.LONE_CHILD in found and role not in CHILD_ROLES:
        return f"is a {role} site and the party is a child without an adult: children alone go to local-authority care"
    if Category.FAMILY in found and role in DETENTION_ROLES and not book.config.rules.families_detained:
        return f"is a {role} site and the party is a family: families are not detained (config.toml, detention.families_detained)"
    return ""


def _closed_site(pin: Pin, _: Book) -> str:
    nights = (pin.first + timedelta(days=offset) for offset in range((pin.last - pin.first).days + 1))
    closed = next((night for night in nights if not is_open(pin.target, night)), None)
    return f"is closed on the night of {closed}; lock nights on which the site is open" if closed else ""


def _unfit_site(pin: Pin, book: Book) -> str:
    if "units" in book.unread:
        return ""
    units = book.units_of_site.get(pin.target_id, ())
    for person in pin.party.people:
        category = book.categories[person.person_id]
        if not any(category in unit.words("holds") and person.care_needs <= set(unit.words("care")) for unit in units):
            needs = f" with the care {', '.join(sorted(person.care_needs))}" if person.care_needs else ""
            return f"has no unit that may hold {person.person_id} ({category}{needs})"
    return ""


def _out_of_reach(pin: Pin, book: Book) -> str:
    site_id = pin.party.people[0].site_id
    role, start = book.site_role(pin.target_id), book.site_role(site_id)
    if site_id == pin.target_id or role is None or start is None or role in _reachable(start, book.config.rules):
        return ""
    return f"is a {role} site, which a party at {site_id} ({start}) can not move to (config.toml, moves)"


def _reachable(start: SiteRole, rules: Rules) -> set[SiteRole]:
    found: set[SiteRole] = set()
    frontier = [start]
    while frontier:
        new = rules.moves_allowed.get(frontier.pop(), frozenset()) - found
        found |= new
        frontier += sorted(new)
    return found


def _no_departure(pin: Pin, book: Book) -> str:
    departs_at, days = pin.target.moment("departs_at"), book.horizon.dates()
    if pin.target.text("status") == CANCELLED:
        return "is cancelled; lock a departure that runs"
    if not is_plannable(departs_at, book.config.as_of, book.horizon):
        span = f"{days[0]} to {days[-1]}, from {book.config.as_of:%Y-%m-%d %H:%M} UTC"
        return f"leaves at {departs_at:%Y-%m-%d %H:%M} UTC, outside the days planned ({span})"
    return ""


def _unlawful_transfer(pin: Pin, book: Book) -> str:
    found, rules = set(_categories(pin.party, book).values()), book.config.rules
    if Category.LONE_CHILD in found:
        return "can not take a child without an adult: children alone are never transferred"
    if Category.FAMILY in found and not rules.families_detained:
        return "can not take a family: families are not detained or transferred (config.toml, detention.families_detained)"
    if not rules.agreement_from <= pin.first <= rules.agreement_until:
        return f"leaves on {pin.first}, when the agreement is not in force ({rules.agreement_from} to {rules.agreement_until}, config.toml)"
    if book.site_role(pin.party.people[0].site_id) in FINAL_ROLES:
        return f"can not take a party at {pin.party.people[0].site_id}: an itinerary that has reached it has ended"
    return ""


def _closed_case(pin: Pin, _: Book) -> str:
    for person in pin.party.people:
        if person.case.decision is Decision.ADMISSIBLE:
            return f"can not take {person.person_id}: the case was decided admissible"
        if person.case.answer is Answer.REFUSED:
            return f"can not take {person.person_id}: France refused"
    return ""


def _barred(pin: Pin, book: Book) -> str:
    for person in pin.party.people:
        for bar in person.bars:
            if (
                book.config.rules.bars[bar.bar].blocks_transfer
                and bar.starts_on <= pin.first
                and (bar.ends_on is None or pin.first <= bar.ends_on)
            ):
                return f"leaves on {pin.first}, when the bar {bar.bar} blocks the transfer of {person.person_id}"
    return ""


def _no_seats(pin: Pin, _: Book) -> str:
    seats = pin.target.whole("seats")
    return f"has {seats} seats, the party {pin.party.party_id} has {pin.party.size} people" if seats < pin.party.size else ""


def _clash(first: Pin, second: Pin, book: Book) -> str:
    if first.party.party_id == second.party.party_id:
        kinds = {first.kind: first, second.kind: second}
        return next((problem for check in _PARTY_CLASHES if (problem := check(first, second, kinds))), "")
    return _too_close(first, second, book)


def _two_sites(first: Pin, second: Pin, kinds: dict[LockKind, Pin]) -> str:
    clash = set(kinds) == {LockKind.SITE} and first.target_id != second.target_id and first.overlaps(second)
    return f"locks the party {first.party.party_id} to a second site on the same night" if clash else ""


def _two_departures(first: Pin, second: Pin, kinds: dict[LockKind, Pin]) -> str:
    clash = set(kinds) == {LockKind.DEPARTURE} and first.target_id != second.target_id
    return f"locks the party {first.party.party_id} to a second departure" if clash else ""


def _there_and_not(first: Pin, second: Pin, kinds: dict[LockKind, Pin]) -> str:
    opposed = set(kinds) in ({LockKind.SITE, LockKind.NOT_SITE}, {LockKind.DEPARTURE, LockKind.NOT_DEPARTURE})
    clash = opposed and first.target_id == second.target_id and first.overlaps(second)
    return f"asks the opposite of another lock for the party {first.party.party_id}" if clash else ""


def _gone_by_then(_first: Pin, _second: Pin, kinds: dict[LockKind, Pin]) -> str:
    site, departure = kinds.get(LockKind.SITE), kinds.get(LockKind.DEPARTURE)
    clash = site is not None and departure is not None and departure.first <= site.last
    return "locks a night at a site on or after the day another lock has the party leave" if clash else ""


_PARTY_CLASHES: tuple[Callable[[Pin, Pin, dict[LockKind, Pin]], str], ...] = (_two_sites, _two_departures, _there_and_not, _gone_by_then)


def _too_close(first: Pin, second: Pin, book: Book) -> str:
    """Whether two locks bring together people who are to be kept apart."""
    if (
        first.kind != second.kind
        or first.target_id != second.target_id
        or first.kind not in {LockKind.SITE, LockKind.DEPARTURE}
        or not first.overlaps(second)
    ):
        return ""
    if first.kind is LockKind.SITE and book.config.rules.keep_apart_scope is KeepApartScope.UNIT:
        return ""
    people = [{person.person_id for person in pin.party.people} for pin in (first, second)]
    for row in book.tables["keep_apart"].whole_rows:
        one, other = row.text("person_id"), row.text("other_person_id")
        if (one in people[0] and other in people[1]) or (one in people[1] and other in people[0]):
            return f"brings {one} and {other} together, who are to be kept apart"
    return ""
