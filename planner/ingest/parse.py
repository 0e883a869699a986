"""Text frames to typed rows: each table is checked by its pandera schema once, and all that fails is named."""

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
from pandera.errors import SchemaErrors

from planner.domain.errors import Fault
from planner.ingest.kinds import Value
from planner.ingest.read import RawTable, RawWorkspace
from planner.ingest.rows import Row, Table

_BLANK = "not_nullable"


def parse_workspace(raw: RawWorkspace) -> tuple[dict[str, Table], tuple[Fault, ...]]:
    """Read every cell of every table.

    Returns
    -------
    tuple
        Tables by name, and the faults of all their cells.
    """
    parsed = {name: parse_table(table) for name, table in raw.tables.items()}
    return {name: table for name, (table, _) in parsed.items()}, tuple(fault for _, faults in parsed.values() for fault in faults)


def parse_table(raw: RawTable) -> tuple[Table, tuple[Fault, ...]]:
    """Read every cell of one table; a cell that can not be read is left out of its row and named."""
    failed = _failed_cells(raw)
    values = {column: _column_values(raw, column, failed) for column in raw.spec.column_names}
    texts: dict[str, list[str | None]] = {column: raw.frame[column].tolist() for column in raw.spec.column_names}
    bad_rows = {number for number, _ in failed}
    rows = tuple(
        Row(
            number=number,
            texts={column: cell for column in texts if (cell := texts[column][index]) is not None},
            cells={column: value for column in values if (value := values[column][index]) is not None},
            is_whole=number not in bad_rows and not raw.missing,
        )
        for index, number in enumerate(raw.frame.index.tolist())
    )
    return Table(raw.spec, raw.file, rows), tuple(_fault(raw, number, column, text) for (number, column), text in failed.items())


def _failed_cells(raw: RawTable) -> Mapping[tuple[int, str], str]:
    """Row and column of each failing cell, with the text found; the empty text for a blank one."""
    if raw.frame.empty:
        return {}
    schema = raw.spec.schema.remove_columns(sorted(raw.missing)) if raw.missing else raw.spec.schema
    try:
        schema.validate(raw.frame.drop(columns=sorted(raw.missing)), lazy=True)
    except SchemaErrors as error:
        return _located(cast("pd.DataFrame", error.failure_cases))  # pyright: ignore[reportUnknownMemberType]  # pandera leaves it untyped
    return {}


def _located(failures: pd.DataFrame) -> dict[tuple[int, str], str]:
    places = zip(failures["index"].astype(int), failures["column"].astype(str), strict=True)
    texts = ["" if check == _BLANK else str(case) for check, case in zip(failures["check"], failures["failure_case"], strict=True)]
    return dict(zip(places, texts, strict=True))


def _fault(raw: RawTable, number: int, column: str, text: str) -> Fault:
    kind = raw.spec.by_name[column].kind
    problem = kind.fault(text) if text else f"must not be blank; it holds {kind.allowed}"
    return Fault(raw.file, number, column, text, problem)


def _column_values(raw: RawTable, column: str, failed: Mapping[tuple[int, str], str]) -> list[Value | None]:
    read = raw.spec.by_name[column].kind.read
    cells: pd.Series[Any] = raw.frame[column]
    return [None if cell is None or (number, column) in failed else read(cell) for number, cell in cells.items()]
