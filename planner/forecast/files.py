"""The series as files of the project's own: plain CSV with blanks where there is no count; read back without the published file."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from planner.domain.errors import Fault, InputError, PlannerError
from planner.forecast.ods import read_ods
from planner.forecast.series import Day, Series
from planner.ingest.csv_files import read_csv
from planner.ingest.grid import Grid, Unread, cell_text
from planner.ingest.kinds import DATE, TEXT, Kind, whole

DAILY_FILE: Final = "arrivals_daily.csv"
WEEKLY_FILE: Final = "arrivals_weekly.csv"

_COUNT = whole(0, 100_000)
_DAILY: Final = {"date": DATE, "people": _COUNT, "boats": _COUNT, "uncontrolled": _COUNT, "note": TEXT}
_NEEDED: Final = ("date", "people", "boats")
_WEEKLY: Final = ("week_ending", "people", "boats", "uncontrolled", "people_prevented", "events_prevented", "note")


def read_series(path: Path) -> Series:
    """Read a published edition (.ods), a daily table (.csv), or the folder an import wrote.

    Raises
    ------
    InputError
        With every fault of the file.
    PlannerError
        When there is no such file or folder, or it is of another kind.
    """
    if path.is_dir():
        path /= DAILY_FILE
    if not path.exists():
        raise PlannerError(f"{path}: there is no such file; give the published .ods, a daily .csv or the folder an import wrote")
    if path.suffix.casefold() == ".ods":
        return read_ods(path)
    if path.suffix.casefold() == ".csv":
        return _read_daily(path)
    raise PlannerError(f"{path}: must be the published .ods, a daily .csv or the folder an import wrote")


def daily_csv(series: Series) -> str:
    """Write days as CSV; a blank is no count, never zero."""
    return csv_text(_DAILY, ((day.date, day.people, day.boats, day.uncontrolled, day.note) for day in series.days))


def weekly_csv(series: Series) -> str:
    """Write weeks as CSV; a blank is no count, never zero."""
    rows = (
        (week.ending, week.people, week.boats, week.uncontrolled, week.people_prevented, week.events_prevented, week.note)
        for week in series.weeks
    )
    return csv_text(_WEEKLY, rows)


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write rows as CSV, the same bytes on every machine; None is a blank."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def read_table(path: Path, kinds: dict[str, Kind], needed: Iterable[str], faults: list[Fault]) -> list[tuple[int, dict[str, Any]]]:
    """Read a small CSV table; what is wrong is added to the faults.

    Returns
    -------
    list
        Row number and values by column, of the rows that could be read; blank cells are None.
    """
    grid: Grid | Unread = read_csv(path)
    faults += grid.faults
    if isinstance(grid, Unread) or grid.faults:
        return []
    names = [str(cell).strip().casefold() for cell in grid.header]
    lacking = [name for name in needed if name not in names]
    faults += [Fault(grid.label, 1, name, "", f"the column is missing; columns: {', '.join(kinds)}") for name in lacking]
    faults += [Fault(grid.label, 1, name, "", "the column is given twice") for name in sorted(set(names)) if names.count(name) > 1]
    if lacking or len(set(names)) < len(names):
        return []
    return [
        row
        for number, cells in grid.rows
        if (row := _read_row(grid.label, number, dict(zip(names, map(cell_text, cells), strict=False)), kinds, faults))
    ]


def _read_row(
    label: str, number: int, texts: dict[str, str], kinds: dict[str, Kind], faults: list[Fault]
) -> tuple[int, dict[str, Any]] | None:
    wrong = [
        Fault(label, number, name, text, problem)
        for name, text in texts.items()
        if name in kinds and text and (problem := kinds[name].fault(text))
    ]
    if not texts["date"]:
        wrong.append(Fault(label, number, "date", "", f"must not be blank; it holds {DATE.allowed}"))
    faults += wrong
    return None if wrong else (number, {name: kind.read(texts[name]) if texts.get(name) else None for name, kind in kinds.items()})


def _read_daily(path: Path) -> Series:
    faults: list[Fault] = []
    rows = read_table(path, _DAILY, _NEEDED, faults)
    before: date | None = None
    for number, row in rows:
        if before is not None and not faults and row["date"] != before + timedelta(days=1):
            problem = (
                f"must be {before + timedelta(days=1)}: dates follow each other without a gap or a repeat; a day without a count has blanks"
            )
            faults.append(Fault(path.name, number, "date", row["date"].isoformat(), problem))
        before = row["date"]
    if not rows and not faults:
        faults.append(Fault(path.name, 0, "", "", "has no rows below its header"))
    if faults:
        raise InputError(faults)
    days = tuple(Day(row["date"], row["people"], row["boats"], row["uncontrolled"], row["note"] or "") for _, row in rows)
    return Series(days, (), path.name)
