"""The middle of the Channel: as far from one shore as from the other."""

import shapely

from geodata.coast import is_land, polygons
from geodata.crs import LatLon, great_circle_km
from geodata.middle import IN_BRITAIN, IN_FRANCE, middle_line


def _km_to_shore(at: LatLon, inland: LatLon) -> float:
    """Give the distance to the nearest corner of a shore, which the polygons have every few hundred metres at most."""
    shore = next(polygon for polygon in polygons() if shapely.contains_xy(polygon, inland.lon, inland.lat))
    near = shapely.segmentize(shapely.intersection(shapely.get_exterior_ring(shore), shapely.Point(at.lon, at.lat).buffer(1.5)), 0.002)
    return min(great_circle_km(at, LatLon(lat, lon)) for lon, lat in shapely.get_coordinates(near))


def test_every_corner_lies_equally_far_from_both_shores() -> None:
    line = middle_line()

    assert len(line) > 10
    for at in line[:: len(line) // 8]:
        assert abs(_km_to_shore(at, IN_BRITAIN) - _km_to_shore(at, IN_FRANCE)) < 0.6


def test_it_runs_through_the_strait_from_end_to_end_without_touching_land() -> None:
    line = middle_line()

    assert (line[0].lat, line[-1].lat) == (min(at.lat for at in line), max(at.lat for at in line))
    assert line[0].lon < 0.4
    assert line[-1].lat == 51.5
    assert not [at for at in line if is_land(*at)]
