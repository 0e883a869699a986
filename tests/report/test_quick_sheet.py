"""The quick worksheet writes what the library's own writes, letter for letter."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.plan.tables import Table
from planner.report import sheets
from planner.report.quick_sheet import QuickSheet
from planner.report.sheets import add_sheet, make_styles, put

TABLE = Table(
    "All kinds",
    ("Text", "Formula-like", "Whole", "Decimal", "Date", "Moment", "Mixed"),
    (
        ("plain", "=1+1", 0, 0.1, date(2026, 8, 10), datetime(2026, 8, 10, 3, 35, tzinfo=UTC), None),
        ('<&">', "@x", -7, 1e-9, date(2028, 2, 29), datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "text"),
        (" blanks ", "-", 10**15, 123456.789, date(1999, 1, 1), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), 3),
        ("two\nlines", "+", 1, 2 / 3, None, None, date(2026, 1, 1)),
    ),
)


def _parts(kind: type[Worksheet], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setattr(sheets, "QuickSheet", kind)
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 8, 10)})  # noqa: DTZ001 - as the library wants it
        styles = make_styles(book)
        sheet = add_sheet(book, styles, TABLE, "foot")
        put(sheet, styles, (0, 0), "Text again", styles.bold)
        sheet.write_blank(9, 9, None, styles.text)
        sheet.write_formula(9, 10, "=1+1", styles.whole)
        sheet.write_boolean(9, 11, True, styles.whole)
        sheet.write_string(9, 12, "without a format")
        sheet.write_rich_string(9, 13, "partly ", styles.bold, "bold", styles.text)
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_same_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    quick, own = _parts(QuickSheet, monkeypatch), _parts(Worksheet, monkeypatch)
    assert b"<v>46244</v>" in quick["xl/worksheets/sheet1.xml"]
    assert quick == own


def test_dates_are_counted_as_the_library_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A date goes into the file as its number of days; the library would take it as a date."""
    quick = _parts(QuickSheet, monkeypatch)
    monkeypatch.setattr(sheets, "_put_rows", _by_type)
    assert _parts(QuickSheet, monkeypatch) == quick


def _by_type(sheet: Worksheet, styles: sheets.Styles, rows: tuple[tuple[object, ...], ...]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            put(sheet, styles, (number, column), cell)
