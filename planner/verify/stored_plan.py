"""Reads plan.json strictly: a word, key or number out of place is said, never guessed.

A plan in canonical form is read by `planner.verify.canonical_plan`, many times faster; this says what is wrong with any other.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from planner.domain.errors import PackError
from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId, UnitId
from planner.domain.plan import Measure, MeasureResult, PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep
from planner.verify.canonical_plan import MAX_HORIZON_DAYS, StatedMeasure, read_canonical
from planner.verify.reading import read_text

PLAN_KEYS = ("plan_date", "horizon_days", "rules_version", "measures", "people")
MEASURE_KEYS = ("measure", "tier", "value", "bound", "gap")
PERSON_KEYS = ("person_id", "party_id", "expected", "stays", "steps", "reason_code", "reason")
STAY_KEYS = ("status", "first_night", "last_night", "site_id", "unit_id", "departure_id")
STEP_KEYS = ("step", "date")

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What plan.json says.

    Parameters
    ----------
    odd_keys
        Objects whose keys are not those of a plan in their order, with where they stand.
    is_tidy
        Whether the file is, byte for byte, how JSON is written in a pack.
    """

    plan: Plan
    measures: tuple[StatedMeasure, ...]
    odd_keys: tuple[str, ...]
    is_tidy: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """One object of the document, and where it stands."""

    where: str
    values: Mapping[str, Any]
    odd: list[str]

    def get(self, key: str, kind: type[Kind]) -> Kind:
        value = self.values[key]
        if type(value) is not kind:
            raise self.wrong(key, f"a {kind.__name__}")
        return value

    def maybe(self, key: str) -> str | None:
        """Text of a key, or None; an empty text is neither."""
        if self.values[key] is None:
            return None
        if not (text := self.get(key, str)):
            raise self.wrong(key, "null or a text that is not empty")
        return text

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.get(key, str))
        except ValueError:
            raise self.wrong(key, "a date such as 2026-08-10") from None

    def wrong(self, key: str, allowed: str) -> PackError:
        return PackError(f"plan.json, {self.where}: {key} must be {allowed}, found {self.values[key]!r}")

    def nodes(self, key: str, keys: tuple[str, ...]) -> list["_Node"]:
        found = cast("list[object]", self.get(key, list))
        return [_node(value, f"{self.where}, {key} {number}", keys, self.odd) for number, value in enumerate(found, start=1)]


def _node(value: object, where: str, keys: tuple[str, ...], odd: list[str]) -> _Node:
    if not isinstance(value, dict):
        msg = f"plan.json, {where}: expected an object"
        raise PackError(msg)
    values = cast("dict[str, Any]", value)
    if missing := [key for key in keys if key not in values]:
        msg = f"plan.json, {where}: no {', '.join(missing)}"
        raise PackError(msg)
    if tuple(values) != keys:
        odd.append(f"{where}: {', '.join(values)}")
    return _Node(where, values, odd)


def _no_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        msg = "a key is given twice: " + ", ".join(key for key, _ in pairs)
        raise ValueError(msg)
    return values


def read_plan(path: Path, first_date: date) -> StoredPlan:
    """Read plan.json.

    Parameters
    ----------
    first_date
        Date of day 0 by the configuration, from which the days of stays and steps are counted.

    Raises
    ------
    PackError
        When it is missing, no JSON, or lacks what a plan has.
    """
    text = read_text(path)
    if canonical := read_canonical(text, first_date):
        return StoredPlan(*canonical, (), is_tidy=True)
    return _read_strictly(text, path.name, first_date)


def _read_strictly(text: str, name: str, first_date: date) -> StoredPlan:
    try:
        document: object = json.loads(text, object_pairs_hook=_no_repeated_keys)
    except (ValueError, RecursionError) as error:
        msg = f"{name}: not readable as JSON: {error}"
        raise PackError(msg) from error
    odd: list[str] = []
    node = _node(document, "top", PLAN_KEYS, odd)
    horizon = Horizon(node.day("plan_date"), node.get("horizon_days", int))
    if not 1 <= horizon.num_days <= MAX_HORIZON_DAYS:
        fault = node.wrong("horizon_days", f"1 to {MAX_HORIZON_DAYS}")
        raise fault
    counted = Horizon(first_date, horizon.num_days)
    measures = tuple(_measure(entry) for entry in node.nodes("measures", MEASURE_KEYS))
    people = tuple(_person(entry, counted) for entry in node.nodes("people", PERSON_KEYS))
    plan = Plan(horizon, node.get("rules_version", str), people, tuple(measure.result for measure in measures))
    return StoredPlan(plan, measures, tuple(odd), is_tidy=text == json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _measure(node: _Node) -> StatedMeasure:
    try:
        measure = Measure(node.get("measure", str))
    except ValueError:
        fault = node.wrong("measure", "one of " + ", ".join(Measure))
        raise fault from None
    result = MeasureResult(measure, node.get("value", int), node.get("bound", int))
    return StatedMeasure(result, node.maybe("tier"), node.get("gap", int))


def _person(node: _Node, horizon: Horizon) -> PersonPlan:
    return PersonPlan(
        person_id=PersonId(node.get("person_id", str)),
        party_id=PartyId(node.get("party_id", str)),
        is_expected=node.get("expected", bool),
        stays=tuple(_stay(entry, horizon) for entry in node.nodes("stays", STAY_KEYS)),
        steps=tuple(_step(entry, horizon) for entry in node.nodes("steps", STEP_KEYS)),
        reason_code=node.get("reason_code", str),
        reason=node.get("reason", str),
    )


def _stay(node: _Node, horizon: Horizon) -> Stay:
    try:
        status = Status(node.get("status", str))
    except ValueError:
        fault = node.wrong("status", "one of " + ", ".join(Status))
        raise fault from None
    site_id, unit_id, departure_id = node.maybe("site_id"), node.maybe("unit_id"), node.maybe("departure_id")
    return Stay(
        status=status,
        first_night=horizon.day_of(node.day("first_night")),
        last_night=horizon.day_of(node.day("last_night")),
        site_id=SiteId(site_id) if site_id else None,
        unit_id=UnitId(unit_id) if unit_id else None,
        departure_id=DepartureId(departure_id) if departure_id else None,
    )


def _step(node: _Node, horizon: Horizon) -> PlannedStep:
    try:
        return PlannedStep(StaffedStep(node.get("step", str)), horizon.day_of(node.day("date")))
    except ValueError:
        fault = node.wrong("step", "one of " + ", ".join(StaffedStep))
        raise fault from None
