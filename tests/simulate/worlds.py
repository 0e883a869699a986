"""Small worlds to simulate, and futures of them."""

from dataclasses import replace
from pathlib import Path

from planner.clocks import PartyClock, party_clocks
from planner.domain.attrition import Attrition, ReserveRules
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.forecast.model import memory_after
from planner.forecast.parameters import shipped
from planner.ingest.build import load_workspace
from planner.plan.decode import decode
from planner.simulate.day import Done, carry_out
from planner.simulate.future import Answers, Drawing, Future, draw
from planner.simulate.policies import Policy, plan_by
from planner.simulate.world import Morning, World, first_morning, instance_of, woken, world_of
from tests.workspaces import Tables, tiny_workspace

DAYS, LOOK_AHEAD = 12, 8
PROFILES = {"adult_man": (0.7, 1, 30), "family": (0.2, 3, None), "lone_child": (0.1, 1, None)}


def more_people(tables: Tables) -> None:
    """Eight more who could be transferred any day, so that there is somebody to drop out and somebody to be a reserve."""
    ready = next(row for row in tables["people"] if row["person_id"] == "P-10")
    for number in range(20, 28):
        tables["people"].append({**ready, "person_id": f"P-{number}", "answered_on": "2026-08-03", "notice_served_on": "2026-08-03"})


def world(folder: Path) -> World:
    instance = load_workspace(tiny_workspace(folder, more_people)).instance
    rules = replace(instance.rules, attrition=Attrition(0.4, 0.25, 0.1), reserves=ReserveRules(0, 0.05, 5))
    return world_of(replace(instance, rules=rules), DAYS, LOOK_AHEAD)


def drawing(seed: int = 1) -> Drawing:
    parameters = shipped()
    attrition = Attrition(0.4, 0.25, 0.1)
    return Drawing(parameters, memory_after(parameters), parameters.last, 0.02, "WJF", PROFILES, Answers(0.2, 0.1), attrition, seed)


def future(here: World, run: int) -> Future:
    return draw(drawing(), here.instance, here.num_days, run)


Lived = list[tuple[Morning, Instance, tuple[PartyClock, ...], Plan, Done]]


def live(here: World, coming: Future, policy: Policy = Policy.QUICK) -> Lived:
    """Every day of a world: the morning, its problem and plan, and what was done."""
    days: Lived = []
    morning = first_morning(here)
    for _ in range(here.num_days):
        morning = woken(here, morning, coming)
        instance = instance_of(here, morning)
        clocks = party_clocks(instance)
        plan = decode(instance, clocks, plan_by(policy, instance, clocks, 60.0))
        after, done = carry_out(here, morning, plan, instance, clocks, coming, rebook_days=3)
        days.append((morning, instance, clocks, plan, done))
        morning = after
    return days
