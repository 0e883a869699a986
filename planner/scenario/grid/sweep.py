"""From a workspace and a question to a folder with the answer; stopped half way it goes on where it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from planner.domain.errors import StoppedError
from planner.domain.instance import Instance
from planner.plan.json_text import Json, json_text
from planner.plan.tables import csv_text
from planner.plan.versions import versions
from planner.scenario.base import Base, base_of
from planner.scenario.book import book_bytes
from planner.scenario.grid.measures import AIMS, GAP, OUTCOME, Known, known_of, row_of
from planner.scenario.grid.one_more import Asked, Worth, aims_table, everything, nothing_table, worth_table
from planner.scenario.grid.points import Point, Points, frontier, smallest_clearing
from planner.scenario.grid.read import read_grid
from planner.scenario.grid.run import Changes, Solver, job_of, workspace_digest
from planner.scenario.run import Outcome, Progress, Solved, Start, solve_start
from planner.sweep.engine import run
from planner.sweep.folder import UNFINISHED, finish, folder_for, leave, require_free
from planner.sweep.job import Crew

if TYPE_CHECKING:
    from planner.ingest.build import Workspace
    from planner.sweep.store import Rows

PAGE, BOOK, DATA = "sweep.html", "sweep.xlsx", "sweep.json"
START_SHARE, WRITE_SHARE = 0.1, 0.97
"""Shares of the progress at which the scenarios begin and end."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was asked, solved, and the folder it lies in."""

    folder: Path
    found: Points | Asked
    words: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Question:
    """A workspace and the scenarios of it that are to be solved.

    Attributes
    ----------
    asked
        What was asked, as texts: rows of one question are not mixed with those of another.
    are_neighbours
        Whether a scenario is nearer to the one before than to no change.
    """

    directory: Path
    workspace: "Workspace"
    base: Base
    asked: Mapping[str, str]
    scenarios: Sequence[Changes]
    are_neighbours: bool


def sweep_grid(directory: Path, file: Path, folder: Path | None, progress: Progress, crew: Crew) -> Swept:
    """Solve every combination of a grid file and write what comes out.

    Parameters
    ----------
    folder
        Folder to write, or one that an unfinished sweep has left; None for ``sweep-<date>`` where the command runs.

    Raises
    ------
    ConfigError, InputError
        The workspace or the grid file has faults.
    NoPlanError
        The workspace's own locks can not be kept.
    StoppedError
        Somebody stopped it; what is done is kept.
    PackError
        The folder holds something else, or can not be written.
    """
    from planner.scenario.grid.page import render_sweep
    from planner.scenario.grid.tables import rows_table, tables

    workspace, base = _loaded(directory, progress)
    grid = read_grid(file, base)
    places = grid.places()
    asked = {"grid": sha256(grid.text.encode()).hexdigest()}
    question = Question(directory, workspace, base, asked, [grid.changes(each) for each in places], are_neighbours=True)
    folder = folder or folder_for("sweep", workspace.config.plan_date)
    solved, rows = _solved(question, folder, progress, crew)
    known = [known_of(row) for row in rows.records()]
    points = tuple(Point(number, *each) for number, each in enumerate(zip(places, known, strict=True)))
    found = Points(grid, _known(solved), points)
    columns = {
        parameter.name: [float(parameter.values[point.places[at]]) for point in points] for at, parameter in enumerate(grid.parameters)
    }
    words = _grid_json(found, base.instance)
    files = {
        grid.file: grid.text.encode(),
        "rows.csv": csv_text(rows_table(found)).encode(),
        "rows.parquet": rows.with_columns(columns).parquet(),
        DATA: (json_text(words) + "\n").encode(),
        BOOK: book_bytes(tables(found), grid.name, base.instance.as_of),
        PAGE: render_sweep(found, base.instance).encode(),
    }
    _finish(folder, files, progress)
    return Swept(folder, found, words)


