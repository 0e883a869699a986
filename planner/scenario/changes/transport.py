"""Changes of departures and of what a day offers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from planner.domain.horizon import LONDON, london_date, london_instant
from planner.domain.ids import DepartureId
from planner.domain.instance import Instance
from planner.domain.transport import Departure
from planner.report.words import days_text
from planner.scenario.base import Base
from planner.scenario.changes.change import Amount, Days, Problem, match_problems, matches


@dataclass(frozen=True, slots=True)
class Departures:
    """Departures meant: those that run, by id and day."""

    departure: str
    days: Days

    def mean(self, departure: Departure) -> bool:
        """Whether a departure is meant."""
        leaves = london_date(departure.departs_at)
        return not departure.cancelled and matches(self.departure, departure.departure_id) and self.days.cover(leaves)

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """Say when none is meant."""
        if not any(self.mean(departure) for departure in instance.departures):
            running = (each for each in instance.departures if not each.cancelled and self.days.cover(london_date(each.departs_at)))
            yield from match_problems("departure", self.departure, (each.departure_id for each in running))

    def words(self) -> str:
        """Say which."""
        return f"{self.departure}{self.days.words()}"


@dataclass(frozen=True, slots=True)
class Seats:
    """Other seats on departures."""

    departures: Departures
    amount: Amount
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.departures.problems(instance)

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return _each(instance, self.departures, lambda departure: replace(departure, seats=self.amount.of(departure.seats)))

    def words(self) -> str:
        """See `Change`."""
        return f"Seats {self.amount.words()} on {self.departures.words()}"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Departures that do not run."""

    departures: Departures
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.departures.problems(instance)

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return _each(instance, self.departures, lambda departure: replace(departure, seats=0, cancelled=True))

    def words(self) -> str:
        """See `Change`."""
        return f"Cancelled: {self.departures.words()}"


@dataclass(frozen=True, slots=True)
class Move:
    """Departures some days earlier or later, or at another time of the day."""

    departures: Departures
    days: int
    at: time | None
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.departures.problems(instance)
        for departure in filter(self.departures.mean, instance.departures):
            yield from _outside(instance, "days", departure.departure_id, self._moved(departure).departs_at)

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return _each(instance, self.departures, self._moved)

    def _moved(self, departure: Departure) -> Departure:
        local = departure.departs_at.astimezone(LONDON)
        return replace(departure, departs_at=london_instant(local.date() + timedelta(days=self.days), self.at or local.time()))

    def words(self) -> str:
        """See `Change`."""
        by = ([f"by {self.days:+} days"] if self.days else []) + ([f"to {self.at:%H:%M}"] if self.at else [])
        return f"Moved {' and '.join(by)}: {self.departures.words()}"


@dataclass(frozen=True, slots=True)
class AddDeparture:
    """One more departure, like one there is in all that is not said.

    Parameters
    ----------
    departs_at
        Time in London.
    """

    departure: str
    like: str
    departs_at: datetime
    seats: int | None
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        names = [each.departure_id for each in instance.departures]
        if self.departure in names:
            yield "departure", self.departure, "there is a departure of this id already"
        if self.like not in names:
            yield from list(match_problems("like", self.like, names)) or [("like", self.like, "must be one departure's id")]
        yield from _outside(instance, "departs_at", self.departure, self._leaves())

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        model = next(each for each in base.instance.departures if each.departure_id == self.like)
        seats = model.seats if self.seats is None else self.seats
        more = replace(model, departure_id=DepartureId(self.departure), departs_at=self._leaves(), seats=seats, cancelled=False)
        return replace(instance, departures=tuple(sorted((*instance.departures, more), key=lambda each: each.departure_id)))

    def _leaves(self) -> datetime:
        return london_instant(self.departs_at.date(), self.departs_at.time())

    def words(self) -> str:
        """See `Change`."""
        seats = "" if self.seats is None else f" with {self.seats} seats"
        return f"One departure more, {self.departure} at {self.departs_at:%Y-%m-%d %H:%M}, like {self.like}{seats}"


@dataclass(frozen=True, slots=True)
class Resource:
    """More, fewer or other staff and ground seats on days.

    Parameters
    ----------
    resource
        ``escorts``, ``medics``, ``cases`` or ``ground_seats``.
    """

    resource: str
    amount: Amount
    days: Days
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.days.problems(instance.horizon, "day")

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        covered = self.days.within(instance.horizon)
        changed = tuple(
            replace(each, **{self.resource: self.amount.of(getattr(each, self.resource))}) if day in covered else each
            for day, each in enumerate(instance.resources)
        )
        return replace(instance, resources=changed)

    def words(self) -> str:
        """See `Change`."""
        names = {"cases": "Case steps a day", "ground_seats": "Ground seats a day"}
        return f"{names.get(self.resource, f'{self.resource.capitalize()} a day')} {self.amount.words()}{self.days.words()}"


def _each(instance: Instance, meant: Departures, changed: Callable[[Departure], Departure]) -> Instance:
    return replace(instance, departures=tuple(changed(each) if meant.mean(each) else each for each in instance.departures))


def _outside(instance: Instance, key: str, name: str, leaves: datetime) -> Iterator[Problem]:
    """A departure that would leave before the moment of the inputs or outside the days planned."""
    when, horizon = london_date(leaves), instance.horizon
    if leaves < instance.as_of or not 0 <= horizon.day_of(when) < horizon.num_days:
        yield key, _shown(when, leaves), f"{name} must leave after the moment of the inputs, within {days_text(*_ends(instance))}"


def _shown(when: date, leaves: datetime) -> str:
    return f"{when} {leaves.astimezone(LONDON):%H:%M}"


def _ends(instance: Instance) -> tuple[date, date]:
    dates = instance.horizon.dates()
    return dates[0], dates[-1]
