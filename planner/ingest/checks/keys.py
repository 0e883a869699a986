"""No two rows may share a key, and every id named must exist."""

import difflib
from collections.abc import Collection, Iterator, Sequence

from geodata.places import LAUNCH_AREA, places
from planner.domain.errors import Fault
from planner.domain.locks import LockKind
from planner.ingest.book import Book
from planner.ingest.rows import Row, Table

REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("incidents", "landing_site_id", "sites"),
    ("people", "incident_id", "incidents"),
    ("people", "site_id", "sites"),
    ("people", "unit_id", "units"),
    ("bars", "person_id", "people"),
    ("extensions", "person_id", "people"),
    ("keep_apart", "person_id", "people"),
    ("keep_apart", "other_person_id", "people"),
    ("units", "site_id", "sites"),
    ("capacity_changes", "unit_id", "units"),
    ("planned_admissions", "unit_id", "units"),
    ("expected_arrivals", "site_id", "sites"),
    ("locks", "person_id", "people"),
)
"""Table, column, and the table whose id it holds. Yesterday's plan may name what is gone by today."""

MAX_IDS_SHOWN = 30
MAX_HINTS = 20
"""Hints worked out for a column: comparing every unknown id with every known one would take minutes."""

LOCK_TARGETS = {LockKind.SITE: "sites", LockKind.NOT_SITE: "sites", LockKind.DEPARTURE: "departures", LockKind.NOT_DEPARTURE: "departures"}


def duplicate_faults(book: Book) -> Iterator[Fault]:
    """Rows that share a key."""
    for table in book.tables.values():
        first: dict[tuple[object, ...], int] = {}
        required = frozenset(column for column in table.spec.key if table.spec.by_name[column].required)
        for row in table.rows:
            key = _key(row, table.spec.key, required)
            if key in first:
                named = table.spec.key[0] if len(table.spec.key) == 1 else ""
                yield table.fault(row, named, f"the same {', '.join(table.spec.key)} is given in row {first[key]} already: each once")
            elif key is not None:
                first[key] = row.number


def reference_faults(book: Book) -> Iterator[Fault]:
    """Ids that name nothing."""
    for name, column, target in REFERENCES:
        if target not in book.unread:
            yield from _unknown_ids(book.tables[name], column, book.ids(target), f"is not in the table {target}")
    for row in book.rows("locks"):
        target = LOCK_TARGETS.get(LockKind(row.maybe_text("kind") or LockKind.SITE), "")
        if row.maybe_text("kind") and target not in book.unread and row.maybe_text("target_id") not in {None, *book.ids(target)}:
            yield book.tables["locks"].fault(
                row, "target_id", f"is not in the table {target}{_near(row.texts['target_id'], book.ids(target))}"
            )


def rule_word_faults(book: Book) -> Iterator[Fault]:
    """Bars and care that config.toml does not know."""
    yield from _unknown_ids(book.tables["bars"], "bar", book.config.rules.bars, "is no bar of config.toml")
    for name, column in (("people", "care_needs"), ("units", "care")):
        for row in book.rows(name):
            unknown = [word for word in row.words(column) if word not in book.config.rules.care_needs]
            if unknown:
                yield book.tables[name].fault(
                    row, column, f"{', '.join(unknown)}: no such care in config.toml{_near(unknown[0], book.config.rules.care_needs)}"
                )


def place_faults(book: Book) -> Iterator[Fault]:
    """Places of departure, arrival and launch that the places table does not know or that lie on the wrong shore."""
    british = [place.place_id for place in places().values() if place.country == "GB"]
    french = [place.place_id for place in places().values() if place.country == "FR" and place.kind != LAUNCH_AREA]
    launch_areas = [place.place_id for place in places().values() if place.kind == LAUNCH_AREA]
    departures = book.tables["departures"]
    if "sites" not in book.unread:
        yield from _unknown_ids(
            departures, "place_id", {*british, *book.ids("sites")}, "is neither a site nor a British place of the places table", british
        )
        known = {*book.ids("sites"), *places()}
        for column in ("from_id", "to_id"):
            yield from _unknown_ids(
                book.tables["travel_times"], column, known, "is neither a site nor a place of the places table", british
            )
    yield from _unknown_ids(departures, "arrival_place_id", french, "is no French place of the places table")
    yield from _unknown_ids(book.tables["incidents"], "launch_area", launch_areas, "is no launch area of the places table")


def _key(row: Row, columns: Sequence[str], required: frozenset[str]) -> tuple[object, ...] | None:
    return tuple(map(row.cells.get, columns)) if required <= row.cells.keys() else None


def _unknown_ids(table: Table, column: str, known: Collection[str], problem: str, shown: Collection[str] = ()) -> Iterator[Fault]:
    hints: dict[str, str] = {}
    for row in table.rows:
        text = row.maybe_text(column)
        if text is not None and text not in known:
            if text not in hints:
                hints[text] = _near(text, shown or known) if len(hints) < MAX_HINTS else ""
            yield table.fault(row, column, problem + hints[text])


def _near(text: str, known: Collection[str]) -> str:
    if len(known) <= MAX_IDS_SHOWN:
        return f"; allowed are {', '.join(sorted(known))}" if known else ""
    found = difflib.get_close_matches(text, sorted(known), n=1) if len(known) <= MAX_IDS_SHOWN**2 else []
    return f"; did you mean {found[0]}?" if found else ""
