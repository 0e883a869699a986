"""The smallest set that has something in common with each of some sets."""

from collections import Counter
from collections.abc import Sequence


def smallest_hitting(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    """A smallest set that meets every one of some sets, none of them empty; among equals always the same one.

    Branch and bound: some member of the smallest set that is not met yet has to be in it, and sets without a common member
    need one each.
    """
    best = _greedy(sets)

    def search(chosen: frozenset[int], waiting: list[frozenset[int]]) -> None:
        nonlocal best
        if not waiting:
            best = chosen if len(chosen) < len(best) else best
        elif len(chosen) + _disjoint(waiting) < len(best):
            for member in sorted(min(waiting, key=lambda each: (len(each), sorted(each)))):
                search(chosen | {member}, [each for each in waiting if member not in each])

    search(frozenset(), list(dict.fromkeys(sets)))
    return best


def _greedy(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    """A set that meets all of them: again and again what most of those left have."""
    chosen: set[int] = set()
    waiting: list[frozenset[int]] = list(sets)
    while waiting:
        times = Counter(member for each in waiting for member in each)
        chosen.add(min(times, key=lambda member: (-times[member], member)))
        waiting = [each for each in waiting if not chosen & each]
    return frozenset(chosen)


def _disjoint(sets: Sequence[frozenset[int]]) -> int:
    """How many of them, taken one after the other, have nothing in common."""
    taken, count = set[int](), 0
    for each in sorted(sets, key=len):
        if not taken & each:
            taken |= each
            count += 1
    return count
