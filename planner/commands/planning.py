"""The command of the morning: make the plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.common import Json, Workspace, progress_bar, show

if TYPE_CHECKING:
    from planner.morning import Outcome


def plan(
    directory: Workspace,
    out: Annotated[Path | None, typer.Option(metavar="PACK", help="Folder to write; by default plan-DATE in the workspace.")] = None,
    horizon: Annotated[int | None, typer.Option(min=1, max=120, help="Days to plan; by default as in config.toml.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Make the plan of a morning, verify it, and write its pack."""
    from planner.morning import make_plan

    with progress_bar() as progress:
        outcome = make_plan(directory, out, horizon, progress)
    show(as_json, _outcome_json(outcome), _outcome_lines(outcome))


def _outcome_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "pack": str(outcome.pack),
        "measures": {item.measure: {"value": item.value, "bound": item.bound, "gap": item.gap} for item in outcome.plan.measures},
        "triage": len(outcome.instance.triage),
        "violations": len(outcome.verification.violations),
        "entry": outcome.entry.number,
        "head": outcome.entry.digest,
    }


def _outcome_lines(outcome: "Outcome") -> list[str]:
    from planner.report.words import MEASURES, day_text

    checked = sum(outcome.verification.rules.values())
    width = max(len(MEASURES[item.measure]) for item in outcome.plan.measures)
    measures = [
        f"  {MEASURES[item.measure]:<{width}} {item.value:>10,}  "
        + ("proven optimal" if not item.gap else f"bound {item.bound:,}, gap {item.gap:,}")
        for item in outcome.plan.measures
    ]
    return [
        f"Plan of {day_text(outcome.plan.plan_date)}, {len(outcome.plan.people):,} people, {outcome.plan.horizon.num_days} days.",
        *measures,
        f"Verified: {len(outcome.verification.rules)} rules on {checked:,} facts, no violation.",
        f"{len(outcome.instance.triage)} doubtful rows to look at first.",
        *(f"Alarm: {alarm}" for alarm in outcome.verification.alarms),
        f"Summary   {outcome.pack / 'summary.html'}",
        f"Map       {outcome.pack / 'map.html'}",
        f"Workbook  {outcome.pack / 'plan.xlsx'}",
        f"Ledger    entry {outcome.entry.number}, head {outcome.entry.digest}",
    ]
