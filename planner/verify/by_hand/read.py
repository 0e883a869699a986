"""From the sheets of a plan made by hand to a plan: who is where on which nights, and which case step is planned when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from planner.domain.errors import InputError
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Party
from planner.domain.plan import PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import DETENTION_ROLES, SiteRole
from planner.verify.by_hand.sheet import DATE_ALLOWED, ID_ALLOWED, Columns, Faults, Line, Sheet, lines_of, unread_columns

ASSIGNMENTS = Columns(
    {
        "person_id": "Person",
        "party_id": "Party",
        "expected": "Expected (forecast)",
        "status": "Status",
        "site_id": "Site",
        "unit_id": "Unit",
        "first_night": "First night",
        "last_night": "Last night",
        "departure_id": "Departure",
    },
    optional=frozenset({"party_id", "expected", "status"}),
)
CASE_STEPS = Columns({"person_id": "Person", "party_id": "Party", "step": "Step", "date": "Date"}, optional=frozenset({"party_id"}))
STATUSES = {
    "expected": "Expected, not yet ashore",
    "landing": "In a bed at a landing place",
    "detained": "Detained",
    "onward": "Onward accommodation",
    "local_authority": "Local-authority care",
    "unplaced": "Unplaced",
    "transferred": "Transferred to France",
}
"""How the workbook writes each status."""

STEPS = {"screening": "Screening", "decision": "Decision on admissibility", "notice": "Service of notice"}
"""How the workbook writes each case step."""

YES_NO = {"yes": "Yes", "no": "No"}
STATUS_OF_ROLE = {
    SiteRole.LANDING: Status.LANDING,
    SiteRole.ONWARD: Status.ONWARD,
    SiteRole.LOCAL_AUTHORITY: Status.LOCAL_AUTHORITY,
} | dict.fromkeys(DETENTION_ROLES, Status.DETAINED)
"""Status of a bed, by the role of its site, for a row that gives none."""

STEP_ORDER = {step: order for order, step in enumerate(StaffedStep)}


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan as its sheets have it.

    Parameters
    ----------
    rows_of
        Rows of the assignments of each person, as Excel numbers them.
    notes
        How the sheets were read, where that is not plain, in sentences.
    """

    plan: Plan
    rows_of: Mapping[str, tuple[int, ...]]
    notes: tuple[str, ...]


class _Row(NamedTuple):
    """One row of the assignments; an empty text for what it does not say."""

    number: int
    party_id: str
    expected: str
    status: str
    site_id: str
    unit_id: str
    departure_id: str
    first: date
    last: date | None


def read_by_hand(assignments: Sheet, case_steps: Sheet | None, inputs: Instance) -> ReadPlan:
    """Read a plan made by hand.

    Parameters
    ----------
    case_steps
        None when the plan says nothing of case steps: it is read without any.

    Raises
    ------
    InputError
        With everything that can not be read.
    """
    faults = Faults()
    rows = _read_rows(assignments, faults)
    steps = _read_steps(case_steps, inputs, faults) if case_steps else {}
    if not faults.found:
        _refuse_other_days(assignments, rows, inputs, faults)
    if faults.found:
        raise InputError(faults.found)
    parties = {person.person_id: party for party in inputs.parties for person in party.people}
    strangers = steps.keys() - rows.keys() - parties.keys()
    people = [_person(person_id, own, steps.get(person_id, ()), parties, inputs) for person_id, own in rows.items()]
    people += [PersonPlan(person_id, PartyId(person_id), False, (), steps[person_id], "", "") for person_id in strangers]  # noqa: FBT003  # not expected
    plan = Plan(inputs.horizon, inputs.rules.version, tuple(sorted(people, key=lambda person: person.person_id)), ())
    numbers = {str(person_id): tuple(row.number for row in own) for person_id, own in rows.items()}
    return ReadPlan(plan, numbers, tuple(_notes(assignments, case_steps)))


def _notes(assignments: Sheet, case_steps: Sheet | None) -> Iterable[str]:
    for sheet, columns in ((assignments, ASSIGNMENTS), (case_steps, CASE_STEPS)):
        if sheet and (unread := unread_columns(sheet, columns)):
            yield f"{sheet.label}: not read, because they say nothing of the plan: the columns {', '.join(map(repr, unread))}."


def _read_rows(sheet: Sheet, faults: Faults) -> dict[PersonId, list[_Row]]:
    """Rows of each person by first night."""
    found: defaultdict[PersonId, list[_Row]] = defaultdict(list)
    for line in lines_of(sheet, ASSIGNMENTS, faults):
        line.required("person_id", ID_ALLOWED)
        line.required("first_night", DATE_ALLOWED)
        first, last = line.day("first_night"), line.day("last_night")
        if first and last and last < first:
            line.wrong("last_night", f"must not be before the first night, {first.isoformat()}")
        person_id, row = line.id("person_id"), _row(line, first, last)
        if person_id and row:
            found[PersonId(person_id)].append(row)
    return {person_id: sorted(rows, key=lambda row: (row.first, row.number)) for person_id, rows in found.items()}


