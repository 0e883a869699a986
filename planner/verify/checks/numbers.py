"""Every measure recomputed from inputs and plan, and held against what the plan states."""

from collections.abc import Mapping, Sequence

from planner.domain.ids import PartyId
from planner.domain.plan import MAXIMISED, TIER_OF, Measure, Status
from planner.domain.sites import FINAL_ROLES
from planner.verify.book import Book, Journey
from planner.verify.case_clock import Outlook
from planner.verify.clock import date_in_london
from planner.verify.findings import Findings
from planner.verify.stored_plan import StatedMeasure

ORDER = "order"
"""Where a plan lists the measures that settle ties after every tier."""

DEADLINE_HORIZON = 100
"""Day index from which a deadline no longer weighs in the order of deadlines."""


def recompute(book: Book, outlooks: Mapping[PartyId, Outlook]) -> dict[str, int]:
    """Value of every measure, in people, nights or minutes.

    Parameters
    ----------
    outlooks
        What is still possible, by party.
    """
    journeys, changes = book.journeys, [change for journey in book.journeys for change in journey.changes]
    deadlines = {
        party_id: None if seen.last_transfer is None else book.clock.day_of(seen.last_transfer) for party_id, seen in outlooks.items()
    }
    transferred = [journey for journey in journeys if journey.transfer is not None]
    values = {
        Measure.UNPLACED_NIGHTS: _nights(journeys, Status.UNPLACED),
        Measure.TRANSFERS: len(transferred),
        Measure.EXPIRING_TRANSFERS: sum(_expires(deadlines[journey.party.party_id], book.num_days) for journey in transferred),
        Measure.LIVE_CASES_LET_GO: sum(outlooks[journey.party.party_id].is_live and _ends_final(book, journey) for journey in journeys),
        Measure.DETENTION_NIGHTS: _nights(journeys, Status.DETAINED),
        Measure.PERSON_MOVES: sum(not change.is_transfer for change in changes),
        Measure.ROAD_MINUTES: sum(leg.minutes for change in changes if (leg := book.leg(change))),
        Measure.CHANGES: _changed(book),
        Measure.WAIT_ORDER: sum(wait_days(book, journey) * _waits_until(book, journey) for journey in journeys),
        Measure.DEADLINE_ORDER: sum(_urgency(deadlines[journey.party.party_id]) * _waits_until(book, journey) for journey in journeys),
    }
    return {measure.value: value for measure, value in values.items()}


def _expires(deadline: int | None, num_days: int) -> bool:
    return deadline is not None and deadline < num_days


def _urgency(deadline: int | None) -> int:
    return 0 if deadline is None else max(0, DEADLINE_HORIZON - deadline)


def _nights(journeys: Sequence[Journey], status: Status) -> int:
    return sum([stay.last_night - stay.first_night + 1 for journey in journeys for stay in journey.stays if stay.status is status])


def _ends_final(book: Book, journey: Journey) -> bool:
    last = journey.night(book.num_days - 1)
    return last is not None and last.unit_id is not None and book.role_of(last.site_id) in FINAL_ROLES


def wait_days(book: Book, journey: Journey) -> int:
    """Days since the first of a party landed; none for a forecast."""
    if journey.party.is_expected:
        return 0
    landed = min(date_in_london(person.landed_at) for person in journey.party.people)
    return max(0, (book.clock.first_date - landed).days)


def _waits_until(book: Book, journey: Journey) -> int:
    return book.num_days if (transfer := journey.transfer) is None else transfer.first_night


def _changed(book: Book) -> int:
    """People and coming days for which yesterday's plan says another site or departure."""
    of_person = {journey.person_id: journey for journey in book.journeys}
    days = min(book.rules.stability_days, book.num_days)
    count = 0
    for row in book.inputs.yesterday:
        day, journey = book.clock.day_of(row.night), of_person.get(row.person_id)
        if journey is not None and 0 <= day < days and day >= journey.entry:
            count += _place_on(journey, day) != (row.site_id, row.departure_id)
    return count


def _place_on(journey: Journey, day: int) -> tuple[str | None, str | None]:
    """Site of a night, and the departure on its own day only."""
    stay, transfer = journey.night(day), journey.transfer
    leaves = transfer is not None and transfer.first_night == day
    return (stay.site_id if stay else None, transfer.departure_id if transfer and leaves else None)


def check_numbers(book: Book, stated: Sequence[StatedMeasure], values: Mapping[str, int], findings: Findings) -> None:
    """Hold stated values, bounds and gaps against the values recomputed."""
    _check_listed(book, stated, findings)
    for entry in stated:
        result, measure = entry.result, entry.result.measure
        value = values[measure.value]
        findings.require("measure_value", result.value == value, measure.value, "", f"stated {result.value}, recomputed {value}")
        most = measure in MAXIMISED
        kept = max(value, result.value) <= result.bound if most else min(value, result.value) >= result.bound
        message = f"stated {result.value}, recomputed {value}; the bound says {'at most' if most else 'at least'} {result.bound}"
        findings.require("measure_bound", kept, measure.value, "", message)
        gap = abs(result.value - result.bound)
        findings.require(
            "measure_gap",
            entry.gap == gap,
            measure.value,
            "",
            f"stated gap {entry.gap}, value {result.value} and bound {result.bound} are {gap} apart",
        )


def _check_listed(book: Book, stated: Sequence[StatedMeasure], findings: Findings) -> None:
    in_tiers = [measure for tier in book.rules.tiers for measure, own in TIER_OF.items() if own == tier]
    wanted = [*in_tiers, Measure.WAIT_ORDER, Measure.DEADLINE_ORDER]
    found = [entry.result.measure for entry in stated]
    findings.require(
        "measures_listed", found == wanted, "plan.json", "", f"stated {', '.join(found)}; the tiers ask for {', '.join(wanted)}"
    )
    for entry in stated:
        own = TIER_OF.get(entry.result.measure)
        tier = ORDER if own is None else own.value
        message = f"stated in tier {entry.tier}, belongs to {tier}"
        findings.require("measures_listed", entry.tier == tier, entry.result.measure.value, "", message)
