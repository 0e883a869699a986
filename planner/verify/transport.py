"""Reads how people move and what a day offers: departures, journeys by road, staff, and the balance with France."""

from datetime import date, timedelta
from pathlib import Path

from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PlaceId, UnitId
from planner.domain.instance import ParityRecord
from planner.domain.transport import DayResources, Departure, Leg, PlannedAdmission
from planner.verify.reading import Row, read_rows

DEPARTURE_COLUMNS = (
    "departure_id",
    "departs_at",
    "place_id",
    "arrival_place_id",
    "mode",
    "seats",
    "escort_team",
    "escorts_per_person",
    "medics",
    "cost_gbp",
    "status",
)
NOTHING = DayResources(0, 0, 0, 0)
"""What a day without a row offers."""


def read_departures(inputs: Path) -> tuple[Departure, ...]:
    """Every departure, sorted by id.

    Raises
    ------
    PackError
        When a cell can not be read.
    """
    rows = read_rows(inputs / "departures.csv", DEPARTURE_COLUMNS)
    return tuple(sorted((_departure(row) for row in rows), key=lambda departure: departure.departure_id))


def _departure(row: Row) -> Departure:
    cancelled = row.known("status", ("scheduled", "cancelled")) == "cancelled"
    return Departure(
        departure_id=DepartureId(row.text("departure_id")),
        departs_at=row.moment("departs_at"),
        place_id=PlaceId(row.text("place_id")),
        arrival_place_id=PlaceId(row.text("arrival_place_id")),
        mode=row.text("mode"),
        seats=0 if cancelled else row.whole("seats"),
        escort_team=row.whole("escort_team"),
        escorts_per_person=row.number_of("escorts_per_person"),
        medics=row.whole("medics"),
        cost_gbp=row.whole("cost_gbp"),
        cancelled=cancelled,
    )


def read_resources(inputs: Path, horizon: Horizon) -> tuple[DayResources, ...]:
    """Read what each day of the horizon offers; a day without a row offers nothing.

    Raises
    ------
    PackError
        When a cell can not be read.
    """
    rows = read_rows(inputs / "resources.csv", ("date", "escorts", "medics", "caseworker_cases", "ground_seats"))
    of_day = {
        row.day("date"): DayResources(row.whole("escorts"), row.whole("medics"), row.whole("caseworker_cases"), row.whole("ground_seats"))
        for row in rows
    }
    return tuple(of_day.get(day, NOTHING) for day in horizon.dates())


def read_travel(inputs: Path) -> dict[tuple[PlaceId, PlaceId], Leg]:
    """Journeys by road, both ways; given one way only, a journey holds the other way too.

    Raises
    ------
    PackError
        When a cell can not be read.
    """
    rows = read_rows(inputs / "travel_times.csv", ("from_id", "to_id", "minutes", "km"))
    given = {
        (PlaceId(row.text("from_id")), PlaceId(row.text("to_id"))): Leg(row.whole("minutes"), float(row.number_of("km"))) for row in rows
    }
    return {(there, back): leg for (back, there), leg in given.items()} | given


def read_parity(inputs: Path, plan_date: date) -> ParityRecord:
    """Balance before the plan date, and people transferred since the Monday of its week.

    Raises
    ------
    PackError
        When a cell can not be read.
    """
    monday = plan_date - timedelta(days=plan_date.weekday())
    balance = this_week = 0
    for row in read_rows(inputs / "parity_ledger.csv", ("date", "transferred_to_france", "admitted_from_france")):
        day, transferred = row.day("date"), row.whole("transferred_to_france")
        if day < plan_date:
            balance += transferred - row.whole("admitted_from_france")
            this_week += transferred if day >= monday else 0
    return ParityRecord(balance, this_week)


def read_admissions(inputs: Path) -> tuple[PlannedAdmission, ...]:
    """Planned admissions from France, by date and unit.

    Raises
    ------
    PackError
        When a cell can not be read.
    """
    rows = read_rows(inputs / "planned_admissions.csv", ("date", "people", "unit_id", "nights"))
    admissions = [
        PlannedAdmission(row.day("date"), row.whole("people"), UnitId(row.text("unit_id")), row.maybe_whole("nights")) for row in rows
    ]
    return tuple(sorted(admissions, key=lambda admission: (admission.admitted_on, admission.unit_id)))
