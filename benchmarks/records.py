"""What was measured, kept after each measurement, and shown as a table."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from rich.table import Table

FILE = Path("build") / "bench.json"
README = Path("README.md")
BEGINS, ENDS = "<!-- bench -->", "<!-- /bench -->"

HEADINGS = ("Bench", "Instance", "People", "Cohorts", "Columns", "Seconds", "Gap", "Against", "Its seconds", "Ratio", "Peak MiB", "Note")


@dataclass(frozen=True, slots=True)
class Record:
    """One row; what does not apply is None.

    Attributes
    ----------
    seconds
        Median of three runs where one takes under 30 s.
    peer, peer_seconds
        What it is held against.
    ratio
        Against another solver, how many times as long that one takes; else (more people, a warm start) this time as a share of the
        other. `ratio_is` says which.
    gap
        Widest gap of any measure to its proven bound, as a share of the larger of the two.
    columns
        Itineraries found.
    peak_mib
        Most memory of the process, the instance included.
    note
        A limit that was hit, or anything else to know.
    more
        Further figures, by name.
    """

    bench: str
    instance: str
    seconds: float | None = None
    peer: str | None = None
    peer_seconds: float | None = None
    ratio: float | None = None
    ratio_is: str | None = None
    gap: float | None = None
    people: int | None = None
    cohorts: int | None = None
    columns: int | None = None
    peak_mib: float | None = None
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What makes a row another row."""
        return self.bench, self.instance, self.peer

    def as_json(self) -> dict[str, Any]:
        """The row as stored: figures rounded to what they are good for, further figures beside them."""
        row: dict[str, Any] = {
            "bench": self.bench,
            "instance": self.instance,
            "seconds": _rounded(self.seconds, 3),
            "peer": self.peer,
            "peer_seconds": _rounded(self.peer_seconds, 3),
            "ratio": _rounded(self.ratio, 3),
            "gap": self.gap,
            "people": self.people,
            "cohorts": self.cohorts,
            "columns": self.columns,
            "peak_mib": _rounded(self.peak_mib, 1),
            "ratio_is": self.ratio_is,
        }
        return {**row, **({"note": self.note} if self.note else {}), **self.more}

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "Record":
        """A row as it was stored."""
        own = {each.name for each in fields(cls)} - {"more"}
        return cls(**{name: value for name, value in row.items() if name in own}, more={n: v for n, v in row.items() if n not in own})

    def cells(self) -> tuple[str, ...]:
        """The row in words, by `HEADINGS`."""
        return (
            self.bench,
            self.instance,
            _count(self.people),
            _count(self.cohorts),
            _count(self.columns),
            _seconds(self.seconds),
            "" if self.gap is None else f"{self.gap:.4%}" if self.gap else "0",
            self.peer or "",
            _seconds(self.peer_seconds),
            self._ratio_in_words(),
            _count(None if self.peak_mib is None else round(self.peak_mib)),
            self.note,
        )

    def _ratio_in_words(self) -> str:
        if self.ratio is None:
            return ""
        return f"{self.ratio:,.1f} × faster" if self.ratio_is == "peer_seconds / seconds" else f"{self.ratio:.2f} of it"


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004  # no more digits than are known


def store(records: Sequence[Record], kept: Iterable[dict[str, Any]] = ()) -> None:
    """Write all rows at once: a run that is stopped leaves the rows it has.

    Parameters
    ----------
    kept
        Rows of an earlier run to keep where no new one takes their place.
    """
    new = {record.key for record in records}
    rows = [row for row in kept if (row["bench"], row["instance"], row["peer"]) not in new] + [record.as_json() for record in records]
    FILE.parent.mkdir(exist_ok=True)
    partial = FILE.with_suffix(".partial")
    partial.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(partial, FILE)  # noqa: PTH105  # says that it replaces


def stored() -> list[dict[str, Any]]:
    """Rows of the last run; none when there was none."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else []


def shown(records: Sequence[Record]) -> Table:
    """The rows for a terminal, columns that nobody fills left out; notes are too long for it, see `notes`."""
    cells = [record.cells() for record in records]
    used = [index for index, heading in enumerate(HEADINGS) if heading != "Note" and any(row[index] for row in cells)]
    table = Table(*(HEADINGS[index] for index in used))
    for row in cells:
        table.add_row(*(row[index] for index in used))
    return table


def notes(records: Sequence[Record]) -> list[str]:
    """What there is to know of single rows."""
    return [f"{' '.join(filter(None, record.key))}: {record.note}" for record in records if record.note]


def as_markdown(records: Sequence[Record]) -> str:
    """The rows as a table for the README."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(record.cells() for record in records)]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)


def write_readme(records: Sequence[Record]) -> None:
    """Put the table between its two marks in the README.

    Raises
    ------
    ValueError
        When the README has no such marks.
    """
    text = README.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGINS)
    _, closed, after = rest.partition(ENDS)
    if not (found and closed):
        message = f"{README} has no {BEGINS} ... {ENDS} to write the table into"
        raise ValueError(message)
    README.write_text(f"{before}{BEGINS}\n{as_markdown(records)}\n{ENDS}{after}", encoding="utf-8", newline="\n")
