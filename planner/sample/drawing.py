"""Seeded drawing: the same seed gives the same people on every machine.

Only ``random.Random`` with text seeds is used: its stream is documented to stay the same between Python versions, and one stream a
topic keeps a change in one table from moving every other.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, topic: str) -> Random:
    """Give the stream of a topic."""
    return Random(f"{seed}:{topic}")


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights, by largest remainder; the parts add up to the total."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def dealt(random: Random, total: int, shares: Sequence[tuple[T, float]]) -> list[T]:
    """Deal values in exact shares, shuffled: a list of length ``total``."""
    counts = apportion(total, [share for _, share in shares])
    values = [value for (value, _), count in zip(shares, counts, strict=True) for _ in range(count)]
    random.shuffle(values)
    return values
