"""Columns of text to typed rows: every cell is read, and all that can not be is named."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from planner.domain.errors import Fault
from planner.ingest.kinds import Kind, Value
from planner.ingest.read import RawTable, RawWorkspace
from planner.ingest.rows import Row, Table

if TYPE_CHECKING:
    import pandas as pd

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
    names, texts = raw.spec.column_names, raw.columns
    cells = {column.name: _values(texts[column.name], column.kind) for column in raw.spec.columns}
    failed = _failed_cells(raw, cells)
    bad_rows = {number for number, _ in failed}
    rows = tuple(
        Row(
            number=number,
            texts={name: text for name, text in zip(names, row_texts, strict=True) if text is not None},
            cells={name: value for name, value in zip(names, row_cells, strict=True) if value is not None},
            is_whole=number not in bad_rows and not raw.missing,
        )
        for number, row_texts, row_cells in zip(
            raw.numbers, zip(*texts.values(), strict=True), zip(*cells.values(), strict=True), strict=True
        )
    )
    return Table(raw.spec, raw.file, rows), tuple(_fault(raw, number, column, text) for (number, column), text in failed.items())


def _values(texts: tuple[str | None, ...], kind: Kind) -> list[Value | None]:
    """Values of a column, each different text read once; None for a blank and for what can not be read."""
    found: dict[str | None, Value | None] = {text: kind.maybe(text) for text in set(texts) if text is not None}
    return [found.get(text) for text in texts]


def _has_trouble(raw: RawTable, cells: Mapping[str, list[Value | None]]) -> bool:
    """Whether a required cell is blank, or a cell can not be read."""
    return any(
        value is None and (column.required or text is not None)
        for column in raw.spec.columns
        if column.name not in raw.missing
        for text, value in zip(raw.columns[column.name], cells[column.name], strict=True)
    )


def _failed_cells(raw: RawTable, cells: Mapping[str, list[Value | None]]) -> Mapping[tuple[int, str], str]:
    """Row and column of each failing cell, with the text found; the empty text for a blank one."""
    if not _has_trouble(raw, cells):
        return {}
    import pandas as pd
    from pandera.errors import SchemaErrors

    schema = raw.spec.schema.remove_columns(sorted(raw.missing)) if raw.missing else raw.spec.schema
    present = {name: texts for name, texts in raw.columns.items() if name not in raw.missing}
    try:
        schema.validate(pd.DataFrame(present, index=pd.Index(raw.numbers, dtype=int), dtype=object), lazy=True)
    except SchemaErrors as error:
        return _located(cast("pd.DataFrame", error.failure_cases))  # pyright: ignore[reportUnknownMemberType]  # pandera leaves it untyped
    return {}


def _located(failures: "pd.DataFrame") -> dict[tuple[int, str], str]:
    places = zip(failures["index"].astype(int), failures["column"].astype(str), strict=True)
    texts = ["" if check == _BLANK else str(case) for check, case in zip(failures["check"], failures["failure_case"], strict=True)]
    return dict(zip(places, texts, strict=True))


def _fault(raw: RawTable, number: int, column: str, text: str) -> Fault:
    kind = raw.spec.by_name[column].kind
    problem = kind.fault(text) if text else f"must not be blank; it holds {kind.allowed}"
    return Fault(raw.file, number, column, text, problem)
