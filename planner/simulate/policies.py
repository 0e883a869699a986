"""The rules of planning that meet the same futures."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from planner.clocks import PartyClock
from planner.domain.instance import Instance
from planner.model.solve import Solution, solve


class Policy(StrEnum):
    """A rule of planning: from what is known in a morning to a plan."""

    PLAN = "plan"
    """The planner's own plan: every aim in its order, proven."""
    GREEDY = "greedy"
    """Parties choose in turn, a handful at a time, what suits them best of what is left; nobody makes room."""


NAMES: Final[Mapping[Policy, str]] = {Policy.PLAN: "Planner", Policy.GREEDY: "Greedy rule"}

AT_ONCE: Final = 0.0
"""Seconds in which the optimiser gives its first quick plan, whatever the machine."""


def plan_by(policy: Policy, instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> Solution:
    """Plan a morning.

    Parameters
    ----------
    seconds
        Limit of a solve. A plan that reaches it depends on the machine, and is counted as cut short.
    """
    return solve(instance, clocks, AT_ONCE if policy is Policy.GREEDY else seconds, lambda _what, _share: None)
