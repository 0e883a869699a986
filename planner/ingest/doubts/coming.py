"""Doubts about what is to come, and about what the files of other days still say."""

from collections import Counter
from collections.abc import Iterator

from geodata.crs import LatLon
from geodata.roads import place_ids
from planner.domain.instance import Instance, Triage
from planner.domain.people import Category
from planner.domain.sites import SiteRole
from planner.ingest.book import Book
from planner.ingest.checks.pins import is_outside
from planner.ingest.journeys import MOVED_KM, is_where_the_table_has_it

CODES = {
    "agreement_not_in_force": "the agreement is not in force on the plan date",
    "agreement_ends": "the agreement ends within the days planned",
    "parity_above": "the balance with France is above its band already",
    "parity_below": "the balance with France is below its band",
    "departure_gone": "a departure lies before the moment the inputs describe",
    "departure_no_seats": "a departure that runs has no seats",
    "forecast_past": "an expected arrival lies before the plan date",
    "admission_past": "a planned admission lies before the plan date",
    "reserved_over_beds": "planned admissions need more beds than a unit has",
    "unit_for_children": "a unit in a place of detention says it may hold children alone",
    "site_without_units": "a site other than a landing place has no units",
    "site_moved": "a site is not where the road table has the place of that id",
    "lock_outside": "a lock covers none of the days planned",
    "yesterday_person": "yesterday's plan has people who are not listed today",
    "yesterday_place": "yesterday's plan has sites, units or departures that are not listed today",
}


def agreement_doubts(_: Book, instance: Instance) -> Iterator[Triage]:
    """Doubt the agreement's dates and the balance with France."""
    rules, days = instance.rules, instance.horizon.dates()
    force = f"in force {rules.agreement_from} to {rules.agreement_until}"
    if not rules.agreement_from <= days[0] <= rules.agreement_until:
        yield Triage(
            "agreement_not_in_force", rules.version, f"{force}, the plan date is {days[0]}; the plan transfers nobody outside those dates"
        )
    elif rules.agreement_until < days[-1]:
        yield Triage("agreement_ends", rules.version, f"{force}; the plan transfers nobody after {rules.agreement_until}")
    balance = instance.parity.balance_before
    if balance > rules.parity_upper:
        yield Triage(
            "parity_above",
            "parity",
            f"the balance is {balance}, the band ends at {rules.parity_upper}; the plan transfers nobody until admissions bring it down",
        )
    if balance < rules.parity_lower:
        yield Triage(
            "parity_below",
            "parity",
            f"the balance is {balance}, the band starts at {rules.parity_lower}; the plan transfers as many as it can",
        )


def departure_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """Departures nobody can board."""
    for departure_id, row in sorted(book.ids("departures").items()):
        departs_at = row.moment("departs_at")
        if departs_at < instance.as_of:
            yield Triage(
                "departure_gone",
                departure_id,
                f"left at {departs_at:%Y-%m-%d %H:%M} UTC, before {instance.as_of:%Y-%m-%d %H:%M} UTC; the plan leaves it out",
            )
        elif row.text("status") == "scheduled" and row.whole("seats") == 0:
            yield Triage("departure_no_seats", departure_id, "runs with 0 seats; the plan puts nobody on it")


def forecast_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """Forecasts and admissions whose date has passed."""
    today = instance.horizon.first_date
    for row in book.rows("expected_arrivals"):
        if row.date("date") < today:
            subject = f"{row.text('site_id')} {row.date('date')} {row.text('profile')}"
            yield Triage(
                "forecast_past",
                subject,
                f"{row.whole('people')} people expected before the plan date; the plan leaves them out: list those who came in people",
            )
    for admission in instance.planned_admissions:
        if admission.admitted_on < today:
            message = (
                f"{admission.people} people admitted on {admission.admitted_on}; the plan keeps their beds; the parity ledger counts them"
            )
            yield Triage("admission_past", admission.unit_id, message)


def estate_doubts(_: Book, instance: Instance) -> Iterator[Triage]:
    """Units and sites described in a way the plan can not use."""
    for site in instance.sites:
        if not site.units and site.role is not SiteRole.LANDING:
            yield Triage("site_without_units", site.site_id, f"a {site.role} site without units; the plan has no bed there")
        if site.site_id in place_ids() and not is_where_the_table_has_it(site.site_id, LatLon(site.lat, site.lon)):
            message = (
                f"more than {MOVED_KM:g} km from where the road table has it; the plan estimates its journeys, unless travel_times has them"
            )
            yield Triage("site_moved", site.site_id, message)
        for unit in site.units:
            if site.is_detention and Category.LONE_CHILD in unit.holds:
                yield Triage(
                    "unit_for_children",
                    unit.unit_id,
                    f"a unit of a {site.role} site for children alone; the plan puts no child alone there",
                )
            over = [night for night in range(instance.horizon.num_days) if unit.reserved[night] > unit.beds[night]]
            if over:
                first = instance.horizon.dates()[over[0]]
                counts = f"{unit.reserved[over[0]]} beds for planned admissions on {first}, {unit.beds[over[0]]} there are"
                yield Triage(
                    "reserved_over_beds",
                    unit.unit_id,
                    f"{counts} ({len(over)} nights in all); the plan puts nobody else there on those nights",
                )


def leftover_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """Locks and rows of yesterday's plan that mean nothing today."""
    for lock_id, row in sorted(book.ids("locks").items()):
        if is_outside(row, book.horizon):
            yield Triage("lock_outside", lock_id, "covers none of the days planned; the plan leaves it out")
    people = {person.person_id for party in instance.parties for person in party.people}
    gone = Counter(row.text("person_id") for row in book.rows("yesterday") if row.text("person_id") not in people)
    for person_id in sorted(gone):
        yield Triage(
            "yesterday_person",
            person_id,
            f"{gone[person_id]} rows of yesterday's plan, but not listed today; the plan leaves them out: make sure nobody was lost",
        )
    for column, name in (("site_id", "sites"), ("unit_id", "units"), ("departure_id", "departures")):
        named = Counter(row.maybe_text(column) for row in book.rows("yesterday"))
        for target in sorted(target for target in named if target is not None and target not in book.ids(name)):
            yield Triage(
                "yesterday_place",
                target,
                f"{named[target]} rows of yesterday's plan name it, but {name} does not have it; each counts as a change",
            )
