"""The map for everybody: axe-core finds no serious fault, whatever is open."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, PHONE, opened
from tests.maps.reading import written
from tests.maps.scenes import example

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(example(60), tmp_path_factory.mktemp("map"))


def faults(page: Page) -> list[str]:
    """Give what axe-core finds: rule, weight, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{each['id']} ({each['impact']}): {[node['html'][:120] for node in each['nodes']]}" for each in found["violations"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_keeps_anybody_out(browser: Browser, path: Path, size: tuple[int, int]) -> None:
    with opened(browser, path, size) as shown:
        assert faults(shown.page) == []


def test_nothing_keeps_anybody_out_when_all_is_open(browser: Browser, path: Path) -> None:
    with opened(browser, path) as shown:
        page = shown.page
        for name in ("Filters", "Save"):
            page.locator("summary").get_by_text(name, exact=True).click()
        page.get_by_role("button", name="Measure").click()
        search = page.get_by_role("combobox", name=re.compile("Search"))
        search.fill("brook")
        search.press("Enter")
        search.fill("p-")
        expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in
        assert faults(page) == []
