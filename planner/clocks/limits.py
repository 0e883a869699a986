"""How long a stay and a detention may last: by kind of place and of party, and longer where an authority to extend is recorded."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from planner.clocks.category import ADULT_CATEGORIES
from planner.domain.people import Category, ExtendedLimit, Extension, Known, Person
from planner.domain.rules import Rules
from planner.domain.sites import EXTENDED_ROLES, Site, SiteRole


def detention_ends(person: Person, category: Category, rules: Rules) -> datetime | None:
    """Latest moment a person may be detained by the limits of the kind of party; None where there is none.

    It runs from the start of detention, of landing when no start is recorded.
    """
    limits = detention_limits(person, category, rules)
    return min(ends for _, ends in limits) if limits else None


def detention_limits(person: Person, category: Category, rules: Rules) -> list[tuple[ExtendedLimit, datetime]]:
    """Each limit of detention that a person's kind of party has, and its end."""
    limits: list[tuple[ExtendedLimit, datetime]] = []
    began = person.detained_since or person.landed_at
    if person.pregnant is Known.YES:
        hours = rules.pregnant_max_hours, rules.pregnant_extended_hours
        limits.append((ExtendedLimit.PREGNANT, _ends(began, *hours, _granted(person, ExtendedLimit.PREGNANT))))
    if category not in ADULT_CATEGORIES:
        hours = rules.family_max_hours, rules.family_extended_hours
        limits.append((ExtendedLimit.FAMILY, _ends(began, *hours, _granted(person, ExtendedLimit.FAMILY))))
    return limits


def stay_ends(person: Person, category: Category, site: Site, rules: Rules) -> datetime | None:
    """Latest moment a person may stay where the person is, by the limit of the place; None where it has none.

    At a landing place, which is no place of detention here, the limits by kind of party shorten it.
    """
    hours = site.stay_limit_hours
    if hours is None:
        return None
    if site.role is SiteRole.LANDING:
        return person.arrived_at + timedelta(hours=min([hours, *_kind_hours(person, category, rules)]))
    # An authority lengthens the law's limit, not a shorter one that a site has set itself.
    if not person.extensions or site.role not in EXTENDED_ROLES or hours != rules.stay_limit_hours[site.role]:
        return person.arrived_at + timedelta(hours=hours)
    extended = rules.stay_extended_hours[site.role]
    return _ends(person.arrived_at, hours, extended, _granted(person, _limit_of(site.role, category)))


def _limit_of(role: SiteRole, category: Category) -> ExtendedLimit | None:
    if role is SiteRole.SHORT_TERM:
        return ExtendedLimit.SHORT_TERM
    return ExtendedLimit.FAMILY if category is Category.FAMILY else None


def _kind_hours(person: Person, category: Category, rules: Rules) -> list[int]:
    """Hours that the kind of party allows at a landing place."""
    if category is Category.LONE_CHILD:
        return [rules.lone_child_max_hours]
    return [rules.pregnant_max_hours] * (person.pregnant is Known.YES) + [rules.family_max_hours] * (category is Category.FAMILY)


def _granted(person: Person, limit: ExtendedLimit | None) -> Iterable[Extension]:
    return (extension for extension in person.extensions if extension.limit is limit)


def _ends(began: datetime, hours: int, extended_hours: int, granted: Iterable[Extension]) -> datetime:
    """End of a limit; an authority counts when it was given before the limit ran out, and ends by its own date or the extended figure."""
    ends, furthest = began + timedelta(hours=hours), began + timedelta(hours=extended_hours)
    return max([ends, *(min(furthest, extension.until) for extension in granted if extension.granted_at <= ends)])
