"""Reads the Home Office's weekly time series of small boats, as published: an OpenDocument workbook with a sheet of days and one of weeks.

Its wording, its notes above the tables and its way of writing dates change between editions, so columns are known by their words.

References
----------
GOV.UK, "Migrants detected crossing the English Channel in small boats", time series, published weekly.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import python_calamine

from planner.domain.errors import Fault, InputError
from planner.forecast.series import Day, Series, Week
from planner.ingest.grid import Cell, cell_text, is_blank
from planner.ingest.workbook import sheet_label

DAILY_SHEET: Final = "SB_01"
WEEKLY_SHEET: Final = "SB_02"
FIRST_YEAR, LAST_YEAR = 2018, 2100
MOST_COUNT = 100_000
HEADER_WITHIN = 20
"""Rows from the top in which a header may stand, below titles and notes."""

MISSING = frozenset({"-", "–", "—", "..", ":", "z", "x", "[z]", "[x]", "n/a"})
"""How editions write that there is no count. It is not zero."""

DATE_ALLOWED = "a date such as 31/12/2025"
COUNT_ALLOWED = f"a whole number from 0 to {MOST_COUNT:,}, or '-' where nothing was counted"

_FOOTNOTE = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_PEOPLE = re.compile(r"\b(migrants?|people|persons?|individuals?|arrivals)\b")
_EVENTS = re.compile(r"\bevents?\b")
_TEXT_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ]00:00(?::00)?)?")
_COUNT = re.compile(r"\d{1,3}(,\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is called in the project, how to know it, and what it may be called."""

    name: str
    is_meant: Callable[[str], bool]
    example: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of counts that could be read: the Excel row number, the date, and counts by column name."""

    number: int
    when: date
    counts: dict[str, int | None]
    note: str


def _is_people(words: str) -> bool:
    return bool(_PEOPLE.search(words)) and "prevent" not in words and "boat" not in words


_UNCONTROLLED = _Column(
    "uncontrolled", lambda words: "uncontrolled" in words, "Boats arrived - involved in uncontrolled landings", required=False
)
_NOTES = _Column("note", lambda words: words in {"note", "notes"}, "Notes", required=False)
_PEOPLE_COLUMN = _Column("people", _is_people, "Migrants arrived")
_BOATS_COLUMN = _Column("boats", lambda words: "boat" in words and "uncontrolled" not in words, "Boats arrived")

_DAILY = (_Column("date", lambda words: words in {"date", "day"}, "Date"), _PEOPLE_COLUMN, _BOATS_COLUMN, _UNCONTROLLED, _NOTES)
_WEEKLY = (
    _Column("date", lambda words: words.startswith("week"), "Week ending"),
    _PEOPLE_COLUMN,
    _BOATS_COLUMN,
    _UNCONTROLLED,
    _Column("people_prevented", lambda words: "prevent" in words and bool(_PEOPLE.search(words)), "Migrants prevented"),
    _Column("events_prevented", lambda words: "prevent" in words and bool(_EVENTS.search(words)), "Events prevented"),
    _NOTES,
)


def read_ods(path: Path) -> Series:
    """Read one edition.

    Raises
    ------
    InputError
        With every fault of both sheets: file, sheet, row, column, value and what is allowed.
    """
    sheets = _sheets(path)
    faults: list[Fault] = []
    days = tuple(_day(row) for row in _table(path, sheets, DAILY_SHEET, _DAILY, 1, faults))
    weeks = tuple(_week(row) for row in _table(path, sheets, WEEKLY_SHEET, _WEEKLY, 7, faults))
    if faults:
        raise InputError(faults)
    return Series(days, weeks, path.name)


def _day(row: _Row) -> Day:
    return Day(row.when, row.counts["people"], row.counts["boats"], row.counts.get("uncontrolled"), row.note)


def _week(row: _Row) -> Week:
    counts = row.counts
    prevented = counts["people_prevented"], counts["events_prevented"]
    return Week(row.when, counts["people"], counts["boats"], counts.get("uncontrolled"), *prevented, row.note)


def _sheets(path: Path) -> dict[str, list[list[Cell]]]:
    """Cells of both sheets, by sheet."""
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:  # pyright: ignore[reportUnknownMemberType]  # its stub is loose
            named = {re.sub(r"\W", "_", name.strip()).upper(): name for name in book.sheet_names}
            missing = [name for name in (DAILY_SHEET, WEEKLY_SHEET) if name not in named]
            if missing:
                has = ", ".join(book.sheet_names) or "none"
                raise InputError([Fault(path.name, 0, "", "", f"has no sheet {name}; its sheets: {has}") for name in missing])
            return {name: _cells(book.get_sheet_by_name(named[name])) for name in (DAILY_SHEET, WEEKLY_SHEET)}
    except python_calamine.PasswordError:
        problem = "is protected by a password: save a copy without one"
    except PermissionError:
        problem = "can not be opened: close it in other programs and try again"
    except (python_calamine.CalamineError, OSError) as error:
        problem = f"can not be read as a workbook (.ods): {error}"
    raise InputError([Fault(path.name, 0, "", "", problem)])


def _cells(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    return [list(line) for line in sheet.to_python(skip_empty_area=False)]


def _table(
    path: Path, sheets: dict[str, list[list[Cell]]], sheet: str, columns: Sequence[_Column], step_days: int, faults: list[Fault]
) -> list[_Row]:
    """Read one sheet; what is wrong is added to the faults."""
    label, lines = sheet_label(path, sheet), sheets[sheet]
    start = next((number for number, line in enumerate(lines[:HEADER_WITHIN]) if _is_header(line, columns[0])), None)
    if start is None:
        problem = f"has no header within its first {HEADER_WITHIN} rows: a row that begins with '{columns[0].example}'"
        faults.append(Fault(label, 0, "", "", problem))
        return []
    places = _places(label, start, lines[start], columns, faults)
    if any(column.required and column.name not in places for column in columns):
        return []
    titles = {name: str(lines[start][index]).strip() for name, index in places.items()}
    read = [_row(label, number, line, places, titles, faults) for number, line in enumerate(lines[start + 1 :], start=start + 2)]
    rows = [row for row in read if row is not None]
    if not rows:
        faults.append(Fault(label, 0, "", "", "has no rows of counts below its header"))
    faults += _order_faults(label, rows, titles["date"], step_days)
    return rows


def _words(cell: Cell) -> str:
    return " ".join(_FOOTNOTE.sub(" ", str(cell)).replace("-", " ").casefold().split())


def _is_header(line: Sequence[Cell], first: _Column) -> bool:
    return bool(line) and isinstance(line[0], str) and first.is_meant(_words(line[0]))


def _places(label: str, start: int, header: Sequence[Cell], columns: Sequence[_Column], faults: list[Fault]) -> dict[str, int]:
    """Index of every column found."""
    places: dict[str, int] = {}
    for column in columns:
        found = [index for index, cell in enumerate(header) if not is_blank(cell) and column.is_meant(_words(cell))]
        if len(found) > 1:
            titles = ", ".join(f"'{header[index]}'" for index in found)
            faults.append(Fault(label, start + 1, "", "", f"has several columns that could be '{column.example}': {titles}"))
        if found:
            places[column.name] = found[0]
        elif column.required:
            shown = ", ".join(f"'{cell}'" for cell in header if not is_blank(cell))
            faults.append(Fault(label, start + 1, "", "", f"has no column such as '{column.example}'; its columns: {shown}"))
    return places


def _row(label: str, number: int, line: Sequence[Cell], places: dict[str, int], titles: dict[str, str], faults: list[Fault]) -> _Row | None:
    """Read a row; None for a blank one, a note below the table, and one with faults."""
    cells = {name: line[index] if index < len(line) else "" for name, index in places.items()}
    has_counts = any(not is_blank(cell) for name, cell in cells.items() if name not in {"date", "note"})
    if not has_counts and (is_blank(cells["date"]) or read_date(cells["date"]) is None):
        return None
    before = len(faults)
    when = read_date(cells["date"])
    if when is None:
        faults.append(Fault(label, number, titles["date"], cell_text(cells["date"]), f"must be {DATE_ALLOWED}"))
    counts: dict[str, int | None] = {}
    for name in places.keys() - {"date", "note"}:
        text = cell_text(cells[name]).replace("\u00a0", " ").strip()
        if text.casefold() in MISSING or (not text and name == "uncontrolled"):
            counts[name] = None
        elif _COUNT.fullmatch(text) and int(text.replace(",", "")) <= MOST_COUNT:
            counts[name] = int(text.replace(",", ""))
        else:
            faults.append(
                Fault(label, number, titles[name], text, f"{'must be' if text else 'must not be blank: it holds'} {COUNT_ALLOWED}")
            )
    if when is None or len(faults) > before:
        return None
    return _Row(number, when, counts, cell_text(cells.get("note", "")))


def read_date(cell: Cell) -> date | None:
    """Read a date that is a date, or a text with the day first; None when it is neither."""
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        match = _TEXT_DATE.fullmatch(str(cell).strip()) or _ISO_DATE.fullmatch(str(cell).strip())
        if match is None:
            return None
        try:
            found = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _order_faults(label: str, rows: Sequence[_Row], title: str, step_days: int) -> list[Fault]:
    """Name rows whose date does not follow the row before; rows between that could not be read count as steps."""
    step = timedelta(days=step_days)
    return [
        Fault(
            label,
            row.number,
            title,
            row.when.isoformat(),
            f"must be {before.when + step}: dates follow each other without a gap or a repeat",
        )
        for before, row in pairwise(rows)
        if row.when not in {before.when + step, before.when + step * (row.number - before.number)}
    ]
