"""When a person may be detained or transferred, read afresh from the record and the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from planner.domain.people import AgeBand, Bar, Category, ExtendedLimit, Known, Person, Sex
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole
from planner.verify.clock import Clock, date_in_london
from planner.verify.persons import is_adult

# Members of an enumeration looked up once: a look-up by name costs more than the comparison it is for.
YES, NO, UNKNOWN = Known.YES, Known.NO, Known.UNKNOWN
FAMILY, LONE_CHILD = Category.FAMILY, Category.LONE_CHILD
AGE_UNKNOWN, MALE = AgeBand.UNKNOWN, Sex.MALE


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a run of nights of detention is not lawful, from which night on."""

    rule: str
    night: int
    message: str


class Detention(NamedTuple):
    """A run of nights one person is detained.

    Parameters
    ----------
    first, last
        Night indices, both included.
    since
        Moment by which the authority must have begun, UTC.
    """

    person: Person
    category: Category
    first: int
    last: int
    since: datetime


def unknowns(person: Person, category: Category) -> list[str]:
    """Facts about a person that are not known, each of which blocks detention and transfer."""
    found: list[str] = []
    if person.age_disputed is not NO:
        found.append(f"age dispute {person.age_disputed}")
    if person.age_band is AGE_UNKNOWN or (category is not FAMILY and not is_adult(person)):
        found.append(f"age {person.age_band}, not known to be adult")
    if person.sex is not MALE and person.pregnant is UNKNOWN:
        found.append("pregnancy unknown")
    if person.adults_at_risk is None:
        found.append("Adults at Risk level unknown")
    return found


def is_at_risk(person: Person, rules: Rules) -> bool:
    """Whether a known Adults at Risk level blocks detention."""
    return person.adults_at_risk is not None and person.adults_at_risk >= rules.adults_at_risk_block_level


def is_category_allowed(category: Category, rules: Rules) -> bool:
    """Whether a category of person may be detained or transferred at all."""
    return category is not LONE_CHILD and (category is not FAMILY or rules.families_detained)


def transfer_bars(person: Person, rules: Rules) -> list[Bar]:
    """Bars of a person that block transfer while they apply."""
    return [bar for bar in person.bars if rules.bars[bar.bar].blocks_transfer]


def applies(bar: Bar, first: date, last: date) -> bool:
    """Whether a bar applies on any of the dates from first to last."""
    return bar.starts_on <= last and (bar.ends_on is None or bar.ends_on >= first)


def detention_faults(held: Detention, rules: Rules, clock: Clock) -> list[Fault]:
    """Say what makes a run of nights of detention unlawful; nothing when it is lawful."""
    return [
        *_person_faults(held, rules, clock),
        *_authority_faults(held, clock),
        *_bar_faults(held, rules, clock),
        *_hours_faults(held, rules, clock),
    ]


def _person_faults(held: Detention, rules: Rules, clock: Clock) -> list[Fault]:
    person, unknown = held.person, unknowns(held.person, held.category)
    if not unknown and not is_at_risk(person, rules):
        return []
    nights = f"nights {clock.iso(held.first)} to {clock.iso(held.last)}"
    faults = [Fault("detention_unknown", held.first, f"detained for {nights}: {what}") for what in unknown]
    if is_at_risk(person, rules):
        level = f"Adults at Risk level {person.adults_at_risk}, blocked from {rules.adults_at_risk_block_level}"
        faults.append(Fault("adults_at_risk", held.first, f"detained for {nights}: {level}"))
    return faults


def _authority_faults(held: Detention, clock: Clock) -> list[Fault]:
    start, until = held.person.authority_from, held.person.authority_until
    if start is None or until is None:
        return [Fault("detention_authority", held.first, "detained without an authority")]
    faults: list[Fault] = []
    if start > held.since:
        message = f"the authority begins {start.isoformat()}, detention {held.since.isoformat()}"
        faults.append(Fault("detention_authority", held.first, message))
    if until < clock.end_of_night(held.last):
        night = _first_ending_after(until, held.first, clock)
        message = f"the authority ends {until.isoformat()}, the night {clock.end_of_night(night).isoformat()}"
        faults.append(Fault("detention_authority", night, message))
    return faults


