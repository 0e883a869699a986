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
        ``(D,)``, 0 or more.
    """
    day = rows.contested[number]
    value = np.zeros((day.escorts + 1, day.medics + 1))
    taken: list[Ints] = []
    levels = [_levels(index, day, network, rows) for index in day.departures]
    for index, offered in zip(day.departures, levels, strict=True):
        medics = network.departures[index].medics
        before, value = value, value.copy()
        which = np.full(value.shape, -1, dtype=np.int64)
        for level, (escorts, aboard) in enumerate(offered):
            here = value[escorts:, medics:]
            there = before[: len(before) - escorts, : before.shape[1] - medics] + (float(seat_prices[index]) + LIKING) * aboard
            better = there > here
            here[better] = there[better]
            which[escorts:, medics:][better] = level
        taken.append(which)
    people: list[int] = []
    escorts_left, medics_left = day.escorts, day.medics
    for at in range(len(day.departures) - 1, -1, -1):
        level = int(taken[at][escorts_left, medics_left])
        people.append(levels[at][level][1] if level >= 0 else 0)
        if level >= 0:
            escorts_left -= levels[at][level][0]
            medics_left -= network.departures[day.departures[at]].medics
    return float(value[-1, -1]), Choice(number, tuple(reversed(people)))


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
