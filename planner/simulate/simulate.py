"""From a workspace to a folder with what many futures of it came to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.errors import PlannerError
from planner.forecast.files import read_series
from planner.forecast.model import memory_after, memory_of
from planner.forecast.parameters import parameters_text, shipped
from planner.plan.json_text import Json, json_text
from planner.plan.versions import versions
from planner.report.words import day_text
from planner.scenario.book import book_bytes
from planner.scenario.grid.run import workspace_digest
from planner.simulate import tables
from planner.simulate.ask import Asked, drawing_of
from planner.simulate.future import Drawing
from planner.simulate.job import Simulator, job_of
from planner.simulate.page import render_simulation
from planner.simulate.policies import NAMES
from planner.simulate.results import Results, gather, spread
from planner.simulate.run import FORESIGHT, LIMITS, Rules
from planner.simulate.tables import Report
from planner.simulate.world import world_of
from planner.sweep.engine import run
from planner.sweep.folder import UNFINISHED, finish, folder_for, leave, require_free
from planner.sweep.job import Crew

if TYPE_CHECKING:
    from planner.ingest.build import Workspace

Progress: TypeAlias = Callable[[str, float], None]

PAGE, BOOK, DATA, ROWS = "simulation.html", "simulation.xlsx", "simulation.json", "rows.parquet"
START_SHARE, WRITE_SHARE = 0.02, 0.97
"""Shares of the progress at which the runs begin and end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be simulated.

    Attributes
    ----------
    num_days
        Days simulated; None for all that the workspace plans.
    look_ahead
        Nights that each day's plan looks ahead.
    arrivals
        Arrivals known so far; None for what was known when the shipped parameters were fitted.
    """

    num_runs: int
    num_days: int | None
    look_ahead: int
    arrivals: Path | None
    asked: Asked
    rules: Rules


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came out, and the folder it lies in."""

    folder: Path
    report: Report
    words: Mapping[str, Json]


def simulate(directory: Path, plan: Plan, folder: Path | None, progress: Progress, crew: Crew) -> Simulated:
    """Simulate a workspace and write what comes out.

    Parameters
    ----------
    folder
        Folder to write, or one that a stopped simulation has left; None for ``simulation-<date>`` where the command runs.

    Raises
    ------
    ConfigError, InputError
        The workspace or the arrivals have faults.
    StoppedError
        Somebody stopped it; what is done is kept.
    PlannerError
        What was asked does not fit the workspace, or the folder holds something else.
    """
    from planner.ingest.build import load_workspace

    progress("reading the workspace", 0.0)
    workspace = load_workspace(directory)
    instance = workspace.instance
    num_days = plan.num_days or instance.horizon.num_days
    if num_days > instance.horizon.num_days:
        raise PlannerError(
            f"--days must be at most {instance.horizon.num_days}: the workspace has no more days (horizon_days in config.toml)"
        )
    drawing = _drawing(workspace, plan, num_days)
    folder = folder or folder_for("simulation", instance.horizon.first_date)
    require_free(folder, "a simulation")
    settings = {"workspace": workspace_digest(directory, workspace), **_settings(plan, drawing, num_days)}
    simulator = Simulator(world_of(instance, num_days, plan.look_ahead), drawing, plan.rules)

    def tell(what: str, share: float) -> None:
        progress(what, START_SHARE + (WRITE_SHARE - START_SHARE) * share)

    try:
        rows = run(job_of(simulator, plan.num_runs, settings), folder / UNFINISHED, tell, crew)
    except BaseException:
        leave(folder)
        raise
    progress("writing", WRITE_SHARE)
    sites = [site.site_id for site in instance.sites]
    shape, foreseen = (plan.num_runs, num_days), min(plan.num_runs, plan.rules.foresight_runs)
    results = gather(rows, shape, foreseen, plan.rules.policies, sites)
    report = Report(results, instance, tuple(_shown(plan, drawing, workspace, num_days).items()))
    words = _json(report)
    finish(folder, {ROWS: rows.parquet(), **_files(report, words)})
    progress("done", 1.0)
    return Simulated(folder, report, words)


