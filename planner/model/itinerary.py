"""Itineraries: the columns of the master problem.

An itinerary says where a party of a cohort spends every night, on which day each staffed case step is done and on
which departure, if any, it leaves. What it uses and what it counts for follow from that alone.
"""

from dataclasses import dataclass
from datetime import date

from planner.domain.locks import LockKind
from planner.domain.plan import Measure
from planner.model.cohorts import Cohort
from planner.model.network import Network
from planner.model.options import Option, moved

GONE = -1
"""Option index of a night after the transfer, or before an expected party is ashore."""

LOCKS_BROKEN = 0
"""Position of the first count: nights and departures that locks ask for and do not get. It must come out as 0."""

COUNTS: tuple[Measure | None, ...] = (None, *Measure)
"""What each position of ``counts`` holds; the first is `LOCKS_BROKEN`."""

POSITION = {measure: index for index, measure in enumerate(COUNTS) if measure is not None}


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One column.

    Attributes
    ----------
    cohort
        Index of the cohort.
    nights
        ``(T,)`` option index by night, `GONE` where the party is not in the country.
    departure
        Index of the departure; `GONE` for none.
    steps
        Day of each step the cohort still needs; `GONE` for a step left undone.
    counts
        What one party adds to each measure, by `COUNTS`; negative for what is maximised.
    """

    cohort: int
    nights: tuple[int, ...]
    departure: int
    steps: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A change of place on a day: from one option (or the start) to another, or to a departure."""

    day: int
    from_site: int
    to_site: int
    """Index of the site; `GONE` for a journey to a departure."""
    people_moved: int


def moves_of(nights: tuple[int, ...], departure: int, cohort: Cohort, options: tuple[Option, ...], network: Network) -> list[Move]:
    """Every change of place of an itinerary."""
    moves: list[Move] = []
    site = network.site_index[cohort.start_site]
    placement = tuple(sorted((number, network.unit_index[unit], people) for number, unit, people in cohort.start_placement))
    for day in range(cohort.clock.entry_day, network.num_nights):
        if nights[day] == GONE:
            break
        option = options[nights[day]]
        if option.site != site:
            moves.append(Move(day, site, option.site, cohort.size))
        elif option.placement != placement:
            moves.append(Move(day, site, site, moved(placement, option.placement, cohort.size)))
        site, placement = option.site, option.placement
    if departure != GONE:
        moves.append(Move(int(network.departure_days[departure]), site, GONE, 0))
    return moves


def counts_of(
    nights: tuple[int, ...], departure: int, cohort: Cohort, options: tuple[Option, ...], network: Network, moves: list[Move]
) -> tuple[int, ...]:
    """What one party of a cohort adds to each measure, in the order of `COUNTS`."""
    size, clock, horizon = cohort.size, cohort.clock, network.num_nights
    spent = [options[option] for option in nights if option != GONE]
    transferred = departure != GONE
    last_day = int(network.departure_days[departure]) if transferred else horizon
    ends_final = not transferred and bool(spent) and bool(network.is_final[spent[-1].site]) and not spent[-1].is_unplaced
    expiring = transferred and clock.last_transfer_day is not None and clock.last_transfer_day < horizon
    minutes = sum(
        int(network.departure_minutes[move.from_site, departure] if move.to_site == GONE else network.minutes[move.from_site, move.to_site])
        for move in moves
    )
    counts = {
        Measure.UNPLACED_NIGHTS: size * sum(option.is_unplaced for option in spent),
        Measure.TRANSFERS: -size * transferred,
        Measure.EXPIRING_TRANSFERS: -size * expiring,
        Measure.LIVE_CASES_LET_GO: size * (ends_final and clock.is_live),
        Measure.DETENTION_NIGHTS: size * sum(bool(network.is_detention[option.site]) and not option.is_unplaced for option in spent),
        Measure.PERSON_MOVES: sum(move.people_moved for move in moves),
        Measure.ROAD_MINUTES: size * minutes,
        Measure.CHANGES: changes_of(nights, departure, cohort, options, network),
        Measure.WAIT_ORDER: size * clock.wait_days * last_day,
        Measure.DEADLINE_ORDER: size * clock.deadline_weight * last_day,
    }
    return (broken_locks(nights, departure, cohort, options, network), *(counts[measure] for measure in Measure))


def changes_of(nights: tuple[int, ...], departure: int, cohort: Cohort, options: tuple[Option, ...], network: Network) -> int:
    """People whose site or departure differs from yesterday's plan, summed over the coming days."""
    changes = 0
    for day, site_id, departure_id, people in cohort.yesterday:
        if day >= network.num_nights or day < cohort.clock.entry_day:
            continue
        here = "" if nights[day] == GONE else network.sites[options[nights[day]].site].site_id
        leaving = departure != GONE and int(network.departure_days[departure]) == day
        changes += people * ((here, network.departures[departure].departure_id if leaving else "") != (site_id, departure_id))
    return changes


def broken_locks(nights: tuple[int, ...], departure: int, cohort: Cohort, options: tuple[Option, ...], network: Network) -> int:
    """Nights and departures that the cohort's locks ask for and this itinerary does not give."""
    broken = 0
    for lock in cohort.locks:
        if lock.kind is LockKind.DEPARTURE:
            broken += departure == GONE or network.departures[departure].departure_id != lock.target_id
        elif lock.kind is LockKind.NOT_DEPARTURE:
            broken += departure != GONE and network.departures[departure].departure_id == lock.target_id
        else:
            for night in lock_nights(lock.first_night, lock.last_night, network):
                option = None if nights[night] == GONE else options[nights[night]]
                at_site = option is not None and not option.is_unplaced and network.sites[option.site].site_id == lock.target_id
                broken += at_site != (lock.kind is LockKind.SITE)
    return broken


def lock_nights(first: date | None, last: date | None, network: Network) -> range:
    """Night indices a site lock covers."""
    horizon = network.instance.horizon
    start = 0 if first is None else max(0, horizon.day_of(first))
    stop = horizon.num_days if last is None else min(horizon.num_days, horizon.day_of(last) + 1)
    return range(start, stop)
