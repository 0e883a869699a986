"""The rules of planning that meet the same futures."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.model.solution import Solution
from planner.model.solve import solve, solve_in_turn, solve_soon


class Policy(StrEnum):
    """A rule of planning: from what is known in a morning to a plan."""

    QUICK = "quick"
    """The planner's own plan as far as a few rounds of pricing bring it: every aim weighed in its order, nothing proven."""
    PLAN = "plan"
    """The planner's own plan: every aim in its order, proven."""
    GREEDY = "greedy"
    """Parties choose in turn, a handful at a time, what suits them best of what is left; nobody makes room."""


NAMES: Final[Mapping[Policy, str]] = {Policy.QUICK: "Planner", Policy.PLAN: "Planner, every day proven", Policy.GREEDY: "Greedy rule"}

ROUNDS: Final = 8
"""Rounds of pricing of a quick plan; more of them cost time and hardly change what is done on the first day (docs/simulate.md)."""


def plan_by(policy: Policy, instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> Solution:
    """Plan a morning.

    Parameters
    ----------
    seconds
        Limit of a solve. A plan that reaches it depends on the machine, and is counted as cut short.
    """
    if policy is Policy.QUICK:
        return solve_soon(instance, clocks, ROUNDS)
    if policy is Policy.GREEDY:
        return solve_in_turn(instance, clocks)
    return solve(instance, clocks, seconds, lambda _what, _share: None)
