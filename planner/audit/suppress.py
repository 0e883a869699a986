"""Hides small counts, and as many others as it takes that they can not be worked out from the total.

References
----------
Office for National Statistics, policy on statistical disclosure control: counts of few people are not shown, nor what reveals them.
Government Analysis Function, shorthand in tables: ``[c]`` stands for a confidential value.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

THRESHOLD = 5
"""Least number of people a figure may rest on: a planning assumption. Some publishers ask for ten."""

HIDDEN = "[c]"


@dataclass(frozen=True, slots=True)
class Cover:
    """What is hidden of the parts of a whole.

    Attributes
    ----------
    parts
        Positions of hidden parts.
    whole
        Whether the whole must be hidden too, and then everything: no choice of parts covers them.
    """

    parts: frozenset[int]
    whole: bool


def is_small(count: int) -> bool:
    """Whether a count is of so few people that it is not shown; nobody is no person, so 0 is shown."""
    return 0 < count < THRESHOLD


def cover_parts(counts: Sequence[int], hidden: Collection[int] = ()) -> Cover:
    """Choose what to hide of parts that add up to a whole which is shown.

    Small parts are hidden. Then the smallest of the others follow, until at least two that are not 0 are hidden and together they are
    twice the threshold: whole less shown then gives neither of them.

    Parameters
    ----------
    counts
        People each part rests on.
    hidden
        Parts that are hidden already.
    """
    parts = {*hidden, *(position for position, count in enumerate(counts) if is_small(count))}
    others = sorted((count, position) for position, count in enumerate(counts) if count and position not in parts)
    while not _is_covered(counts, parts) and others:
        parts.add(others.pop(0)[1])
    return Cover(frozenset(parts), not _is_covered(counts, parts))


def is_revealing(count: int, whole: int) -> bool:
    """Whether a group, or all others, are so few that the group is not shown beside the whole."""
    return is_small(count) or is_small(whole - count)


def _is_covered(counts: Sequence[int], parts: Collection[int]) -> bool:
    filled = [counts[position] for position in parts if counts[position]]
    return not filled or (len(filled) > 1 and sum(filled) >= 2 * THRESHOLD)
