"""What every change can do, and the parts that changes are made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fnmatch import fnmatchcase
from fractions import Fraction
from typing import Protocol, TypeAlias

from planner.domain.horizon import Horizon
from planner.domain.instance import Instance
from planner.domain.sites import Site, Unit
from planner.report.words import days_text
from planner.scenario.base import Base

Problem: TypeAlias = tuple[str, str, str]
"""Key, value, and what is wrong."""

MOST_NAMED = 6


class Change(Protocol):
    """One change of a problem."""

    @property
    def is_policy(self) -> bool:
        """Whether it alters a rule, not a capacity; said wherever the scenario is shown."""
        ...

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """Say why the change does not fit a problem; nothing when it does."""
        ...

    def apply(self, instance: Instance, base: Base) -> Instance:
        """Give the changed problem; what is given stays as it is."""
        ...

    def words(self) -> str:
        """Say in words what changes."""
        ...


class How(StrEnum):
    """How an amount alters a number."""

    SET = "set"
    ADD = "add"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Amount:
    """A new number, a difference, or a factor.

    Parameters
    ----------
    value
        None takes a limit away; given only where one may be taken away, and only to set.
    """

    how: How
    value: Fraction | None

    def of(self, now: int) -> int:
        """Alter a number; the result is whole, halves rounded up, and never negative."""
        return max(0, self.signed(now))

    def signed(self, now: int) -> int:
        """The same for a number that may be negative."""
        value = self.value or Fraction(0)
        changed = {How.SET: value, How.ADD: now + value, How.SCALE: now * value}[self.how]
        return (2 * changed.numerator + changed.denominator) // (2 * changed.denominator)

    def of_limit(self, now: int | None) -> int | None:
        """Alter a limit; one that is not there can be set, and neither grows nor shrinks."""
        if self.value is None or (now is None and self.how is not How.SET):
            return None
        return self.of(now or 0)

    def words(self) -> str:
        """Say what it does, for example +5, to 40, times 1.5."""
        if self.value is None:
            return "to no limit"
        shown = number_text(self.value)
        return {How.SET: f"to {shown}", How.ADD: shown if self.value < 0 else f"+{shown}", How.SCALE: f"times {shown}"}[self.how]


@dataclass(frozen=True, slots=True)
class Days:
    """Days or nights from one date to another, both included; None for the first or last of the plan."""

    first: date | None
    last: date | None

    def within(self, horizon: Horizon) -> frozenset[int]:
        """Days of the plan that are covered."""
        return frozenset(day for day, when in enumerate(horizon.dates()) if self.cover(when))

    def cover(self, when: date) -> bool:
        """Whether a date is covered."""
        return (self.first is None or self.first <= when) and (self.last is None or when <= self.last)

    def problems(self, horizon: Horizon, key: str) -> Iterator[Problem]:
        """Say when no day of the plan is covered."""
        if not self.within(horizon):
            planned = days_text(horizon.dates()[0], horizon.dates()[-1])
            yield f"first_{key}", self.words().strip(), f"covers no {key} of the plan, which runs from {planned}"

    def words(self) -> str:
        """Say which, with a blank before; nothing when all."""
        if self.first and self.last:
            return f" on {self.first}" if self.first == self.last else f" from {self.first} to {self.last}"
        return f" from {self.first}" if self.first else f" until {self.last}" if self.last else ""


def number_text(value: Fraction) -> str:
    """Show a number without more decimals than it has, four at most."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0")


def matches(pattern: str, name: str) -> bool:
    """Whether an id is the one meant, or fits the pattern (``*``, ``?``, ``[AB]``)."""
    return pattern == name or fnmatchcase(name, pattern)


def match_problems(key: str, pattern: str, names: Iterable[str]) -> Iterator[Problem]:
    """Say when a pattern matches nothing, and what it may have meant."""
    known = sorted(names)
    if any(matches(pattern, name) for name in known):
        return
    near = get_close_matches(pattern.upper(), known, MOST_NAMED) or get_close_matches(pattern, known, MOST_NAMED)
    listed = ", ".join(near or known[:MOST_NAMED]) + ("" if near or len(known) <= MOST_NAMED else f" and {len(known) - MOST_NAMED} more")
    yield key, pattern, f"matches nothing; {'near are' if near else 'there are'} {listed or 'none'}"


@dataclass(frozen=True, slots=True)
class Units:
    """Units meant: by their own id or that of their site."""

    unit: str | None
    site: str | None

    def mean(self, site: Site, unit: Unit) -> bool:
        """Whether a unit is meant."""
        here = self.site is None or matches(self.site, site.site_id)
        return here and (self.unit is None or matches(self.unit, unit.unit_id))

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """Say when none is meant."""
        if any(self.mean(site, unit) for site in instance.sites for unit in site.units):
            return
        faults = list(match_problems("site", self.site, (site.site_id for site in instance.sites))) if self.site else []
        here = [site for site in instance.sites if self.site is None or matches(self.site, site.site_id)]
        if self.unit and not faults:
            faults = list(match_problems("unit", self.unit, (unit.unit_id for site in here for unit in site.units)))
        yield from faults or [("site", self.site or "", "has no units")]

    def words(self) -> str:
        """Say which."""
        return " at ".join(each for each in (self.unit, self.site) if each)
