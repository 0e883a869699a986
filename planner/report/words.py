"""The words, dates and times that reports show, in GOV.UK style."""

from datetime import date, datetime

from geodata.places import places
from planner.domain.horizon import LONDON
from planner.domain.instance import Instance
from planner.domain.plan import Measure, Status
from planner.domain.rules import StaffedStep, Tier
from planner.domain.sites import SiteRole

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOON = 12

ROLES = {
    SiteRole.LANDING: "Landing place",
    SiteRole.PROCESSING: "Processing centre",
    SiteRole.SHORT_TERM: "Short-term holding",
    SiteRole.REMOVAL: "Removal centre",
    SiteRole.PRE_DEPARTURE: "Pre-departure",
    SiteRole.ONWARD: "Onward accommodation",
    SiteRole.LOCAL_AUTHORITY: "Local-authority care",
}
STATUSES = {
    Status.EXPECTED: "Expected, not yet ashore",
    Status.LANDING: "In a bed at a landing place",
    Status.DETAINED: "Detained",
    Status.ONWARD: "Onward accommodation",
    Status.LOCAL_AUTHORITY: "Local-authority care",
    Status.UNPLACED: "Unplaced",
    Status.TRANSFERRED: "Transferred to France",
}
STEPS = {
    StaffedStep.SCREENING: "Screening",
    StaffedStep.DECISION: "Decision on admissibility",
    StaffedStep.NOTICE: "Service of notice",
}
TIERS = {
    Tier.UNPLACED: "Everyone has a lawful bed",
    Tier.TRANSFERS: "Transfers to France",
    Tier.LIVE_CASES: "Live cases kept",
    Tier.DETENTION: "Least detention",
    Tier.MOVEMENT: "Least movement",
    Tier.STABILITY: "Least change from yesterday",
}
ORDER_TIER = "Order among equals"
MEASURES = {
    Measure.UNPLACED_NIGHTS: "Nights spent without a lawful bed",
    Measure.TRANSFERS: "People transferred to France",
    Measure.EXPIRING_TRANSFERS: "People transferred whose last lawful day falls in these weeks",
    Measure.LIVE_CASES_LET_GO: "People moved on although a transfer was still possible",
    Measure.DETENTION_NIGHTS: "Nights spent in detention",
    Measure.PERSON_MOVES: "Moves, counted per person",
    Measure.ROAD_MINUTES: "Minutes on the road, counted per person",
    Measure.CHANGES: "Changes from the plan of the day before, counted per person and day",
    Measure.WAIT_ORDER: "Longest wait first (days waited, weighted by transfer day)",
    Measure.DEADLINE_ORDER: "Earliest deadline next (weighted by transfer day)",
}


def day_text(when: date) -> str:
    """Show a date, for example 10 August 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def weekday_text(when: date) -> str:
    """Show a date with its weekday, for example Monday 10 August 2026."""
    return f"{DAYS[when.weekday()]} {day_text(when)}"


def short_day_text(when: date) -> str:
    """Show a date where space is short, for example 10 Aug."""
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def clock_text(moment: datetime) -> str:
    """Show the time the clock in London says, for example 4:30pm, midday or midnight."""
    local = moment.astimezone(LONDON)
    if local.minute == 0 and local.hour % NOON == 0:
        return "midday" if local.hour == NOON else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % NOON or NOON}{minutes}{'am' if local.hour < NOON else 'pm'}"


def moment_text(moment: datetime) -> str:
    """Show date and time in London, for example 10 August 2026 at 4:30pm."""
    return f"{day_text(moment.astimezone(LONDON).date())} at {clock_text(moment)}"


def days_text(first: date, last: date) -> str:
    """Show a range of days, for example 10 August 2026 to 12 August 2026; one date when it is a single day."""
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"


def count_text(count: int, one: str, many: str) -> str:
    """Show a count with its noun, for example 1 person or 1,195 people."""
    return f"{count:,} {one if count == 1 else many}"


def people_text(count: int) -> str:
    """Show a number of people."""
    return count_text(count, "person", "people")


def id_text(code: str) -> str:
    """Show a code as words, for example bed_capacity as Bed capacity."""
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def place_names(instance: Instance) -> dict[str, str]:
    """Names of sites, ports and airports, by id."""
    return {place.place_id: place.name for place in places().values()} | {str(site.site_id): site.name for site in instance.sites}
