"""Solving the workspace as it is, and scenarios from what that leaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from planner.clocks import PartyClock, party_clocks
from planner.domain.errors import NoPlanError
from planner.domain.instance import Instance
from planner.domain.plan import MeasureResult, Plan
from planner.model.limits import apart_from_limits, departures_apart_from_limits
from planner.model.solution import Solution
from planner.model.solve import solve
from planner.model.warm import Warm
from planner.plan.decode import decode
from planner.scenario.base import Base
from planner.scenario.read import NO_CHANGE, Scenario

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""


class Outcome(StrEnum):
    """How a solve ended."""

    PROVEN = "proven"
    CUT_SHORT = "time limit"
    """Some measure is not proven: time ran out first."""
    LOCKS = "locks can not be kept"
    """No plan keeps every pin; the figures are of a plan that breaks some."""


OUTCOMES = {
    Outcome.PROVEN: "Every aim proven",
    Outcome.CUT_SHORT: "Time ran out: not every aim is proven",
    Outcome.LOCKS: "No plan keeps every pin; figures of a plan that breaks some",
}


@dataclass(frozen=True, slots=True)
class Start:
    """What every scenario is solved from: the problem without a change, its clocks, and what its solve left.

    It is never altered by a solve, so the order in which scenarios are solved means nothing.
    """

    base: Base
    clocks: tuple[PartyClock, ...]
    warm: Warm


@dataclass(frozen=True, slots=True)
class Solved:
    """A scenario with its plan."""

    scenario: Scenario
    instance: Instance
    plan: Plan
    outcome: Outcome

    @property
    def measures(self) -> tuple[MeasureResult, ...]:
        """Value and proven bound of each measure, in the order solved."""
        return self.plan.measures


def solve_start(base: Base, seconds: float, progress: Progress) -> tuple[Start, Solved]:
    """Solve the workspace as it is.

    Raises
    ------
    NoPlanError
        When a lock can not be kept: then there is no plan to hold others against.
    """
    clocks = party_clocks(base.instance)
    solution = solve(base.instance, clocks, seconds, progress)
    if solution.locks_broken:
        message = "no plan of the workspace keeps every lock, so there is none to compare with; `planner plan` says which are in the way"
        raise NoPlanError(message)
    solved = _solved(Scenario(NO_CHANGE, "The workspace as it is", ()), base.instance, clocks, solution)
    return Start(base, clocks, solution.warm), solved


def solve_scenario(start: Start, scenario: Scenario, seconds: float, progress: Progress) -> Solved:
    """Solve one scenario from the plan without a change."""
    instance = scenario.apply(start.base)
    clocks = clocks_of(start, instance)
    return _solved(scenario, instance, clocks, solve(instance, clocks, seconds, progress, warm=start.warm))


def solve_cold(base: Base, scenario: Scenario, seconds: float) -> Solved:
    """Solve one scenario from nothing: what the other way is held against."""
    instance = scenario.apply(base)
    clocks = party_clocks(instance)
    return _solved(scenario, instance, clocks, solve(instance, clocks, seconds, lambda _what, _share: None))


def solve_all(base: Base, scenarios: Sequence[Scenario], seconds: float, progress: Progress) -> list[Solved]:
    """Solve the workspace as it is, then each scenario."""
    shares = 1 / (len(scenarios) + 1)
    start, solved = solve_start(base, seconds, lambda what, share: progress(f"{NO_CHANGE}: {what}", share * shares))
    answers = [solved]
    for number, scenario in enumerate(scenarios, 1):

        def tell(what: str, share: float, number: int = number, name: str = scenario.name) -> None:
            progress(f"{name}: {what}", (number + share) * shares)

        answers.append(solve_scenario(start, scenario, seconds, tell))
    return answers


def clocks_of(start: Start, instance: Instance) -> tuple[PartyClock, ...]:
    """The clocks of a changed problem; those without a change where nothing they depend on has changed."""
    return start.clocks if _timed_by(instance) == _timed_by(start.base.instance) else party_clocks(instance)


def _timed_by(instance: Instance) -> tuple[object, ...]:
    """All that clocks depend on."""
    sites = tuple((site.site_id, site.role, site.stay_limit_hours) for site in instance.sites)
    rules, departures = apart_from_limits(instance.rules), departures_apart_from_limits(instance)
    return instance.horizon, instance.as_of, rules, departures, sites, instance.parties


def outcome_of(solution: Solution) -> Outcome:
    """How a solve ended."""
    if solution.locks_broken:
        return Outcome.LOCKS
    return Outcome.CUT_SHORT if any(item.gap for item in solution.measures) else Outcome.PROVEN


def _solved(scenario: Scenario, instance: Instance, clocks: tuple[PartyClock, ...], solution: Solution) -> Solved:
    return Solved(scenario, instance, decode(instance, clocks, solution), outcome_of(solution))
