"""Many scenarios as a job for the engine: each worker solves them one after the other, from what is near."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias, cast

from planner.config import CONFIG_NAME
from planner.domain.instance import Instance
from planner.ingest.build import Workspace
from planner.ingest.canonical import table_text
from planner.ingest.tables import TABLES
from planner.model.aims import order_of_aims
from planner.model.solve import solve
from planner.plan.versions import code_digest, versions
from planner.scenario.changes.change import Change
from planner.scenario.grid.measures import COLUMNS, row_of
from planner.scenario.read import Scenario
from planner.scenario.run import Outcome, Start, clocks_of, outcome_of
from planner.sweep.job import Job, Row

Changes: TypeAlias = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Solver:
    """How a worker begins: it gets the workspace's problem and the plan without a change once.

    Attributes
    ----------
    seconds
        Time limit of each solve.
    are_neighbours
        Whether a scenario is nearer to the one before than to no change, as on a grid.
    """

    start: Start
    seconds: float
    are_neighbours: bool = True

    def __call__(self) -> Callable[[Changes], Iterator[Row]]:
        """Give what answers one scenario after the other."""
        return _Worker(self).rows


class _Worker:
    """Solves scenarios, each from the last one that was proven where neighbours are alike, from no change where they are not.

    A start only saves time. Every figure of a row is the same in every best plan, so a proven row is the same whatever was solved before.
    """

    def __init__(self, solver: Solver) -> None:
        self._start, self._seconds, self._are_neighbours = solver.start, solver.seconds, solver.are_neighbours
        self._last, self._warm = solver.start.base.instance, solver.start.warm

    def rows(self, changes: Changes) -> Iterator[Row]:
        """Solve one scenario."""
        instance = Scenario("", "", changes).apply(self._start.base)
        base = self._start.base.instance
        # One parameter of a grid has come to its end, and the next begins: no change is nearer than the one before.
        warm = self._start.warm if _difference(instance, base) < _difference(instance, self._last) else self._warm
        solution = solve(
            instance,
            clocks_of(self._start, instance),
            self._seconds,
            lambda _what, _share: None,
            warm=warm,
            order=order_of_aims(instance),
        )
        outcome = outcome_of(solution)
        if outcome is Outcome.PROVEN and self._are_neighbours:
            self._last, self._warm = instance, solution.warm
        yield row_of(instance, solution.measures, outcome)


def _difference(one: Instance, other: Instance) -> int:
    """How many sites, departures, days, parties and so on are not the same in two problems: roughly how far apart they are."""
    total = 0
    for field in fields(Instance):
        mine, its = getattr(one, field.name), getattr(other, field.name)
        if not isinstance(mine, tuple) or len(cast("tuple[object, ...]", mine)) != len(its):
            total += mine != its
        elif mine is not its:
            total += sum(a is not b and a != b for a, b in zip(cast("tuple[object, ...]", mine), its, strict=True))
    return total


def job_of(scenarios: Sequence[Changes], solver: Solver, settings: Mapping[str, str]) -> Job[Changes]:
    """Give the job of solving scenarios.

    Parameters
    ----------
    settings
        What was asked, and of which workspace: rows of one question are not mixed with those of another.
    """
    return Job("scenarios", scenarios, solver, COLUMNS, {**settings, "seconds for each solve": f"{solver.seconds:g}"}, made_with)


def made_with() -> Mapping[str, str]:
    """Give all that figures depend on besides the inputs."""
    return {**versions(), "the planner's code": code_digest()}


def workspace_digest(directory: Path, workspace: Workspace) -> str:
    """Give the digest of everything a workspace says, in whatever form its tables are."""
    digest = sha256((directory / CONFIG_NAME).read_bytes())
    for name in sorted(TABLES):
        digest.update(table_text(TABLES[name], workspace.tables[name]).encode())
    return digest.hexdigest()
