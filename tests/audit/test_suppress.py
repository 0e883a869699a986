"""No small count can be read or worked out from what is shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.audit.suppress import THRESHOLD, cover_parts, is_revealing, is_small

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=8)


def test_few_are_small_and_nobody_is_not() -> None:
    assert [count for count in range(8) if is_small(count)] == [1, 2, 3, 4]


def test_a_single_small_part_takes_another_with_it() -> None:
    assert cover_parts([3, 20, 9, 0]).parts == {0, 2}
    assert cover_parts([20, 9, 0]).parts == set()
    assert cover_parts([1, 1, 30]).parts == {0, 1, 2}


def test_the_whole_goes_when_nothing_else_covers_a_part() -> None:
    assert cover_parts([3]).whole
    assert cover_parts([3, 0, 0]).whole
    assert cover_parts([4, 4]).whole
    assert not cover_parts([0, 0]).whole


def test_a_group_goes_when_the_others_are_few() -> None:
    assert [count for count in range(13) if is_revealing(count, 12)] == [1, 2, 3, 4, 8, 9, 10, 11]


@settings(deadline=None)
@given(COUNTS, st.sets(st.integers(0, 7)))
def test_what_is_shown_tells_no_small_count(counts: list[int], hidden: set[int]) -> None:
    before = {position for position in hidden if position < len(counts)}
    cover = cover_parts(counts, before)
    assert before <= cover.parts
    assert [count for position, count in enumerate(counts) if is_small(count) and position not in cover.parts] == []
    rest = sum(counts[position] for position in cover.parts)
    filled = [position for position in cover.parts if counts[position]]
    if not cover.whole and filled:
        # Whole less shown is the sum of the hidden ones: two at least, and too many for each to be known as small.
        assert len(filled) > 1
        assert rest >= 2 * THRESHOLD


@settings(deadline=None)
@given(COUNTS)
def test_nothing_is_hidden_without_need(counts: list[int]) -> None:
    if not any(is_small(count) for count in counts):
        assert (cover_parts(counts).parts, cover_parts(counts).whole) == (frozenset(), False)
