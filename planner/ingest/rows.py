"""Rows once their cells are read: typed access by column name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar, cast

from planner.domain.errors import Fault
from planner.ingest.kinds import Value
from planner.ingest.spec import TableSpec

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Parameters
    ----------
    number
        Row number in Excel.
    texts
        Cells as the planner wrote them; blank cells are missing.
    cells
        Cells as read; blank cells and cells that could not be read are missing.
    is_whole
        Whether every cell could be read and every required one is there.
    """

    number: int
    texts: Mapping[str, str]
    cells: Mapping[str, Value]
    is_whole: bool

    def maybe_text(self, column: str) -> str | None:
        """Text, id or word of a cell; None when blank."""
        return cast("str | None", self.cells.get(column))

    def maybe_whole(self, column: str) -> int | None:
        """Whole number of a cell; None when blank."""
        return cast("int | None", self.cells.get(column))

    def maybe_number(self, column: str) -> Decimal | None:
        """Exact number of a cell; None when blank."""
        return cast("Decimal | None", self.cells.get(column))

    def maybe_angle(self, column: str) -> float | None:
        """Degrees of a cell; None when blank."""
        return cast("float | None", self.cells.get(column))

    def maybe_date(self, column: str) -> date | None:
        """Date of a cell; None when blank."""
        return cast("date | None", self.cells.get(column))

    def maybe_moment(self, column: str) -> datetime | None:
        """Moment of a cell, UTC; None when blank."""
        return cast("datetime | None", self.cells.get(column))

    def words(self, column: str) -> tuple[str, ...]:
        """Words of a list; none when blank."""
        return cast("tuple[str, ...]", self.cells.get(column, ()))

    def text(self, column: str) -> str:
        """Text of a required cell of a whole row."""
        return cast("str", self.cells[column])

    def whole(self, column: str) -> int:
        """Whole number of a required cell of a whole row."""
        return cast("int", self.cells[column])

    def number_of(self, column: str) -> Decimal:
        """Exact number of a required cell of a whole row."""
        return cast("Decimal", self.cells[column])

    def angle(self, column: str) -> float:
        """Degrees of a required cell of a whole row."""
        return cast("float", self.cells[column])

    def date(self, column: str) -> date:
        """Date of a required cell of a whole row."""
        return cast("date", self.cells[column])

    def moment(self, column: str) -> datetime:
        """Moment of a required cell of a whole row."""
        return cast("datetime", self.cells[column])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table.

    Parameters
    ----------
    file
        File or sheet as the planner names it.
    """

    spec: TableSpec
    file: str
    rows: tuple[Row, ...]

    @property
    def whole_rows(self) -> tuple[Row, ...]:
        """Rows without a fault of their own."""
        return tuple(row for row in self.rows if row.is_whole)

    def fault(self, row: Row, column: str, problem: str) -> Fault:
        """Say what is wrong with a cell of a row, or with the whole row when no column is named."""
        return Fault(self.file, row.number, column, row.texts.get(column, ""), problem)
