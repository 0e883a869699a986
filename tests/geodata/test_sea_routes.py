"""Ways by water."""

from itertools import pairwise

import pytest
import shapely

from geodata.coast import land
from geodata.crs import LatLon, great_circle_km, metres, path_km, to_metric
from geodata.errors import NoSeaRouteError, OutsideMapError
from geodata.places import launch_areas, place
from geodata.sea import CLEARANCE_M, SLACK_M, sea_km, sea_route

CALAIS, DOVER = LatLon(50.97, 1.85), LatLon(51.12, 1.32)
DUNKIRK, RAMSGATE = LatLon(51.05, 2.35), LatLon(51.33, 1.42)
GRAVELINES, DUNGENESS = LatLon(51.01, 2.09), LatLon(50.91, 0.97)
PAIRS = [
    (CALAIS, DOVER),
    (DUNKIRK, RAMSGATE),
    (GRAVELINES, DUNGENESS),
    (LatLon(50.22, 1.58), RAMSGATE),
    (LatLon(50.6, -1.3), LatLon(51.5, 1.0)),
]


@pytest.mark.parametrize(
    ("start", "end", "km", "within"),
    [(CALAIS, DOVER, 40.6, 0.5), (DUNKIRK, RAMSGATE, 73.1, 1.5), (GRAVELINES, DUNGENESS, 79.1, 1.5), (CALAIS, RAMSGATE, 49.7, 0.7)],
)
def test_known_crossings(start: LatLon, end: LatLon, km: float, within: float) -> None:
    assert sea_km(start, end) == pytest.approx(km, abs=within)


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_same_both_ways_and_never_shorter_than_the_great_circle(start: LatLon, end: LatLon) -> None:
    there, back = sea_route(start, end), sea_route(end, start)
    assert there.km == back.km
    assert there.points == back.points[::-1]
    assert (there.points[0], there.points[-1]) == (start, end)
    assert there.km == pytest.approx(path_km(there.points))
    assert there.km >= great_circle_km(start, end) - 1e-9


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_between_its_harbours_a_route_keeps_off_the_land(start: LatLon, end: LatLon) -> None:
    ground = shapely.union_all(to_metric(land()).geometry.to_numpy())
    afloat = [metres(point) for point in sea_route(start, end).points[1:-1]]
    for leg in pairwise(afloat):
        assert shapely.LineString(leg).distance(ground) > CLEARANCE_M - SLACK_M - 10


def test_route_round_kent_is_longer_than_the_straight_line_over_it() -> None:
    start, end = LatLon(51.5, 1.0), LatLon(50.6, -1.3)
    route = sea_route(start, end)
    assert route.km > 1.3 * great_circle_km(start, end)
    assert max(point.lon for point in route.points) > 1.42


def test_every_launch_area_reaches_dover_and_dungeness() -> None:
    for area in launch_areas():
        for port in ("DOV", "DUNG"):
            direct = great_circle_km(area.position, place(port).position)
            assert direct <= sea_km(area.position, place(port).position) < direct * 1.06 + 2


def test_no_way_to_where_one_is() -> None:
    route = sea_route(DOVER, DOVER)
    assert route.km == 0
    assert route.points == (DOVER, DOVER)


def test_open_sea_is_sailed_straight() -> None:
    start, end = LatLon(51.03, 1.45), LatLon(50.9, 1.3)
    assert sea_route(start, end).points == (start, end)


def test_inland_position_is_refused() -> None:
    with pytest.raises(NoSeaRouteError, match="km from open water"):
        sea_route(LatLon(51.2, 0.5), DOVER)


def test_position_outside_the_waters_is_refused() -> None:
    with pytest.raises(OutsideMapError, match="outside the waters"):
        sea_route(DOVER, LatLon(55.0, -5.0))
