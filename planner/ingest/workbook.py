"""Reads one Excel workbook, a sheet per table."""

from collections.abc import Mapping
from pathlib import Path

import python_calamine

from planner.domain.errors import Fault
from planner.ingest.grid import Cell, Grid, Unread, grid_of
from planner.ingest.workbook_xml import CellTrouble, cell_troubles, column_letters

ABOUT_SHEET = "About"
"""A sheet of notes, never read."""

_CAN_NOT_OPEN = (python_calamine.CalamineError, OSError)


def read_workbook(path: Path) -> dict[str, Grid | Unread] | Unread:
    """Read every sheet of a workbook, by name.

    Merged cells, cells showing an error and formulas that were never calculated are faults.
    """
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:  # pyright: ignore[reportUnknownMemberType]  # its stub is loose
            troubles = cell_troubles(path)
            return {name: _read_sheet(path, book.get_sheet_by_name(name), troubles) for name in book.sheet_names if name != ABOUT_SHEET}
    except python_calamine.PasswordError:
        return _unread(path, "is protected by a password: save a copy without one")
    except PermissionError:
        return _unread(path, "can not be opened: close it in Excel and try again")
    except _CAN_NOT_OPEN as error:
        return _unread(path, f"can not be read as an Excel workbook (.xlsx): {error}")


def sheet_label(path: Path, sheet: str) -> str:
    """Name a sheet as a planner would."""
    return f"{path.name} sheet {sheet}"


def _read_sheet(path: Path, sheet: python_calamine.CalamineSheet, troubles: Mapping[str, tuple[CellTrouble, ...]]) -> Grid | Unread:
    label = sheet_label(path, sheet.name)
    lines: list[list[Cell]] = [list(line) for line in sheet.to_python(skip_empty_area=False)]
    merged = sheet.merged_cell_ranges or []
    faults = [
        Fault(label, first[0] + 1, "", _range_name(first, last), "has merged cells: unmerge them, each row needs its own value")
        for first, last in merged
    ]
    faults += [
        Fault(label, trouble.row, _column_name(lines, trouble.column), trouble.value, trouble.problem)
        for trouble in troubles.get(sheet.name, ())
    ]
    return grid_of(label, lines, tuple(faults))


def _range_name(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{column_letters(first[1])}{first[0] + 1}:{column_letters(last[1])}{last[0] + 1}"


def _column_name(lines: list[list[Cell]], index: int) -> str:
    header = lines[0] if lines else []
    name = str(header[index]).strip() if index < len(header) else ""
    return name or column_letters(index)


def _unread(path: Path, problem: str) -> Unread:
    return Unread(path.name, (Fault(path.name, 0, "", "", problem),))
