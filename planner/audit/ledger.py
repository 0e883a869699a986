"""The ledger of a workspace: one line for each plan, decision and deletion, each bound to the line before it.

A line is JSON and holds ids, dates and digests, nothing else. ``previous`` is the sha256 of the line before, so that a line changed, taken
out or put in breaks the chain from there on. What a person wrote stands in a file beside it (`planner.audit.texts`), bound by its digest.
"""

import json
import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from planner.domain.errors import PackError

LEDGER_NAME = "ledger.jsonl"
LOCK_NAME = ".ledger.lock"
BEGINNING = "0" * 64
"""What the first line is bound to."""

LOCK_SECONDS = 30.0
"""Longest wait for another process that is writing."""

STALE_SECONDS = 15.0
"""Age at which a lock is one that a killed process left: the work under it takes milliseconds."""

Body: TypeAlias = Mapping[str, Any]


class EntryKind(StrEnum):
    """What an entry is about."""

    PACK = "pack"
    APPROVE = "approve"
    OVERRIDE = "override"
    PURGE = "purge"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    Attributes
    ----------
    number
        From 1.
    at
        Moment it was written, UTC, as ISO text.
    pack
        Folder of the pack: from the workspace when it lies inside, else its name alone.
    content
        sha256 of the pack's manifest, which holds the digest of every text file.
    body
        The whole line, as read.
    digest
        sha256 of the line.
    """

    number: int
    at: str
    kind: EntryKind
    pack: str
    content: str
    body: Body
    digest: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read.

    Attributes
    ----------
    entries
        The lines that can be read.
    faults
        Where the chain is broken, in words; empty when it is whole.
    head
        sha256 of the last line: whoever noted it can prove later that nothing before it was changed.
    """

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    head: str

    def packs(self) -> tuple[Entry, ...]:
        """Plans that were stored and not purged since, in order."""
        kept: list[Entry] = []
        for entry in self.entries:
            if entry.kind is EntryKind.PACK:
                kept.append(entry)
            elif entry.kind is EntryKind.PURGE:
                kept = [each for each in kept if each.number not in _purged_by(entry)]
        return tuple(kept)


def read_ledger(workspace: Path) -> Ledger:
    """Read a workspace's ledger; one that does not exist yet is empty.

    Raises
    ------
    PackError
        When it can not be read at all.
    """
    lines = _lines(workspace / LEDGER_NAME)
    entries: list[Entry] = []
    faults: list[str] = []
    previous = BEGINNING
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        if entry is None:
            faults.append(f"{LEDGER_NAME}, line {number}: is not an entry the planner wrote")
        else:
            entries.append(entry)
            if entry.number != number or entry.body.get("previous") != previous:
                faults.append(
                    f"{LEDGER_NAME}, line {number}: does not follow from the line before: one of them was changed, put in or taken out"
                )
        previous = sha256(line).hexdigest()
    return Ledger(tuple(entries), tuple(faults), previous)


@contextmanager
def locked(workspace: Path) -> Generator[None]:
    """Keep every other process from writing the ledger meanwhile.

    Raises
    ------
    PackError
        When another process does not let go of it, or the folder can not be written.
    """
    lock, deadline = workspace / LOCK_NAME, time.monotonic() + LOCK_SECONDS
    while not _take(lock):
        if time.monotonic() > deadline:
            raise PackError(f"{workspace / LEDGER_NAME} is being written by another run; try again")
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def append(workspace: Path, kind: EntryKind, make: Callable[[int], Body]) -> Entry:
    """Write one entry; call it under `locked`.

    Parameters
    ----------
    make
        Given the entry's number, returns what it says besides its number, moment and kind.
    """
    path = workspace / LEDGER_NAME
    lines = _lines(path)
    number = len(lines) + 1
    body = {"number": number, "at": now_text(), "kind": kind.value, **make(number)}
    line = json.dumps({**body, "previous": sha256(lines[-1]).hexdigest() if lines else BEGINNING}, ensure_ascii=False).encode()
    replace_lines(path, [*lines, line])
    entry = _entry(line)
    assert entry is not None  # noqa: S101  # written as it is read
    return entry


def replace_lines(path: Path, lines: list[bytes]) -> None:
    """Write a file of lines beside its place, then put it there: a run stopped at any moment leaves the old or the new one whole."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.writelines(line + b"\n" for line in lines)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


def now_text() -> str:
    """Give this moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _take(lock: Path) -> bool:
    try:
        lock.open("xb").close()
    except FileExistsError:
        with suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > STALE_SECONDS:
                lock.unlink()
        return False
    except OSError as error:
        raise PackError(f"{lock.with_name(LEDGER_NAME)} can not be written: {error.strerror}") from error
    return True


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PackError(f"{path} can not be read: {error.strerror}") from error


def _entry(line: bytes) -> Entry | None:
    try:
        body = json.loads(line)
        kind = EntryKind(body["kind"])
        numbers: list[int] = [int(body["number"]), *map(int, body.get("purged", []))]
        if kind is EntryKind.PACK:
            date.fromisoformat(body["delete_by"])
            body["drawn"].items()
        return Entry(numbers[0], str(body["at"]), kind, str(body["pack"]), str(body["content"]), body, sha256(line).hexdigest())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _purged_by(entry: Entry) -> set[int]:
    return set(map(int, entry.body.get("purged", [])))
