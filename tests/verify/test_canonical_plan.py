"""The quick reader of plan.json says what the strict one says, or leaves it to that one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import PackError
from planner.verify.canonical_plan import read_canonical
from planner.verify.stored_plan import StoredPlan, _read_strictly
from tests.verify.damage import Mutation
from tests.verify.pack_data import DAY_0
from tests.verify.packs import Draft
from tests.verify.test_mutations import MUTATIONS
from tests.verify.test_reading import BROKEN


def _text(draft: Draft) -> str:
    return json.dumps(draft.plan, ensure_ascii=False, indent=1) + "\n"


def _quickly(text: str) -> StoredPlan | None:
    found = read_canonical(text, DAY_0)
    return found and StoredPlan(*found, (), is_tidy=True)


def test_a_sound_plan_is_read_quickly() -> None:
    text = _text(Draft())
    assert _quickly(text) == _read_strictly(text, "plan.json", DAY_0)


def test_texts_of_all_kinds_are_read_quickly() -> None:
    draft = Draft()
    draft.person("P01")["reason"] = 'é "quoted" \\ back\nline\ttab \x7f \u2028 😀 {"a": [1]}'
    text = _text(draft)
    found = _quickly(text)
    assert found is not None
    assert found == _read_strictly(text, "plan.json", DAY_0)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damaged_plans_are_read_the_same_or_left(mutation: Mutation, tmp_path: Path) -> None:
    draft = Draft()
    mutation.damage(draft)
    text = (draft.write(tmp_path / "pack") / "plan.json").read_bytes().decode("utf-8")
    found = _quickly(text)
    assert found is None or found == _read_strictly(text, "plan.json", DAY_0)


@pytest.mark.parametrize("name", [name for name, (file, _, _) in BROKEN.items() if file == "plan.json"])
def test_broken_plans_are_left(name: str, tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    BROKEN[name][1](pack / "plan.json")
    text = (pack / "plan.json").read_bytes().decode("utf-8")
    assert _quickly(text) is None
    with pytest.raises(PackError):
        _read_strictly(text, "plan.json", DAY_0)


ODD: dict[str, Callable[[str], str]] = {
    "key of its own": lambda text: text.replace(' "horizon_days"', ' "more": 1,\n "horizon_days"'),
    "no line feed at the end": lambda text: text[:-1],
    "a blank more": lambda text: text.replace('"steps": []', '"steps": [ ]', 1),
    "escaped letter": lambda text: text.replace('"onward"', '"\\u006fnward"', 1),
    "yes for true": lambda text: text.replace("false", "0", 1),
    "number with a point": lambda text: text.replace('"gap": 0', '"gap": 0.0', 1),
    "number with an exponent": lambda text: text.replace('"gap": 0', '"gap": 0e0', 1),
    "list for a text": lambda text: text.replace('"person_id": "P01"', '"person_id": ["P01"]', 1),
    "number for a text": lambda text: text.replace('"person_id": "P01"', '"person_id": 1', 1),
    "text for a list": lambda text: text.replace('"steps": []', '"steps": ""', 1),
    "null for a list": lambda text: text.replace('"steps": []', '"steps": null', 1),
    "list for everything": lambda _: "[]\n",
    "nothing": lambda _: "",
    "very deep": lambda _: "[" * 100_000,
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_left(name: str) -> None:
    sound = _text(Draft())
    odd = ODD[name](sound)
    assert odd != sound
    assert _quickly(odd) is None
