"""What every command has: its arguments' words, the progress bar, and how it prints."""

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

Workspace = Annotated[
    Path, typer.Argument(metavar="DIR", help="Workspace folder: config.toml and the tables, as CSV files or one Excel workbook.")
]
Pack = Annotated[Path, typer.Argument(metavar="PACK", help="Pack folder of a plan.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


@contextmanager
def progress_bar() -> Generator[Progress]:
    """A bar on stderr when a person is watching, nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _what, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def show(as_json: bool, result: dict[str, Any], lines: Sequence[str]) -> None:  # noqa: FBT001  # the --json flag itself
    """Print a result on stdout: as JSON, or as lines to read."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))
