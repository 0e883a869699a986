"""A plan as the pack's tables, derived from the plan and the inputs alone."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from io import StringIO
from pathlib import Path

from planner.domain.ids import DepartureId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Person
from planner.domain.plan import PersonPlan, Plan, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import SiteRole
from planner.domain.transport import Departure

Cell = str | int | float | date | datetime | None
Row = tuple[Cell, ...]

MOVE_TRANSFER = "transfer between sites"
MOVE_UNIT = "unit change"
MOVE_ADMISSION = "admission"
MOVE_ONWARD = "onward"
MOVE_LOCAL_AUTHORITY = "local authority"
MOVE_DEPARTURE = "departure"

ASSIGNMENTS = ("person_id", "party_id", "expected", "status", "site_id", "unit_id", "first_night", "last_night", "departure_id")
CASE_STEPS = ("person_id", "party_id", "step", "date")
MANIFESTS = ("departure_id", "departs_at", "person_id", "party_id", "from_site_id", "minutes")
MOVES = ("date", "person_id", "party_id", "kind", "from_site_id", "from_unit_id", "to_id", "to_unit_id", "minutes", "km")
OCCUPANCY = ("night", "site_id", "unit_id", "beds", "reserved", "occupied", "free")
UNPLACED = ("person_id", "party_id", "site_id", "first_night", "last_night", "nights", "reason_code", "reason")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")
"""First characters that make a spreadsheet read a text as something else."""

_STEP_ORDER = {step: order for order, step in enumerate(StaffedStep)}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under named columns.

    Attributes
    ----------
    rows
        In canonical order, so that equal plans give equal tables.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Each row by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The instance by id."""

    people: Mapping[PersonId, Person]
    departures: Mapping[DepartureId, Departure]
    roles: Mapping[SiteId, SiteRole]


def plan_tables(instance: Instance, plan: Plan) -> dict[str, Table]:
    """Derive every table of the pack.

    Returns
    -------
    dict
        ``assignments``, ``case_steps``, ``manifests``, ``moves``, ``occupancy`` and ``unplaced``, by name.
        Dates are dates, moments are UTC, an empty cell is None.
    """
    lookup = _Lookup(
        people={person.person_id: person for party in instance.parties for person in party.people},
        departures={departure.departure_id: departure for departure in instance.departures},
        roles={site.site_id: site.role for site in instance.sites},
    )
    tables = (
        Table("assignments", ASSIGNMENTS, tuple(_assignments(plan))),
        Table("case_steps", CASE_STEPS, tuple(_case_steps(plan))),
        Table("manifests", MANIFESTS, tuple(sorted(_manifests(instance, plan, lookup), key=_manifest_order))),
        Table("moves", MOVES, tuple(sorted(_moves(instance, plan, lookup), key=lambda row: (str(row[0]), str(row[1]))))),
        Table("occupancy", OCCUPANCY, tuple(_occupancy(instance, plan))),
        Table("unplaced", UNPLACED, tuple(_unplaced(plan))),
    )
    return {table.name: table for table in tables}


def csv_text(table: Table) -> str:
    """Write a table as CSV text: ISO dates, UTC moments, formula-like text made inert."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(map(_csv_cell, row) for row in table.rows)
    return out.getvalue()


def write_csv(table: Table, path: Path) -> None:
    """Write a table as a CSV file, UTF-8 with plain line feeds on every system."""
    path.write_text(csv_text(table), encoding="utf-8", newline="\n")


def utc_text(moment: datetime) -> str:
    """Show a moment as ISO text in UTC, for example 2026-08-10T03:35:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=100_000, typed=True)
def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return utc_text(cell)
    if isinstance(cell, str):
        # A bare carriage return is not quoted by csv and would end the row for a reader.
        text = cell.replace("\r\n", "\n").replace("\r", "\n")
        # Excel runs a cell that begins like a formula, even from a CSV file; the apostrophe stops it.
        return f"'{text}" if text.startswith(FORMULA_STARTS) else text
    return str(cell)


def _assignments(plan: Plan) -> Iterator[Row]:
    for person in _by_id(plan):
        for stay in person.stays:
            yield (
                person.person_id,
                person.party_id,
                "yes" if person.is_expected else "no",
                str(stay.status),
                stay.site_id,
                stay.unit_id,
                plan.horizon.date_of(stay.first_night),
                plan.horizon.date_of(stay.last_night),
                stay.departure_id,
            )


