"""Dates and times that must follow one another, and must not lie ahead of the moment the inputs describe."""

from collections.abc import Iterator
from datetime import date, datetime

from planner.domain.errors import Fault
from planner.domain.horizon import london_date
from planner.domain.incidents import IncidentStatus
from planner.ingest.book import Book

IN_ORDER: tuple[tuple[str, str, str], ...] = (
    ("incidents", "met_at", "landed_at"),
    ("people", "authority_from", "authority_until"),
    ("people", "screened_on", "decided_on"),
    ("people", "decided_on", "requested_on"),
    ("people", "requested_on", "answered_on"),
    ("people", "answered_on", "notice_served_on"),
    ("bars", "starts_on", "ends_on"),
    ("extensions", "granted_at", "until"),
    ("sites", "opens_on", "closes_on"),
    ("capacity_changes", "first_night", "last_night"),
    ("locks", "first_night", "last_night"),
)
"""Table, the column that comes first, and the column that must not be before it."""

TOGETHER: tuple[tuple[str, str, str], ...] = (
    ("people", "authority_from", "authority_until"),
    ("people", "decided_on", "decision"),
    ("people", "answered_on", "answer"),
)
"""Table and two columns of which both are filled, or neither."""

NEEDS: tuple[tuple[str, str, str], ...] = (
    ("people", "decided_on", "screened_on"),
    ("people", "requested_on", "decided_on"),
    ("people", "answered_on", "requested_on"),
    ("people", "notice_served_on", "answered_on"),
    ("yesterday", "unit_id", "site_id"),
)
"""Table, a column, and the column it makes no sense without."""

PAST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("incidents", ("met_at", "landed_at")),
    (
        "people",
        ("landed_at", "arrived_at", "detained_since", "screened_on", "decided_on", "requested_on", "answered_on", "notice_served_on"),
    ),
    ("extensions", ("granted_at",)),
)
"""Table and columns that tell what has happened."""


def order_faults(book: Book) -> Iterator[Fault]:
    """Rows whose dates run backwards."""
    for name, earlier, later in IN_ORDER:
        for row in book.rows(name):
            first, last = row.cells.get(earlier), row.cells.get(later)
            if first is not None and last is not None and _is_before(last, first):
                yield book.tables[name].fault(row, later, f"is before {earlier} ({row.texts[earlier]}); it must be the same or later")


def together_faults(book: Book) -> Iterator[Fault]:
    """Rows that give one of two things that only come together, or a step without the step before it."""
    for name, one, other in TOGETHER:
        for row in book.rows(name):
            blank = [column for column in (one, other) if column not in row.texts]
            if len(blank) == 1:
                yield book.tables[name].fault(
                    row, blank[0], f"is blank, but {other if blank[0] == one else one} is filled: fill both or neither"
                )
    for name, column, needed in NEEDS:
        for row in book.rows(name):
            if column in row.texts and needed not in row.texts:
                yield book.tables[name].fault(row, needed, f"is blank, but {column} ({row.texts[column]}) needs it")


def status_faults(book: Book) -> Iterator[Fault]:
    """Incidents at sea that have landed, and landed ones that have not."""
    for row in book.rows("incidents"):
        status = row.maybe_text("status")
        for column in ("landing_site_id", "landed_at", "people_ashore"):
            if status == IncidentStatus.AT_SEA and column in row.texts:
                yield book.tables["incidents"].fault(
                    row, column, "is filled although the incident is at_sea: set the status to landed, or leave it blank"
                )
            if status in {IncidentStatus.LANDED, IncidentStatus.CLOSED} and column not in row.texts:
                yield book.tables["incidents"].fault(row, column, f"is blank although the incident is {status}: it must be filled")


def future_faults(book: Book) -> Iterator[Fault]:
    """Things recorded as done that lie after the moment the inputs describe."""
    as_of = book.config.as_of
    today = london_date(as_of)
    for name, columns in PAST:
        for row in book.rows(name):
            for column in columns:
                value = row.cells.get(column)
                if value is not None and _is_before(as_of if isinstance(value, datetime) else today, value):
                    yield book.tables[name].fault(
                        row, column, f"lies after the moment the inputs describe ({as_of:%Y-%m-%d %H:%M} UTC, config.toml); it must not"
                    )


def _is_before(value: object, other: object) -> bool:
    if isinstance(value, datetime) and isinstance(other, datetime):
        return value < other
    return (
        isinstance(value, date)
        and isinstance(other, date)
        and not isinstance(value, datetime)
        and not isinstance(other, datetime)
        and value < other
    )
