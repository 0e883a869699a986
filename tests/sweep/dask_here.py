"""A real Dask scheduler with two workers, each a process of this machine."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.app.commands import ROOT

PATIENCE = 60.0
QUIET = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__DASHBOARD": "false", "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s"}


@dataclass(frozen=True)
class Started:
    """A scheduler and its workers."""

    address: str
    workers: "tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]"


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    """Run them; their files go into the folder."""
    told = folder / "scheduler.json"
    with ExitStack() as stack:

        def begin(*arguments: str) -> "subprocess.Popen[bytes]":
            command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", "--scheduler-file", str(told), *arguments[1:]]
            process = subprocess.Popen(command, cwd=ROOT, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        deadline = time.monotonic() + PATIENCE
        while not told.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        workers = begin("worker", *options), begin("worker", *options)
        yield Started(json.loads(told.read_text(encoding="utf-8"))["address"], workers)
