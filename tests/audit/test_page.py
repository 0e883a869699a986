"""docs/audit.md says what the commands say."""

import re
from pathlib import Path

import pytest

from planner.audit import chain
from tests.app.commands import ROOT, planner
from tests.audit.conftest import PACK

PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
COMMANDS = ("replay", "chain", "approve", "override", "decisions", "purge")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_worked_example(command: str) -> None:
    assert f"$ planner {command} work" in PAGE


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_named_is_one(command: str) -> None:
    options = set(re.findall(r"--[a-z-]+", planner(command, "--help").out))
    for line in re.findall(rf"^\$ planner {command} (.*)$", PAGE, flags=re.MULTILINE):
        assert set(re.findall(r"(?<= )--[a-z-]+", line)) <= options


def test_every_state_of_a_pack_is_explained() -> None:
    states = (chain.INTACT, chain.CHANGED, chain.MISSING, chain.UNKNOWN, chain.ELSEWHERE, chain.PURGED)
    assert [state for state in states if f"| `{state}` |" not in PAGE] == []


def test_outputs_are_worded_as_they_are(workspace: Path, pack: Path) -> None:
    """Line by line, with moments, digests and counts left out."""

    def worded(text: str) -> str:
        return re.sub(r"[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:]+Z|\d+", "#", text)

    said = [
        planner("replay", pack).out,
        planner("approve", pack, "--by", "HO-1234", "--reason", "Triage list cleared with Dover at 7am").out,
    ]
    more = ("--subject", "P-08", "--decision", "stays where the person is tonight", "--reason", "hospital appointment tomorrow morning")
    said.append(planner("override", pack, "--by", "duty-officer", *more).out.replace("P-08", "P-#"))
    said.append(planner("decisions", pack).out.replace("P-08", "P-#"))
    said.append(planner("purge", workspace, "--today", "2026-11-08").out)
    shown = worded(PAGE)
    lost = [line for text in said for line in worded(text).splitlines() if line not in shown]
    assert lost == []
    assert PACK in PAGE
