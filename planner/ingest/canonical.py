"""The one way a table is written: the same rows always give the same bytes, and read back they give the same instance."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pandas as pd

from planner.ingest.rows import Row, Table
from planner.ingest.spec import ColumnSpec, TableSpec
from planner.ingest.tables import TABLES

Frames = Mapping[str, pd.DataFrame]
"""Canonical frames by table name: text cells, the empty text for a blank."""


def canonical_frame(table: Table) -> pd.DataFrame:
    """Write a table's rows as text, sorted by key."""
    # The whole row settles ties, so that rows sharing a key have one order too.
    rows = sorted((_sort_key(row, table.spec), _cells(row, table.spec)) for row in table.rows)
    return pd.DataFrame([cells for _, cells in rows], columns=list(table.spec.column_names), dtype=object)


def table_text(spec: TableSpec, frame: pd.DataFrame) -> str:
    """Give the CSV text of a canonical frame."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(spec.column_names)
    writer.writerows(frame.loc[:, list(spec.column_names)].to_numpy().tolist())
    return stream.getvalue()


def write_tables(tables: Frames, directory: Path) -> None:
    """Write every table as CSV into a folder, header only where a table has no rows.

    Parameters
    ----------
    tables
        Canonical frames by table name.
    directory
        An existing folder.
    """
    for name, spec in TABLES.items():
        (directory / f"{name}.csv").write_text(table_text(spec, tables[name]), encoding="utf-8", newline="")


def _cells(row: Row, spec: TableSpec) -> list[str]:
    return ["" if (value := row.cells.get(column.name)) is None else column.kind.write(value) for column in spec.columns]


def _sort_key(row: Row, spec: TableSpec) -> tuple[tuple[bool, str], ...]:
    return tuple((column in row.cells, _sortable(row, spec.by_name[column])) for column in spec.key)


def _sortable(row: Row, column: ColumnSpec) -> str:
    value = row.cells.get(column.name)
    if isinstance(value, int | Decimal):
        return f"{value:020.6f}"
    return "" if value is None else column.kind.write(value)
