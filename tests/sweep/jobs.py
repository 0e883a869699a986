"""Small jobs for the engine, in a module that worker processes can import."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.sweep.job import Job, Row

COLUMNS = {"square": int, "half": float, "words": str, "even": bool}


class Unfit(Exception):  # noqa: N818
    """An error that is taken apart for another process, and can not be put together there."""

    def __init__(self, _number: int, text: str) -> None:
        super().__init__(text)


@dataclass(frozen=True)
class Squares:
    """Squares numbers, and leaves a line for each in a file.

    Attributes
    ----------
    dies_at
        Number at which the process ends: once where `dies_once`, else always.
    seconds
        Pause before each.
    fails_at
        Number at which an error is raised that can not be pickled.
    """

    log: Path
    dies_at: int = -1
    dies_once: bool = True
    seconds: float = 0.0
    fails_at: int = -1

    def __call__(self) -> Callable[[int], Iterable[Row]]:
        self._note("begun")
        return self._rows

    def _rows(self, number: int) -> Iterable[Row]:
        died = self.log.with_suffix(".died")
        if number == self.dies_at and not (self.dies_once and died.exists()):
            died.write_text(str(os.getpid()), encoding="utf-8")
            os._exit(9)
        if number == self.fails_at:
            raise Unfit(number, "seventy")
        time.sleep(self.seconds)
        self._note(str(number))
        # None for each third, two for each fifth.
        times = 0 if number % 3 == 0 else 2 if number % 5 == 0 else 1
        row: Row = {
            "square": number * number,
            "half": number / 2,
            "words": None if number % 7 == 0 else f"n{number}",
            "even": not number % 2,
        }
        return [row] * times

    def _note(self, text: str) -> None:
        with self.log.open("a", encoding="utf-8") as stream:
            stream.write(f"{os.getpid()} {text}\n")

    def noted(self) -> list[tuple[int, str]]:
        """Process and text of each line."""
        if not self.log.exists():
            return []
        lines = [line.split() for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [(int(process), text) for process, text in lines]


def made_with() -> Mapping[str, str]:
    return {"tests": "1"}


def other_each_time() -> Mapping[str, str]:
    return {"tests": str(os.getpid())}


def job(squares: Squares, tasks: Sequence[int] = range(200), settings: Mapping[str, str] | None = None) -> Job[int]:
    return Job("numbers", tuple(tasks), squares, COLUMNS, settings or {"grid": "a"}, made_with)


def expected(tasks: Sequence[int] = range(200)) -> list[dict[str, object]]:
    answer = Squares(Path(os.devnull))
    return [{"task": place, **row} for place, number in enumerate(tasks) for row in answer._rows(number)]
