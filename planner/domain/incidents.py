"""Boats met at sea and brought ashore."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.domain.ids import IncidentId, SiteId


class IncidentStatus(StrEnum):
    """An incident closes only when the head count ashore matches the people accounted for."""

    AT_SEA = "at_sea"
    LANDED = "landed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Incident:
    """One boat, or a few met together: people to bring to safety.

    Parameters
    ----------
    launch_area
        Launch area as reported, a place id; None when not known.
    met_lat, met_lon, met_at
        Where (decimal degrees, WGS84) and when (UTC) it was met.
    landing_site_id, landed_at
        Where and when people came ashore; None while at sea.
    people_reported, people_ashore
        Reported aboard, and counted ashore; no count while at sea.
    people_listed
        Rows of the people table that name this incident.
    """

    incident_id: IncidentId
    status: IncidentStatus
    launch_area: str | None
    met_lat: float
    met_lon: float
    met_at: datetime
    landing_site_id: SiteId | None
    landed_at: datetime | None
    boats: int
    people_reported: int
    people_ashore: int | None
    people_listed: int

    @property
    def people_unlisted(self) -> int:
        """People counted ashore who have no row yet: they must not be lost."""
        return max(0, (self.people_ashore or 0) - self.people_listed)
