"""Commands of the audit trail: make a plan again, check the ledger, decide on a plan, delete on time."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.common import Json, Pack, Workspace, progress_bar, show
from planner.domain.horizon import LONDON

if TYPE_CHECKING:
    from planner.audit.chain import Chain, PackState
    from planner.audit.decisions import Decision, Decisions
    from planner.audit.ledger import Entry
    from planner.audit.purge import Due, Purge
    from planner.audit.replay import Difference, Replay

By = Annotated[str, typer.Option("--by", metavar="ID", help="Role or staff id of who decides; no name.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why. No names: write ids.")]
Home = Annotated[
    Path | None,
    typer.Option(
        "--workspace", metavar="DIR", help="Workspace the plan was made from; by default the nearest folder above the pack with a ledger."
    ),
]

REFUSED = 3
"""Exit code when what was asked for is not so."""

SHOWN_FILES = 12


def replay(
    pack: Pack,
    out: Annotated[Path | None, typer.Option(metavar="PACK", help="Folder to keep the second pack in; by default none is kept.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Make a plan again from its pack and say what, if anything, differs."""
    from planner.audit.replay import replay as replay_pack
    from planner.morning import make_plan

    with progress_bar() as progress:

        def remake(workspace: Path, again: Path, num_days: int) -> None:
            make_plan(workspace, again, num_days, progress)

        result = replay_pack(pack, remake, out)
    show(as_json, _replay_json(result), _replay_lines(result))
    if not result.is_identical:
        raise typer.Exit(REFUSED)


