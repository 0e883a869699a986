"""Runs measurements, each in a process of its own, and remembers what they said."""

import json
import subprocess
import sys
from typing import Any

GRACE = 240.0
"""Seconds a process may take beside its limit: to make the instance, and for solvers that stop late."""


class NotMeasuredError(Exception):
    """A process ended without a result, or had to be ended."""


class Runner:
    """One run of the benchmarks.

    Parameters
    ----------
    peer_seconds
        Time limit of a generic solver.
    """

    def __init__(self, peer_seconds: float) -> None:
        self.peer_seconds = peer_seconds
        self._known: dict[tuple[str, str], dict[str, Any]] = {}

    def result(self, bench: str, instance: str, seconds: float = 60.0) -> dict[str, Any]:
        """Measure one thing, once in a run.

        Raises
        ------
        NotMeasuredError
            When there is no result.
        """
        key = bench, instance
        if key not in self._known:
            self._known[key] = self._measured(bench, instance, seconds)
        return self._known[key]

    def _measured(self, bench: str, instance: str, seconds: float) -> dict[str, Any]:
        command = [sys.executable, "-m", "benchmarks.worker", bench, instance, str(seconds)]
        patience = 3 * seconds + GRACE if bench in {"clocks", "solve"} or bench.startswith("replan") else seconds + GRACE
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                said, complaint = process.communicate(timeout=patience)
            except subprocess.TimeoutExpired:
                process.kill()
                raise NotMeasuredError(f"ended after {patience:.0f} s") from None
            except BaseException:  # Ctrl-C: leave no process behind
                process.kill()
                raise
        if process.returncode:
            reason = "out of memory" if process.returncode == -9 else (complaint.strip().splitlines() or ["no reason given"])[-1]  # noqa: PLR2004
            raise NotMeasuredError(f"no result (exit {process.returncode}): {reason}")
        return json.loads(said.strip().splitlines()[-1])
