"""Days on which escorts or medics can not serve every departure in full: what the departures may carry together.

With n_d people on departure d, team_d + ceil(ratio_d n_d) escorts and medics_d medics are needed wherever n_d > 0. The
master takes a mix of choices (n_d), each found by a knapsack over escorts and medics at the seats' prices: no
relaxation of whole people and whole escorts is tighter.
"""

from dataclasses import dataclass

import numpy as np

from planner.model.network import Floats, Ints, Network
from planner.model.rows import Rows, RunsTogether

LIKING = 1e-9
"""Price of a seat that costs nothing, so that choices fill what is left."""


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
    taken: dict[int, Ints] = {}
    levels = {index: _levels(index, day, network, rows) for index in day.departures}
    for index in day.departures:
        if seat_prices[index] > 0 and levels[index]:
            value, taken[index] = _with_departure(value, levels[index], needed[index], float(seat_prices[index]) + LIKING)
    worth, people = float(value[-1, -1]), dict.fromkeys(day.departures, 0)
    escorts_left, medics_left = (size - 1 for size in value.shape)
    for index in reversed(taken):
        level = int(taken[index][escorts_left, medics_left])
        if level >= 0:
            people[index] = levels[index][level][1]
            escorts_left -= levels[index][level][0]
            medics_left -= needed[index]
    for index in day.departures:  # seats that cost nothing fill what is left, those that cost something stay empty
        if index not in taken and seat_prices[index] >= 0 and medics_left >= needed[index]:
            escorts, people[index] = max((level for level in levels[index] if level[0] <= escorts_left), default=(0, 0))
            escorts_left -= escorts
            medics_left -= needed[index] if escorts or people[index] else 0
    return worth, Choice(number, tuple(people[index] for index in day.departures))


def _with_departure(value: Floats, levels: list[tuple[int, int]], medics: int, price: float) -> tuple[Floats, Ints]:
    """``(E + 1, M + 1)`` most that the departures so far and one more are worth, and the level taken of it; -1 where it does not run."""
    escorts, aboard = np.array(levels, dtype=np.int64).T
    places = np.arange(len(value)) - escorts[:, None]
    before = np.where((places >= 0)[:, :, None], value[places, : value.shape[1] - medics], -np.inf)
    offered = before + price * aboard[:, None, None]
    best = offered.argmax(axis=0)
    most = np.take_along_axis(offered, best[None], axis=0)[0]
    after, level = value.copy(), np.full(value.shape, -1, dtype=np.int64)
    better = most > value[:, medics:]
    after[:, medics:][better] = most[better]
    level[:, medics:][better] = best[better]
    return after, level


def choices_made(rows: Rows, used: Floats) -> list[Choice]:
    """The choice of every contested day that a plan with so many people on each row has made."""
    return [Choice(number, tuple(used[rows.seats[list(day.departures)]].astype(int).tolist())) for number, day in enumerate(rows.contested)]


def _levels(index: int, day: RunsTogether, network: Network, rows: Rows) -> list[tuple[int, int]]:
    """``(escorts, most people)`` for every number of escorts at which a departure carries more."""
    departure, most = network.departures[index], int(rows.most_people[index])
    levels: list[tuple[int, int]] = []
    people = 0
    while people < most:
        escorts = departure.escorts_for(people + 1)
        people = most
        if departure.escorts_per_person:
            people = min(most, (escorts - departure.escort_team) // departure.escorts_per_person)
        if escorts <= day.escorts and departure.medics <= day.medics:
            levels.append((escorts, people))
    return levels
