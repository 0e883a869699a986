"""Judges a plan made by hand: the same reading of the inputs, the same rules and the same measures as for a pack."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from planner.domain.horizon import Horizon
from planner.domain.plan import Plan
from planner.domain.verification import Verification
from planner.verify.by_hand.read import read_by_hand
from planner.verify.by_hand.sheet import Sheet
from planner.verify.by_hand.steps import with_steps
from planner.verify.checks.numbers import recompute
from planner.verify.findings import Findings
from planner.verify.inputs import read_inputs
from planner.verify.itineraries import judge_itineraries
from planner.verify.rules import RULES
from planner.verify.settings import read_settings

NOT_JUDGED = frozenset(
    {
        "nobody_twice",
        "reason_given",
        *(rule for rule in RULES if rule.startswith("reserve")),
        "seat_fill",
        "measures_listed",
        "measure_value",
        "measure_bound",
        "measure_gap",
        "plan_dates",
        "rules_version",
        "plan_canonical",
        "assignments_agree",
        "case_steps_agree",
        "manifests_agree",
        "moves_agree",
        "occupancy_agree",
        "unplaced_agree",
        "input_digests",
        "digests",
    }
)
"""Rules on what a plan made by hand does not have: reasons, reserves, stated figures, the files of a pack. All rows of one
person are read as one itinerary, so that somebody listed twice is somewhere twice on a night."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A plan made by hand, and what was found.

    Parameters
    ----------
    plan
        As it was read, without reasons and stated measures.
    verification
        What breaks which rule, and every measure recomputed.
    rows_of
        Rows of the assignments of each person, as Excel numbers them.
    notes
        How the plan was read, where that is not plain, in sentences.
    """

    plan: Plan
    verification: Verification
    rows_of: Mapping[str, tuple[int, ...]]
    notes: tuple[str, ...]


def judge_by_hand(inputs: Path, horizon_days: int | None, assignments: Sheet, case_steps: Sheet | None) -> ByHand:
    """Judge a plan made by hand by every rule that can be applied to it.

    Parameters
    ----------
    inputs
        Folder with config.toml and the tables in canonical form, as in a pack.
    horizon_days
        Days planned; None for the configured number.
    case_steps
        None when the plan says nothing of case steps: the earliest possible ones are taken.

    Raises
    ------
    InputError
        With everything in the sheets that can not be read.
    PackError
        When the inputs can not be read.
    """
    settings = read_settings(inputs / "config.toml")
    instance = read_inputs(inputs, settings, Horizon(settings.plan_date, horizon_days or settings.horizon_days))
    read = read_by_hand(assignments, case_steps, instance)
    plan = read.plan if case_steps else with_steps(instance, read.plan)
    findings = Findings()
    book, outlooks = judge_itineraries(instance, plan, findings)
    verification = findings.verification(recompute(book, outlooks))
    rules = {rule: facts for rule, facts in verification.rules.items() if rule not in NOT_JUDGED}
    return ByHand(plan, replace(verification, rules=rules), read.rows_of, read.notes)
