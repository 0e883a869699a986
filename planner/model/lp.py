"""One linear programme, solved again and again as columns and rows are added and objectives change.

One interface; the engines behind it stand in `planner.model.engines`. They keep their basis from one solve to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from planner.domain.errors import SolverError
from planner.model.network import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Answer:
    """An optimum. N columns, M rows.

    Attributes
    ----------
    values, reduced
        ``(N,)``.
    duals
        ``(M,)``; the change of the optimum when a row's bound grows by one.
    """

    objective: float
    values: Floats
    reduced: Floats
    duals: Floats
    iterations: int


class InfeasibleError(SolverError):
    """Nothing satisfies all bounds."""

    def __init__(self, message: str = "the linear programme has no solution") -> None:
        super().__init__(message)


class LinearProgramme(Protocol):
    """Minimise cost over columns between bounds, rows between bounds."""

    def add_rows(self, lower: Floats, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """Add rows; entries are ``(number among the new rows, column, value)``."""
        ...

    def add_columns(self, upper: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """Add columns from 0 up; entries are ``(row, number among the new columns, value)``."""
        ...

    def keep(self, columns: Flags) -> None:
        """Take out all other columns."""
        ...

    def set_costs(self, costs: Floats) -> None:
        """Set the cost of every column."""
        ...

    def set_columns(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Set the bounds of columns."""
        ...

    def set_rows(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Set the bounds of rows."""
        ...

    def basis(self) -> tuple[Flags, Flags] | None:
        """Which columns and rows are basic after a solve; None when the engine does not say."""
        ...

    def start_from(self, columns: Flags, rows: Flags) -> None:
        """Begin the next solve with some columns and rows basic, all other columns at 0 and rows at their upper bounds."""
        ...

    def solve(self, *, dual: bool) -> Answer:
        """Solve from the last basis, by the dual simplex when it is the rows or bounds that changed.

        Raises
        ------
        InfeasibleError
            When nothing satisfies all bounds.
        SolverError
            When there is no optimum for another reason.
        """
        ...


def by_row(entries: tuple[Ints, Ints, Floats], num_rows: int) -> tuple[Ints, Ints, Floats]:
    """Entries ``(row, column, value)`` as starts, columns and values, row by row."""
    rows, columns, values = entries
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(num_rows))
    return starts, columns[order], values[order]


def joined(parts: Sequence[tuple[Ints, Ints, Floats]]) -> tuple[Ints, Ints, Floats]:
    """Entries of several parts, one after the other; at least one part."""
    return (
        np.concatenate([rows for rows, _, _ in parts]),
        np.concatenate([columns for _, columns, _ in parts]),
        np.concatenate([values for _, _, values in parts]),
    )


def no_optimum(engine: str, status: str) -> SolverError:
    """What is raised when an engine finds no optimum."""
    return SolverError(f"the linear programme ended with {status} in {engine}")
