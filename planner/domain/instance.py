"""One morning's problem, validated: what the optimiser gets and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.domain.horizon import Horizon
from planner.domain.ids import PersonId, PlaceId
from planner.domain.incidents import Incident
from planner.domain.locks import Lock, PlannedNight
from planner.domain.people import Party
from planner.domain.rules import Rules
from planner.domain.sites import Site
from planner.domain.transport import DayResources, Departure, Leg, PlannedAdmission


@dataclass(frozen=True, slots=True, order=True)
class Triage:
    """A doubtful row: planned around and shown first, never silently mended.

    Attributes
    ----------
    code
        Short code of the kind of doubt, for example ``head_count``.
    subject
        The id the doubt is about.
    message
        What is doubtful and how the plan treats it.
    """

    code: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class ParityRecord:
    """Where the balance with France stands on the plan date.

    Attributes
    ----------
    balance_before
        People transferred less people admitted, over all dates before the plan date.
    transferred_this_week
        People transferred from Monday of the plan date's week to the day before the plan date.
    """

    balance_before: int
    transferred_this_week: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One planning problem. Every tuple is sorted by id, so that row order in the files means nothing.

    Attributes
    ----------
    as_of
        Moment the inputs describe, UTC.
    parties
        Known people in their parties, then expected arrivals.
    keep_apart
        Pairs of people (smaller id first) who may share neither site (or unit) on a night nor a departure.
    resources
        One entry a day of the horizon.
    travel
        Minutes and km by road between places (sites and places of departure), both directions given.
    parity
        Balance (transferred less admitted) before the plan date, and people transferred since Monday.
    triage
        Doubtful rows.
    """

    horizon: Horizon
    as_of: datetime
    rules: Rules
    incidents: tuple[Incident, ...]
    parties: tuple[Party, ...]
    keep_apart: tuple[tuple[PersonId, PersonId], ...]
    sites: tuple[Site, ...]
    departures: tuple[Departure, ...]
    resources: tuple[DayResources, ...]
    travel: Mapping[tuple[PlaceId, PlaceId], Leg]
    parity: ParityRecord
    planned_admissions: tuple[PlannedAdmission, ...]
    locks: tuple[Lock, ...]
    yesterday: tuple[PlannedNight, ...]
    triage: tuple[Triage, ...]
