"""Plans again and again and dies each time at another moment; a script, for its processes must be single-minded to be forked.

``python killed_runs.py WORKSPACE FOLDER``: makes ``FOLDER/<name>/pack`` for each moment, dies by SIGKILL there, and prints the names.
Moments are every time a file is opened for writing or a folder made or renamed, and fractions of a run's time.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Where what draws is loaded already, a plan is drawn in this process and not in one of its own.
import planner.report.workbook  # noqa: F401

FRACTIONS = 16
WATCHED = {"open", "os.mkdir", "os.rename", "sqlite3.connect"}


def main() -> None:
    """Warm up with one whole run, count its moments, then die at each."""
    workspace, folder = Path(sys.argv[1]), Path(sys.argv[2])
    plan(workspace, folder / "warm" / "pack")
    seen = []
    sys.addaudithook(lambda event, details: seen.append(event) if is_writing(event, details, folder / "count") else None)
    started = time.perf_counter()
    plan(workspace, folder / "count" / "pack")
    seconds = time.perf_counter() - started
    names = ["count"]
    for number in range(len(seen)):
        names.append(f"write-{number}")
        death(workspace, folder / names[-1], lambda home, number=number: at_write(number, home))
    for number in range(1, FRACTIONS + 1):
        names.append(f"time-{number}")
        death(workspace, folder / names[-1], lambda _, number=number: signal.setitimer(signal.ITIMER_REAL, seconds * number / FRACTIONS))
    sys.stdout.write("\n".join(names) + "\n")


def is_writing(event: str, details: tuple[Any, ...], home: Path) -> bool:
    """Whether Python is about to change something below a folder."""
    if event not in WATCHED or not str(details[0]).startswith(str(home)):
        return False
    return event != "open" or any(mark in str(details[1]) for mark in "wxa")


def at_write(number: int, home: Path) -> None:
    """Die just before something is written for the ``number``-th time."""
    left = [number]

    def hook(event: str, details: tuple[Any, ...]) -> None:
        if is_writing(event, details, home):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    sys.addaudithook(hook)


def death(workspace: Path, home: Path, prepare: Callable[[Path], object]) -> None:
    """Plan in a child that dies, or lives to the end where its moment comes too late."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    prepare(home)
    plan(workspace, home / "pack")
    os._exit(0)


def plan(workspace: Path, pack: Path) -> None:
    """Plan as the command does."""
    from planner.morning import make_plan

    make_plan(workspace, pack, None, lambda _what, _share: None)


if __name__ == "__main__":
    main()
