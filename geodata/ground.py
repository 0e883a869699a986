"""Borders between countries, and the names of a few towns: what a reader needs to find their way on a map."""

import json
from functools import cache
from typing import Final, NamedTuple

from geodata.tables import data_file, read_table

BORDERS_FILE: Final = "borders.geojson"
TOWNS_FILE: Final = "towns.csv"


class Town(NamedTuple):
    """A town, good to about a kilometre.

    Attributes
    ----------
    from_zoom
        Zoom (powers of two, 0 for the whole world on 256 pixels) from which a map should write its name.
    """

    name: str
    lat: float
    lon: float
    from_zoom: int


@cache
def borders() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Give the borders between countries as lines of longitude and latitude, WGS 84, good to about 150 m."""
    found = json.loads(data_file(BORDERS_FILE).read_text(encoding="utf-8"))
    return tuple(tuple((lon, lat) for lon, lat in line) for line in found["coordinates"])


@cache
def towns() -> tuple[Town, ...]:
    """Give the towns, those that are written first before the others."""
    rows = read_table(TOWNS_FILE, ("name", "lat", "lon", "from_zoom", "source"))
    found = (Town(row["name"], float(row["lat"]), float(row["lon"]), int(row["from_zoom"])) for row in rows)
    return tuple(sorted(found, key=lambda town: (town.from_zoom, town.name)))
