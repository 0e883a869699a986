"""What itineraries share: every capacity as one row, ``sum of use <= limit``, by number.

Arrays give the number of each row, so that prices spread over them by indexing and uses are collected the same way.
Only rows that the people in play could exceed are made; `NO_ROW` stands where there is none. Each kind of row
stands beside its mathematics in docs/model.md, section Capacities.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from planner.domain.rules import KeepApartScope
from planner.model.cohorts import Cohort
from planner.model.network import Flags, Floats, Ints, Network

NO_ROW = -1
"""Number of a row that is not there; the last entry of prices with one 0 put behind."""

SUNDAY = 7


@dataclass(frozen=True, slots=True)
class RunsTogether:
    """Departures of one day that compete for escorts or medics: which of them run is a decision of its own.

    Attributes
    ----------
    departures
        Indices.
    escorts, medics
        What the day offers.
    """

    departures: tuple[int, ...]
    escorts: int
    medics: int


@dataclass(frozen=True, slots=True)
class Rows:
    """All capacities of an instance. U units, S sites, T nights, D departures, Q keep-apart pairs.

    Attributes
    ----------
    limits
        ``(R,)``.
    beds
        ``(U, T)``.
    admissions, discharges
        ``(S, T)``.
    ground, cases
        ``(T,)``.
    seats
        ``(D,)``.
    boarding
        ``(D, B)`` all rows a person boarding a departure uses: seat, France's caps, parity.
    apart
        ``(Q, S or U, T)``.
    apart_departures
        ``(Q, D)``.
    common
        ``(R,)`` whether a row is a capacity that many share; the others keep a pair apart.
    most_people
        ``(D,)`` most people a departure could carry with all of its day's staff.
    contested
        Days on which the choice of departures to run matters; their seats have the limit 0.
    """

    limits: Floats
    beds: Ints
    admissions: Ints
    discharges: Ints
    ground: Ints
    cases: Ints
    seats: Ints
    boarding: Ints
    apart: Ints
    apart_departures: Ints
    common: Flags
    most_people: Ints
    contested: tuple[RunsTogether, ...]


TABLES = ("beds", "admissions", "discharges", "ground", "cases", "seats", "boarding", "apart", "apart_departures")
"""Where rows are listed by what they stand for."""


def same_numbers(one: Rows, other: Rows) -> bool:
    """Whether every row has the same number in both, whatever its limit."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in TABLES)


class _Numbering:
    """Rows in the order they are made."""

    def __init__(self, people: int) -> None:
        self._people = people
        self.limits: list[Floats] = []
        self._count = 0

    def number(self, limits: Floats, most_use: float | None = None) -> Ints:
        """Numbers of rows with these limits; none where the limit can not be exceeded."""
        binding = np.isfinite(limits) & (limits < (self._people if most_use is None else most_use))
        numbers = np.full(limits.shape, NO_ROW, dtype=np.int64)
        numbers[binding] = self._count + np.arange(int(binding.sum()))
        self.limits.append(np.maximum(limits[binding], 0.0))
        self._count += int(binding.sum())
        return numbers


def build_rows(cohorts: tuple[Cohort, ...], network: Network) -> Rows:
    """Every capacity that the people in play could exceed; a limit below 0 counts as 0."""
    instance = network.instance
    people = sum(cohort.size * cohort.count for cohort in cohorts)
    rows = _Numbering(people)
    beds = rows.number(network.free_beds.astype(float))
    admissions = rows.number(_by_day([site.admissions_per_day for site in network.sites], network.num_nights))
    discharges = rows.number(_by_day([site.discharges_per_day for site in network.sites], network.num_nights))
    ground = rows.number(np.array([offered.ground_seats for offered in instance.resources], dtype=float))
    most_cases = sum(step.cases * cohort.count for cohort in cohorts for step in cohort.clock.case.steps)
    cases = rows.number(np.array([offered.cases for offered in instance.resources], dtype=float), most_cases)
    most_people, contested = _boarding_limits(network)
    free = most_people.astype(float)
    for day in contested:
        free[list(day.departures)] = 0.0
    seats = rows.number(free, np.inf)
    agreement = _agreement_rows(rows, network)
    num_common = sum(len(part) for part in rows.limits)
    by_unit = instance.rules.keep_apart_scope is KeepApartScope.UNIT
    pairs = len(instance.keep_apart)
    places = len(network.unit_ids) if by_unit else len(network.sites)
    apart = rows.number(np.ones((pairs, places, network.num_nights)), np.inf)
    apart_departures = rows.number(np.ones((pairs, len(network.departures))), np.inf)
    return Rows(
        limits=np.concatenate(rows.limits) if rows.limits else np.zeros(0),
        beds=beds,
        admissions=admissions,
        discharges=discharges,
        ground=ground,
        cases=cases,
        seats=seats,
        boarding=np.column_stack([seats, agreement]),
        apart=apart,
        apart_departures=apart_departures,
        common=np.arange(sum(len(part) for part in rows.limits)) < num_common,
        most_people=most_people,
        contested=contested,
    )


