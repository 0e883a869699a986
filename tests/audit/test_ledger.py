"""The ledger shows every change of itself, loses no entry to a second run, and stands whole whenever a run is stopped."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.audit import ledger
from planner.audit.ledger import BEGINNING, LEDGER_NAME, LOCK_NAME, EntryKind, append, locked, read_ledger
from planner.domain.errors import PackError

BODY = {"pack": "plan-2026-08-10", "outside": False, "delete_by": "2026-11-08", "content": "0" * 64, "drawn": {}}


def write(workspace: Path, times: int = 1) -> None:
    for _ in range(times):
        with locked(workspace):
            append(workspace, EntryKind.PACK, lambda _: BODY)


def lines(workspace: Path) -> list[bytes]:
    return (workspace / LEDGER_NAME).read_bytes().splitlines()


def rewrite(workspace: Path, changed: list[bytes]) -> None:
    (workspace / LEDGER_NAME).write_bytes(b"".join(line + b"\n" for line in changed))


def test_no_ledger_is_an_empty_one(tmp_path: Path) -> None:
    read = read_ledger(tmp_path)
    assert (read.entries, read.faults, read.head) == ((), (), BEGINNING)


def test_entries_are_numbered_and_bound_to_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, 5)
    read = read_ledger(tmp_path)
    assert [entry.number for entry in read.entries] == [1, 2, 3, 4, 5]
    assert [entry.body["previous"] for entry in read.entries] == [BEGINNING, *(entry.digest for entry in read.entries[:-1])]
    assert (read.faults, read.head) == ((), read.entries[-1].digest)


DAMAGE: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "first line changed": lambda old: [old[0].replace(b"2026-11-08", b"2027-11-08"), *old[1:]],
    "one space more": lambda old: [old[0], old[1] + b" ", *old[2:]],
    "line taken out": lambda old: [*old[:2], *old[3:]],
    "first line taken out": lambda old: old[1:],
    "line put in": lambda old: [*old[:2], old[1], *old[2:]],
    "line copied to the end": lambda old: [*old, old[-1]],
    "two lines swapped": lambda old: [old[1], old[0], *old[2:]],
    "no JSON": lambda old: [old[0], b"nonsense", *old[2:]],
    "a list": lambda old: [old[0], b"[]", *old[2:]],
    "kind unknown": lambda old: [old[0], old[1].replace(b'"kind": "pack"', b'"kind": "sign"'), *old[2:]],
    "date no date": lambda old: [old[0], old[1].replace(b"2026-11-08", b"some day"), *old[2:]],
    "empty line": lambda old: [old[0], b"", *old[1:]],
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found(name: str, tmp_path: Path) -> None:
    write(tmp_path, 4)
    rewrite(tmp_path, DAMAGE[name](lines(tmp_path)))
    assert read_ledger(tmp_path).faults


def test_every_byte_counts(tmp_path: Path) -> None:
    write(tmp_path, 3)
    whole = (tmp_path / LEDGER_NAME).read_bytes()
    inner = len(b"".join(line + b"\n" for line in lines(tmp_path)[:2]))
    for at in range(0, inner, 7):
        (tmp_path / LEDGER_NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_ledger(tmp_path).faults, whole[at : at + 1]


def test_a_broken_chain_is_continued_and_stays_broken(tmp_path: Path) -> None:
    write(tmp_path, 2)
    rewrite(tmp_path, [lines(tmp_path)[0], b"nonsense"])
    write(tmp_path, 2)
    read = read_ledger(tmp_path)
    assert [entry.number for entry in read.entries] == [1, 3, 4]
    assert len(read.faults) == 1


def test_runs_at_the_same_time_lose_no_entry(tmp_path: Path) -> None:
    runs = [Thread(target=write, args=(tmp_path, 10)) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    read = read_ledger(tmp_path)
    assert (len(read.entries), read.faults) == (40, ())
    assert {path.name for path in tmp_path.iterdir()} == {LEDGER_NAME}


def test_a_lock_that_a_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / LOCK_NAME
    lock.touch()
    long_ago = time.time() - ledger.STALE_SECONDS - 1
    os.utime(lock, (long_ago, long_ago))
    write(tmp_path)
    assert len(read_ledger(tmp_path).entries) == 1


def test_a_lock_of_a_run_at_work_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LOCK_SECONDS", 0.1)
    (tmp_path / LOCK_NAME).touch()
    with pytest.raises(PackError, match="by another run"):
        write(tmp_path)
    assert read_ledger(tmp_path).entries == ()


def test_a_run_stopped_while_writing_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 2)
    before = lines(tmp_path)

    def stopped(_stream: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stopped)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path)
    assert lines(tmp_path) == before
    write(tmp_path)
    assert (len(read_ledger(tmp_path).entries), read_ledger(tmp_path).faults) == (3, ())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
LINES = st.dictionaries(st.sampled_from([*BODY, "number", "at", "kind", "purged", "text", "by"]), ANYTHING)


@settings(deadline=None)
@given(LINES, st.sampled_from(EntryKind))
def test_no_line_however_odd_is_more_than_a_fault(line: dict[str, object], kind: EntryKind) -> None:
    whole = {"number": 1, "at": "now", "previous": BEGINNING, **BODY}
    for body in (line, {**whole, "kind": kind.value, **line}, {**whole, **line, "kind": kind.value}):
        entry = ledger._entry(json.dumps(body).encode())
        if entry is not None:
            assert isinstance(entry.number, int)
            assert len(ledger.Ledger((entry,), (), "").packs()) <= 1


def test_a_line_nested_beyond_sense_is_a_fault(tmp_path: Path) -> None:
    rewrite(tmp_path, [b"[" * 100_000])
    assert len(read_ledger(tmp_path).faults) == 1
