"""The command line: results on stdout, messages on stderr, exit code 0 done, 2 bad input, 3 no acceptable plan."""

import io
import sys

import typer

from planner.commands import (
    asking,
    auditing,
    clocks,
    explaining,
    forecasting,
    mapping,
    planning,
    simulating,
    sweeping,
    verifying,
    workspace,
)
from planner.domain.errors import FaultsError, PlannerError

app = typer.Typer(
    name="planner",
    help="Plans places to stay and return transport for people brought ashore from small boats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (workspace.init, workspace.template, workspace.check, planning.plan, verifying.verify):
    app.command()(command)
app.add_typer(mapping.maps)
app.command()(clocks.clocks)
app.command()(explaining.explain)
app.command()(asking.whatif)
app.command()(sweeping.sweep)
app.command()(simulating.simulate)
for command in (auditing.replay, auditing.chain, auditing.approve, auditing.override, auditing.decisions, auditing.purge):
    app.command()(command)
forecasting.add_to(app)

STOPPED = 130
"""Exit code after Ctrl-C."""


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
