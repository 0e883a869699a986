"""One table as one sheet of a workbook: formatted, filtered, printable, and inert whatever its text says."""

# xlsxwriter is annotated in part and ships no marker for it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.domain.horizon import LONDON
from planner.plan.tables import FORMULA_STARTS, Cell, Row, Table
from planner.report.quick_sheet import QuickSheet

A4 = 9
MIN_WIDTH, MAX_WIDTH = 8, 60
DATE_WIDTH, MOMENT_WIDTH = 13, 18
LONGEST_TEXT = 32_767
"""Characters one Excel cell holds."""
WIDTH_SAMPLE = 500
"""Rows looked at to choose a column's width."""
EXCEL_DAY_0 = date(1899, 12, 30)
"""Day 0 of a workbook's dates, right for every date from March 1900."""

FONT: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook.

    Attributes
    ----------
    quoted
        For text that begins like a formula: Excel keeps it text even when somebody edits the cell.
    """

    header: Format
    text: Format
    quoted: Format
    whole: Format
    decimal: Format
    date: Format
    moment: Format
    day: Format
    bold: Format
    title: Format
    good: Format
    full: Format
    over: Format


def make_styles(book: Workbook) -> Styles:
    """Add the formats to a workbook."""
    bold = {"bold": True}
    return Styles(
        header=book.add_format({**FONT, **bold, "bg_color": "#1D70B8", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}),
        text=book.add_format({**FONT, "text_wrap": True, "num_format": "@"}),
        quoted=book.add_format({**FONT, "text_wrap": True, "num_format": "@", "quote_prefix": True}),
        whole=book.add_format({**FONT, "num_format": "#,##0"}),
        decimal=book.add_format({**FONT, "num_format": "#,##0.0"}),
        date=book.add_format({**FONT, "num_format": "d mmm yyyy", "align": "left"}),
        moment=book.add_format({**FONT, "num_format": "d mmm yyyy hh:mm", "align": "left"}),
        day=book.add_format({**FONT, **bold, "num_format": "d mmm", "bg_color": "#1D70B8", "font_color": "#FFFFFF", "border": 1}),
        bold=book.add_format({**FONT, **bold}),
        title=book.add_format({**FONT, **bold, "font_size": 16}),
        good=book.add_format({**FONT, **bold, "font_color": "#00703C", "font_size": 12}),
        full=book.add_format({"bg_color": "#FFDD00", "font_color": "#0B0C0C"}),
        over=book.add_format({"bg_color": "#B10E1E", "font_color": "#FFFFFF", "bold": True}),
    )


def add_sheet(book: Workbook, styles: Styles, table: Table, footer: str) -> Worksheet:
    """Add a table as a sheet: header frozen, filters, widths that fit, landscape print on one page's width.

    Parameters
    ----------
    footer
        Printed at the foot of each page, beside the page number.
    """
    sheet = book.add_worksheet(table.name, QuickSheet)
    for column, heading in enumerate(table.columns):
        put(sheet, styles, (0, column), heading, styles.header)
    _put_rows(sheet, styles, table.rows)
    for column, heading in enumerate(table.columns):
        sheet.set_column(column, column, _width(heading, (row[column] for row in table.rows[:WIDTH_SAMPLE])))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    set_print(sheet, table.name, footer)
    sheet.repeat_rows(0)
    return sheet


def _put_rows(sheet: Worksheet, styles: Styles, rows: Iterable[Row]) -> None:
    """Write rows below the header as `put` would; nearly all their cells are text, dates and whole numbers, so these come first."""
    write_string, text, quoted = sheet.write_string, styles.text, styles.quoted
    write_number, dated, whole = sheet.write_number, styles.date, styles.whole
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if type(cell) is str:
                write_string(number, column, cell[:LONGEST_TEXT], quoted if cell.startswith(FORMULA_STARTS) else text)
            elif type(cell) is date:
                write_number(number, column, _serial(cell), dated)
            elif type(cell) is int:
                write_number(number, column, cell, whole)
            elif cell is not None:
                put(sheet, styles, (number, column), cell)


@cache
def _serial(day: date) -> int:
    """Give a date as Excel counts days."""
    return (day - EXCEL_DAY_0).days


def put(sheet: Worksheet, styles: Styles, at: tuple[int, int], cell: Cell, style: Format | None = None) -> None:
    """Write one cell by its type: text as text, dates as dates, moments in London time; nothing as a formula or link."""
    if cell is None:
        return
    if isinstance(cell, str):
        plain = styles.quoted if cell.startswith(FORMULA_STARTS) else styles.text
        sheet.write_string(*at, cell[:LONGEST_TEXT], style or plain)
    elif isinstance(cell, datetime):
        sheet.write_datetime(*at, cell.astimezone(LONDON).replace(tzinfo=None), style or styles.moment)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, datetime.combine(cell, time()), style or styles.date)
    else:
        sheet.write_number(*at, cell, style or (styles.decimal if isinstance(cell, float) else styles.whole))


def set_print(sheet: Worksheet, title: str, footer: str) -> None:
    """Set A4 landscape, one page wide, with the sheet's name above and the footer below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.75)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&B{_printable(title)}")
    sheet.set_footer(f"&L{_printable(footer)}&RPage &P of &N")


def _printable(text: str) -> str:
    """Double the ampersands, which are codes in a header or footer."""
    return text.replace("&", "&&")


def _width(heading: str, cells: Iterable[Cell]) -> int:
    longest = max([len(word) for word in heading.split()] + [_cell_width(cell) for cell in cells], default=MIN_WIDTH)
    return min(MAX_WIDTH, max(MIN_WIDTH, longest + 2))


def _cell_width(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return MOMENT_WIDTH - 2
    if isinstance(cell, date):
        return DATE_WIDTH - 2
    return len(str(cell)) if cell is not None else 0
