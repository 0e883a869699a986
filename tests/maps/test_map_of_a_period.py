"""A map of many incidents over a long period: clusters, totals, calendar, weeks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from maps.scene import Scene
from maps.things import Layer, MarkedLine, Position
from tests.browser import PHONE
from tests.maps.reading import MapPage, reading, written
from tests.maps.scenes import CALAIS, DOVER, FIRST, example, incidents
from tests.maps.test_map_access import faults

DAYS = 400


MIDDLE = MarkedLine("Middle of the sea, approximate", (Position(50.8, 1.2), Position(51.4, 1.9)))


def period(count: int) -> Scene:
    """Make a scene of many incidents over 400 days; it opens on all of them."""
    boats = tuple(replace(boat, track=(CALAIS.position, boat.position, DOVER.position)) for boat in incidents(count, DAYS))
    empty = replace(
        example(), sites=(replace(DOVER, without=(), expected=()),), flows=(), incidents=(), departures=(), closures=(), people=()
    )
    hidden = frozenset({Layer.HEXAGONS, Layer.HEAT, Layer.TRACKS})
    return replace(empty, num_days=DAYS, incidents=boats, span=0, lines=(MIDDLE,), hidden=hidden)


SCENE = period(2_000)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(SCENE, tmp_path_factory.mktemp("period"))


@pytest.fixture
def shown(browser: Browser, path: Path) -> Iterator[MapPage]:
    with reading(browser, path) as (page, _):
        yield page


def test_it_opens_on_the_whole_period(shown: MapPage) -> None:
    people = sum(boat.people for boat in SCENE.incidents)
    expect(shown.layer("This day", "Incidents 2,000")).to_be_checked()
    expect(shown.layer("This day", f"Totals by place {people:,} people")).to_be_checked()
    expect(shown.page.get_by_text(f"2,000 incidents with {people:,} people.").first).to_be_visible()
    assert shown.hash() == ""


def test_weeks_and_days_count_what_they_hold(shown: MapPage) -> None:
    for words, span in (("7 days", 7), ("28 days", 28), ("1 day", 1)):
        shown.page.get_by_label("Shown").select_option(words)
        shown.to_day(30)
        count = sum(30 <= boat.day < 30 + span for boat in SCENE.incidents)
        expect(shown.layer("This day", f"Incidents {count}$")).to_be_checked()
        assert len(shown.tables()["Incidents"]) == count


def test_a_week_is_played_week_by_week(shown: MapPage) -> None:
    shown.page.get_by_label("Shown").select_option("7 days")
    shown.page.get_by_role("button", name="Play").click()
    shown.wait(2000)
    expect(shown.slider).to_have_value("14")
    shown.page.get_by_role("button", name="Previous day").click()
    expect(shown.slider).to_have_value("7")


def test_months_add_up_and_lead_to_their_first_day(shown: MapPage) -> None:
    months = Counter((FIRST + timedelta(days=boat.day)).strftime("%B %Y") for boat in SCENE.incidents)
    rows = shown.tables()["The whole period by month"]

    assert {row[0]: int(row[2].replace(",", "")) for row in rows} == months
    shown.page.get_by_role("button", name="October 2026").click()
    expect(shown.slider).to_have_attribute("aria-valuetext", re.compile("1 October 2026"))


def test_places_tell_how_many_set_out_and_landed(shown: MapPage) -> None:
    landed = [boat.people for boat in SCENE.incidents if boat.landing_id == "DOV"]
    shown.find("Calais")
    expect(shown.facts("Calais")).to_contain_text(f"{sum(boat.people for boat in SCENE.incidents):,} people, 2,000 incidents")
    shown.find("Dover quay")
    expect(shown.facts("Dover quay")).to_contain_text(f"{sum(landed):,} people, {len(landed):,} incidents")


def test_every_way_of_drawing_can_be_switched_on_at_once(shown: MapPage) -> None:
    for name in ("Incidents as hexagons", "Incidents as heat", "Ways at sea, approximate"):
        shown.layer("This day", name).check()
    shown.open_fold("Calendar")
    shown.to_day(200)
    expect(shown.layer("This day", "Ways at sea, approximate 5$")).to_be_checked()


def test_approximate_lines_say_so_beside_their_box_and_in_the_legend(shown: MapPage) -> None:
    legend = shown.page.get_by_role("group", name="Layers, filters and legend").locator("details").last
    shown.open_fold("Legend")
    expect(legend.get_by_text(MIDDLE.name)).to_be_visible()
    expect(legend.get_by_text("Way of a boat, approximate")).to_have_count(0)
    shown.layer("This day", "Ways at sea, approximate").check()
    expect(legend.get_by_text("Way of a boat, approximate")).to_be_visible()
    shown.layer("Ground", "Lines at sea").uncheck()
    expect(legend.get_by_text(MIDDLE.name)).to_have_count(0)


def test_nothing_keeps_anybody_out(shown: MapPage) -> None:
    shown.open_fold("Calendar")
    assert faults(shown.page) == []


def test_the_calendar_goes_to_a_day(browser: Browser, tmp_path: Path) -> None:
    year = replace(SCENE, first_date=date(2026, 1, 1), num_days=365, incidents=incidents(2_000, 365))
    with reading(browser, written(year, tmp_path)) as (page, _):
        page.open_fold("Calendar")
        calendar = page.page.locator("canvas.calendar")
        calendar.hover()
        day, _, people = (calendar.get_attribute("title") or "").partition(": ")
        calendar.click()
        expect(page.slider).to_have_attribute("aria-valuetext", re.compile(f"^{day}, day 1[5-8]. of 365$"))
        expect(page.page.get_by_label("Day").get_by_text(f"with {people}.").first).to_be_visible()


@pytest.mark.parametrize("count", [0, 1], ids=["nothing", "one incident"])
def test_a_period_with_little_in_it(browser: Browser, tmp_path: Path, count: int) -> None:
    scene = replace(SCENE, incidents=SCENE.incidents[:count])
    with reading(browser, written(scene, tmp_path), PHONE) as (page, _):
        assert len(page.tables().get("Incidents", [])) == count
        assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.to_day(200)
        assert "Incidents" not in page.tables()


def test_a_cluster_seen_from_afar_falls_apart_when_clicked(browser: Browser, tmp_path: Path) -> None:
    middle = Position(50.3, 0.0)
    spots = [Position(middle.lat + step, middle.lon) for step in (0.01, -0.01)]
    boats = tuple(replace(boat, position=spot, day=0) for boat, spot in zip(incidents(2), spots, strict=True))
    scene = replace(SCENE, num_days=1, incidents=boats)
    with reading(browser, written(scene, tmp_path), link="#at=50.3000,0.0000,8") as (page, _):
        ground = page.page.get_by_role("region", name=re.compile("^Map"))
        ground.hover()
        expect(page.page.get_by_role("tooltip")).to_have_text("2 incidents, 101 people: click to zoom in")
        ground.click()
        assert page.hash() == "#at=50.3000,0.0000,12"
        page.look_at(*spots[0], 12)
        ground.click()
        expect(page.facts("Incident I-00000")).to_be_visible()


def test_a_cluster_opens_by_a_click(browser: Browser, tmp_path: Path) -> None:
    spot = Position(51.0, 1.5)
    boats = tuple(replace(boat, position=spot, day=0) for boat in incidents(30))
    scene = replace(SCENE, num_days=1, incidents=boats)
    with reading(browser, written(scene, tmp_path), link="#at=51.0000,1.5000,13") as (page, _):
        page.page.get_by_role("region", name=re.compile("^Map")).click()
        listed = page.facts("30 incidents")
        expect(listed.get_by_role("button")).to_have_count(24)
        expect(listed).to_contain_text("and 6 more")
        listed.get_by_role("button", name=re.compile("^I-00002")).click()
        expect(page.facts("Incident I-00002")).to_be_visible()
