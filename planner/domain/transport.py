"""Departures to France, journeys by road, and what each day offers."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from planner.domain.ids import DepartureId, PlaceId, UnitId


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure to France.

    Parameters
    ----------
    departs_at
        UTC.
    place_id, arrival_place_id
        Where it leaves from and where France receives it.
    seats
        Seats for people being transferred; 0 when cancelled.
    escort_team
        Escorts it needs whenever it runs.
    escorts_per_person
        Further escorts per person, rounded up per departure; exact, so that rounding is too.
    medics
        Medics it needs whenever it runs.
    cost_gbp
        Cost of running it, for information.
    """

    departure_id: DepartureId
    departs_at: datetime
    place_id: PlaceId
    arrival_place_id: PlaceId
    mode: str
    seats: int
    escort_team: int
    escorts_per_person: Fraction
    medics: int
    cost_gbp: int
    cancelled: bool

    def escorts_for(self, people: int) -> int:
        """Escorts needed for a number of people; none when nobody boards."""
        return self.escort_team + -(-self.escorts_per_person.numerator * people // self.escorts_per_person.denominator) if people else 0


@dataclass(frozen=True, slots=True)
class Leg:
    """A journey by road."""

    minutes: int
    km: float


@dataclass(frozen=True, slots=True)
class DayResources:
    """What one day offers: escorts, medics, cases a caseworker team can step, ground seats."""

    escorts: int
    medics: int
    cases: int
    ground_seats: int


@dataclass(frozen=True, slots=True)
class PlannedAdmission:
    """People admitted from France on a date, as a count: France sends no personal data.

    Parameters
    ----------
    people
        How many.
    unit_id
        Unit that houses them from that night.
    nights
        How many nights; None for the rest of the horizon.
    """

    admitted_on: date
    people: int
    unit_id: UnitId
    nights: int | None
