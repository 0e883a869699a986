"""The land: known points, known areas, no seams."""

import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from geodata import coast
from geodata.coast import CHANNEL, EXTENT, coast_simplified, is_land, land, wide_land
from geodata.crs import METRIC, WGS84, area_km2, metres, to_metric
from geodata.errors import DataFileError, GeodataError, OutsideMapError
from geodata.places import LAUNCH_AREA, estate, places

LAND = {
    "London": (51.5074, -0.1278),
    "Dover town": (51.135, 1.300),
    "Dover Castle": (51.1295, 1.3213),
    "Canterbury": (51.28, 1.08),
    "Folkestone inland": (51.09, 1.16),
    "Ramsgate inland": (51.34, 1.40),
    "Dungeness power station": (50.914, 0.955),
    "Isle of Sheppey": (51.40, 0.85),
    "Calais inland": (50.94, 1.87),
    "Cap Gris-Nez inland": (50.868, 1.60),
    "Dunkirk inland": (51.02, 2.37),
    "Boulogne inland": (50.725, 1.63),
    "Paris": (48.8566, 2.3522),
    "Brussels": (50.85, 4.35),
    "Isle of Wight": (50.68, -1.30),
    "Jersey": (49.22, -2.13),
    "Derwentside": (54.886, -1.824),
    "Dungavel": (55.61, -4.12),
    "Manchester": (53.36, -2.28),
    "Larne inland": (54.86, -5.85),
    "Dublin": (53.34, -6.30),
}
SEA = {
    "mid-strait": (51.03, 1.45),
    "Dover harbour": (51.120, 1.325),
    "Dover Eastern Docks basin": (51.123, 1.335),
    "Goodwin Sands": (51.25, 1.52),
    "the Downs": (51.22, 1.45),
    "off Dungeness": (50.88, 1.00),
    "Rye Bay": (50.90, 0.82),
    "Thames estuary": (51.50, 0.95),
    "off Ramsgate": (51.33, 1.48),
    "off Calais": (51.00, 1.80),
    "off Dunkirk": (51.09, 2.30),
    "off Boulogne": (50.74, 1.50),
    "off Berck": (50.40, 1.45),
    "mid-Channel": (50.2, -0.5),
    "Solent": (50.76, -1.25),
    "Bay of the Seine": (49.6, -0.5),
    "Lyme Bay": (50.5, -3.0),
    "North Sea": (52.5, 3.0),
    "Bristol Channel": (51.3, -4.0),
    "Irish Sea": (54.0, -4.9),
    "IJsselmeer": (52.8, 5.35),
    "German Bight": (54.5, 7.3),
}


@pytest.mark.parametrize("name", LAND)
def test_known_land(name: str) -> None:
    assert is_land(*LAND[name])


@pytest.mark.parametrize("name", SEA)
def test_known_sea(name: str) -> None:
    assert not is_land(*SEA[name])


@pytest.mark.parametrize(("lat", "lon"), [(70.0, 0.0), (51.0, 20.0), (0.0, 0.0)])
def test_off_the_map_is_an_error_not_sea(lat: float, lon: float) -> None:
    with pytest.raises(OutsideMapError, match="off the map"):
        is_land(lat, lon)
    assert issubclass(OutsideMapError, GeodataError)


def test_every_site_and_port_has_land_under_it_or_beside_it() -> None:
    ground = shapely.union_all(to_metric(wide_land()).geometry.to_numpy())
    fixed = (*estate(), *(found for found in places().values() if found.kind != LAUNCH_AREA))
    for item in fixed:
        assert shapely.Point(metres(item.position)).distance(ground) < 300, item.name


def test_areas_are_those_of_the_countries() -> None:
    areas = area_km2(to_metric(wide_land())).sort_values(ascending=False).to_numpy()
    # The cut continent is the largest. Then Great Britain (England, Wales and Scotland are 228,950 square km, about 11,500 of it other
    # islands), part of Norway and Sweden, and Ireland (84,421).
    assert areas[1] == pytest.approx(217_500, rel=0.02)
    assert areas[3] == pytest.approx(84_421, rel=0.03)


def test_area_of_the_channel_box() -> None:
    assert area_km2(to_metric(land())).sum() == pytest.approx(248_700, rel=0.01)


def test_area_between_3_west_and_3_east() -> None:
    inner = land().clip((-3.0, 50.0, 3.0, 52.0))
    assert 50_000 < area_km2(to_metric(inner)).sum() < 52_500


def test_polygons_are_valid_in_degrees_and_inside_their_boxes() -> None:
    for frame, bounds in ((wide_land(), EXTENT), (land(), CHANNEL)):
        assert frame.crs == WGS84
        assert bool(frame.is_valid.all())
        assert set(frame.geom_type) == {"Polygon"}
        west, south, east, north = frame.total_bounds
        assert bounds[0] <= west < east <= bounds[2]
        assert bounds[1] <= south < north <= bounds[3]


def test_fine_and_wide_land_are_the_same_where_both_are() -> None:
    box = shapely.box(*CHANNEL)
    wide = shapely.union_all(wide_land().geometry.to_numpy()).intersection(box)
    assert shapely.union_all(land().geometry.to_numpy()).symmetric_difference(wide).area < 1e-9


def test_a_file_without_polygons_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ('{"type":"MultiPolygon","coordinates":[]}', '{"type":"MultiPolygon"', ""):
        (tmp_path / "land.geojson").write_text(text, encoding="utf-8")
        monkeypatch.setattr(coast, "data_file", lambda name: tmp_path / name)
        with pytest.raises(DataFileError, match="holds no polygons"):
            coast.polygons.__wrapped__()


def test_asking_for_land_loads_no_tables() -> None:
    program = (
        "import sys; from geodata.coast import is_land; is_land(51, 1); print(sorted({'geopandas', 'pandas', 'pyproj'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"


def test_shore_is_fine_at_the_strait() -> None:
    strait = to_metric(land().clip((0.9, 50.85, 2.5, 51.4)))
    shore_m = strait.length.sum()
    assert shore_m / shapely.get_num_coordinates(strait.geometry.to_numpy()).sum() < 500


def test_simplified_coast_is_smaller_close_and_valid() -> None:
    full = wide_land()
    thin = coast_simplified(1_000)
    assert thin.crs == WGS84
    assert bool(thin.is_valid.all())
    assert shapely.get_num_coordinates(thin.geometry.to_numpy()).sum() < shapely.get_num_coordinates(full.geometry.to_numpy()).sum() / 3
    assert area_km2(to_metric(thin)).sum() == pytest.approx(area_km2(to_metric(full)).sum(), rel=0.01)
    assert to_metric(full).crs == METRIC
