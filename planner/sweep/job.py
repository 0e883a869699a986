"""What is to be done many times, and by whom."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

Task = TypeVar("Task")
Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, Value]
Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""

MOST_TASKS_A_SLICE = 250
SLICES = 4
"""At first so many slices are waiting for each that can be under way."""


@dataclass(frozen=True, slots=True)
class Job(Generic[Task]):
    """Many tasks for one function. All but the settings must be fit to be pickled.

    Attributes
    ----------
    noun
        What the tasks are called, in the plural.
    tasks
        Numbered by their place, from 0. Those that stand together are done together: put alike ones side by side.
    begin
        Called once in each worker; gives the function that turns a task into its rows, none at all for one. The rows must depend on the
        task alone, not on what the worker did before.
    columns
        Type of each column of the rows (`int`, `float`, `str`, `bool`); any value may be missing.
    settings
        Everything else that the rows depend on, as texts: results kept for other settings are never mixed with these.
    made_with
        Versions of what does the work; asked of every worker of a cluster, which must give the same.
    is_series
        Whether fewer tasks are always the first of more: then rows kept for more or fewer of them are taken.
    """

    noun: str
    tasks: Sequence[Task]
    begin: Callable[[], Callable[[Task], Iterable[Row]]]
    columns: Mapping[str, type]
    settings: Mapping[str, str]
    made_with: Callable[[], Mapping[str, str]]
    is_series: bool = False

    def slice_length(self, most_under_way: int) -> int:
        """Tasks handed out at once: many, since neighbours are soon done together; a worker hands back what takes it too long."""
        return max(1, min(MOST_TASKS_A_SLICE, -(-len(self.tasks) // (SLICES * most_under_way))))


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: processes of this machine, or a Dask cluster.

    Parameters
    ----------
    workers
        Processes; None for one a core.
    cluster
        Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; None for this machine.
    """

    workers: int | None = None
    cluster: str | None = None

    @property
    def num_processes(self) -> int:
        """Processes on this machine."""
        return self.workers or num_cores()


def num_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
