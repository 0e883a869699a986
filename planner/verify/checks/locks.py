"""Every lock of a planner is kept."""

from planner.domain.locks import Lock, LockKind
from planner.verify.book import Book, Journey
from planner.verify.findings import Findings


def check_locks(book: Book, findings: Findings) -> None:
    """Check every lock on every member of its party."""
    for lock in book.inputs.locks:
        for journey in book.of_party.get(lock.party_id, ()):
            check_lock(book, lock, journey, findings)


def check_lock(book: Book, lock: Lock, journey: Journey, findings: Findings) -> None:
    """Check one lock on one member of its party."""
    if lock.kind in {LockKind.SITE, LockKind.NOT_SITE}:
        _check_site(book, lock, journey, findings)
    else:
        _check_departure(lock, journey, findings)


def _check_site(book: Book, lock: Lock, journey: Journey, findings: Findings) -> None:
    """Ask for a bed at the site on every night covered, or on none; nights before a forecast person lands are not covered."""
    first = max(0, journey.entry, book.clock.day_of(lock.first_night) if lock.first_night else 0)
    last = min(book.num_days - 1, book.clock.day_of(lock.last_night) if lock.last_night else book.num_days - 1)
    wanted = lock.kind == LockKind.SITE
    nights = range(first, last + 1)
    wrong = [night for night in nights if _has_bed_at(journey, night, lock.target_id) != wanted]
    rule = "lock_site" if wanted else "lock_not_site"
    findings.checked(rule, len(nights))
    if wrong:
        found = "in no bed there" if wanted else "in a bed there"
        findings.broken(
            rule,
            lock.lock_id,
            book.iso(wrong[0]),
            f"{journey.person_id} locked {lock.kind.value} {lock.target_id}: {found} on {len(wrong)} nights",
        )


def _has_bed_at(journey: Journey, night: int, site_id: str) -> bool:
    stay = journey.night(night)
    return stay is not None and stay.unit_id is not None and stay.site_id == site_id


def _check_departure(lock: Lock, journey: Journey, findings: Findings) -> None:
    transfer = journey.transfer
    boards = transfer is not None and transfer.departure_id == lock.target_id
    wanted = lock.kind == LockKind.DEPARTURE
    rule = "lock_departure" if wanted else "lock_not_departure"
    message = (
        f"{journey.person_id} locked {lock.kind.value} {lock.target_id}, planned {transfer.departure_id if transfer else 'no departure'}"
    )
    findings.require(rule, boards == wanted, lock.lock_id, "", message)
