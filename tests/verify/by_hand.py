"""Plans as sheets a planner would bring: from a drafted pack, in the ways people write dates, words and blanks."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.verify.by_hand import ByHand, Sheet, judge_by_hand
from tests.verify.packs import Draft

ASSIGNMENTS = ("person_id", "party_id", "expected", "status", "site_id", "unit_id", "first_night", "last_night", "departure_id")
CASE_STEPS = ("person_id", "party_id", "step", "date")

Records = list[dict[str, str]]


def assignments_of(draft: Draft) -> Records:
    """Rows of a draft's plan, a row a stay."""
    return [
        {"person_id": person["person_id"], "party_id": person["party_id"], "expected": "yes" if person["expected"] else "no"}
        | {key: value or "" for key, value in stay.items()}
        for person in draft.plan["people"]
        for stay in person["stays"]
    ]


def case_steps_of(draft: Draft) -> Records:
    """Rows of a draft's case steps."""
    return [_step(person, step) for person in draft.plan["people"] for step in person["steps"]]


def _step(person: dict[str, Any], step: dict[str, str]) -> dict[str, str]:
    return {"person_id": person["person_id"], "party_id": person["party_id"], "step": step["step"], "date": step["date"]}


def sheet(label: str, columns: Iterable[str], records: Records) -> Sheet:
    """Give records as a sheet; a column named twice, or missing from a record, is taken as it comes."""
    names = tuple(columns)
    rows = tuple((number, tuple(record.get(name, "") for name in names)) for number, record in enumerate(records, start=2))
    return Sheet(label, names, rows)


def judged(draft: Draft, folder: Path, assignments: Records | None = None, *, with_steps: bool = True) -> ByHand:
    """Judge a draft's plan, or other assignments, as made by hand against the draft's inputs."""
    pack = draft.write(folder / "pack")
    first = sheet("assignments.csv", ASSIGNMENTS, assignments if assignments is not None else assignments_of(draft))
    second = sheet("case_steps.csv", CASE_STEPS, case_steps_of(draft)) if with_steps else None
    return judge_by_hand(pack / "inputs", draft.plan["horizon_days"], first, second)
