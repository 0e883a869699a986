"""Commands on a workspace: a sample, an empty workbook, a check of what is there."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.common import Json, Workspace, progress_bar, show
from planner.domain.errors import PackError


class Sample(StrEnum):
    """Which sample to write."""

    BUSY = "busy"
    QUIET = "quiet"


def init(
    directory: Workspace,
    sample: Annotated[Sample, typer.Option(help="How full a morning.")] = Sample.BUSY,
    date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Plan date.")] = datetime(2026, 8, 10),  # noqa: DTZ001  # typer has no date
    seed: Annotated[int, typer.Option(min=0, help="Seed of the made-up people: the same seed gives the same files.")] = 1,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Write a sample workspace: made-up people on real ground."""
    from planner.sample import create

    create(directory, sample.value, date.date(), seed)
    show(as_json, {"workspace": str(directory)}, [f"Workspace written to {directory}"])


def template(path: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Workbook to write.")], as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Write an empty Excel workbook with every table, drop-downs and notes."""
    from xlsxwriter.exceptions import FileCreateError  # pyright: ignore[reportMissingTypeStubs]

    from planner.ingest.template import write_template

    if path.exists():
        raise PackError(f"{path} exists already; choose another name")
    try:
        write_template(path)
    except FileCreateError as error:
        raise PackError(f"{path} can not be written: {error}") from error
    show(as_json, {"template": str(path)}, [f"Template written to {path}"])


def check(directory: Workspace, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Read a workspace and list every fault and every doubtful row."""
    from planner.ingest.build import load_workspace

    with progress_bar() as progress:
        progress("reading the workspace", 0.0)
        instance = load_workspace(directory).instance
    people = sum(party.size for party in instance.parties if not party.is_expected)
    triage = [{"code": item.code, "subject": item.subject, "message": item.message} for item in instance.triage]
    lines = [
        (
            f"No faults. {people:,} people in {len(instance.parties):,} parties, {len(instance.sites)} sites, "
            f"{len(instance.departures)} departures."
        )
    ]
    lines += [f"{len(triage)} doubtful rows, planned around:"] if triage else []
    show(
        as_json,
        {"people": people, "triage": triage},
        lines + [f"  {item['code']}: {item['subject']}: {item['message']}" for item in triage],
    )
