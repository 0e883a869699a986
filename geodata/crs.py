"""The one place that sets a coordinate reference system (CRS).

Positions are kept in degrees (`WGS84`). Metres exist only in `METRIC`, UTM zone 31 north: its central meridian (3 degrees east) is the
nearest to the Dover Strait, so lengths there are within 0.04% of the ellipsoid, and at 5 degrees west within 0.4%. A European Lambert
grid (EPSG:3034) would shorten the strait by about 3%, and the British and French national grids each suit one shore only.
"""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from geodata.errors import CrsError, MissingCrsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame, GeoSeries
    from pandas import Series
    from pyproj import CRS, Geod, Transformer

GeoFrame = TypeVar("GeoFrame", "GeoDataFrame", "GeoSeries")

WGS84: Final = "EPSG:4326"
METRIC: Final = "EPSG:32631"

_METRES_PER_KM = 1000.0


class LatLon(NamedTuple):
    """A position in degrees on WGS 84: north and east are positive."""

    lat: float
    lon: float


class Metres(NamedTuple):
    """A position in metres in `METRIC`."""

    x: float
    y: float


def require_crs(frame: "GeoDataFrame | GeoSeries") -> "CRS":
    """Give the CRS of a frame.

    Parameters
    ----------
    frame
        Any geometries.

    Raises
    ------
    MissingCrsError
        When the frame does not say what its numbers mean.
    """
    if frame.crs is None:
        message = f"these geometries have no coordinate reference system: set {WGS84} or {METRIC} where they are read"
        raise MissingCrsError(message)
    from pyproj import CRS

    return CRS(frame.crs)


def require_metric(frame: "GeoDataFrame | GeoSeries") -> "CRS":
    """Give the CRS of a frame that is measured in metres.

    Parameters
    ----------
    frame
        Any geometries.

    Raises
    ------
    MissingCrsError
        When the frame has no CRS.
    CrsError
        When its CRS is not `METRIC`: degrees are no lengths, and other grids would give other metres.
    """
    from pyproj import CRS

    found = require_crs(frame)
    if found != CRS(METRIC):
        message = f"lengths and areas are measured only in {METRIC}; this is {found.to_string()}: use to_metric first"
        raise CrsError(message)
    return found


def to_metric(frame: GeoFrame) -> GeoFrame:
    """Give the same geometries in metres, in `METRIC`."""
    require_crs(frame)
    return frame.to_crs(METRIC)


def to_wgs84(frame: GeoFrame) -> GeoFrame:
    """Give the same geometries in degrees, in `WGS84`."""
    require_crs(frame)
    return frame.to_crs(WGS84)


def distance_km(left: "GeoSeries", right: "GeoSeries") -> "Series[float]":
    """Measure straight lines on the metric plane, row by row (km).

    Parameters
    ----------
    left, right
        Geometries in `METRIC`, with the same index; anything else raises `CrsError`.
    """
    require_metric(left)
    require_metric(right)
    return left.distance(right) / _METRES_PER_KM


def area_km2(frame: "GeoDataFrame | GeoSeries") -> "Series[float]":
    """Measure areas on the metric plane, row by row (square km)."""
    require_metric(frame)
    return frame.area / _METRES_PER_KM**2


def metres(position: LatLon) -> Metres:
    """Put one position on the metric plane."""
    x, y = _transformer(WGS84, METRIC).transform(position.lon, position.lat)
    return Metres(float(x), float(y))


def degrees(position: Metres) -> LatLon:
    """Take one position back from the metric plane."""
    lon, lat = _transformer(METRIC, WGS84).transform(position.x, position.y)
    return LatLon(float(lat), float(lon))


def great_circle_km(start: LatLon, end: LatLon) -> float:
    """Measure the shortest way over the ellipsoid (km)."""
    if start == end:
        return 0.0
    # Geod gives the same length both ways only up to rounding; a fixed order makes the two ways equal.
    first, second = sorted((start, end))
    _, _, length = _ellipsoid().inv(first.lon, first.lat, second.lon, second.lat)
    return float(length) / _METRES_PER_KM


def path_km(points: "Sequence[LatLon]") -> float:
    """Measure a way through several positions (km), each leg over the ellipsoid."""
    return sum(great_circle_km(start, end) for start, end in pairwise(points))


@cache
def _transformer(from_crs: str, to_crs: str) -> "Transformer":
    # Many need a position and few a length: PROJ is loaded for those only.
    from pyproj import Transformer

    return Transformer.from_crs(from_crs, to_crs, always_xy=True)


@cache
def _ellipsoid() -> "Geod":
    from pyproj import Geod

    return Geod(ellps="WGS84")
