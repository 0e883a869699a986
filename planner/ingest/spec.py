"""How a table is described: a pandera schema over text cells, with what each column means kept beside its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa

from planner.ingest.kinds import Kind


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column.

    Parameters
    ----------
    required
        Whether every row needs a value.
    meaning
        What the column says, as one sentence.
    unit
        Unit of a number; empty for none.
    example
        An example of a cell.
    """

    name: str
    kind: Kind
    required: bool
    meaning: str
    unit: str
    example: str


@dataclass(frozen=True)
class TableSpec:
    """One table of the workspace.

    Parameters
    ----------
    schema
        Columns in their order, with a check for each.
    key
        Columns that together say which row is meant; rows are sorted by them and no two may share them.
    is_optional
        Whether the file or sheet may be missing.
    needs_rows
        Whether a header alone is not enough.
    """

    name: str
    description: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    is_optional: bool = False
    needs_rows: bool = False

    @cached_property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """Columns in their order."""
        return tuple(_described(name, column) for name, column in self.schema.columns.items())

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, ColumnSpec]:
        """Columns by name."""
        return {column.name: column for column in self.columns}


def column(kind: Kind, meaning: str, example: str, *, unit: str = "", required: bool = True) -> pa.Column:
    """Describe a column: text that ``kind`` can read, blank only where not ``required``."""

    def fits(cells: "pd.Series[str]") -> "pd.Series[bool]":
        return cells.map(lambda cell: not kind.fault(str(cell))).astype(bool)

    return pa.Column(
        object,
        pa.Check(fits, name=kind.label, error=kind.allowed, ignore_na=True),
        nullable=not required,
        description=meaning,
        metadata={"kind": kind, "unit": unit, "example": example},
    )


def table(
    name: str,
    description: str,
    columns: Mapping[str, pa.Column],
    key: tuple[str, ...],
    *,
    is_optional: bool = False,
    needs_rows: bool = False,
) -> TableSpec:
    """Describe a table."""
    schema = pa.DataFrameSchema(dict(columns), name=name, description=description, strict=True, ordered=False)
    return TableSpec(name, description, schema, key, is_optional, needs_rows)


def _described(name: str, column: pa.Column) -> ColumnSpec:
    facts = cast("Mapping[str, Any]", column.metadata)  # pyright: ignore[reportUnknownMemberType]  # pandera leaves it untyped
    return ColumnSpec(name, facts["kind"], not column.nullable, column.description or "", facts["unit"], facts["example"])
