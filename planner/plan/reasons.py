"""Why a party has no lawful bed, or is not transferred, in a code and a sentence.

The sentence says what stands in the way; whom a change would displace needs a second solve and is not said here.
"""

from planner.clocks import PartyClock
from planner.domain.locks import Lock, LockKind
from planner.domain.rules import StaffedStep
from planner.model.itinerary import GONE, Itinerary
from planner.model.network import Network
from planner.model.options import may_hold
from planner.model.solution import Solution

CLOSED = {
    "lone_child": "Is or may be a child without an adult: goes to local-authority care, never to detention or return.",
    "family": "Is in a family with children: out of scope for detention and return.",
    "age_unknown": "The age of a member is not known or is disputed: not eligible until known.",
    "pregnancy_unknown": "Whether she is pregnant is not recorded: not eligible until known.",
    "risk_level_unknown": "The Adults at Risk level is not recorded: not eligible until known.",
    "adults_at_risk": "The Adults at Risk level stands against detention.",
    "no_authority": "There is no authority to detain.",
    "decided_admissible": "The case was decided admissible.",
    "refused_by_france": "France refused the request.",
    "request_too_late": "The request to France was not made in time.",
    "no_answer": "France has not answered within the exceptional time: silence is no acceptance.",
    "no_lawful_window": "No lawful day of transfer can be reached: a bar, the authority, the three months or the agreement ends first.",
}
"""Rules that stand against any transfer, in words."""


def reason_for(clock: PartyClock, itinerary: Itinerary, solution: Solution) -> tuple[str, str]:
    """Code and sentence for an unplaced or untransferred party; both empty when it is transferred and always has a bed."""
    options = solution.options[itinerary.cohort]
    without_bed = {option for option in set(itinerary.nights) if option != GONE and options[option].is_unplaced}
    if without_bed:
        unplaced = [night for night, option in enumerate(itinerary.nights) if option in without_bed]
        return _why_unplaced(clock, unplaced, solution, itinerary)
    if itinerary.departure != GONE:
        return "", ""
    if clock.blocked_by:
        return clock.blocked_by, CLOSED[clock.blocked_by]
    return _why_not_transferred(clock, solution)


def _why_unplaced(clock: PartyClock, unplaced: list[int], solution: Solution, itinerary: Itinerary) -> tuple[str, str]:
    network = solution.network
    members = {member for member, _ in solution.cohorts[itinerary.cohort].shape}
    holding = [site for site in network.sites if all(any(may_hold(unit, member) for unit in site.units) for member in members)]
    if not holding:
        return "no_unit", "No unit of any site may hold every member of this party with the care it needs."
    lawful = [site for site in holding if not site.is_detention or any(clock.detention_nights[night] for night in unplaced)]
    if not lawful:
        return (
            "detention_not_lawful",
            f"Only places of detention could hold this party, and detention is not lawful: {CLOSED[clock.blocked_by]}",
        )
    places = ", ".join(site.site_id for site in lawful)
    which = "its lawful places" if clock.blocked_by else "every place that may hold it"
    return (
        "no_lawful_bed",
        f"No lawful bed can be reached on these nights without leaving others without one for longer: beds, admissions, ground seats "
        f"or stay limits at {which} ({places}) are used up."
        + (f" Detention is not lawful: {CLOSED[clock.blocked_by]}" if clock.blocked_by else ""),
    )


def _why_not_transferred(clock: PartyClock, solution: Solution) -> tuple[str, str]:
    network = solution.network
    days = [
        int(day)
        for day, possible in zip(network.departure_days, clock.departures, strict=True)
        if possible and 0 <= day < network.num_nights
    ]
    if not days:
        return "no_departure", "No departure of the coming weeks falls inside this party's lawful days."
    if _ready_day(clock, network) > max(days):
        return "not_ready_yet", "The case steps still to come do not end before the last departure this party may take."
    return "capacity", "Seats, escorts, caseworker cases, notice time or France's caps go to cases that waited longer or serve more people."


def _ready_day(clock: PartyClock, network: Network) -> int:
    """First day of transfer with every step still to come done as early as the law allows."""
    earliest = clock.entry_day
    ready = clock.case.ready_day
    for step in clock.case.steps:
        last = max(earliest, step.earliest)
        earliest = last + step.days_to_next
        if step.step is StaffedStep.NOTICE:
            ready = max(ready, int(network.ready[last]) if last < network.num_nights else network.num_nights)
    return ready


def why_not_kept(lock: Lock, clock: PartyClock, network: Network) -> str:
    """Say what stands against a lock that no plan keeps."""
    if lock.kind is LockKind.DEPARTURE:
        if clock.blocked_by:
            return CLOSED[clock.blocked_by]
        index = next(index for index, departure in enumerate(network.departures) if departure.departure_id == lock.target_id)
        if not clock.departures[index]:
            return (
                "The departure lies outside this party's lawful days of transfer: a bar, the authority, the three months or the agreement."
            )
        if _ready_day(clock, network) > network.departure_days[index]:
            return "The case steps and the notice still to come do not end before this departure."
    elif lock.kind is LockKind.SITE and network.is_detention[network.site_index[lock.target_id]]:
        horizon = network.instance.horizon
        first = max(horizon.day_of(lock.first_night), 0) if lock.first_night else 0
        last = min(horizon.day_of(lock.last_night), horizon.num_days - 1) if lock.last_night else horizon.num_days - 1
        if not all(clock.detention_nights[first : last + 1]):
            because = f": {CLOSED[clock.blocked_by]}" if clock.blocked_by else "."
            return f"Detention is not lawful on every night of the lock{because}"
    return "By itself it may be lawful; beds, moves, stay limits, staff, seats or another lock stand against it."
