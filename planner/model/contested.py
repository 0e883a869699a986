"""Days on which escorts or medics can not serve every departure in full: what the departures may carry together.

With n_d people on departure d, team_d + ceil(ratio_d n_d) escorts and medics_d medics are needed wherever n_d > 0.
Up to `MOST_ENUMERATED` departures a day, every maximal choice of people (n_d) is listed and the master takes a mix of
them: no relaxation of whole people and whole escorts is tighter. Beyond that, running and escorts are variables.
"""
# OR-Tools' signatures are typed in part only.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false

import itertools
from collections.abc import Callable

from ortools.math_opt.python import mathopt

from planner.domain.transport import Departure
from planner.model.keys import Key
from planner.model.network import Network
from planner.model.prices import Prices
from planner.model.resources import Resources, RunsTogether

MOST_ENUMERATED = 3


def maximal_choices(day: RunsTogether, network: Network, resources: Resources) -> list[tuple[int, ...]]:
    """People on each departure of a day, in every way that none could be raised alone."""
    seats = [range(resources.limits["seat", index] + 1) for index in day.departures]
    departures = [network.departures[index] for index in day.departures]
    possible = {choice for choice in itertools.product(*seats) if _fits(choice, departures, day)}
    return sorted(
        choice for choice in possible if not any((*choice[:at], choice[at] + 1, *choice[at + 1 :]) in possible for at in range(len(choice)))
    )


def _fits(choice: tuple[int, ...], departures: list[Departure], day: RunsTogether) -> bool:
    escorts = sum(departure.escorts_for(people) for people, departure in zip(choice, departures, strict=True))
    medics = sum(departure.medics for people, departure in zip(choice, departures, strict=True) if people)
    return escorts <= day.escorts and medics <= day.medics


def add_contested_days(
    model: mathopt.Model, limit: Callable[[Key], mathopt.LinearConstraint], resources: Resources, network: Network, *, integer: bool
) -> None:
    """Add the choice of each contested day; its seat rows become ``people on itineraries <= people chosen``."""
    for day in resources.contested:
        for index in day.departures:
            limit(("seat", index)).upper_bound = 0.0
        if len(day.departures) <= MOST_ENUMERATED:
            _add_choices(model, limit, day, network, resources, integer=integer)
        else:
            _add_running(model, limit, day, network, resources, integer=integer)


def _add_choices(
    model: mathopt.Model,
    limit: Callable[[Key], mathopt.LinearConstraint],
    day: RunsTogether,
    network: Network,
    resources: Resources,
    *,
    integer: bool,
) -> None:
    one = model.add_linear_constraint(ub=1.0)
    for choice in maximal_choices(day, network, resources):
        taken = model.add_variable(lb=0.0, ub=1.0, is_integer=integer)
        one.set_coefficient(taken, 1.0)
        for index, people in zip(day.departures, choice, strict=True):
            limit(("seat", index)).set_coefficient(taken, -people)


def _add_running(
    model: mathopt.Model,
    limit: Callable[[Key], mathopt.LinearConstraint],
    day: RunsTogether,
    network: Network,
    resources: Resources,
    *,
    integer: bool,
) -> None:
    """With y_d whether d runs, e_d its escorts beyond the team: n_d <= seats_d y_d and ratio_d n_d <= e_d."""
    escorts = model.add_linear_constraint(ub=day.escorts)
    medics = model.add_linear_constraint(ub=day.medics)
    for index in day.departures:
        departure, most = network.departures[index], resources.limits["seat", index]
        runs = model.add_variable(lb=0.0, ub=1.0, is_integer=integer)
        extra = model.add_variable(lb=0.0, is_integer=integer)
        boarding = model.add_variable(lb=0.0, ub=most)
        limit(("seat", index)).set_coefficient(boarding, -1.0)
        model.add_linear_constraint(boarding - most * runs <= 0.0)
        model.add_linear_constraint(
            departure.escorts_per_person.numerator * boarding - departure.escorts_per_person.denominator * extra <= 0.0
        )
        escorts.set_coefficient(runs, departure.escort_team)
        escorts.set_coefficient(extra, 1.0)
        medics.set_coefficient(runs, departure.medics)


def worth(day: RunsTogether, prices: Prices, network: Network, resources: Resources) -> float:
    """Most that the seats of a day can be worth at given prices, or a bound on it."""
    prices_of_seats = [prices.rows.get(("seat", index), 0.0) for index in day.departures]
    if len(day.departures) <= MOST_ENUMERATED:
        choices = maximal_choices(day, network, resources)
        return max(sum(price * people for price, people in zip(prices_of_seats, choice, strict=True)) for choice in choices)
    return _fractional_worth(day, prices_of_seats, network, resources)


def _fractional_worth(day: RunsTogether, prices_of_seats: list[float], network: Network, resources: Resources) -> float:
    """Fill the departures that give most per escort first, the last one in part: a bound, medics apart."""
    loads: list[tuple[float, float]] = []
    for index, price in zip(day.departures, prices_of_seats, strict=True):
        departure, most = network.departures[index], resources.limits["seat", index]
        loads.append((price * most, departure.escort_team + float(departure.escorts_per_person * most)))
    left, total = float(day.escorts), 0.0
    for value, escorts in sorted(loads, key=lambda load: -load[0] / max(load[1], 1e-9)):
        share = 1.0 if escorts <= left else left / escorts
        total += share * value
        left -= share * escorts
    return total
