"""``planner explain`` as its users meet it."""

import json
from pathlib import Path

import pytest

from tests.app.commands import planner
from tests.workspaces import tiny_workspace


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    assert planner("plan", tiny_workspace(folder), "--out", folder / "pack").code == 0
    return folder / "pack"


def people(pack: Path) -> list[dict[str, object]]:
    return json.loads((pack / "plan.json").read_text(encoding="utf-8"))["people"]


def test_why_somebody_is_there(pack: Path) -> None:
    person = str(people(pack)[0]["person_id"])
    ran = planner("explain", pack, "--person", person)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Why {person} is where the plan says\n  10 August 2026")


def test_everybody_at_once_as_json(pack: Path) -> None:
    ids = [str(person["person_id"]) for person in people(pack)]
    ran = planner("explain", pack, *(word for person in ids for word in ("--person", person)), "--json")
    assert ran.code == 0
    answers = json.loads(ran.out)["people"]
    assert [answer["person_id"] for answer in answers] == ids
    alternatives = [each for answer in answers for each in answer["alternatives"]]
    assert alternatives
    assert all(each["decided_by"] is None or each["decided_by"] in each["changes"] for each in alternatives)


def test_the_same_question_has_the_same_answer(pack: Path) -> None:
    person = str(people(pack)[1]["person_id"])
    first, second = (planner("explain", pack, "--person", person, "--json").out for _ in range(2))
    assert first == second


def test_where_the_plan_has_somebody_costs_nothing(pack: Path) -> None:
    person = next(each for each in people(pack) if any(stay["unit_id"] for stay in each["stays"]))
    stay = next(stay for stay in person["stays"] if stay["unit_id"])
    ran = planner("explain", pack, "--why-not", person["person_id"], stay["site_id"], "--night", stay["first_night"])
    assert ran.code == 0
    assert "The plan gives just that." in ran.out


def test_unknown_ids_name_others_like_them(pack: Path) -> None:
    person = str(people(pack)[0]["person_id"])
    nobody = planner("explain", pack, "--person", person[:-1])
    assert (nobody.code, nobody.out) == (2, "")
    assert f"nobody has the id {person[:-1]}; ids like it: {person}" in nobody.err
    nowhere = planner("explain", pack, "--why-not", person, "NOWHERE")
    assert nowhere.code == 2
    assert "NOWHERE is neither a site nor a departure; ids like it: " in nowhere.err


def test_nothing_asked_is_said(pack: Path) -> None:
    ran = planner("explain", pack)
    assert ran.code == 2
    assert "ask something" in ran.err
