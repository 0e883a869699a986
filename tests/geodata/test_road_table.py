"""Road kilometres and minutes."""

from itertools import combinations

import pytest

from geodata.crs import LatLon, great_circle_km
from geodata.errors import UnknownPlaceError
from geodata.places import estate, places
from geodata.roads import COLUMNS, place_ids, road_estimate, road_leg
from geodata.tables import read_table

POSITIONS = {found.place_id: found.position for found in places().values()} | {site.site_id: site.position for site in estate()}
PAIRS = list(combinations(sorted(place_ids()), 2))


def test_every_site_and_british_port_is_in_the_table() -> None:
    british = {found.place_id for found in places().values() if found.country == "GB"}
    assert place_ids() == british | {site.site_id for site in estate()}
    assert len(read_table("roads.csv", COLUMNS)) == len(PAIRS)


def test_same_both_ways() -> None:
    for first, second in PAIRS:
        assert road_leg(first, second) == road_leg(second, first)


def test_nowhere_to_go_takes_no_time() -> None:
    leg = road_leg("DOV", "DOV")
    assert (leg.minutes, leg.km) == (0, 0.0)


def test_ways_are_positive_and_plausible() -> None:
    for first, second in PAIRS:
        leg = road_leg(first, second)
        straight = great_circle_km(POSITIONS[first], POSITIONS[second])
        assert leg.minutes >= 10
        if straight < 10:
            continue
        assert straight - 0.1 <= leg.km < straight * 2, (first, second)
        if leg.method == "network":
            assert 40 < leg.km / leg.minutes * 60 < 81, (first, second)


def test_triangles_do_not_gape() -> None:
    ids = sorted(place_ids() - {"LARNE", "LAR"})
    for first, second in combinations(ids, 2):
        through = min(road_leg(first, other).minutes + road_leg(other, second).minutes for other in ids if other not in {first, second})
        assert road_leg(first, second).minutes <= through + 20, (first, second)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ("DOV", "LGW", 75, 120),
        ("MANSTON", "LHR", 90, 135),
        ("YARLS", "LGW", 85, 130),
        ("WJF", "MANSTON", 20, 40),
        ("BROOK", "LGW", 10, 15),
        ("DUNGAVEL", "LHR", 360, 540),
    ],
)
def test_known_drives(first: str, second: str, low: int, high: int) -> None:
    assert low <= road_leg(first, second).minutes <= high


def test_only_ways_over_the_north_channel_take_the_ferry_and_say_so() -> None:
    for first, second in PAIRS:
        leg = road_leg(first, second)
        over = len({first, second} & {"LARNE", "LAR"}) == 1
        assert (leg.method == "network+ferry") == over
        if over:
            assert leg.source == "EST"
            assert leg.minutes >= 180


def test_unknown_place_is_named() -> None:
    with pytest.raises(UnknownPlaceError, match="does not know 'CDG'"):
        road_leg("DOV", "CDG")


def test_estimate_from_coordinates() -> None:
    dover, gatwick = LatLon(51.12, 1.32), LatLon(51.153, -0.182)
    leg = road_estimate(dover, gatwick)
    assert leg.km == pytest.approx(great_circle_km(dover, gatwick) * 1.3, abs=0.1)
    assert leg.minutes == pytest.approx(leg.km / 75 * 60, abs=1)
    assert leg == road_estimate(gatwick, dover)
    assert leg.method == "great circle"
