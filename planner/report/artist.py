"""Who draws: this process, or a second one that loads what draws while the first one reads and solves.

What draws takes two seconds to load and half a second to draw, which a second core does meanwhile.
"""

import os
import pickle
import sys
from contextlib import suppress
from subprocess import PIPE, Popen

from planner.domain.errors import PackError
from planner.domain.verification import Verification
from planner.report.drawing import DRAWS, Subject, draw


class Artist:
    """Draws one pack, in this process, once everything about it is known."""

    _subject: Subject

    def begin(self, subject: Subject) -> None:
        """Learn what is to be drawn; what needs no verification may be drawn from now on."""
        self._subject = subject

    def finish(self, verification: Verification) -> None:
        """Draw what is not drawn yet, and wait for it.

        Raises
        ------
        PlannerError, OSError
            When something can not be drawn or written.
        """
        draw(self._subject, lambda: verification)

    def close(self) -> None:
        """Stop drawing, wherever it is; closing twice does no harm."""


class ArtistApart(Artist):
    """Draws in a process of its own, `planner.report.studio`, which begins at once to load what draws.

    Raises
    ------
    OSError
        When the system allows no further process.
    """

    def __init__(self) -> None:
        # It finds the planner where this process found it. In a process group of its own it is spared the Ctrl-C meant for this process.
        place = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-m", "planner.report.studio"]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, env=place, process_group=0)  # noqa: S603 - our own module

    def begin(self, subject: Subject) -> None:
        """Send what is to be drawn."""
        self._send(subject)

    def finish(self, verification: Verification) -> None:
        """Send the verdict, and wait for the answer: what went wrong, or None."""
        self._send(verification)
        error: Exception | None = PackError("the pack can not be drawn: the process that draws ended without a word")
        if self._process.stdout is not None:
            with suppress(EOFError):
                error = pickle.load(self._process.stdout)  # noqa: S301 - from our own process
        if error is not None:
            raise error

    def close(self) -> None:
        """End the process. Once it has answered, nothing it wrote is left open."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # What could not be sent any more is not wanted any more.
                with suppress(OSError):
                    stream.close()

    def _send(self, what: Subject | Verification) -> None:
        # That the process has ended is said where its answer is missing.
        if self._process.stdin is not None:
            with suppress(OSError):
                pickle.dump(what, self._process.stdin)
                self._process.stdin.flush()


def call_artist() -> Artist:
    """Call whoever draws soonest: a process of its own, unless a second one gains nothing or can not be had."""
    if os.cpu_count() == 1 or not sys.executable or any(name in sys.modules for name in DRAWS):
        return Artist()
    try:
        return ArtistApart()
    except OSError:
        return Artist()
