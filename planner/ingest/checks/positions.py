"""Positions swapped, out of the area, or on land where there should be a boat."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from planner.domain.errors import Fault
from planner.ingest.book import Book
from planner.ingest.rows import Row, Table

SHORE_METRES = 300.0
"""Boats are met at beaches and in harbours too: a position this near the shore counts as sea."""

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Area:
    """A box of positions, degrees."""

    name: str
    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position lies in it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def __str__(self) -> str:
        return f"{self.name} (latitude {self.south:g} to {self.north:g}, longitude {self.west:g} to {self.east:g})"


CHANNEL = Area("the Channel", 48.5, 53.0, -5.0, 6.0)
UNITED_KINGDOM = Area("the United Kingdom", 49.0, 61.0, -9.0, 3.0)


def position_faults(book: Book) -> Iterator[Fault]:
    """Positions of incidents and sites that can not be right."""
    for row in book.rows("incidents"):
        yield from _area_faults(book.tables["incidents"], row, ("met_lat", "met_lon"), CHANNEL)
        lat, lon = row.maybe_angle("met_lat"), row.maybe_angle("met_lon")
        if lat is not None and lon is not None and CHANNEL.holds(lat, lon) and _is_inland(lat, lon):
            problem = f"the position {lat:g}, {lon:g} is on land; it must be at sea or within about {SHORE_METRES:g} m of the shore"
            yield book.tables["incidents"].fault(row, "met_lat", problem)
    for row in book.rows("sites"):
        yield from _area_faults(book.tables["sites"], row, ("lat", "lon"), UNITED_KINGDOM)


def _area_faults(table: Table, row: Row, columns: tuple[str, str], area: Area) -> Iterator[Fault]:
    lat, lon = row.maybe_angle(columns[0]), row.maybe_angle(columns[1])
    if lat is None or lon is None or area.holds(lat, lon):
        return
    if area.holds(lon, lat):
        yield table.fault(
            row, columns[0], f"{columns[0]} and {columns[1]} ({row.texts[columns[1]]}) are swapped: latitude is about 49 to 61 here"
        )
        return
    yield table.fault(row, columns[0], f"the position {lat:g}, {lon:g} is outside {area}")


def _is_inland(lat: float, lon: float) -> bool:
    from geodata.coast import is_land  # reads the coastline: only for tables with incidents

    north, east = SHORE_METRES / METRES_PER_DEGREE, SHORE_METRES / METRES_PER_DEGREE / cos(radians(lat))
    around = ((lat, lon), (lat + north, lon), (lat - north, lon), (lat, lon + east), (lat, lon - east))
    return all(is_land(*position) for position in around)
