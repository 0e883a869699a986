"""The pack's tables say what plan.json says."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from planner.domain.errors import PackError
from planner.domain.plan import Status
from planner.domain.sites import SiteRole
from planner.verify.book import NO_JOURNEY, Book, Change, Journey
from planner.verify.checks.beds import occupancy
from planner.verify.findings import Findings
from planner.verify.reading import read_rows

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


def _compare(path: Path, columns: Cells, wanted: Iterator[Cells], findings: Findings) -> None:
    rule = f"{path.stem}_agree"
    rows = read_rows(path, columns)
    if rows and tuple(rows[0].cells) != columns:
        msg = f"{path.name}: the columns must be {', '.join(columns)}"
        raise PackError(msg)
    found, expected = Counter(tuple(row.cells.values()) for row in rows), Counter(tuple(map(_inert, row)) for row in wanted)
    findings.checked(rule, sum(expected.values()) + 1)
    for what, rows_wrong in (("missing", expected - found), ("not in plan.json", found - expected)):
        for cells, count in sorted(rows_wrong.items())[:MOST_SHOWN]:
            findings.broken(rule, path.name, "", f"row {what}{f' {count} times' if count > 1 else ''}: {', '.join(cells)}")
        if len(rows_wrong) > MOST_SHOWN:
            findings.broken(rule, path.name, "", f"{len(rows_wrong) - MOST_SHOWN} further rows {what}")


def _inert(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _assignments(book: Book) -> Iterator[Cells]:
    for plan in book.plan.people:
        expected = "yes" if plan.is_expected else "no"
        for stay in plan.stays:
            nights = (book.iso(stay.first_night), book.iso(stay.last_night))
            yield (
                plan.person_id,
                plan.party_id,
                expected,
                stay.status.value,
                stay.site_id or "",
                stay.unit_id or "",
                *nights,
                stay.departure_id or "",
            )


def _case_steps(book: Book) -> Iterator[Cells]:
    for plan in book.plan.people:
        for planned in plan.steps:
            yield (plan.person_id, plan.party_id, planned.step.value, book.iso(planned.day))


def _changes(book: Book) -> Iterator[tuple[Journey, Change, str]]:
    """Every change of place, with the place it leads to."""
    for journey in book.journeys:
        for change in journey.changes:
            departure = book.departures.get(change.stay.departure_id) if change.stay.departure_id else None
            yield journey, change, departure.place_id if departure else change.stay.site_id or ""


def _manifests(book: Book) -> Iterator[Cells]:
    for journey, change, _ in _changes(book):
        if change.is_transfer:
            departure = book.departures.get(change.stay.departure_id) if change.stay.departure_id else None
            departs_at = _utc(departure.departs_at) if departure else ""
            minutes = (book.leg(change) or NO_JOURNEY).minutes
            yield (change.stay.departure_id or "", departs_at, journey.person_id, journey.plan.party_id, change.from_site, str(minutes))


def _moves(book: Book) -> Iterator[Cells]:
    for journey, change, to_id in _changes(book):
        leg = book.leg(change) or NO_JOURNEY
        road = (str(leg.minutes), str(round(leg.km, 1)))
        place = (change.from_site, change.from_unit or "", to_id, change.stay.unit_id or "")
        yield (book.iso(change.day), journey.person_id, journey.plan.party_id, _kind(book, change), *place, *road)


def _kind(book: Book, change: Change) -> str:
    if change.is_transfer:
        return "departure"
    if not change.leaves_site:
        return "unit change"
    if change.stay.status in {Status.ONWARD, Status.LOCAL_AUTHORITY}:
        return change.stay.status.value.replace("_", " ")
    return "admission" if book.role_of(change.from_site) == SiteRole.LANDING else "transfer between sites"


def _occupancy(book: Book) -> Iterator[Cells]:
    people = occupancy(book)
    for unit_id, unit in book.units.items():
        for night in range(book.num_days):
            beds, reserved, occupied = unit.beds[night], unit.reserved[night], people[unit_id, night]
            yield (book.iso(night), unit.site_id, unit_id, *map(str, (beds, reserved, occupied, beds - reserved - occupied)))


def _unplaced(book: Book) -> Iterator[Cells]:
    for plan in book.plan.people:
        for stay in plan.stays:
            if stay.status == Status.UNPLACED:
                nights = stay.last_night - stay.first_night + 1
                when = (book.iso(stay.first_night), book.iso(stay.last_night), str(nights))
                yield (plan.person_id, plan.party_id, stay.site_id or "", *when, plan.reason_code, plan.reason)