def _row(line: Line, first: date | None, last: date | None) -> _Row | None:
    site_id, unit_id, departure_id = line.id("site_id"), line.id("unit_id"), line.id("departure_id")
    party_id, expected, status = line.id("party_id"), line.word("expected", YES_NO), line.word("status", STATUSES)
    return _Row(line.number, party_id, expected, status, site_id, unit_id, departure_id, first, last) if first else None


def _read_steps(sheet: Sheet, inputs: Instance, faults: Faults) -> dict[PersonId, tuple[PlannedStep, ...]]:
    found: defaultdict[PersonId, list[PlannedStep]] = defaultdict(list)
    for line in lines_of(sheet, CASE_STEPS, faults):
        line.required("person_id", ID_ALLOWED)
        line.required("step", f"one of {', '.join(STEPS)}")
        line.required("date", DATE_ALLOWED)
        person_id, step, day = line.id("person_id"), line.word("step", STEPS), line.day("date")
        line.id("party_id")
        if person_id and step and day:
            found[PersonId(person_id)].append(PlannedStep(StaffedStep(step), inputs.horizon.day_of(day)))
    order = {person_id: sorted(steps, key=lambda planned: (planned.day, STEP_ORDER[planned.step])) for person_id, steps in found.items()}
    return {person_id: tuple(steps) for person_id, steps in order.items()}


def _refuse_other_days(sheet: Sheet, rows: Mapping[PersonId, Sequence[_Row]], inputs: Instance, faults: Faults) -> None:
    """Refuse a plan of other days as a whole: hardly a night of it could be judged."""
    first, last = inputs.horizon.date_of(0), inputs.horizon.date_of(inputs.horizon.num_days - 1)
    if not rows:
        faults.add(sheet, 0, "", "", "has no row that places anybody")
    elif not any(row.first <= last and (row.last is None or row.last >= first) for own in rows.values() for row in own):
        faults.add(sheet, 0, "", "", f"no night of it lies within the days planned, {first} to {last}: it is a plan of other days")


def _person(
    person_id: PersonId, rows: Sequence[_Row], steps: tuple[PlannedStep, ...], parties: Mapping[PersonId, Party], inputs: Instance
) -> PersonPlan:
    """One person's plan; what the rows leave blank is as recorded, and what they say otherwise counts."""
    party = parties.get(person_id)
    recorded, forecast = (party.party_id, party.is_expected) if party else (PartyId(person_id), False)
    party_id = next((PartyId(row.party_id) for row in rows if row.party_id not in {"", recorded}), recorded)
    expected = next((not forecast for row in rows if row.expected not in {"", "yes" if forecast else "no"}), forecast)
    return PersonPlan(person_id, party_id, expected, tuple(_stays(rows, inputs)), steps, "", "")


def _stays(rows: Sequence[_Row], inputs: Instance) -> list[Stay]:
    """Stays by first night, equal ones that follow each other joined."""
    sites = {site.site_id: site.role for site in inputs.sites}
    site_of = {unit.unit_id: unit.site_id for site in inputs.sites for unit in site.units}
    horizon, stays = inputs.horizon, list[Stay]()
    for row, after in zip(rows, (*rows[1:], None), strict=True):
        unit_id = UnitId(row.unit_id) if row.unit_id else None
        site_id = SiteId(row.site_id) if row.site_id else site_of.get(unit_id) if unit_id else None
        departure_id = DepartureId(row.departure_id) if row.departure_id else None
        status = Status(row.status) if row.status else _status(site_id, unit_id, departure_id, sites)
        last = row.last
        if after is None and (last is None or status is Status.TRANSFERRED):
            last = horizon.date_of(horizon.num_days - 1)
        last = last or (after.first - timedelta(days=1) if after else row.first)
        stay = Stay(status, horizon.day_of(row.first), horizon.day_of(last), site_id, unit_id, departure_id)
        if stays and _continues(stays[-1], stay):
            stays[-1] = replace(stays[-1], last_night=stay.last_night)
        else:
            stays.append(stay)
    return stays


def _status(site_id: SiteId | None, unit_id: UnitId | None, departure_id: DepartureId | None, roles: Mapping[SiteId, SiteRole]) -> Status:
    """Status of a row that gives none, by what it names."""
    if departure_id:
        return Status.TRANSFERRED
    if site_id is None:
        return Status.EXPECTED
    return STATUS_OF_ROLE.get(roles[site_id], Status.UNPLACED) if unit_id and site_id in roles else Status.UNPLACED


def _continues(before: Stay, after: Stay) -> bool:
    same = (before.status, before.site_id, before.unit_id, before.departure_id)
    return after.first_night == before.last_night + 1 and same == (after.status, after.site_id, after.unit_id, after.departure_id)
