"""The page in a real browser with the network shut: found by role and text, as a person finds things."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from maps.scene import Scene
from maps.things import Tiles
from tests.browser import PHONE, opened
from tests.maps.reading import MapPage, reading, written
from tests.maps.scenes import DOVER, FLOWS, HOSTILE, example, hostile, single


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(example(), tmp_path_factory.mktemp("map"))


@pytest.fixture
def shown(browser: Browser, path: Path) -> Iterator[MapPage]:
    with reading(browser, path) as (page, _):
        yield page


def test_every_site_and_place_is_a_named_button(shown: MapPage) -> None:
    names = ("Brook House: 40 people, 100 beds", "Manston: 96 people, 100 beds", "Dover quay: no beds", "Gatwick", "Calais")
    for name in names:
        expect(shown.marker(name)).to_have_count(1)


def test_the_slider_drives_everything_at_once(shown: MapPage) -> None:
    expect(shown.slider).to_have_attribute("aria-valuetext", "Monday 10 August 2026, day 1 of 3")
    shown.slider.press("End")
    shown.wait()

    expect(shown.slider).to_have_attribute("aria-valuetext", "Wednesday 12 August 2026, day 3 of 3")
    expect(shown.marker("Brook House: 25 people, 100 beds")).to_have_count(1)
    expect(shown.marker("Gatwick: 2 departures, 45 people")).to_have_count(1)
    tables = shown.tables()
    assert tables["People moving"] == [
        ["Gatwick", "Paris Charles de Gaulle", "To France", "45"],
        ["Brook House", "Gatwick", "To a departure", "45"],
    ]
    assert [row[0] for row in tables["Departures"]] == ["D-2", "D-3"]
    assert tables["Beds out of use"] == [["Manston", "Marquee B", "12 August 2026", "12 August 2026", "40"]]
    assert shown.layer("This day", "Beds out of use 40 beds").is_checked()


@pytest.mark.parametrize("day", [0, 1, 2])
def test_each_day_shows_what_the_scene_says(shown: MapPage, day: int) -> None:
    scene = example()
    shown.to_day(day)
    tables = shown.tables()

    moving = {(row[0], row[1]): int(row[3]) for row in tables.get("People moving", [])}
    names = scene.names()
    assert moving == {(names[flow.from_id], names[flow.to_id]): flow.people for flow in FLOWS if flow.day == day}
    nights = {row[0]: (int(row[3]), int(row[4])) for row in tables["Sites that night"]}
    assert nights == {site.name: (site.people(day), site.beds(day)) for site in scene.sites}
    assert {row[0] for row in tables.get("Incidents", [])} == {each.incident_id for each in scene.incidents if each.day == day}


def test_the_keyboard_steps_and_ends(shown: MapPage) -> None:
    shown.slider.focus()
    for key, day in (("ArrowRight", "1"), ("ArrowRight", "2"), ("ArrowLeft", "1"), ("Home", "0"), ("End", "2")):
        shown.page.keyboard.press(key)
        expect(shown.slider).to_have_value(day)
    assert shown.slider.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_play_runs_to_the_last_day_and_stops(shown: MapPage) -> None:
    shown.page.get_by_role("button", name="Play").click()
    shown.wait(1000)
    expect(shown.slider).to_have_value("1")
    shown.page.get_by_role("button", name="Pause").click()
    shown.wait(5000)
    expect(shown.slider).to_have_value("1")

    shown.page.get_by_role("button", name="Play").click()
    shown.wait(3000)
    expect(shown.slider).to_have_value("2")
    expect(shown.page.get_by_role("button", name="Play")).to_have_count(1)


def test_toggling_a_layer_or_filter_in_mid_play_keeps_day_and_filter(shown: MapPage) -> None:
    shown.open_fold("Filters")
    shown.page.get_by_role("group", name="Role of site").get_by_role("checkbox", name="Removal centre").uncheck()
    shown.page.get_by_role("button", name="Play").click()
    shown.wait(1000)
    shown.layer("People moving", "From landing places").uncheck()

    expect(shown.slider).to_have_value("1")
    expect(shown.page.get_by_role("button", name="Pause")).to_have_count(1)
    expect(shown.marker(re.compile("^Brook House"))).to_have_count(0)
    shown.wait(1000)
    expect(shown.slider).to_have_value("2")
    assert not shown.layer("People moving", "From landing places").is_checked()
    expect(shown.marker(re.compile("^Brook House"))).to_have_count(0)


def test_the_live_region_says_the_day_when_it_rests(shown: MapPage) -> None:
    shown.to_day(1)
    said = shown.page.get_by_label("Day").get_by_role("status")
    expect(said).to_have_text("Tuesday 11 August 2026. 12 people expected ashore, 1 departure with 0 people.")


def test_all_days_add_up(shown: MapPage) -> None:
    shown.page.get_by_label("Shown").select_option("All days")
    shown.wait()
    tables = shown.tables()
    assert sum(int(row[3]) for row in tables["People moving"]) == sum(flow.people for flow in FLOWS)
    assert len(tables["Incidents"]) == len(example().incidents)
    assert {row[0]: row[3] for row in tables["Sites on their fullest night"]}["Brook House"] == "70"


def test_a_role_left_out_takes_its_sites_and_their_flows_away(shown: MapPage) -> None:
    shown.open_fold("Filters")
    roles = shown.page.get_by_role("group", name="Role of site")
    roles.get_by_role("checkbox", name="Landing place").uncheck()
    roles.get_by_role("checkbox", name="Processing centre").uncheck()
    shown.wait()

    assert {row[0] for row in shown.tables()["Sites that night"]} == {"Brook House", "Tinsley House"}
    assert {(row[0], row[1]) for row in shown.tables()["People moving"]} == {("Dover quay", "Brook House"), ("Manston", "Brook House")}
    shown.page.get_by_role("button", name="Show everything").click()
    shown.wait()
    assert len(shown.tables()["Sites that night"]) == 4


def test_a_kind_of_unit_counts_its_own_beds(shown: MapPage) -> None:
    shown.open_fold("Filters")
    shown.page.get_by_role("group", name="Kind of unit").get_by_role("checkbox", name="Adult man").uncheck()

    expect(shown.marker("Manston: 36 people, 40 beds")).to_have_count(1)
    expect(shown.marker(re.compile("^Brook House"))).to_have_count(0)


def test_departures_and_incidents_have_filters_of_their_own(shown: MapPage) -> None:
    shown.open_fold("Filters")
    shown.page.get_by_role("group", name="Departures", exact=True).get_by_role("checkbox", name="Scheduled").uncheck()
    shown.page.get_by_role("group", name="Status of incidents").get_by_role("checkbox", name="At sea").uncheck()
    shown.to_day(2)

    assert [row[0] for row in shown.tables()["Departures"]] == ["D-2"]
    assert {row[2] for row in shown.tables()["Incidents"]} == {"People ashore"}


def test_layers_stand_in_groups_with_what_they_now_count(shown: MapPage) -> None:
    expect(shown.layer("People moving", "From landing places 150 people")).to_be_checked()
    expect(shown.layer("Places", "Places of detention 3")).to_be_checked()
    expect(shown.layer("This day", "Without a bed 7 people")).to_be_checked()
    shown.layer("Places", "Places of detention").uncheck()
    expect(shown.marker(re.compile("^Manston"))).to_have_count(0)


def test_the_legend_names_what_is_drawn_and_nothing_else(shown: MapPage) -> None:
    shown.open_fold("Legend")
    legend = shown.page.get_by_role("group", name="Layers, filters and legend").locator("details").last
    for text in ("Under 50% full", "Full", "At sea", "Airport", "People without a bed", "120 people"):
        expect(legend.get_by_text(text, exact=True)).to_be_visible()
    expect(legend.get_by_text("Beds out of use")).to_have_count(0)

    shown.layer("People moving", "From landing places").uncheck()
    shown.layer("Places", "Departures and arrivals").uncheck()
    shown.to_day(2)
    expect(legend.get_by_text("Beds out of use")).to_be_visible()
    expect(legend.get_by_text("Airport")).to_have_count(0)
    expect(legend.get_by_text("From landing places")).to_have_count(0)


def test_search_finds_a_site_and_opens_it(shown: MapPage) -> None:
    shown.find("tinsley")
    expect(shown.facts("Tinsley House")).to_be_focused()
    expect(shown.facts("Tinsley House")).to_contain_text("30 of 30")
    link = shown.facts("Tinsley House").get_by_role("link", name="Occupancy in the summary")
    expect(link).to_have_attribute("href", "summary.html#occupancy")


def test_search_finds_an_incident_on_its_day(shown: MapPage) -> None:
    shown.find("I-00005")
    expect(shown.slider).to_have_value("2")
    expect(shown.facts("Incident I-00005")).to_contain_text("12 August 2026 at 3:35am")


def test_search_finds_a_person_where_they_are_that_day(shown: MapPage) -> None:
    shown.find("P-001")
    expect(shown.facts("Person P-001").get_by_role("definition").first).to_have_text("Brook House")
    shown.to_day(2)
    expect(shown.facts("Person P-001").get_by_role("definition").first).to_have_text("Paris Charles de Gaulle")


def test_search_walks_by_keyboard_and_says_when_nothing_is_found(shown: MapPage) -> None:
    shown.search.fill("p-0")
    options = shown.page.get_by_role("listbox", name="Found").get_by_role("option")
    expect(options).to_have_count(3)
    shown.search.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    shown.search.press("Escape")
    expect(options).to_have_count(0)
    shown.search.fill("nobody")
    expect(options).to_have_text(["Nothing found"])


def test_a_popup_follows_the_day(shown: MapPage) -> None:
    shown.find("Manston")
    expect(shown.facts("Manston")).to_contain_text("96 of 100")
    expect(shown.facts("Manston")).to_contain_text("Of these, admitted from elsewhere")
    shown.to_day(2)
    expect(shown.facts("Manston")).to_contain_text("0 of 60")
    expect(shown.facts("Manston")).to_contain_text("Out of use: Marquee B")


def test_a_flow_tells_who_goes(shown: MapPage) -> None:
    shown.page.get_by_role("row", name=re.compile("Manston Brook House")).get_by_role("button").click()
    expect(shown.facts("Manston to Brook House")).to_contain_text("P-002")


def test_the_keyboard_opens_and_closes_facts_and_comes_back(shown: MapPage) -> None:
    site = shown.marker(re.compile("^Dover quay"))
    site.focus()
    shown.page.keyboard.press("Enter")
    expect(shown.facts("Dover quay")).to_be_focused()

    shown.page.keyboard.press("Escape")
    expect(shown.facts("Dover quay")).to_have_count(0)
    expect(site).to_be_focused()


def test_the_tab_key_reaches_everything_and_shows_where_it_is(shown: MapPage) -> None:
    reached: set[str] = set()
    for _ in range(60):
        shown.page.keyboard.press("Tab")
        reached.add(shown.page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"))

    assert reached >= {
        "Skip to the tables",
        "Measure",
        "Save",
        "Manston: 96 people, 100 beds",
        "Gatwick",
        "Calais",
        "Zoom in",
        "Play",
        "Day",
    }


def test_what_lies_on_the_canvas_opens_by_a_click(shown: MapPage) -> None:
    shown.find("I-00003")
    shown.page.keyboard.press("Escape")
    expect(shown.facts("Incident I-00003")).to_have_count(0)
    shown.find("I-00003")
    shown.page.get_by_role("button", name="Close popup").click()
    # The search has put the incident in the middle of the map, until its popup moved it: bring it there again.
    shown.look_at(51.059, 1.57, 13)
    shown.page.get_by_role("region", name=re.compile("^Map")).click()
    expect(shown.facts("Incident I-00003")).to_be_visible()


AT_ONCE = """
name => {
    document.querySelector('.leaflet-popup-close-button').click();
    [...document.querySelectorAll('#tables table button')].find(button => button.textContent === name).click();
}
"""


def test_a_popup_opened_as_another_closes_stays(shown: MapPage) -> None:
    shown.find("Manston")
    shown.page.evaluate(AT_ONCE, "Tinsley House")
    shown.wait(1000)
    expect(shown.facts("Tinsley House")).to_be_visible()
    shown.page.keyboard.press("Escape")
    shown.wait(1000)
    expect(shown.facts("Tinsley House")).to_have_count(0)


WRITTEN_OVER = "link => { const own = location.href; location.hash = link; history.replaceState(null, '', own); }"


def test_a_link_counts_even_when_the_address_is_written_over(shown: MapPage) -> None:
    shown.page.evaluate(WRITTEN_OVER, "#day=2")
    expect(shown.slider).to_have_value("2")
    assert shown.hash() == "#day=2"


def test_measuring_gives_nautical_miles_and_bearing(shown: MapPage) -> None:
    shown.look_at(51.0, 1.0, 10)
    shown.page.get_by_role("button", name="Measure").press("Enter")
    add = shown.page.get_by_role("button", name="Add the middle of the map")
    add.press("Enter")
    shown.look_at(52.0, 1.0, 10)
    add.press("Enter")

    said = shown.page.get_by_role("group", name="Measuring").get_by_role("status")
    expect(said).to_have_text("60.04 nautical miles (111.20 km), bearing 000° true")
    shown.look_at(52.0, 2.0, 10)
    add.press("Enter")
    expect(said).to_have_text(
        re.compile(r"^Last leg 36\.9\d nautical miles \(68\.4\d km\), bearing 090° true\. In all 97\.0\d nautical miles \(179\.6\d km\)\.$")
    )
    shown.page.get_by_role("button", name="End").click()
    expect(said).to_be_hidden()


def test_the_pointer_s_position_is_written_both_ways(shown: MapPage) -> None:
    place = shown.page.get_by_text(re.compile(r"^Pointer -?\d+\.\d{4}, -?\d+\.\d{4} \(\d\d°\d\d\.\d'[NS] \d{3}°\d\d\.\d'[EW]\)$"))
    expect(place).to_have_count(0)
    shown.marker(re.compile("^Manston")).hover()
    expect(place).to_be_visible()
    expect(shown.page.get_by_role("tooltip")).to_have_text("Manston: 96 people, 100 beds")


def test_the_state_stands_in_the_link(shown: MapPage) -> None:
    assert shown.hash() == ""
    shown.to_day(2)
    shown.layer("People moving", "To France").uncheck()
    shown.open_fold("Filters")
    shown.page.get_by_role("checkbox", name="Removal centre").uncheck()
    link = shown.hash()

    assert link.startswith("#day=2&layers=incidents,")
    assert "to_france" not in link
    assert "&no-roles=Removal%20centre" in link


def test_a_link_brings_the_state_back(browser: Browser, path: Path) -> None:
    link = "#day=2&layers=detention,to_departure&no-roles=Processing%20centre&open=site%3ATIN&at=51.1500,-0.1000,10"
    with reading(browser, path, link=link) as (page, _):
        expect(page.slider).to_have_value("2")
        expect(page.facts("Tinsley House")).to_be_visible()
        expect(page.marker(re.compile("^Manston"))).to_have_count(0)
        assert [row[0] for row in page.tables()["Sites that night"]] == ["Brook House", "Tinsley House"]
        assert [row[2] for row in page.tables()["People moving"]] == ["To a departure"]
        expect(page.page.get_by_text(re.compile("^Centre 51.1")).first).to_be_visible()


@pytest.mark.parametrize(
    "link", ["#day=99&span=77&layers=nonsense&open=site%3Anowhere&at=a,b,c", "#day=-1&open=%&no-roles=%E0%A4%A", "#=&&=="]
)
def test_a_broken_link_opens_the_map_all_the_same(browser: Browser, path: Path, link: str) -> None:
    with reading(browser, path, link=link) as (page, _):
        assert page.slider.input_value() in {"0", "2"}


def test_the_skip_link_leads_to_the_tables_and_leaves_the_state(shown: MapPage) -> None:
    shown.to_day(1)
    shown.page.get_by_role("link", name="Tables and sources").click()
    expect(shown.page.get_by_role("region", name="Tables and sources")).to_be_focused()
    assert shown.hash() == "#day=1"


@pytest.mark.parametrize("size", [PHONE, (820, 1180)], ids=["phone", "tablet"])
def test_small_screens_show_the_map_first_and_nothing_sticks_out(browser: Browser, path: Path, size: tuple[int, int]) -> None:
    with reading(browser, path, size) as (page, _):
        expect(page.marker(re.compile("^Manston"))).to_be_visible()
        expect(page.slider).to_be_visible()
        assert page.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.open_fold("Layers")
        page.layer("Places", "Launch areas").uncheck()
        expect(page.marker("Calais")).to_have_count(0)
        page.find("Manston")
        page.page.get_by_role("button", name="Close popup").click()
        expect(page.facts("Manston")).to_have_count(0)


PRESS_ALL = """
tables => [...tables.querySelectorAll('table button')].map(button => {
    button.click();
    return [button.textContent, document.querySelector('[role=dialog] h2').textContent];
})
"""
EMPTY = replace(example(), sites=(DOVER,), places=(), incidents=(), flows=(), departures=(), closures=(), people=())


@pytest.mark.parametrize(
    "scene",
    [
        single(),
        EMPTY,
        replace(example(), departures=(), flows=FLOWS[:3]),
        replace(EMPTY, sites=(), num_days=1),
    ],
    ids=["one incident, one day", "nothing at all", "no departures", "no things"],
)
def test_little_is_shown_as_well_as_much(browser: Browser, tmp_path: Path, scene: Scene) -> None:
    with reading(browser, written(scene, tmp_path)) as (page, _):
        rows = page.tables()
        assert len(rows.get("Incidents", [])) == sum(each.day == 0 for each in scene.incidents)
        assert "Departures" not in rows
        expect(page.slider).to_be_enabled() if scene.num_days > 1 else expect(page.slider).to_be_disabled()
        for layer in page.page.locator("main").get_by_role("checkbox").all():
            layer.set_checked(not layer.is_checked())
        page.wait()


def test_many_incidents_are_listed_as_far_as_a_table_goes(browser: Browser, tmp_path: Path) -> None:
    with reading(browser, written(example(num_incidents=900), tmp_path)) as (page, _):
        expect(page.layer("This day", "Incidents 300")).to_be_checked()
        assert len(page.tables()["Incidents"]) == 200
        expect(page.page.get_by_text("The first 200 of 300")).to_have_count(1)
        page.layer("This day", "Incidents as hexagons").check()
        page.layer("This day", "Incidents as heat").check()
        page.to_day(2)
        expect(page.layer("This day", "Incidents 300")).to_be_checked()


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    assert len(HOSTILE) >= 30
    with reading(browser, written(hostile(), tmp_path)) as (shown, _):
        page = shown.page
        expect(page.locator("main").locator("[aria-label$=': 5 people, 10 beds']")).to_have_count(len(HOSTILE))
        said = page.locator("#tables").evaluate(PRESS_ALL)
        assert len(said) > 4 * len(HOSTILE)
        assert [
            title for name, title in said if name not in title and title.removeprefix("Incident ") not in HOSTILE and " to " not in title
        ] == []
        assert {name for name, _ in said} >= set(HOSTILE)
        for text in HOSTILE:
            shown.find(text)
        for option in ("Filters", "Legend"):
            shown.open_fold(option)
        for box in page.locator(".filters").get_by_role("checkbox").all():
            box.uncheck()
        shown.wait()
        page.get_by_role("button", name="Show everything").click()
        shown.wait()
        assert page.evaluate("window.hit") is None
        foreign = "img, iframe, input:not([type=checkbox],[type=range],[type=search]), template, math, object, body style, body link"
        assert page.locator(foreign).count() == 0
        assert page.locator("script").count() == 4
        assert page.title() == " ".join(HOSTILE)


def test_online_map_pictures_come_from_their_one_server(browser: Browser, tmp_path: Path) -> None:
    tiled = replace(example(), tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "© <b>them</b>"))
    with opened(browser, written(tiled, tmp_path)) as shown:
        expect(shown.page.get_by_text("© <b>them</b>")).to_be_visible()
        expect(shown.page.get_by_role("button", name="Manston: 96 people, 100 beds")).to_be_visible()
        assert len(shown.requests) > 3
        assert all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", each) for each in shown.requests)


def test_a_popup_keeps_the_keyboard_while_days_pass_and_the_map_moves(shown: MapPage) -> None:
    shown.find("Manston")
    shown.page.evaluate("document.querySelector('input[type=range]').value = 1")
    shown.slider.dispatch_event("input")
    expect(shown.facts("Manston")).to_be_focused()
    expect(shown.facts("Manston")).to_contain_text("70 of 100")
    shown.look_at(51.3, 1.2, 9)
    expect(shown.facts("Manston")).to_have_count(0)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (0, "10 August 2026 at midnight"),
        (720, "10 August 2026 at midday"),
        (780, "10 August 2026 at 1pm"),
        (-25, "9 August 2026 at 11:35pm"),
    ],
)
def test_times_are_written_as_people_say_them(browser: Browser, tmp_path: Path, minutes: int, says: str) -> None:
    (boat,) = single().incidents
    met_at = datetime(2026, 8, 10) + timedelta(minutes=minutes)  # noqa: DTZ001 - the clock on the wall
    scene = replace(single(), incidents=(replace(boat, met_at=met_at),))
    with reading(browser, written(scene, tmp_path), link="#open=incident%3AI-1") as (page, _):
        expect(page.facts("Incident I-1").get_by_text(says, exact=True)).to_be_visible()
