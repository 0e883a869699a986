"""Good plans of random mornings: nothing may be found in any of them, as a pack or read back as made by hand."""

import random
from dataclasses import dataclass
from pathlib import Path

from planner.attrition.choose import choose_reserves
from planner.attrition.tables import reserve_tables
from planner.clocks import party_clocks
from planner.domain.plan import Plan
from planner.domain.verification import Violation
from planner.ingest.build import load_workspace
from planner.judgement import judge_plan
from planner.model.solve import solve
from planner.morning import _store
from planner.plan.decode import decode
from planner.plan.pack import write_manifest
from planner.verify import verify_pack
from planner.verify.findings import Findings
from planner.verify.itineraries import judge_itineraries
from tests.instances import random_instance
from tests.model.test_plans_verify import shake
from tests.workspaces import Tables, tiny_workspace

SEARCHED = 0.3
"""Seconds some of the plans are searched for; the others are the planner's first."""


@dataclass(frozen=True)
class Checked:
    """What was found in one good plan.

    Attributes
    ----------
    facts
        Facts all rules were checked on.
    found
        Violations in the plan; none are right.
    found_without_steps
        Violations when the plan is read as made by hand without its case steps: there the steps are put where they fit, and
        may not all fit. None for a plan that was not read so.
    """

    people: int
    facts: int
    found: tuple[Violation, ...]
    found_without_steps: int | None


def check_good_plan(seed: int, folder: Path) -> Checked:
    """Plan a random morning and have the plan judged: of five, four through the files of a pack, one as it is in memory."""
    seconds = SEARCHED if seed % 4 == 3 else 0.0  # every fourth
    return _in_memory(seed, seconds) if seed % 5 == 4 else _through_files(seed, seconds, folder)  # every fifth


def _through_files(seed: int, seconds: float, folder: Path) -> Checked:
    """A morning of the tiny workspace, changed in every table; its pack is judged, and its tables as made by hand."""

    def change(tables: Tables) -> None:
        shake(tables, random.Random(seed))

    workspace, pack = tiny_workspace(folder, change), folder / "pack"
    loaded = load_workspace(workspace)
    clocks = party_clocks(loaded.instance)
    plan = decode(loaded.instance, clocks, solve(loaded.instance, clocks, seconds, _silent))
    pack.mkdir()
    _store(pack, workspace, loaded, plan, reserve_tables(choose_reserves(loaded.instance, clocks, plan)))
    write_manifest(pack, plan, loaded.config.delete_after_days)
    verification = verify_pack(pack)
    by_hand = judge_plan(workspace, pack / "assignments.csv", None, _silent, compare=False).by_hand.verification
    # Beside another table of the same plan there are no case steps.
    alone = (pack / "assignments.csv").rename(folder / "assignments.csv")
    without = judge_plan(workspace, alone, None, _silent, compare=False).by_hand.verification
    assert dict(by_hand.measures) == dict(verification.measures) == {item.measure.value: item.value for item in plan.measures}
    return Checked(
        len(plan.people),
        sum(verification.rules.values()),
        (*verification.violations, *by_hand.violations),
        len(without.violations),
    )


def _in_memory(seed: int, seconds: float) -> Checked:
    """A random instance of one of many shapes, judged without files."""
    rng = random.Random(seed)
    instance = random_instance(
        seed,
        parties=rng.randint(3, 30),
        days=rng.randint(3, 12),
        tightness=rng.choice([0.3, 0.6, 0.9, 1.3]),
        settled=rng.choice([0.0, 0.3]),
        alike=rng.choice([0.0, 0.5]),
    )
    clocks = party_clocks(instance)
    plan: Plan = decode(instance, clocks, solve(instance, clocks, seconds, _silent))
    findings = Findings()
    judge_itineraries(instance, plan, findings)
    verification = findings.verification({})
    return Checked(len(plan.people), sum(verification.rules.values()), verification.violations, None)


def _silent(_what: str, _share: float) -> None:
    """Nobody watches."""
