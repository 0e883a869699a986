"""The folder of a long run: rows so far in a folder of their own while it runs, whole files when it is done."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from planner.domain.errors import PackError

UNFINISHED = "unfinished"
"""Rows so far, while a run goes on; gone once everything is written."""


def folder_for(stem: str, plan_date: date) -> Path:
    """The folder here that a stopped run has left, or a name that nothing has yet."""
    stopped = sorted(path.parent for path in Path().glob(f"{stem}-{plan_date}*/{UNFINISHED}"))
    names = (Path(f"{stem}-{plan_date}" + (f"-{number}" if number > 1 else "")) for number in range(1, 10_000))
    return stopped[0] if stopped else next(name for name in names if not name.exists())


def require_free(folder: Path, what: str) -> None:
    """See that a folder is not there, or holds what a stopped run has left.

    Raises
    ------
    PackError
        When it holds anything else.
    """
    if folder.exists() and not (folder / UNFINISHED).is_dir():
        raise PackError(f"{folder} exists already: {what} is never written over. Choose another folder with --out, or delete it first")


def leave(folder: Path) -> None:
    """After a run that came to no end: keep its rows, or nothing at all where there are none."""
    if not any((folder / UNFINISHED).glob("rows-*")):
        shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()


def finish(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file whole; then the rows so far are of no more use.

    Raises
    ------
    PackError
        When the folder can not be written.
    """
    try:
        for name, content in files.items():
            beside = folder / UNFINISHED / f"new-{name}"
            beside.write_bytes(content)
            beside.replace(folder / name)
        shutil.rmtree(folder / UNFINISHED)
    except OSError as error:
        raise PackError(f"{folder} can not be written: {error.strerror or error}") from error
