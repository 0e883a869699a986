"""Reads a map page as a person does: by role and text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from maps.page import render
from maps.scene import Scene
from tests.browser import DESKTOP, Opened, opened

TABLES = """
all => Object.fromEntries(all.map(table => [
    table.caption.textContent,
    [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent)),
]))
"""

FOLLOW = """
link => new Promise(done => {
    if (location.hash === link) done();
    addEventListener('hashchange', () => done(), {once: true});
    location.hash = link;
})
"""


def written(scene: Scene, folder: Path) -> Path:
    """Draw a scene into a folder."""
    path = folder / "map.html"
    path.write_text(render(scene), encoding="utf-8", newline="\n")
    return path


@dataclass(frozen=True)
class MapPage:
    """A map on screen, its clock held still: what waits is done when asked for."""

    page: Page

    @property
    def slider(self) -> Locator:
        return self.page.get_by_role("slider", name="Day")

    @property
    def search(self) -> Locator:
        return self.page.get_by_role("combobox", name=re.compile("Search"))

    def marker(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name)

    def layer(self, group: str, name: str) -> Locator:
        return self.page.get_by_role("group", name=group, exact=True).get_by_role("checkbox", name=re.compile(f"^{name}"))

    def facts(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title, exact=True)

    def wait(self, milliseconds: int = 400) -> None:
        self.page.clock.run_for(milliseconds)

    def to_day(self, day: int) -> None:
        self.slider.fill(str(day))
        self.wait()

    def tables(self) -> dict[str, list[list[str]]]:
        """Give the rows of each table by its caption, numbers in brackets left out."""
        found = self.page.locator("#tables table").evaluate_all(TABLES)
        return {re.sub(r" \([\d,]+\)$", "", caption): rows for caption, rows in found.items()}

    def find(self, text: str) -> None:
        self.search.fill(text)
        self.search.press("Enter")
        self.wait()

    def look_at(self, lat: float, lon: float, zoom: int) -> None:
        """Follow a link to a part of the map, and wait until it is there."""
        self.page.evaluate(FOLLOW, f"#at={lat:.4f},{lon:.4f},{zoom}")
        expect(self.page.get_by_text(f"Centre {lat:.4f}, {lon:.4f}")).to_have_count(1)

    def open_fold(self, name: str) -> None:
        fold = self.page.locator("details").filter(has=self.page.get_by_text(name, exact=True)).first
        if fold.get_attribute("open") is None:
            self.page.locator("summary").get_by_text(name, exact=True).click()

    def hash(self) -> str:
        self.wait()
        return self.page.evaluate("location.hash")


@contextmanager
def reading(browser: Browser, path: Path, size: tuple[int, int] = DESKTOP, link: str = "") -> Iterator[tuple[MapPage, Opened]]:
    """Open a map; that it asks for nothing and complains of nothing is checked at the end."""
    with opened(browser, path, size) as shown:
        if link:
            shown.page.goto(path.resolve().as_uri() + link)
            shown.page.reload()
        shown.page.clock.install()
        expect(shown.page.get_by_role("heading", level=1)).to_be_visible()
        yield MapPage(shown.page), shown
        assert shown.requests == []
        assert shown.complaints == []
