"""The page in a real browser with the network shut: found by role and text, as a person finds things."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from maps.page import render
from maps.scene import Scene
from tests.browser import PHONE, Opened, opened
from tests.maps.scenes import BROOK, FAMILIES, GATWICK, HOSTILE, TINSLEY, example, hostile

MOVES = re.compile(r"^Moves")
TRANSFERS = re.compile(r"^Transfers")
SITES = re.compile(r"^Sites")


def written(scene: Scene, folder: Path) -> Path:
    path = folder / "map.html"
    path.write_text(render(scene), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    with opened(browser, written(example(), tmp_path)) as page:
        yield page
    assert not page.requests
    assert not page.complaints


@pytest.fixture
def page(shown: Opened) -> Page:
    return shown.page


def marker(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.locator("main").get_by_role("button", name=name)


def flows(page: Page) -> Locator:
    return page.locator("main").get_by_role("img", name=re.compile(r" to .*: [\d,]+ (people|person)$"))


def layer(page: Page, group: str, name: re.Pattern[str]) -> Locator:
    return page.get_by_role("group", name=group).get_by_role("checkbox", name=name)


def facts(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)


def test_every_site_and_place_is_a_named_marker(page: Page) -> None:
    for name in ("Brook House: 40 people, 100 beds", "Manston: 96 people, 100 beds", "Dover quay: no beds", "Gatwick", "Calais"):
        expect(marker(page, name)).to_have_count(1)
    expect(marker(page, "Without a bed tonight at Dover quay: 7")).to_have_text("7")


def test_the_load_stands_in_numbers_beside_its_colour(page: Page) -> None:
    expect(marker(page, re.compile("^Manston"))).to_contain_text("96/100")
    expect(marker(page, re.compile("^Tinsley"))).to_contain_text("30/30")


def test_each_flow_of_a_shown_layer_is_drawn_once(page: Page) -> None:
    expect(flows(page)).to_have_count(3)
    expect(page.get_by_role("img", name="Manston to Brook House: 1 person")).to_have_count(1)


def test_more_people_make_a_wider_line(page: Page) -> None:
    def width(name: str) -> float:
        return float(page.get_by_role("img", name=name).get_attribute("stroke-width") or 0)

    assert (
        width("Dover quay to Manston: 120 people")
        > width("Dover quay to Brook House: 30 people")
        > width("Manston to Brook House: 1 person")
    )


def test_a_layer_can_be_hidden_and_shown(page: Page) -> None:
    layer(page, "Today", MOVES).uncheck()
    expect(flows(page)).to_have_count(0)

    layer(page, "Whole plan", TRANSFERS).check()
    expect(flows(page)).to_have_count(2)

    layer(page, "Today", MOVES).check()
    expect(flows(page)).to_have_count(5)

    layer(page, "Places", SITES).uncheck()
    expect(marker(page, re.compile("^Manston"))).to_have_count(0)
    expect(flows(page)).to_have_count(5)


def test_layers_stand_in_groups_with_their_counts(page: Page) -> None:
    expect(page.locator("main fieldset")).to_have_count(3)
    expect(layer(page, "Today", re.compile("Moves 151 people"))).to_be_checked()
    expect(layer(page, "Whole plan", re.compile("Transfers 90 people"))).not_to_be_checked()


def test_groups_stay_when_a_layer_is_shown_from_a_table(page: Page) -> None:
    page.get_by_role("row", name=re.compile("Gatwick Paris")).get_by_role("button").click()

    expect(facts(page, "Gatwick to Paris Charles de Gaulle")).to_contain_text("To France")
    expect(layer(page, "Whole plan", TRANSFERS)).to_be_checked()
    expect(page.locator("main fieldset")).to_have_count(3)


def test_a_click_shows_plain_facts(page: Page) -> None:
    marker(page, re.compile("^Manston")).click()

    expect(facts(page, "Manston").get_by_role("term")).to_have_text(["In beds tonight"])
    expect(facts(page, "Manston").get_by_role("definition")).to_have_text(["96 of 100"])


def test_the_keyboard_opens_and_closes_facts_and_comes_back(page: Page) -> None:
    site = marker(page, re.compile("^Dover quay"))
    site.focus()
    page.keyboard.press("Enter")
    expect(facts(page, "Dover quay")).to_be_focused()

    page.keyboard.press("Escape")
    expect(facts(page, "Dover quay")).to_have_count(0)
    expect(site).to_be_focused()


def test_the_tab_key_reaches_every_marker_on_screen(page: Page) -> None:
    reached: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"))

    assert reached >= {"Skip to the tables", "Manston: 96 people, 100 beds", "Gatwick", "Calais", "Zoom in", "Legend"}
    assert any(re.match(r"Incident |\d+ incidents", name) for name in reached)


def test_a_focused_marker_can_be_seen(page: Page) -> None:
    page.keyboard.press("Tab")
    site = marker(page, re.compile("^Manston"))
    site.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    expect(site).to_be_focused()
    assert site.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_an_incident_shows_its_facts(page: Page) -> None:
    page.get_by_role("row", name=re.compile("^I-01")).get_by_role("button").click()

    expect(facts(page, "Incident I-01")).to_contain_text("People reported")
    expect(facts(page, "Incident I-01")).to_contain_text("51")


def test_many_incidents_stand_as_clusters_that_open(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(example(num_incidents=40), tmp_path)) as shown:
        clusters = marker(shown.page, re.compile(r"^\d+ incidents, "))
        single = marker(shown.page, re.compile(r"^Incident I-"))
        expect(clusters.first).to_be_visible()
        counted = sum(int(name.split()[0]) for name in clusters.evaluate_all("all => all.map(each => each.getAttribute('aria-label'))"))
        assert counted + single.count() == 40

        before = single.count()
        clusters.first.focus()
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.press("Enter")
        for _ in range(4):
            shown.page.get_by_role("button", name="Zoom in", exact=True).click()
        expect(single.nth(before)).to_be_attached()
        assert not shown.complaints


def test_neighbours_do_not_cover_each_other(page: Page) -> None:
    names = (BROOK.name, TINSLEY.name, FAMILIES.name, GATWICK.name)
    boxes = [marker(page, re.compile(f"^{name}")).locator(".spot").bounding_box() for name in names]

    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert one
            assert other
            apart_x = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            apart_y = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            assert apart_x or apart_y


def test_the_pointer_s_position_is_written_both_ways(page: Page) -> None:
    place = page.get_by_text(re.compile(r"^Pointer -?\d+\.\d{4}, -?\d+\.\d{4}  \d\d°\d\d\.\d'[NS] \d{3}°\d\d\.\d'[EW]$"))
    expect(place).to_have_count(0)

    marker(page, re.compile("^Manston")).hover()
    expect(place).to_be_visible()


def test_the_legend_names_what_is_drawn(page: Page) -> None:
    legend = page.get_by_text("Beds in use").locator("xpath=../..")

    for text in ("Under 50% full", "Full", "At sea", "People ashore", "Airport", "People without a bed", "120 people"):
        expect(legend.get_by_text(text, exact=True)).to_be_visible()
    expect(legend.get_by_text("Rail terminal")).to_have_count(0)


def test_the_tables_carry_every_item(page: Page) -> None:
    tables = page.get_by_role("region", name="Tables and sources")

    expect(tables.get_by_role("table")).to_have_count(7)
    expect(tables.get_by_role("table", name="Places: Sites (5)").get_by_role("row")).to_have_count(6)
    expect(tables.get_by_role("table", name="Today: Moves (151 people)").get_by_role("row")).to_have_count(4)


def test_a_telephone_shows_the_map_first_and_the_panels_on_demand(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(example(), tmp_path), PHONE) as shown:
        page = shown.page
        expect(marker(page, re.compile("^Manston"))).to_be_visible()
        expect(page.get_by_text("Beds in use")).to_be_hidden()

        page.get_by_text("Legend", exact=True).click()
        expect(page.get_by_text("Beds in use")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert not shown.requests
        assert not shown.complaints


def test_an_empty_scene_opens(browser: Browser, tmp_path: Path) -> None:
    scene = example()
    empty = Scene(scene.title, scene.subtitle, (), scene.view, land=())
    with opened(browser, written(empty, tmp_path)) as shown:
        expect(shown.page.get_by_role("heading", level=1)).to_have_text("Plan for a test")
        assert not shown.complaints


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    assert len(HOSTILE) >= 30
    with opened(browser, written(hostile(), tmp_path)) as shown:
        page = shown.page
        markers = page.locator("main").locator("[aria-label$=': 5 people, 10 beds']")
        expect(markers).to_have_count(len(HOSTILE))
        for button in page.locator("table").first.get_by_role("button").all():
            name = button.text_content() or ""
            button.click()
            popup = page.locator("[role=dialog]")
            expect(popup).to_have_count(1)
            assert popup.get_attribute("aria-label") == name
            assert popup.locator("h2").text_content() == name
            assert popup.locator("dt").first.text_content() == name
        markers.first.dispatch_event("mouseover")
        expect(page.get_by_role("tooltip")).to_have_text(markers.first.get_attribute("aria-label") or "")
        for table in page.locator("table").all():
            table.get_by_role("button").last.click()
        assert page.evaluate("window.hit") is None
        foreign = "img, iframe, input:not([type=checkbox]), template, math, object, body style, body link, main a:not([class^=leaflet])"
        assert page.locator(foreign).count() == 0
        assert page.locator("script").count() == 5
        assert page.locator("fieldset label").count() == len(HOSTILE) + 4
        assert page.title() == " ".join(HOSTILE)
        assert not shown.requests
        assert not shown.complaints
