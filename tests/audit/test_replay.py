"""`planner replay`: the same bytes, or what differs by name."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.audit.replay import UNEXPLAINED, replay
from planner.domain.errors import NoPlanError
from planner.plan import versions
from tests.app.commands import Ran, files_of, names_in, planner
from tests.audit.conftest import PACK
from tests.workspaces import tiny_workspace


def result(ran: Ran) -> dict[str, Any]:
    return json.loads(ran.out)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def copying(from_pack: Path, change: Callable[[Path], object] = lambda _: None) -> Callable[[Path, Path, int], None]:
    """A planner that hands out a pack made before, with a change."""

    def remake(_workspace: Path, again: Path, _num_days: int) -> None:
        shutil.copytree(from_pack, again)
        change(again)

    return remake


def cut_short(pack: Path) -> None:
    edit(pack / "manifest.json", '"cut_short": false', '"cut_short": true')


def other_plan(pack: Path) -> None:
    edit(pack / "plan.json", '"onward"', '"detained"')


def test_a_plan_comes_out_byte_for_byte(workspace: Path, pack: Path) -> None:
    before = files_of(workspace)
    ran = planner("replay", pack)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Identical: {len(files_of(pack, '.csv', '.html', '.json', '.md', '.toml')) - 1} text files come out byte for byte.\n"
    assert files_of(workspace) == before


def test_so_does_a_plan_over_other_days(workspace: Path) -> None:
    assert planner("plan", workspace, "--horizon", "7").code == 0
    assert planner("replay", workspace / f"{PACK}-2").code == 0


def test_the_second_pack_can_be_kept(pack: Path, tmp_path: Path) -> None:
    kept = tmp_path / "again"
    assert planner("replay", pack, "--out", kept).code == 0
    assert names_in(kept) == names_in(pack)
    ran = planner("replay", pack, "--out", kept)
    assert (ran.code, ran.out) == (2, "")
    assert "exists already" in ran.err


def test_an_edited_input_is_named(pack: Path) -> None:
    edit(pack / "inputs" / "resources.csv", "2026-08-18,30", "2026-08-18,0")
    ran = planner("replay", pack, "--json")
    found = result(ran)
    assert (ran.code, found["identical"], found["same_plan"]) == (3, False, False)
    assert found["edited"] == ["inputs/resources.csv: changed"]
    assert found["reasons"] == ["Changed since the pack was written: inputs/resources.csv: changed."]
    assert "plan.json" in found["differing"]
    assert "people planned otherwise" in found["plan"][-1]


def test_an_edited_setting_is_named(pack: Path) -> None:
    edit(pack / "inputs" / "config.toml", "delete_after_days = 90", "delete_after_days = 900")
    ran = planner("replay", pack)
    assert ran.code == 3
    assert "The plan itself and its tables do." in ran.out
    assert "Changed since the pack was written: inputs/config.toml: changed." in ran.out
    assert "Setting delete_by: 2026-11-08 then, 2029-01-26 now." in ran.out


def test_an_edited_table_is_named(pack: Path) -> None:
    edit(pack / "moves.csv", "admission", "onward")
    ran = planner("replay", pack)
    assert ran.code == 3
    assert ran.out.splitlines()[1:] == ["  moves.csv", "Why:", "  Changed since the pack was written: moves.csv: changed."]


def test_inputs_that_can_not_be_read_any_more_are_said_so(pack: Path) -> None:
    edit(pack / "inputs" / "config.toml", "delete_after_days = 90", "delete_after = 90")
    ran = planner("replay", pack)
    assert ran.code == 3
    assert "no plan can be made again from this pack: config.toml, column plan.delete_after" in ran.out
    assert "Changed since the pack was written: inputs/config.toml: changed." in ran.out


def test_other_versions_are_named_even_when_the_plan_is_the_same(pack: Path) -> None:
    edit(pack / "manifest.json", f'"ortools": "{versions.versions()["ortools"]}"', '"ortools": "9.14.6206"')
    found = replay(pack, copying_with_these_versions(pack))
    assert (found.is_identical, [each.what for each in found.versions]) == (True, ["ortools"])


def copying_with_these_versions(pack: Path) -> Callable[[Path, Path, int], None]:
    return copying(pack, lambda again: edit(again / "manifest.json", "9.14.6206", versions.versions()["ortools"]))


def test_other_versions_and_code_are_the_reason_for_another_plan(pack: Path) -> None:
    def change(again: Path) -> None:
        other_plan(again)
        edit(again / "manifest.json", f'"ortools": "{versions.versions()["ortools"]}"', '"ortools": "9.16.0"')
        edit(again / "manifest.json", versions.code_digest(), "f" * 64)
        edit(again / "manifest.json", '"seed": 1', '"seed": 2')

    found = replay(pack, copying(pack, change))
    assert not found.is_identical
    assert not found.is_same_plan
    said = " ".join(found.reasons())
    assert f"Version of ortools: {versions.versions()['ortools']} then, 9.16.0 now." in said
    assert f"Version of the planner's own code: {versions.code_digest()[:12]} then, ffffffffffff now." in said
    assert "Setting solver:" in said
    assert any("people planned otherwise" in each for each in found.plan)


def test_when_nothing_differs_but_the_plan_it_is_said_plainly(pack: Path) -> None:
    assert replay(pack, copying(pack, other_plan)).reasons() == (UNEXPLAINED,)


def test_a_plan_cut_short_need_not_come_out_again(pack: Path) -> None:
    cut_short(pack)
    found = replay(pack, copying(pack, other_plan))
    assert "Time ran out when this plan was made" in " ".join(found.reasons())
    assert replay(pack, copying(pack)).is_identical


def test_time_that_runs_out_in_the_replay_is_said(pack: Path) -> None:
    def change(again: Path) -> None:
        other_plan(again)
        cut_short(again)

    assert "Time ran out in the replay" in " ".join(replay(pack, copying(pack, change)).reasons())


def test_a_manifest_says_when_time_ran_out(tmp_path: Path) -> None:
    """As it is when somebody interrupts at once: the plan is valid and its gaps are open."""
    from planner.domain.plan import Measure, MeasureResult
    from planner.plan.pack import write_manifest
    from planner.plan.read import read_plan

    workspace = tiny_workspace(tmp_path)
    assert planner("plan", workspace).code == 0
    plan = read_plan(workspace / PACK)
    gap = MeasureResult(Measure.TRANSFERS, 3, 4)
    for measures, is_cut in (((gap,), True), (plan.measures, False)):
        write_manifest(workspace / PACK, type(plan)(plan.horizon, plan.rules_version, plan.people, measures), 90)
        assert json.loads((workspace / PACK / "manifest.json").read_text(encoding="utf-8"))["solver"]["cut_short"] is is_cut


def test_no_plan_at_all_is_a_difference(pack: Path) -> None:
    def remake(_workspace: Path, _again: Path, _num_days: int) -> None:
        message = "no plan keeps every lock"
        raise NoPlanError(message)

    found = replay(pack, remake)
    assert (found.is_identical, found.is_same_plan, found.refusal) == (False, False, "no plan keeps every lock")


@pytest.mark.parametrize("folder", ["nowhere", "inputs"])
def test_a_folder_that_is_no_pack_is_said_to_be_none(folder: str, workspace: Path) -> None:
    ran = planner("replay", workspace / folder)
    assert (ran.code, ran.out) == (2, "")
    assert "is not a pack: it has no manifest.json" in ran.err
