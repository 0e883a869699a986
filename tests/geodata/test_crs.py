"""The one CRS rule: degrees are no metres."""

import geopandas as gpd
import pytest
from shapely import Point, box

from geodata.crs import (
    METRIC,
    WGS84,
    LatLon,
    area_km2,
    degrees,
    distance_km,
    great_circle_km,
    metres,
    path_km,
    require_crs,
    require_metric,
    to_metric,
    to_wgs84,
)
from geodata.errors import CrsError, GeodataError, MissingCrsError

DOVER, CALAIS = LatLon(51.12, 1.32), LatLon(50.97, 1.85)


def _points(crs: str | None, *positions: LatLon) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(lon, lat) for lat, lon in positions], crs=crs)


def test_frame_without_crs_is_refused_everywhere() -> None:
    bare = _points(None, DOVER)
    for ask in (require_crs, require_metric, to_metric, to_wgs84, area_km2):
        with pytest.raises(MissingCrsError, match="no coordinate reference system"):
            ask(bare)
    with pytest.raises(MissingCrsError):
        distance_km(bare, bare)


def test_crs_errors_are_geodata_errors() -> None:
    assert issubclass(MissingCrsError, CrsError)
    assert issubclass(CrsError, GeodataError)


@pytest.mark.parametrize("crs", [WGS84, "EPSG:27700", "EPSG:32630"])
def test_lengths_and_areas_refuse_any_other_crs(crs: str) -> None:
    frame = _points(WGS84, DOVER).to_crs(crs)
    with pytest.raises(CrsError, match=METRIC):
        distance_km(frame, frame)
    with pytest.raises(CrsError, match=METRIC):
        area_km2(frame)


def test_distance_on_the_plane_agrees_with_the_ellipsoid_in_the_strait() -> None:
    measured = distance_km(to_metric(_points(WGS84, DOVER)), to_metric(_points(WGS84, CALAIS))).iloc[0]
    assert measured == pytest.approx(great_circle_km(DOVER, CALAIS), rel=4e-4)
    assert great_circle_km(DOVER, CALAIS) == pytest.approx(40.7, abs=0.1)


def test_area_is_in_square_km() -> None:
    frame = gpd.GeoDataFrame(geometry=[box(400_000, 5_600_000, 410_000, 5_620_000)], crs=METRIC)
    assert area_km2(frame).iloc[0] == pytest.approx(200.0)


def test_there_and_back() -> None:
    back = degrees(metres(DOVER))
    assert back == pytest.approx(DOVER, abs=1e-9)
    again = to_wgs84(to_metric(_points(WGS84, DOVER)))
    assert again.crs == WGS84
    assert (again.iloc[0].y, again.iloc[0].x) == pytest.approx(DOVER, abs=1e-9)


def test_great_circle_is_the_same_both_ways_and_adds_up() -> None:
    assert great_circle_km(DOVER, CALAIS) == great_circle_km(CALAIS, DOVER)
    assert great_circle_km(DOVER, DOVER) == 0
    assert path_km([DOVER, CALAIS, DOVER]) == pytest.approx(2 * great_circle_km(DOVER, CALAIS))
    assert path_km([DOVER]) == 0
