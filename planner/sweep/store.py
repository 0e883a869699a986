"""Rows as they come, in one folder: a Parquet file for every slice that was done, and what they were made for."""

# pyarrow ships no annotations.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from planner.domain.errors import PackError
from planner.sweep.job import Job, Row, Value

SETTINGS_NAME = "settings.json"
TASK = "task"
"""Column that numbers the tasks."""

TYPES: Mapping[type, pa.DataType] = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_()}


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of a job, in the order of its tasks, with the column ``task``."""

    table: Any

    def column(self, name: str) -> list[Value]:
        """Values of one column."""
        return self.table[name].to_pylist()

    def records(self) -> list[dict[str, Value]]:
        """Each row by column name."""
        return self.table.to_pylist()

    def with_columns(self, columns: Mapping[str, Sequence[Value]]) -> "Rows":
        """Put further columns behind the first."""
        table = self.table
        for place, (name, values) in enumerate(columns.items(), 1):
            table = table.add_column(place, name, pa.array(values))
        return Rows(table)

    def parquet(self) -> bytes:
        """The rows as a Parquet file; equal rows give equal bytes."""
        stream = BytesIO()
        parquet.write_table(self.table, stream)
        return stream.getvalue()


class Store:
    """The folder of a job's rows.

    Raises
    ------
    PackError
        When the folder holds something else, or rows made for other settings.
    """

    def __init__(self, folder: Path, job: Job[Any]) -> None:
        self._folder, self._num_tasks = folder, len(job.tasks)
        self._schema = pa.schema([(TASK, pa.int64()), *((name, TYPES[kind]) for name, kind in job.columns.items())])
        number = {} if job.is_series else {"number of tasks": str(self._num_tasks)}
        self._open({**job.settings, **job.made_with(), "columns": ", ".join(job.columns), **number})
        self._done = [False] * self._num_tasks
        for first, last, _ in self._parts():
            for number in range(first, min(last + 1, self._num_tasks)):
                self._done[number] = True

    @property
    def num_done(self) -> int:
        """Tasks whose rows are kept."""
        return sum(self._done)

    @property
    def num_first(self) -> int:
        """Tasks from the first on, without a gap, whose rows are kept."""
        return self._done.index(False) if False in self._done else self._num_tasks

    def missing(self, length: int) -> Iterator[range]:
        """Tasks still to be done, in slices of neighbours."""
        for start in range(0, self._num_tasks, length):
            left = [number for number in range(start, min(start + length, self._num_tasks)) if not self._done[number]]
            while left:
                first, num = left[0], next((at for at, number in enumerate(left) if number != left[0] + at), len(left))
                yield range(first, first + num)
                left = left[num:]

    def add(self, first: int, done: Sequence[Sequence[Row]]) -> None:
        """Keep the rows of neighbouring tasks: the file is there whole or not at all."""
        rows = [{TASK: number, **row} for number, rows in enumerate(done, first) for row in rows]
        last = first + len(done) - 1
        table = pa.Table.from_pylist(rows, self._schema)
        _write_whole(self._folder / f"rows-{first:07d}-{last:07d}.parquet", Rows(table).parquet())
        self._done[first : last + 1] = [True] * len(done)

    def rows(self) -> Rows:
        """Give every row, in the order of the tasks.

        Raises
        ------
        PackError
            When a file can not be read.
        """
        tables: list[pa.Table] = [self._schema.empty_table()]
        reached = 0
        for first, last, path in self._parts():
            try:
                # Where two runs were at work in one folder, tasks may stand in two files; of a series there may be more.
                asked = [(TASK, ">=", reached), (TASK, "<", self._num_tasks)]
                is_whole = reached <= first and last < self._num_tasks
                tables.append(parquet.read_table(path, schema=self._schema, filters=None if is_whole else asked))
            except (OSError, pa.ArrowInvalid) as error:
                raise PackError(f"{path} can not be read: delete it, and its tasks are done again") from error
            reached = max(reached, last + 1)
        return Rows(pa.concat_tables(tables).combine_chunks())

    def _open(self, settings: Mapping[str, str]) -> None:
        path = self._folder / SETTINGS_NAME
        self._folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            if any(self._folder.iterdir()):
                raise PackError(f"{self._folder} holds other files: choose another folder with --out")
            text = json.dumps(settings, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            _write_whole(path, text.encode())
            return
        try:
            found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise PackError(f"{path} can not be read: choose another folder with --out, or delete {self._folder}") from error
        other = sorted(name for name in settings.keys() | found.keys() if settings.get(name) != found.get(name))
        if other:
            raise PackError(
                f"{self._folder} holds results of another run (different: {', '.join(other)}), which are not mixed with these; "
                "choose another folder with --out, or delete it"
            )

    def _parts(self) -> list[tuple[int, int, Path]]:
        found: list[tuple[int, int, Path]] = []
        for path in sorted(self._folder.glob("rows-*-*.parquet")):
            _, first, last = path.stem.split("-")
            found.append((int(first), int(last), path))
        return found


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105  # says that it replaces
