"""The line at sea that lies equally far from the British and from the French shore."""

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.coast import polygons
from geodata.crs import LatLon

if TYPE_CHECKING:
    import numpy.typing as npt

SHORES: Final = (-0.6, 49.8, 3.0, 51.9)
"""West, south, east, north (degrees): shore outside this box is nearer to no part of the line."""
DRAWN: Final = (0.3, 50.0, 2.2, 51.5)
"""West, south, east, north (degrees): beyond it another shore comes nearer."""
STEP_DEGREES: Final = 0.004
"""Distance of the points that stand for a shore, degrees of latitude: about 450 m."""
THINNED_DEGREES: Final = 0.002
IN_BRITAIN: Final = LatLon(51.5, -0.5)
IN_FRANCE: Final = LatLon(50.5, 2.3)
_SHRINK: Final = np.array([np.cos(np.radians(51.0)), 1.0])
"""Makes degrees of longitude as long as degrees of latitude at the Dover Strait."""


@cache
def middle_line() -> tuple[LatLon, ...]:
    """Give the line from south-west to north-east, good to about 300 m.

    It is worked out from the shore that `geodata.coast.polygons` keeps, and nothing else. The boundary the two countries have agreed also
    counts banks that dry at low tide: off the Goodwin Sands it lies several kilometres away. It is for finding one's way on a map.
    """
    shores = [_shore(position) for position in (IN_BRITAIN, IN_FRANCE)]
    # The cells of all points of one shore together hold what is nearer to that shore: the line is where the two meet.
    points = shapely.multipoints(np.vstack(shores))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, ordered=True))
    british, french = (shapely.union_all(half).boundary for half in (cells[: len(shores[0])], cells[len(shores[0]) :]))
    met = shapely.transform(shapely.intersection(british, french), lambda corners: corners / _SHRINK)
    corners = np.unique(shapely.get_coordinates(shapely.intersection(met, shapely.box(*DRAWN))), axis=0)
    # It never turns back to the south, so its corners lie in order of latitude.
    line = shapely.simplify(shapely.linestrings(corners[np.argsort(corners[:, 1])]), THINNED_DEGREES)
    return tuple(LatLon(round(lat, 4), round(lon, 4)) for lon, lat in shapely.get_coordinates(line).tolist())


def _shore(inland: LatLon) -> "npt.NDArray[np.float64]":
    """Give points along the shore of the land that holds a position, ``(num_points, 2)``, longitude shrunk, first."""
    whole: shapely.Polygon = next(polygon for polygon in polygons() if shapely.contains_xy(polygon, inland.lon, inland.lat))
    near = shapely.intersection(whole.exterior, shapely.box(*SHORES))
    even = shapely.transform(near, lambda corners: corners * _SHRINK)
    return np.unique(shapely.get_coordinates(shapely.segmentize(even, STEP_DEGREES)), axis=0)
