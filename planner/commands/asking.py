"""Commands that ask what if: nothing they do changes the workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.common import Json, Workspace, progress_bar, show

if TYPE_CHECKING:
    from planner.scenario.whatif import Answer


def whatif(
    directory: Workspace,
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO.toml...", help="Scenario files: named changes of the workspace.")],
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder to write; by default whatif-DATE here.")] = None,
    together: Annotated[bool, typer.Option("--together", help="One more column: the changes of every file at once.")] = False,  # noqa: FBT002
    no_maps: Annotated[bool, typer.Option("--no-maps", help="Do not draw the maps.")] = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Solve the workspace as it is and with changes, and hold the plans side by side."""
    from planner.scenario.whatif import answer
    from planner.scenario.whatif import as_json as json_of

    with progress_bar() as progress:
        found = answer(directory, scenarios, out, progress, combine=together, maps=not no_maps)
    result: dict[str, Any] = {"folder": str(found.folder), **json_of(found.comparison)}
    show(as_json, result, _lines(found))


def _lines(found: "Answer") -> list[str]:
    from planner.scenario.compare import changes_table, figures_table, measures_table, people_table
    from planner.scenario.text import text_table

    comparison = found.comparison
    policies = [f"Policy: {column.name} changes a rule: {'; '.join(column.solved.scenario.policies)}" for column in comparison.changed]
    return [
        *text_table(changes_table(comparison), 4),
        *(line for line, column in zip(policies, comparison.changed, strict=True) if column.solved.scenario.policies),
        "",
        *text_table(measures_table(comparison)),
        "",
        *text_table(figures_table(comparison)),
        "",
        *text_table(people_table(comparison)),
        "",
        f"Comparison  {found.folder / 'comparison.html'}",
        f"Workbook    {found.folder / 'comparison.xlsx'}",
    ]
