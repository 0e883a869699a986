"""Back-test by rolling origin: forecast from every past day with what was known then, score against what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from planner.domain.errors import PlannerError
from planner.forecast.fit import fit
from planner.forecast.model import Floats, Memory, Parameters, memories, simulate
from planner.forecast.rivals import History, Values, history_of, rivals
from planner.forecast.score import BANDS, LEVELS, Score, score
from planner.forecast.series import Series
from planner.forecast.tell import Tell, untold

MODEL: Final = "model"
NUM_DAYS: Final = 28
DRAWS: Final = 2000
"""Resamples of the months for the interval of a skill."""


@dataclass(frozen=True, slots=True)
class BandScore:
    """Mean scores of one forecaster over a band of horizons.

    Parameters
    ----------
    skill
        Share of this forecaster's CRPS that the model saves; None for the model itself.
    skill_low, skill_high
        Middle 90% of the skill over resampled months.
    """

    forecaster: str
    first_day: int
    last_day: int
    crps: float
    pinball: tuple[float, ...]
    in_50: float
    in_90: float
    own_50: float
    own_90: float
    skill: float | None
    skill_low: float | None
    skill_high: float | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """A back-test.

    Parameters
    ----------
    first_origin, last_origin
        First days forecast from.
    by_day
        Mean CRPS by forecaster and days ahead, from 1.
    by_year
        Mean CRPS at 1 to 7 days by forecaster and year of the origin.
    """

    file: str
    first_origin: date
    last_origin: date
    num_origins: int
    num_paths: int
    seed: int
    bands: tuple[BandScore, ...]
    by_day: Mapping[str, tuple[float, ...]]
    by_year: Mapping[str, Mapping[int, float]]


def backtest(series: Series, first_year: int, last_year: int, every_days: int, num_paths: int, seed: int, tell: Tell = untold) -> Backtest:
    """Run a back-test.

    From each origin the model, fitted anew in every month on days before that month, and every rival forecast 28 days from days before the
    origin. Days without a count are not scored.

    Parameters
    ----------
    first_year, last_year
        Years of the origins.
    every_days
        Days from one origin to the next.
    tell
        Told what is being done.

    Raises
    ------
    PlannerError
        When the series has no such origins.
    """
    history, known = history_of(series), memories(series.days)
    origins = _origins(series, first_year, last_year, every_days)
    fitted: dict[tuple[int, int], Parameters] = {}
    others = rivals(seed)
    scores: dict[str, list[list[Score | None]]] = {name: [] for name in (MODEL, *others)}
    for number, origin in enumerate(origins):
        start = history.date_of(origin)
        tell(f"Forecasting from {start}", number / len(origins))
        month = (start.year, start.month)
        if month not in fitted:
            fitted[month] = fit(series.until(start))
        came = history.people[origin : origin + NUM_DAYS]
        scores[MODEL].append(_scores(_model(fitted[month], known.at(origin), start, num_paths, [seed, origin]), came))
        for name, rival in others.items():
            scores[name].append(_scores(rival(history.before(origin), NUM_DAYS), came))
    return _summed(series, history, origins, num_paths, seed, scores)


def _origins(series: Series, first_year: int, last_year: int, every_days: int) -> list[int]:
    days = range((date(first_year, 1, 1) - series.first).days, len(series.days) - NUM_DAYS + 1, every_days)
    origins = [day for day in days if day >= 0 and (series.first + timedelta(days=day)).year <= last_year]
    if not origins:
        raise PlannerError(
            f"{series.file}: has no days to back-test from {first_year} to {last_year}: it runs from {series.first} to {series.last}"
        )
    return origins


def _model(parameters: Parameters, known: Memory, start: date, num_paths: int, seed: Sequence[int]) -> Values:
    people = simulate(parameters, known, start, NUM_DAYS, num_paths, seed).people
    return list(people.T.astype(np.float64))


def _scores(values: Values, came: Floats) -> list[Score | None]:
    return [None if np.isnan(people) else score(day, float(people)) for day, people in zip(values, came, strict=True)]


def _summed(
    series: Series, history: History, origins: Sequence[int], num_paths: int, seed: int, scores: Mapping[str, list[list[Score | None]]]
) -> Backtest:
    crps = {name: np.array([[np.nan if each is None else each.crps for each in row] for row in rows]) for name, rows in scores.items()}
    starts = [history.date_of(origin) for origin in origins]
    months = np.array([start.year * 12 + start.month for start in starts])
    years = np.array([start.year for start in starts])
    first, last = BANDS[0]
    return Backtest(
        series.file,
        starts[0],
        starts[-1],
        len(origins),
        num_paths,
        seed,
        tuple(_band(name, scores[name], crps, band, months) for band in BANDS for name in scores),
        {name: tuple(float(mean) for mean in np.nanmean(found, axis=0)) for name, found in crps.items()},
        {
            name: {int(year): float(np.nanmean(found[years == year, first - 1 : last])) for year in np.unique(years)}
            for name, found in crps.items()
        },
    )


def _band(name: str, rows: list[list[Score | None]], crps: Mapping[str, Floats], band: tuple[int, int], months: Floats) -> BandScore:
    first, last = band
    scored = [each for row in rows for each in row[first - 1 : last] if each is not None]
    skills = (None, None, None) if name == MODEL else _skill(crps[MODEL][:, first - 1 : last], crps[name][:, first - 1 : last], months)
    return BandScore(
        name,
        first,
        last,
        float(np.mean([each.crps for each in scored])),
        tuple(float(np.mean([each.pinball[level] for each in scored])) for level in range(len(LEVELS))),
        float(np.mean([each.in_50 for each in scored])),
        float(np.mean([each.in_90 for each in scored])),
        float(np.mean([each.own_50 for each in scored])),
        float(np.mean([each.own_90 for each in scored])),
        *skills,
    )


def _skill(model: Floats, rival: Floats, months: Floats) -> tuple[float, float, float]:
    """Give the skill and its middle 90% over months drawn with repeats: days near each other are not independent."""
    groups = np.unique(months)
    sums = np.array([[np.nansum(scores[months == month]) for scores in (model, rival)] for month in groups])
    drawn = np.random.default_rng(0).integers(len(groups), size=(DRAWS, len(groups)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.quantile(1 - totals[:, 0] / totals[:, 1], (0.05, 0.95))
    model_total, rival_total = sums.sum(axis=0)
    return float(1 - model_total / rival_total), float(low), float(high)
