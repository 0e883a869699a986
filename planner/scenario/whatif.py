"""From a workspace and scenario files to a folder with the comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.plan.json_text import Json, json_text
from planner.plan.pack import new_pack, write_text
from planner.plan.versions import versions
from planner.scenario.base import base_of
from planner.scenario.compare import Comparison, compare
from planner.scenario.read import read_scenarios, together
from planner.scenario.run import Progress, solve_all

if TYPE_CHECKING:
    from planner.config import Config

MAPS_SHARE = 0.85
"""Share of the progress after which maps are drawn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, and the folder it lies in."""

    folder: Path
    comparison: Comparison


def answer(workspace: Path, files: Sequence[Path], folder: Path | None, progress: Progress, *, combine: bool, maps: bool) -> Answer:
    """Solve the workspace as it is and every scenario, and write the comparison: all or nothing, the workspace untouched.

    Parameters
    ----------
    folder
        Folder to write; None for ``whatif-<date>`` where the command runs, numbered when there is one.
    combine
        Whether one more scenario makes the changes of all files.
    maps
        Whether to draw each scenario's map beside that without a change.

    Raises
    ------
    ConfigError, InputError
        The workspace or a scenario file has faults.
    NoPlanError
        The workspace's own locks can not be kept.
    PackError
        The folder exists already, or can not be written.
    """
    from planner.ingest.build import load_workspace
    from planner.scenario.book import comparison_tables, write_book
    from planner.scenario.page import render_comparison

    progress("reading the workspace", 0.0)
    loaded = load_workspace(workspace)
    base = base_of(loaded)
    scenarios = read_scenarios(files, base)
    if combine and len(scenarios) > 1:
        scenarios = (*scenarios, together(scenarios, base))
    folder = folder or free_folder("whatif", loaded.config.plan_date)
    with new_pack(folder) as draft:
        solved = solve_all(base, scenarios, _seconds(loaded.config), lambda what, share: progress(what, MAPS_SHARE * share))
        comparison = compare(solved)
        drawn = _draw_maps(comparison, draft, progress) if maps else []
        progress("writing", 0.97)
        write_text(draft / "comparison.html", render_comparison(comparison, drawn))
        tables = comparison_tables(comparison)
        write_book(tables, f"What if: plan of {loaded.config.plan_date}", base.instance.as_of, draft / "comparison.xlsx")
        write_text(draft / "comparison.json", json_text(as_json(comparison)) + "\n")
        for path in files:
            write_text(draft / path.name, path.read_text(encoding="utf-8"))
        progress("done", 1.0)
    return Answer(folder, comparison)


def free_folder(stem: str, plan_date: date) -> Path:
    """A name in the current folder that nothing has yet."""
    names = (Path(f"{stem}-{plan_date}" + (f"-{number}" if number > 1 else "")) for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def as_json(comparison: Comparison) -> Mapping[str, Json]:
    """The comparison for machines."""
    scenarios: list[Json] = [
        {
            "name": column.name,
            "reason": column.solved.scenario.reason,
            "changes": [{"change": change.words(), "policy": change.is_policy} for change in column.solved.scenario.changes],
            "outcome": column.solved.outcome,
            "measures": {item.measure: {"value": item.value, "bound": item.bound, "gap": item.gap} for item in column.solved.measures},
            "figures": dict(column.figures.more),
            "detained_by_night": list(column.figures.detained),
            "transfers_by_day": list(column.figures.transfers),
        }
        for column in comparison.columns
    ]
    return {"plan_date": comparison.base.solved.instance.horizon.first_date.isoformat(), "versions": versions(), "scenarios": scenarios}


def _seconds(config: "Config") -> float:
    """Each solve has the workspace's own time limit."""
    return config.time_limit_seconds


def _draw_maps(comparison: Comparison, draft: Path, progress: Progress) -> list[tuple[str, str]]:
    """Each scenario's map beside that without a change."""
    from planner.scenario.side_by_side import draw_beside

    drawn: list[tuple[str, str]] = []
    for number, column in enumerate(comparison.changed, 1):
        progress(f"map: {column.name}", MAPS_SHARE + (0.95 - MAPS_SHARE) * number / len(comparison.columns))
        name = f"map-{number}.html"
        write_text(draft / name, draw_beside(comparison.base, column))
        drawn.append((name, column.name))
    return drawn