def _case_steps(plan: Plan) -> Iterator[Row]:
    for person in _by_id(plan):
        for step in sorted(person.steps, key=lambda planned: (planned.day, _STEP_ORDER[planned.step])):
            yield person.person_id, person.party_id, str(step.step), plan.horizon.date_of(step.day)


def _manifests(instance: Instance, plan: Plan, lookup: _Lookup) -> Iterator[Row]:
    for person in plan.people:
        for stay, site_id, _ in _arrivals(person, lookup.people[person.person_id]):
            if stay.departure_id is not None:
                departure = lookup.departures[stay.departure_id]
                minutes, _ = _road(instance, site_id, departure.place_id)
                yield departure.departure_id, departure.departs_at, person.person_id, person.party_id, site_id, minutes


def _manifest_order(row: Row) -> tuple[str, ...]:
    departure_id, departs_at, person_id, party_id, *_ = row
    return utc_text(departs_at) if isinstance(departs_at, datetime) else "", str(departure_id), str(party_id), str(person_id)


def _moves(instance: Instance, plan: Plan, lookup: _Lookup) -> Iterator[Row]:
    for person in plan.people:
        for stay, from_site, from_unit in _arrivals(person, lookup.people[person.person_id]):
            if stay.departure_id is None:
                to_id, kind = stay.site_id or from_site, _kind(stay, from_site, lookup)
            else:
                to_id, kind = lookup.departures[stay.departure_id].place_id, MOVE_DEPARTURE
            minutes, km = _road(instance, from_site, to_id)
            when = plan.horizon.date_of(stay.first_night)
            yield when, person.person_id, person.party_id, kind, from_site, from_unit, to_id, stay.unit_id, minutes, km


def _arrivals(planned: PersonPlan, person: Person) -> Iterator[tuple[Stay, SiteId, UnitId | None]]:
    """Give each stay that begins with a change of place, and the transfer, each with the place left.

    A run of unplaced nights at the same site without a unit is no change of place.
    """
    site_id, unit_id = person.site_id, person.unit_id
    for stay in planned.stays:
        if stay.status is Status.TRANSFERRED:
            yield stay, site_id, unit_id
        elif stay.site_id is not None:
            if (stay.site_id, stay.unit_id) != (site_id, unit_id):
                yield stay, site_id, unit_id
            site_id, unit_id = stay.site_id, stay.unit_id


def _kind(stay: Stay, from_site: SiteId, lookup: _Lookup) -> str:
    """Say what kind of move begins a stay; an admission is a move inland from a landing place."""
    if stay.site_id is None or stay.site_id == from_site:
        return MOVE_UNIT
    if stay.status is Status.ONWARD:
        return MOVE_ONWARD
    if stay.status is Status.LOCAL_AUTHORITY:
        return MOVE_LOCAL_AUTHORITY
    return MOVE_ADMISSION if lookup.roles[from_site] is SiteRole.LANDING else MOVE_TRANSFER


def _road(instance: Instance, from_site: SiteId, to_id: str) -> tuple[int, float]:
    """Minutes and km of one journey; none inside a site, or to a departure that leaves from the site."""
    if from_site == to_id:
        return 0, 0.0
    leg = instance.travel[PlaceId(from_site), PlaceId(to_id)]
    return leg.minutes, round(leg.km, 1)


def _occupancy(instance: Instance, plan: Plan) -> Iterator[Row]:
    changes: Counter[tuple[str, int]] = Counter()
    for person in plan.people:
        for stay in person.stays:
            if stay.unit_id is not None:
                changes[stay.unit_id, stay.first_night] += 1
                changes[stay.unit_id, stay.last_night + 1] -= 1
    units = [(site.site_id, unit) for site in instance.sites for unit in site.units]
    occupied: Counter[str] = Counter()
    for night, when in enumerate(plan.horizon.dates()):
        for site_id, unit in units:
            occupied[unit.unit_id] += changes[unit.unit_id, night]
            people = occupied[unit.unit_id]
            beds, reserved = unit.beds[night], unit.reserved[night]
            yield when, site_id, unit.unit_id, beds, reserved, people, beds - reserved - people


def _unplaced(plan: Plan) -> Iterator[Row]:
    for person in _by_id(plan):
        for stay in person.stays:
            if stay.status is Status.UNPLACED:
                nights = stay.last_night - stay.first_night + 1
                first, last = plan.horizon.date_of(stay.first_night), plan.horizon.date_of(stay.last_night)
                yield person.person_id, person.party_id, stay.site_id, first, last, nights, person.reason_code, person.reason


def _by_id(plan: Plan) -> list[PersonPlan]:
    return sorted(plan.people, key=lambda person: person.person_id)
