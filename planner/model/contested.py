"""Days on which escorts or medics can not serve every departure in full: what the departures may carry together.

With n_d people on departure d, team_d + ceil(ratio_d n_d) escorts and medics_d medics are needed wherever n_d > 0. The
master takes a mix of choices (n_d), each found by a knapsack over escorts and medics at the seats' prices: no
relaxation of whole people and whole escorts is tighter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.domain.transport import Departure
from planner.model.network import Floats, Network
from planner.model.rows import Rows

LIKING = 1e-9
"""Price of a seat that costs nothing, so that choices fill what is left."""

DECIMALS = 6
"""Of a limit's weights: prices alike to so many give one limit."""


@dataclass(frozen=True, slots=True)
class Choice:
    """People that the departures of a contested day may carry together.

    Attributes
    ----------
    day
        Index of the contested day.
    people
        By departure of that day.
    """

    day: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What no choice of a contested day exceeds: ``sum of weight times people <= most``.

    Attributes
    ----------
    day
        Index of the contested day.
    weights
        By departure of that day; the largest is 1.
    """

    day: int
    weights: tuple[float, ...]
    most: float


def limits_at(rows: Rows, priced: Iterable[tuple[Floats, Floats]]) -> list[Limit]:
    """The limits of contested days at some prices: with these a relaxation of teams and escorts is as tight as the mix of choices is there.

    Parameters
    ----------
    priced
        ``(R,)`` prices, and by contested day the most that its seats are worth at them.
    """
    most: dict[tuple[int, tuple[float, ...]], float] = {}
    for prices, worths in priced:
        for number, day in enumerate(rows.contested):
            seats = np.maximum(prices[rows.seats[list(day.departures)]], 0.0)
            dearest = float(seats.max())
            if dearest > 0:
                weights = np.floor(seats / dearest * 10**DECIMALS) / 10**DECIMALS
                key, limit = (number, tuple(weights.tolist())), float(worths[number]) / dearest
                most[key] = min(limit, most.get(key, limit))
    return [Limit(day, weights, limit) for (day, weights), limit in most.items()]


def best_choice(number: int, network: Network, rows: Rows, seat_prices: Floats) -> tuple[float, Choice]:
    """The choice whose seats are worth most, and that worth.

    Parameters
    ----------
    number
        Index of the contested day.
    seat_prices
        ``(D,)``; below 0 where a seat must be used whatever it costs.
    """
    day = rows.contested[number]
    needed = {index: network.departures[index].medics for index in day.departures}
    if sum(needed.values()) <= day.medics:
        needed = dict.fromkeys(needed, 0)  # there are enough for all: nothing to choose by
    value = np.zeros((day.escorts + 1, min(day.medics, sum(needed.values())) + 1))
    before: dict[int, Floats] = {}
    levels = {index: _levels(network.departures[index], int(rows.most_people[index]), day.escorts, day.medics) for index in day.departures}
    for index in day.departures:
        if seat_prices[index] > 0 and levels[index]:
            before[index] = value
            value = _with_departure(value, levels[index], needed[index], float(seat_prices[index]) + LIKING)
    worth, people = float(value[-1, -1]), dict.fromkeys(day.departures, 0)
    escorts_left, medics_left = (size - 1 for size in value.shape)
    for index in reversed(before):
        escorts, people[index] = _taken(
            before[index], levels[index], needed[index], float(seat_prices[index]) + LIKING, (escorts_left, medics_left)
        )
        escorts_left -= escorts
        medics_left -= needed[index] if people[index] else 0
    for index in day.departures:  # seats that cost nothing fill what is left, those that cost something stay empty
        if index not in before and seat_prices[index] >= 0 and medics_left >= needed[index]:
            escorts, people[index] = max((level for level in levels[index] if level[0] <= escorts_left), default=(0, 0))
            escorts_left -= escorts
            medics_left -= needed[index] if escorts or people[index] else 0
    return worth, Choice(number, tuple(people[index] for index in day.departures))


def _with_departure(value: Floats, levels: list[tuple[int, int]], medics: int, price: float) -> Floats:
    """``(E + 1, M + 1)`` most that the departures so far and one more are worth, by escorts and medics left."""
    after = value.copy()
    size, width = value.shape
    for escorts, aboard in levels:
        better = after[escorts:, medics:]
        np.maximum(better, value[: size - escorts, : width - medics] + price * aboard, out=better)
    return after


def _taken(before: Floats, levels: list[tuple[int, int]], medics: int, price: float, left: tuple[int, int]) -> tuple[int, int]:
    """Escorts and people of a departure in the best choice with so many escorts and medics left; none where it does not run."""
    best, taken = float(before[left]), (0, 0)
    if left[1] >= medics:
        for escorts, aboard in levels:
            if escorts <= left[0] and before[left[0] - escorts, left[1] - medics] + price * aboard > best:
                best, taken = float(before[left[0] - escorts, left[1] - medics] + price * aboard), (escorts, aboard)
    return taken


def choices_made(rows: Rows, used: Floats) -> list[Choice]:
    """The choice of every contested day that a plan with so many people on each row has made."""
    return [Choice(number, tuple(used[rows.seats[list(day.departures)]].astype(int).tolist())) for number, day in enumerate(rows.contested)]


@lru_cache(maxsize=4096)
def _levels(departure: Departure, most: int, escorts_offered: int, medics_offered: int) -> list[tuple[int, int]]:
    """``(escorts, most people)`` for every number of escorts at which a departure carries more; kept, for every pricing pass asks."""
    levels: list[tuple[int, int]] = []
    people = 0
    while people < most:
        escorts = departure.escorts_for(people + 1)
        people = most
        if departure.escorts_per_person:
            people = min(most, (escorts - departure.escort_team) // departure.escorts_per_person)
        if escorts <= escorts_offered and departure.medics <= medics_offered:
            levels.append((escorts, people))
    return levels