def chain(
    directory: Workspace,
    head: Annotated[str, typer.Option(metavar="DIGEST", help="Digest of a ledger line noted earlier: it must still be there.")] = "",
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Check that no pack, decision or line of the ledger was changed, taken away or put in."""
    from planner.audit.chain import check_chain

    found = check_chain(directory, head)
    show(as_json, _chain_json(found), _chain_lines(found))
    if not found.is_intact:
        raise typer.Exit(REFUSED)


def approve(pack: Pack, by: By, reason: Reason, home: Home = None, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Accept a plan, with the reason, once it has been judged afresh."""
    from planner.audit.decisions import approve as approve_pack

    _show_entry(as_json, approve_pack(pack, by, reason, home), "Approved")


def override(
    pack: Pack,
    by: By,
    subject: Annotated[
        str, typer.Option(metavar="ID", help="Person, party, site, unit, departure or incident; plan for the plan as a whole.")
    ],
    decision: Annotated[str, typer.Option(metavar="TEXT", help="What is done instead of what the plan says.")],
    reason: Reason,
    home: Home = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Record that people decided otherwise than the plan says, with the reason."""
    from planner.audit.decisions import override as override_pack

    _show_entry(as_json, override_pack(pack, by, subject, decision, reason, home), "Overridden")


def decisions(pack: Pack, home: Home = None, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """List who approved or overrode what in a plan, when and why, and whether it still holds."""
    from planner.audit.decisions import decisions as decisions_of

    found = decisions_of(pack, home)
    show(as_json, _decisions_json(found), _decisions_lines(found))


def purge(
    directory: Workspace,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date to go by; by default today in London.")] = None,
    exports: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Folder to look for exported packs in as well; can be given again.")
    ] = None,
    gone: Annotated[
        list[str] | None, typer.Option(metavar="PACK", help="Pack written elsewhere that somebody has deleted; can be given again.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Delete nothing, whatever else is said.")] = False,  # noqa: FBT002  # a flag
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, only list what is due.")] = False,  # noqa: FBT002  # a flag
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Delete packs whose delete-by date has come, and say so in the ledger."""
    from planner.audit.purge import find_due
    from planner.audit.purge import purge as purge_packs

    day = today.date() if today else datetime.now(LONDON).date()
    deletes = yes and not dry_run
    found = purge_packs(directory, day, exports or (), gone or ()) if deletes else find_due(directory, day, exports or ())
    show(as_json, _purge_json(found, day, deletes=deletes), _purge_lines(found, day, deletes=deletes))
    if any(due.refusal for due in found.due) or found.elsewhere:
        raise typer.Exit(REFUSED)


def _replay_json(result: "Replay") -> dict[str, Any]:
    return {
        "identical": result.is_identical,
        "same_plan": result.is_same_plan,
        "files_compared": result.num_files,
        "differing": list(result.files),
        "edited": list(result.edits),
        "versions": [_difference_json(each) for each in result.versions],
        "settings": [_difference_json(each) for each in result.settings],
        "plan": list(result.plan),
        "cut_short": {"then": result.was_cut_short, "now": result.is_cut_short},
        "refusal": result.refusal,
        "reasons": list(result.reasons()),
    }


def _difference_json(difference: "Difference") -> dict[str, str]:
    return {"what": difference.what, "then": difference.then, "now": difference.now}


def _replay_lines(result: "Replay") -> list[str]:
    if result.is_identical:
        lines = [f"Identical: {result.num_files} text files come out byte for byte."]
        return lines + [f"  Made with another {each.what}: {each.then} then, {each.now} now." for each in result.versions]
    lines = [f"Different: {len(result.files)} of {result.num_files} text files do not come out byte for byte."]
    lines += ["The plan itself and its tables do."] if result.is_same_plan else []
    if result.refusal:
        lines = [f"Different: no plan can be made again from this pack: {result.refusal}"]
    lines += [f"  {name}" for name in result.files[:SHOWN_FILES]]
    lines += [f"  and {len(result.files) - SHOWN_FILES} more"] if len(result.files) > SHOWN_FILES else []
    lines += ["In the plan:", *(f"  {each}" for each in result.plan)] if result.plan else []
    return [*lines, "Why:", *(f"  {reason}" for reason in result.reasons())]


def _chain_json(found: "Chain") -> dict[str, Any]:
    packs = [
        {
            "entry": pack.number,
            "pack": pack.pack,
            "content": pack.content,
            "delete_by": pack.delete_by,
            "state": pack.state,
            "faults": list(pack.faults),
            "notes": list(pack.notes),
        }
        for pack in found.packs
    ]
    return {"intact": found.is_intact, "entries": found.num_entries, "head": found.head, "packs": packs, "faults": list(found.faults)}


def _chain_lines(found: "Chain") -> list[str]:
    head = "Intact" if found.is_intact else "Not intact"
    num_packs = sum(bool(pack.number) for pack in found.packs)
    lines = [f"{head}: {_count(found.num_entries, 'entry', 'entries')}, {_count(num_packs, 'pack', 'packs')}."]
    lines += [f"  {fault}" for fault in found.faults]
    for pack in found.packs:
        lines += [f"  {pack.pack}: {_state_text(pack)}", *(f"    {each}" for each in (*pack.faults, *pack.notes))]
    return [*lines, f"Head {found.head}"]


def _state_text(pack: "PackState") -> str:
    from planner.audit.chain import ELSEWHERE

    return "written outside the workspace, not looked at" if pack.state == ELSEWHERE else pack.state


def _show_entry(as_json: bool, entry: "Entry", word: str) -> None:  # noqa: FBT001  # the --json flag itself
    result = {"entry": entry.number, "kind": entry.kind.value, "at": entry.at, "pack": entry.pack, "content": entry.content}
    lines = [f"{word}: {entry.pack}, entry {entry.number} of the ledger, {entry.at}.", f"Head {entry.digest}"]
    show(as_json, {**result, "by": entry.body["by"], "head": entry.digest}, lines)


def _decisions_json(found: "Decisions") -> dict[str, Any]:
    items = [
        {
            "entry": item.number,
            "at": item.at,
            "kind": item.kind.value,
            "by": item.by,
            "holds": item.holds,
            "subject": item.text.subject if item.text else None,
            "decision": item.text.decision if item.text else None,
            "reason": item.text.reason if item.text else None,
        }
        for item in found.items
    ]
    return {"pack": found.pack, "content": found.content, "approved": found.is_approved, "faults": list(found.faults), "decisions": items}


def _decisions_lines(found: "Decisions") -> list[str]:
    state = "approved" if found.is_approved else "not approved"
    lines = [f"{found.pack}: {state}, {_count(len(found.items), 'decision', 'decisions')}."]
    lines += (
        ["  No decision on it holds, since something was changed:", *(f"    {fault}" for fault in found.faults)] if found.faults else []
    )
    return lines + [line for item in found.items for line in _decision_lines(item)]


def _decision_lines(item: "Decision") -> list[str]:
    head = f"  {item.number}  {item.at}  {item.kind.value} by {item.by}{'' if item.holds else '  (no longer holds)'}"
    if item.text is None:
        return [head, "     its words were changed or taken out"]
    return [head, f"     {item.text.subject}: {item.text.decision}", f"     because {item.text.reason}"]


def _purge_json(found: "Purge", day: date, *, deletes: bool) -> dict[str, Any]:
    due = [
        {
            "pack": each.pack,
            "content": each.content,
            "delete_by": each.delete_by.isoformat(),
            "deleted": deletes and not each.refusal,
            "refusal": each.refusal,
        }
        for each in found.due
    ]
    return {
        "today": day.isoformat(),
        "due": due,
        "gone": [entry.pack for entry in found.gone],
        "elsewhere": [entry.pack for entry in found.elsewhere],
    }


def _purge_lines(found: "Purge", day: date, *, deletes: bool) -> list[str]:
    if not found.due and not found.gone and not found.elsewhere:
        return [f"Nothing is due on {day}."]
    due = _count(len(found.due), "pack is", "packs are")
    lines = [f"{due} due on {day}{'.' if deletes or not found.due else '; nothing is deleted without --yes.'}"]
    lines += [f"  {each.pack}, delete by {each.delete_by}: {_fate(each, deletes=deletes)}" for each in found.due]
    lines += [f"  {entry.pack}: gone already{', noted in the ledger' if deletes else ''}" for entry in found.gone]
    missing = "written outside the workspace and not found; name its folder with --exports, or when it was deleted, --gone"
    return lines + [f"  {entry.pack}: {missing} {entry.pack}" for entry in found.elsewhere]


def _fate(due: "Due", *, deletes: bool) -> str:
    if due.refusal:
        return f"left, since {due.refusal}"
    copy = "" if due.entries else ", a copy without an entry of its own"
    return f"{'deleted' if deletes else 'would be deleted'}{copy}"


def _count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
