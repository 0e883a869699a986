"""The one way a table is written: the same rows always give the same bytes, and read back they give the same instance."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from planner.ingest.rows import Row, Table
from planner.ingest.spec import ColumnSpec, TableSpec
from planner.ingest.tables import TABLES

Lines: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of text cells in the order of a table's columns, the empty text for a blank."""


def canonical_lines(table: Table) -> Lines:
    """Write a table's rows as text, sorted by key."""
    lines = zip(*(_texts(table.rows, column) for column in table.spec.columns), strict=True)
    keys = zip(*(_sort_texts(table.rows, table.spec.by_name[column]) for column in table.spec.key), strict=True)
    # The whole row settles ties, so that rows sharing a key have one order too.
    return tuple(line for _, line in sorted(zip(keys, lines, strict=True)))


def table_text(spec: TableSpec, lines: Lines) -> str:
    """Give the CSV text of canonical rows."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(spec.column_names)
    writer.writerows(lines)
    return stream.getvalue()


def write_tables(tables: Mapping[str, Lines], directory: Path) -> None:
    """Write every table as CSV into a folder, header only where a table has no rows.

    Parameters
    ----------
    tables
        Canonical rows by table name.
    directory
        An existing folder.
    """
    for name, spec in TABLES.items():
        (directory / f"{name}.csv").write_text(table_text(spec, tables[name]), encoding="utf-8", newline="")


def _texts(rows: Sequence[Row], column: ColumnSpec) -> list[str]:
    name, write = column.name, column.kind.write
    return ["" if (value := row.cells.get(name)) is None else write(value) for row in rows]


def _sort_texts(rows: Sequence[Row], column: ColumnSpec) -> list[tuple[bool, str]]:
    """One column of a key: blanks first, numbers by size."""
    name, write = column.name, column.kind.write
    cells = [(name in row.cells, row.cells.get(name)) for row in rows]
    return [
        (is_given, f"{value:020.6f}" if isinstance(value, int | Decimal) else "" if value is None else write(value))
        for is_given, value in cells
    ]
