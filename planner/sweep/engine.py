"""Does every task of a job that is not done yet, and keeps the rows as they come.

Rows are the same whoever does the work, in whatever order: the table has them by task. A worker that dies costs the slice in its hands,
which another one does again. Whoever stops the run keeps what is done, and the same call goes on from there.
"""

import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from planner.domain.errors import PlannerError, SolverError, StoppedError
from planner.sweep.job import Crew, Job, Progress, Row, Task
from planner.sweep.processes import Processes

if TYPE_CHECKING:
    from planner.sweep.store import Rows, Store

MOST_DEATHS = 3
"""Deaths of workers one after the other with nothing done in between, after which it is no accident."""

TICK = 1.0
MINUTE, HOUR = 60, 3600


class Hands(Protocol):
    """Workers."""

    most_under_way: int
    """Slices to hand out at once."""

    deaths: tuple[type[Exception], ...]
    """What a slice ends in when its worker dies."""

    def submit(self, first: int, tasks: Sequence[Any]) -> "Future[list[list[Row]]]":
        """Have a slice done, given the number of its first task."""
        ...

    def look(self) -> None:
        """See now and then whether anybody is still there."""
        ...

    def renew(self) -> None:
        """Go on after a death."""
        ...

    def close(self) -> None:
        """End the work."""
        ...


def run(job: Job[Task], folder: Path, progress: Progress, crew: Crew | None = None) -> "Rows":
    """Do a job.

    Parameters
    ----------
    folder
        Where the rows are kept; made when it is not there, gone on with when it holds some of the same job.
    crew
        Who does the work; all cores of this machine when not given.

    Returns
    -------
    Rows
        Every row, in the order of the tasks.

    Raises
    ------
    StoppedError
        Somebody stopped it; what is done is kept.
    PackError
        The folder holds something else.
    PlannerError
        The cluster is not there or not fit, or workers die again and again.
    """
    from planner.sweep.store import Store

    store = Store(folder, job)
    if store.num_done < len(job.tasks):
        try:
            hands = _hands(job, crew or Crew())
            try:
                _work(job, store, hands, progress)
            finally:
                hands.close()
        except KeyboardInterrupt as stopped:
            kept = f"{store.num_done:,} of {len(job.tasks):,} {job.noun} are done and kept in {folder}"
            fewer = (
                f", and one that asks for the first {store.num_first:,} alone is done at once" if job.is_series and store.num_first else ""
            )
            raise StoppedError(f"stopped; {kept}. The same command goes on from there{fewer}") from stopped
    return store.rows()


def _hands(job: Job[Task], crew: Crew) -> Hands:
    if crew.cluster is None:
        return Processes(job.begin, crew.num_processes)
    if not find_spec("distributed"):
        message = 'a sweep on a cluster needs the package distributed: py -m pip install "channel-planner[cluster]"'
        raise PlannerError(message)
    from planner.sweep.cluster import Cluster

    return Cluster(job, crew.cluster)


def _work(job: Job[Task], store: "Store", hands: Hands, progress: Progress) -> None:
    waiting, under_way = deque(store.missing(job.slice_length(hands.most_under_way))), dict[Future[list[list[Row]]], range]()
    before, began, deaths = store.num_done, time.monotonic(), 0
    while waiting or under_way:
        progress(_told(job, store.num_done, before, time.monotonic() - began), store.num_done / len(job.tasks))
        try:
            while waiting and len(under_way) < hands.most_under_way:
                part = waiting[0]
                under_way[hands.submit(part.start, job.tasks[part.start : part.stop])] = part
                waiting.popleft()
            hands.look()
            for future in wait(under_way, TICK, FIRST_COMPLETED).done:
                done = future.result()
                part = under_way.pop(future)
                store.add(part.start, done)
                deaths = 0
                if rest := part[len(done) :]:
                    # Whoever hands something back goes on with it; at the end others take half of it.
                    is_end = not waiting and len(under_way) + 1 < hands.most_under_way
                    waiting.extendleft(reversed(_halves(rest) if is_end else [rest]))
        except hands.deaths as died:
            deaths += 1
            if deaths >= MOST_DEATHS and min(map(len, under_way.values()), default=1) == 1:
                first = min(part.start for part in (*under_way.values(), *waiting))
                message = f"worker processes end again and again, near number {first} of the {job.noun}; is there memory enough?"
                raise SolverError(message) from died
            # In halves: so a task on which every worker dies is soon alone.
            halves = [half for part in under_way.values() for half in _halves(part)]
            waiting = deque(sorted((*halves, *waiting), key=lambda part: part.start))
            under_way.clear()
            hands.renew()
    progress(_told(job, store.num_done, before, time.monotonic() - began), 1.0)


def _halves(part: range) -> list[range]:
    middle = -(-len(part) // 2)
    return [half for half in (part[:middle], part[middle:]) if half]


def _told(job: Job[Task], done: int, before: int, seconds: float) -> str:
    """How far it is, and how long the rest will take at the pace so far."""
    so_far = f"{done:,} of {len(job.tasks):,} {job.noun}"
    if done == before or done == len(job.tasks):
        return so_far
    return f"{so_far}, {left_text((len(job.tasks) - done) * seconds / (done - before))} left"


def left_text(seconds: float) -> str:
    """Show a time to come, no finer than it can be known."""
    if seconds < MINUTE:
        return "less than a minute"
    number, unit = (round(seconds / MINUTE), "minute") if seconds < HOUR else (round(seconds / HOUR), "hour")
    return f"about {number} {unit}{'s' if number > 1 else ''}"
