"""What the map saves: it parses, and says what is shown."""

import csv
import json
import re
import struct
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download

from tests.maps.reading import MapPage, reading, written
from tests.maps.scenes import FLOWS, HOSTILE, example, hostile


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(example(), tmp_path_factory.mktemp("map"))


@pytest.fixture
def shown(browser: Browser, path: Path) -> Iterator[MapPage]:
    with reading(browser, path) as (page, opened):
        yield page
        opened.requests[:] = [each for each in opened.requests if not each.startswith("blob:")]


def saved(shown: MapPage, kind: str) -> Download:
    shown.page.locator("summary").get_by_text("Save").click()
    with shown.page.expect_download() as waiting:
        shown.page.get_by_role("button", name=re.compile(kind)).click()
    return waiting.value


def rows_of(shown: MapPage) -> list[dict[str, str]]:
    text = saved(shown, "CSV").path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_csv_holds_what_is_shown(shown: MapPage) -> None:
    rows = rows_of(shown)

    flows = {(row["from"], row["to"]): int(row["people"]) for row in rows if row["what"] == "flow"}
    assert flows == {(flow.from_id, flow.to_id): flow.people for flow in FLOWS if flow.day == 0}
    sites = {row["id"]: (int(row["people"]), int(row["beds"])) for row in rows if row["what"] == "site"}
    assert sites == {site.site_id: (site.people(0), site.beds(0)) for site in example().sites}
    assert {row["first_date"] for row in rows if row["what"] in {"flow", "site", "incident"}} == {"2026-08-10"}


def test_csv_follows_day_layers_and_filters(shown: MapPage) -> None:
    shown.to_day(2)
    shown.layer("Places", "Places of detention").uncheck()
    shown.layer("People moving", "To France").uncheck()
    download = saved(shown, "CSV")

    assert download.suggested_filename == "map-2026-08-12.csv"
    rows = list(csv.DictReader(StringIO(download.path().read_text(encoding="utf-8-sig"), newline="")))
    assert [row["kind"] for row in rows if row["what"] == "flow"] == ["To a departure"]
    assert {row["id"] for row in rows if row["what"] == "site"} == {"DOV"}
    assert [row["id"] for row in rows if row["what"] == "departure"] == ["D-2", "D-3"]


def test_geojson_agrees_with_csv(shown: MapPage) -> None:
    rows = rows_of(shown)
    content = json.loads(saved(shown, "GeoJSON").path().read_text(encoding="utf-8"))

    assert content["type"] == "FeatureCollection"
    assert [each["properties"]["what"] for each in content["features"]] == [row["what"] for row in rows]
    assert [str(each["properties"].get("people", "")) for each in content["features"]] == [row["people"] for row in rows]
    brook = next(each for each in content["features"] if each["properties"].get("id") == "BRK")
    assert brook["geometry"] == {"type": "Point", "coordinates": [-0.187, 51.152]}


def test_the_picture_is_a_picture_of_many_colours(shown: MapPage) -> None:
    download = saved(shown, "PNG")
    content = download.path().read_bytes()

    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width > 1500
    assert height > 900
    assert len(content) > 40_000


def test_hostile_text_is_no_formula_and_breaks_no_file(browser: Browser, tmp_path: Path) -> None:
    with reading(browser, written(hostile(), tmp_path)) as (shown, opened):
        rows = rows_of(shown)
        content = json.loads(saved(shown, "GeoJSON").path().read_text(encoding="utf-8"))
        opened.requests[:] = [each for each in opened.requests if not each.startswith("blob:")]

    assert len(rows) == len(content["features"])
    names = [row["name"].removeprefix("'") for row in rows if row["what"] == "site"]
    assert names == [text.removeprefix("'") for text in HOSTILE]
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-?[\d.]+", cell)
    ]


def test_it_prints_and_comes_back_to_the_screen(shown: MapPage) -> None:
    before = shown.page.get_by_text(re.compile("^Centre ")).text_content()
    content = shown.page.pdf(prefer_css_page_size=True)

    assert content.startswith(b"%PDF")
    assert len(content) > 20_000
    assert shown.page.evaluate("document.body.className") == ""
    assert (shown.page.get_by_text(re.compile("^Centre ")).text_content() or "")[:14] == (before or "")[:14]
    shown.to_day(1)
    assert "Sites that night" in shown.tables()
