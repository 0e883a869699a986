"""Changes of the forecast of arrivals: more or fewer, earlier or later, or as many as in a time gone by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle

from planner.domain.horizon import LONDON, london_date, london_instant
from planner.domain.ids import PartyId, PersonId
from planner.domain.instance import Instance
from planner.domain.people import Party, Person
from planner.report.words import days_text
from planner.scenario.base import Base
from planner.scenario.changes.change import Days, Problem, match_problems, matches, number_text


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected parties meant: by day and landing site."""

    site: str | None
    days: Days

    def mean(self, party: Party) -> bool:
        """Whether a party is meant."""
        if party.expected_on is None:
            return False
        return self.days.cover(party.expected_on) and (self.site is None or matches(self.site, party.people[0].site_id))

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """Say when none is meant."""
        if any(self.mean(party) for party in instance.parties):
            return
        faults = list(match_problems("site", self.site, (site.site_id for site in instance.sites))) if self.site else []
        faults = faults or list(self.days.problems(instance.horizon, "day"))
        yield from faults or [("what", "", "nobody is expected then: the table expected_arrivals has no such rows")]

    def words(self) -> str:
        """Say which."""
        return f"{f' at {self.site}' if self.site else ''}{self.days.words()}"


@dataclass(frozen=True, slots=True)
class ScaleArrivals:
    """So many times the expected parties; over the days in their order, so that the sum is right to one party."""

    expected: Expected
    factor: Fraction
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.expected.problems(instance)

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        meant = sorted((party for party in instance.parties if self.expected.mean(party)), key=_by_day)
        made: list[Party] = []
        for number, party in enumerate(meant):
            copies = int(self.factor * (number + 1)) - int(self.factor * number)
            made += [_copy(party, copy) for copy in range(1, copies + 1)]
        others = [party for party in instance.parties if party.is_expected and not self.expected.mean(party)]
        return _with_expected(instance, [*others, *made])

    def words(self) -> str:
        """See `Change`."""
        return f"Expected arrivals times {number_text(self.factor)}{self.expected.words()}"


@dataclass(frozen=True, slots=True)
class ShiftArrivals:
    """Expected parties some days earlier or later; those that fall outside the days planned are no longer planned for."""

    expected: Expected
    days: int
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.expected.problems(instance)

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        moved = [_landing(party, self.days) if self.expected.mean(party) else party for party in instance.parties if party.is_expected]
        return _with_expected(instance, [party for party in moved if _is_planned(party, instance)])

    def words(self) -> str:
        """See `Change`."""
        return f"Expected arrivals moved by {self.days:+} days{self.expected.words()}"


@dataclass(frozen=True, slots=True)
class PastArrivals:
    """As many people a day as came in a time gone by, in parties like those expected.

    Parameters
    ----------
    first
        Date gone by that stands for the plan date.
    people
        People by date, as given in a file; None takes the people counted ashore of the workspace's incidents.
    """

    first: date
    people: tuple[tuple[date, int], ...] | None
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        if not any(party.is_expected for party in instance.parties):
            yield "what", "", "nobody is expected, so there are no parties to make arrivals like: fill the table expected_arrivals"
        counts = self._counts(instance)
        last = self.first + timedelta(days=instance.horizon.num_days - 1)
        if not any(self.first <= day <= last for day in counts):
            where = "the file" if self.people is not None else "the workspace's incidents"
            yield "first_day", str(self.first), f"nobody came from {days_text(self.first, last)} by {where}"

    def apply(self, instance: Instance, base: Base) -> Instance:
        """Take expected parties in their order, again and again, until each day has its people; the last party of a day may go over."""
        counts = self._counts(instance)
        models = cycle(sorted((party for party in base.instance.parties if party.is_expected), key=_by_day))
        made: list[Party] = []
        for day, when in enumerate(instance.horizon.dates()):
            wanted = counts.get(self.first + timedelta(days=day), 0)
            number = 0
            while wanted > 0:
                model, number = next(models), number + 1
                landed = _landing(model, (when - (model.expected_on or when)).days)
                made.append(_renamed(landed, f"F-{when:%Y%m%d}-past-{number:04d}"))
                wanted -= model.size
        return _with_expected(instance, made)

    def _counts(self, instance: Instance) -> Mapping[date, int]:
        if self.people is not None:
            return dict(self.people)
        counts: dict[date, int] = {}
        for incident in instance.incidents:
            if incident.landed_at is not None and incident.people_ashore:
                day = london_date(incident.landed_at)
                counts[day] = counts.get(day, 0) + incident.people_ashore
        return counts

    def words(self) -> str:
        """See `Change`."""
        return f"Expected arrivals as many as from {self.first}"


def _by_day(party: Party) -> tuple[date, str]:
    return party.expected_on or date.min, party.party_id


def _with_expected(instance: Instance, expected: list[Party]) -> Instance:
    known = (party for party in instance.parties if not party.is_expected)
    parties = (*known, *sorted(expected, key=lambda party: party.party_id))
    people = {person.person_id for party in parties for person in party.people}
    return replace(instance, parties=parties, yesterday=tuple(planned for planned in instance.yesterday if planned.person_id in people))


def _is_planned(party: Party, instance: Instance) -> bool:
    return party.expected_on is not None and 0 <= instance.horizon.day_of(party.expected_on) < instance.horizon.num_days


def _copy(party: Party, copy: int) -> Party:
    """A party like another; the first is the party itself."""
    return party if copy == 1 else _renamed(party, f"{party.party_id}-x{copy}")


def _renamed(party: Party, party_id: str) -> Party:
    people = (replace(person, person_id=PersonId(f"{party_id}-{number}")) for number, person in enumerate(party.people, 1))
    return replace(party, party_id=PartyId(party_id), people=tuple(sorted(people, key=lambda person: person.person_id)))


def _landing(party: Party, days: int) -> Party:
    """The same party ashore some days later, at the same time of the day in London."""
    people = tuple(_later(person, days) for person in party.people)
    return replace(party, people=people, expected_on=party.expected_on + timedelta(days=days) if party.expected_on else None)


def _later(person: Person, days: int) -> Person:
    local = person.landed_at.astimezone(LONDON)
    landed = london_instant(local.date() + timedelta(days=days), local.time())
    by = landed - person.landed_at
    return replace(
        person,
        landed_at=landed,
        arrived_at=person.arrived_at + by,
        authority_from=person.authority_from + by if person.authority_from else None,
        authority_until=person.authority_until + by if person.authority_until else None,
    )
