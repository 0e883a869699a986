"""Seats that stay empty, by counting every outcome: whole numbers and exact fractions, nothing carried over from the planner.

Of n parties, each either drops out or does not. Whether k given ones do and the others do not has a chance that depends on k alone: the
moment of the beta distribution. So outcomes are counted by parties out and seats empty, and each count is weighed once.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from math import prod

from planner.domain.attrition import Attrition

Outcomes = Counter[tuple[int, int]]
"""Outcomes by parties out and seats empty."""


def with_booked(booked: Iterable[int]) -> Outcomes:
    """Count what may become of booked parties of so many people."""
    outcomes: Outcomes = Counter({(0, 0): 1})
    for people in booked:
        after: Outcomes = Counter()
        for (out, empty), count in outcomes.items():
            after[out, empty] += count
            after[out + 1, empty + people] += count
        outcomes = after
    return outcomes


def with_reserve(outcomes: Outcomes, people: int) -> Outcomes:
    """Count what may become of one reserve more: it fills seats when it is there and they are enough for all of it."""
    after: Outcomes = Counter()
    for (out, empty), count in outcomes.items():
        after[out, empty - people if people <= empty else empty] += count
        after[out + 1, empty] += count
    return after


def expected_empty(outcomes: Outcomes, parties: int, attrition: Attrition) -> Fraction:
    """Seats expected to stay empty, of so many parties in all."""
    chances = _Chances(parties, attrition)
    return Fraction(sum(chances.parts(out) * empty * count for (out, empty), count in outcomes.items()), chances.whole)


def chance_of_more(outcomes: Outcomes, parties: int, attrition: Attrition, allowed: int) -> Fraction:
    """Chance of more empty seats than allowed, of so many parties in all."""
    chances = _Chances(parties, attrition)
    above = Counter(dict.fromkeys(range(parties + 1), 0))
    for (out, empty), count in outcomes.items():
        above[out] += count if empty > allowed else 0
    return Fraction(sum(chances.parts(out) * count for out, count in above.items()), chances.whole)


class _Chances:
    """Chance that some given parties drop out and all others do not, as whole parts of one whole."""

    def __init__(self, parties: int, attrition: Attrition) -> None:
        mean, alike = Fraction(str(attrition.drop_out)), Fraction(str(attrition.alike))
        scale = mean.denominator * alike.denominator  # as many factors above as below: it cancels
        self._parties, self._alike = parties, int(alike * scale)
        self._gone, self._there = int(mean * (1 - alike) * scale), int((1 - mean) * (1 - alike) * scale)
        self.whole = _rising(int((1 - alike) * scale), self._alike, parties)

    def parts(self, out: int) -> int:
        """Parts for so many given parties out."""
        return _rising(self._gone, self._alike, out) * _rising(self._there, self._alike, self._parties - out)


@cache
def _rising(first: int, step: int, count: int) -> int:
    """Product of so many numbers, each by a step more than the one before."""
    return prod(first + step * before for before in range(count))
