"""Sites of one role taken for one: a smaller problem whose plan, spread over the sites, is a good one to start from.

What the first aims count does not depend on which of several like sites somebody is at. Prices of like sites
differ by little, and column generation spends most of its rounds on finding that out. The smaller problem has one
site for every few of one role and stay limit, with the beds, admissions and discharges of all of them, and one unit
for all that hold and care alike. It proves nothing by itself: what comes of it are itineraries, and prices for the larger problem.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.locks import Lock, LockKind
from planner.domain.sites import Site, SiteRole, Unit
from planner.model.cohorts import Cohort, Usual
from planner.model.itinerary import GONE
from planner.model.network import Floats, Ints, build_network
from planner.model.options import Option
from planner.model.problem import Problem, problem_of
from planner.model.rows import NO_ROW

NOWHERE = -1

TOGETHER = 10
"""So many like sites are taken for one; where there are more, the smaller problem has a smaller one in its turn."""


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A problem with like sites as one.

    Attributes
    ----------
    problem
        The smaller one.
    sites, units, cohorts
        ``(S,)``, ``(U,)``, ``(C,)`` where each of the larger problem's is found in it; `NOWHERE` for sites and units nobody can use.
    """

    problem: Problem
    sites: Ints
    units: Ints
    cohorts: Ints


def aggregate(problem: Problem) -> Aggregation | None:
    """The smaller problem; None where no two sites are alike."""
    network = problem.network
    usable = _usable_sites(problem)
    first_site, first_unit = _representatives(usable)
    sites = _merged_sites(usable, first_site, first_unit, network.num_nights)
    if len(sites) == len(usable):
        return None
    small = build_network(replace(network.instance, sites=sites, keep_apart=(), parties=(), yesterday=()))
    cohorts, place = _merged_cohorts(problem.cohorts, first_site, first_unit)
    return Aggregation(
        problem=problem_of(small, problem.clocks, cohorts),
        sites=_places([site.site_id for site in network.sites], first_site, small.site_index),
        units=_places(network.unit_ids, first_unit, small.unit_index),
        cohorts=place,
    )


def _usable_sites(problem: Problem) -> tuple[Site, ...]:
    """Sites at which anybody is or may get a bed."""
    used: set[int] = set()
    for block in problem.blocks:
        has_bed = np.append(~block.options.is_unplaced[:-1], [False])
        used |= {*block.options.sites[has_bed].tolist(), *block.start_sites.tolist()}
    return tuple(site for at, site in enumerate(problem.network.sites) if at in used)


def _places(ids: Iterable[str], first: Mapping[str, str], index: Mapping[str, int]) -> Ints:
    """Where each is found by the first one that is like it; `NOWHERE` for what nobody can use."""
    return np.array([index[first[each]] if each in first else NOWHERE for each in ids], dtype=np.int64)


