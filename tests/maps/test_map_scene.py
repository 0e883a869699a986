"""What a scene refuses, and how its numbers are written."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.data import scene_json, share_beginnings
from maps.errors import MapError
from maps.land import STEPS_PER_DEGREE, encode_land
from maps.page import render
from maps.palette import LOAD_BANDS
from maps.scene import Links, Scene
from maps.things import Closure, Departure, Flow, FlowKind, Incident, IncidentState, MarkedLine, Person, Position, Stay, Unit
from tests.maps.scenes import BROOK, CALAIS, DOVER, KENT, example, incidents, single


def decode(steps: list[int]) -> list[Position]:
    east = north = 0
    found: list[Position] = []
    for to_east, to_north in zip(steps[::2], steps[1::2], strict=True):
        east, north = east + to_east, north + to_north
        found.append(Position(north / STEPS_PER_DEGREE, east / STEPS_PER_DEGREE))
    return found


LOST = Flow(0, "DOV", "XYZ", FlowKind.BETWEEN_SITES, 1)
BOAT = Incident("I-1", 0, Position(51.0, 1.5), IncidentState.AT_SEA, 1)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda scene: replace(scene, flows=(LOST,)), "'XYZ'"),
        (lambda scene: replace(scene, sites=(*scene.sites, BROOK)), "'BRK'"),
        (lambda scene: replace(scene, incidents=(replace(BOAT, launch_id="XYZ"),)), "'I-1'.*'XYZ'"),
        (lambda scene: replace(scene, incidents=(replace(BOAT, day=3),)), "I-1 is drawn on day 3"),
        (lambda scene: replace(scene, incidents=(replace(BOAT, position=Position(float("nan"), 1.0)),)), "nowhere on the globe"),
        (lambda scene: replace(scene, sites=(replace(BROOK, position=Position(151.0, 1.0)),), flows=()), "Brook House"),
        (lambda scene: replace(scene, flows=(replace(LOST, to_id="BRK", via=(Position(51.0, float("inf")),)),)), "A way from DOV"),
        (lambda scene: replace(scene, departures=(Departure("D", 0, "", "LGW", "XYZ", "", 0, 0),)), "'XYZ'"),
        (lambda scene: replace(scene, closures=(Closure("BRK", "A", 0, 9, 1),)), "day 9"),
        (lambda scene: replace(scene, people=(Person("P", (Stay(0, "XYZ", ""),)),)), "'XYZ'"),
        (lambda scene: replace(scene, lines=(MarkedLine("Border", (Position(91.0, 0.0),)),)), "The line Border"),
        (lambda scene: replace(scene, num_days=0), "at least one day"),
        (lambda scene: replace(scene, sites=(*scene.sites[1:], replace(BROOK, without=(1,)))), "1 daily figures.*3 days"),
        (lambda scene: replace(scene, sites=(*scene.sites[1:], replace(BROOK, units=(Unit("U", "U", (), ()),)))), "unit U"),
    ],
)
def test_what_can_not_be_drawn_is_refused(change: Callable[[Scene], Scene], says: str) -> None:
    with pytest.raises(MapError, match=says):
        change(example())


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://elsewhere.example/a.html", "//x/a.html", "../a.html", "a.html#b c", "a.exe"]
)
def test_only_pages_beside_the_map_are_linked(link: str) -> None:
    with pytest.raises(MapError, match="pages beside it"):
        Links(sites=link)


def test_land_is_kept_to_a_step() -> None:
    assert [decode(ring) for ring in encode_land((KENT,))[0]] == [list(KENT[0])]


def test_islets_below_a_step_vanish_and_take_their_holes_with_them() -> None:
    speck = tuple(Position(51 + 0.00001 * number, 1.0) for number in range(4))

    assert encode_land(((speck, KENT[0]), KENT)) == encode_land((KENT,))


def test_the_coast_is_drawn_finely_and_the_page_stays_small() -> None:
    page = render(replace(example(), basemap=None))

    corners = [corner for polygon in encode_land(None) for ring in polygon for corner in decode(ring)]
    strait = [corner for corner in corners if 50.85 < corner.lat < 51.4 and 0.9 < corner.lon < 2.5]
    assert len(strait) > 300
    assert {round(corner.lat) for corner in corners} >= {49, 51, 53, 55, 57}
    assert len(page.encode()) < 1_000_000
    assert '"Dunkirk"' in page


def test_ten_thousand_incidents_over_eight_years_fit_in_five_megabytes() -> None:
    empty = replace(example(), sites=(), flows=(), incidents=(), departures=(), closures=(), people=(), basemap=None)
    boats = tuple(replace(boat, landing_id="", fields=(*boat.fields, ("Reported by", "Radio"))) for boat in incidents(10_000, 2922))

    assert len(render(replace(empty, num_days=2922, incidents=boats)).encode()) < 2_000_000
    # A way out and back of eight corners each, and the whole coast.
    way = (CALAIS.position, *(Position(51.0 + 0.01 * step, 1.7 - 0.02 * step) for step in range(14)), DOVER.position)
    tracked = tuple(replace(boat, track=(*way[:8], boat.position, *way[8:]), landing_id="DOV") for boat in boats)
    harbour = (replace(DOVER, without=(), expected=()),)
    assert len(render(replace(empty, num_days=2922, incidents=tracked, sites=harbour, basemap=None)).encode()) < 5_000_000


def written(scene: Scene) -> dict[str, Any]:
    return json.loads(scene_json(scene))


def test_moments_count_from_their_own_day() -> None:
    boat = replace(BOAT, day=2, met_at=datetime(2026, 8, 11, 23, 30), landed_at=datetime(2026, 8, 12, 1, 5))  # noqa: DTZ001
    columns = written(replace(single(), num_days=3, incidents=(boat,)))["incidents"]

    assert (columns["day"], columns["met"], columns["landed"]) == ([2], [-30], [65])


def test_columns_stand_in_order_of_days() -> None:
    columns = written(example(30))["incidents"]

    assert sum(columns["day"]) == 2
    assert min(columns["day"]) == 0
    assert len(columns["id"]) == 30


def test_people_who_go_one_way_share_it() -> None:
    many = tuple(Person(f"P-{number:06d}", (Stay(0, "BRK", "Detained"), Stay(2, "CDG", "Transferred"))) for number in range(10_000))
    people = written(replace(example(), people=many))["people"]

    assert (len(people["ways"]), set(people["stays"])) == (1, {0})
    assert len(json.dumps(people)) < 140_000


@given(st.lists(st.text(max_size=50), max_size=20))
def test_shared_beginnings_come_back_whole(words: list[str]) -> None:
    whole: list[str] = []
    for short in share_beginnings(words):
        before = whole[-1] if whole else ""
        whole.append(before[: int(short[0], 36)] + short[1:])

    assert whole == words


def test_load_colours_darken_as_load_rises() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [lightness(band.colour) for band in LOAD_BANDS]
    assert all(before - after > 25 for before, after in pairwise(shades))
