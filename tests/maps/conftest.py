"""One browser for all browser tests of maps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import browsing


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a running Chromium."""
    with browsing() as running:
        yield running
