"""One sheet of a plan made by hand, cell by cell; everything that can not be read is gathered, with row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from planner.domain.errors import Fault

MAX_ID_LENGTH = 64
FIRST_YEAR, LAST_YEAR = 2000, 2100
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y-%m-%dT%H:%M:%S")
"""How a date may be written: as ISO, day first, or with the month's name."""

DATE_ALLOWED = "a date such as 2026-08-10, 10/08/2026 (day first) or 10 Aug 2026"
ID_ALLOWED = f"an id: up to {MAX_ID_LENGTH} printable characters without line breaks"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one file or sheet, as text.

    Parameters
    ----------
    label
        File or sheet as the planner names it.
    header
        Cells of row 1.
    rows
        Number, as Excel shows it, and cells of every further row that is not blank; blanks at the end may be left out.
    """

    label: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a sheet has: the name in the pack's tables, and the heading of the workbook's sheet.

    Parameters
    ----------
    headings
        Heading by name; either is understood, in any case.
    optional
        Names of columns that may be missing.
    """

    headings: Mapping[str, str]
    optional: frozenset[str] = frozenset()


@dataclass(slots=True)
class Faults:
    """Everything found wrong with the sheets so far."""

    found: list[Fault] = field(default_factory=list[Fault])

    def add(self, sheet: Sheet, row: int, column: str, value: str, problem: str) -> None:
        """Note one fault."""
        self.found.append(Fault(sheet.label, row, column, value, problem))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet; a cell that can not be read is noted and read as blank.

    Parameters
    ----------
    cells
        Text of every known column, by its name; empty for a blank or a missing column.
    titles
        How the sheet itself calls each column.
    """

    sheet: Sheet
    number: int
    cells: Mapping[str, str]
    titles: Mapping[str, str]
    faults: Faults

    def wrong(self, column: str, problem: str) -> None:
        """Note that a cell is not as it must be."""
        self.faults.add(self.sheet, self.number, self.titles.get(column, column), self.cells[column], problem)

    def required(self, column: str, allowed: str) -> bool:
        """Whether a cell is filled; noted when it is not."""
        if not self.cells[column]:
            self.wrong(column, f"must not be blank; it holds {allowed}")
        return bool(self.cells[column])

    def id(self, column: str) -> str:
        """Id in a cell; empty when blank."""
        text = self.cells[column]
        if len(text) > MAX_ID_LENGTH or not text.isprintable():
            self.wrong(column, f"must be {ID_ALLOWED}")
            return ""
        return text

    def day(self, column: str) -> date | None:
        """Date in a cell; None when blank."""
        if not self.cells[column]:
            return None
        if (found := parse_day(self.cells[column])) is None:
            self.wrong(column, f"must be {DATE_ALLOWED}, between the years {FIRST_YEAR} and {LAST_YEAR}")
        return found

    def word(self, column: str, allowed: Mapping[str, str]) -> str:
        """One of some words, by its code or as the workbook writes it; empty when blank."""
        text = self.cells[column].casefold()
        found = next((code for code, words in allowed.items() if text in {code.casefold(), words.casefold()}), "")
        if text and not found:
            self.wrong(column, f"must be one of {', '.join(allowed)}")
        return found


@cache
def parse_day(text: str) -> date | None:
    """Read a date in any of the ways people write one; None when it is none."""
    for form in DATE_FORMATS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007  # a date has no offset
        except ValueError:
            continue
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    return None


def lines_of(sheet: Sheet, columns: Columns, faults: Faults) -> Iterator[Line]:
    """Rows of a sheet by column name; what is wrong with the header is noted first."""
    positions = _positions(sheet, columns, faults)
    titles = {name: sheet.header[index] for name, index in positions.items()}
    for number, row in sheet.rows:
        cells = {name: row[index].strip() if index < len(row) else "" for name, index in positions.items()}
        yield Line(sheet, number, {name: cells.get(name, "") for name in columns.headings}, titles, faults)


def unread_columns(sheet: Sheet, columns: Columns) -> list[str]:
    """Headings of columns that mean nothing here."""
    known = {text.casefold() for pair in columns.headings.items() for text in pair}
    return [heading for heading in sheet.header if heading.strip() and heading.strip().casefold() not in known]


def _positions(sheet: Sheet, columns: Columns, faults: Faults) -> dict[str, int]:
    names = {text.casefold(): name for name, heading in columns.headings.items() for text in (name, heading)}
    positions: dict[str, int] = {}
    for index, heading in enumerate(sheet.header):
        if (name := names.get(heading.strip().casefold())) is None:
            continue
        if name in positions:
            faults.add(sheet, 1, heading, "", "stands in the header twice: each column once")
        positions.setdefault(name, index)
    for name, heading in columns.headings.items():
        if name not in positions and name not in columns.optional:
            faults.add(sheet, 1, name, "", f"this column is missing: it must be called {name} or {heading}")
    return positions
