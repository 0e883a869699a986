"""A morning's work, from the workspace to the pack.

What is heavy is imported where it is used, so that ``planner --help`` answers at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from planner.config import CONFIG_NAME
from planner.domain.errors import NoPlanError

if TYPE_CHECKING:
    from pathlib import Path

    from planner.audit.ledger import Entry
    from planner.clocks import PartyClock
    from planner.domain.instance import Instance
    from planner.domain.plan import Plan
    from planner.domain.verification import Verification
    from planner.ingest.build import Workspace
    from planner.model.solution import Solution
    from planner.plan.tables import Table
    from planner.report.artist import Artist

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""

SHOWN_VIOLATIONS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan, the pack it lies in, and its entry in the workspace's ledger."""

    pack: Path
    instance: Instance
    plan: Plan
    verification: Verification
    entry: Entry


def make_plan(workspace: Path, pack: Path | None, horizon_days: int | None, progress: Progress) -> Outcome:
    """Load, solve, decode, store, verify, draw and record: all or nothing.

    Parameters
    ----------
    pack
        Folder to write; None for ``plan-<date>`` in the workspace.
    horizon_days
        Days to plan; None for the workspace's own setting.

    Raises
    ------
    ConfigError, InputError
        The workspace has faults.
    NoPlanError
        A lock can not be kept, or the verifier found the plan at fault.
    PackError
        The pack or the workspace's ledger can not be written.
    """
    from planner.report.artist import call_artist

    # Called first: what draws is loaded while the rest is at work.
    with closing(call_artist()) as artist:
        return _make_plan(workspace, pack, horizon_days, progress, artist)


def _make_plan(workspace: Path, pack: Path | None, horizon_days: int | None, progress: Progress, artist: Artist) -> Outcome:
    from planner.attrition.choose import choose_reserves
    from planner.attrition.tables import reserve_tables
    from planner.audit.papers import write_papers
    from planner.audit.record import ready_ledger, record_pack
    from planner.clocks import party_clocks
    from planner.ingest.build import load_workspace
    from planner.model.solve import solve
    from planner.plan.decode import decode
    from planner.plan.pack import free_name, new_pack, write_manifest
    from planner.report.drawing import Subject
    from planner.verify import verify_draft, write_verification

    progress("reading the workspace", 0.0)
    loaded = load_workspace(workspace, horizon_days=horizon_days)
    config = loaded.config
    ready_ledger(workspace)
    pack = pack or free_name(workspace, config.plan_date)
    # Whatever happens, the artist stops before the folder goes.
    with new_pack(pack) as folder, closing(artist):
        progress("reading the law as clocks", 0.1)
        clocks = party_clocks(loaded.instance)
        solution = solve(
            loaded.instance, clocks, config.time_limit_seconds, lambda what, share: progress(f"solving: {what}", 0.15 + 0.55 * share)
        )
        _refuse_broken_locks(solution)
        plan = decode(loaded.instance, clocks, solution)
        reserves = reserve_tables(choose_reserves(loaded.instance, clocks, plan))
        progress("what stands in the way", 0.7)
        whys = _whys(plan, clocks, solution)
        artist.begin(Subject(folder, loaded.instance, plan, config.figures, reserves, whys, config.online_tiles))
        progress("storing", 0.72)
        tables = _store(folder, workspace, loaded, plan, reserves)
        progress("verifying", 0.75)
        verification = verify_draft(folder)
        _refuse_violations(verification)
        write_verification(verification, folder / "verification.json")
        write_papers(folder, loaded, plan, verification, tables)
        progress("drawing", 0.8)
        artist.finish(verification)
        write_manifest(folder, plan, config.delete_after_days)
        progress("done", 1.0)
    return Outcome(pack, loaded.instance, plan, verification, record_pack(workspace, pack))


def _whys(plan: Plan, clocks: tuple[PartyClock, ...], solution: Solution) -> tuple[Table, ...]:
    """What stands in the way of people, and what one more of each capacity is worth."""
    from planner.explain.prices import prices
    from planner.explain.reasons import example_reasons
    from planner.explain.session import session_after
    from planner.report.why_prices import prices_table
    from planner.report.why_reasons import examples_table

    session = session_after(plan, clocks, solution)
    return examples_table(session.instance, example_reasons(session)), prices_table(session.instance, prices(session))


def redraw_map(pack: Path) -> Path:
    """Draw ``map.html`` of a pack again, from its inputs and plan.

    Raises
    ------
    PackError
        When the folder is not a pack.
    """
    from planner.ingest.build import load_workspace
    from planner.plan.pack import INPUTS_NAME, PARTIAL_SUFFIX, write_text
    from planner.plan.read import read_plan
    from planner.report.drawing import draw_map

    plan = read_plan(pack)
    inputs = pack / INPUTS_NAME
    loaded = load_workspace(inputs, horizon_days=plan.horizon.num_days)
    page = draw_map(loaded.instance, plan, loaded.config.online_tiles)
    # Beside the pack: a run killed here leaves the pack as it was.
    partial = pack.resolve().with_name(f".{pack.resolve().name}.map{PARTIAL_SUFFIX}")
    try:
        write_text(partial, page)
        partial.replace(pack / "map.html")
    finally:
        partial.unlink(missing_ok=True)
    return pack / "map.html"


def _store(folder: Path, workspace: Path, loaded: Workspace, plan: Plan, reserves: Mapping[str, Table]) -> Mapping[str, Table]:
    """Inputs and plan, as files that need nothing else to be verified; returns the plan's tables, those of its reserves among them."""
    from planner.ingest.build import pack_tables
    from planner.ingest.canonical import write_tables
    from planner.plan.pack import INPUTS_NAME, PLAN_NAME, plan_text, write_text
    from planner.plan.tables import plan_tables, write_csv

    inputs = folder / INPUTS_NAME
    inputs.mkdir()
    write_tables(pack_tables(loaded), inputs)
    shutil.copyfile(workspace / CONFIG_NAME, inputs / CONFIG_NAME)
    write_text(folder / PLAN_NAME, plan_text(plan))
    tables = {**plan_tables(loaded.instance, plan), **reserves}
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
    return tables


def _refuse_broken_locks(solution: Solution) -> None:
    """A lock that can not be kept fails loudly; nothing else moves silently to make room for it."""
    from planner.model.itinerary import LOCKS_BROKEN
    from planner.plan.reasons import why_not_kept

    if not solution.locks_broken:
        return
    broken = [
        f"lock {lock.lock_id} ({lock.kind.value.replace('_', ' ')} {lock.target_id}) on party {lock.party_id}: "
        + why_not_kept(lock, solution.cohorts[itinerary.cohort].clock, solution.network)
        for itinerary, _ in solution.chosen
        if itinerary.counts[LOCKS_BROKEN]
        for lock in solution.cohorts[itinerary.cohort].locks
    ]
    message = "no plan keeps every lock. These can not be kept together within law and capacity; change or remove one:\n  " + "\n  ".join(
        broken
    )
    raise NoPlanError(message)


def _refuse_violations(verification: Verification) -> None:
    if verification.is_acceptable:
        return
    shown = [f"{item.rule}: {item.subject} {item.date} {item.message}" for item in verification.violations[:SHOWN_VIOLATIONS]]
    message = f"the plan breaks {len(verification.violations)} rules and is not stored:\n  " + "\n  ".join(shown)
    raise NoPlanError(message)
