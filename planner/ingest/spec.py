"""How a table is described: its columns in their order, each with what it means beside what it may hold."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pandera leaves much untyped.

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.ingest.kinds import Kind

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import Check, DataFrameSchema


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
    columns
        Columns in their order.
    key
        Columns that together say which row is meant; rows are sorted by them and no two may share them.
    is_optional
        Whether the file or sheet may be missing.
    needs_rows
        Whether a header alone is not enough.
    """

    name: str
    description: str
    columns: tuple[ColumnSpec, ...]
    key: tuple[str, ...]
    is_optional: bool = False
    needs_rows: bool = False

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, ColumnSpec]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def schema(self) -> "DataFrameSchema":
        """The schema that names every failing cell: columns of text that each column's kind can read."""
        # pandera takes half a second to import: only for tables that have such a cell.
        import pandera.pandas as pa

        columns = {column.name: pa.Column(object, _check(column.kind), nullable=not column.required) for column in self.columns}
        return pa.DataFrameSchema(columns, name=self.name, description=self.description, strict=True, ordered=False)


def column(kind: Kind, meaning: str, example: str, *, unit: str = "", required: bool = True) -> ColumnSpec:
    """Describe a column that `table` names: text that ``kind`` can read, blank only where not ``required``."""
    return ColumnSpec("", kind, required, meaning, unit, example)


def table(
    name: str,
    description: str,
    columns: Mapping[str, ColumnSpec],
    key: tuple[str, ...],
    *,
    is_optional: bool = False,
    needs_rows: bool = False,
) -> TableSpec:
    """Describe a table."""
    named = tuple(replace(column, name=name) for name, column in columns.items())
    return TableSpec(name, description, named, key, is_optional, needs_rows)


def _check(kind: Kind) -> "Check":
    import pandera.pandas as pa

    def fits(cells: "pd.Series[str]") -> "pd.Series[bool]":
        return cells.map(lambda cell: not kind.fault(str(cell))).astype(bool)

    return pa.Check(fits, name=kind.label, error=kind.allowed, ignore_na=True)
