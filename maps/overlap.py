"""Two scenes on the days they share, so that one clock can drive both."""

from dataclasses import replace
from datetime import timedelta

from maps.errors import MapError
from maps.scene import Scene
from maps.things import Closure, Counts, Person, Site, Stay


def shared_days(before: Scene, after: Scene) -> tuple[Scene, Scene]:
    """Cut two scenes to the days that both have.

    Raises
    ------
    MapError
        When they have no day in common.
    """
    first = max(before.first_date, after.first_date)
    last = min(each.first_date + timedelta(days=each.num_days - 1) for each in (before, after))
    if last < first:
        message = f"the two maps share no day: one begins on {before.first_date}, the other on {after.first_date}"
        raise MapError(message)
    num_days = (last - first).days + 1
    return tuple(_cut(scene, (first - scene.first_date).days, num_days) for scene in (before, after))  # pyright: ignore[reportReturnType]


def _cut(scene: Scene, skipped: int, num_days: int) -> Scene:
    """Keep some days of a scene, and count them from 0 again."""
    if not skipped and num_days == scene.num_days:
        return scene
    days = range(skipped, skipped + num_days)
    return replace(
        scene,
        first_date=scene.first_date + timedelta(days=skipped),
        num_days=num_days,
        span=min(scene.span, num_days),
        sites=tuple(_cut_site(site, days) for site in scene.sites),
        incidents=tuple(replace(each, day=each.day - skipped) for each in scene.incidents if each.day in days),
        flows=tuple(replace(each, day=each.day - skipped) for each in scene.flows if each.day in days),
        departures=tuple(replace(each, day=each.day - skipped) for each in scene.departures if each.day in days),
        closures=tuple(_cut_closure(each, days) for each in scene.closures if each.first_day < days.stop and each.last_day >= skipped),
        people=tuple(_cut_person(person, days) for person in scene.people),
    )


def _cut_site(site: Site, days: range) -> Site:
    def kept(counts: Counts) -> Counts:
        return counts[days.start : days.stop]

    units = tuple(replace(unit, people=kept(unit.people), beds=kept(unit.beds), reserved=kept(unit.reserved)) for unit in site.units)
    return replace(site, units=units, without=kept(site.without), expected=kept(site.expected))


def _cut_closure(closure: Closure, days: range) -> Closure:
    first, last = max(closure.first_day, days.start), min(closure.last_day, days.stop - 1)
    return replace(closure, first_day=first - days.start, last_day=last - days.start)


def _cut_person(person: Person, days: range) -> Person:
    """Where somebody is as the days begin counts as the first stay."""
    stays = [stay for stay in person.stays if stay.first_day < days.stop]
    earlier = [stay for stay in stays if stay.first_day <= days.start]
    kept = [*earlier[-1:], *(stay for stay in stays if stay.first_day > days.start)]
    return replace(person, stays=tuple(Stay(max(0, stay.first_day - days.start), stay.place_id, stay.status) for stay in kept))
