"""Writes the Excel template: a sheet for each table, with notes, drop-downs and checks from the same columns that reading uses.

``python -m planner.ingest.template inputs.xlsx`` writes one.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# XlsxWriter has no stubs.

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.ingest.inputs_doc import allowed_words
from planner.ingest.kinds import Entry
from planner.ingest.moments import FIRST_YEAR, LAST_YEAR
from planner.ingest.spec import ColumnSpec, TableSpec
from planner.ingest.tables import TABLES
from planner.ingest.workbook import ABOUT_SHEET

CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Fixed, so that the same version writes the same bytes."""

LAST_ROW: Final = 5_000
"""Last row (counted from 0) that formats, drop-downs and checks reach to."""

MAX_DROP_DOWN: Final = 255
"""Characters Excel allows in a typed drop-down list."""

_NUM_FORMATS: Final = {Entry.DATE: "yyyy-mm-dd", Entry.MOMENT: "yyyy-mm-dd hh:mm", Entry.WHOLE: "0", Entry.DECIMAL: "General"}
_TEXT_FORMAT: Final = "@"
_MAX_TITLE: Final = 32
_MAX_MESSAGE: Final = 255
_WIDTH_SPARE: Final = 4
_MIN_WIDTH: Final = 12

_ABOUT: Final = (
    "Inputs of a morning's plan",
    "One sheet for each table; row 1 holds the column names and stays as it is. Fill in from row 2 on.",
    "Dark columns are always filled, light ones may be blank. Rest the pointer on a column name to read what it holds.",
    "Times are London times. On the two nights when the clock changes write the offset, as in 2026-10-25T01:30+01:00.",
    "People are pseudonymous ids: never write a name, a nationality or a contact anywhere in this workbook.",
    "Keep the file as inputs.xlsx in the workspace folder, then run: planner check FOLDER",
)


def write_template(path: Path) -> None:
    """Write the template.

    Parameters
    ----------
    path
        The .xlsx file to write.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": "Planner inputs", "created": CREATED.replace(tzinfo=None)})
        _write_about(book)
        for spec in TABLES.values():
            _write_table(book, spec)


def _write_about(book: Workbook) -> None:
    sheet = book.add_worksheet(ABOUT_SHEET)
    title, wrapped, bold = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"bold": True}),
    )
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, _ABOUT[0], title)
    for number, line in enumerate(_ABOUT[1:], start=1):
        sheet.write_string(number, 1, line, wrapped)
    start = len(_ABOUT) + 1
    for index, heading in enumerate(("Sheet", "What it holds")):
        sheet.write_string(start, index, heading, bold)
    for number, spec in enumerate(TABLES.values(), start=start + 1):
        sheet.write_url(number, 0, f"internal:'{spec.name}'!A2", string=spec.name)
        sheet.write_string(number, 1, f"{spec.description}{' (may stay empty)' if spec.is_optional else ''}", wrapped)


def _write_table(book: Workbook, spec: TableSpec) -> None:
    sheet = book.add_worksheet(spec.name)
    sheet.freeze_panes(1, len(spec.key) if len(spec.key) == 1 else 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    headers = {required: _header_format(book, required=required) for required in (True, False)}
    for index, column in enumerate(spec.columns):
        number_format = book.add_format({"num_format": _NUM_FORMATS.get(column.kind.entry, _TEXT_FORMAT)})
        sheet.set_column(index, index, max(_MIN_WIDTH, len(column.name) + _WIDTH_SPARE), number_format)
        sheet.write_string(0, index, column.name, headers[column.required])
        sheet.write_comment(0, index, _note(column), {"x_scale": 2, "y_scale": 1.2, "author": "planner"})
        _write_check(sheet, index, column)
    sheet.autofilter(0, 0, LAST_ROW, len(spec.columns) - 1)


def _header_format(book: Workbook, *, required: bool) -> Format:
    colours = {"bg_color": "#0B0C0C", "font_color": "#FFFFFF"} if required else {"bg_color": "#DEE0E2", "font_color": "#0B0C0C"}
    return book.add_format({"bold": True, "bottom": 1, "num_format": _TEXT_FORMAT, **colours})


def _note(column: ColumnSpec) -> str:
    unit = f"\nUnit: {column.unit}" if column.unit else ""
    filled = "Always filled" if column.required else "May be blank"
    return f"{column.meaning}\n{filled}. Allowed: {allowed_words(column)}{unit}\nExample: {column.example}"


def _write_check(sheet: Worksheet, index: int, column: ColumnSpec) -> None:
    rule = _rule(column)
    if rule is None:
        return
    message = {"error_title": column.name[:_MAX_TITLE], "error_message": f"Allowed: {allowed_words(column)}"[:_MAX_MESSAGE]}
    # A time may also be typed as text with an offset, so a doubtful one is asked about and not refused.
    style = {"error_type": "warning"} if column.kind.entry in {Entry.MOMENT, Entry.DATE} else {}
    sheet.data_validation(1, index, LAST_ROW, index, {**rule, "ignore_blank": True, **message, **style})


def _rule(column: ColumnSpec) -> dict[str, Any] | None:
    kind = column.kind
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    if kind.entry is Entry.CHOICE and len(",".join(kind.choices)) <= MAX_DROP_DOWN:
        return {"validate": "list", "source": list(kind.choices)}
    if kind.entry in {Entry.WHOLE, Entry.DECIMAL}:
        return {
            "validate": "integer" if kind.entry is Entry.WHOLE else "decimal",
            "criteria": "between",
            "minimum": kind.least,
            "maximum": kind.most,
        }
    if kind.entry in {Entry.DATE, Entry.MOMENT}:
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    return None


if __name__ == "__main__":
    write_template(Path(sys.argv[1]))
