"""The things a scene is made of, as plain frozen data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

Fields = tuple[tuple[str, str], ...]
"""Label and value of each line of a popup, in order."""

Counts = tuple[int, ...]
"""People or beds by day, one a day of the scene; empty for none on any day."""


class Position(NamedTuple):
    """A position; north and east are positive."""

    lat: float
    lon: float


class Box(NamedTuple):
    """A part of the map, in degrees."""

    south: float
    west: float
    north: float
    east: float


Line = tuple[Position, ...]
Polygon = tuple[Line, ...]
"""Outer ring, then holes; the first position is not repeated at the end of a ring."""


class PlaceSymbol(StrEnum):
    """How a place is drawn."""

    LAUNCH_AREA = "launch_area"
    AIRPORT = "airport"
    PORT = "port"
    RAIL = "rail"
    OTHER = "other"


class SiteShape(StrEnum):
    """What kind of stay a site offers; drawn as a shape, so that colour is left for how full it is."""

    LANDING = "landing"
    DETENTION = "detention"
    HOME = "home"


class IncidentState(StrEnum):
    """How far an incident is."""

    AT_SEA = "at_sea"
    LANDED = "landed"
    CLOSED = "closed"


class FlowKind(StrEnum):
    """What kind of journey people make."""

    FROM_LANDING = "from_landing"
    BETWEEN_SITES = "between_sites"
    TO_HOME = "to_home"
    TO_DEPARTURE = "to_departure"
    TO_FRANCE = "to_france"


class Layer(StrEnum):
    """What is shown and hidden together; a map has the layers it has things for."""

    LAUNCH = "launch"
    LANDING = "landing"
    DETENTION = "detention"
    HOME = "home"
    PLACES = "places"
    INCIDENTS = "incidents"
    EXPECTED = "expected"
    WITHOUT = "without"
    CLOSURES = "closures"
    FROM_LANDING = "from_landing"
    BETWEEN_SITES = "between_sites"
    TO_HOME = "to_home"
    TO_DEPARTURE = "to_departure"
    TO_FRANCE = "to_france"
    TOTALS = "totals"
    TRACKS = "tracks"
    HEXAGONS = "hexagons"
    HEAT = "heat"
    LINES = "lines"
    BORDERS = "borders"
    TOWNS = "towns"


@dataclass(frozen=True, slots=True)
class Place:
    """A point of interest.

    Attributes
    ----------
    place_id
        Other things name it; unique among places and sites.
    label
        Short text beside the symbol; empty for none.
    """

    place_id: str
    name: str
    position: Position
    symbol: PlaceSymbol
    label: str = ""
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """Part of a site with beds of its own.

    Attributes
    ----------
    people, beds
        People there and beds they may use, by night.
    reserved
        Of the people, those who hold beds kept for somebody from elsewhere.
    kinds
        Whom it is for, in words; what the filter by kind of unit offers.
    """

    unit_id: str
    name: str
    people: Counts
    beds: Counts
    reserved: Counts = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place where people stay.

    Attributes
    ----------
    site_id
        Other things name it; unique among places and sites.
    label
        Short text beside the symbol.
    kind
        What the site is for, in words; what the filter by role offers.
    without
        People there without a bed, by night.
    expected
        People expected to come ashore there, by day.
    """

    site_id: str
    name: str
    label: str
    kind: str
    position: Position
    shape: SiteShape
    units: tuple[Unit, ...] = ()
    without: Counts = ()
    expected: Counts = ()
    fields: Fields = ()

    def people(self, day: int) -> int:
        """People in its beds on a night."""
        return sum(unit.people[day] for unit in self.units)

    def beds(self, day: int) -> int:
        """Beds on a night."""
        return sum(unit.beds[day] for unit in self.units)


@dataclass(frozen=True, slots=True)
class Incident:
    """One or more boats met at sea.

    Attributes
    ----------
    day
        Day it is shown on.
    position
        Where it was met.
    met_at, landed_at
        As the clock on the wall says; a time zone is not looked at.
    launch_id, landing_id
        Ids of places or sites; empty when not known.
    track
        Way from launch to landing by way of `position`, where it is known.
    """

    incident_id: str
    day: int
    position: Position
    state: IncidentState
    people: int
    boats: int = 1
    met_at: datetime | None = None
    landed_at: datetime | None = None
    launch_id: str = ""
    landing_id: str = ""
    track: Line = ()
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """People going from one place or site to another on one day.

    Attributes
    ----------
    via
        Positions on the way, where they are known; without them a curve is drawn.
    """

    day: int
    from_id: str
    to_id: str
    kind: FlowKind
    people: int
    via: Line = ()


@dataclass(frozen=True, slots=True)
class Departure:
    """A departure people may leave with.

    Attributes
    ----------
    time
        As the clock on the wall says, for example 9:05am.
    mode
        What it is, in words; what the filter by departure offers.
    """

    departure_id: str
    day: int
    time: str
    from_id: str
    to_id: str
    mode: str
    people: int
    seats: int
    cancelled: bool = False
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """Beds of a site out of use from a first to a last night, both included."""

    site_id: str
    name: str
    first_day: int
    last_day: int
    beds: int


class Stay(NamedTuple):
    """Where somebody is from a day on; no place while not on the map."""

    first_day: int
    place_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be searched for, by a pseudonymous id and nothing else; stays in order of days."""

    person_id: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A name on the ground; ``from_zoom`` is the zoom from which it is written."""

    name: str
    position: Position
    from_zoom: int = 8


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line over land or sea with its name written along it; one that is not exact says so in its name."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Basemap:
    """What lies under everything."""

    land: tuple[Polygon, ...] = ()
    borders: tuple[Line, ...] = ()
    towns: tuple[Town, ...] = ()


@dataclass(frozen=True, slots=True)
class Tiles:
    """Map pictures from a server, for those who run one: the page then asks that server, and nobody else, for pictures.

    Attributes
    ----------
    address
        Address template, for example ``https://tiles.example/{z}/{x}/{y}.png``.
    attribution
        Whom to name.
    """

    address: str
    attribution: str
    max_zoom: int = 14
