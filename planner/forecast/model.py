"""Arrivals of coming days as simulated paths: does anybody arrive, in how many boats, with how many people in each.

Calm and closed weather come in regimes, so whether anybody arrives on day $t$ depends on the days before and on the time of year:

    logit P(boats_t > 0) = a + b · x_t
    boats_t - 1 | boats_t > 0  ~  NegativeBinomial(mean exp(c + d · z_t), dispersion k)
    people_t | boats_t = n > 0  ~  n m_t Gamma(mean 1, variance u + v / n), at least 1, rounded

Here $x_t$ and $z_t$ hold two harmonics of the year, yesterday and the day before, and running means of days with arrivals and of
boats over a few days to half a year, which every path carries on from its own days; $m_t$ is the running mean of people a boat, by
boats. Simulation needs NumPy alone.

References
----------
J. Mullahy (1986), Specification and testing of some modified count data models, Journal of Econometrics 33: 341-365.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.domain.errors import PlannerError
from planner.forecast.series import Day, Series

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]

ARRIVAL_RATES = (0.5, 0.2, 0.06, 0.01)
"""Weight of the newest day in the running means of days with arrivals: half-lives of 1, 3, 11 and 69 days."""
BOAT_RATES = (0.3, 0.06, 0.02, 0.005)
"""Weight of the newest day in the running means of boats a day: half-lives of 2, 11, 34 and 138 days."""
LEVEL_KEPT = 0.5 ** (1 / 25)
"""Weight a day with arrivals keeps in people a boat when the next one comes: half after 25 of them."""
LEVEL_RATE = 2
"""Which running mean of boats tells the general level of boats when asking whether anybody arrives."""
LOG_FLOOR = 0.3
"""Boats a day added before a logarithm is taken."""
HARMONICS = 2
DAYS_IN_YEAR = 365.25
MOST_BOATS = 60
"""Boats on a day, at most: half as many again as the most ever counted."""
LOG_MEAN_RANGE = (-5.0, 4.0)
LEAST_DAYS = 365
"""Days with a count that a series must have before it is forecast."""

_SEASON = tuple(f"{name}_{number}_a_year" for number in range(1, HARMONICS + 1) for name in ("sin", "cos"))
_ARRIVAL_MEANS = tuple(f"arrival_days_{rate}" for rate in ARRIVAL_RATES)
_BOAT_MEANS = tuple(f"log_boats_{rate}" for rate in BOAT_RATES)
ARRIVAL_FEATURES = (
    *("one", *_SEASON, "arrived_yesterday", "arrived_day_before", "arrived_both", "log_boats_yesterday", "log_boats_yesterday_squared"),
    *(*_ARRIVAL_MEANS, _BOAT_MEANS[LEVEL_RATE]),
)
"""Names of x, in order."""
BOAT_FEATURES = ("one", *_SEASON, "arrived_yesterday", "log_boats_yesterday", *_ARRIVAL_MEANS, *_BOAT_MEANS)
"""Names of z, in order."""
STATE = (
    *("arrived_yesterday", "arrived_day_before", "boats_yesterday"),
    *_ARRIVAL_MEANS,
    *(f"boats_{rate}" for rate in BOAT_RATES),
    "people_per_boat",
)
"""Names of what a memory of one day holds, in order."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a day's forecast knows of the days before it, for any number of paths (or days) at once.

    Parameters
    ----------
    arrived_1, arrived_2, boats_1
        Whether anybody arrived yesterday and the day before (0 or 1), and yesterday's boats; shape ``(num,)``.
    arrival_means, boat_means
        Running means, shape ``(num_rates, num)``.
    people_per_boat
        Running mean; shape ``(num,)``; NaN before the first boat.
    """

    arrived_1: Floats
    arrived_2: Floats
    boats_1: Floats
    arrival_means: Floats
    boat_means: Floats
    people_per_boat: Floats

    def repeated(self, num: int) -> "Memory":
        """Give the same memory to so many paths."""
        return _each(self, lambda values: np.repeat(values, num, axis=-1))

    def at(self, index: int) -> "Memory":
        """Give the memory of one day or path."""
        return _each(self, lambda values: values[..., index : index + 1])

    def after(self, boats: Counts) -> "Memory":
        """Give the memory a day later; people a boat stay as they are."""
        arrived, num_boats = (boats > 0).astype(np.float64), boats.astype(np.float64)
        return replace(
            self,
            arrived_1=arrived,
            arrived_2=self.arrived_1,
            boats_1=num_boats,
            arrival_means=self.arrival_means + _ARRIVAL_RATES * (arrived - self.arrival_means),
            boat_means=self.boat_means + _BOAT_RATES * (num_boats - self.boat_means),
        )


_ARRIVAL_RATES = np.array(ARRIVAL_RATES)[:, None]
_BOAT_RATES = np.array(BOAT_RATES)[:, None]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is fitted, and from what.

    Parameters
    ----------
    arrival, boats
        Coefficients by feature, in the order of `ARRIVAL_FEATURES` and `BOAT_FEATURES`.
    boat_dispersion
        k: the variance of boats beyond the first is ``mean + k mean²``.
    day_variance, boat_variance
        u and v: variance of a day's people a boat relative to their mean, ``u + v / boats``.
    first, last
        Days fitted on.
    after_last
        What is known after the last of them, in the order of `STATE`.
    file, source, edition, made_with
        Where they come from.
    """

    arrival: tuple[float, ...]
    boats: tuple[float, ...]
    boat_dispersion: float
    day_variance: float
    boat_variance: float
    first: date
    last: date
    after_last: tuple[float, ...]
    file: str
    source: str
    edition: str
    made_with: str


