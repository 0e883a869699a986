"""A table as it stands in a file: cells by Excel row, before anything is known about its columns."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from planner.domain.errors import Fault
from planner.ingest.kinds import Entry

Cell = str | float | bool | date | datetime | time | timedelta
"""A cell as a reader gives it; blank is the empty text."""

SIGNIFICANT_DIGITS = 15
"""Digits Excel keeps of a number."""

_HALF_SECOND = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one file or sheet.

    Parameters
    ----------
    label
        File or sheet as the planner names it.
    header
        Cells of row 1.
    rows
        Number and cells of every further row that is not blank.
    faults
        What was wrong with the file as a file.
    """

    label: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or sheet that could not be read as a table at all."""

    label: str
    faults: tuple[Fault, ...]


def grid_of(label: str, lines: list[list[Cell]], faults: tuple[Fault, ...] = ()) -> Grid | Unread:
    """Make a grid of all lines of a file, the first of which is row 1."""
    if not any(not is_blank(cell) for line in lines for cell in line):
        return Unread(label, (*faults, Fault(label, 0, "", "", "is empty: row 1 must hold the column names")))
    if all(is_blank(cell) for cell in lines[0]):
        return Unread(label, (*faults, Fault(label, 1, "", "", "is blank: row 1 must hold the column names")))
    rows = tuple((number, tuple(line)) for number, line in enumerate(lines[1:], start=2) if not all(is_blank(cell) for cell in line))
    return Grid(label, tuple(lines[0]), rows, faults)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing but spaces."""
    return isinstance(cell, str) and not cell.strip()


def cell_text(cell: Cell, entry: Entry = Entry.FREE) -> str:
    """Write a cell as a planner would have typed it into a column of that entry."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return _moment_text(cell, entry)
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00:00" if entry is Entry.MOMENT else cell.isoformat()
    if isinstance(cell, float | int):
        return _number_text(cell)
    return str(cell)


def _moment_text(moment: datetime, entry: Entry) -> str:
    # Excel keeps times as fractions of a day, so whole seconds come back a hair off.
    rounded = (moment + _HALF_SECOND).replace(microsecond=0)
    return rounded.date().isoformat() if entry is Entry.DATE and rounded.time() == time(0) else rounded.isoformat()


def _number_text(number: float) -> str:
    if number == int(number):
        return str(int(number))
    return format(Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}"), "f")
