"""A tiny workspace and its pack, made once, and one browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

# Where what draws is loaded already, a plan is drawn in this process: there a test can stop it.
import planner.report.workbook
from tests.app.commands import planner
from tests.browser import browsing
from tests.workspaces import tiny_workspace


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the pack of the tiny workspace; for reading only."""
    folder = tmp_path_factory.mktemp("tiny")
    ran = planner("plan", tiny_workspace(folder), "--out", folder / "pack")
    assert ran.code == 0, ran.err
    return folder / "pack"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a running Chromium."""
    with browsing() as running:
        yield running
