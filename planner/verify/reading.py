"""Reads one CSV file of a pack, cell by cell; anything unreadable is said with file, row and column.

A cell's text repeats from row to row, so each text is read once.
"""

import csv
import io
from collections.abc import Container, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from planner.domain.errors import PackError

LONDON = ZoneInfo("Europe/London")

Choice = TypeVar("Choice", bound=StrEnum)


@cache
def parse_moment(text: str) -> datetime:
    """Read an ISO moment as UTC; without an offset it is London's clock."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


@cache
def parse_date(text: str) -> date:
    """Read an ISO date."""
    return date.fromisoformat(text)


@cache
def _number(text: str) -> Fraction:
    return Fraction(text)


@cache
def _items(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())


@cache
def _members(allowed: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {str(member): member for member in allowed}


class Row(NamedTuple):
    """One row of a table, with where it stands.

    Parameters
    ----------
    number
        Row number as a spreadsheet shows it; the header is row 1.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def wrong(self, column: str, allowed: str) -> PackError:
        """Make the error that says what the cell should have held."""
        return PackError(f"{self.file}, row {self.number}, column {column}: expected {allowed}, found {self.cells[column]!r}")

    def maybe(self, column: str) -> str | None:
        """Text of a cell; None when blank."""
        return self.cells[column] or None

    def text(self, column: str) -> str:
        """Text of a cell that must be filled."""
        if not (text := self.cells[column]):
            raise self.wrong(column, "a text that is not blank")
        return text

    def number_of(self, column: str) -> Fraction:
        """Exact decimal number of a cell."""
        try:
            return _number(self.cells[column])
        except (ValueError, ZeroDivisionError):
            raise self.wrong(column, "a number") from None

    def whole(self, column: str) -> int:
        """Whole number of a cell."""
        try:
            return int(self.cells[column])
        except ValueError:
            raise self.wrong(column, "a whole number") from None

    def maybe_whole(self, column: str) -> int | None:
        """Whole number of a cell; None when blank."""
        return self.whole(column) if self.cells[column] else None

    def day(self, column: str) -> date:
        """Date of a cell."""
        try:
            return parse_date(self.cells[column])
        except ValueError:
            raise self.wrong(column, "a date such as 2026-08-10") from None

    def maybe_day(self, column: str) -> date | None:
        """Date of a cell; None when blank."""
        return self.day(column) if self.cells[column] else None

    def moment(self, column: str) -> datetime:
        """Moment of a cell, UTC."""
        try:
            return parse_moment(self.cells[column])
        except ValueError:
            raise self.wrong(column, "a time such as 2026-08-10T03:35:00Z") from None

    def maybe_moment(self, column: str) -> datetime | None:
        """Moment of a cell, UTC; None when blank."""
        return self.moment(column) if self.cells[column] else None

    def choice(self, column: str, allowed: type[Choice]) -> Choice:
        """One of the words an enumeration allows."""
        if (member := _members(allowed).get(self.cells[column])) is None:
            raise self.wrong(column, "one of " + ", ".join(str(each) or "(blank)" for each in allowed))
        return member  # pyright: ignore[reportReturnType]  # a cached function can not be generic

    def known(self, column: str, ids: Container[str]) -> str:
        """Id that must be among those given."""
        if (text := self.text(column)) not in ids:
            raise self.wrong(column, "a known id")
        return text

    def items(self, column: str) -> frozenset[str]:
        """List in a cell, separated by semicolons."""
        return _items(self.cells[column])


def read_text(path: Path) -> str:
    """Text of a file of the pack, line ends as they are.

    Raises
    ------
    PackError
        When it is missing or no UTF-8 text.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        msg = f"{path.name}: the pack has no such file, or it can not be read"
        raise PackError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path.name}: not UTF-8 text"
        raise PackError(msg) from error


def read_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """Rows of a CSV file.

    Raises
    ------
    PackError
        When the file is missing, a column is missing or a row has too many or too few cells.
    """
    lines = list(csv.reader(io.StringIO(read_text(path), newline="")))
    header = [name.removeprefix("\ufeff") for name in lines[0]] if lines else []
    if missing := [name for name in columns if name not in header]:
        msg = f"{path.name}: no column {', '.join(missing)}"
        raise PackError(msg)
    file, width = path.name, len(header)
    rows: list[Row] = []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != width:
            msg = f"{file}, row {number}: {len(cells)} cells, the header has {width}"
            raise PackError(msg)
        rows.append(Row(file, number, dict(zip(header, cells, strict=True))))
    return rows
