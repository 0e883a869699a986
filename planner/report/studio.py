"""``python -m planner.report.studio``: the process that draws one pack for `planner.report.artist`.

A `Subject` and a `Verification` come in on stdin; what went wrong, or None, goes out on stdout; all pickled.
"""

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

from planner.report.drawing import Subject, draw, load


def main() -> None:
    """Draw what is ordered, and answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Too short a life for cyclic garbage to matter.
    gc.disable()
    orders = sys.stdin.buffer
    # Should a library print something, it does not end up in the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Loaded in the background, so that an order is taken at once and nobody waits to give it.
    loading = Thread(target=_load)
    loading.start()
    # An end without an order or a verdict: whoever ordered has stopped.
    with suppress(EOFError):
        subject: Subject = pickle.load(orders)  # noqa: S301 - from the process that started this one
        loading.join()
        pickle.dump(_drawn(subject, orders), answers)
        answers.flush()


def _load() -> None:
    # What fails here fails again where it is needed, and is said there.
    with suppress(Exception):
        load()


def _drawn(subject: Subject, orders: BinaryIO) -> Exception | None:
    """Draw, and give what went wrong."""
    try:
        draw(subject, lambda: pickle.load(orders))  # noqa: S301 - from the process that started this one
    except EOFError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again where it is answered
        return error
    return None


if __name__ == "__main__":
    main()
