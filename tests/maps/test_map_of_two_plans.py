"""Two plans side by side: one clock, one view, and what differs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from maps.errors import MapError
from maps.overlap import shared_days
from maps.page import render_comparison
from maps.things import Closure, Departure, Flow, FlowKind, Stay, Tiles
from tests.browser import PHONE
from tests.maps.reading import MapPage, reading
from tests.maps.scenes import BROOK, FLOWS, MANSTON, example, hostile, single
from tests.maps.test_map_access import faults

ON_PAPER = """
() => {
    const legend = [...document.querySelectorAll('.panels details')].at(-1);
    const seen = () => [legend.open, document.body.className];
    dispatchEvent(new Event('beforeprint'));
    const paper = seen();
    dispatchEvent(new Event('afterprint'));
    return [...paper, ...seen()];
}
"""
BEFORE = replace(example(), title="Yesterday's plan")
AFTER = replace(
    BEFORE,
    title="Today's plan",
    sites=(replace(BROOK, units=(replace(BROOK.units[0], people=(40, 60, 35), beds=(100, 90, 100)),)), *BEFORE.sites[1:]),
    flows=(replace(FLOWS[0], people=100), *FLOWS[2:], Flow(1, "MAN", "BRK", FlowKind.BETWEEN_SITES, 9)),
    departures=(*BEFORE.departures[1:], Departure("D-9", 1, "noon", "LGW", "CDG", "Charter", 3, 9)),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("two") / "compare.html"
    path.write_text(render_comparison(BEFORE, AFTER), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def shown(browser: Browser, path: Path) -> Iterator[MapPage]:
    with reading(browser, path) as (page, _):
        yield page


def test_what_differs_follows_the_day(shown: MapPage) -> None:
    first = shown.tables()
    assert "Sites that differ" not in first
    assert sorted(first["Moves that differ"]) == [
        ["Dover quay", "Brook House", "From landing places", "30", "0", "−30"],
        ["Dover quay", "Manston", "From landing places", "120", "100", "−20"],
    ]

    shown.to_day(1)
    second = shown.tables()
    assert second["Sites that differ"] == [["Brook House", "70", "60", "−10", "−10", ""]]
    assert second["Moves that differ"] == [["Manston", "Brook House", "Between sites", "0", "9", "+9"]]
    assert second["Departures that differ"] == [["D-1", "0", "0", "", "lost"], ["D-9", "0", "3", "+3", "gained"]]


def test_one_clock_and_one_filter_drive_both_maps(shown: MapPage) -> None:
    before = shown.page.get_by_role("region", name="Before", exact=True)
    after = shown.page.get_by_role("region", name="After", exact=True)
    shown.to_day(2)
    expect(before.get_by_role("button", name="Brook House: 25 people, 100 beds")).to_have_count(1)
    expect(after.get_by_role("button", name="Brook House: 35 people, 100 beds")).to_have_count(1)

    shown.open_fold("Layers")
    shown.layer("Places", "Places of detention").uncheck()
    expect(shown.page.get_by_role("button", name=re.compile("^Brook House: "))).to_have_count(0)
    shown.open_fold("Legend")
    expect(shown.page.get_by_text("Way nobody takes now")).to_be_visible()
    shown.layer("Difference", "What differs").uncheck()
    expect(shown.page.get_by_text("Way nobody takes now")).to_have_count(0)
    assert "layers=incidents" in shown.hash()


def test_both_maps_show_the_same_part_and_open_the_same_site(shown: MapPage) -> None:
    shown.find("Manston")
    expect(shown.facts("Manston")).to_have_count(2)
    shown.page.keyboard.press("Escape")
    expect(shown.facts("Manston")).to_have_count(0)


def test_nothing_keeps_anybody_out(shown: MapPage) -> None:
    assert faults(shown.page) == []


def test_the_same_plan_twice_differs_in_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "compare.html"
    path.write_text(render_comparison(BEFORE, BEFORE), encoding="utf-8", newline="\n")
    with reading(browser, path) as (page, _):
        page.page.get_by_label("Shown").select_option("All days")
        page.wait()
        assert page.tables() == {}
        expect(page.page.get_by_text("Moves that differ: nothing to show.")).to_have_count(1)


def test_two_plans_of_one_title_are_told_apart(shown: MapPage) -> None:
    page = shown.page
    for name, title in (("Before", "Yesterday's plan"), ("After", "Today's plan")):
        part = page.get_by_role("region", name=name, exact=True)
        expect(part.get_by_role("heading", name=f"{name}: {title}")).to_be_visible()
        expect(part.get_by_text(BEFORE.subtitle)).to_be_visible()


def test_a_link_brings_day_and_site_back(browser: Browser, path: Path) -> None:
    with reading(browser, path, link="#day=1&open=site%3ABRK") as (page, _):
        expect(page.slider).to_have_value("1")
        expect(page.facts("Brook House")).to_have_count(2)
        assert page.tables()["Sites that differ"][0][0] == "Brook House"


def test_it_prints_with_its_legend_and_comes_back_to_the_screen(browser: Browser, path: Path) -> None:
    with reading(browser, path, PHONE) as (page, _):
        assert page.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        before = page.page.get_by_text(re.compile("^Centre ")).text_content()
        seen = page.page.evaluate(ON_PAPER)
        assert seen == [True, "on-paper", False, ""]
        assert page.page.get_by_text(re.compile("^Centre ")).text_content() == before
        assert page.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_one_day_and_nothing_on_it(browser: Browser, tmp_path: Path) -> None:
    empty = replace(single(), incidents=())
    path = tmp_path / "compare.html"
    path.write_text(render_comparison(empty, single()), encoding="utf-8", newline="\n")
    with reading(browser, path) as (page, _):
        expect(page.slider).to_be_disabled()
        assert page.tables() == {}


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "compare.html"
    path.write_text(render_comparison(hostile(), replace(hostile(), flows=(), departures=())), encoding="utf-8", newline="\n")
    with reading(browser, path) as (page, _):
        assert page.page.evaluate("window.hit") is None
        assert page.page.locator("#tables script, #tables img, main img, main iframe").count() == 0


def test_the_same_scenes_give_the_same_bytes() -> None:
    assert render_comparison(BEFORE, AFTER) == render_comparison(BEFORE, AFTER)


def test_days_shared_are_counted_anew() -> None:
    later = replace(AFTER, first_date=AFTER.first_date + timedelta(days=1))
    before, after = shared_days(BEFORE, later)

    assert (before.first_date, before.num_days) == (after.first_date, after.num_days) == (later.first_date, 2)
    assert [flow.day for flow in before.flows] == [1, 1]
    assert before.sites[0].units[0].people == (70, 25)
    assert after.sites[0].units[0].people == (40, 60)
    assert before.closures == (Closure("MAN", "Marquee B", 1, 1, 40),)
    assert before.people[0].stays == (Stay(0, "BRK", "Detained"), Stay(1, "CDG", "Transferred to France"))
    assert before.people[1].stays == (Stay(0, "BRK", "Detained"),)
    assert [each.day for each in before.departures] == [0, 1, 1]
    assert before.sites[2].people(1) == MANSTON.people(2)


def test_plans_with_nothing_in_common_are_not_compared() -> None:
    with pytest.raises(MapError, match="share no day"):
        render_comparison(BEFORE, replace(AFTER, first_date=AFTER.first_date + timedelta(days=3)))
    with pytest.raises(MapError, match="same ground"):
        render_comparison(BEFORE, replace(AFTER, basemap=None))
    with pytest.raises(MapError, match="tiles"):
        render_comparison(BEFORE, replace(AFTER, tiles=Tiles("https://tiles.example/{z}", "x")))
