"""A problem with more (or less) of one capacity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.domain.instance import Instance
from planner.domain.sites import Site, Unit
from planner.explain.capacity import Capacity, CapacityKind

STAFF = {CapacityKind.ESCORT: "escorts", CapacityKind.MEDIC: "medics", CapacityKind.CASE: "cases", CapacityKind.GROUND: "ground_seats"}
DOORS = {CapacityKind.ADMISSION: "admissions_per_day", CapacityKind.DISCHARGE: "discharges_per_day"}
CAPS = {
    CapacityKind.FRANCE_DAY: "france_daily_cap",
    CapacityKind.FRANCE_WEEK: "france_weekly_cap",
    CapacityKind.PARITY: "parity_upper",
}
STANDING = frozenset({*DOORS, *CAPS})
"""Kinds of which there is one figure for all days."""


def with_more(instance: Instance, capacity: Capacity, count: int) -> Instance:
    """The problem with ``count`` more of a capacity on its days; figures that stand for all days change on all of them.

    Never less than none: where there are fewer than are to go, none is left.
    """
    kind, subject = capacity.kind, capacity.subject
    days = range(capacity.first_day, capacity.last_day + 1)
    if kind is CapacityKind.BED:
        return replace(instance, sites=tuple(_more_beds(site, subject, days, count) for site in instance.sites))
    if kind in STAFF:
        resources = tuple(
            replace(each, **_more(each, STAFF[kind], count)) if day in days else each for day, each in enumerate(instance.resources)
        )
        return replace(instance, resources=resources)
    if kind in DOORS:
        sites = tuple(replace(site, **_more(site, DOORS[kind], count)) if site.site_id == subject else site for site in instance.sites)
        return replace(instance, sites=sites)
    if kind is CapacityKind.SEAT:
        departures = tuple(
            replace(each, **_more(each, "seats", count)) if each.departure_id == subject else each for each in instance.departures
        )
        return replace(instance, departures=departures)
    if kind in CAPS:
        return replace(instance, rules=replace(instance.rules, **_more(instance.rules, CAPS[kind], count, least=None)))
    message = f"there can not be more of {kind}"
    raise ValueError(message)


def _more_beds(site: Site, unit_id: str, days: range, count: int) -> Site:
    return replace(site, units=tuple(_with_beds(unit, days, count) if unit.unit_id == unit_id else unit for unit in site.units))


def _with_beds(unit: Unit, days: range, count: int) -> Unit:
    """Beds beyond those for people from France, who keep theirs."""
    nights = enumerate(zip(unit.beds, unit.reserved, strict=True))
    beds = tuple(reserved + max(0, unit.free_beds(night) + count) if night in days else bed for night, (bed, reserved) in nights)
    return replace(unit, beds=beds)


def _more(of: object, name: str, count: int, least: int | None = 0) -> Mapping[str, int]:
    """The field with a changed figure; a limit that is not there stays away."""
    now: int | None = getattr(of, name)
    if now is None:
        return {}
    return {name: now + count if least is None else max(least, now + count)}
