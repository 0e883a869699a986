"""Cohorts: parties that every rule treats alike, so that the model grows with kinds of cases and not with people."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from planner.clocks import PartyClock
from planner.domain.horizon import Horizon, london_date
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
    wait_days, deadline_weight
        Weights of the canonical order; 0 for parties without a departure in the horizon, whose order is no choice.
    idle_wait, idle_deadline
        The same weights, summed over the parties without a departure: their share of the measures is fixed.
    law
        Equal in cohorts of one instance whose clocks are alike in all but the canonical order.
    """

    parties: tuple[PartyId, ...]
    shape: Shape
    clock: PartyClock
    start_site: str
    start_placement: tuple[tuple[int, str, int], ...]
    yesterday: Usual
    apart: tuple[int, ...]
    locks: tuple[Lock, ...]
    wait_days: int
    deadline_weight: int
    idle_wait: int
    idle_deadline: int
    law: Hashable = field(compare=False, repr=False)

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
    law = _Law(instance)
    groups: defaultdict[Hashable, list[tuple[Party, PartyClock, Usual]]] = defaultdict(list)
    for party, clock in zip(instance.parties, clocks, strict=True):
        alone = party.party_id if apart.get(party.party_id) or party.party_id in locks else ""
        usual = _usual(party, yesterday, instance.horizon) if yesterday else ()
        start = (party.people[0].site_id, *_start(party, clock))
        groups[start, law.alike(party, clock), usual, alone].append((party, clock, usual))
    return tuple(_cohort(members, apart, locks, law) for members in groups.values())


class _Law:
    """What of a clock the model looks at: two parties are alike when all of it is equal."""

    def __init__(self, instance: Instance) -> None:
        self._num_days = instance.horizon.num_days
        days = [instance.horizon.day_of(london_date(departure.departs_at)) for departure in instance.departures]
        self._inside = tuple(0 <= day < self._num_days for day in days)
        self._boards: dict[int, bool] = {}
        self._numbers: dict[Hashable, int] = {}
        self._seen: dict[int, tuple[object, int]] = {}

    def alike(self, party: Party, clock: PartyClock) -> tuple[Hashable, Hashable]:
        """By the law, and in the canonical order: the same for parties that are treated alike. What can not matter is left out."""
        boards = self.can_board(clock)
        holds = clock.last_transfer_day is not None and clock.last_transfer_day >= self._num_days
        case: Hashable = ()
        if boards or holds:
            case = (self._number(clock.case), tuple(min(day, self._num_days) for day in clock.step_latest))
        law = (
            party.is_expected,
            clock.entry_day,
            self._number(clock.detention_nights),
            clock.stay_nights,
            clock.is_live,
            clock.last_transfer_day is None,
            holds,
            case,
            self._number(clock.departures) if boards else (),
        )
        return law, (clock.wait_days, clock.deadline_weight) if boards else ()

    def can_board(self, clock: PartyClock) -> bool:
        """Whether any departure of the horizon is lawful for the party."""
        number = self._number(clock.departures)
        if number not in self._boards:
            self._boards[number] = any(lawful and inside for lawful, inside in zip(clock.departures, self._inside, strict=False))
        return self._boards[number]

    def _number(self, part: Hashable) -> int:
        """The same number for equal values; each object is hashed once."""
        known = self._seen.get(id(part))
        if known is None:
            number = self._numbers.setdefault(part, len(self._numbers))
            known = self._seen[id(part)] = (part, number)
        return known[1]


def _cohort(
    members: list[tuple[Party, PartyClock, Usual]],
    apart: Mapping[PartyId, tuple[int, ...]],
    locks: Mapping[PartyId, list[Lock]],
    law: _Law,
) -> Cohort:
    party, clock, usual = members[0]
    shape, placement = _start(party, clock)
    boards = law.can_board(clock)
    return Cohort(
        parties=tuple(sorted(member.party_id for member, _, _ in members)),
        shape=shape,
        clock=clock,
        start_site=party.people[0].site_id,
        start_placement=placement,
        yesterday=usual,
        apart=apart.get(party.party_id, ()),
        locks=tuple(locks.get(party.party_id, ())),
        wait_days=clock.wait_days if boards else 0,
        deadline_weight=clock.deadline_weight if boards else 0,
        idle_wait=0 if boards else sum(member.wait_days for _, member, _ in members),
        idle_deadline=0 if boards else sum(member.deadline_weight for _, member, _ in members),
        law=law.alike(party, clock)[0],
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
