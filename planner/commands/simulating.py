"""The command that looks at many futures of a workspace: nothing it does changes the workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.common import Json, Workspace, progress_bar, show
from planner.commands.forecasting import mix_of

if TYPE_CHECKING:
    from planner.simulate.simulate import Simulated

FROM_WORKSPACE = "by default as the workspace's expected_arrivals"


def simulate(  # noqa: PLR0913, PLR0917  # the options of a command line
    directory: Workspace,
    runs: Annotated[int, typer.Option(min=1, max=100_000, help="Futures to draw.")] = 1000,
    days: Annotated[int | None, typer.Option(min=1, max=120, help="Days to simulate; by default all the workspace plans.")] = None,
    look_ahead: Annotated[int, typer.Option(min=1, max=120, help="Nights that each morning's plan looks ahead.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same futures.")] = 1,
    arrivals: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Arrivals so far (.ods, .csv or an import's folder); by default those fitted on.")
    ] = None,
    share: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of all people arriving who come to this workspace; by default as it expects.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="ID", help=f"Where they land; {FROM_WORKSPACE}.")] = None,
    mix: Annotated[str | None, typer.Option(help=f"Who they are: profile=share pairs with commas; {FROM_WORKSPACE}.")] = None,
    authority_days: Annotated[
        int | None, typer.Option(min=0, max=366, help=f"Days of authority to detain assumed for adults; {FROM_WORKSPACE}.")
    ] = None,
    late: Annotated[float, typer.Option(min=0, max=1, help="Share of requests that France answers after the usual time. Assumed.")] = 0.2,
    silent: Annotated[float, typer.Option(min=0, max=1, help="Share of requests never answered. Assumed.")] = 0.1,
    rebook: Annotated[int, typer.Option(min=1, max=120, help="Days in which nobody who dropped out is booked again.")] = 7,
    foresight: Annotated[int, typer.Option(min=0, help="Runs, from the first, held against perfect foresight.")] = 100,
    proven: Annotated[bool, typer.Option("--proven", help="Also plan every day as the morning does, proven. Slow.")] = False,  # noqa: FBT002
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder to write, or to go on in; by default simulation-DATE here.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes of this machine; by default one a core.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler, such as tcp://10.0.0.5:8786.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Draw arrivals, late drop-outs and answers, plan again day by day, and say what may go wrong; stopped, the same command goes on."""
    from planner.simulate.ask import Asked
    from planner.simulate.future import Answers
    from planner.simulate.policies import Policy
    from planner.simulate.run import Rules
    from planner.simulate.simulate import Plan
    from planner.simulate.simulate import simulate as simulate_all
    from planner.sweep.job import Crew

    if workers and cluster:
        message = "give either --workers or --cluster"
        raise typer.BadParameter(message)
    if late + silent > 1:
        raise typer.BadParameter(f"{late:g} and {silent:g} are more than all requests together", param_hint="--late, --silent")
    if mix is not None:
        mix_of(mix)
    policies = (Policy.QUICK, Policy.GREEDY, *((Policy.PLAN,) if proven else ()))
    asked = Asked(share, site, mix, authority_days, Answers(late, silent), seed)
    plan = Plan(runs, days, look_ahead, arrivals, asked, Rules(policies, rebook, PROVEN_SECONDS, foresight))
    with progress_bar() as progress:
        simulated = simulate_all(directory, plan, out, progress, Crew(workers, cluster))
    show(as_json, {"folder": str(simulated.folder), **simulated.words}, _lines(simulated))


PROVEN_SECONDS = 600.0
"""Limit of one solve that proves a plan."""


def _lines(simulated: "Simulated") -> list[str]:
    from planner.scenario.text import text_table
    from planner.simulate import page, tables

    report, cut = simulated.report, tables.days_cut_short(simulated.report)
    return [
        *text_table(tables.settings_table(report)),
        "",
        *page.headline(report),
        *([f"On {cut:,} days a plan that was to be proven ran out of time."] if cut else []),
        "",
        *text_table(tables.limits_table(report)),
        "",
        *text_table(tables.totals_table(report)),
        *(["", *text_table(tables.regret_table(report))] if report.results.num_foreseen else []),
        "",
        f"Page        {simulated.folder / 'simulation.html'}",
        f"Workbook    {simulated.folder / 'simulation.xlsx'}",
    ]
