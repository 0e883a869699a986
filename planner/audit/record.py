"""Puts a new pack on its workspace's ledger."""

from pathlib import Path

from planner.audit.contents import drawn_digests, place_in, read_manifest
from planner.audit.ledger import Entry, EntryKind, append, locked


def record_pack(workspace: Path, pack: Path) -> Entry:
    """Write the entry of a pack that has just been stored.

    A ledger whose chain is broken is continued: the break stays where it is, for everybody to see, and no morning goes without a plan.

    Raises
    ------
    PackError, OSError
        When the ledger can not be written; the pack stands then, without an entry.
    """
    manifest = read_manifest(pack)
    place, outside = place_in(workspace, pack)
    body = {
        "pack": place,
        "outside": outside,
        "plan_date": manifest.plan_date,
        "delete_by": manifest.delete_by.isoformat(),
        "content": manifest.content,
        "drawn": drawn_digests(pack),
    }
    with locked(workspace):
        return append(workspace, EntryKind.PACK, lambda _: body)
