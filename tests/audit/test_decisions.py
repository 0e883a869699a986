"""Who decided what, when and why: reasons are mandatory, what is decided on can not change unseen, words can not be changed either."""

import json
import shutil
from pathlib import Path

import pytest

from planner.audit.ledger import LEDGER_NAME, read_ledger
from planner.audit.texts import TEXTS_NAME
from tests.app.commands import Ran, files_of, planner
from tests.audit.conftest import PACK

BY = ("--by", "HO-1234", "--reason", "as listed overnight")


def approved(pack: Path, *more: str | Path) -> Ran:
    return planner("approve", pack, *BY, *more)


def overridden(pack: Path, subject: str, *more: str | Path) -> Ran:
    return planner("override", pack, *BY, "--subject", subject, "--decision", "stays tonight", *more)


def listed(pack: Path, *more: str | Path) -> dict[str, object]:
    ran = planner("decisions", pack, "--json", *more)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def damage(pack: Path) -> None:
    path = pack / "moves.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("admission", "onward"), encoding="utf-8", newline="\n")


def test_an_approval_is_written_down(workspace: Path, pack: Path) -> None:
    before = files_of(pack)
    ran = approved(pack)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Approved: {PACK}, entry 2 of the ledger, ")
    (item,) = listed(pack)["decisions"]
    assert {name: item[name] for name in ("entry", "kind", "by", "subject", "decision", "reason", "holds")} == {
        "entry": 2,
        "kind": "approve",
        "by": "HO-1234",
        "subject": "plan",
        "decision": "accepted",
        "reason": "as listed overnight",
        "holds": True,
    }
    assert listed(pack)["approved"] is True
    assert files_of(pack) == before
    assert (planner("chain", workspace).code, planner("verify", pack).code) == (0, 0)


def test_a_plan_is_not_approved_until_somebody_does(pack: Path) -> None:
    assert (listed(pack)["approved"], listed(pack)["decisions"]) == (False, [])
    assert planner("decisions", pack).out == f"{PACK}: not approved, 0 decisions.\n"


@pytest.mark.parametrize("subject", ["P-08", "PY-1", "BROOK", "BROOK-B", "D-0818", "INC-1", "plan"])
def test_whatever_has_an_id_in_the_plan_can_be_overridden(subject: str, pack: Path) -> None:
    ran = overridden(pack, subject)
    assert (ran.code, ran.err) == (0, "")
    shown = planner("decisions", pack).out
    assert f"     {subject}: stays tonight\n     because as listed overnight\n" in shown


@pytest.mark.parametrize("subject", ["P-99", "John Smith", "", "BROOK-Z", "p-08"])
def test_who_is_not_in_the_plan_can_not_be_overridden(subject: str, workspace: Path, pack: Path) -> None:
    before = files_of(workspace)
    ran = overridden(pack, subject)
    assert (ran.code, ran.out) == (2, "")
    assert "--subject: must be 'plan' or the id of a person" in ran.err
    assert files_of(workspace) == before


@pytest.mark.parametrize("reason", ["", " ", "\t\n", "x" * 2001, "a\x1b[2Jb"])
@pytest.mark.parametrize("command", ["approve", "override"])
def test_a_reason_is_mandatory(command: str, reason: str, workspace: Path, pack: Path) -> None:
    before = files_of(workspace)
    more = ("--subject", "plan", "--decision", "sent back") if command == "override" else ()
    ran = planner(command, pack, "--by", "HO-1", "--reason", reason, *more)
    assert (ran.code, ran.out) == (2, "")
    assert "--reason: must be a text" in ran.err
    assert planner(command, pack, "--by", "HO-1", *more).code == 2
    assert files_of(workspace) == before


@pytest.mark.parametrize("by", ["", "John Smith", "jöhn", "-x", "x" * 41, "a b", "x;y"])
def test_who_decides_is_an_id(by: str, pack: Path) -> None:
    ran = planner("approve", pack, f"--by={by}", "--reason", "ok")
    assert (ran.code, ran.out) == (2, "")
    assert "--by: must be a role or staff id" in ran.err


def test_every_fault_of_a_decision_is_said_at_once(pack: Path) -> None:
    ran = planner("override", pack, "--by", "", "--subject", "plan", "--decision", "", "--reason", "")
    assert ran.err.startswith("3 faults found; nothing was written:")


