"""Sites, their units and their beds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.ids import SiteId, UnitId
from planner.domain.people import Category


class SiteRole(StrEnum):
    """What a site is for. The stay limit runs by role."""

    LANDING = "landing"
    PROCESSING = "processing"
    SHORT_TERM = "short_term"
    REMOVAL = "removal"
    PRE_DEPARTURE = "pre_departure"
    ONWARD = "onward"
    LOCAL_AUTHORITY = "local_authority"


DETENTION_ROLES = frozenset({SiteRole.PROCESSING, SiteRole.SHORT_TERM, SiteRole.REMOVAL, SiteRole.PRE_DEPARTURE})
"""A night in one of these needs an authority to detain."""

EXTENDED_ROLES = (SiteRole.SHORT_TERM, SiteRole.PRE_DEPARTURE)
"""Roles whose stay limit a recorded authority can extend."""

FINAL_ROLES = frozenset({SiteRole.ONWARD, SiteRole.LOCAL_AUTHORITY})
"""Not detention; a party that gets here has reached the end of its itinerary and keeps its bed."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A wing or group of rooms with its own beds.

    Parameters
    ----------
    beds
        Beds by night, length ``num_days``: nominal beds x staffed share - closures, rounded down, 0 while the
        site is closed.
    reserved
        Of these, beds that planned admissions from France use, by night, length ``num_days``.
    holds
        Categories of person it may hold.
    care
        Care needs it meets.
    """

    unit_id: UnitId
    site_id: SiteId
    name: str
    beds: tuple[int, ...]
    reserved: tuple[int, ...]
    holds: frozenset[Category]
    care: frozenset[str]

    def free_beds(self, night: int) -> int:
        """Beds left for people after planned admissions from France."""
        return max(0, self.beds[night] - self.reserved[night])


@dataclass(frozen=True, slots=True)
class Site:
    """A place people are landed at, held at or housed at.

    Parameters
    ----------
    lat, lon
        Decimal degrees, WGS84.
    admissions_per_day, discharges_per_day
        People who may be admitted or discharged on a day; None for no limit.
    stay_limit_hours
        Longest stay in hours from the recorded arrival at this kind of place; None for no limit.
    opens_on, closes_on
        First and last date with nights; None for no limit.
    units
        Units, sorted by id; a landing place may have none.
    """

    site_id: SiteId
    name: str
    role: SiteRole
    lat: float
    lon: float
    admissions_per_day: int | None
    discharges_per_day: int | None
    stay_limit_hours: int | None
    opens_on: date | None
    closes_on: date | None
    units: tuple[Unit, ...]

    @property
    def is_detention(self) -> bool:
        """Whether a night here is detention."""
        return self.role in DETENTION_ROLES

    @property
    def is_final(self) -> bool:
        """Whether an itinerary ends here."""
        return self.role in FINAL_ROLES
