"""A party on its way through the first-come rule."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from planner.clocks import PartyClock
from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, PartyId, SiteId, UnitId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, LockKind
from planner.domain.people import Category, Party
from planner.domain.plan import PersonPlan, PlannedStep, Status, Stay
from planner.domain.rules import StaffedStep
from planner.domain.sites import Site, SiteRole

Kind: TypeAlias = tuple[Category, frozenset[str]]
"""Category and care needs of a member."""

STATUS = {SiteRole.LANDING: Status.LANDING, SiteRole.ONWARD: Status.ONWARD, SiteRole.LOCAL_AUTHORITY: Status.LOCAL_AUTHORITY}


@dataclass(slots=True)
class Guest:
    """One party, where it is and what is done of its case.

    Attributes
    ----------
    units
        Unit of each member last night; None without a bed.
    began
        When the stay at this kind of place began.
    log
        Changes of place: first night, site, units.
    done
        Day of each case step taken, in order.
    ready
        First day of a transfer as far as all steps are taken; None before.
    must_be, not_at, only_on, not_on
        Pins: site by night, sites and departures asked for or refused.
    """

    party: Party
    clock: PartyClock
    kinds: tuple[Kind, ...]
    site: Site
    units: tuple[UnitId, ...] | None
    began: datetime
    ready: int | None
    log: list[tuple[int, Site, tuple[UnitId, ...] | None]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    is_settled: bool = False
    left_on: tuple[int, DepartureId] | None = None
    must_be: dict[int, str] = field(default_factory=dict)
    not_at: dict[int, set[str]] = field(default_factory=dict)
    only_on: str = ""
    not_on: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Number of people."""
        return self.party.size

    @property
    def is_pinned(self) -> bool:
        """Whether a planner asked for a place or a departure."""
        return bool(self.must_be or self.only_on)

    def is_open(self, day: int) -> bool:
        """Whether a transfer is still possible, with the steps that are left."""
        last = self.clock.last_transfer_day
        return last is not None and last >= day and all(latest >= day for latest in self.clock.step_latest[len(self.done) :])

    def may_be_held_on(self, num_days: int) -> bool:
        """Whether a transfer stays possible after the horizon."""
        last = self.clock.last_transfer_day
        return last is not None and last >= num_days and all(latest >= num_days for latest in self.clock.step_latest[len(self.done) :])

    def sleeps(self, day: int, site: Site, units: tuple[UnitId, ...] | None) -> None:
        """Note where a night is spent."""
        if not self.log or (site.site_id, units) != (self.log[-1][1].site_id, self.log[-1][2]):
            self.log.append((day, site, units))
        self.site, self.units = site, units

    def plans(self, num_days: int) -> Iterator[PersonPlan]:
        """The plan of each member."""
        for index, person in enumerate(self.party.people):
            done = {
                StaffedStep.SCREENING: person.case.screened_on,
                StaffedStep.DECISION: person.case.decided_on,
                StaffedStep.NOTICE: person.case.notice_served_on,
            }
            steps = zip(self.clock.case.steps, self.done, strict=False)
            yield PersonPlan(
                person_id=person.person_id,
                party_id=self.party.party_id,
                is_expected=self.party.is_expected,
                stays=tuple(self._stays(index, num_days)),
                steps=tuple(PlannedStep(step.step, day) for step, day in steps if done[step.step] is None),
                reason_code="first_come",
                reason="What was left when this party's turn came.",
            )

    def _stays(self, index: int, num_days: int) -> Iterator[Stay]:
        end = num_days if self.left_on is None else self.left_on[0]
        if self.clock.entry_day:
            yield Stay(Status.EXPECTED, 0, self.clock.entry_day - 1, None, None, None)
        runs: list[tuple[int, Site, UnitId | None]] = []
        for night, site, units in self.log:
            unit = units[index] if units else None
            if not runs or (site.site_id, unit) != (runs[-1][1].site_id, runs[-1][2]):
                runs.append((night, site, unit))
        ends = [*(night for night, _, _ in runs[1:]), end]
        for (night, site, unit), stop in zip(runs, ends, strict=False):
            status = Status.UNPLACED if unit is None else STATUS.get(site.role, Status.DETAINED)
            yield Stay(status, night, stop - 1, SiteId(site.site_id), unit, None)
        if self.left_on is not None:
            yield Stay(Status.TRANSFERRED, end, num_days - 1, None, None, self.left_on[1])


def guests_of(instance: Instance, clocks: tuple[PartyClock, ...]) -> list[Guest]:
    """Everybody in their turn: who is pinned first, then by the moment of landing."""
    sites = {site.site_id: site for site in instance.sites}
    pins: defaultdict[PartyId, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
        pins[lock.party_id].append(lock)
    guests = [
        _guest(party, clock, sites[party.people[0].site_id], pins[party.party_id], instance.horizon)
        for party, clock in zip(instance.parties, clocks, strict=True)
    ]
    return sorted(
        guests, key=lambda guest: (not guest.is_pinned, min(person.landed_at for person in guest.party.people), guest.party.party_id)
    )


def _guest(party: Party, clock: PartyClock, site: Site, pins: list[Lock], horizon: Horizon) -> Guest:
    units = tuple(person.unit_id for person in party.people if person.unit_id)
    guest = Guest(
        party=party,
        clock=clock,
        kinds=tuple((category, person.care_needs) for person, category in zip(party.people, clock.categories, strict=True)),
        site=site,
        units=units if len(units) == party.size else None,
        began=min(person.arrived_at for person in party.people),
        ready=None if clock.case.steps else clock.case.ready_day,
    )
    for pin in pins:
        first = horizon.day_of(pin.first_night) if pin.first_night else 0
        last = horizon.day_of(pin.last_night) if pin.last_night else horizon.num_days - 1
        nights = range(max(first, clock.entry_day), min(last, horizon.num_days - 1) + 1)
        match pin.kind:
            case LockKind.SITE:
                guest.must_be |= dict.fromkeys(nights, pin.target_id)
            case LockKind.NOT_SITE:
                for night in nights:
                    guest.not_at.setdefault(night, set()).add(pin.target_id)
            case LockKind.DEPARTURE:
                guest.only_on = pin.target_id
            case LockKind.NOT_DEPARTURE:
                guest.not_on.add(pin.target_id)
    return guest
