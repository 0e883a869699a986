"""The pack's tables say what plan.json says."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from planner.domain.errors import PackError
from planner.domain.plan import Status
from planner.domain.sites import SiteRole
from planner.verify.book import NO_JOURNEY, Book, Change
from planner.verify.checks.beds import occupancy
from planner.verify.findings import Findings
from planner.verify.reading import read_rows, read_text

Cells = tuple[str, ...]

ASSIGNMENTS = ("person_id", "party_id", "expected", "status", "site_id", "unit_id", "first_night", "last_night", "departure_id")
CASE_STEPS = ("person_id", "party_id", "step", "date")
MANIFESTS = ("departure_id", "departs_at", "person_id", "party_id", "from_site_id", "minutes")
MOVES = ("date", "person_id", "party_id", "kind", "from_site_id", "from_unit_id", "to_id", "to_unit_id", "minutes", "km")
OCCUPANCY = ("night", "site_id", "unit_id", "beds", "reserved", "occupied", "free")
UNPLACED = ("person_id", "party_id", "site_id", "first_night", "last_night", "nights", "reason_code", "reason")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
"""A text that begins so is written with an apostrophe before it, so that no spreadsheet runs it."""

MOST_SHOWN = 5
"""Rows named one by one for a file; of further ones only the number is told."""


def check_files(book: Book, pack: Path, findings: Findings) -> None:
    """Hold every table of the pack against plan.json.

    Raises
    ------
    PackError
        When a table is missing or can not be read.
    """
    _compare(pack / "assignments.csv", ASSIGNMENTS, _assignments(book), findings)
    _compare(pack / "case_steps.csv", CASE_STEPS, _case_steps(book), findings)
    _compare(pack / "manifests.csv", MANIFESTS, _manifests(book), findings)
    _compare(pack / "moves.csv", MOVES, _moves(book), findings)
    _compare(pack / "occupancy.csv", OCCUPANCY, _occupancy(book), findings)
    _compare(pack / "unplaced.csv", UNPLACED, _unplaced(book), findings)


def _compare(path: Path, columns: Cells, wanted: Iterable[Cells], findings: Findings) -> None:
    rows = _inert(list(wanted))
    findings.checked(f"{path.stem}_agree", len(rows) + 1)
    if read_text(path) != _csv_text([columns, *rows]):
        _compare_rows(path, columns, Counter(rows), findings)


def _inert(rows: list[Cells]) -> list[Cells]:
    """Write rows as no spreadsheet would run them."""
    # One look over all cells at once: hardly ever has one to be written otherwise.
    cells = "\0" + "\0".join(chain.from_iterable(rows))
    if "\r" not in cells and not any(f"\0{start}" in cells for start in FORMULA_STARTS):
        return rows
    return [tuple(inert_cell(cell) for cell in row) for row in rows]


def inert_cell(cell: str) -> str:
    """Write a cell as no spreadsheet would run it."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_text(rows: Iterable[Cells]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _compare_rows(path: Path, columns: Cells, expected: Counter[Cells], findings: Findings) -> None:
    """Find the rows that differ in a file that is not, letter for letter, what one would write; their order means nothing."""
    rows = read_rows(path, columns)
    if rows and tuple(rows[0].cells) != columns:
        msg = f"{path.name}: the columns must be {', '.join(columns)}"
        raise PackError(msg)
    found = Counter(tuple(row.cells.values()) for row in rows)
    for what, rows_wrong in (("missing", expected - found), ("not in plan.json", found - expected)):
        for cells, count in sorted(rows_wrong.items())[:MOST_SHOWN]:
            message = f"row {what}{f' {count} times' if count > 1 else ''}: {', '.join(cells)}"
            findings.broken(f"{path.stem}_agree", path.name, "", message)
        if len(rows_wrong) > MOST_SHOWN:
            findings.broken(f"{path.stem}_agree", path.name, "", f"{len(rows_wrong) - MOST_SHOWN} further rows {what}")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _assignments(book: Book) -> Iterator[Cells]:
    iso = book.iso
    for plan in book.plan.people:
        expected = "yes" if plan.is_expected else "no"
        for stay in plan.stays:
            place = (stay.site_id or "", stay.unit_id or "")
            nights = (iso(stay.first_night), iso(stay.last_night))
            yield (plan.person_id, plan.party_id, expected, stay.status, *place, *nights, stay.departure_id or "")


def _case_steps(book: Book) -> Iterator[Cells]:
    for plan in book.plan.people:
        for planned in plan.steps:
            yield (plan.person_id, plan.party_id, planned.step, book.iso(planned.day))


def _manifests(book: Book) -> list[Cells]:
    """Rows by departure, in the order the departures leave."""
    rows: list[Cells] = []
    for journey in book.journeys:
        for change in journey.changes:
            if change.is_transfer:
                departure_id = change.stay.departure_id or ""
                departure = book.departures.get(change.stay.departure_id) if change.stay.departure_id else None
                departs_at = _utc(departure.departs_at) if departure else ""
                minutes = (book.leg(change) or NO_JOURNEY).minutes
                rows.append((departure_id, departs_at, journey.person_id, journey.plan.party_id, change.from_site, str(minutes)))
    return sorted(rows, key=lambda row: (row[1], row[0], row[3], row[2]))


def _moves(book: Book) -> list[Cells]:
    """Rows by date and person."""
    rows: list[Cells] = []
    for journey in book.journeys:
        for change in journey.changes:
            leg = book.leg(change) or NO_JOURNEY
            ends = (change.from_site, change.from_unit or "", _destination(book, change), change.stay.unit_id or "")
            who = (book.iso(change.day), journey.person_id, journey.plan.party_id)
            rows.append((*who, _kind(book, change), *ends, str(leg.minutes), str(round(leg.km, 1))))
    return sorted(rows, key=lambda row: row[:2])


def _destination(book: Book, change: Change) -> str:
    """Place a change leads to: of a transfer, where its departure leaves from."""
    departure = book.departures.get(change.stay.departure_id) if change.stay.departure_id else None
    return departure.place_id if departure else change.stay.site_id or ""


def _kind(book: Book, change: Change) -> str:
    if change.is_transfer:
        return "departure"
    if not change.leaves_site:
        return "unit change"
    if change.stay.status in {Status.ONWARD, Status.LOCAL_AUTHORITY}:
        return change.stay.status.replace("_", " ")
    return "admission" if book.role_of(change.from_site) == SiteRole.LANDING else "transfer between sites"


def _occupancy(book: Book) -> Iterator[Cells]:
    people = occupancy(book)
    for night in range(book.num_days):
        for unit_id, unit in book.units.items():
            beds, reserved, occupied = unit.beds[night], unit.reserved[night], people[unit_id, night]
            yield (book.iso(night), unit.site_id, unit_id, str(beds), str(reserved), str(occupied), str(beds - reserved - occupied))


def _unplaced(book: Book) -> Iterator[Cells]:
    for plan in book.plan.people:
        for stay in plan.stays:
            if stay.status is Status.UNPLACED:
                nights = stay.last_night - stay.first_night + 1
                when = (book.iso(stay.first_night), book.iso(stay.last_night), str(nights))
                yield (plan.person_id, plan.party_id, stay.site_id or "", *when, plan.reason_code, plan.reason)