def _representatives(sites: tuple[Site, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """For every site and every unit, by id, the first of those that are taken for one."""
    seen: Counter[tuple[SiteRole, int | None]] = Counter()
    site_of: dict[Hashable, str] = {}
    unit_of: dict[Hashable, str] = {}
    first_site: dict[str, str] = {}
    first_unit: dict[str, str] = {}
    for site in sites:
        kind = (site.role, site.stay_limit_hours)
        kind = (*kind, seen[kind] // TOGETHER)
        seen[kind[:2]] += 1
        first_site[site.site_id] = site_of.setdefault(kind, site.site_id)
        for unit in site.units:
            first_unit[unit.unit_id] = unit_of.setdefault((kind, unit.holds, unit.care), unit.unit_id)
    return first_site, first_unit


def _merged_sites(sites: tuple[Site, ...], first_site: dict[str, str], first_unit: dict[str, str], num_nights: int) -> tuple[Site, ...]:
    """One site for each that stands for others, with the capacity of all of them."""
    alike: defaultdict[str, list[Site]] = defaultdict(list)
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    for site in sites:
        alike[first_site[site.site_id]].append(site)
        for unit in site.units:
            units[first_unit[unit.unit_id]].append(unit)
    merged: list[Site] = []
    for members in alike.values():
        own = [unit.unit_id for site in members for unit in site.units if first_unit[unit.unit_id] == unit.unit_id]
        merged.append(
            replace(
                members[0],
                admissions_per_day=_together([site.admissions_per_day for site in members]),
                discharges_per_day=_together([site.discharges_per_day for site in members]),
                units=tuple(
                    replace(
                        units[unit_id][0],
                        site_id=members[0].site_id,
                        beds=tuple(sum(unit.free_beds(night) for unit in units[unit_id]) for night in range(num_nights)),
                        reserved=(0,) * num_nights,
                    )
                    for unit_id in sorted(own)
                ),
            )
        )
    return tuple(sorted(merged, key=lambda site: site.site_id))


def _together(limits: list[int | None]) -> int | None:
    return None if any(limit is None for limit in limits) else sum(limit or 0 for limit in limits)


def _merged_cohorts(cohorts: tuple[Cohort, ...], first_site: dict[str, str], first_unit: dict[str, str]) -> tuple[tuple[Cohort, ...], Ints]:
    """Cohorts that differ in nothing but which of like sites and units they are in, or in the canonical order."""
    moved = [_moved(cohort, first_site, first_unit) for cohort in cohorts]
    groups: dict[Hashable, list[Cohort]] = {}
    for cohort in moved:
        groups.setdefault(_key(cohort), []).append(cohort)
    number = {key: at for at, key in enumerate(groups)}
    merged = tuple(
        replace(
            members[0],
            parties=tuple(party for member in members for party in member.parties),
            idle_wait=sum(member.idle_wait for member in members),
            idle_deadline=sum(member.idle_deadline for member in members),
        )
        for members in groups.values()
    )
    return merged, np.array([number[_key(cohort)] for cohort in moved], dtype=np.int64)


def _key(cohort: Cohort) -> Hashable:
    return cohort.shape, cohort.start_site, cohort.start_placement, cohort.yesterday, cohort.locks, cohort.law


def _moved(cohort: Cohort, first_site: dict[str, str], first_unit: dict[str, str]) -> Cohort:
    """A cohort at the sites that stand for those it is at."""
    placement: defaultdict[tuple[int, str], int] = defaultdict(int)
    for number, unit, people in cohort.start_placement:
        placement[number, first_unit[unit]] += people
    usual: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    for day, site, departure, people in cohort.yesterday:
        usual[day, first_site.get(site, site), departure] += people
    return replace(
        cohort,
        start_site=first_site[cohort.start_site],
        start_placement=tuple(sorted((number, unit, people) for (number, unit), people in placement.items())),
        yesterday=_sorted(usual),
        apart=(),
        locks=tuple(_lock(lock, first_site) for lock in cohort.locks if lock.kind is not LockKind.NOT_SITE),
    )


def _sorted(usual: defaultdict[tuple[int, str, str], int]) -> Usual:
    return tuple(sorted((day, site, departure, people) for (day, site, departure), people in usual.items()))


def _lock(lock: Lock, first_site: dict[str, str]) -> Lock:
    return replace(lock, target_id=first_site.get(lock.target_id, lock.target_id))


def lifted(aggregation: Aggregation, problem: Problem, prices: Floats) -> Floats:
    """``(R,)`` prices of the larger problem's capacities: each that of the one it is part of, never below 0."""
    mine, theirs = problem.rows, aggregation.problem.rows
    found, padded = np.zeros(len(mine.limits)), np.append(np.maximum(prices, 0.0), 0.0)
    for name, part_of in (("beds", aggregation.units), ("admissions", aggregation.sites), ("discharges", aggregation.sites)):
        table = np.vstack([getattr(theirs, name), np.full(problem.network.num_nights, NO_ROW)])  # the last one stands for nowhere
        _put(found, getattr(mine, name), padded[table[part_of]])
    for name in ("ground", "cases", "seats", "boarding"):
        _put(found, getattr(mine, name), padded[getattr(theirs, name)])
    return found


def _put(prices: Floats, rows: Ints, values: Floats) -> None:
    there = rows != NO_ROW
    prices[rows[there]] = values[there]


class OptionTables:
    """The option at each site that stands for an option of the smaller problem.

    Attributes
    ----------
    members
        Sites that each site of the smaller problem stands for.
    """

    def __init__(self, aggregation: Aggregation, problem: Problem) -> None:
        self._aggregation, self._problem = aggregation, problem
        self.members: list[list[int]] = [
            np.flatnonzero(aggregation.sites == at).tolist() for at in range(len(aggregation.problem.network.sites))
        ]
        self._tables: dict[tuple[int, int, int, int], Ints] = {}
        self._like: dict[tuple[int, int], int] = {}

    def like(self, cohort: int) -> int:
        """The first cohort asked for that has the same options."""
        block, at = self._problem.pool.block_of(cohort)
        return self._like.setdefault((id(block), int(block.shapes[at])), cohort)

    def of(self, cohort: int, small: int) -> Ints:
        """``(S, options of the smaller problem)`` the option at each site that stands for an option there."""
        (block, at), (other, there) = self._problem.pool.block_of(cohort), self._aggregation.problem.pool.block_of(small)
        key = id(block), int(block.shapes[at]), id(other), int(other.shapes[there])
        if key not in self._tables:
            mine, theirs = self._problem.pool.options_of(cohort), self._aggregation.problem.pool.options_of(small)
            place: dict[Hashable, int] = {}
            for index, option in enumerate(mine):
                place.setdefault((option.site, self._placement(option)), index)
            table = np.full((len(self._aggregation.sites), len(theirs) + 1), GONE, dtype=np.int64)
            for column, option in enumerate(theirs):
                for site in self.members[option.site]:
                    table[site, column] = place.get((site, tuple(sorted(option.placement))), GONE)
            self._tables[key] = table
        return self._tables[key]

    def _placement(self, option: Option) -> tuple[tuple[int, int, int], ...]:
        """Who is in which unit, by the units of the smaller problem."""
        return tuple(sorted((number, int(self._aggregation.units[unit]), people) for number, unit, people in option.placement))
