"""What happens inside a worker: it learns a job once, and does slices of its tasks."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from planner.domain.errors import SolverError
from planner.sweep.job import Row

SLICE_SECONDS = 4.0
"""After so long a worker hands in what it has done and leaves the rest of its slice: so much is lost at most when somebody stops it."""

Answer: TypeAlias = Callable[[Any], Iterable[Row]]

_begins: dict[str, Callable[[], Answer]] = {}
_answers: dict[str, Answer] = {}
_busy = threading.Lock()
"""A worker of a cluster may have several threads; what solves is made for one."""


def learn(key: str, begin: Callable[[], Answer]) -> None:
    """Hear of a job; it is begun with the first task."""
    _begins[key] = begin


def forget(key: str) -> None:
    """Let go of a job."""
    _begins.pop(key, None)
    _answers.pop(key, None)


def do(key: str, first: int, tasks: Sequence[Any]) -> list[list[Row]]:
    """Do tasks one after the other until all are done or the time of a slice is over.

    Parameters
    ----------
    first
        Number of the first task.

    Returns
    -------
    list
        Rows of each task done: of the first one at least.

    Raises
    ------
    SolverError
        When a task fails, whatever with: not every error can travel between processes.
    """
    began, done = time.monotonic(), list[list[Row]]()
    with _busy:
        if key not in _answers:
            _answers[key] = _begins[key]()
        for number, task in enumerate(tasks, first):
            try:
                done.append(list(_answers[key](task)))
            except Exception as error:
                if done:  # handed in first: the next slice begins with what fails
                    break
                raise SolverError(f"number {number} failed: {error or type(error).__name__}") from error
            if time.monotonic() - began > SLICE_SECONDS:
                break
    return done