@dataclass(frozen=True, slots=True)
class Paths:
    """Simulated days.

    Parameters
    ----------
    start
        First day.
    people, boats
        Shape ``(num_paths, num_days)``.
    """

    start: date
    people: Counts
    boats: Counts

    @property
    def dates(self) -> tuple[date, ...]:
        """Days, in order."""
        return tuple(self.start + timedelta(days=day) for day in range(self.people.shape[1]))


def memories(days: Sequence[Day]) -> Memory:
    """Give what was known before each day, and after the last one.

    A day without a count leaves the memory as it was.

    Returns
    -------
    Memory
        Of ``len(days) + 1`` entries: entry ``t`` knows the days before day ``t`` only.
    """
    now = Memory(
        np.zeros(1), np.zeros(1), np.zeros(1), np.zeros((len(ARRIVAL_RATES), 1)), np.zeros((len(BOAT_RATES), 1)), np.full(1, np.nan)
    )
    found, people, boats = [now], 0.0, 0.0
    for day in days:
        if day.people is not None and day.boats is not None:
            now = now.after(np.array([day.boats]))
            if day.boats:
                people, boats = people * LEVEL_KEPT + day.people, boats * LEVEL_KEPT + day.boats
                now = replace(now, people_per_boat=np.array([people / boats]))
        found.append(now)
    return Memory(*(np.concatenate([getattr(each, name) for each in found], axis=-1) for name in Memory.__slots__))


def memory_of(series: Series) -> Memory:
    """Give what a series' end knows.

    Raises
    ------
    PlannerError
        When the series is too short, or has no boat.
    """
    counted = sum(day.people is not None and day.boats is not None for day in series.days)
    if counted < LEAST_DAYS or not any(day.boats for day in series.days):
        raise PlannerError(f"{series.file}: has {counted} days with counts; a forecast needs at least {LEAST_DAYS}, and boats among them")
    return memories(series.days).at(len(series.days))


def state_of(known: Memory) -> tuple[float, ...]:
    """Give a memory of one day as plain numbers."""
    return tuple(float(value) for name in Memory.__slots__ for value in getattr(known, name)[..., 0].ravel())


