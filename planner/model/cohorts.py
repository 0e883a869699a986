"""Cohorts: parties that every rule treats alike, so that the model grows with kinds of cases and not with people."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from planner.clocks import PartyClock
from planner.domain.horizon import Horizon
from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance
from planner.domain.locks import Lock, PlannedNight
from planner.domain.people import Party
from planner.model.options import MemberClass, Shape, shape_of

Usual: TypeAlias = tuple[tuple[int, str, str, int], ...]
"""Yesterday's plan for the coming days: ``(day, site, departure, people)``, sorted."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Parties alike in everything a rule looks at.

    Attributes
    ----------
    parties
        Ids in canonical order: longest wait, earliest deadline, id.
    clock
        The clock of each of them (ids apart).
    start_site
        Site id where they are now.
    start_placement
        ``(class, unit id, people)`` they occupy now; empty at a landing place.
    apart
        Keep-apart pairs (by index) that a member of the party belongs to; such a cohort has one party.
    locks
        Locks on the party; such a cohort has one party.
    """

    parties: tuple[PartyId, ...]
    shape: Shape
    clock: PartyClock
    start_site: str
    start_placement: tuple[tuple[int, str, int], ...]
    yesterday: Usual
    apart: tuple[int, ...]
    locks: tuple[Lock, ...]

    @property
    def count(self) -> int:
        """Number of parties."""
        return len(self.parties)

    @property
    def size(self) -> int:
        """People in each party."""
        return sum(people for _, people in self.shape)


def build_cohorts(instance: Instance, clocks: tuple[PartyClock, ...]) -> tuple[Cohort, ...]:
    """Group the parties of an instance, in the order of each cohort's first party id."""
    yesterday = _yesterday(instance)
    apart = _apart_by_party(instance)
    locks: defaultdict[PartyId, list[Lock]] = defaultdict(list)
    for lock in instance.locks:
        locks[lock.party_id].append(lock)
    groups: defaultdict[Hashable, list[tuple[Party, PartyClock, Usual]]] = defaultdict(list)
    for party, clock in zip(instance.parties, clocks, strict=True):
        alone = party.party_id if apart.get(party.party_id) or party.party_id in locks else ""
        usual = _usual(party, yesterday, instance.horizon)
        groups[(_signature(party, clock), usual, alone)].append((party, clock, usual))
    return tuple(_cohort(members, apart, locks) for members in groups.values())


def _cohort(
    members: list[tuple[Party, PartyClock, Usual]],
    apart: Mapping[PartyId, tuple[int, ...]],
    locks: Mapping[PartyId, list[Lock]],
) -> Cohort:
    party, clock, usual = members[0]
    shape, placement = _start(party, clock)
    return Cohort(
        parties=tuple(sorted(member.party_id for member, _, _ in members)),
        shape=shape,
        clock=clock,
        start_site=party.people[0].site_id,
        start_placement=placement,
        yesterday=usual,
        apart=apart.get(party.party_id, ()),
        locks=tuple(locks.get(party.party_id, ())),
    )


def member_classes(party: Party, clock: PartyClock) -> list[MemberClass]:
    """Class of each member, in the order of ``party.people``."""
    return [(category, person.care_needs) for person, category in zip(party.people, clock.categories, strict=True)]


def _start(party: Party, clock: PartyClock) -> tuple[Shape, tuple[tuple[int, str, int], ...]]:
    classes = member_classes(party, clock)
    shape = shape_of(classes)
    number = {member: index for index, (member, _) in enumerate(shape)}
    units: defaultdict[tuple[int, str], int] = defaultdict(int)
    for person, member in zip(party.people, classes, strict=True):
        if person.unit_id is not None:
            units[(number[member], person.unit_id)] += 1
    return shape, tuple(sorted((index, unit, count) for (index, unit), count in units.items()))


def _signature(party: Party, clock: PartyClock) -> Hashable:
    shape, placement = _start(party, clock)
    return (
        shape,
        party.people[0].site_id,
        placement,
        party.is_expected,
        clock.entry_day,
        clock.detention_nights,
        clock.departures,
        clock.case,
        clock.stay_nights,
        clock.last_transfer_day,
        clock.step_latest,
        clock.is_live,
        clock.wait_days,
    )


def _yesterday(instance: Instance) -> Mapping[PersonId, list[PlannedNight]]:
    stable: set[date] = set(instance.horizon.dates()[: instance.rules.stability_days])
    rows: defaultdict[PersonId, list[PlannedNight]] = defaultdict(list)
    for row in instance.yesterday:
        if row.night in stable:
            rows[row.person_id].append(row)
    return rows


def _usual(party: Party, yesterday: Mapping[PersonId, list[PlannedNight]], horizon: Horizon) -> Usual:
    counts: defaultdict[tuple[date, str, str], int] = defaultdict(int)
    for person in party.people:
        for row in yesterday.get(person.person_id, ()):
            counts[(row.night, row.site_id or "", row.departure_id or "")] += 1
    return tuple(sorted((horizon.day_of(night), site, departure, people) for (night, site, departure), people in counts.items()))


def _apart_by_party(instance: Instance) -> Mapping[PartyId, tuple[int, ...]]:
    party_of = {person.person_id: party.party_id for party in instance.parties for person in party.people}
    pairs: defaultdict[PartyId, list[int]] = defaultdict(list)
    for index, pair in enumerate(instance.keep_apart):
        for person in pair:
            pairs[party_of[person]].append(index)
    return {party: tuple(sorted(indices)) for party, indices in pairs.items()}
