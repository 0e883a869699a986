"""Reads a stored plan back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from planner.domain.errors import PackError
from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId, UnitId
from planner.domain.plan import Measure, MeasureResult, PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep
from planner.plan.pack import PLAN_NAME


def read_plan(pack: Path) -> Plan:
    """The plan of a pack.

    Raises
    ------
    PackError
        When there is no ``plan.json`` or it is not one the planner wrote.
    """
    try:
        raw = json.loads((pack / PLAN_NAME).read_text(encoding="utf-8"))
        horizon = Horizon(date.fromisoformat(raw["plan_date"]), raw["horizon_days"])
        return Plan(
            horizon=horizon,
            rules_version=raw["rules_version"],
            people=tuple(_person(person, horizon) for person in raw["people"]),
            measures=tuple(MeasureResult(Measure(item["measure"]), item["value"], item["bound"]) for item in raw["measures"]),
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"{pack} is not a pack: it has no {PLAN_NAME}"
        raise PackError(message) from error
    except OSError as error:
        message = f"{pack / PLAN_NAME} can not be read: {error.strerror}"
        raise PackError(message) from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{pack / PLAN_NAME} can not be read as a plan: {error}"
        raise PackError(message) from error


def _person(raw: dict[str, Any], horizon: Horizon) -> PersonPlan:
    return PersonPlan(
        person_id=PersonId(raw["person_id"]),
        party_id=PartyId(raw["party_id"]),
        is_expected=raw["expected"],
        stays=tuple(_stay(stay, horizon) for stay in raw["stays"]),
        steps=tuple(PlannedStep(StaffedStep(step["step"]), horizon.day_of(date.fromisoformat(step["date"]))) for step in raw["steps"]),
        reason_code=raw["reason_code"],
        reason=raw["reason"],
    )


def _stay(raw: dict[str, Any], horizon: Horizon) -> Stay:
    return Stay(
        status=Status(raw["status"]),
        first_night=horizon.day_of(date.fromisoformat(raw["first_night"])),
        last_night=horizon.day_of(date.fromisoformat(raw["last_night"])),
        site_id=None if raw["site_id"] is None else SiteId(raw["site_id"]),
        unit_id=None if raw["unit_id"] is None else UnitId(raw["unit_id"]),
        departure_id=None if raw["departure_id"] is None else DepartureId(raw["departure_id"]),
    )
