"""Simpler forecasts that the model must beat: each gives equally likely values for every coming day, from the days before it alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

import numpy as np

from planner.forecast.fit import library, negative_binomial
from planner.forecast.model import Floats, season_of
from planner.forecast.series import Series

WINDOW_DAYS: Final = 15
"""Days before and after the same day of the year."""
RECENT_YEARS: Final = 3
YEAR_DAYS: Final = 365
SAME_WEEKDAY_DAYS: Final = 364
NAIVE_WINDOW_DAYS: Final = 3
NEGATIVE_BINOMIAL_DRAWS: Final = 1000


@dataclass(frozen=True)
class History:
    """Days before the first day forecast.

    Parameters
    ----------
    people
        People by day, NaN where not counted; shape ``(num_days,)``.
    day_of_year
        1 to 366.
    """

    first: date
    people: Floats
    day_of_year: Floats

    def __len__(self) -> int:
        """Days known."""
        return len(self.people)

    def before(self, num_days: int) -> "History":
        """Give the first so many days only."""
        return History(self.first, self.people[:num_days], self.day_of_year[:num_days])

    def date_of(self, index: int) -> date:
        """Give the date of a day, also of one to come."""
        return self.first + timedelta(days=index)


Values: TypeAlias = Sequence[Floats]
"""Equally likely numbers of people, by coming day."""

Rival: TypeAlias = Callable[[History, int], Values]
"""Forecasts so many days from a history."""


def history_of(series: Series) -> History:
    """Line a series up."""
    people = np.array([np.nan if day.people is None else day.people for day in series.days], dtype=np.float64)
    return History(series.first, people, np.array([day.date.timetuple().tm_yday for day in series.days], dtype=np.float64))


def climatology(history: History, num_days: int) -> Values:
    """Give the same time of year in all past years, as it was."""
    return [history.people[chosen] for chosen in _same_time(history, num_days, years=None)]


def recent_climatology(history: History, num_days: int) -> Values:
    """Give the same time of year in the last three years, as it was."""
    return [history.people[chosen] for chosen in _same_time(history, num_days, RECENT_YEARS)]


def scaled_climatology(history: History, num_days: int) -> Values:
    """Give the same time of year in the last three years, each day scaled by the last year's total over that of the year around it."""
    total = np.concatenate([[0.0], np.cumsum(np.nan_to_num(history.people))])
    end = len(history)

    def scaled(chosen: Any) -> Floats:
        first = np.clip(chosen - YEAR_DAYS // 2, 0, max(0, end - YEAR_DAYS)).astype(np.int64)
        around = total[np.minimum(first + YEAR_DAYS, end)] - total[first]
        return history.people[chosen] * (total[end] - total[max(0, end - YEAR_DAYS)]) / np.maximum(around, 1)

    return [scaled(chosen) for chosen in _same_time(history, num_days, RECENT_YEARS)]


def seasonal_naive(history: History, num_days: int) -> Values:
    """Give the same weekday 52 weeks ago and the three days on either side."""
    end = len(history)
    return [
        _counted(history.people, np.arange(end + day - SAME_WEEKDAY_DAYS - 3, end + day - SAME_WEEKDAY_DAYS + 4)) for day in range(num_days)
    ]


class PlainNegativeBinomial:
    """People a day as one negative binomial whose mean follows two harmonics of the year, fitted on the last three years."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._fitted: tuple[tuple[int, int], Floats, float] | None = None

    def __call__(self, history: History, num_days: int) -> Values:
        """Fit anew in every month and draw."""
        start = history.date_of(len(history))
        if self._fitted is None or self._fitted[0] != (start.year, start.month):
            self._fitted = ((start.year, start.month), *self._fit(history))
        _, coefficients, dispersion = self._fitted
        random = np.random.default_rng([self._seed, len(history)])
        means = np.exp(_seasons(history, range(len(history), len(history) + num_days)) @ coefficients)
        return [
            random.poisson(random.gamma(1 / dispersion, mean * dispersion, NEGATIVE_BINOMIAL_DRAWS)).astype(np.float64) for mean in means
        ]

    def _fit(self, history: History) -> tuple[Floats, float]:
        days = range(max(0, len(history) - RECENT_YEARS * YEAR_DAYS), len(history))
        people = history.people[days.start : days.stop]
        counted = ~np.isnan(people)
        return negative_binomial(library(), _seasons(history, days)[counted], people[counted])


def rivals(seed: int) -> Mapping[str, Rival]:
    """Give every rival by name."""
    return {
        "climatology": climatology,
        "climatology, last 3 years": recent_climatology,
        "climatology, scaled to the last year": scaled_climatology,
        "seasonal naive": seasonal_naive,
        "plain negative binomial": PlainNegativeBinomial(seed),
    }


def _seasons(history: History, days: range) -> Floats:
    season = season_of([history.date_of(day) for day in days])
    return np.column_stack([np.ones(len(season)), season])


def _same_time(history: History, num_days: int, years: int | None) -> list[Any]:
    """Index of counted days at the time of year of each coming day."""
    end = len(history)
    first = 0 if years is None else max(0, end - years * YEAR_DAYS - WINDOW_DAYS)
    found: list[Any] = []
    for day in range(num_days):
        apart = np.abs(history.day_of_year - history.date_of(end + day).timetuple().tm_yday)
        chosen = np.flatnonzero((np.minimum(apart, YEAR_DAYS - apart) <= WINDOW_DAYS) & ~np.isnan(history.people))
        found.append(chosen[chosen >= first])
    return found


def _counted(people: Floats, wanted: Any) -> Floats:
    found = people[wanted[(wanted >= 0) & (wanted < len(people))]]
    return found[~np.isnan(found)]
