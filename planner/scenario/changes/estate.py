"""Changes of the estate: beds, staffing, closures, openings, and how many people a site takes in and lets go in a day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.domain.ids import UnitId
from planner.domain.instance import Instance
from planner.domain.sites import Site, Unit
from planner.scenario.base import Base
from planner.scenario.changes.change import Amount, Days, Problem, Units, match_problems, matches, number_text


@dataclass(frozen=True, slots=True)
class Beds:
    """More, fewer or other beds in units, night by night; a night without any beds stays without when they are added or scaled."""

    units: Units
    amount: Amount
    nights: Days
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.units.problems(instance)
        yield from self.nights.problems(instance.horizon, "night")

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return _with_beds(instance, self.units, self.nights, lambda unit, night: self.amount.of(unit.beds[night]))

    def words(self) -> str:
        """See `Change`."""
        return f"Beds {self.amount.words()} in {self.units.words()}{self.nights.words()}"


@dataclass(frozen=True, slots=True)
class StaffedShare:
    """Another share of beds with staff, on nights the unit is open at all."""

    units: Units
    share: Fraction
    nights: Days
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.units.problems(instance)
        yield from self.nights.problems(instance.horizon, "night")

    def apply(self, instance: Instance, base: Base) -> Instance:
        """Beds at the new share, with the beds that earlier changes of the scenario added or took."""
        original = {unit.unit_id: unit.beds for site in base.instance.sites for unit in site.units}

        def beds(unit: Unit, night: int) -> int:
            was = original[unit.unit_id]
            if not was[night] and not unit.beds[night]:
                return 0
            staffed = base.staffing_of(unit.unit_id, was).beds(night, self.share)
            return max(0, staffed + unit.beds[night] - was[night])

        return _with_beds(instance, self.units, self.nights, beds)

    def words(self) -> str:
        """See `Change`."""
        return f"Staffed share to {number_text(self.share)} in {self.units.words()}{self.nights.words()}"


@dataclass(frozen=True, slots=True)
class Close:
    """Units without any bed."""

    units: Units
    nights: Days
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.units.problems(instance)
        yield from self.nights.problems(instance.horizon, "night")

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return _with_beds(instance, self.units, self.nights, lambda _unit, _night: 0)

    def words(self) -> str:
        """See `Change`."""
        return f"Closed: {self.units.words()}{self.nights.words()}"


@dataclass(frozen=True, slots=True)
class Open:
    """Units open with so many beds; without a number, with all that have staff."""

    units: Units
    beds: int | None
    nights: Days
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from self.units.problems(instance)
        yield from self.nights.problems(instance.horizon, "night")

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        original = {unit.unit_id: unit.beds for site in base.instance.sites for unit in site.units}

        def staffed(unit_id: UnitId) -> int:
            staffing = base.staffing_of(unit_id, original[unit_id])
            return staffing.share.numerator * staffing.nominal // staffing.share.denominator

        return _with_beds(instance, self.units, self.nights, lambda unit, _night: staffed(unit.unit_id) if self.beds is None else self.beds)

    def words(self) -> str:
        """See `Change`."""
        with_beds = "" if self.beds is None else f" with {self.beds} beds"
        return f"Open: {self.units.words()}{with_beds}{self.nights.words()}"


@dataclass(frozen=True, slots=True)
class Flow:
    """People a site may take in or let go in a day.

    Parameters
    ----------
    field
        ``admissions_per_day`` or ``discharges_per_day``.
    """

    field: str
    site: str
    amount: Amount
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        yield from match_problems("site", self.site, (site.site_id for site in instance.sites))

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""

        def changed(site: Site) -> Site:
            limit = self.amount.of_limit(getattr(site, self.field))
            return replace(site, **{self.field: limit}) if matches(self.site, site.site_id) else site

        return replace(instance, sites=tuple(changed(site) for site in instance.sites))

    def words(self) -> str:
        """See `Change`."""
        return f"{self.field.replace('_', ' ').capitalize()} {self.amount.words()} at {self.site}"


def _with_beds(instance: Instance, units: Units, nights: Days, beds: Callable[[Unit, int], int]) -> Instance:
    """Give the units that are meant other beds on the nights that are meant."""
    covered = nights.within(instance.horizon)

    def changed(unit: Unit) -> Unit:
        return replace(unit, beds=tuple(beds(unit, night) if night in covered else now for night, now in enumerate(unit.beds)))

    sites = tuple(
        replace(site, units=tuple(changed(unit) if units.mean(site, unit) else unit for unit in site.units)) for site in instance.sites
    )
    return replace(instance, sites=sites)
