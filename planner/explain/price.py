"""What one more of a capacity is worth, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from planner.domain.plan import MAXIMISED, Measure
from planner.explain.capacity import Capacity
from planner.explain.session import Session
from planner.model.itinerary import COUNTS
from planner.model.proof import Proof

PRICED = (
    Measure.UNPLACED_NIGHTS,
    Measure.TRANSFERS,
    Measure.EXPIRING_TRANSFERS,
    Measure.LIVE_CASES_LET_GO,
    Measure.DETENTION_NIGHTS,
)
"""What prices are told in; moves, minutes and changes are left out."""

SMALL = 1e-4
"""A price below this is rounding error."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one more of a capacity, on each of some days, is worth.

    Attributes
    ----------
    days
        Of one kind and subject: the days on which there is one more.
    worth
        By measure, over all of these days: how much better the linear programme becomes. What comes after the first is worth that only
        as long as the first stays as it is.
    fewer, more
        How many fewer and how many more the first worth holds for, each of the days; of those tried the most.
    changes
        Change of every measure when planned again with one more.
    proven
        Measures whose change is proven.
    """

    days: tuple[Capacity, ...]
    worth: Mapping[Measure, float]
    fewer: int = 0
    more: int = 0
    changes: Mapping[Measure, int] | None = None
    proven: frozenset[Measure] = frozenset()

    @property
    def measure(self) -> Measure:
        """The first measure in which it is worth anything: it decides."""
        return next(iter(self.worth))

    @property
    def agrees(self) -> bool:
        """Whether planning again gives in that measure what the linear programme says, and leaves those before as they are."""
        if self.changes is None:
            return False
        before = takewhile(lambda measure: measure is not self.measure, self.changes)
        gained = self.changes[self.measure] * (1 if self.measure in MAXIMISED else -1)
        return not any(self.changes[measure] for measure in before) and abs(gained - self.worth[self.measure]) < SMALL


def proofs_of(session: Session) -> Mapping[Measure, Proof]:
    """The proofs of what prices are told in, in the order solved."""
    found: dict[Measure, Proof] = {}
    for proof in session.proven.proofs:
        measure = COUNTS[proof.position]
        if measure is not None and measure in PRICED:
            found[measure] = proof
    return found
