"""Deletes packs when their time has come, and says so in the ledger.

A pack is first renamed to a hidden name, then the ledger is told, then its files go, then the words of decisions about it. A run stopped
between any two of these is finished by the next one.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from planner.audit.chain import PURGING_SUFFIX
from planner.audit.contents import DRAWN, SIDE_FILES, Manifest, is_pack, packs_under, place_in, read_manifest
from planner.audit.ledger import LEDGER_NAME, Entry, EntryKind, Ledger, append, locked, read_ledger
from planner.audit.texts import keep_lines
from planner.domain.errors import PackError
from planner.plan.pack import MANIFEST_NAME

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A pack that is to go.

    Attributes
    ----------
    folder
        Where it lies.
    pack
        As the ledger names it: never with a folder of the machine.
    entries
        Numbers of the entries of this pack; none for a copy, or a pack the ledger does not know.
    refusal
        Why it is left where it is; empty when it can go.
    """

    folder: Path
    pack: str
    content: str
    delete_by: date
    entries: tuple[int, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Purge:
    """Everything past its date.

    Attributes
    ----------
    due
        What lies there and must go.
    gone
        Entries of packs whose folder is not in the workspace any more.
    elsewhere
        Entries of packs that were written outside the workspace and were not found.
    """

    due: tuple[Due, ...]
    gone: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]


def find_due(workspace: Path, today: date, exports: Sequence[Path] = ()) -> Purge:
    """Find every pack that must be gone by today: in the workspace, and in folders packs were exported to.

    Parameters
    ----------
    exports
        Folders to look through as well. Of what lies there only packs the ledger knows are taken.

    Raises
    ------
    PackError
        When a folder is not there, or the workspace has neither ledger nor pack.
    """
    for folder in (workspace, *exports):
        if not folder.is_dir():
            raise PackError(f"{folder}: no such folder")
    ledger = read_ledger(workspace)
    places = {workspace / entry.pack for entry in ledger.packs() if not _outside(entry)}
    inside = [_due(workspace, pack, ledger) for pack in sorted({*packs_under(workspace), *filter(is_pack, places)})]
    if not inside and not ledger.entries:
        raise PackError(f"{workspace}: no {LEDGER_NAME} and no pack here")
    known = {entry.content for entry in ledger.entries}
    outside = [_due(workspace, pack, ledger) for folder in exports for pack in packs_under(folder)]
    found = {due.folder.resolve(): due for due in (*inside, *(due for due in outside if due.content in known))}
    met = {number for each in found.values() for number in each.entries}
    late = [entry for entry in ledger.packs() if _delete_by(entry) <= today and entry.number not in met]
    broken = {entry.number: _broken(workspace, entry) for entry in late if not _outside(entry) and (workspace / entry.pack).exists()}
    due = (*(each for each in found.values() if each.delete_by <= today), *broken.values())
    gone = tuple(entry for entry in late if not _outside(entry) and entry.number not in broken)
    return Purge(due, gone, tuple(entry for entry in late if _outside(entry)))


def purge(workspace: Path, today: date, exports: Sequence[Path] = (), gone: Sequence[str] = ()) -> Purge:
    """Delete every pack that must be gone by today, and record those that are gone already.

    Parameters
    ----------
    gone
        Names of packs written outside the workspace that somebody deleted by hand.

    Returns
    -------
    Purge
        What was due; whatever has a refusal was left.

    Raises
    ------
    PackError
        As in `find_due`, or when the ledger can not be written.
    """
    _finish(workspace, exports, today)
    found = find_due(workspace, today, exports)
    due = tuple(each if each.refusal else replace(each, refusal=_delete(workspace, each, today)) for each in found.due)
    for entry in (*found.gone, *(entry for entry in found.elsewhere if entry.pack in gone)):
        _log(workspace, _of(entry, workspace / entry.pack), today, found=False)
    _forget_words(workspace)
    return replace(found, due=due, elsewhere=tuple(entry for entry in found.elsewhere if entry.pack not in gone))


