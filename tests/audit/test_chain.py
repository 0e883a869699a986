"""`planner chain`: every later edit of a pack, and every pack missing or put in, is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.audit.chain import check_chain
from planner.audit.ledger import LEDGER_NAME, read_ledger
from tests.app.commands import files_of, planner
from tests.audit.conftest import PACK


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def relist(pack: Path) -> None:
    """Change a file and its digest in the manifest with it."""
    from hashlib import sha256

    edit(pack / "moves.csv", "admission", "onward")
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["moves.csv"] = sha256((pack / "moves.csv").read_bytes()).hexdigest()
    (pack / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8", newline="\n")


def append_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


DAMAGE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "plan": (lambda pack: edit(pack / "plan.json", '"detained"', '"onward"'), "changed", "plan.json: changed"),
    "table": (lambda pack: edit(pack / "moves.csv", "admission", "onward"), "changed", "moves.csv: changed"),
    "input": (lambda pack: edit(pack / "inputs" / "people.csv", "male", "female"), "changed", "inputs/people.csv: changed"),
    "setting": (lambda pack: edit(pack / "inputs" / "config.toml", "2026-09-30", "2027-09-30"), "changed", "inputs/config.toml: changed"),
    "table and manifest": (relist, "changed", "manifest.json: changed"),
    "date to delete by": (lambda pack: edit(pack / "manifest.json", "2026-11-08", "2036-11-08"), "changed", "manifest.json: changed"),
    "workbook": (lambda pack: append_byte(pack / "plan.xlsx"), "changed", "plan.xlsx: changed"),
    "workbook gone": (lambda pack: (pack / "plan.xlsx").unlink(), "changed", "plan.xlsx: missing"),
    "file gone": (lambda pack: (pack / "burden.csv").unlink(), "changed", "burden.csv: missing"),
    "file put in": (lambda pack: (pack / "notes.txt").write_text("x", encoding="utf-8"), "changed", "notes.txt: added"),
    "manifest gone": (lambda pack: (pack / "manifest.json").unlink(), "changed", "has no manifest.json"),
    "manifest broken": (
        lambda pack: (pack / "manifest.json").write_text("{}", encoding="utf-8"),
        "changed",
        "can not be read as a manifest",
    ),
    "plan gone": (lambda pack: (pack / "plan.json").unlink(), "changed", "plan.json: missing"),
    "pack gone": (shutil.rmtree, "missing", ""),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_later_edit_is_named(name: str, workspace: Path, pack: Path) -> None:
    damage, state, fault = DAMAGE[name]
    damage(pack)
    ran = planner("chain", workspace, "--json")
    (found,) = json.loads(ran.out)["packs"]
    assert (ran.code, found["pack"], found["state"]) == (3, PACK, state)
    assert fault in " ".join(found["faults"])
    assert PACK in planner("chain", workspace).out


def test_a_whole_workspace_is_intact(workspace: Path) -> None:
    before = files_of(workspace)
    ran = planner("chain", workspace)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Intact: 1 entry, 1 pack.")
    assert read_ledger(workspace).head in ran.out
    assert files_of(workspace) == before


def test_a_desktop_map_may_open_the_layers(workspace: Path, pack: Path) -> None:
    append_byte(pack / "plan.gpkg")
    (pack / "plan.gpkg-wal").touch()
    ran = planner("chain", workspace, "--json")
    (found,) = json.loads(ran.out)["packs"]
    assert (ran.code, found["faults"], len(found["notes"])) == (0, [], 2)


def test_a_pack_put_in_is_named(workspace: Path, pack: Path) -> None:
    shutil.copytree(pack, workspace / "older" / "plan-2026-08-09")
    ran = planner("chain", workspace)
    assert ran.code == 3
    assert "older/plan-2026-08-09: not in the ledger" in ran.out


def test_a_renamed_pack_is_missing_and_unknown(workspace: Path, pack: Path) -> None:
    pack.rename(workspace / "approved")
    states = {each.pack: each.state for each in check_chain(workspace).packs}
    assert states == {PACK: "missing", "approved": "not in the ledger"}


def test_a_ledger_cut_short_is_told_by_its_head(workspace: Path) -> None:
    assert planner("plan", workspace).code == 0
    head = read_ledger(workspace).head
    assert planner("chain", workspace, "--head", head).code == 0
    shutil.rmtree(workspace / f"{PACK}-2")
    (workspace / LEDGER_NAME).write_bytes((workspace / LEDGER_NAME).read_bytes().splitlines(keepends=True)[0])
    assert planner("chain", workspace).code == 0
    ran = planner("chain", workspace, "--head", head)
    assert ran.code == 3
    assert head in ran.out


def test_no_folder_of_the_machine_stands_in_the_ledger(workspace: Path, tmp_path: Path) -> None:
    assert planner("plan", workspace, "--out", tmp_path / "elsewhere" / "monday").code == 0
    assert planner("plan", workspace, "--out", workspace / "by day" / "monday").code == 0
    ledger = (workspace / LEDGER_NAME).read_text(encoding="utf-8")
    assert str(tmp_path) not in ledger
    assert [entry.pack for entry in read_ledger(workspace).entries] == [PACK, "monday", "by day/monday"]
    chain = check_chain(workspace)
    assert [each.state for each in chain.packs] == ["intact", "elsewhere", "intact"]
    assert chain.is_intact


def test_the_ledger_says_no_word_about_anybody(workspace: Path) -> None:
    (entry,) = read_ledger(workspace).entries
    assert set(entry.body) == {"number", "at", "kind", "pack", "outside", "plan_date", "delete_by", "content", "drawn", "previous"}


def test_a_map_drawn_again_is_the_same_map(workspace: Path, pack: Path) -> None:
    assert planner("map", pack).code == 0
    assert check_chain(workspace).is_intact


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_a_ledger_is_no_workspace(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = planner("chain", tmp_path / folder)
    assert (ran.code, ran.out) == (2, "")
    assert LEDGER_NAME in ran.err


def test_a_ledger_that_can_not_be_written_is_said_before_the_work_begins(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / LEDGER_NAME).unlink()
    (workspace / LEDGER_NAME).mkdir()
    monkeypatch.setattr("planner.model.solve.solve", lambda *_: pytest.fail("solved"))
    ran = planner("plan", workspace, "--out", tmp_path / "pack")
    assert (ran.code, ran.out) == (2, "")
    assert "ledger.jsonl can not be read: Is a directory" in ran.err
    assert not (tmp_path / "pack").exists()


def test_a_pack_that_could_not_be_recorded_is_said_to_stand(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.audit.ledger.replace_lines", full)
    ran = planner("plan", workspace)
    assert (ran.code, ran.out) == (2, "")
    assert f"{PACK}-2 is stored, but" in ran.err
    monkeypatch.undo()
    assert f"{PACK}-2: not in the ledger" in planner("chain", workspace).out


def test_a_pack_s_own_inputs_are_not_planned_on(pack: Path, tmp_path: Path) -> None:
    before = files_of(pack)
    ran = planner("plan", pack / "inputs", "--out", tmp_path / "again")
    assert (ran.code, ran.out) == (2, "")
    assert "is the inputs of a pack" in ran.err
    assert files_of(pack) == before
