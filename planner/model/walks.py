"""Cohorts that walk through the nights alike: at any prices the same costs, so that they are worked out once."""

from dataclasses import dataclass

import numpy as np

from planner.model.block import Block, some_of
from planner.model.network import Ints


@dataclass(frozen=True, slots=True)
class Walks:
    """What of a block is walked through.

    Attributes
    ----------
    block
        The same block with one cohort of each kind.
    of
        ``(C,)`` position there of the kind of each cohort; rising with the entry day as cohorts do.
    """

    block: Block
    of: Ints


def each_its_own(block: Block) -> Walks:
    """Every cohort by itself: where prices name single cohorts."""
    return Walks(block, np.arange(len(block.cohorts)))


def shared(block: Block) -> Walks:
    """One walk for all cohorts that differ only in case steps, the order of waiting, or what is lawful of departures.

    These count at the end of an itinerary. Cohorts with locks or keep-apart partners go by themselves.
    """
    everyone = len(block.cohorts)
    own = np.zeros(everyone, dtype=np.int64)
    own[block.own.at] = 1 + np.arange(len(block.own.at))
    moved = block.lanes.moved
    parts = (block.shapes, block.sizes, block.entry_days, block.start_sites, own, block.lawful, block.start_moved, block.changes)
    several = (*parts, moved) if moved.shape[-1] == everyone else parts
    keys = np.concatenate([part.reshape(-1, everyone).astype(np.float64) for part in several]).T.copy()
    numbers: dict[bytes, int] = {}
    of = np.array([numbers.setdefault(key.tobytes(), len(numbers)) for key in keys], dtype=np.int64)
    _, first = np.unique(of, return_index=True)
    return Walks(some_of(block, first), of)
