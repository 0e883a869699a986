"""Locks as the checks see them: the party they hold, the days they cover."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.horizon import Horizon, london_date
from planner.domain.locks import LockKind
from planner.domain.people import Party
from planner.ingest.book import Book
from planner.ingest.rows import Row

PLACE_KINDS = frozenset({LockKind.SITE, LockKind.NOT_SITE})


@dataclass(frozen=True, slots=True)
class Pin:
    """One lock on a known party, with a known target.

    Parameters
    ----------
    target
        Row of the site or the departure.
    first, last
        Days it covers, both included, cut to the days planned; for a departure its day.
    """

    row: Row
    kind: LockKind
    target_id: str
    target: Row
    party: Party
    first: date
    last: date

    @property
    def lock_id(self) -> str:
        """Id of the lock."""
        return self.row.text("lock_id")

    def overlaps(self, other: "Pin") -> bool:
        """Whether both cover one day at least."""
        return self.first <= other.last and other.first <= self.last


def pins_of(book: Book) -> Iterator[Pin]:
    """Locks whose party and target are known; site locks outside the days planned are passed over."""
    for row in book.tables["locks"].whole_rows:
        party, kind, target_id = book.party_of(row.text("person_id")), LockKind(row.text("kind")), row.text("target_id")
        target = book.ids("sites" if kind in PLACE_KINDS else "departures").get(target_id)
        if party is None or target is None or not target.is_whole:
            continue
        if is_outside(row, book.horizon):
            continue
        first, last = _days(row, kind, target, book)
        if first <= last:
            yield Pin(row, kind, target_id, target, party, first, last)


def is_outside(row: Row, horizon: Horizon) -> bool:
    """Whether a site lock covers none of the days planned."""
    first, last, days = row.maybe_date("first_night"), row.maybe_date("last_night"), horizon.dates()
    return row.text("kind") in PLACE_KINDS and ((last is not None and last < days[0]) or (first is not None and first > days[-1]))


def _days(row: Row, kind: LockKind, target: Row, book: Book) -> tuple[date, date]:
    if kind not in PLACE_KINDS:
        day = london_date(target.moment("departs_at"))
        return day, day
    days = book.horizon.dates()
    return max(row.maybe_date("first_night") or days[0], days[0]), min(row.maybe_date("last_night") or days[-1], days[-1])
