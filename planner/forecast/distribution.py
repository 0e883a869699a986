"""A forecast as tables: quantiles by day, totals of spans, paths, and the planner's own table of expected arrivals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import numpy as np

from planner.domain.errors import PlannerError
from planner.forecast.files import csv_text
from planner.forecast.model import Counts, Memory, Parameters, Paths, simulate
from planner.forecast.outlook import Colour, shifts
from planner.forecast.score import BANDS, LEVELS

LABEL: Final = "forecast"
"""Stands in every row: nobody in it is known."""

_QUANTILES: Final = tuple(f"p{round(level * 100):02}" for level in LEVELS)
_DAILY: Final = ("date", "label", "outlook", "chance_of_arrivals", "mean_people", *_QUANTILES, "mean_boats")
_TOTALS: Final = ("first", "last", "label", "mean_people", *_QUANTILES)
_PATHS: Final = ("path", "date", "label", "people", "boats")
_EXPECTED: Final = ("date", "site_id", "profile", "people", "party_size", "assumed_authority_days")


class Expected(StrEnum):
    """Which number of people a day to expect."""

    MEAN = "mean"
    P50 = "p50"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"


@dataclass(frozen=True, slots=True)
class DayForecast:
    """One coming day.

    Parameters
    ----------
    chance
        Share of paths on which anybody arrives.
    quantiles
        People at each level of `LEVELS`.
    """

    date: date
    outlook: Colour | None
    chance: float
    mean: float
    quantiles: tuple[float, ...]
    mean_boats: float


@dataclass(frozen=True, slots=True)
class SpanForecast:
    """People in all over a span of days."""

    first: date
    last: date
    mean: float
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Forecast:
    """A forecast, with what it was made from.

    Parameters
    ----------
    known_until
        Last day with known arrivals.
    """

    paths: Paths
    outlook: Mapping[date, Colour]
    known_until: date
    seed: int
    parameters: Parameters

    @property
    def days(self) -> tuple[DayForecast, ...]:
        """Every day, in order."""
        people, boats = self.paths.people, self.paths.boats
        return tuple(
            DayForecast(
                when,
                self.outlook.get(when),
                float((people[:, day] > 0).mean()),
                float(people[:, day].mean()),
                _quantiles(people[:, day]),
                float(boats[:, day].mean()),
            )
            for day, when in enumerate(self.paths.dates)
        )

    @property
    def spans(self) -> tuple[SpanForecast, ...]:
        """Totals: days 1 to 7, 8 to 14, 15 to 28 as far as forecast, then all."""
        num_days = self.paths.people.shape[1]
        wanted = [(first, min(last, num_days)) for first, last in BANDS if first <= num_days]
        return tuple(self._span(first, last) for first, last in (*wanted, *([(1, num_days)] if len(wanted) > 1 else ())))

    def _span(self, first: int, last: int) -> SpanForecast:
        totals = self.paths.people[:, first - 1 : last].sum(axis=1)
        dates = self.paths.dates
        return SpanForecast(dates[first - 1], dates[last - 1], float(totals.mean()), _quantiles(totals))


def make_forecast(
    parameters: Parameters,
    known: Memory,
    known_until: date,
    start: date,
    num_days: int,
    num_paths: int,
    seed: int,
    outlook: Mapping[date, Colour],
) -> Forecast:
    """Forecast days from `start`; days between the last known one and it are drawn too, and left out.

    Raises
    ------
    PlannerError
        When `start` is known already, or too far beyond what is known.
    """
    gap = (start - known_until).days - 1
    if gap < 0:
        raise PlannerError(
            f"{start} is known already: the arrivals run to {known_until}; start on {known_until + timedelta(days=1)} or later"
        )
    if gap > MOST_GAP_DAYS:
        raise PlannerError(
            f"{start} lies {gap} days beyond the arrivals known, which end on {known_until}; at most {MOST_GAP_DAYS}: give a newer edition"
        )
    first = known_until + timedelta(days=1)
    dates = [first + timedelta(days=day) for day in range(gap + num_days)]
    paths = simulate(parameters, known, first, len(dates), num_paths, seed, shifts(outlook, dates))
    return Forecast(Paths(start, paths.people[:, gap:], paths.boats[:, gap:]), outlook, known_until, seed, parameters)


MOST_GAP_DAYS: Final = 60


def daily_table(forecast: Forecast) -> str:
    """Write quantiles by day as CSV."""
    rows = (
        (day.date, LABEL, day.outlook or "", f"{day.chance:.3f}", f"{day.mean:.1f}", *map(_whole, day.quantiles), f"{day.mean_boats:.2f}")
        for day in forecast.days
    )
    return csv_text(_DAILY, rows)


def totals_table(forecast: Forecast) -> str:
    """Write totals of spans as CSV."""
    return csv_text(_TOTALS, ((span.first, span.last, LABEL, f"{span.mean:.1f}", *map(_whole, span.quantiles)) for span in forecast.spans))


def paths_table(forecast: Forecast) -> str:
    """Write every path as CSV."""
    return csv_text(_PATHS, _path_rows(forecast.paths))


def expected_table(forecast: Forecast, expected: Expected, site_id: str, mix: Mapping[str, tuple[float, int]]) -> str:
    """Write the table `expected_arrivals` of a workspace.

    Authority to detain is left blank: it is a decision for people to make once somebody is ashore.

    Parameters
    ----------
    mix
        Share and party size by profile; shares add up to 1.
    """
    numbers = [_expected(forecast.paths.people[:, day], expected) for day in range(forecast.paths.people.shape[1])]
    rows = (
        (when, site_id, profile, people, mix[profile][1], "")
        for when, number in zip(forecast.paths.dates, numbers, strict=True)
        for profile, people in apportioned(number, {name: share for name, (share, _) in mix.items()}).items()
        if people
    )
    return csv_text(_EXPECTED, rows)


def apportioned(number: int, shares: Mapping[str, float]) -> Mapping[str, int]:
    """Share a number out in whole people, the largest remainders first."""
    exact = {name: number * share for name, share in shares.items()}
    given = {name: int(value) for name, value in exact.items()}
    left = number - sum(given.values())
    for name in sorted(exact, key=lambda name: (given[name] - exact[name], name))[:left]:
        given[name] += 1
    return given


def _expected(people: Counts, expected: Expected) -> int:
    if expected is Expected.MEAN:
        return round(float(people.mean()))
    return round(float(np.quantile(people, int(expected[1:]) / 100)))


def _path_rows(paths: Paths) -> Iterator[tuple[Any, ...]]:
    for number, (people, boats) in enumerate(zip(paths.people.tolist(), paths.boats.tolist(), strict=True), start=1):
        for when, day_people, day_boats in zip(paths.dates, people, boats, strict=True):
            yield number, when, LABEL, day_people, day_boats


def _quantiles(values: Counts) -> tuple[float, ...]:
    return tuple(float(quantile) for quantile in np.quantile(values, LEVELS))


def _whole(value: float) -> str:
    return str(round(value))
