"""Answers as plain values: what a change costs, whom it displaces, what was binding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.ids import PartyId, PersonId
from planner.domain.plan import MAXIMISED, Measure, PersonPlan
from planner.explain.capacity import Capacity
from planner.explain.target import TargetKind


@dataclass(frozen=True, slots=True)
class Displaced:
    """Somebody who would go elsewhere to make room.

    Attributes
    ----------
    day
        First day on which something is different.
    before, after
        Site or departure on that day; empty without a bed.
    """

    party_id: PartyId
    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What the best plan found with something forced has more or less than the plan, measure by measure.

    Attributes
    ----------
    changes
        Value less the plan's value, in the order of the tiers.
    proven
        Measures whose change is proven: with those before as they are, no plan has a better value.
    displaced
        Who else would be elsewhere or leave otherwise; None when everybody was planned anew.
    least
        First measure that must change, and by how much at least, as far as proofs say; None when none must.
    """

    changes: Mapping[Measure, int]
    proven: frozenset[Measure]
    displaced: tuple[Displaced, ...] | None
    least: tuple[Measure, int] | None = None

    @property
    def decisive(self) -> Measure | None:
        """First measure that changes: it decides, whatever comes after; None when nothing is lost."""
        return next((measure for measure, change in self.changes.items() if change), None)

    @property
    def is_worse(self) -> bool:
        """Whether the decisive measure is worse than in the plan."""
        decisive = self.decisive
        if decisive is None:
            return False
        return self.changes[decisive] < 0 if decisive in MAXIMISED else self.changes[decisive] > 0

    @property
    def is_decided(self) -> bool:
        """Whether the first measure that changes, or that none does, is proven."""
        decisive = self.decisive
        return decisive in self.proven if decisive else set(self.changes) <= self.proven


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something a person could have instead.

    Attributes
    ----------
    target_id
        Site or departure.
    when
        Night in a bed at the site, or day of the departure.
    cost
        None when no lawful itinerary gives it.
    """

    kind: TargetKind
    target_id: str
    when: date
    cost: Cost | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why one person is where the plan says.

    Attributes
    ----------
    alternatives
        The next best, the least costly first.
    num_looked_at
        How many other sites and departures there were to choose from.
    binding
        Capacities that the itinerary uses, that are full, and that a price stands on.
    alike
        Parties that every rule treats alike, in the order in which they take itineraries.
    """

    person: PersonPlan
    binding: tuple[Capacity, ...]
    alternatives: tuple[Alternative, ...]
    num_looked_at: int
    alike: tuple[PartyId, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a person is not at a site or on a departure.

    Attributes
    ----------
    rule
        The rule that forbids it, as a sentence; empty when it is lawful.
    has_it
        Whether the plan gives just that.
    """

    person_id: PersonId
    alternative: Alternative
    rule: str
    has_it: bool
