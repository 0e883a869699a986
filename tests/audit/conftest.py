"""A tiny workspace with a pack in it, made once; each test gets a copy to do with as it likes."""

import shutil
from pathlib import Path

import pytest

# Where what draws is loaded already, a plan is drawn in this process.
import planner.report.workbook
from tests.app.commands import planner
from tests.workspaces import tiny_workspace

PACK = "plan-2026-08-10"


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace with one pack; for reading only."""
    workspace = tiny_workspace(tmp_path_factory.mktemp("planned"))
    ran = planner("plan", workspace)
    assert ran.code == 0, ran.err
    return workspace


@pytest.fixture
def workspace(planned: Path, tmp_path: Path) -> Path:
    """Give a workspace with one pack."""
    return Path(shutil.copytree(planned, tmp_path / "workspace"))


@pytest.fixture
def pack(workspace: Path) -> Path:
    """Give its pack."""
    return workspace / PACK
