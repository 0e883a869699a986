"""A plan, down to the person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PartyId, PersonId, SiteId, UnitId
from planner.domain.rules import StaffedStep, Tier


class Status(StrEnum):
    """How a person spends a run of nights, or how the itinerary ends."""

    EXPECTED = "expected"
    """Forecast, not yet ashore."""
    LANDING = "landing"
    """In a bed at a landing place."""
    DETAINED = "detained"
    """In a bed at a processing, removal, short-term or pre-departure place."""
    ONWARD = "onward"
    LOCAL_AUTHORITY = "local_authority"
    UNPLACED = "unplaced"
    """Without a lawful bed; the site is where the person is, not where the person belongs."""
    TRANSFERRED = "transferred"
    """Left for France on the day ``first_night``; no bed from that night on."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A run of nights in one place, or the transfer.

    Attributes
    ----------
    first_night, last_night
        Day indices, both included; a transfer runs from its day to the end of the horizon.
    site_id, unit_id
        Where; no unit while unplaced, neither while expected or transferred.
    departure_id
        Given for a transfer only.
    """

    status: Status
    first_night: int
    last_night: int
    site_id: SiteId | None
    unit_id: UnitId | None
    departure_id: DepartureId | None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A case step that staff do for one person on a day of the horizon."""

    step: StaffedStep
    day: int


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One person's itinerary; the stays cover every night of the horizon, in order, once.

    Attributes
    ----------
    reason
        Why the person has no lawful bed, or is not transferred although the case is live; empty when neither.
    """

    person_id: PersonId
    party_id: PartyId
    is_expected: bool
    stays: tuple[Stay, ...]
    steps: tuple[PlannedStep, ...]
    reason_code: str
    reason: str


class Measure(StrEnum):
    """What is counted. ``planner.domain.plan.TIER_OF`` says in which tier."""

    UNPLACED_NIGHTS = "unplaced_nights"
    TRANSFERS = "transfers"
    EXPIRING_TRANSFERS = "expiring_transfers"
    LIVE_CASES_LET_GO = "live_cases_let_go"
    DETENTION_NIGHTS = "detention_nights"
    PERSON_MOVES = "person_moves"
    ROAD_MINUTES = "road_minutes"
    CHANGES = "changes"
    WAIT_ORDER = "wait_order"
    DEADLINE_ORDER = "deadline_order"


TIER_OF: dict[Measure, Tier] = {
    Measure.UNPLACED_NIGHTS: Tier.UNPLACED,
    Measure.TRANSFERS: Tier.TRANSFERS,
    Measure.EXPIRING_TRANSFERS: Tier.TRANSFERS,
    Measure.LIVE_CASES_LET_GO: Tier.LIVE_CASES,
    Measure.DETENTION_NIGHTS: Tier.DETENTION,
    Measure.PERSON_MOVES: Tier.MOVEMENT,
    Measure.ROAD_MINUTES: Tier.MOVEMENT,
    Measure.CHANGES: Tier.STABILITY,
}
"""Tier of each measure; the two order measures come after every tier and settle ties."""

MAXIMISED = frozenset({Measure.TRANSFERS, Measure.EXPIRING_TRANSFERS})
"""Measures of which more is better; of all others less is."""


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """Value reached, proven bound, and the gap between them, all whole people, nights or minutes."""

    measure: Measure
    value: int
    bound: int

    @property
    def gap(self) -> int:
        """Distance to the proven bound; 0 means proven optimal, given the measures before it."""
        return abs(self.value - self.bound)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one morning.

    Attributes
    ----------
    people
        Every person, known and expected, sorted by id: nobody disappears from a plan.
    measures
        In the order they were solved.
    """

    horizon: Horizon
    rules_version: str
    people: tuple[PersonPlan, ...]
    measures: tuple[MeasureResult, ...]

    @property
    def plan_date(self) -> date:
        """Day 0."""
        return self.horizon.first_date
