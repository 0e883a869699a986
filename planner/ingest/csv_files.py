"""Reads one CSV file: UTF-8, comma between cells, as Excel's "CSV UTF-8" writes it."""

import codecs
import csv
import io
from pathlib import Path

from planner.domain.errors import Fault
from planner.ingest.grid import Cell, Grid, Unread, grid_of

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "save it as 'CSV UTF-8 (comma delimited)'"
_OTHER_DELIMITERS = {";": "a semicolon", "\t": "a tab", "|": "a bar"}


def read_csv(path: Path) -> Grid | Unread:
    """Read a CSV file.

    A wrong encoding, a delimiter other than the comma, open quotes and rows of another width than the header are faults.
    """
    label = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _unread(label, f"can not be opened ({error.strerror or error}): close it in other programs and try again")
    if raw.startswith(_UTF_16_MARKS) or b"\x00" in raw[:1000]:
        return _unread(label, f"is encoded as UTF-16, not UTF-8: {_SAVE_AS}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return Unread(label, (Fault(label, row, "", "", f"is not encoded as UTF-8 (byte {raw[error.start]:#04x}): {_SAVE_AS}"),))
    return _read_text(label, text)


def _read_text(label: str, text: str) -> Grid | Unread:
    first_line = text.splitlines()[0] if text else ""
    delimiter = next((mark for mark in _OTHER_DELIMITERS if mark in first_line and "," not in first_line), "")
    if delimiter:
        return _unread(label, f"has {_OTHER_DELIMITERS[delimiter]} between cells, not a comma: {_SAVE_AS}")
    lines: list[list[Cell]] = []
    try:
        lines.extend(list(line) for line in csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return Unread(
            label, (Fault(label, len(lines) + 1, "", "", f"can not be read as CSV ({error}): check the quotation marks from this row on"),)
        )
    return grid_of(label, lines, _width_faults(label, lines))


def _width_faults(label: str, lines: list[list[Cell]]) -> tuple[Fault, ...]:
    width = len(lines[0]) if lines else 0
    return tuple(
        Fault(
            label,
            number,
            "",
            "",
            f"has {len(line)} cells, but the header has {width}: a comma is missing or too many; put text with commas in quotation marks",
        )
        for number, line in enumerate(lines[1:], start=2)
        if line and len(line) != width
    )


def _unread(label: str, problem: str) -> Unread:
    return Unread(label, (Fault(label, 0, "", "", problem),))
