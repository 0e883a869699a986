"""The command line: results on stdout, messages on stderr, exit code 0 done, 2 bad input, 3 no acceptable plan."""

import io
import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.domain.errors import FaultsError, PackError, PlannerError

if TYPE_CHECKING:
    from planner.domain.verification import Verification
    from planner.morning import Outcome, Progress

app = typer.Typer(
    name="planner",
    help="Plans places to stay and return transport for people brought ashore from small boats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

STOPPED = 130
"""Exit code after Ctrl-C."""

Workspace = Annotated[
    Path, typer.Argument(metavar="DIR", help="Workspace folder: config.toml and the tables, as CSV files or one Excel workbook.")
]
Pack = Annotated[Path, typer.Argument(metavar="PACK", help="Pack folder of a plan.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]


class Sample(StrEnum):
    """Which sample to write."""

    BUSY = "busy"
    QUIET = "quiet"


@app.command()
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
    _print(as_json, {"workspace": str(directory)}, [f"Workspace written to {directory}"])


@app.command()
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
    _print(as_json, {"template": str(path)}, [f"Template written to {path}"])


@app.command()
def check(directory: Workspace, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Read a workspace and list every fault and every doubtful row."""
    from planner.ingest.build import load_workspace

    with _progress() as progress:
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
    _print(
        as_json,
        {"people": people, "triage": triage},
        lines + [f"  {item['code']}: {item['subject']}: {item['message']}" for item in triage],
    )


@app.command()
def plan(
    directory: Workspace,
    out: Annotated[Path | None, typer.Option(metavar="PACK", help="Folder to write; by default plan-DATE in the workspace.")] = None,
    horizon: Annotated[int | None, typer.Option(min=1, max=120, help="Days to plan; by default as in config.toml.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Make the plan of a morning, verify it, and write its pack."""
    from planner.morning import make_plan

    with _progress() as progress:
        outcome = make_plan(directory, out, horizon, progress)
    _print(as_json, _outcome_json(outcome), _outcome_lines(outcome))


@app.command()
def verify(pack: Pack, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Judge a pack by every rule, from its folder alone."""
    from planner.verify import verify_pack

    verification = verify_pack(pack)
    violations = [
        {"rule": item.rule, "subject": item.subject, "date": item.date, "message": item.message} for item in verification.violations
    ]
    result = {
        "acceptable": verification.is_acceptable,
        "rules": dict(verification.rules),
        "violations": violations,
        "alarms": list(verification.alarms),
    }
    _print(as_json, result, _verification_lines(verification))
    if not verification.is_acceptable:
        raise typer.Exit(3)


@app.command(name="map")
def draw(pack: Pack, as_json: Json = False) -> None:  # noqa: FBT002  # a command line flag
    """Draw the map of a pack again, as map.html in the pack."""
    from planner.morning import redraw_map

    with _progress() as progress:
        progress("drawing", 0.2)
        path = redraw_map(pack)
    _print(as_json, {"map": str(path)}, [f"Map written to {path}"])


def main() -> None:
    """Entry point: no traceback ever reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(prog_name="planner")
    except FaultsError as error:
        count = len(error.faults)
        typer.echo(f"{count} fault{'s' if count > 1 else ''} found; nothing was written:", err=True)
        typer.echo("\n".join(f"  {fault}" for fault in error.faults), err=True)
        sys.exit(error.exit_code)
    except PlannerError as error:
        typer.echo(f"planner: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"planner: {where}{error.strerror or error}", err=True)
        sys.exit(PlannerError.exit_code)
    except KeyboardInterrupt:
        _say_stopped()
        sys.exit(STOPPED)
    except SystemExit as end:
        if end.code == STOPPED:  # Ctrl-C, which typer keeps to itself
            _say_stopped()
        raise


def _say_stopped() -> None:
    typer.echo("planner: stopped; no half-written pack is left", err=True)


@contextmanager
def _progress() -> "Generator[Progress]":
    """A bar on stderr when a person is watching, nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _what, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def _print(as_json: bool, result: dict[str, Any], lines: list[str]) -> None:  # noqa: FBT001  # the --json flag itself
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


def _outcome_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "pack": str(outcome.pack),
        "measures": {item.measure: {"value": item.value, "bound": item.bound, "gap": item.gap} for item in outcome.plan.measures},
        "triage": len(outcome.instance.triage),
        "violations": len(outcome.verification.violations),
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
    ]


def _verification_lines(verification: "Verification") -> list[str]:
    checked = sum(verification.rules.values())
    head = "no violation" if verification.is_acceptable else f"{len(verification.violations)} violations"
    return [
        f"{len(verification.rules)} rules checked on {checked:,} facts: {head}.",
        *(f"  {item.rule}: {item.subject} {item.date} {item.message}" for item in verification.violations),
        *(f"Alarm: {alarm}" for alarm in verification.alarms),
    ]
