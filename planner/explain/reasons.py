"""Why people are without a bed or not transferred: which limits clash, and the cheapest repair.

Everybody else keeps what the plan gives them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.ids import LockId, PartyId
from planner.domain.plan import Measure, PersonPlan
from planner.explain.capacity import Capacity, CapacityKind, runs
from planner.explain.clash import Clashes, Limit
from planner.explain.room import Ground, Room, lay_ground
from planner.explain.session import Session
from planner.model.itinerary import GONE, POSITION

CAPACITY = "capacity"
"""The plan's code for a transfer that the law leaves open."""

NO_WAY = ("no_way", "The case would be ready in time, but no place may hold this party lawfully until a departure it may take.")
"""Code and sentence where planning again with every limit lifted finds no transfer all the same."""


@dataclass(frozen=True, slots=True)
class Extra:
    """More of a capacity on some days.

    Attributes
    ----------
    count
        People more than there is room for; of cases, escorts and medics, how many of these.
    """

    capacity: Capacity
    count: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why parties are without a bed on some nights, or not transferred.

    Attributes
    ----------
    parties, people
        Who it is true of.
    nights
        Nights without a lawful bed, by day; none for people who are not transferred.
    code, sentence
        As in the plan, unless planning again shows that no capacity is the reason.
    clash
        The fewest limits that can not be kept together with what is wanted; lifting any one of them would be enough for these. Empty
        where no limit stands against it.
    still_unplaced
        Nights without a lawful bed that the law leaves, were every limit lifted.
    repair
        Least extra capacity with which one of the parties has what is wanted, nobody else changing; empty where none would help.
    locks
        Locks that alone stand against it.
    has_room
        Whether all limits leave room: then the plan stands against it because of an aim, or because time ran out.
    """

    parties: tuple[PartyId, ...]
    people: tuple[PersonPlan, ...]
    nights: tuple[int, ...]
    code: str
    sentence: str
    still_unplaced: int = 0
    clash: tuple[Limit, ...] = ()
    repair: tuple[Extra, ...] = ()
    locks: tuple[LockId, ...] = ()
    has_room: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """People of whom the plan says the same, and the reason of one party of them.

    Attributes
    ----------
    people, nights
        How many they are, and their nights without a lawful bed in all.
    """

    people: int
    nights: int
    reason: Reason


def example_reasons(session: Session) -> tuple[Example, ...]:
    """For each sentence by which the plan says why people lack something, the reason of one party: quick enough for every plan.

    It is the first party of those that most others share an itinerary with. People without a bed come first, most people first.
    """
    by_sentence: defaultdict[tuple[bool, str], list[PartyId]] = defaultdict(list)
    nights = {number: _unplaced_nights(session, number) for number in session.whole.parties}
    asker = Asker(session)
    for party, number in sorted(session.itineraries.items()):
        if lacks_something(session, party):
            by_sentence[not nights[number], asker.people(party)[0].reason].append(party)
    found: list[Example] = []
    for _, parties in sorted(by_sentence.items()):
        first = min(parties, key=lambda party: (-session.whole.parties[session.itineraries[party]], party))
        sizes = {party: session.cohort(party).size for party in parties}
        lost = sum(sizes[party] * len(nights[session.itineraries[party]]) for party in parties)
        found.append(Example(sum(sizes.values()), lost, asker.reason((first,))))
    return tuple(sorted(found, key=lambda each: (not each.nights, -each.people)))


def all_reasons(session: Session, progress: Callable[[float], None] = lambda _share: None) -> tuple[Reason, ...]:
    """The reason of everybody who is without a bed on some night, or not transferred although nothing in the case stands against it."""
    by_number: defaultdict[int, list[PartyId]] = defaultdict(list)
    for party, number in sorted(session.itineraries.items()):
        if lacks_something(session, party):
            by_number[number].append(party)
    found: list[Reason] = []
    asker = Asker(session)
    for at, parties in enumerate(sorted(by_number.values())):
        progress(at / len(by_number))
        found.append(asker.reason(tuple(parties)))
    return tuple(found)


def lacks_something(session: Session, party: PartyId) -> bool:
    """Whether a party is without a bed on some night, or not transferred although its case is open."""
    number = session.itineraries[party]
    if session.problem.pool.counts[number, POSITION[Measure.UNPLACED_NIGHTS]]:
        return True
    return int(session.problem.pool.batch.departures[number]) == GONE and not session.cohort(party).clock.blocked_by


class Asker:
    """Finds reasons in one plan."""

    def __init__(self, session: Session) -> None:
        self._session, self._ground = session, lay_ground(session)
        self._clashes = Clashes(self._ground)
        # What no further capacity changes.
        self._kept = [limit for limit, name in self._ground.names.items() if name.kind is CapacityKind.APART]
        self._people: defaultdict[PartyId, list[PersonPlan]] = defaultdict(list)
        for person in session.plan.people:
            self._people[person.party_id].append(person)

    def people(self, party: PartyId) -> Sequence[PersonPlan]:
        """The members of a party, as planned."""
        return self._people[party]

    def reason(self, parties: tuple[PartyId, ...]) -> Reason:
        """The reason of parties with one itinerary."""
        session = self._session
        number, cohort = session.itineraries[parties[0]], session.cohort(parties[0])
        members = tuple(person for party in parties for person in self._people[party])
        reason = Reason(parties, members, _unplaced_nights(session, number), members[0].reason_code, members[0].reason)
        leaves = int(session.problem.pool.batch.departures[number]) != GONE
        now = int(session.problem.pool.counts[number, POSITION[Measure.UNPLACED_NIGHTS]])
        wants_transfer, most = leaves or not now, max(0, now - cohort.size)
        room = Room(self._ground, number, wants_transfer=wants_transfer)
        easiest = room.cheapest((), most)
        if easiest is None:
            free = Room(self._ground, number, wants_transfer=wants_transfer, keeps_locks=False)
            stands = bool(cohort.locks) and free.cheapest((), most) is not None
            if stands:
                return replace(reason, locks=tuple(lock.lock_id for lock in cohort.locks))
            return replace(reason, code=NO_WAY[0], sentence=NO_WAY[1]) if reason.code == CAPACITY else reason
        reason = replace(reason, still_unplaced=room.unplaced(easiest) // cohort.size)
        if not easiest.missing:
            return replace(reason, has_room=True)
        breaks = not set(self._kept).isdisjoint(easiest.missing)
        repaired = room.cheapest(self._kept, room.unplaced(easiest)) if breaks else easiest
        repair = () if repaired is None else tuple(_extras(self._ground, repaired.missing))
        return replace(reason, clash=self._clashes.smallest(room, easiest), repair=repair)


def _extras(ground: Ground, missing: Mapping[int, int]) -> Iterator[Extra]:
    """What is missing, runs of days with equal counts as one."""
    by_count: defaultdict[int, list[Capacity]] = defaultdict(list)
    for limit, count in missing.items():
        by_count[count].append(ground.names[limit])
    found = (Extra(each, count) for count, some in by_count.items() for each in runs(some))
    yield from sorted(found, key=lambda extra: extra.capacity)


def _unplaced_nights(session: Session, number: int) -> tuple[int, ...]:
    cohort = int(session.problem.pool.batch.cohorts[number])
    options = session.problem.pool.options_of(cohort)
    nights: list[int] = session.problem.pool.batch.nights[number].tolist()
    return tuple(night for night, option in enumerate(nights) if option != GONE and options[option].is_unplaced)
