"""Tables as lines of text, for a terminal."""

from planner.plan.tables import Table
from planner.report.summary import show

LONGEST = 66
"""Characters of a cell that are shown."""


def text_table(table: Table, columns: int | None = None) -> list[str]:
    """Lines of a table, numbers to the right.

    Parameters
    ----------
    columns
        How many columns to show; None for all.
    """
    names = table.columns[:columns]
    shown = [[_cut(show(cell)) for cell in row[:columns]] for row in table.rows]
    widths = [max([len(_cut(name)), *(len(row[column]) for row in shown)]) for column, name in enumerate(names)]
    numeric = [all(isinstance(row[column], int | float) or _is_difference(name) for row in table.rows) for column, name in enumerate(names)]
    lines = [[_cut(name) for name in names], *shown]
    return [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width) for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    ]


def _is_difference(name: str) -> bool:
    return name.endswith(": difference")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
