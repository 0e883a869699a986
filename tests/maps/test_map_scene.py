"""What a scene refuses, and how its numbers are written."""

from dataclasses import replace
from itertools import pairwise

import pytest

from maps.coordinates import position_text
from maps.errors import MapError
from maps.land import STEPS_PER_DEGREE, encode_land
from maps.page import render
from maps.palette import LOAD_BANDS, load_band, load_percent
from maps.scene import Flow, FlowKind, Layer, Position
from maps.tables import scene_tables
from tests.maps.scenes import BROOK, KENT, example


def decode(steps: list[int]) -> list[Position]:
    east = north = 0
    found: list[Position] = []
    for to_east, to_north in zip(steps[::2], steps[1::2], strict=True):
        east, north = east + to_east, north + to_north
        found.append(Position(north / STEPS_PER_DEGREE, east / STEPS_PER_DEGREE))
    return found


def test_a_flow_to_nowhere_is_refused() -> None:
    scene = example()
    lost = Layer("Lost", "Today", (Flow("DOV", "XYZ", FlowKind.BETWEEN_SITES, 1),), 1)

    with pytest.raises(MapError, match="'XYZ'"):
        replace(scene, layers=(*scene.layers, lost))


def test_two_sites_of_one_id_are_refused() -> None:
    scene = example()

    with pytest.raises(MapError, match="'BRK'"):
        replace(scene, layers=(*scene.layers, Layer("Again", "Places", (BROOK,), 1)))


@pytest.mark.parametrize("at", [Position(float("nan"), 1.0), Position(51.0, float("inf")), Position(151.0, 1.0)])
def test_a_position_off_the_globe_is_refused(at: Position) -> None:
    scene = example()
    lost = replace(BROOK, site_id="X", position=at)

    with pytest.raises(MapError, match="Brook House"):
        replace(scene, layers=(Layer("Lost", "Places", (lost,), 1), *scene.layers))


def test_land_is_kept_to_a_step() -> None:
    assert [decode(ring) for ring in encode_land((KENT,))[0]] == [list(KENT[0])]


def test_islets_below_a_step_vanish_and_take_their_holes_with_them() -> None:
    speck = tuple(Position(51 + 0.00001 * number, 1.0) for number in range(4))

    assert encode_land(((speck, KENT[0]), KENT)) == encode_land((KENT,))


def test_the_coast_is_drawn_finely_and_the_page_stays_small() -> None:
    page = render(replace(example(), land=None))

    corners = [corner for polygon in encode_land(None) for ring in polygon for corner in decode(ring)]
    strait = [corner for corner in corners if 50.85 < corner.lat < 51.4 and 0.9 < corner.lon < 2.5]
    assert len(strait) > 300
    assert {round(corner.lat) for corner in corners} >= {49, 51, 53, 55, 57}
    assert len(page.encode()) < 1_000_000


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (Position(51.0387, 1.4), "51.0387, 1.4000 (51°02.3'N 001°24.0'E)"),
        (Position(-0.5, -0.182), "-0.5000, -0.1820 (00°30.0'S 000°10.9'W)"),
        (Position(50.99999, 1.9999), "51.0000, 1.9999 (51°00.0'N 002°00.0'E)"),
    ],
)
def test_positions_are_written_both_ways(position: Position, text: str) -> None:
    assert position_text(position) == text


@pytest.mark.parametrize(("people", "band"), [(0, 0), (49, 0), (50, 1), (79, 1), (80, 2), (94, 2), (95, 3), (99, 3), (100, 4), (130, 4)])
def test_a_site_is_coloured_by_its_load(people: int, band: int) -> None:
    assert load_band(people, 100) == band


def test_a_site_is_full_only_when_no_bed_is_left() -> None:
    assert load_percent(1999, 2000) == 99
    assert load_percent(0, 0) == 0


def test_load_colours_darken_as_load_rises() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [lightness(band.colour) for band in LOAD_BANDS]
    assert all(before - after > 25 for before, after in pairwise(shades))


def test_the_tables_say_what_the_map_shows() -> None:
    tables = scene_tables(example())

    assert "<caption>Today: Moves (151 people)</caption>" in tables
    assert '<th scope="row" data-layer="3" data-item="0">Dover quay</th><td>Manston</td><td>From landing places</td><td>120</td>' in tables
    assert "<td>Processing centre</td><td>96</td><td>100</td><td>96</td>" in tables
    assert "<p>Whole plan: Nothing (0 people): nothing to show.</p>" in tables
