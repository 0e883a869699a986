"""Made-up arrivals, and small editions of the published workbook written by hand."""

import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from planner.forecast.series import Day, Series

Cell = str | int | float | date
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

PUBLISHED_NAME = "small-boats-time-series-2025-12-12.ods"
DAILY_HEAD = ("Date", "Migrants arrived", "Boats arrived", "Boats arrived - involved in uncontrolled landings", "Notes")
WEEKLY_HEAD = (
    "Week ending",
    "Migrants arrived",
    "Boats arrived",
    "Boats arrived - involved in uncontrolled landings",
    "Migrants prevented",
    "Events prevented",
    "Notes",
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style", "manifest")
)


def published() -> Path | None:
    """The published workbook, where it is at hand: it is not part of the project."""
    named = os.environ.get("SMALL_BOATS_ODS")
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / PUBLISHED_NAME
    path = Path(named) if named else beside
    return path if path.is_file() else None


def write_ods(path: Path, sheets: Sheets) -> Path:
    """Write a workbook: texts as texts, numbers as numbers, dates as dates."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(_row(row) for row in rows)}</table:table>" for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    manifest = (
        f'<manifest:manifest {_SPACES}><manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", _MIME)
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", f'<office:document-content {_SPACES} office:version="1.2">{body}</office:document-content>')
    return path


def edition(first: date = date(2024, 1, 1), weeks: int = 3) -> dict[str, list[list[Cell]]]:
    """A small edition as published, free of faults: text dates, '-' before anything was counted, a revised day."""
    days = [first + timedelta(days=day) for day in range(7 * weeks)]
    daily: list[list[Cell]] = [list(DAILY_HEAD)]
    daily += [[f"{day:%d/%m/%Y}", 50 * (number % 3), number % 3, "-", "Revised" if number == 4 else ""] for number, day in enumerate(days)]
    weekly: list[list[Cell]] = [list(WEEKLY_HEAD)]
    for week in range(weeks):
        people = sum(50 * (number % 3) for number in range(7 * week, 7 * week + 7))
        weekly.append([f"{days[7 * week + 6]:%d/%m/%Y}", people, people // 50, "-", "-" if week == 0 else 30, "-" if week == 0 else 2, ""])
    return {"Cover_sheet": [["Small boats"]], "Notes": [["Notes"]], "SB_01": daily, "SB_02": weekly}


def made_up_series(num_days: int = 1500, seed: int = 0, first: date = date(2019, 1, 1)) -> Series:
    """Days in calm and closed spells, with a season and growing boats."""
    random = np.random.default_rng(seed)
    days: list[Day] = []
    calm = True
    for number in range(num_days):
        when = first + timedelta(days=number)
        summer = np.cos(2 * np.pi * (when.timetuple().tm_yday - 220) / 365)
        calm = random.random() < (0.8 if calm else 0.25) + 0.1 * summer
        boats = 1 + int(random.negative_binomial(1.5, 1.5 / (1.5 + 4 + 2 * summer))) if calm and random.random() < 0.8 else 0
        people = round(boats * (30 + 10 * number / 365) * random.gamma(25, 1 / 25))
        days.append(Day(when, people, boats, 0))
    return Series(tuple(days), (), "made-up")


def _row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell
            else "<table:table-cell/>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
