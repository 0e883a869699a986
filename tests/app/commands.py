"""Runs the planner as its users do: arguments in, exit code and both streams out."""

import io
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from planner import cli

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


def planner(*arguments: str | Path) -> Ran:
    """Run a command inside this process, through the entry point that the installed command calls."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with patch.object(sys, "argv", ["planner", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            code = 0 if end.code is None else int(end.code)
    return _calm(Ran(code, out.getvalue(), err.getvalue()))


def planner_process(*arguments: str | Path, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """Run a command in a process of its own."""
    return python(["-m", "planner", *map(str, arguments)], environment=environment, cwd=cwd)


def python(arguments: Iterable[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """Run Python in a process of its own, with the project's folder on its path."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(environment or {})}
    ended = subprocess.run([sys.executable, *arguments], capture_output=True, encoding="utf-8", env=variables, cwd=cwd, check=False)
    return _calm(Ran(ended.returncode, ended.stdout, ended.stderr))


def files_of(folder: Path, *suffixes: str) -> dict[str, bytes]:
    """Give the bytes of every file of a folder, by its name from there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and (not suffixes or path.suffix in suffixes))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def names_in(folder: Path) -> set[str]:
    """Give the names in a folder, the hidden ones too."""
    return {path.name for path in folder.iterdir()}


def _calm(ran: Ran) -> Ran:
    """No command ever shows a traceback, whatever else a test looks at."""
    assert "Traceback" not in ran.out + ran.err, ran.err
    return ran
