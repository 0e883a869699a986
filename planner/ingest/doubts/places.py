"""Doubts about where people are: stays over their limit, wrong units, too many people."""

from collections import Counter
from collections.abc import Iterator, Mapping

from planner.clocks.custody import is_barred
from planner.clocks.limits import stay_ends
from planner.domain.ids import UnitId
from planner.domain.instance import Instance, Triage
from planner.domain.people import Category, Person
from planner.domain.sites import Site, Unit
from planner.ingest.book import Book
from planner.ingest.estate import is_open

_MOVES = "the plan moves people on, or names their nights as unplaced"

CODES = {
    "stay_over": "a stay is over its limit already",
    "authority_expired": "the authority to detain a person has run out",
    "authority_missing": "a person is at a place of detention without an authority",
    "detention_start_missing": "a person is at a place of detention without a start of detention",
    "detained_onward": "a person is recorded as detained at a place that is not detention",
    "child_detained": "a child without an adult is at a place of detention",
    "family_detained": "a family is at a place of detention",
    "risk_detained": "a person whose risk level blocks detention is at a place of detention",
    "bar_detained": "a person with a bar that blocks detention is at a place of detention",
    "no_unit": "a person is at a site with units but has none",
    "wrong_unit": "a person is in a unit that may not hold the person",
    "site_closed": "people are at a site that is closed tonight",
    "unit_overfull": "more people are in a unit than it has beds tonight",
}


def place_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """People who are where they should not be, and places with more people than they may have."""
    sites = {site.site_id: site for site in instance.sites}
    units = {unit.unit_id: unit for site in instance.sites for unit in site.units}
    present = [person for party in instance.parties if not party.is_expected for person in party.people]
    for person in present:
        category, site = book.categories[person.person_id], sites[person.site_id]
        found = (
            *_custody_doubts(person, category, site, instance),
            *_stay_doubts(person, category, site, instance),
            *_unit_doubts(person, category, site, units),
        )
        for code, message in found:
            yield Triage(code, person.person_id, message)
    yield from _full_doubts(book, instance, present)


def _custody_doubts(person: Person, category: Category, site: Site, instance: Instance) -> Iterator[tuple[str, str]]:
    if site.is_final and person.detained_since:
        yield (
            "detained_onward",
            f"recorded as detained, but {site.site_id} ({site.role}) is not detention; the plan counts no detention there",
        )
    if not site.is_detention:
        return
    today, until, rules = instance.horizon.first_date, person.authority_until, instance.rules
    at = f"at {site.site_id} ({site.role})"
    if until is None:
        yield "authority_missing", f"{at} without an authority to detain; the plan gives no further night in detention"
    elif until < instance.as_of:
        yield (
            "authority_expired",
            f"{at}, the authority ran out at {until:%Y-%m-%d %H:%M} UTC; the plan gives no further night in detention",
        )
    if person.detained_since is None:
        yield "detention_start_missing", f"{at} without a start of detention; the plan runs detention limits from the landing"
    if category is Category.LONE_CHILD:
        yield "child_detained", f"a child without an adult is {at}; the plan gives no further night there, only local-authority care"
    if category is Category.FAMILY and not rules.families_detained:
        yield "family_detained", f"a family is {at}; the plan gives no further night in detention"
    if person.adults_at_risk is not None and person.adults_at_risk >= rules.adults_at_risk_block_level:
        yield (
            "risk_detained",
            f"risk level {person.adults_at_risk} blocks detention, yet the person is {at}; the plan gives no night there while that holds",
        )
    if is_barred(person, today, rules, detention=True):
        yield "bar_detained", f"a bar blocks detention today, yet the person is {at}; the plan gives no night there while that holds"


def _stay_doubts(person: Person, category: Category, site: Site, instance: Instance) -> Iterator[tuple[str, str]]:
    if site.stay_limit_hours is None:
        return
    ends = stay_ends(person, category, site, instance.rules)
    if ends < instance.as_of:
        hours = (ends - person.arrived_at).total_seconds() / 3600
        yield "stay_over", f"the {hours:g} hours at {site.site_id} ran out at {ends:%Y-%m-%d %H:%M} UTC; {_MOVES}"


def _unit_doubts(person: Person, category: Category, site: Site, units: Mapping[UnitId, Unit]) -> Iterator[tuple[str, str]]:
    if person.unit_id is None:
        if site.units:
            yield "no_unit", f"at {site.site_id} without a unit; the plan takes the person as having no bed yet"
        return
    unit = units[person.unit_id]
    missing = sorted(person.care_needs - unit.care)
    if category not in unit.holds:
        yield "wrong_unit", f"{unit.unit_id} may not hold {category}; the plan moves the person to a unit that may"
    elif missing:
        yield "wrong_unit", f"{unit.unit_id} does not offer {', '.join(missing)}; the plan moves the person to a unit that does"


def _full_doubts(book: Book, instance: Instance, present: list[Person]) -> Iterator[Triage]:
    in_unit, at_site = Counter(person.unit_id for person in present), Counter(person.site_id for person in present)
    for site in instance.sites:
        if at_site[site.site_id] and not is_open(book.ids("sites")[site.site_id], instance.horizon.first_date):
            yield Triage(
                "site_closed",
                site.site_id,
                f"{at_site[site.site_id]} people are here, but it is closed tonight; {_MOVES}",
            )
            continue
        for unit in site.units:
            if in_unit[unit.unit_id] > unit.free_beds(0):
                counts = f"{in_unit[unit.unit_id]} people are here, {unit.free_beds(0)} beds may be used tonight"
                yield Triage("unit_overfull", unit.unit_id, f"{counts}; {_MOVES}")
