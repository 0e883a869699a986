"""Workers of a Dask cluster. Dask gives the slices of a worker that dies to another one."""

# distributed is annotated in part; what it returns is left open.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from time import monotonic
from typing import Any

from distributed import Client, KilledWorker, Worker, WorkerPlugin

from planner.domain.errors import PlannerError
from planner.sweep.bench import Answer, do, forget, learn
from planner.sweep.job import Job, Row

LOGS = ("distributed", "tornado.application")
PATIENCE = 20
"""Seconds to wait for the scheduler, and for its first worker."""


class ClusterError(PlannerError):
    """A cluster is not there, not fit, or has gone."""


class Cluster:
    """A Dask cluster.

    Raises
    ------
    ClusterError
        When no scheduler answers, it has no worker, or a worker has other versions than this machine.
    """

    def __init__(self, job: Job[Any], address: str) -> None:
        self.deaths: tuple[type[Exception], ...] = (CancelledError, KilledWorker, OSError)
        self._address, self._key = address, f"planner-{uuid.uuid4().hex}"
        # What Dask has to say about workers and schedulers that go is dealt with here.
        logs = [name for name in logging.root.manager.loggerDict if name.startswith(LOGS)]
        self._levels = {name: logging.getLogger(name).level for name in logs}
        self._say(dict.fromkeys(logs, logging.CRITICAL))
        try:
            self._client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            self._say(self._levels)
            raise ClusterError(
                f"no Dask scheduler answers at {address}; start one with `dask scheduler`, or leave out --cluster"
            ) from error
        try:
            self._check(job)
            self._client.register_plugin(_Learned(self._key, job.begin), name=self._key)
            self._seen = monotonic()
            self._executor = self._client.get_executor(pure=False)
            self.most_under_way = 3 * max(2, sum(self._client.nthreads().values()))
        except BaseException:
            self._leave()
            raise

    def submit(self, first: int, tasks: Sequence[Any]) -> "Future[list[list[Row]]]":
        """Have a slice done."""
        return self._executor.submit(do, self._key, first, tasks)

    def look(self) -> None:
        """Wait for workers while there are none, but not for ever.

        Raises
        ------
        ClusterError
            When none has come for a while.
        """
        if self._client.nthreads():
            self._seen = monotonic()
        elif monotonic() - self._seen > PATIENCE:
            raise ClusterError(f"the Dask scheduler at {self._address} has no worker left; start some with `dask worker`, then go on")

    def renew(self) -> None:
        """A slice came to no end.

        Raises
        ------
        ClusterError
            Always: Dask has tried it several times by then.
        """
        raise ClusterError(f"the cluster at {self._address} has gone, or its workers die at the same scenario again and again")

    def close(self) -> None:
        """Leave the cluster as it was; what its workers are doing is of no more use."""
        with suppress(OSError):  # a scheduler that has gone needs nothing taken back
            self._executor.shutdown(wait=False)
            self._client.unregister_worker_plugin(self._key)
        self._leave()

    def _leave(self) -> None:
        self._client.close()
        self._say(self._levels)

    def _say(self, levels: Mapping[str, int]) -> None:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)

    def _check(self, job: Job[Any]) -> None:
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ClusterError(f"the Dask scheduler at {self._address} has no worker; start some with `dask worker`") from error
        mine = dict(job.made_with())
        try:
            all_theirs: dict[str, dict[str, str]] = self._client.run(_made_with, job.made_with)
        except Exception as error:  # whatever a worker without our code raises
            raise ClusterError(f"a worker at {self._address} can not do this work, is the planner installed there? {error}") from error
        for worker, theirs in all_theirs.items():
            other = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
            if other:
                said = ", ".join(f"{name} {theirs.get(name, 'missing')} (here {mine.get(name, 'missing')})" for name in other)
                raise ClusterError(f"the worker {worker} would not give the same results: it has {said}")


class _Learned(WorkerPlugin):
    """Tells every worker of the job, those that come later too."""

    def __init__(self, key: str, begin: Callable[[], Answer]) -> None:
        self._key, self._begin = key, begin

    def setup(self, worker: Worker) -> None:  # noqa: ARG002  # Dask hands it over
        learn(self._key, self._begin)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # as above
        forget(self._key)


def _made_with(made_with: Callable[[], dict[str, str]]) -> dict[str, str]:
    return dict(made_with())
