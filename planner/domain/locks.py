"""A planner's pins, and yesterday's plan."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.ids import DepartureId, LockId, PartyId, PersonId, SiteId, UnitId


class LockKind(StrEnum):
    """What a lock asks for."""

    SITE = "site"
    NOT_SITE = "not_site"
    DEPARTURE = "departure"
    NOT_DEPARTURE = "not_departure"


@dataclass(frozen=True, slots=True)
class Lock:
    """A party at a site, on a departure, or not there.

    Parameters
    ----------
    target_id
        A site id or a departure id.
    first_night, last_night
        Nights a site lock covers; None for the first or last of the horizon.
    """

    lock_id: LockId
    party_id: PartyId
    kind: LockKind
    target_id: str
    first_night: date | None
    last_night: date | None


@dataclass(frozen=True, slots=True)
class PlannedNight:
    """Where an earlier plan had a person on a date: at a site and unit, or leaving on a departure."""

    person_id: PersonId
    night: date
    site_id: SiteId | None
    unit_id: UnitId | None
    departure_id: DepartureId | None
