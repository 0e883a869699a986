"""The rows of a workspace's tables, one frozen dataclass a table; the fields are the columns, in order."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One boat met at sea."""

    incident_id: str
    status: str
    launch_area: str | None
    met_lat: float
    met_lon: float
    met_at: datetime
    landing_site_id: str | None
    landed_at: datetime | None
    boats: int
    people_reported: int
    people_ashore: int | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person ashore. No name and no nationality is ever drawn."""

    person_id: str
    party_id: str | None
    incident_id: str | None
    landed_at: datetime
    site_id: str
    unit_id: str | None
    arrived_at: datetime
    detained_since: datetime | None
    sex: str
    age_band: str
    age_disputed: str = "no"
    unaccompanied: str = "no"
    pregnant: str = "no"
    adults_at_risk: str = "0"
    care_needs: tuple[str, ...] = ()
    authority_from: datetime | None = None
    authority_until: datetime | None = None
    screened_on: date | None = None
    decided_on: date | None = None
    decision: str | None = None
    requested_on: date | None = None
    answered_on: date | None = None
    answer: str | None = None
    notice_served_on: date | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A dated legal bar on one person."""

    person_id: str
    bar: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class KeepApartRow:
    """Two people who must not share a site."""

    person_id: str
    other_person_id: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One place people are landed, held or housed at."""

    site_id: str
    name: str
    role: str
    lat: float
    lon: float
    admissions_per_day: int | None
    discharges_per_day: int | None
    stay_limit_hours: int | None
    opens_on: date | None
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A wing or group of rooms of a site."""

    unit_id: str
    site_id: str
    name: str
    beds: int
    staffed_share: float
    holds: tuple[str, ...]
    care: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapacityChangeRow:
    """Beds closed or staff short for some nights."""

    unit_id: str
    first_night: date
    last_night: date
    beds_closed: int | None
    staffed_share: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """One departure to France."""

    departure_id: str
    departs_at: datetime
    place_id: str
    arrival_place_id: str
    mode: str
    seats: int
    escort_team: int
    escorts_per_person: float
    medics: int
    cost_gbp: int
    status: str


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """What one day offers."""

    date: date
    escorts: int
    medics: int
    caseworker_cases: int
    ground_seats: int


@dataclass(frozen=True, slots=True)
class TravelTimeRow:
    """A journey by road that a planner knows better than the table of road times."""

    from_id: str
    to_id: str
    minutes: int
    km: float


@dataclass(frozen=True, slots=True)
class ParityRow:
    """People transferred to and admitted from France on a past date."""

    date: date
    transferred_to_france: int
    admitted_from_france: int


@dataclass(frozen=True, slots=True)
class PlannedAdmissionRow:
    """People expected from France by the legal route, as a count."""

    date: date
    people: int
    unit_id: str
    nights: int | None


@dataclass(frozen=True, slots=True)
class ExpectedArrivalRow:
    """A forecast of people landing on a coming date."""

    date: date
    site_id: str
    profile: str
    people: int
    party_size: int
    assumed_authority_days: int | None


@dataclass(frozen=True, slots=True)
class LockRow:
    """A planner's pin."""

    lock_id: str
    person_id: str
    kind: str
    target_id: str
    first_night: date | None
    last_night: date | None


@dataclass(frozen=True, slots=True)
class YesterdayRow:
    """Where yesterday's plan had a person on a night."""

    person_id: str
    night: date
    site_id: str | None
    unit_id: str | None
    departure_id: str | None


Row = (
    IncidentRow
    | PersonRow
    | BarRow
    | KeepApartRow
    | SiteRow
    | UnitRow
    | CapacityChangeRow
    | DepartureRow
    | ResourceRow
    | TravelTimeRow
    | ParityRow
    | PlannedAdmissionRow
    | ExpectedArrivalRow
    | LockRow
    | YesterdayRow
)

ROW_OF_TABLE: dict[str, type[Row]] = {
    "incidents": IncidentRow,
    "people": PersonRow,
    "bars": BarRow,
    "keep_apart": KeepApartRow,
    "sites": SiteRow,
    "units": UnitRow,
    "capacity_changes": CapacityChangeRow,
    "departures": DepartureRow,
    "resources": ResourceRow,
    "travel_times": TravelTimeRow,
    "parity_ledger": ParityRow,
    "planned_admissions": PlannedAdmissionRow,
    "expected_arrivals": ExpectedArrivalRow,
    "locks": LockRow,
    "yesterday": YesterdayRow,
}
"""Every table a workspace may have, in the order they are written."""

Tables = dict[str, list[Row]]