def sweep_one_more(directory: Path, folder: Path | None, progress: Progress, crew: Crew) -> Swept:
    """Solve the workspace with one more of each thing and write what comes out; as `sweep_grid` in all else."""
    from planner.scenario.grid.page import render_one_more

    workspace, base = _loaded(directory, progress)
    more = everything(base.instance)
    question = Question(directory, workspace, base, {"one more": "of everything"}, [(each.change,) for each in more], are_neighbours=False)
    folder = folder or folder_for("sweep", workspace.config.plan_date)
    solved, rows = _solved(question, folder, progress, crew)
    worths = tuple(Worth(*pair) for pair in zip(more, map(known_of, rows.records()), strict=True))
    found = Asked(_known(solved), tuple(item.measure for item in solved.measures if item.measure in AIMS), worths)
    words = _one_more_json(found, base.instance)
    tables = [("Worth", worth_table(found)), ("Nothing", nothing_table(found)), ("No change", aims_table(found))]
    columns = {"one more": [each.what for each in more], "kind": [each.kind for each in more]}
    files = {
        "rows.parquet": rows.with_columns(columns).parquet(),
        DATA: (json_text(words) + "\n").encode(),
        BOOK: book_bytes(tables, "What one more is worth", base.instance.as_of),
        PAGE: render_one_more(found, base.instance).encode(),
    }
    _finish(folder, files, progress)
    return Swept(folder, found, words)


def _loaded(directory: Path, progress: Progress) -> "tuple[Workspace, Base]":
    from planner.ingest.build import load_workspace

    progress("reading the workspace", 0.0)
    workspace = load_workspace(directory)
    return workspace, base_of(workspace)


def _solved(question: Question, folder: Path, progress: Progress, crew: Crew) -> "tuple[Solved, Rows]":
    """Solve the workspace as it is, then the scenarios."""
    require_free(folder, "a sweep")
    seconds = question.workspace.config.time_limit_seconds
    start, solved = _started(question.base, seconds, progress)
    settings = {**question.asked, "workspace": workspace_digest(question.directory, question.workspace)}

    def tell(what: str, share: float) -> None:
        progress(what, START_SHARE + (WRITE_SHARE - START_SHARE) * share)

    try:
        return solved, run(
            job_of(question.scenarios, Solver(start, seconds, question.are_neighbours), settings), folder / UNFINISHED, tell, crew
        )
    except BaseException:
        leave(folder)
        raise


def _started(base: Base, seconds: float, progress: Progress) -> tuple[Start, Solved]:
    """Solve the workspace as it is; Ctrl-C ends the sweep and not only this solve, which would take it for the end of its time."""
    began = monotonic()
    start, solved = solve_start(base, seconds, lambda what, share: progress(f"no change: {what}", START_SHARE * share))
    if solved.outcome is Outcome.CUT_SHORT and monotonic() - began < seconds:
        message = "stopped before the first scenario; nothing was written"
        raise StoppedError(message)
    return start, solved


def _finish(folder: Path, files: Mapping[str, bytes], progress: Progress) -> None:
    """Write every file whole, the page last."""
    progress("writing", WRITE_SHARE)
    finish(folder, files)
    progress("done", 1.0)


def _known(solved: Solved) -> Known:
    return known_of(row_of(solved.instance, solved.measures, solved.outcome))


def _known_json(known: Known) -> dict[str, Json]:
    return {OUTCOME: known.outcome, GAP: known.gap, "figures": dict(known.figures)}


def _grid_json(found: Points, instance: Instance) -> dict[str, Json]:
    grid = found.grid
    scenarios: list[Json] = [
        {"amounts": dict(zip((each.name for each in grid.parameters), found.amounts(point), strict=True)), **_known_json(point.known)}
        for point in found.points
    ]
    return {
        **_head(instance),
        "name": grid.name,
        "reason": grid.reason,
        "policies": [parameter.name for parameter in grid.parameters if parameter.is_policy],
        "no_change": _known_json(found.base),
        "frontier": [point.number for point in frontier(found)],
        "clear_all_unplaced_nights": [point.number for point in smallest_clearing(found)],
        "scenarios": scenarios,
    }


def _one_more_json(found: Asked, instance: Instance) -> dict[str, Json]:
    worths: list[Json] = [
        {"one_more": worth.more.what, "kind": worth.more.kind, **_known_json(worth.known)}
        for worth in (*found.ranked(), *(worth for worth in found.found if not any(found.gains(worth))))
    ]
    return {**_head(instance), "no_change": _known_json(found.base), "ranked": worths}


def _head(instance: Instance) -> dict[str, Json]:
    return {"plan_date": instance.horizon.first_date.isoformat(), "versions": versions()}
