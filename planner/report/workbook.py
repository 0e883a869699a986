"""The plan as a workbook: a sheet for each thing a planner prints, filters or signs."""

# xlsxwriter is annotated in part and ships no marker for it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.attrition.tables import reserve_tables
from planner.config import Figure
from planner.domain.instance import Instance
from planner.domain.plan import Plan, Status
from planner.domain.rules import StaffedStep
from planner.domain.verification import Verification
from planner.plan.tables import Cell, Row, Table, plan_tables
from planner.report import facts, seats, standing
from planner.report.sheets import Styles, add_sheet, make_styles, put, set_print
from planner.report.words import STATUSES, STEPS, day_text, id_text, moment_text, weekday_text

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
HEADINGS = {
    "person_id": "Person",
    "party_id": "Party",
    "expected": "Expected (forecast)",
    "site_id": "Site",
    "unit_id": "Unit",
    "departure_id": "Departure",
    "departs_at": "Departs (UK time)",
    "from_site_id": "From",
    "from_unit_id": "From unit",
    "to_id": "To",
    "to_unit_id": "To unit",
    "order": "Order in which asked",
    "size": "People in the party",
    "booked_on": "Booked on, later",
    "minutes": "Minutes by road",
    "km": "Km by road",
}
"""Headings of columns whose name does not say it well enough."""
SHEETS = (
    ("assignments", "Assignments"),
    ("manifests", "Manifests"),
    ("reserves", "Reserves"),
    ("moves", "Moves"),
    ("unplaced", "Unplaced"),
    ("case_steps", "Case steps"),
)
OCCUPANCY_NAMES = ("Site", "Unit", "Name", "Count")
COUNTS = ("People", "Reserved", "Beds", "Free")


@dataclass(frozen=True, slots=True)
class Begun:
    """A workbook with every sheet that needs no verification.

    Attributes
    ----------
    file
        What the workbook is written into.
    front
        The first sheet, still empty.
    """

    book: Workbook
    file: BytesIO
    styles: Styles
    front: Worksheet
    instance: Instance
    plan: Plan
    tables: Mapping[str, Table]


def write_workbook(
    instance: Instance,
    plan: Plan,
    verification: Verification,
    path: Path,
    figures: Sequence[Figure] = (),
    whys: Sequence[Table] = (),
) -> None:
    """Write the workbook; the same plan gives the same bytes.

    Parameters
    ----------
    path
        File to write; one that exists is replaced.
    figures
        Figures with their sources; their sheet is left out when none are given.
    whys
        As in `begin_workbook`.
    """
    finish_workbook(begin_workbook(instance, plan, plan_tables(instance, plan) | reserve_tables(()), whys), verification, path, figures)


def begin_workbook(instance: Instance, plan: Plan, tables: Mapping[str, Table], whys: Sequence[Table] = ()) -> Begun:
    """Begin the workbook with all that needs no verification.

    Parameters
    ----------
    tables
        The plan's tables.
    whys
        What stands in the way of people, and what more would be worth: a sheet each, where there is anything to say.
    """
    file, footer = BytesIO(), _footer(plan)
    book = Workbook(file, OPTIONS)
    # The moment of the inputs, not of writing, so that equal plans give equal files.
    book.set_properties({"title": footer, "created": instance.as_of.replace(tzinfo=None)})
    styles, front = make_styles(book), book.add_worksheet("Summary")
    readable = {key: _readable(tables[key], title) for key, title in SHEETS}
    add_sheet(book, styles, standing.triage(instance), footer)
    add_sheet(book, styles, facts.today_orders(instance, plan, tables), footer)
    for key in ("assignments", "manifests", "reserves", "moves"):
        add_sheet(book, styles, readable[key], footer)
    _add_occupancy(book, styles, instance, plan, tables["occupancy"])
    departures = facts.departures(instance, plan)
    listed, fill = Table("Departures", departures.columns, departures.rows), seats.seat_fill(instance, tables)
    said = (table for table in whys if table.rows)
    for table in (readable["unplaced"], *said, readable["case_steps"], listed, Table("Seat fill", fill.columns, fill.rows)):
        add_sheet(book, styles, table, footer)
    return Begun(book, file, styles, front, instance, plan, tables)


def finish_workbook(begun: Begun, verification: Verification, path: Path, figures: Sequence[Figure] = ()) -> None:
    """Add the first sheet's content and the sheets that need the verification, and write the file; see `write_workbook`."""
    for table in _standing(begun.instance, begun.plan, verification, figures):
        add_sheet(begun.book, begun.styles, table, _footer(begun.plan))
    _fill_front(begun, verification)
    begun.book.close()
    path.write_bytes(begun.file.getvalue())


def _footer(plan: Plan) -> str:
    return f"Plan of {day_text(plan.plan_date)}"


def _standing(instance: Instance, plan: Plan, verification: Verification, figures: Sequence[Figure]) -> Iterator[Table]:
    yield standing.measures(plan, verification)
    yield standing.parity(instance, plan)
    checks, broken = standing.checks(verification), standing.violations(verification)
    yield Table("Verification", checks.columns, checks.rows)
    if broken.rows:
        yield broken
    yield standing.rules_in_force(instance.rules)
    if figures:
        yield standing.figures_table(figures)


