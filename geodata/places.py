"""Ports, airports, launch areas and landing points by id, and the detention estate."""

from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from geodata.crs import LatLon
from geodata.errors import DataFileError, UnknownPlaceError
from geodata.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final = ("airport", "landing", "launch_area", "rail_terminal", "seaport")
LAUNCH_AREA: Final = "launch_area"


@dataclass(frozen=True, slots=True)
class Place:
    """A position people set out from, land at or leave from.

    Attributes
    ----------
    place_id
        Short id, such as ``DOV``, ``CDG`` or ``LA-CALAIS``.
    name
        Name as the public knows it.
    kind
        One of `KINDS`.
    country
        ISO 3166 code: ``GB`` or ``FR``.
    lat, lon
        Degrees on WGS 84; a town or terminal centre, good to about a kilometre.
    source
        Id in ``geodata/data/sources.csv``.
    note
        What it is used for, or what is uncertain.
    """

    place_id: str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    source: str
    note: str = ""

    @property
    def position(self) -> LatLon:
        """Where it is."""
        return LatLon(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class EstateSite:
    """A real site of the estate, as public sources describe it.

    Attributes
    ----------
    site_id, name, role, holds, limit_note, operator, status, notes
        As published; free text apart from the id.
    lat, lon
        Degrees on WGS 84.
    coord_source, capacity_source
        Ids in ``geodata/data/sources.csv``, or the source in words.
    capacity
        Published places (people, unless `notes` says otherwise); None where nothing is published.
    capacity_as_of
        Year or month the capacity was published for; empty when unknown.
    limit_hours_default
        Longest stay in hours by default; None where no fixed limit is known.
    """

    site_id: str
    name: str
    role: str
    lat: float
    lon: float
    coord_source: str
    capacity: int | None
    capacity_as_of: str
    capacity_source: str
    holds: str
    limit_hours_default: int | None
    limit_note: str
    operator: str
    status: str
    notes: str

    @property
    def position(self) -> LatLon:
        """Where it is."""
        return LatLon(self.lat, self.lon)


@cache
def places() -> "Mapping[str, Place]":
    """Give every port, airport, landing point and launch area, by id in the order of ids."""
    rows = read_table("places.csv", [field.name for field in fields(Place)])
    found = sorted((_place(row) for row in rows), key=lambda place: place.place_id)
    if len({place.place_id for place in found}) < len(found):
        message = "geodata/data/places.csv gives an id twice"
        raise DataFileError(message)
    return MappingProxyType({place.place_id: place for place in found})


def place(place_id: str) -> Place:
    """Give one place.

    Raises
    ------
    UnknownPlaceError
        When no place has this id.
    """
    if place_id not in places():
        message = f"there is no place {place_id!r}; the ids are {', '.join(places())}"
        raise UnknownPlaceError(message)
    return places()[place_id]


def launch_areas() -> tuple[Place, ...]:
    """Give the stretches of French coast that boats set out from, from north to south."""
    found = (place for place in places().values() if place.kind == LAUNCH_AREA)
    return tuple(sorted(found, key=lambda place: (-place.lat, -place.lon, place.place_id)))


@cache
def estate() -> tuple[EstateSite, ...]:
    """Give the landing, processing, removal and short-term sites that public sources name."""
    rows = read_table("sites.csv", [field.name for field in fields(EstateSite)])
    return tuple(_estate_site(row) for row in rows)


def _place(row: "dict[str, str]") -> Place:
    found = Place(
        place_id=row["place_id"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        source=row["source"],
        note=row["note"],
    )
    if found.kind not in KINDS:
        message = f"geodata/data/places.csv, {found.place_id}: kind is {found.kind!r}; allowed are {', '.join(KINDS)}"
        raise DataFileError(message)
    return found


def _estate_site(row: "dict[str, str]") -> EstateSite:
    return EstateSite(
        site_id=row["site_id"],
        name=row["name"],
        role=row["role"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        coord_source=row["coord_source"],
        capacity=_whole(row["capacity"]),
        capacity_as_of=row["capacity_as_of"],
        capacity_source=row["capacity_source"],
        holds=row["holds"],
        limit_hours_default=_whole(row["limit_hours_default"]),
        limit_note=row["limit_note"],
        operator=row["operator"],
        status=row["status"],
        notes=row["notes"],
    )


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None