def with_boarding_of(rows: Rows, network: Network) -> Rows:
    """The same rows, what departures can carry worked out anew: for other seats, escorts or medics."""
    most_people, contested = _boarding_limits(network)
    limits = rows.limits.copy()
    limits[rows.seats] = most_people
    for day in contested:
        limits[rows.seats[list(day.departures)]] = 0.0
    return replace(rows, limits=limits, most_people=most_people, contested=contested)


def _by_day(limits: list[int | None], num_days: int) -> Floats:
    return np.repeat(np.array([np.inf if limit is None else limit for limit in limits], dtype=float)[:, None], num_days, axis=1)


def _boarding_limits(network: Network) -> tuple[Ints, tuple[RunsTogether, ...]]:
    """Most people by departure; and the days on which escorts and medics can not serve every departure in full.

    One departure alone on its day can carry a whole number of people that follows from the escorts. Several compete,
    and which of them run becomes part of the master problem.
    """
    most = np.zeros(len(network.departures), dtype=np.int64)
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for index, departure in enumerate(network.departures):
        day = int(network.departure_days[index])
        if not departure.cancelled and departure.seats and 0 <= day < network.num_nights:
            offered = network.instance.resources[day]
            most[index] = _most_people(index, offered.escorts, offered.medics, network)
            by_day[day].append(index)
    contested: list[RunsTogether] = []
    for day, indices in sorted(by_day.items()):
        offered = network.instance.resources[day]
        running = [index for index in indices if most[index]]
        escorts = sum(network.departures[index].escorts_for(int(most[index])) for index in running)
        medics = sum(network.departures[index].medics for index in running)
        if escorts > offered.escorts or medics > offered.medics:
            contested.append(RunsTogether(tuple(running), offered.escorts, offered.medics))
    return most, tuple(contested)


def _most_people(index: int, escorts: int, medics: int, network: Network) -> int:
    """Most people a departure can carry if it has all of a day's escorts and medics."""
    departure = network.departures[index]
    if departure.medics > medics or departure.escort_team > escorts:
        return 0
    if not departure.escorts_per_person:
        return departure.seats
    return min(departure.seats, Fraction(escorts - departure.escort_team) // departure.escorts_per_person)


def _agreement_rows(rows: _Numbering, network: Network) -> Ints:
    """``(D, B)`` rows of France's daily and weekly caps and of the parity band, by departure."""
    instance, rules, horizon = network.instance, network.instance.rules, network.instance.horizon
    days = network.departure_days
    inside = (days >= 0) & (days < network.num_nights)
    at = np.where(inside, days, 0)
    columns: list[Ints] = []
    if rules.france_daily_cap is not None:
        daily = rows.number(np.full(network.num_nights, float(rules.france_daily_cap)))
        columns.append(daily[at])
    if rules.france_weekly_cap is not None:
        monday = -(horizon.first_date.isoweekday() - 1)
        weeks = (at - monday) // 7
        limits = np.full(int(weeks.max(initial=0)) + 1, float(rules.france_weekly_cap))
        limits[0] -= instance.parity.transferred_this_week
        columns.append(rows.number(limits)[weeks])
    for check in range(network.num_nights):
        if horizon.date_of(check).isoweekday() == SUNDAY or check == network.num_nights - 1:
            admitted = sum(item.people for item in instance.planned_admissions if 0 <= horizon.day_of(item.admitted_on) <= check)
            row = rows.number(np.array([float(rules.parity_upper - instance.parity.balance_before + admitted)]))[0]
            columns.append(np.where(at <= check, row, NO_ROW))
    return np.where(inside[:, None], np.array(columns).reshape(len(columns), len(days)).T, NO_ROW)
