"""Reads a CSV file as Excel saves one, whatever its settings: any usual delimiter, with or without a mark of its encoding.

The tables of a workspace are read strictly (`planner.ingest.csv_files`); this is for what a planner brings by hand.
"""

import codecs
import csv
import io
from pathlib import Path

from planner.domain.errors import Fault
from planner.ingest.grid import Cell, Grid, Unread, grid_of

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = ",;\t|"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
_SAVE_AS = "save it as 'CSV UTF-8 (comma delimited)'"


def read_loose_csv(path: Path) -> Grid | Unread:
    """Read a CSV file; the delimiter is the one that cuts the header into most cells.

    Returns
    -------
    Grid or Unread
        Cells by Excel row. An apostrophe that keeps a text from being run as a formula is taken off.
    """
    label = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _unread(label, 0, f"can not be opened ({error.strerror or error}): close it in other programs and try again")
    try:
        text = raw.decode("utf-16" if raw.startswith(_UTF_16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        return _unread(label, raw[: error.start].count(b"\n") + 1, f"is not encoded as UTF-8: {_SAVE_AS}")
    first_line = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    lines: list[list[Cell]] = []
    try:
        lines.extend(
            [_plain(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error as error:
        problem = f"can not be read as CSV ({error}): check the quotation marks from this row on"
        return _unread(label, len(lines) + 1, problem)
    return grid_of(label, lines, _width_faults(label, lines))


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _width_faults(label: str, lines: list[list[Cell]]) -> tuple[Fault, ...]:
    """Rows wider than the header: a shorter row lacks blanks at its end, which some programs leave out."""
    width = len(lines[0]) if lines else 0
    return tuple(
        Fault(label, number, "", "", f"has {len(line)} cells, but the header has {width}: put text with a delimiter in quotation marks")
        for number, line in enumerate(lines[1:], start=2)
        if len(line) > width and any(line[width:])
    )


def _unread(label: str, row: int, problem: str) -> Unread:
    return Unread(label, (Fault(label, row, "", "", problem),))
