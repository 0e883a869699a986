"""A real browser for tests: Debian's Chromium, with every way out of the machine shut."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_running: list[Browser] = []
DESKTOP = (1280, 800)
PHONE = (390, 844)


class NoBrowserError(Exception):
    """There is no Chromium to test with."""


@dataclass
class Opened:
    """A page on screen, and what it did since.

    Attributes
    ----------
    requests
        Addresses it asked for, its own file left out.
    complaints
        Console errors and warnings, uncaught errors and dialogs.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def chromium() -> str:
    """Find the browser; the environment variable CHROMIUM names another one.

    Raises
    ------
    NoBrowserError
        When there is none: the browser tests then fail, they are never left out.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        message = (
            "the browser tests need Chromium: install Debian's package `chromium`, or name the program in the environment variable CHROMIUM"
        )
        raise NoBrowserError(message)
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser without a window, or share the one that is already running: Playwright allows one at a time."""
    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        _running.append(browser)
        try:
            yield browser
        finally:
            _running.clear()
            browser.close()


@contextmanager
def opened(browser: Browser, path: Path, size: tuple[int, int] = DESKTOP) -> Iterator[Opened]:
    """Open a file, with the network shut.

    Parameters
    ----------
    size
        Width and height of the window, pixels.
    """
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, reduced_motion="reduce")
    seen = Opened(context.new_page())
    own = path.resolve().as_uri()

    def decide(route: Route) -> None:
        if route.request.url.partition("#")[0] == own:
            route.continue_()
        else:
            route.abort()

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seen.complaints.append(message.text)

    seen.page.route("**/*", decide)
    seen.page.on("request", lambda request: None if request.url.partition("#")[0] == own else seen.requests.append(request.url))
    seen.page.on("console", note)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("dialog", lambda dialog: (seen.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    seen.page.goto(own)
    try:
        yield seen
    finally:
        context.close()
