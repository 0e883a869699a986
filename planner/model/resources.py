"""What itineraries share: every capacity as one row, ``sum of use <= limit``.

Rows are keyed by what they limit, for example ``("bed", unit, night)``; only rows that could ever bind are made.
Each kind of row stands beside its mathematics in docs/model.md, section Capacities.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.rules import KeepApartScope
from planner.model.cohorts import Cohort
from planner.model.itinerary import GONE, Move
from planner.model.keys import Key
from planner.model.network import Network
from planner.model.options import Option


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
class Resources:
    """All capacities of an instance.

    Attributes
    ----------
    limits
        Right-hand side by row key, in a canonical order.
    contested
        Days on which the choice of departures to run matters.
    weeks, parity_days
        Week of each departure, and the days at which the parity balance is checked.
    """

    limits: Mapping[Key, int]
    contested: tuple[RunsTogether, ...]
    weeks: tuple[int, ...]
    parity_days: tuple[int, ...]

    def use(
        self,
        nights: tuple[int, ...],
        departure: int,
        steps: tuple[int, ...],
        cohort: Cohort,
        options: tuple[Option, ...],
        network: Network,
        moves: list[Move],
    ) -> dict[Key, int]:
        """Use of each limited row by one party of a cohort on an itinerary."""
        use: Counter[Key] = Counter()
        for night, index in enumerate(nights):
            if index != GONE:
                for unit, people in options[index].beds:
                    use["bed", unit, night] += people
        for move in moves:
            _move_use(use, move, cohort.size)
        for step, day in zip(cohort.clock.case.steps, steps, strict=True):
            if day != GONE:
                use["case", day] += step.cases
        if departure != GONE:
            for key in self.departure_keys(departure, network):
                use[key] += cohort.size
        for pair in cohort.apart:
            _apart_use(use, pair, nights, departure, options, network)
        return {key: people for key, people in use.items() if key in self.limits}

    def departure_keys(self, departure: int, network: Network) -> list[Key]:
        """Rows a person boarding a departure uses."""
        day = int(network.departure_days[departure])
        keys: list[Key] = [("seat", departure), ("france_day", day), ("france_week", self.weeks[departure])]
        return keys + [("parity", check) for check in self.parity_days if check >= day]


def _move_use(use: Counter[Key], move: Move, people: int) -> None:
    if move.from_site == move.to_site:
        return
    use["ground", move.day] += people
    use["discharge", move.from_site, move.day] += people
    if move.to_site != GONE:
        use["admission", move.to_site, move.day] += people


def _apart_use(
    use: Counter[Key], pair: int, nights: tuple[int, ...], departure: int, options: tuple[Option, ...], network: Network
) -> None:
    by_unit = network.instance.rules.keep_apart_scope is KeepApartScope.UNIT
    for night, index in enumerate(nights):
        if index != GONE and not options[index].is_unplaced:
            for place in {unit for unit, _ in options[index].beds} if by_unit else {options[index].site}:
                use["apart", pair, place, night] += 1
    if departure != GONE:
        use["apart_departure", pair, departure] += 1


def build_resources(cohorts: tuple[Cohort, ...], network: Network) -> Resources:
    """Every capacity that the people in play could exceed."""
    instance, horizon = network.instance, network.instance.horizon
    people = sum(cohort.size * cohort.count for cohort in cohorts)
    first_week = horizon.first_date.isocalendar()
    monday = -(first_week.weekday - 1)
    weeks = tuple((int(day) - monday) // 7 for day in network.departure_days)
    parity_days = tuple(day for day in range(horizon.num_days) if horizon.date_of(day).isoweekday() == 7 or day == horizon.num_days - 1)  # noqa: PLR2004  # Sunday
    limits: dict[Key, int] = {}
    for unit in range(len(network.unit_ids)):
        for night in range(network.num_nights):
            limits["bed", unit, night] = int(network.free_beds[unit, night])
    for index, site in enumerate(network.sites):
        for kind, limit in (("admission", site.admissions_per_day), ("discharge", site.discharges_per_day)):
            if limit is not None:
                limits.update({(kind, index, day): limit for day in range(network.num_nights)})
    cases = sum(step.cases * cohort.count for cohort in cohorts for step in cohort.clock.case.steps)
    for day, offered in enumerate(instance.resources):
        limits["ground", day] = offered.ground_seats
        limits["case", day] = min(offered.cases, cases)
    contested = _departure_limits(limits, network)
    _agreement_limits(limits, network, weeks, parity_days)
    _apart_limits(limits, network)
    loose = {
        key
        for key, limit in limits.items()
        if limit >= people and key[0] in {"bed", "admission", "discharge", "ground", "france_day", "france_week", "parity"}
    }
    return Resources({key: limit for key, limit in limits.items() if key not in loose}, contested, weeks, parity_days)


def _departure_limits(limits: dict[Key, int], network: Network) -> tuple[RunsTogether, ...]:
    """Seats; and where a day's escorts and medics can not serve every departure in full, what that means.

    One departure alone on its day can carry a whole number of people that follows from the escorts. Several compete,
    and which of them run becomes part of the master problem.
    """
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for index, departure in enumerate(network.departures):
        day = int(network.departure_days[index])
        limits["seat", index] = 0 if departure.cancelled or not 0 <= day < network.num_nights else departure.seats
        if limits["seat", index]:
            by_day[day].append(index)
    contested: list[RunsTogether] = []
    for day, indices in sorted(by_day.items()):
        offered = network.instance.resources[day]
        for index in indices:
            limits["seat", index] = _most_people(index, offered.escorts, offered.medics, network)
        running = [index for index in indices if limits["seat", index]]
        escorts = sum(network.departures[index].escorts_for(limits["seat", index]) for index in running)
        medics = sum(network.departures[index].medics for index in running)
        if escorts > offered.escorts or medics > offered.medics:
            contested.append(RunsTogether(tuple(running), offered.escorts, offered.medics))
    return tuple(contested)


def _most_people(index: int, escorts: int, medics: int, network: Network) -> int:
    """Most people a departure can carry if it has all of a day's escorts and medics."""
    departure = network.departures[index]
    if departure.medics > medics or departure.escort_team > escorts:
        return 0
    if not departure.escorts_per_person:
        return departure.seats
    return min(departure.seats, Fraction(escorts - departure.escort_team) // departure.escorts_per_person)


def _agreement_limits(limits: dict[Key, int], network: Network, weeks: tuple[int, ...], parity_days: tuple[int, ...]) -> None:
    instance, rules, horizon = network.instance, network.instance.rules, network.instance.horizon
    if rules.france_daily_cap is not None:
        limits.update({("france_day", day): rules.france_daily_cap for day in range(network.num_nights)})
    if rules.france_weekly_cap is not None:
        for week in sorted(set(weeks)):
            limits["france_week", week] = max(0, rules.france_weekly_cap - (instance.parity.transferred_this_week if week == 0 else 0))
    for check in parity_days:
        admitted = sum(item.people for item in instance.planned_admissions if 0 <= horizon.day_of(item.admitted_on) <= check)
        limits["parity", check] = max(0, rules.parity_upper - instance.parity.balance_before + admitted)


def _apart_limits(limits: dict[Key, int], network: Network) -> None:
    by_unit = network.instance.rules.keep_apart_scope is KeepApartScope.UNIT
    places = len(network.unit_ids) if by_unit else len(network.sites)
    for pair in range(len(network.instance.keep_apart)):
        limits.update({("apart", pair, place, night): 1 for place in range(places) for night in range(network.num_nights)})
        limits.update({("apart_departure", pair, index): 1 for index in range(len(network.departures))})
