"""What one solve leaves for the next: itineraries that are lawful there too.

An itinerary is used again where nothing that its lawfulness depends on has changed: days, rules, sites and routes,
the party's clock, units large enough, the departure. What it uses and counts is worked out afresh.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.clocks import PartyClock
from planner.domain.ids import PartyId
from planner.model.cohorts import Cohort
from planner.model.contested import Choice
from planner.model.itinerary import GONE, Batch
from planner.model.network import Ints, Network
from planner.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Warm:
    """Itineraries of a problem by number, choices of its contested days, and the whole plan: parties by itinerary."""

    problem: Problem
    numbers: Ints
    choices: tuple[Choice, ...]
    plan: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Reused:
    """What of it another problem can use: the same, by the numbers of that problem's pool.

    Attributes
    ----------
    plan
        Never more parties than a cohort has; where something changed, fewer.
    """

    numbers: Ints
    choices: list[Choice]
    plan: dict[int, int]


def reuse(warm: Warm, problem: Problem) -> Reused:
    """Put what can be used again into a problem's pool."""
    old = warm.problem
    if not _same_ground(old.network, problem.network):
        return Reused(np.zeros(0, dtype=np.int64), [], {})
    cohort_of: dict[PartyId, int] = {party: number for number, cohort in enumerate(problem.cohorts) for party in cohort.parties}
    departures = _departures(old.network, problem.network)
    found: list[Ints] = []
    plan: dict[int, int] = {}
    waiting: list[int] = problem.counts.tolist()
    order = warm.numbers[np.argsort(old.pool.batch.cohorts[warm.numbers], kind="stable")]
    cohorts = old.pool.batch.cohorts[order]
    for number, cohort in enumerate(old.cohorts):
        mine = order[np.searchsorted(cohorts, number) : np.searchsorted(cohorts, number + 1)]
        targets = {cohort_of[party] for party in cohort.parties if party in cohort_of}
        for target in sorted(targets):
            if not len(mine) or not _alike(cohort, problem.cohorts[target]):
                continue
            before, now = _moved_over(old, mine, number, problem, target, departures)
            found.append(now)
            for was, itinerary in zip(before.tolist(), now.tolist(), strict=True):
                parties = min(warm.plan.get(was, 0), waiting[target])
                if parties:
                    plan[itinerary] = plan.get(itinerary, 0) + parties
                    waiting[target] -= parties
    choices = list(warm.choices) if old.rows.contested == problem.rows.contested else []
    return Reused(np.concatenate(found) if found else np.zeros(0, dtype=np.int64), choices, plan)


def _moved_over(old: Problem, numbers: Ints, cohort: int, problem: Problem, target: int, departures: Ints) -> tuple[Ints, Ints]:
    """Itineraries of one cohort as those of another: the numbers, there and here, of those that are lawful."""
    place = {option: at for at, option in enumerate(problem.pool.options_of(target))}
    option_of = np.array([*(place.get(option, GONE) for option in old.pool.options_of(cohort)), GONE])
    before = old.pool.batch
    nights = option_of[before.nights[numbers]]
    leaves = departures[before.departures[numbers]]
    block, at = problem.pool.block_of(target)
    fits = block.options.fits[block.options.first[block.shapes[at]] + nights, np.arange(nights.shape[1])]
    lawful = ((nights == GONE) == (before.nights[numbers] == GONE)).all(axis=1) & (fits | (nights == GONE)).all(axis=1)
    boards = np.append(block.boards[:, at], True)  # the last one stands for no departure
    lawful &= ((leaves == GONE) == (before.departures[numbers] == GONE)) & boards[leaves]
    everyone = np.full(int(lawful.sum()), target)
    return numbers[lawful], problem.pool.add(Batch(everyone, nights[lawful], leaves[lawful], before.steps[numbers[lawful]]))


def _departures(old: Network, new: Network) -> Ints:
    """New index of each departure that leaves on the same day as before; `GONE` for the others, and for none."""
    place = {
        (item.departure_id, item.place_id, int(day)): at
        for at, (item, day) in enumerate(zip(new.departures, new.departure_days, strict=True))
    }
    days = zip(old.departures, old.departure_days, strict=True)
    return np.array([*(place.get((item.departure_id, item.place_id, int(day)), GONE) for item, day in days), GONE])


def _alike(old: Cohort, new: Cohort) -> bool:
    same_start = (old.shape, old.start_site, old.start_placement) == (new.shape, new.start_site, new.start_placement)
    return same_start and _law(old.clock) == _law(new.clock)


def _law(clock: PartyClock) -> PartyClock:
    """A clock without its party's id and departures, which are looked at one by one."""
    return replace(clock, party_id=PartyId(""), departures=(), wait_days=0, deadline_weight=0)


def _same_ground(old: Network, new: Network) -> bool:
    """Whether days, rules, sites, units and routes are the same; beds may differ."""

    def ground(network: Network) -> tuple[object, ...]:
        units = tuple((unit.unit_id, unit.holds, unit.care) for site in network.sites for unit in site.units)
        return network.instance.horizon, network.instance.rules, tuple((site.site_id, site.role) for site in network.sites), units

    arrays = ("routes", "entry_nights", "ready")
    return ground(old) == ground(new) and all(np.array_equal(getattr(old, name), getattr(new, name)) for name in arrays)
