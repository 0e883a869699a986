"""Puts a new pack on its workspace's ledger."""

from pathlib import Path

from planner.audit.contents import drawn_digests, is_pack, place_in, read_manifest
from planner.audit.ledger import LEDGER_NAME, Entry, EntryKind, append, locked, read_ledger
from planner.domain.errors import PackError
from planner.plan.pack import INPUTS_NAME


def ready_ledger(workspace: Path) -> None:
    """Make sure before the work begins that its result can be recorded.

    Raises
    ------
    PackError
        When the ledger can not be read or written, or the workspace is the inputs of a pack, which stays as it is.
    """
    place = workspace.resolve()
    if place.name == INPUTS_NAME and is_pack(place.parent):
        raise PackError(f"{workspace} is the inputs of a pack: plan on a copy of it, or make the plan again with `planner replay`")
    with locked(workspace):
        read_ledger(workspace)


def record_pack(workspace: Path, pack: Path) -> Entry:
    """Write the entry of a pack that has just been stored.

    A ledger whose chain is broken is continued: the break stays where it is, for everybody to see, and no morning goes without a plan.

    Raises
    ------
    PackError
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
    try:
        with locked(workspace):
            return append(workspace, EntryKind.PACK, lambda _: body)
    except OSError as error:
        message = f"{pack} is stored, but {workspace / LEDGER_NAME} can not be written: {error.strerror or error}; make the plan again"
        raise PackError(message) from error
