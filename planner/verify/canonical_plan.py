"""Reads a plan.json that is in its one canonical form: writing again what was read gives the same text.

What passes needs no other check of its form; of what does not, `planner.verify.stored_plan` says what is wrong with it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from json.encoder import encode_basestring
from typing import Any, TypeAlias

from planner.domain.horizon import Horizon
from planner.domain.plan import Measure, MeasureResult, PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep

MAX_HORIZON_DAYS = 366

Json = dict[str, Any]
Cells = tuple[Any, ...]
DayOf: TypeAlias = Callable[[str], int]
StayOf: TypeAlias = Callable[[Cells], tuple[Stay, str]]
StepOf: TypeAlias = Callable[[Cells], tuple[PlannedStep, str]]


@dataclass(frozen=True, slots=True)
class StatedMeasure:
    """A measure as plan.json states it; the gap is stated, not derived."""

    result: MeasureResult
    tier: str | None
    gap: int


def read_canonical(text: str, first_date: date) -> tuple[Plan, tuple[StatedMeasure, ...]] | None:
    """Read a plan.json in its canonical form.

    Parameters
    ----------
    first_date
        Date of day 0 by the configuration, from which the days of stays and steps are counted.

    Returns
    -------
    tuple or None
        The plan and the measures it states; None when anything is not as it is written in a pack.
    """
    try:
        return _read(text, json.loads(text), first_date)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # Not of this form at all. The strict reader finds the same fault again and says where it is.
        return None


def _read(text: str, document: Json, first_date: date) -> tuple[Plan, tuple[StatedMeasure, ...]] | None:
    # Dates, stays and steps repeat from person to person: each is read and written once.
    @cache
    def day_of(day: str) -> int:
        return (date.fromisoformat(day) - first_date).days

    @cache
    def stay_of(cells: Cells) -> tuple[Stay, str]:
        return _stay(cells, day_of)

    @cache
    def step_of(cells: Cells) -> tuple[PlannedStep, str]:
        return _step(cells, day_of)

    measures = [_measure(entry) for entry in document["measures"]]
    people = [_person(entry, stay_of, step_of) for entry in document["people"]]
    horizon = Horizon(date.fromisoformat(document["plan_date"]), document["horizon_days"])
    version = document["rules_version"]
    written = "".join(
        (
            f'{{\n "plan_date": "{horizon.first_date}",\n "horizon_days": {_whole(horizon.num_days)},\n',
            f' "rules_version": {encode_basestring(version)},\n "measures": {_list(measures, " ")},\n "people": {_list(people, " ")}\n}}\n',
        )
    )
    if written != text or not 1 <= horizon.num_days <= MAX_HORIZON_DAYS:
        return None
    plan = Plan(horizon, version, tuple(person for person, _ in people), tuple(measure.result for measure, _ in measures))
    return plan, tuple(measure for measure, _ in measures)


def _list(items: Iterable[tuple[object, str]], pad: str) -> str:
    """Text of a list, from the text of its items."""
    written = ",\n".join([text for _, text in items])
    return f"[\n{written}\n{pad}]" if written else "[]"


def _maybe(text: str | None) -> str:
    """Text of a value that may be null; an empty text is not written in a pack."""
    return encode_basestring(text) if text else "null"


def _whole(value: int) -> str:
    """Text of a whole number; a number that merely looks like one is refused."""
    if type(value) is not int:
        raise TypeError(value)
    return str(value)


def _measure(entry: Json) -> tuple[StatedMeasure, str]:
    measure, tier, value, bound, gap = entry.values()
    written = (
        f'  {{\n   "measure": {encode_basestring(measure)},\n   "tier": {_maybe(tier)},\n   "value": {_whole(value)},\n'
        f'   "bound": {_whole(bound)},\n   "gap": {_whole(gap)}\n  }}'
    )
    return StatedMeasure(MeasureResult(Measure(measure), value, bound), tier, gap), written


def _person(entry: Json, stay_of: StayOf, step_of: StepOf) -> tuple[PersonPlan, str]:
    person_id, party_id, is_expected, own_stays, own_steps, reason_code, reason = entry.values()
    read_stays = [stay_of(tuple(stay.values())) for stay in own_stays]
    read_steps = [step_of(tuple(step.values())) for step in own_steps]
    written = (
        f'  {{\n   "person_id": {encode_basestring(person_id)},\n   "party_id": {encode_basestring(party_id)},\n'
        f'   "expected": {"true" if is_expected is True else "false"},\n   "stays": {_list(read_stays, "   ")},\n'
        f'   "steps": {_list(read_steps, "   ")},\n   "reason_code": {encode_basestring(reason_code)},\n'
        f'   "reason": {encode_basestring(reason)}\n  }}'
    )
    own = PersonPlan(
        person_id,
        party_id,
        is_expected,
        tuple([stay for stay, _ in read_stays]),
        tuple([step for step, _ in read_steps]),
        reason_code,
        reason,
    )
    return own, written


def _stay(cells: Cells, day_of: DayOf) -> tuple[Stay, str]:
    status, first_night, last_night, site_id, unit_id, departure_id = cells
    written = (
        f'    {{\n     "status": {encode_basestring(status)},\n     "first_night": {encode_basestring(first_night)},\n'
        f'     "last_night": {encode_basestring(last_night)},\n     "site_id": {_maybe(site_id)},\n'
        f'     "unit_id": {_maybe(unit_id)},\n     "departure_id": {_maybe(departure_id)}\n    }}'
    )
    return Stay(Status(status), day_of(first_night), day_of(last_night), site_id, unit_id, departure_id), written


def _step(cells: Cells, day_of: DayOf) -> tuple[PlannedStep, str]:
    step, day = cells
    return (
        PlannedStep(StaffedStep(step), day_of(day)),
        f'    {{\n     "step": {encode_basestring(step)},\n     "date": {encode_basestring(day)}\n    }}',
    )
