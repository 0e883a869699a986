"""What cohorts share: one row a capacity, and what departures may carry. Mathematics in docs/model.md, section Capacities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from benchmarks.peers.matrix import Draft, Ints
from planner.domain.rules import KeepApartScope
from planner.model.network import Network

SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Shared:
    """Numbers of the rows that cohorts share. A row that nothing could break is left out when the model is finished.

    Attributes
    ----------
    bed
        ``(U, T)``.
    admission, discharge
        ``(S, T)``.
    ground, case
        ``(T,)``.
    aboard
        ``(D,)`` people who board equal people on board.
    apart
        ``(Q, places, T)``, places being sites or units.
    apart_aboard
        ``(Q, D)``.
    apart_by_unit
        Whether the places are units.
    """

    bed: Ints
    admission: Ints
    discharge: Ints
    ground: Ints
    case: Ints
    aboard: Ints
    apart: Ints
    apart_aboard: Ints
    apart_by_unit: bool


def add_shared(draft: Draft, network: Network) -> Shared:
    """Add every shared row, and the variables and rows of departures."""
    instance, nights, sites = network.instance, network.num_nights, len(network.sites)
    by_unit = instance.rules.keep_apart_scope is KeepApartScope.UNIT
    pairs, places = len(instance.keep_apart), len(network.unit_ids) if by_unit else sites

    def doors(limits: Sequence[int | None]) -> Ints:
        most = np.array([np.inf if limit is None else limit for limit in limits], dtype=np.float64)
        return draft.rows(-np.inf, np.repeat(most, nights), sites * nights).reshape(sites, nights)

    return Shared(
        bed=draft.rows(-np.inf, network.free_beds.ravel(), network.free_beds.size).reshape(network.free_beds.shape),
        admission=doors([site.admissions_per_day for site in network.sites]),
        discharge=doors([site.discharges_per_day for site in network.sites]),
        ground=draft.rows(-np.inf, [day.ground_seats for day in instance.resources], nights),
        case=draft.rows(-np.inf, [day.cases for day in instance.resources], nights),
        aboard=_add_departures(draft, network),
        apart=draft.rows(-np.inf, 1, pairs * places * nights).reshape(pairs, places, nights),
        apart_aboard=draft.rows(-np.inf, 1, pairs * len(network.departures)).reshape(pairs, len(network.departures)),
        apart_by_unit=by_unit,
    )


def most_people(network: Network) -> Ints:
    """``(D,)`` most people a departure can carry if it has all of its day's escorts and medics; 0 outside the horizon."""
    most = np.zeros(len(network.departures), dtype=np.int64)
    for index, departure in enumerate(network.departures):
        day = int(network.departure_days[index])
        if departure.cancelled or not 0 <= day < network.num_nights:
            continue
        offered = network.instance.resources[day]
        if departure.medics > offered.medics or departure.escort_team > offered.escorts:
            continue
        left = Fraction(offered.escorts - departure.escort_team)
        share = departure.escorts_per_person
        most[index] = min(departure.seats, left // share) if share else departure.seats
    return most


def _add_departures(draft: Draft, network: Network) -> Ints:
    """People on board each departure, the staff they need, France's caps and the parity band."""
    most = most_people(network)
    people = draft.columns(most, whole=False)
    rows = draft.rows(0, 0, len(most))
    draft.put(rows, people, -1)
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for index in np.flatnonzero(most):
        by_day[int(network.departure_days[index])].append(int(index))
    for day, running in by_day.items():
        _add_staff(draft, network, day, np.array(running, dtype=np.int64), people, most)
    _add_agreement(draft, network, people)
    return rows


def _add_staff(draft: Draft, network: Network, day: int, running: Ints, people: Ints, most: Ints) -> None:
    """Which departures of a day run, and escorts in whole people, where there are not enough for all of them in full."""
    offered = network.instance.resources[day]
    departures = [network.departures[index] for index in running]
    needed = [departure.escorts_for(int(most[index])) for departure, index in zip(departures, running, strict=True)]
    medics = np.array([departure.medics for departure in departures], dtype=np.int64)
    if sum(needed) <= offered.escorts and medics.sum() <= offered.medics:
        return
    team = np.array([departure.escort_team for departure in departures], dtype=np.int64)
    shares = [departure.escorts_per_person for departure in departures]
    runs, extra = draft.columns(np.ones(len(running), dtype=np.int64)), draft.columns(np.array(needed, dtype=np.int64) - team)
    full = draft.rows(-np.inf, 0, len(running))
    draft.put(full, people[running], 1)
    draft.put(full, runs, -most[running])
    escorted = draft.rows(-np.inf, 0, len(running))
    draft.put(escorted, people[running], np.array([share.numerator for share in shares], dtype=np.int64))
    draft.put(escorted, extra, np.array([-share.denominator for share in shares], dtype=np.int64))
    row = draft.rows(-np.inf, [offered.escorts, offered.medics], 2)
    draft.put(row[:1], runs, team)
    draft.put(row[:1], extra, 1)
    draft.put(row[1:], runs, medics)


def _add_agreement(draft: Draft, network: Network, people: Ints) -> None:
    instance, rules, horizon = network.instance, network.instance.rules, network.instance.horizon
    days = network.departure_days
    monday = 1 - horizon.first_date.isoweekday()
    weeks = (np.arange(network.num_nights) - monday) // 7

    def limit(most: int, first: int, last: int) -> None:
        within = np.flatnonzero((days >= first) & (days <= last))
        draft.put(draft.rows(-np.inf, max(0, most), 1), people[within], 1)

    for day in range(network.num_nights):
        if rules.france_daily_cap is not None:
            limit(rules.france_daily_cap, day, day)
        if horizon.date_of(day).isoweekday() == SUNDAY or day == network.num_nights - 1:
            admitted = sum(item.people for item in instance.planned_admissions if 0 <= horizon.day_of(item.admitted_on) <= day)
            limit(rules.parity_upper - instance.parity.balance_before + admitted, 0, day)
    if rules.france_weekly_cap is not None:
        for week in np.unique(weeks):
            before = instance.parity.transferred_this_week if week == 0 else 0
            first = int(week) * 7 + monday
            limit(rules.france_weekly_cap - before, max(0, first), min(first + 6, network.num_nights - 1))
