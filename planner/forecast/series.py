"""Arrivals as published: days and weeks, in which what was not counted is missing and never zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

ODD_PEOPLE_PER_BOAT = 130
"""People a boat in a day's mean above which the day's two counts are doubted."""

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """Arrivals of one day; None where the publication has no count.

    Parameters
    ----------
    uncontrolled
        Boats that landed without being met, part of `boats`.
    note
        Note as published, such as ``Revised``.
    """

    date: date
    people: int | None
    boats: int | None
    uncontrolled: int | None = None
    note: str = ""

    @property
    def people_per_boat(self) -> float | None:
        """Mean of the day; None on a day without boats."""
        return self.people / self.boats if self.people is not None and self.boats else None


@dataclass(frozen=True, slots=True)
class Week:
    """Arrivals, and departures that France prevented, of the seven days up to `ending`.

    Parameters
    ----------
    people_prevented, events_prevented
        Operational estimates of the French authorities; None where there are none.
    """

    ending: date
    people: int | None
    boats: int | None
    uncontrolled: int | None = None
    people_prevented: int | None = None
    events_prevented: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Series:
    """One edition of the series.

    Parameters
    ----------
    days
        Every day from the first to the last, without a gap; at least one.
    weeks
        Weeks in their order; none where only days were given.
    file
        Name of the file it was read from.
    """

    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    file: str

    @property
    def first(self) -> date:
        """First day."""
        return self.days[0].date

    @property
    def last(self) -> date:
        """Last day: what is known ends here."""
        return self.days[-1].date

    def until(self, end: date) -> "Series":
        """Give what was known before a day: days before it, and weeks that ended before it."""
        return Series(self.days[: max(0, (end - self.first).days)], tuple(week for week in self.weeks if week.ending < end), self.file)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years, in their order."""
        return tuple(range(self.first.year, self.last.year + 1))

    def of_year(self, year: int) -> tuple[Day, ...]:
        """Days of a year."""
        return tuple(day for day in self.days if day.date.year == year)


def doubts(series: Series) -> tuple[str, ...]:
    """Say what does not fit together, without mending it: it may be revised in a later edition."""
    return (*_day_doubts(series.days), *_week_doubts(series))


def quiet_spells(days: Sequence[Day]) -> tuple[tuple[date, int], ...]:
    """Give first day and length of every run of days without arrivals; a day without a count ends a run.

    Returns
    -------
    tuple
        In order of date.
    """
    spells: list[tuple[date, int]] = []
    for day in days:
        if day.people != 0:
            continue
        if spells and spells[-1][0] + timedelta(days=spells[-1][1]) == day.date:
            spells[-1] = (spells[-1][0], spells[-1][1] + 1)
        else:
            spells.append((day.date, 1))
    return tuple(spells)


def _day_doubts(days: Sequence[Day]) -> tuple[str, ...]:
    found: list[str] = []
    for day in days:
        if day.people is None or day.boats is None:
            continue
        if bool(day.people) != bool(day.boats):
            found.append(f"{day.date}: {day.people} people in {day.boats} boats")
        elif (mean := day.people_per_boat) is not None and mean > ODD_PEOPLE_PER_BOAT:
            found.append(f"{day.date}: {mean:.0f} people a boat, more than {ODD_PEOPLE_PER_BOAT}: no boat's size should be read from it")
        if day.uncontrolled is not None and day.uncontrolled > day.boats:
            found.append(f"{day.date}: {day.uncontrolled} uncontrolled landings of {day.boats} boats")
    return tuple(found)


def _week_doubts(series: Series) -> tuple[str, ...]:
    by_date = {day.date: day for day in series.days}
    found: list[str] = []
    for week in series.weeks:
        days = [by_date.get(week.ending - timedelta(days=back)) for back in range(DAYS_IN_WEEK)]
        counts = [day.people for day in days if day is not None and day.people is not None]
        if len(counts) == DAYS_IN_WEEK and week.people is not None and sum(counts) != week.people:
            found.append(f"week ending {week.ending}: {week.people} people, but its days have {sum(counts)}")
    return tuple(found)