def _due(workspace: Path, pack: Path, ledger: Ledger) -> Due:
    """A pack with the earlier of the dates in its manifest and in the ledger: an edited manifest buys no time."""
    place, outside = place_in(workspace, pack)
    here = [entry for entry in ledger.packs() if entry.pack == place and _outside(entry) is outside]
    try:
        manifest = read_manifest(pack)
    except PackError as error:
        dates = [_delete_by(entry) for entry in here] or [date.min]
        return Due(pack, place, "", min(dates), (), f"its {MANIFEST_NAME} can not be read: {error}")
    same = [entry for entry in here if entry.content == manifest.content] if outside else here
    dates = [manifest.delete_by, *(_delete_by(entry) for entry in same)]
    return Due(pack, place, manifest.content, min(dates), tuple(entry.number for entry in same), _refusal(pack, manifest))


def _broken(workspace: Path, entry: Entry) -> Due:
    """A folder of the ledger that is no whole pack any more: people may be in what is left of it."""
    refusal = "it is no whole pack any more; look at what is left of it and delete it by hand"
    return replace(_of(entry, workspace / entry.pack), entries=(), refusal=refusal)


def _refusal(pack: Path, manifest: Manifest) -> str:
    """Why a folder is not deleted whole: it holds what is not the pack's."""
    own = {*manifest.files, *DRAWN, *SIDE_FILES, MANIFEST_NAME}
    names = (path.relative_to(pack).as_posix() for path in sorted(pack.rglob("*")) if path.is_symlink() or not path.is_dir())
    strange = [name for name in names if name not in own]
    return f"it holds files that are not the pack's: {', '.join(strange[:SHOWN])}; take them out first" if strange else ""


def _delete(workspace: Path, due: Due, today: date) -> str:
    """Delete a pack; say why not when the system does not let go of it, as of a workbook that somebody has open."""
    hidden = due.folder.with_name(f".{due.folder.name}.{token_hex(4)}{PURGING_SUFFIX}")
    try:
        due.folder.replace(hidden)
        _log(workspace, due, today, found=True)
        shutil.rmtree(hidden)
    except OSError as error:
        return f"it can not be deleted: {error.strerror or error}"
    return ""


def _log(workspace: Path, due: Due, today: date, *, found: bool) -> None:
    body = {
        "pack": due.pack,
        "content": due.content,
        "delete_by": due.delete_by.isoformat(),
        "today": today.isoformat(),
        "purged": list(due.entries),
        "found": found,
    }
    with locked(workspace):
        append(workspace, EntryKind.PURGE, lambda _: body)


def _finish(workspace: Path, exports: Sequence[Path], today: date) -> None:
    """Delete what an earlier run renamed and did not get to delete; tell the ledger, unless it was told."""
    for hidden in (found for folder in (workspace, *exports) for found in _hidden(folder)):
        name = hidden.name.removeprefix(".").removesuffix(PURGING_SUFFIX).rpartition(".")[0]
        pack = hidden.with_name(name)
        content = _content(hidden)
        ledger = read_ledger(workspace)
        place, outside = place_in(workspace, pack)
        standing = [entry for entry in ledger.packs() if entry.pack == place and _outside(entry) is outside and not pack.exists()]
        if content and standing and standing[-1].content == content:
            _log(workspace, _of(standing[-1], hidden), today, found=True)
        shutil.rmtree(hidden)


def _hidden(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob(f".*{PURGING_SUFFIX}") if path.is_dir() and not path.is_symlink())


def _content(folder: Path) -> str:
    """Digest of a manifest; empty when it is gone already."""
    try:
        return sha256((folder / MANIFEST_NAME).read_bytes()).hexdigest()
    except OSError:
        return ""


def _forget_words(workspace: Path) -> None:
    """Drop the words of decisions about packs of which none is left."""
    with locked(workspace):
        ledger = read_ledger(workspace)
        kept = {entry.content for entry in ledger.packs()}
        keep_lines(workspace, {str(entry.body["text"]) for entry in ledger.entries if "text" in entry.body and entry.content in kept})


def _of(entry: Entry, folder: Path) -> Due:
    return Due(folder, entry.pack, entry.content, _delete_by(entry), (entry.number,))


def _delete_by(entry: Entry) -> date:
    return date.fromisoformat(entry.body["delete_by"])


def _outside(entry: Entry) -> bool:
    return bool(entry.body.get("outside"))
