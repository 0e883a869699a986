"""Whether the packs and decisions of a workspace are those its ledger was told of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from planner.audit.contents import changes, packs_under, place_in, read_manifest
from planner.audit.ledger import LEDGER_NAME, Entry, EntryKind, Ledger, read_ledger
from planner.audit.texts import TEXTS_NAME, line_digest, text_lines
from planner.domain.errors import PackError

PURGING_SUFFIX = ".purging"
"""End of the hidden name under which a pack waits to be deleted."""

INTACT = "intact"
CHANGED = "changed"
MISSING = "missing"
ELSEWHERE = "elsewhere"
PURGED = "purged"
UNKNOWN = "not in the ledger"


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack of the ledger, or one that should be in it.

    Attributes
    ----------
    number
        Its entry; 0 when it has none.
    state
        ``intact``, ``changed``, ``missing``, ``elsewhere`` (written to a folder outside the workspace, and not looked at), ``purged`` or
        ``not in the ledger``.
    faults, notes
        Each file that is not what it was; notes are about what opening a file may do.
    """

    number: int
    pack: str
    content: str
    delete_by: str
    state: str
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found."""

    num_entries: int
    head: str
    packs: tuple[PackState, ...]
    faults: tuple[str, ...] = field(default=())

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed, taken away or put in."""
        return not self.faults and all(pack.state in {INTACT, ELSEWHERE, PURGED} for pack in self.packs)


def check_chain(workspace: Path, head: str = "") -> Chain:
    """Hold a workspace's ledger, packs and decisions against one another.

    Parameters
    ----------
    head
        Digest of a line, noted earlier: it must still be in the ledger. Without one, a ledger written anew from its beginning can not be
        told.

    Raises
    ------
    PackError
        When there is nothing to check: neither a ledger nor a pack.
    """
    ledger = read_ledger(workspace)
    packs = (*_recorded(workspace, ledger), *_unrecorded(workspace, ledger))
    if not ledger.entries and not ledger.faults and not packs:
        raise PackError(f"{workspace}: no {LEDGER_NAME} and no pack here; `planner plan` writes both")
    faults = [*ledger.faults, *_text_faults(workspace, ledger), *_leftovers(workspace)]
    if head and head not in {entry.digest for entry in ledger.entries}:
        faults.append(f"{LEDGER_NAME}: no line has the digest {head}: the ledger was cut short or written anew since that was noted")
    return Chain(len(ledger.entries), ledger.head, packs, tuple(faults))


def pack_state(workspace: Path, entry: Entry) -> PackState:
    """Say how a pack stands that the ledger has an entry of."""
    pack = workspace / entry.pack
    if entry.body.get("outside"):
        return _state(entry, ELSEWHERE)
    return state_at(pack, entry) if pack.is_dir() else _state(entry, MISSING)


def state_at(pack: Path, entry: Entry) -> PackState:
    """Say how a pack at a place stands against its entry."""
    try:
        manifest = read_manifest(pack)
    except PackError as error:
        return _state(entry, CHANGED, (str(error),))
    faults, notes = changes(pack, manifest, entry.body.get("drawn", {}))
    if manifest.content != entry.content:
        faults.insert(0, "manifest.json: changed")
    return _state(entry, CHANGED if faults else INTACT, tuple(faults), tuple(notes))


def _recorded(workspace: Path, ledger: Ledger) -> Iterator[PackState]:
    standing = {entry.number for entry in ledger.packs()}
    for entry in ledger.entries:
        if entry.kind is EntryKind.PACK:
            yield pack_state(workspace, entry) if entry.number in standing else _state(entry, PURGED)


def _unrecorded(workspace: Path, ledger: Ledger) -> Iterator[PackState]:
    """Packs in the workspace that the ledger does not know at their place."""
    known = {entry.pack for entry in ledger.packs() if not entry.body.get("outside")}
    for pack in packs_under(workspace):
        place, _ = place_in(workspace, pack)
        if place not in known:
            yield PackState(0, place, "", "", UNKNOWN)


def _text_faults(workspace: Path, ledger: Ledger) -> Iterator[str]:
    """Words changed, lost or put in. Words of a pack that was purged went with it."""
    kept = {entry.content for entry in ledger.packs()}
    found = {line_digest(line) for line in text_lines(workspace)}
    bound = {str(entry.body["text"]): entry for entry in ledger.entries if "text" in entry.body}
    for digest, entry in bound.items():
        if digest not in found and entry.content in kept:
            yield f"{TEXTS_NAME}: the words of entry {entry.number} ({entry.kind}) were changed or taken out"
    for number, line in enumerate(text_lines(workspace), start=1):
        if line_digest(line) not in bound:
            yield f"{TEXTS_NAME}, line {number}: the ledger has no entry of these words: they were changed or put in"


def _leftovers(workspace: Path) -> Iterator[str]:
    for folder in sorted(workspace.rglob(f".*{PURGING_SUFFIX}")):
        yield f"{place_in(workspace, folder)[0]}: a deletion was stopped half-way; run `planner purge` again"


def _state(entry: Entry, state: str, faults: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> PackState:
    return PackState(entry.number, entry.pack, entry.content, str(entry.body.get("delete_by", "")), state, faults, notes)
