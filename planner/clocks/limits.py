"""How long a stay and a detention may last: by kind of place and of party, and longer where an authority to extend is recorded."""

from datetime import datetime, timedelta
from typing import NamedTuple

from planner.domain.people import Category, ExtendedLimit, Known, Person
from planner.domain.rules import Rules
from planner.domain.sites import EXTENDED_ROLES, Site, SiteRole


class Granted(NamedTuple):
    """A limit that an authority can extend, for one person.

    Attributes
    ----------
    began, usual_end
        When it began to run, and when it runs out without an authority.
    ends
        When it runs out; an authority counts when given before ``usual_end``, to the end it names or the extended figure.
    """

    limit: ExtendedLimit
    began: datetime
    usual_end: datetime
    ends: datetime


def detention_limits(person: Person, category: Category, rules: Rules) -> tuple[Granted, ...]:
    """Limits of detention by the kind of party: of a pregnant woman, of a family with children.

    They run from the start of detention, of landing when no start is recorded.
    """
    limits: list[Granted] = []
    began = person.detained_since or person.landed_at
    if person.pregnant is Known.YES:
        limits.append(_granted(person, ExtendedLimit.PREGNANT, began, rules.pregnant_max_hours, rules.pregnant_extended_hours))
    if category is Category.FAMILY:
        limits.append(_granted(person, ExtendedLimit.FAMILY, began, rules.family_max_hours, rules.family_extended_hours))
    return tuple(limits)


def detention_ends(person: Person, category: Category, rules: Rules) -> datetime | None:
    """Latest moment a person may be detained by the kind of party; None where there is no such limit."""
    if person.pregnant is not Known.YES and category is not Category.FAMILY:
        return None
    return min(limit.ends for limit in detention_limits(person, category, rules))


def stay_ends(person: Person, category: Category, site: Site, rules: Rules) -> datetime:
    """Latest moment a person may stay where the person is, at a place that has a limit.

    At a landing place, which is no place of detention here, the limits by kind of party shorten it.
    """
    hours = site.stay_limit_hours
    assert hours is not None  # noqa: S101  # callers ask for places that have a limit
    if site.role is SiteRole.LANDING:
        hours = min([hours, *_kind_hours(person, category, rules)])
    elif person.extensions and (limit := stay_limit(person, category, site, rules)) is not None:
        return limit.ends
    return person.arrived_at + timedelta(hours=hours)


def stay_limit(person: Person, category: Category, site: Site, rules: Rules) -> Granted | None:
    """Limit of a place that an authority can extend; None where none can.

    An authority lengthens the law's limit, not a shorter one that a site has set itself.
    """
    hours = site.stay_limit_hours
    if hours is None or site.role not in EXTENDED_ROLES or hours != rules.stay_limit_hours[site.role]:
        return None
    if site.role is SiteRole.PRE_DEPARTURE and category is not Category.FAMILY:
        return None
    limit = ExtendedLimit.SHORT_TERM if site.role is SiteRole.SHORT_TERM else ExtendedLimit.FAMILY
    return _granted(person, limit, person.arrived_at, hours, rules.stay_extended_hours[site.role])


def granted_limits(person: Person, category: Category, site: Site, rules: Rules) -> tuple[Granted, ...]:
    """Give every limit of a person that an authority can extend."""
    here = stay_limit(person, category, site, rules)
    return (*detention_limits(person, category, rules), *((here,) if here else ()))


def _kind_hours(person: Person, category: Category, rules: Rules) -> list[int]:
    """Hours that the kind of party allows at a landing place."""
    if category is Category.LONE_CHILD:
        return [rules.lone_child_max_hours]
    return [rules.pregnant_max_hours] * (person.pregnant is Known.YES) + [rules.family_max_hours] * (category is Category.FAMILY)


def _granted(person: Person, limit: ExtendedLimit, began: datetime, hours: int, extended_hours: int) -> Granted:
    usual, furthest = began + timedelta(hours=hours), began + timedelta(hours=extended_hours)
    counted = [item for item in person.extensions if item.limit is limit and item.granted_at <= usual]
    return Granted(limit, began, usual, max([usual, *(min(furthest, item.until) for item in counted)]))
