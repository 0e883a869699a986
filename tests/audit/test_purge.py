"""`planner purge`: what is past its date goes, whole, from wherever it is known to lie; everything else stays; the ledger knows."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.audit import purge as purging
from planner.audit.chain import check_chain
from planner.audit.ledger import LEDGER_NAME, EntryKind, read_ledger
from planner.audit.texts import TEXTS_NAME
from tests.app.commands import Ran, files_of, names_in, planner
from tests.audit.conftest import PACK

DUE = ("--today", "2026-11-08")


def purged(workspace: Path, *more: str | Path) -> Ran:
    return planner("purge", workspace, *DUE, "--yes", *more)


def result(ran: Ran) -> dict[str, Any]:
    return json.loads(ran.out)


def entries(workspace: Path) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in read_ledger(workspace).entries if entry.kind is EntryKind.PURGE]


def test_nothing_goes_before_its_date(workspace: Path) -> None:
    before = files_of(workspace)
    ran = planner("purge", workspace, "--today", "2026-11-07", "--yes")
    assert (ran.code, ran.out) == (0, "Nothing is due on 2026-11-07.\n")
    assert {name: data for name, data in files_of(workspace).items() if name != TEXTS_NAME} == before


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--dry-run", "--yes")])
def test_nothing_goes_without_yes(more: tuple[str, ...], workspace: Path) -> None:
    before = files_of(workspace)
    ran = planner("purge", workspace, *DUE, *more)
    assert ran.code == 0
    assert f"{PACK}, delete by 2026-11-08: would be deleted" in ran.out
    assert files_of(workspace) == before


def test_a_pack_goes_on_its_date_and_the_ledger_says_so(workspace: Path, pack: Path) -> None:
    inputs = {name: data for name, data in files_of(workspace).items() if not name.startswith((PACK, LEDGER_NAME))}
    content = read_ledger(workspace).entries[0].content
    ran = purged(workspace)
    assert (ran.code, ran.err) == (0, "")
    assert not pack.exists()
    (entry,) = entries(workspace)
    assert {name: entry[name] for name in ("pack", "content", "delete_by", "today", "purged", "found")} == {
        "pack": PACK,
        "content": content,
        "delete_by": "2026-11-08",
        "today": "2026-11-08",
        "purged": [1],
        "found": True,
    }
    assert {name: data for name, data in files_of(workspace).items() if name not in {LEDGER_NAME, TEXTS_NAME}} == inputs
    assert [path for path in workspace.iterdir() if path.name.startswith(".")] == []
    chain = check_chain(workspace)
    assert (chain.is_intact, [each.state for each in chain.packs]) == (True, ["purged"])


def test_the_words_of_its_decisions_go_with_it(workspace: Path, pack: Path) -> None:
    more = ("--subject", "P-08", "--decision", "stays", "--reason", "hospital")
    assert planner("override", pack, "--by", "HO-1", *more).code == 0
    assert purged(workspace).code == 0
    assert b"hospital" not in b"".join(files_of(workspace).values())
    assert b"P-08" not in (workspace / LEDGER_NAME).read_bytes() + (workspace / TEXTS_NAME).read_bytes()
    assert check_chain(workspace).is_intact


def test_a_name_can_be_used_again(workspace: Path, pack: Path) -> None:
    assert purged(workspace).code == 0
    assert planner("plan", workspace).code == 0
    assert [each.state for each in check_chain(workspace).packs] == ["purged", "intact"]
    assert purged(workspace).code == 0
    assert not pack.exists()
    assert [entry["purged"] for entry in entries(workspace)] == [[1], [3]]


def test_an_edited_manifest_buys_no_time(workspace: Path, pack: Path) -> None:
    path = pack / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-08", "2036-11-08"), encoding="utf-8")
    assert purged(workspace).code == 0
    assert not pack.exists()
    assert check_chain(workspace).is_intact


def test_exports_are_found_and_go_too(workspace: Path, pack: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    assert planner("plan", workspace, "--horizon", "7", "--out", exports / "monday").code == 0
    shutil.copytree(pack, exports / "for the inspector" / "copy")
    lost = purged(workspace)
    assert lost.code == 3
    assert "monday: written outside the workspace and not found; name its folder with --exports" in lost.out
    assert not pack.exists()
    ran = purged(workspace, "--exports", exports)
    assert ran.code == 0
    assert [path for path in exports.rglob("*") if path.is_file()] == []
    assert [(entry["pack"], entry["purged"]) for entry in entries(workspace)] == [(PACK, [1]), ("copy", []), ("monday", [2])]
    assert str(tmp_path) not in (workspace / LEDGER_NAME).read_text(encoding="utf-8")
    assert check_chain(workspace).is_intact


def test_a_pack_of_another_workspace_is_none_of_ours(workspace: Path, pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "exports" / "theirs")
    path = tmp_path / "exports" / "theirs" / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 1', '"seed": 2'), encoding="utf-8")
    assert purged(workspace, "--exports", tmp_path / "exports").code == 0
    assert path.exists()


def test_an_export_that_somebody_deleted_can_be_told(workspace: Path, tmp_path: Path) -> None:
    assert planner("plan", workspace, "--out", tmp_path / "monday").code == 0
    shutil.rmtree(tmp_path / "monday")
    assert purged(workspace).code == 3
    assert purged(workspace, "--gone", "monday").code == 0
    assert entries(workspace)[-1]["found"] is False
    assert planner("purge", workspace, *DUE).code == 0


def test_a_pack_deleted_by_hand_is_noted(workspace: Path, pack: Path) -> None:
    shutil.rmtree(pack)
    ran = purged(workspace, "--json")
    assert (ran.code, result(ran)["gone"]) == (0, [PACK])
    assert entries(workspace)[0]["found"] is False
    assert check_chain(workspace).is_intact


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "notes": (lambda pack: (pack / "notes.docx").write_text("x", encoding="utf-8"), "holds files that are not the pack's: notes.docx"),
    "a link": (lambda pack: (pack / "inputs" / "more").symlink_to(pack.parent), "inputs/more"),
    "manifest broken": (lambda pack: (pack / "manifest.json").write_text("{}", encoding="utf-8"), "can not be read"),
    "manifest gone": (lambda pack: (pack / "manifest.json").unlink(), "no whole pack any more"),
    "plan gone": (lambda pack: (pack / "plan.json").unlink(), "no whole pack any more"),
    "a file in its place": (lambda pack: (shutil.rmtree(pack), pack.write_text("x", encoding="utf-8")), "no whole pack any more"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_pack_is_left_and_named(name: str, workspace: Path, pack: Path) -> None:
    damage, why = REFUSED[name]
    damage(pack)
    before = files_of(workspace)
    ran = purged(workspace)
    assert ran.code == 3
    assert f"{PACK}, delete by " in ran.out
    assert why in ran.out
    assert {each: data for each, data in files_of(workspace).items() if each != TEXTS_NAME} == before


def test_folders_that_only_look_like_packs_stay(workspace: Path) -> None:
    for folder in ("plan-2020-01-01", "notes"):
        (workspace / folder).mkdir()
        (workspace / folder / "plan.json").write_text("{}", encoding="utf-8")
    assert purged(workspace).code == 0
    assert {"plan-2020-01-01", "notes"} <= names_in(workspace)


def test_a_hidden_pack_of_the_ledger_goes_too(workspace: Path) -> None:
    assert planner("plan", workspace, "--out", workspace / ".drafts" / "monday").code == 0
    assert purged(workspace).code == 0
    assert not (workspace / ".drafts" / "monday").exists()
    assert check_chain(workspace).is_intact


def test_a_pack_behind_a_link_stays(workspace: Path, pack: Path, tmp_path: Path) -> None:
    pack.rename(tmp_path / "away")
    pack.symlink_to(tmp_path / "away", target_is_directory=True)
    purged(workspace)
    assert (tmp_path / "away" / "plan.json").exists()


@pytest.mark.parametrize("step", ["_log", "shutil.rmtree", "_forget_words"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_stopped_anywhere_is_finished_by_the_next(
    step: str, after: bool, workspace: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert planner("approve", pack, "--by", "HO-1", "--reason", "ok").code == 0
    holder = purging.shutil if "." in step else purging
    name = step.rpartition(".")[2]
    real = getattr(holder, name)

    def stopped(*arguments: Any, **options: Any) -> None:
        if after:
            real(*arguments, **options)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(holder, name, stopped)
        assert purged(workspace).code == 130
    assert purged(workspace).code == 0
    assert [entry["purged"] for entry in entries(workspace)] == [[1]]
    assert [left for left in names_in(workspace) if "plan-" in left] == []
    assert (workspace / TEXTS_NAME).read_bytes() == b""
    assert check_chain(workspace).is_intact


def test_a_deletion_stopped_half_way_is_named_by_the_chain(workspace: Path, pack: Path) -> None:
    pack.rename(workspace / f".{PACK}.0a1b2c3d.purging")
    ran = planner("chain", workspace)
    assert ran.code == 3
    assert "a deletion was stopped half-way; run `planner purge` again" in ran.out


def test_a_pack_that_somebody_has_open_is_told_and_the_others_go(workspace: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert planner("plan", workspace).code == 0
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        if path == pack:
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", held)
    ran = purged(workspace)
    assert ran.code == 3
    assert f"{PACK}, delete by 2026-11-08: left, since it can not be deleted: Permission denied" in ran.out
    assert (pack.exists(), (workspace / f"{PACK}-2").exists()) == (True, False)


def test_json_says_what_became_of_each(workspace: Path) -> None:
    content = read_ledger(workspace).entries[0].content
    (due,) = result(purged(workspace, "--json"))["due"]
    assert due == {"pack": PACK, "content": content, "delete_by": "2026-11-08", "deleted": True, "refusal": ""}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "no such folder"),
        (("empty",), "no ledger.jsonl and no pack here"),
        (("workspace", "--exports", "nowhere"), "no such folder"),
        (("workspace", "--today", "8/11/2026"), "--today"),
    ],
)
def test_mistakes_end_in_a_sentence(
    arguments: tuple[str, ...], message: str, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    before = files_of(workspace)
    ran = planner("purge", *arguments, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert files_of(workspace) == before