def test_a_plan_with_violations_can_not_be_approved(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verifier is asked afresh, whatever the pack says of itself."""
    from planner.domain.verification import Verification, Violation

    broken = Verification({"seats": 1}, {}, (Violation("seats", "D-0818", "2026-08-18", "31 people, 30 seats"),), ())
    monkeypatch.setattr("planner.audit.decisions.verify_pack", lambda _pack: broken)
    ran = approved(pack)
    assert (ran.code, ran.out) == (3, "")
    assert "can not be approved: it breaks 1 rules:\n  seats: D-0818" in ran.err
    assert listed(pack)["decisions"] == []


def test_a_pack_changed_since_it_was_written_can_not_be_decided_on(workspace: Path, pack: Path) -> None:
    damage(pack)
    before = files_of(workspace)
    for ran in (approved(pack), overridden(pack, "plan")):
        assert (ran.code, ran.out) == (3, "")
        assert "was changed since it was written" in ran.err
        assert "moves.csv: changed" in ran.err
    assert files_of(workspace) == before


def test_an_approval_does_not_hold_once_the_pack_is_changed(pack: Path) -> None:
    assert approved(pack).code == 0
    damage(pack)
    found = listed(pack)
    assert (found["approved"], found["faults"]) == (False, ["moves.csv: changed"])
    assert "(no longer holds)" in planner("decisions", pack).out


def test_an_approval_holds_for_the_same_content_alone(workspace: Path, pack: Path) -> None:
    assert approved(pack).code == 0
    assert planner("plan", workspace).code == 0
    assert listed(workspace / f"{PACK}-2")["approved"] is True
    assert planner("plan", workspace, "--horizon", "7").code == 0
    assert listed(workspace / f"{PACK}-3")["approved"] is False


def test_the_last_decision_about_the_whole_plan_counts(pack: Path) -> None:
    assert approved(pack).code == 0
    assert overridden(pack, "P-08").code == 0
    assert listed(pack)["approved"] is True
    assert overridden(pack, "plan").code == 0
    assert listed(pack)["approved"] is False
    assert approved(pack).code == 0
    assert listed(pack)["approved"] is True


@pytest.mark.parametrize(("file", "old", "new"), [(LEDGER_NAME, "HO-1234", "HO-4321"), (TEXTS_NAME, "as listed overnight", "as ordered")])
def test_who_and_why_can_not_be_changed_unseen(file: str, old: str, new: str, workspace: Path, pack: Path) -> None:
    assert approved(pack).code == 0
    assert overridden(pack, "P-08").code == 0
    path = workspace / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    assert planner("chain", workspace).code == 3
    assert listed(pack)["approved"] is False


def test_words_taken_out_or_put_in_are_named(workspace: Path, pack: Path) -> None:
    assert approved(pack).code == 0
    line = (workspace / TEXTS_NAME).read_bytes()
    (workspace / TEXTS_NAME).write_bytes(b"")
    assert "the words of entry 2 (approve) were changed or taken out" in planner("chain", workspace).out
    (workspace / TEXTS_NAME).write_bytes(line + line.replace(b"overnight", b"at noon"))
    assert "decisions.jsonl, line 2: the ledger has no entry of these words" in planner("chain", workspace).out


def test_nothing_is_decided_on_a_broken_ledger(workspace: Path, pack: Path) -> None:
    assert planner("plan", workspace).code == 0
    path = workspace / LEDGER_NAME
    path.write_bytes(path.read_bytes().replace(b'"outside": false', b'"outside":  false', 1))
    ran = approved(pack)
    assert (ran.code, ran.out) == (3, "")
    assert "the ledger is not whole" in ran.err


def test_the_ledger_holds_no_words(workspace: Path, pack: Path) -> None:
    assert overridden(pack, "P-08").code == 0
    ledger = (workspace / LEDGER_NAME).read_text(encoding="utf-8")
    assert [word for word in ("P-08", "stays", "overnight") if word in ledger] == []


def test_a_decision_stopped_before_its_entry_counts_for_nothing(workspace: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("planner.audit.ledger.replace_lines", stopped)
        assert approved(pack).code == 130
    assert listed(pack)["decisions"] == []
    assert approved(pack).code == 0
    assert planner("chain", workspace).code == 0


def test_a_pack_written_elsewhere_is_decided_on_in_its_workspace(workspace: Path, tmp_path: Path) -> None:
    pack = tmp_path / "elsewhere" / "monday"
    assert planner("plan", workspace, "--horizon", "7", "--out", pack).code == 0
    lost = approved(pack)
    assert (lost.code, lost.out) == (2, "")
    assert "--workspace" in lost.err
    assert approved(pack, "--workspace", workspace).code == 0
    assert listed(pack, "--workspace", workspace)["approved"] is True
    assert read_ledger(workspace).entries[-1].pack == "monday"


def test_a_copy_of_a_pack_is_the_pack(pack: Path, workspace: Path, tmp_path: Path) -> None:
    assert approved(pack).code == 0
    copy = Path(shutil.copytree(pack, tmp_path / "copy"))
    assert listed(copy, "--workspace", workspace)["approved"] is True


def test_a_pack_that_the_ledger_does_not_know_can_not_be_decided_on(pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / LEDGER_NAME).write_bytes(b"")
    ran = approved(pack, "--workspace", other)
    assert (ran.code, ran.out) == (2, "")
    assert "is not in the ledger" in ran.err


@pytest.mark.parametrize("command", ["approve", "override", "decisions"])
@pytest.mark.parametrize("folder", ["nowhere", "inputs"])
def test_a_folder_that_is_no_pack_is_said_to_be_none(command: str, folder: str, workspace: Path) -> None:
    more = () if command == "decisions" else ("--by", "HO-1", "--reason", "ok")
    more += ("--subject", "plan", "--decision", "x") if command == "override" else ()
    ran = planner(command, workspace / folder, *more)
    assert (ran.code, ran.out) == (2, "")
    assert "is not a pack" in ran.err
