"""Writes docs/inputs.md from the tables themselves, so that the page and the checks can not drift apart.

``python -m planner.ingest.inputs_doc docs/inputs.md`` writes the committed page again.
"""

import sys
from pathlib import Path

from planner.ingest.kinds import Entry
from planner.ingest.spec import ColumnSpec, TableSpec
from planner.ingest.tables import TABLES
from planner.ingest.triage import TRIAGE_CODES

_INTRODUCTION = """\
# Inputs

<!-- Written by planner/ingest/inputs_doc.py: change the tables there, then run `python -m planner.ingest.inputs_doc docs/inputs.md`. -->

A workspace is one folder: `config.toml`, and the tables below either as CSV files (`people.csv`, `sites.csv`, ...) or as one Excel
workbook `inputs.xlsx` with a sheet for each table. Not both. `python -m planner.ingest.template inputs.xlsx` writes an
empty workbook with notes and drop-downs.

Faults of all files are reported at once, each with file, row (as Excel numbers it), column, the value found and what is allowed;
nothing is planned until they are mended. Rows that can be right but look doubtful go on the [triage list](#triage-list) and are planned
around.

## How cells are read

- **Files.** CSV files are UTF-8 with commas ("CSV UTF-8 (comma delimited)" in Excel). Row 1 holds the column names, spelt as below, in
  any order; every column is there, also when it has no values. Rows in any order give the same plan. Blank rows are passed over; merged
  cells are refused.
- **Spaces** around a cell mean nothing. Words such as `yes` may be written in any case. Formula-like text is only text.
- **Ids** are text: `007` stays `007` in a CSV file or a text cell. A number in an Excel cell is read without `.0`.
- **Times** are `2026-08-10 04:35` or `2026-08-10T04:35` (London), `2026-08-10T04:35+01:00`, `2026-08-10T03:35Z`, or real Excel times
  (London). On the two nights when the clock changes, a London time that does not exist or exists twice needs its offset.
- **Dates** are `2026-08-10` or real Excel dates. A night belongs to the date it starts on.
- **Positions** are decimal degrees (`51.0383`, `-0.18`) or degrees and minutes (`51°02.3'N`, `1 18.5 E`, `0°10.8'W`). Incidents lie at
  sea in the Channel, latitude 48.5 to 53 and longitude -5 to 6; sites lie in the United Kingdom, latitude 49 to 61 and longitude -9 to
  3.
- **Numbers** have a decimal point and no separators. They are kept exactly as written.
- **Lists** are words separated by `;`, each once.
- **People are pseudonymous ids.** A column with a name, nationality, country, birth, religion, ethnicity, passport, address, phone or
  email is refused in any spelling: the planner must not hold such facts, and they must never order people. (`name` in sites and units
  is the name of a place.)
- **Places.** `launch_area`, `place_id` and `arrival_place_id` are ids of the places table that comes with the planner, such as
  `LA-CALAIS`, `LHR` and `CDG`.

## Tables
"""

_RESULT = """
## Triage list

Doubts that do not stop a plan. Each entry names the id it is about and says what the plan does with it.

| code | doubt |
|---|---|
"""


def inputs_doc() -> str:
    """Give the page as Markdown."""
    overview = ["| table | file may be missing | what it holds |", "|---|---|---|"]
    overview += [
        f"| [{spec.name}](#{spec.name}) | {'yes' if spec.is_optional else 'no'} | {spec.description} |" for spec in TABLES.values()
    ]
    tables = [_table_section(spec) for spec in TABLES.values()]
    codes = "".join(f"| `{code}` | {meaning} |\n" for code, meaning in TRIAGE_CODES.items())
    return "\n".join([_INTRODUCTION, *overview, "", "\n".join(tables)]) + _RESULT + codes


def _table_section(spec: TableSpec) -> str:
    file_note = " The file may be missing." if spec.is_optional else " At least one row is needed." if spec.needs_rows else ""
    lines = [
        f"### {spec.name}",
        "",
        f"{spec.description}{file_note}",
        "",
        f"One row for each {' + '.join(f'`{column}`' for column in spec.key)}.",
        "",
    ]
    lines += ["| column | filled | what it says | allowed | unit | example |", "|---|---|---|---|---|---|"]
    lines += [_column_line(column) for column in spec.columns]
    return "\n".join([*lines, ""])


def _column_line(column: ColumnSpec) -> str:
    filled = "always" if column.required else "may be blank"
    cells = [f"`{column.name}`", filled, column.meaning, allowed_words(column), column.unit, f"`{column.example}`"]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def allowed_words(column: ColumnSpec) -> str:
    """Say what a column allows, shortly where every table says the same."""
    kind = column.kind
    if kind.entry is Entry.CHOICE or kind.choices:
        return f"{kind.label}: {', '.join(kind.choices)}"
    short = {"id": "id", "text": "text", "latitude": "latitude", "longitude": "longitude", "date": "date", "time": "time", "list": "list"}
    return short.get(kind.label, kind.allowed.removeprefix("a ").split(", such as")[0])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(inputs_doc(), encoding="utf-8", newline="\n")
