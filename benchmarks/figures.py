"""How large an instance is."""

from collections import defaultdict
from dataclasses import dataclass

from planner.clocks import PartyClock
from planner.domain.horizon import london_date
from planner.domain.instance import Instance
from planner.domain.transport import DayResources, Departure
from planner.model.cohorts import build_cohorts


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one instance.

    Attributes
    ----------
    together
        Parties of several people.
    live
        People with a live case.
    contested_days
        Days on which staff can not serve every departure in full.
    """

    people: int
    parties: int
    together: int
    cohorts: int
    live: int
    sites: int
    units: int
    departures: int
    contested_days: int
    pairs: int
    locks: int
    yesterday: int


def figures_of(instance: Instance, clocks: tuple[PartyClock, ...]) -> Figures:
    """Count what there is."""
    return Figures(
        people=sum(party.size for party in instance.parties),
        parties=len(instance.parties),
        together=sum(party.size > 1 for party in instance.parties),
        cohorts=len(build_cohorts(instance, clocks)),
        live=sum(party.size for party, clock in zip(instance.parties, clocks, strict=True) if clock.is_live),
        sites=len(instance.sites),
        units=sum(len(site.units) for site in instance.sites),
        departures=len(instance.departures),
        contested_days=contested_days(instance),
        pairs=len(instance.keep_apart),
        locks=len(instance.locks),
        yesterday=len(instance.yesterday),
    )


def contested_days(instance: Instance) -> int:
    """Days on which several departures compete for escorts or medics."""
    by_day: defaultdict[int, list[Departure]] = defaultdict(list)
    for departure in instance.departures:
        if departure.seats and not departure.cancelled:
            by_day[instance.horizon.day_of(london_date(departure.departs_at))].append(departure)
    return sum(_is_contested(departures, instance.resources[day]) for day, departures in by_day.items())


def _is_contested(departures: list[Departure], offered: DayResources) -> bool:
    alone = [_most(departure, offered) for departure in departures]
    escorts = sum(departure.escorts_for(people) for departure, people in zip(departures, alone, strict=True))
    medics = sum(departure.medics for departure, people in zip(departures, alone, strict=True) if people)
    return escorts > offered.escorts or medics > offered.medics


def _most(departure: Departure, offered: DayResources) -> int:
    """Most people a departure could carry if it had the day's staff to itself."""
    if departure.medics > offered.medics:
        return 0
    return next((people for people in range(departure.seats, 0, -1) if departure.escorts_for(people) <= offered.escorts), 0)
