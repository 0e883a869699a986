"""Plans of many changed mornings, each read and recomputed by the verifier, which shares no code with the optimiser."""

import random
from pathlib import Path

import pytest

from planner.attrition.choose import choose_reserves
from planner.attrition.tables import reserve_tables
from planner.clocks import party_clocks
from planner.domain.locks import LockKind
from planner.domain.plan import MAXIMISED, Plan
from planner.domain.verification import Verification
from planner.ingest.build import load_workspace
from planner.model.solve import solve
from planner.morning import _store
from planner.plan.decode import decode
from planner.verify import verify_draft
from tests.workspaces import Tables, tiny_workspace

SHORT = 0.3
"""Seconds: enough for some of the mornings, too short for others."""

SOON = (3, 7, 8, 11, 21, 22, 23, 24, 25, 27, 30, 33)
"""Mornings that are proven in a moment."""


def planned(folder: Path, workspace: Path, seconds: float = 600.0) -> tuple[Plan, Verification]:
    """Solve a workspace, store inputs and plan, and have them verified."""
    loaded = load_workspace(workspace)
    clocks = party_clocks(loaded.instance)
    solution = solve(loaded.instance, clocks, seconds, lambda _what, _share: None)
    assert solution.locks_broken == 0
    plan = decode(loaded.instance, clocks, solution)
    pack = folder / "pack"
    pack.mkdir(parents=True)
    _store(pack, workspace, loaded, plan, reserve_tables(choose_reserves(loaded.instance, clocks, plan)))
    return plan, verify_draft(pack)


def shake(tables: Tables, chance: random.Random) -> None:
    """Change the morning in every table; all of it stays valid input."""
    shake_places(tables, chance)
    shake_days(tables, chance)
    shake_people(tables, chance)
    tables["locks"] = []


def shake_places(tables: Tables, chance: random.Random) -> None:
    """Beds, staff, doors and closures."""
    for unit in tables["units"]:
        unit["beds"] = str(max(1, int(unit["beds"]) + chance.randint(-4, 3)))
        unit["staffed_share"] = chance.choice(["1", "0.75", "0.5"])
    for site in tables["sites"]:
        if site["role"] != "landing":
            site["admissions_per_day"] = chance.choice(["", "1", "2", "4"])
            site["discharges_per_day"] = chance.choice(["", "1", "2", "4"])
    tables["capacity_changes"] = [
        {"unit_id": chance.choice(["BROOK-B", "MANSTON-A"]), "first_night": f"2026-08-{day}", "last_night": f"2026-08-{day + 2}"}
        | {"beds_closed": "1"}
        for day in (10, 14, 18)
    ]


def shake_days(tables: Tables, chance: random.Random) -> None:
    """Departures, and what each day offers."""
    for leaving in tables["departures"]:
        leaving["seats"] = str(chance.randint(1, 6))
        leaving["status"] = chance.choice(["scheduled", "scheduled", "scheduled", "cancelled"])
        leaving["escort_team"] = str(chance.randint(0, 4))
    for day in tables["resources"]:
        day["escorts"] = str(chance.randint(0, 12))
        day["medics"] = str(chance.randint(0, 2))
        day["caseworker_cases"] = str(chance.randint(0, 4))
        day["ground_seats"] = str(chance.randint(1, 12))


def shake_people(tables: Tables, chance: random.Random) -> None:
    """Authorities, disputes, parties, pairs and bars."""
    for person in tables["people"]:
        if person.get("authority_until") and chance.random() < 0.4:
            person["authority_until"] = f"2026-08-{chance.randint(11, 29)} {chance.choice(['07:59', '08:00', '12:00', '20:00'])}"
        if chance.random() < 0.1:
            person["age_disputed"] = "yes"
        if person["person_id"] in {"P-09", "P-10", "P-12"} and chance.random() < 0.4:
            person["party_id"] = "PY-HELD"
    together = {row["person_id"] for row in tables["people"] if row.get("party_id") == "PY-HELD"}
    pairs = [("P-01", "P-08"), ("P-08", "P-09"), ("P-10", "P-12"), ("P-05", "P-01")]
    kept = [pair for pair in pairs if chance.random() < 0.5 and not set(pair) <= together]
    tables["keep_apart"] = [{"person_id": one, "other_person_id": other} for one, other in kept]
    bars = [("P-01", "rule_35"), ("P-10", "unfit_to_travel"), ("P-12", "nrm_pending")]
    tables["bars"] = [
        {"person_id": person, "bar": bar, "starts_on": "2026-08-09", "ends_on": f"2026-08-{chance.randint(10, 30)}"}
        for person, bar in bars
        if chance.random() < 0.5
    ]


def check(plan: Plan, verification: Verification) -> None:
    """Lawful, counted as it says, and with bounds on the right side."""
    assert verification.violations == ()
    assert {result.measure.value: result.value for result in plan.measures} == dict(verification.measures)
    for result in plan.measures:
        assert result.value <= result.bound if result.measure in MAXIMISED else result.bound <= result.value, result


def ranks(plan: Plan) -> list[int]:
    """Counts in their order, less always better."""
    return [-result.value if result.measure in MAXIMISED else result.value for result in plan.measures]


@pytest.mark.parametrize("seed", range(28))
def test_the_verifier_finds_nothing(seed: int, tmp_path: Path) -> None:
    """Nor does it when time is short; and more time never makes a plan worse."""
    workspace = tiny_workspace(tmp_path, lambda tables: shake(tables, random.Random(seed)))
    plan, verification = planned(tmp_path / "whole", workspace, seconds=SHORT)
    check(plan, verification)
    at_once, verification = planned(tmp_path / "cut", workspace, seconds=0.0)
    check(at_once, verification)
    assert ranks(plan) <= ranks(at_once)
    first, best = at_once.measures[0], plan.measures[0]
    assert first.bound <= best.value


@pytest.mark.parametrize("seed", SOON)
def test_mornings_are_proven_to_the_end(seed: int, tmp_path: Path) -> None:
    plan, _ = planned(tmp_path, tiny_workspace(tmp_path, lambda tables: shake(tables, random.Random(seed))), seconds=60.0)
    assert all(result.gap == 0 for result in plan.measures), plan.measures


def test_the_verifier_finds_nothing_in_the_morning_as_it_is(tmp_path: Path) -> None:
    plan, verification = planned(tmp_path, tiny_workspace(tmp_path))
    assert verification.is_acceptable
    lock = {"lock_id": "L-1", "person_id": "P-08", "kind": LockKind.SITE, "target_id": "BROOK"}
    (held,) = (person for person in plan.people if person.person_id == lock["person_id"])
    assert held.stays[0].site_id == lock["target_id"]
    assert held.stays[0].last_night >= 2


@pytest.mark.parametrize(
    ("kind", "target"), [("site", "BROOK"), ("not_site", "ONWARD"), ("not_departure", "D-0820"), ("departure", "D-0820")]
)
def test_a_lock_kept_is_verified_as_kept(kind: str, target: str, tmp_path: Path) -> None:
    def pin(tables: Tables) -> None:
        tables["locks"] = [{"lock_id": "L-9", "person_id": "P-10", "kind": kind, "target_id": target}]
        if kind == "site":
            tables["locks"][0]["last_night"] = "2026-08-12"

    plan, verification = planned(tmp_path, tiny_workspace(tmp_path, pin))
    assert verification.violations == ()
    (person,) = (person for person in plan.people if person.person_id == "P-10")
    departures = [stay.departure_id for stay in person.stays if stay.departure_id]
    assert kind != "departure" or departures == [target]
    assert kind != "not_departure" or target not in departures