def memory_after(parameters: Parameters) -> Memory:
    """Give what was known after the last day fitted on."""
    state = np.array(parameters.after_last)
    means, boats = 3 + len(ARRIVAL_RATES), len(BOAT_RATES)
    return Memory(state[:1], state[1:2], state[2:3], state[3:means, None], state[means : means + boats, None], state[-1:])


def arrival_features(season: Floats, known: Memory) -> Floats:
    """Give x, shape ``(num, len(ARRIVAL_FEATURES))``; season as from `season_of`."""
    log_boats = np.log1p(known.boats_1)
    yesterday = (known.arrived_1, known.arrived_2, known.arrived_1 * known.arrived_2, log_boats, log_boats**2)
    return _columns(season, len(log_boats), *yesterday, *known.arrival_means, _log(known.boat_means[LEVEL_RATE]))


def boat_features(season: Floats, known: Memory) -> Floats:
    """Give z, shape ``(num, len(BOAT_FEATURES))``."""
    return _columns(season, len(known.boats_1), known.arrived_1, np.log1p(known.boats_1), *known.arrival_means, *_log(known.boat_means))


def season_of(days: Sequence[date]) -> Floats:
    """Give harmonics of the year, shape ``(num_days, 2 * HARMONICS)``."""
    angle = np.array([2 * np.pi * day.timetuple().tm_yday / DAYS_IN_YEAR for day in days])
    return np.stack([wave(number * angle) for number in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)], axis=-1)


def simulate(
    parameters: Parameters,
    known: Memory,
    start: date,
    num_days: int,
    num_paths: int,
    seed: int | Sequence[int],
    shifts: Floats | None = None,
) -> Paths:
    """Draw paths.

    Parameters
    ----------
    known
        One memory: what is known before `start`.
    shifts
        Added to the log-odds of any arrival, by day: what a weather outlook says; shape ``(num_days,)``.
    seed
        The same seed gives the same paths.
    """
    random = np.random.default_rng(seed)
    arrival, boats_beyond_first = np.array(parameters.arrival), np.array(parameters.boats)
    seasons = season_of([start + timedelta(days=day) for day in range(num_days)])
    now = known.repeated(num_paths)
    boats, people = np.zeros((num_paths, num_days), np.int64), np.zeros((num_paths, num_days), np.int64)
    for day, season in enumerate(seasons):
        log_odds = arrival_features(season, now) @ arrival + (0.0 if shifts is None else shifts[day])
        arrived = random.random(num_paths) < 1 / (1 + np.exp(-log_odds))
        mean = np.exp(np.clip(boat_features(season, now) @ boats_beyond_first, *LOG_MEAN_RANGE))
        beyond = random.poisson(random.gamma(1 / parameters.boat_dispersion, mean * parameters.boat_dispersion))
        boats[:, day] = np.where(arrived, np.minimum(1 + beyond, MOST_BOATS), 0)
        people[:, day] = _people(parameters, boats[:, day], now.people_per_boat, random)
        now = now.after(boats[:, day])
    return Paths(start, people, boats)


def _people(parameters: Parameters, boats: Counts, people_per_boat: Floats, random: np.random.Generator) -> Counts:
    variance = parameters.day_variance + parameters.boat_variance / np.maximum(boats, 1)
    drawn = np.rint(boats * people_per_boat * random.gamma(1 / variance, variance)).astype(np.int64)
    return np.where(boats > 0, np.maximum(drawn, 1), 0)


def _columns(season: Floats, num: int, *columns: Floats) -> Floats:
    return np.column_stack([np.ones(num), np.broadcast_to(season, (num, season.shape[-1])), *columns])


def _log(values: Floats) -> Floats:
    return np.log(values + LOG_FLOOR)


def _each(memory: Memory, change: Callable[[Floats], Floats]) -> Memory:
    return Memory(*(change(getattr(memory, name)) for name in Memory.__slots__))
