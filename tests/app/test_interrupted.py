"""A run that is stopped, at whatever moment and by whatever, leaves a whole pack or none."""

import errno
import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.verify import verify_pack
from tests.app.commands import ROOT, Ran, files_of, names_in, planner, python
from tests.workspaces import tiny_workspace

STAGES = (
    "planner.ingest.build.load_workspace",
    "planner.clocks.party_clocks",
    "planner.model.solve.solve",
    "planner.plan.decode.decode",
    "planner.ingest.build.pack_tables",
    "planner.ingest.canonical.write_tables",
    "planner.plan.pack.plan_text",
    "planner.plan.tables.plan_tables",
    "planner.plan.tables.write_csv",
    "planner.verify.verify_draft",
    "planner.verify.write_verification",
    "planner.audit.papers.write_papers",
    "planner.report.workbook.begin_workbook",
    "planner.report.workbook.finish_workbook",
    "planner.report.geopackage.write_geopackage",
    "planner.report.scene.build_scene",
    "maps.page.render",
    "planner.plan.pack.write_text",
    "planner.report.summary.render_summary",
    "planner.plan.pack.write_manifest",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tiny_workspace(tmp_path)


def stop(monkeypatch: pytest.MonkeyPatch, stage: str, error: BaseException, *, after: bool) -> None:
    """Make a stage fail, before its work or once it is done."""
    module, _, name = stage.rpartition(".")
    real: Callable[..., Any] = getattr(importlib.import_module(module), name)

    def failing(*arguments: Any, **options: Any) -> Any:
        if after:
            real(*arguments, **options)
        raise error

    monkeypatch.setattr(f"{module}.{name}", failing)


def unharmed(workspace: Path, before: dict[str, bytes]) -> None:
    """Nothing was added, hidden things neither, and nothing changed."""
    assert files_of(workspace) == before
    assert names_in(workspace) == set(before)
    assert names_in(workspace.parent) == {workspace.name}


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_leaves_nothing(stage: str, after: bool, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(workspace)
    stop(monkeypatch, stage, KeyboardInterrupt(), after=after)
    ran = planner("plan", workspace)
    assert (ran.code, ran.out) == (130, "")
    assert len(ran.err.splitlines()) == 1
    unharmed(workspace, before)


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_leaves_nothing(stage: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(workspace)
    stop(monkeypatch, stage, full_disk(), after=True)
    ran = planner("plan", workspace, "--out", workspace.parent / "pack")
    assert (ran.code, ran.out) == (2, "")
    assert os.strerror(errno.ENOSPC) in ran.err
    unharmed(workspace, before)


def test_a_run_after_a_stopped_one_succeeds(workspace: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stop(patch, "planner.report.workbook.finish_workbook", KeyboardInterrupt(), after=True)
        assert planner("plan", workspace).code == 130
    assert planner("plan", workspace).code == 0
    assert verify_pack(workspace / "plan-2026-08-10").is_acceptable


def test_a_pack_written_meanwhile_is_not_written_over(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs to one place: the first to end has it, and the second says so."""
    real = importlib.import_module("planner.plan.pack").write_manifest

    def overtaken(*arguments: Any) -> None:
        real(*arguments)
        (tmp_path / "pack").mkdir()
        (tmp_path / "pack" / "plan.json").write_text("the other run's", encoding="utf-8")

    monkeypatch.setattr("planner.plan.pack.write_manifest", overtaken)
    ran = planner("plan", workspace, "--out", tmp_path / "pack")
    assert ran.code == 2
    assert "can not be written" in ran.err
    assert files_of(tmp_path / "pack") == {"plan.json": b"the other run's"}
    assert names_in(tmp_path) == {"workspace", "pack"}


def test_a_run_whose_folder_is_taken_away_fails_whole(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run clears what looks like a killed one's: neither may end with a mixture."""
    real = importlib.import_module("planner.plan.decode").decode

    def overtaken(*arguments: Any) -> Any:
        monkeypatch.setattr("planner.plan.decode.decode", real)
        assert planner("plan", workspace, "--out", tmp_path / "pack").code == 0
        return real(*arguments)

    monkeypatch.setattr("planner.plan.decode.decode", overtaken)
    assert planner("plan", workspace, "--out", tmp_path / "pack").code == 2
    assert verify_pack(tmp_path / "pack").is_acceptable
    assert names_in(tmp_path) == {"workspace", "pack"}


def test_a_map_that_can_not_be_drawn_again_leaves_the_old_one(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert planner("plan", workspace, "--out", tmp_path / "pack").code == 0
    before = files_of(tmp_path / "pack")
    stop(monkeypatch, "planner.plan.pack.write_text", full_disk(), after=True)
    assert planner("map", tmp_path / "pack").code == 2
    stop(monkeypatch, "planner.plan.pack.write_text", KeyboardInterrupt(), after=False)
    assert planner("map", tmp_path / "pack").code == 130
    assert files_of(tmp_path / "pack") == before
    assert names_in(tmp_path) == {"workspace", "pack"}


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from planner.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize("limit", [1_000, 20_000, 100_000, 300_000], ids=["tables", "workbook", "map layers", "map"])
def test_files_that_can_not_be_written_out_leave_nothing(limit: int, workspace: Path) -> None:
    """No writer takes a half-written file for a whole one, whichever library writes it."""
    before = files_of(workspace)
    ran = python(["-c", LIMITED, str(limit), "plan", str(workspace)])
    assert (ran.code, ran.out) == (2, "")
    assert "can not be written" in ran.err
    unharmed(workspace, before)


def test_ctrl_c_in_a_real_process(workspace: Path) -> None:
    before = files_of(workspace)
    script = """
import signal, sys
from planner.cli import main
def hook(event, details):
    if event == "open" and str(details[0]).endswith("assignments.csv") and "w" in str(details[1]):
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
main()
"""
    ran: Ran = python(["-c", script, "plan", str(workspace)])
    assert (ran.code, ran.out) == (130, "")
    assert len(ran.err.strip().splitlines()) == 1
    unharmed(workspace, before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that are forked")
def test_a_killed_run_leaves_a_whole_pack_or_none(workspace: Path, tiny_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    ran = python([str(ROOT / "tests" / "app" / "killed_runs.py"), str(workspace), str(folder)])
    assert ran.code == 0, ran.err
    names = ran.out.split()
    texts = {name: data for name, data in files_of(tiny_pack).items() if not name.endswith((".xlsx", ".gpkg"))}
    whole = [name for name in names if (folder / name / "pack").exists()]
    without = [name for name in names if name not in whole]
    assert "count" in whole
    assert len(without) >= 30
    for name in whole:
        files = files_of(folder / name / "pack")
        assert {each: data for each, data in files.items() if each in texts} == texts
        assert set(files) == set(files_of(tiny_pack))
        assert verify_pack(folder / name / "pack").is_acceptable
    hidden = [name for name in without if (folder / name).exists() and names_in(folder / name)]
    assert len(hidden) >= 20
    assert [name for name in hidden for left in names_in(folder / name) if not left.startswith(".pack.")] == []
    for name in hidden[:: max(1, len(hidden) // 5)]:
        assert planner("plan", workspace, "--out", folder / name / "pack").code == 0
        assert names_in(folder / name) == {"pack"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of the system")
def test_a_run_told_to_end_leaves_no_pack(workspace: Path) -> None:
    script = f"""
import signal, sys
from planner.cli import main
def hook(event, details):
    if event == "open" and str(details[0]).endswith("manifest.json"):
        signal.raise_signal({int(signal.SIGTERM)})
sys.addaudithook(hook)
main()
"""
    assert python(["-c", script, "plan", str(workspace)]).code == -signal.SIGTERM
    assert not (workspace / "plan-2026-08-10").exists()
    assert planner("plan", workspace).code == 0
    assert [name for name in names_in(workspace) if name.startswith(".")] == []
