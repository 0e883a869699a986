"""Beds, who they may hold, doors in and out, and final places."""

from collections import Counter

from planner.domain.ids import SiteId, UnitId
from planner.domain.plan import Stay
from planner.domain.sites import FINAL_ROLES, Unit
from planner.verify.book import Book, Journey
from planner.verify.findings import Findings


def occupancy(book: Book) -> Counter[tuple[UnitId, int]]:
    """People in beds by unit and night."""
    runs = Counter(
        [(stay.unit_id, stay.first_night, stay.last_night) for journey in book.journeys for stay in journey.stays if stay.unit_id]
    )
    people: Counter[tuple[UnitId, int]] = Counter()
    for (unit_id, first, last), count in runs.items():
        for night in range(first, last + 1):
            people[unit_id, night] += count
    return people


def check_beds(book: Book, findings: Findings) -> None:
    """Check every bed used and every door passed."""
    _check_capacity(book, findings)
    for journey in book.journeys:
        for stay in journey.stays:
            if stay.unit_id:
                _check_bed(book, journey, stay, stay.unit_id, findings)
        _check_final(book, journey, findings)
    _check_doors(book, findings)


def _check_capacity(book: Book, findings: Findings) -> None:
    people = occupancy(book)
    for unit_id, unit in sorted(book.units.items()):
        findings.checked("bed_capacity", book.num_days)
        for night in range(book.num_days):
            free = max(0, unit.beds[night] - unit.reserved[night])
            if people[unit_id, night] > free:
                message = f"{people[unit_id, night]} people, {unit.beds[night]} beds of which {unit.reserved[night]} reserved"
                findings.broken("bed_capacity", unit_id, book.iso(night), message)


def _check_bed(book: Book, journey: Journey, stay: Stay, unit_id: UnitId, findings: Findings) -> None:
    findings.checked("unit_exists")
    unit = book.units.get(unit_id)
    if unit is None or unit.site_id != stay.site_id:
        message = f"{unit_id} is no unit of {stay.site_id}"
        findings.broken("unit_exists", journey.person_id, book.iso(stay.first_night), message)
    if unit is None:
        return
    findings.checked("site_open")
    _check_open(book, journey, stay, unit, findings)
    findings.checked("unit_holds")
    if journey.category not in unit.holds:
        message = f"{journey.category} in {unit_id}, which holds {', '.join(sorted(unit.holds))}"
        findings.broken("unit_holds", journey.person_id, book.iso(stay.first_night), message)
    if needs := journey.person.care_needs:
        missing = ", ".join(sorted(needs - unit.care))
        findings.require("care_needs", not missing, journey.person_id, book.iso(stay.first_night), f"{unit_id} does not offer {missing}")


def _check_open(book: Book, journey: Journey, stay: Stay, unit: Unit, findings: Findings) -> None:
    site = book.sites[unit.site_id]
    if site.opens_on is None and site.closes_on is None:
        return
    first, last = book.clock.date_of(stay.first_night), book.clock.date_of(stay.last_night)
    if (site.opens_on is not None and first < site.opens_on) or (site.closes_on is not None and last > site.closes_on):
        opening = f"{site.site_id} is open from {site.opens_on or 'ever'} to {site.closes_on or 'further notice'}"
        findings.broken("site_open", journey.person_id, first.isoformat(), f"in {unit.unit_id} until {last}; {opening}")


def _check_final(book: Book, journey: Journey, findings: Findings) -> None:
    """Hold whoever starts at a final site there, and whoever gets a bed in one in that bed, to the end."""
    starts_final = book.role_of(journey.person.site_id) in FINAL_ROLES
    site_id, unit_id = (journey.person.site_id, None) if starts_final else (None, None)
    for stay in journey.stays:
        if site_id is not None:
            findings.checked("final_place_kept")
            if stay.site_id != site_id or (unit_id is not None and stay.unit_id != unit_id):
                now = f"{stay.status} at {stay.site_id or stay.departure_id}, {stay.unit_id or 'no unit'}"
                message = f"{now} after the final place {site_id}, {unit_id or 'any unit'}"
                findings.broken("final_place_kept", journey.person_id, book.iso(stay.first_night), message)
        if stay.site_id and stay.unit_id and book.role_of(stay.site_id) in FINAL_ROLES:
            site_id, unit_id = stay.site_id, stay.unit_id


def _check_doors(book: Book, findings: Findings) -> None:
    admitted: Counter[tuple[SiteId, int]] = Counter()
    discharged: Counter[tuple[SiteId, int]] = Counter()
    for journey in book.journeys:
        for change in journey.changes:
            if change.leaves_site:
                discharged[change.from_site, change.day] += 1
                if change.stay.site_id:
                    admitted[change.stay.site_id, change.day] += 1
    for site_id, site in sorted(book.sites.items()):
        doors = (("admissions_per_day", admitted, site.admissions_per_day), ("discharges_per_day", discharged, site.discharges_per_day))
        for rule, counted, limit in doors:
            if limit is not None:
                for day in range(book.num_days):
                    count = counted[site_id, day]
                    findings.require(rule, count <= limit, site_id, book.iso(day), f"{count} people, at most {limit} a day")
