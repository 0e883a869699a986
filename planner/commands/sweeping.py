"""The command that asks a great many questions at once: nothing it does changes the workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.common import Json, Workspace, progress_bar, show

if TYPE_CHECKING:
    from planner.scenario.grid.one_more import Asked
    from planner.scenario.grid.points import Points

MOST_LISTED = 10


def sweep(
    directory: Workspace,
    grid: Annotated[Path | None, typer.Argument(metavar="GRID.toml", help="Grid file: changes with ranges.")] = None,
    one_more: Annotated[bool, typer.Option("--one-more", help="What one more of each thing is worth, instead of a grid.")] = False,  # noqa: FBT002
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder to write, or to go on in; by default sweep-DATE here.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes of this machine; by default one a core.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler, such as tcp://10.0.0.5:8786.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Solve every combination of a grid, or one more of each thing; stopped half way, the same command goes on."""
    from planner.scenario.grid.points import Points
    from planner.scenario.grid.sweep import BOOK, PAGE, sweep_grid, sweep_one_more
    from planner.sweep.job import Crew

    wrong = "a grid file or --one-more" if one_more is (grid is not None) else "--workers or --cluster" if workers and cluster else ""
    if wrong:
        raise typer.BadParameter(f"give either {wrong}")
    crew = Crew(workers, cluster)
    with progress_bar() as progress:
        swept = sweep_grid(directory, grid, out, progress, crew) if grid else sweep_one_more(directory, out, progress, crew)
    lines = _grid_lines(swept.found) if isinstance(swept.found, Points) else _one_more_lines(swept.found)
    files = [f"Page        {swept.folder / PAGE}", f"Workbook    {swept.folder / BOOK}"]
    show(as_json, {"folder": str(swept.folder), **swept.words}, [*lines, "", *files])


def _grid_lines(points: "Points") -> list[str]:
    from planner.scenario.grid import tables
    from planner.scenario.text import text_table

    clearing = tables.clearing_table(points)
    policies = [f"Policy: {parameter.name} changes a rule." for parameter in points.grid.parameters if parameter.is_policy]
    return [
        *text_table(tables.base_table(points)),
        *policies,
        "",
        *text_table(tables.frontier_table(points)),
        "",
        clearing.name,
        tables.clearing_words(points),
        *(text_table(clearing)[1:] if clearing.rows else []),
    ]


def _one_more_lines(asked: "Asked") -> list[str]:
    from planner.scenario.grid.one_more import gains_words, nothing_table

    ranked, idle = asked.ranked(), len(nothing_table(asked).rows)
    told = [f"{each.more.kind}, {each.more.what}: {gains_words(asked, each)}" for each in ranked[:MOST_LISTED]]
    lines = ["What one more is worth", *(f"{rank:3}. {text}" for rank, text in enumerate(told, 1))]
    if len(ranked) > len(told):
        lines.append(f"     and {len(ranked) - len(told)} more in the workbook")
    return [*lines, f"One more of {idle} others changes no aim"]
