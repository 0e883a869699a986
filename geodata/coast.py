"""Land and sea: the coast of the Channel in detail, and the land around it for maps."""

from functools import cache
from typing import TYPE_CHECKING, Final

import shapely

from geodata.crs import WGS84, to_metric, to_wgs84
from geodata.errors import DataFileError, OutsideMapError
from geodata.tables import data_file

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from geopandas import GeoDataFrame

LAND_FILE: Final = "land.geojson"
CHANNEL: Final = (-5.0, 48.5, 6.0, 53.0)
"""West, south, east, north (degrees) of the box that `land` covers."""
EXTENT: Final = (-14.0, 46.0, 12.0, 61.0)
"""West, south, east, north (degrees) of all the land kept; its edges are straight cuts, so maps should not show beyond them."""


@cache
def polygons() -> "npt.NDArray[np.object_]":
    """Give all the land kept as polygons in `WGS84`, longitude first, the largest first.

    The shore is followed to about 12 m at the Dover Strait, 60 m in the rest of `CHANNEL`, 300 m round Britain and Ireland and 1.5 km
    beyond; the parts join without a seam because each polygon is thinned in one piece. They lie apart from one another. Large lakes are
    not land.

    Raises
    ------
    DataFileError
        When the file holds no polygons.
    """
    # GeoPandas could read it too, but takes a second to import.
    found = shapely.get_parts(shapely.from_geojson(data_file(LAND_FILE).read_text(encoding="utf-8"), on_invalid="ignore"))
    if not len(found):
        message = f"geodata/data/{LAND_FILE} holds no polygons: restore it from the repository"
        raise DataFileError(message)
    return found


@cache
def wide_land() -> "GeoDataFrame":
    """Give `polygons` as a table, one a row. The frame is shared: copy it before changing it."""
    import geopandas as gpd

    return gpd.GeoDataFrame(geometry=polygons(), crs=WGS84)


@cache
def land() -> "GeoDataFrame":
    """Give the land inside `CHANNEL`, in `WGS84`.

    The edges of the box are straight cuts. The frame is shared: copy it before changing it.
    """
    import geopandas as gpd

    box = shapely.box(*CHANNEL)
    near = wide_land()[wide_land().intersects(box)]
    cut = gpd.GeoSeries(near.intersection(box)).explode(index_parts=False)
    areas = cut[cut.geom_type == "Polygon"]
    return gpd.GeoDataFrame(geometry=areas.reset_index(drop=True), crs=near.crs)


def is_land(lat: float, lon: float) -> bool:
    """Tell land from sea.

    Parameters
    ----------
    lat, lon
        Degrees on WGS 84. Harbour works built since about 2000 and sandbanks count as sea.

    Raises
    ------
    OutsideMapError
        When the position is outside `EXTENT`.
    """
    west, south, east, north = EXTENT
    if not (west <= lon <= east and south <= lat <= north):
        message = f"latitude {lat}, longitude {lon} is off the map: it covers {south} to {north} north and {west} to {east} east"
        raise OutsideMapError(message)
    return bool(shapely.contains_xy(_ground(), lon, lat).any())


@cache
def coast_simplified(tolerance_m: float) -> "GeoDataFrame":
    """Give all the land with fewer vertices, for maps, in `WGS84`.

    Parameters
    ----------
    tolerance_m
        How far the drawn shore may stray from the kept one (m); islands smaller than a square of twice this side are left out.
    """
    metric = to_metric(wide_land())
    seen = metric[metric.area >= (2 * tolerance_m) ** 2]
    thinned = seen.set_geometry(seen.simplify(tolerance_m, preserve_topology=True))
    return to_wgs84(thinned.reset_index(drop=True))


@cache
def _ground() -> "npt.NDArray[np.object_]":
    # The polygons lie apart from one another, so there is nothing to join.
    shapely.prepare(polygons())
    return polygons()
