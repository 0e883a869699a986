"""Workers on this machine: processes that start afresh, ignore Ctrl-C, and end with the one that started them."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from planner.sweep.bench import Answer, do, learn
from planner.sweep.job import Row

KEY = "job"


class Processes:
    """A pool of processes.

    Parameters
    ----------
    begin
        As in `Job`; sent to each process once.
    """

    def __init__(self, begin: Callable[[], Answer], num: int) -> None:
        self.deaths: tuple[type[Exception], ...] = (BrokenProcessPool,)
        self._begin, self._num = begin, num
        self._others = frozenset(multiprocessing.active_children())
        self._pool = self._started()
        self.most_under_way = num
        """None waits, so that a worker gets back what it has handed in unfinished: it is near to that already."""

    def submit(self, first: int, tasks: Sequence[Any]) -> "Future[list[list[Row]]]":
        """Have a slice done."""
        return self._pool.submit(do, KEY, first, tasks)

    def look(self) -> None:
        """Nothing to do: a pool tells of its dead itself."""

    def renew(self) -> None:
        """Start anew after a process has died: then the whole pool is of no more use."""
        self.close()
        self._pool = self._started()

    def close(self) -> None:
        """End every process at once, whatever it is doing."""
        for process in frozenset(multiprocessing.active_children()) - self._others:
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        # Spawned, not forked: the same on every system, and safe beside libraries that hold threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._num, mp_context=context, initializer=_be_ready, initargs=(self._begin,))


def _be_ready(begin: Callable[[], Answer]) -> None:
    # Ctrl-C is for the process that hands out the work; a solve that heard of it would end early and pass for a whole one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    learn(KEY, begin)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
