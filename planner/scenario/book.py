"""Tables as one workbook, a sheet each."""

# xlsxwriter is annotated in part and ships no marker for it.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from planner.plan.tables import Table
from planner.report.sheets import add_sheet, make_styles
from planner.report.workbook import OPTIONS
from planner.scenario import compare
from planner.scenario.compare import Comparison


def write_book(tables: Sequence[tuple[str, Table]], title: str, as_of: datetime, path: Path) -> None:
    """Write named tables as sheets, as `book_bytes` gives them."""
    path.write_bytes(book_bytes(tables, title, as_of))


def book_bytes(tables: Sequence[tuple[str, Table]], title: str, as_of: datetime) -> bytes:
    """Give named tables as the sheets of a workbook; equal tables give equal bytes.

    Parameters
    ----------
    as_of
        Moment of the inputs, given as the moment of writing.
    """
    file = BytesIO()
    book = Workbook(file, OPTIONS)
    book.set_properties({"title": title, "created": as_of.replace(tzinfo=None)})
    styles = make_styles(book)
    for name, table in tables:
        add_sheet(book, styles, replace(table, name=name), title)
    book.close()
    return file.getvalue()


def comparison_tables(comparison: Comparison) -> list[tuple[str, Table]]:
    """Every table of a comparison with the name of its sheet."""
    bounds = compare.bounds_table(comparison)
    return [
        ("Changes", compare.changes_table(comparison)),
        ("Aims", compare.measures_table(comparison)),
        *([("Not proven", bounds)] if bounds else []),
        ("Figures", compare.figures_table(comparison)),
        ("People", compare.people_table(comparison)),
        ("Used up", compare.binding_table(comparison)),
        ("Transfers", compare.weeks_table(comparison)),
        ("Detention", compare.detention_table(comparison)),
        ("Occupancy", compare.occupancy_table(comparison)),
    ]
