"""JSON text is what the standard library writes, to the byte."""

import json

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import Status
from planner.plan.json_text import Json, json_text

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES: st.SearchStrategy[Json] = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=20
)


@given(VALUES)
def test_as_the_standard_library_writes_it(value: Json) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=1)


def test_a_generator_is_a_list() -> None:
    assert json_text({"people": ({"id": number} for number in range(2))}) == json.dumps({"people": [{"id": 0}, {"id": 1}]}, indent=1)
    assert json_text({"people": (number for number in range(0))}) == json.dumps({"people": []}, indent=1)


def test_words_of_an_enumeration_are_texts() -> None:
    assert json_text([Status.ONWARD, {"status": Status.UNPLACED}]) == json.dumps(["onward", {"status": "unplaced"}], indent=1)