def _files(report: Report, words: Mapping[str, Json]) -> dict[str, bytes]:
    """The page last: where it is, everything is."""
    return {
        DATA: (json_text(words) + "\n").encode(),
        BOOK: book_bytes(list(tables.sheets(report)), "Simulation", report.instance.as_of),
        PAGE: render_simulation(report).encode(),
    }


def _drawing(workspace: "Workspace", plan: Plan, num_days: int) -> Drawing:
    parameters = shipped()
    if plan.arrivals is None:
        known = memory_after(parameters), parameters.last
    else:
        series = read_series(plan.arrivals)
        known = memory_of(series), series.last
    return drawing_of(workspace, num_days, parameters, known, plan.asked)


def _settings(plan: Plan, drawing: Drawing, num_days: int) -> dict[str, str]:
    """Everything that the rows depend on besides the workspace, as texts."""
    digest = sha256(parameters_text(drawing.parameters).encode())
    digest.update(repr(drawing.known).encode())
    return {
        "arrivals": digest.hexdigest(),
        "share": repr(drawing.share),
        "landing site": drawing.site_id,
        "profiles": repr(sorted(drawing.profiles.items())),
        "answers": repr(drawing.answers),
        "seed": str(drawing.seed),
        "days": str(num_days),
        "look ahead": str(plan.look_ahead),
        "rules": repr(plan.rules),
    }


def _shown(plan: Plan, drawing: Drawing, workspace: "Workspace", num_days: int) -> dict[str, str]:
    """What was asked, as people read it."""
    attrition, answers = drawing.attrition, drawing.answers
    sites = {str(site.site_id): site.name for site in workspace.instance.sites}
    mix = "; ".join(
        f"{name.replace('_', ' ')} {share:.0%}" + (f", {days} days of authority assumed" if days else "")
        for name, (share, _, days) in drawing.profiles.items()
    )
    return {
        "Runs": f"{plan.num_runs:,}",
        "Days": f"{day_text(workspace.instance.horizon.first_date)} and the {num_days - 1} days after it",
        "Nights each morning’s plan looks ahead": str(plan.look_ahead),
        "Rules of planning": "; ".join(NAMES[policy] for policy in plan.rules.policies),
        "Arrivals known to": day_text(drawing.known_until),
        "Share of all people arriving who come here": f"{drawing.share:.2%}",
        "Landing at": sites[drawing.site_id],
        "Who they are taken to be": mix,
        "Chance that a party booked drops out late": f"{attrition.drop_out:.0%}, alike {attrition.alike:g}",
        "Chance that a departure is cancelled on its day": f"{attrition.cancelled:.0%}",
        "France answers late; never (assumed)": f"{answers.late:.0%}; {answers.silent:.0%}",
        "Days in which nobody who dropped out is booked again": str(plan.rules.rebook_days),
        "Runs with perfect foresight": f"{min(plan.num_runs, plan.rules.foresight_runs):,}",
        "Seed": str(drawing.seed),
    }


def _json(report: Report) -> Mapping[str, Json]:
    found = report.results
    policies: dict[str, Json] = {str(policy): _policy_json(report, found, policy) for policy in found.policies}
    return {
        "plan_date": report.dates[0].isoformat(),
        "runs": found.num_runs,
        "days": found.num_days,
        "asked": dict(report.asked),
        "policies": policies,
        "versions": versions(),
    }


def _policy_json(report: Report, found: Results, policy: str) -> Json:
    named = next(each for each in found.policies if each == policy)
    missed = {limit: found.missed(named, (limit,)).share for limit in LIMITS}
    overflow: dict[str, Json] = {
        site: [round(float(share), DIGITS) for share in shares]
        for site, shares in zip(found.sites, found.overflow(named), strict=True)
        if shares.any()
    }
    return {
        "any_limit_missed": found.missed(named).share,
        "limits_missed": dict(missed),
        "totals": {what: round(spread(found.total(policy, what)).mean, DIGITS) for what in tables.TOTALS},
        "overflow_by_site_and_day": overflow,
        "regret_at_most": _regret(report, policy),
    }


def _regret(report: Report, policy: str) -> Json:
    found = report.results
    named = next(each for each in found.policies if each == policy)
    if not found.num_foreseen or not any(key[0] == FORESIGHT for key in found.whole):
        return None
    return round(spread(found.regret_to_bound(named)).mean, DIGITS)


DIGITS = 4
