"""`planner clocks`: one person's time line as a user sees it."""

import json
from pathlib import Path

import pytest

from tests.app.commands import planner
from tests.workspaces import tiny_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_workspace(tmp_path_factory.mktemp("clocks"))


def test_what_blocks_until_when_by_which_rule(workspace: Path) -> None:
    ran = planner("clocks", workspace, "P-12")
    assert (ran.code, ran.err) == (0, "")
    for line in (
        "Person P-12, party P-12 of 1 person, planned as adult man",
        "At Brook House (removal centre), as of 10 August 2026 at 6am; rule set 2026-08-2",
        "  Adults at Risk level  [adults_at_risk_review]",
        "  Detention: 5 nights, 10 Aug to 14 August 2026; 5 nights, 19 Aug to 23 August 2026, and perhaps longer",
        "  Transfer to France: first day 19 August 2026, last day 19 September 2026",
    ):
        assert line in ran.out.splitlines()
    assert "from 16 August 2026 until 18 August 2026  [bar:nrm_pending]" in ran.out
    assert "(not verified)" in ran.out


def test_an_authority_to_extend_is_told(workspace: Path) -> None:
    ran = planner("clocks", workspace, "P-07")
    assert "Authority to extend: pregnant" in ran.out
    assert "10 August 2026 at 4:50am to 16 August 2026 at midday  [extension:pregnant]" in ran.out


def test_a_member_of_an_expected_party(workspace: Path) -> None:
    ran = planner("clocks", workspace, "F-20260812-WJF-family-001-2")
    assert ran.code == 0
    assert "A forecast: expected ashore on 12 August 2026. Its facts and its authority are assumptions." in ran.out
    assert "Family with children, blocks detention and transfer  [family]" in ran.out


def test_as_json(workspace: Path) -> None:
    line = json.loads(planner("clocks", workspace, "P-12", "--json").out)
    assert (line["person"], line["rules_version"], line["lawful"]["first_transfer"]) == ("P-12", "2026-08-2", "2026-08-19")
    assert [(block["rule"], block["until"]) for block in line["blocks"]] == [("bar:nrm_pending", "2026-08-18")]
    named = {rule["rule"] for rule in line["rules"]}
    assert {item["rule"] for item in line["deadlines"]} - {"no_lawful_window"} <= named


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("P-1", "nobody has the id P-1; ids like it: P-10, P-11, P-12"),
        ("p12", "nobody has the id p12; ids like it: P-12"),
        ("PY-1", "PY-1 is a party; name one of its people: P-02, P-03"),
        ("nobody at all", "nobody has the id nobody at all; ids like it: "),
    ],
)
def test_an_unknown_id_is_an_error_with_ids_like_it(workspace: Path, asked: str, words: str) -> None:
    ran = planner("clocks", workspace, asked)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"planner: {words}")