def _bar_faults(held: Detention, rules: Rules, clock: Clock) -> list[Fault]:
    """Bars on any date the nights touch; each night touches the date it starts on and the next."""
    if not held.person.bars:
        return []
    first_date, last_date = clock.date_of(held.first), clock.date_of(held.last + 1)
    faults: list[Fault] = []
    for bar in held.person.bars:
        if rules.bars[bar.bar].blocks_detention and applies(bar, first_date, last_date):
            night = max(held.first, clock.day_of(bar.starts_on) - 1)
            message = f"bar {bar.bar} applies {bar.starts_on} to {bar.ends_on or 'further notice'}"
            faults.append(Fault("detention_bar", night, message))
    return faults


def _hours_faults(held: Detention, rules: Rules, clock: Clock) -> list[Fault]:
    limits: list[tuple[str, ExtendedLimit, int, int]] = []
    if held.person.pregnant is YES:
        limits.append(("pregnant_hours", ExtendedLimit.PREGNANT, rules.pregnant_max_hours, rules.pregnant_extended_hours))
    if held.category is FAMILY:
        limits.append(("family_hours", ExtendedLimit.FAMILY, rules.family_max_hours, rules.family_extended_hours))
    began = held.person.detained_since or held.person.landed_at
    faults: list[Fault] = []
    for rule, limit, hours, longest in limits:
        latest = extended(held.person, limit, began, hours, longest)
        if latest < clock.end_of_night(held.last):
            night = _first_ending_after(latest, held.first, clock)
            ends = clock.end_of_night(night).isoformat()
            faults.append(Fault(rule, night, f"{hours} hours from {began.isoformat()} end {latest.isoformat()}, the night {ends}"))
    return faults


def extended(person: Person, limit: ExtendedLimit, began: datetime, hours: int, longest: int) -> datetime:
    """End of a limit, put off by an authority given in time to the end it names, at most to the longest the law knows."""
    latest = began + timedelta(hours=hours)
    for extension in person.extensions:
        if extension.limit is limit and extension.granted_at <= began + timedelta(hours=hours):
            latest = max(latest, min(extension.until, began + timedelta(hours=longest)))
    return latest


def stay_latest(person: Person, category: Category, site: Site, began: datetime, rules: Rules) -> datetime | None:
    """Latest end of a night at a site where the stay began at a moment; None where the site has no limit."""
    if (hours := site.stay_limit_hours) is None:
        return None
    if site.role is SiteRole.LANDING:
        by_kind = {LONE_CHILD: rules.lone_child_max_hours, FAMILY: rules.family_max_hours}.get(category, hours)
        by_health = rules.pregnant_max_hours if person.pregnant is YES and category is not LONE_CHILD else hours
        return began + timedelta(hours=min(hours, by_kind, by_health))
    # A limit of the site's own is nobody's to put off, nor is one that an authority was given for at another place.
    if began == person.arrived_at and hours == rules.stay_limit_hours[site.role]:
        if site.role is SiteRole.SHORT_TERM:
            return extended(person, ExtendedLimit.SHORT_TERM, began, hours, rules.stay_extended_hours[site.role])
        if site.role is SiteRole.PRE_DEPARTURE and category is FAMILY:
            return extended(person, ExtendedLimit.FAMILY, began, hours, rules.stay_extended_hours[site.role])
    return began + timedelta(hours=hours)


def _first_ending_after(moment: datetime, first: int, clock: Clock) -> int:
    night = max(first, clock.day_of(date_in_london(moment)) - 2)
    while clock.end_of_night(night) <= moment:
        night += 1
    return night
