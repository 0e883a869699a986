"""Judges a plan made by hand against a workspace: what it breaks, what it attains, and how far it is from the best plan.

What is heavy is imported where it is used, so that ``planner --help`` answers at once.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from planner.config import CONFIG_NAME
from planner.domain.errors import Fault, InputError, PackError, SolverError
from planner.domain.plan import MAXIMISED, TIER_OF, Measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.domain.plan import MeasureResult
    from planner.ingest.build import Workspace
    from planner.ingest.grid import Grid, Unread
    from planner.verify.by_hand import ByHand, Sheet

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""

ASSIGNMENTS, CASE_STEPS = "assignments", "case_steps"
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm"})
STEPS_TAKEN = (
    "It says nothing of case steps ({}): those its transfers need, and those whoever is held to the end needs, were put on the first days "
    "caseworkers can take them, those who can wait least first. Where a step rule is broken, another order might still keep it."
)


class Verdict(StrEnum):
    """How a plan made by hand stands to the best plan found, in the first aim in which they differ."""

    EQUAL = "equal"
    WORSE = "worse"
    BETTER = "better"
    """Better than the best plan found: outside the rules, or inside a gap the search has left open."""
    BEATS_BOUND = "beats_bound"
    """A plan that keeps every rule and beats a proven bound: one of the two readings is wrong."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of the plan made by hand beside that of the best plan found.

    Attributes
    ----------
    difference
        Value less best value; 0 when they are equal.
    """

    measure: Measure
    value: int
    best: int
    bound: int

    @property
    def difference(self) -> int:
        """Distance to the best value, with its sign."""
        return self.value - self.best

    @property
    def is_better(self) -> bool:
        """Whether the plan made by hand has more of what is sought, or less of what is not."""
        return self.difference > 0 if self.measure in MAXIMISED else self.difference < 0

    @property
    def beats_bound(self) -> bool:
        """Whether the value lies beyond what no plan can reach, given equal values in every measure before."""
        return self.value > self.bound if self.measure in MAXIMISED else self.value < self.bound


@dataclass(frozen=True, slots=True)
class Judgement:
    """A plan made by hand, judged.

    Attributes
    ----------
    compared
        Measures in the order of the tiers; empty when no best plan was worked out.
    why_not_compared
        Why there is nothing to compare with; empty when there is.
    """

    file: str
    by_hand: ByHand
    notes: tuple[str, ...]
    compared: tuple[Compared, ...]
    why_not_compared: str

    @property
    def decisive(self) -> Compared | None:
        """First measure in which the two plans differ: it decides, whatever comes after."""
        return next((each for each in self.compared if each.difference), None)

    @property
    def verdict(self) -> Verdict | None:
        """How the plan stands to the best one; None when there is none."""
        if not self.compared:
            return None
        if (decisive := self.decisive) is None:
            return Verdict.EQUAL
        if not decisive.is_better:
            return Verdict.WORSE
        is_lawful = self.by_hand.verification.is_acceptable
        return Verdict.BEATS_BOUND if is_lawful and decisive.beats_bound else Verdict.BETTER


def judge_plan(workspace: Path, file: Path, horizon_days: int | None, progress: Progress, *, compare: bool) -> Judgement:
    """Judge a plan made by hand.

    Parameters
    ----------
    file
        An ``assignments.csv``, with ``case_steps.csv`` beside it or without, or the workbook of a plan.
    horizon_days
        Days planned; None for the workspace's own setting.
    compare
        Whether to work out the best plan of the same workspace too.

    Raises
    ------
    ConfigError, InputError
        The workspace or the plan made by hand has faults.
    """
    from planner.ingest.build import load_workspace, pack_tables
    from planner.ingest.canonical import write_tables
    from planner.verify.by_hand import judge_by_hand

    progress("reading", 0.0)
    _refuse_among_tables(workspace, file)
    loaded = load_workspace(workspace, horizon_days=horizon_days)
    assignments, case_steps, source = _sheets(file)
    with tempfile.TemporaryDirectory() as folder:
        # The verifier reads the tables for itself, as those of a pack.
        inputs = Path(folder)
        write_tables(pack_tables(loaded), inputs)
        shutil.copyfile(workspace / CONFIG_NAME, inputs / CONFIG_NAME)
        progress("judging", 0.1)
        by_hand = judge_by_hand(inputs, horizon_days, assignments, case_steps)
    notes = (*by_hand.notes, *(() if case_steps else (STEPS_TAKEN.format(source),)))
    if not compare:
        return Judgement(str(file), by_hand, notes, (), "the best plan was not asked for")
    best, why_not = _best(loaded, progress)
    return Judgement(str(file), by_hand, notes, _compare(by_hand.verification.measures, best), why_not)


def _refuse_among_tables(workspace: Path, file: Path) -> None:
    """Refuse a plan among the CSV tables of the workspace, where it would be taken for one of them."""
    if file.is_file() and workspace.is_dir() and file.resolve().parent == workspace.resolve() and any(workspace.glob("*.csv")):
        raise PackError(
            f"{file} lies among the tables of the workspace and would be read as one: keep it in another folder, the plan's own for one"
        )


def _best(loaded: Workspace, progress: Progress) -> tuple[Sequence[MeasureResult], str]:
    """Measures of the best plan, or why there is none."""
    from planner.clocks import party_clocks
    from planner.model.solve import solve

    try:
        clocks = party_clocks(loaded.instance)
        solution = solve(
            loaded.instance, clocks, loaded.config.time_limit_seconds, lambda what, share: progress(f"solving: {what}", 0.2 + 0.8 * share)
        )
    except SolverError as error:
        return (), f"no best plan was found: {error}"
    if solution.locks_broken:
        return (), "no plan keeps every lock of the workspace; `planner plan` names them"
    return solution.measures, ""


def _compare(values: Mapping[str, int], best: Sequence[MeasureResult]) -> tuple[Compared, ...]:
    return tuple(Compared(item.measure, values[item.measure], item.value, item.bound) for item in best)


def tier_of(measure: Measure) -> str:
    """Tier of a measure, as plan.json names it."""
    return TIER_OF.get(measure, "order")


def _sheets(file: Path) -> tuple[Sheet, Sheet | None, str]:
    """Assignments, case steps, and where the case steps were looked for."""
    if not file.is_file():
        raise PackError(f"{file}: there is no such file; --plan takes an assignments.csv or the workbook of a plan")
    if file.suffix.lower() in WORKBOOK_SUFFIXES:
        return *_from_workbook(file), "no sheet Case steps"
    if file.suffix.lower() != ".csv":
        raise PackError(f"{file}: --plan takes an assignments.csv or the workbook of a plan (.xlsx)")
    return *_from_csv(file), "no case_steps.csv beside it"


def _from_csv(file: Path) -> tuple[Sheet, Sheet | None]:
    from planner.ingest.loose_csv import read_loose_csv

    beside = file.with_name(f"{CASE_STEPS}.csv")
    return _pair(file, read_loose_csv(file), read_loose_csv(beside) if beside.is_file() and beside != file else None)


def _from_workbook(file: Path) -> tuple[Sheet, Sheet | None]:
    from planner.ingest.grid import Unread
    from planner.ingest.workbook import read_workbook

    found = read_workbook(file)
    if isinstance(found, Unread):
        raise InputError(list(found.faults))
    sheets = {name.strip().casefold().replace(" ", "_"): grid for name, grid in found.items()}
    return _pair(file, sheets.get(ASSIGNMENTS), sheets.get(CASE_STEPS))


def _pair(file: Path, assignments: Grid | Unread | None, case_steps: Grid | Unread | None) -> tuple[Sheet, Sheet | None]:
    faults: list[Fault] = []
    if assignments is None:
        faults.append(Fault(file.name, 0, "", "", "has no sheet Assignments: it must hold where everybody is, one row a stay"))
    first, second = (_sheet(grid, faults) for grid in (assignments, case_steps))
    if faults or first is None:
        raise InputError(faults)
    return first, second


def _sheet(grid: Grid | Unread | None, faults: list[Fault]) -> Sheet | None:
    from planner.ingest.grid import Unread, cell_text
    from planner.ingest.kinds import Entry
    from planner.verify.by_hand import Sheet

    if grid is None:
        return None
    faults += grid.faults
    if isinstance(grid, Unread):
        return None
    header = tuple(cell_text(cell, Entry.DATE) for cell in grid.header)
    rows = tuple((number, tuple(cell_text(cell, Entry.DATE) for cell in cells)) for number, cells in grid.rows)
    return Sheet(grid.label, header, rows)