def _readable(table: Table, title: str) -> Table:
    """Give a table of the pack with headings and codes in words."""
    words: dict[str, Mapping[Cell, str]] = {
        "expected": {"yes": "Yes", "no": "No"},
        "kind": {kind: id_text(kind) for kind in facts.MOVES_TODAY},
        "status": {str(status): STATUSES[status] for status in Status},
        "step": {str(step): STEPS[step] for step in StaffedStep},
    }
    rows = table.rows
    for column, own in [(column, words[name]) for column, name in enumerate(table.columns) if name in words]:
        rows = tuple([(*row[:column], own.get(row[column], row[column]), *row[column + 1 :]) for row in rows])
    return Table(title, tuple(HEADINGS.get(name, id_text(name)) for name in table.columns), rows)


def _fill_front(begun: Begun, verification: Verification) -> None:
    """Say on the first sheet what the plan is, whether it is verified, and its main counts."""
    sheet, styles, plan = begun.front, begun.styles, begun.plan
    title = f"Plan for {weekday_text(plan.plan_date)}"
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 1, 44)
    put(sheet, styles, (0, 0), title, styles.title)
    verified = verification.is_acceptable and bool(verification.rules)
    answer = "Verified: every rule holds" if verified else "Not verified: do not use this plan"
    put(sheet, styles, (1, 0), answer, styles.good if verified else styles.over)
    for number, (label, value) in enumerate(_summary_rows(begun.instance, plan, verification, begun.tables), start=3):
        put(sheet, styles, (number, 0), label, styles.bold if value is None else None)
        put(sheet, styles, (number, 1), value)
    set_print(sheet, title, _footer(plan))


def _summary_rows(instance: Instance, plan: Plan, verification: Verification, tables: Mapping[str, Table]) -> Iterator[tuple[str, Cell]]:
    """Give labels and values; a label without a value heads a group."""
    known = sum(not person.is_expected for person in plan.people)
    yield "The plan", None
    yield "Nights", f"{day_text(plan.plan_date)} to {day_text(plan.horizon.dates()[-1])}"
    yield "Inputs as they stood (UK time)", moment_text(instance.as_of)
    yield "Rule set", plan.rules_version
    yield "People ashore", known
    yield "People expected (forecast)", len(plan.people) - known
    yield "Doubts to resolve", len(instance.triage)
    yield "People reported at sea", standing.people_at_sea(instance)
    yield "People counted ashore without a record", standing.people_unlisted(instance)
    yield "Rules checked", len(verification.rules)
    yield "Facts that break a rule", len(verification.violations)
    yield "What changes today", None
    for row in facts.today_totals(plan, tables).rows:
        yield str(row[0]), row[1]
    yield "Aims, in their order", None
    for row in standing.measures(plan, verification).rows:
        yield str(row[2]), row[4]
    if verification.alarms:
        yield "Alarms", None
    for alarm in verification.alarms:
        yield "Alarm", alarm


def _add_occupancy(book: Workbook, styles: Styles, instance: Instance, plan: Plan, occupancy: Table) -> None:
    """Add people, reserved beds, beds and free beds of each unit (rows) by night (columns)."""
    nights = plan.horizon.dates()
    names = {str(unit.unit_id): (site.name, str(unit.unit_id), unit.name) for site in instance.sites for unit in site.units}
    counted = {(str(row[2]), row[0]): (row[5], row[4], row[3], row[6]) for row in occupancy.rows}
    rows: list[Row] = [
        (*names[unit_id], label, *(counted[unit_id, night][place] for night in nights))
        for unit_id in names
        for place, label in enumerate(COUNTS)
    ]
    columns = OCCUPANCY_NAMES + tuple(day_text(night) for night in nights)
    sheet = add_sheet(book, styles, Table("Occupancy", columns, tuple(rows)), _footer(plan))
    first = len(OCCUPANCY_NAMES)
    for column, night in enumerate(nights, start=first):
        put(sheet, styles, (0, column), night, styles.day)
    sheet.set_column(first, first + len(nights) - 1, 8)
    sheet.freeze_panes(1, first)
    for top in range(1, len(rows) + 1, len(COUNTS)):
        _mark_full(sheet, styles, top, (first, first + len(nights) - 1))


def _mark_full(sheet: Worksheet, styles: Styles, top: int, columns: tuple[int, int]) -> None:
    """Colour a unit's people where beds run out (yellow) or are exceeded (red)."""
    people, reserved, beds = (xl_rowcol_to_cell(top + row, columns[0]) for row in range(3))
    for sign, style in ((">", styles.over), ("=", styles.full)):
        rule = {"type": "formula", "criteria": f"=AND({people}>0,{people}+{reserved}{sign}{beds})", "format": style}
        sheet.conditional_format(top, columns[0], top, columns[1], rule)
