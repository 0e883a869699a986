"""Fits the model's parameters: penalised likelihood with statsmodels, which is needed here and nowhere else."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# statsmodels leaves much untyped.

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from planner.domain.errors import PlannerError
from planner.forecast.model import (
    LEAST_DAYS,
    Floats,
    Memory,
    Parameters,
    arrival_features,
    boat_features,
    memories,
    memory_of,
    season_of,
    state_of,
)
from planner.forecast.series import Day, Series

PENALTY: Final = 0.02
"""Weight of the ridge penalty on standardised coefficients, a day; the intercept is free."""
WARM_UP_DAYS: Final = 400
"""Days at the beginning that only fill the running means."""
SPREAD_DAYS: Final = 150
"""Days with arrivals, the latest ones, that tell how people a boat spread."""
LEAST_VARIANCE: Final = 0.005
LEAST_ARRIVAL_DAYS: Final = 60
ROUNDS: Final = 3
DISPERSION_RANGE: Final = (0.02, 20.0)
DIGITS: Final = 6

EXTRA = "fitting needs statsmodels: install channel-planner[forecast]"


@dataclass(frozen=True, slots=True)
class FitData:
    """Days that can be fitted on, with what was known before each.

    Parameters
    ----------
    used
        Index of each day, those with counts and after the warm-up; shape ``(num,)``.
    """

    used: Floats
    people: Floats
    boats: Floats
    season: Floats
    known: Memory


def fit_data(days: Sequence[Day]) -> FitData:
    """Line days up for fitting; days without counts are left out."""
    everything = memories(days)
    counted = [index for index, day in enumerate(days) if index >= WARM_UP_DAYS and day.people is not None and day.boats is not None]
    used = np.array(counted, dtype=np.int64)
    known = Memory(*(getattr(everything, name)[..., used] for name in Memory.__slots__))
    people = np.array([days[index].people for index in counted], dtype=np.float64)
    boats = np.array([days[index].boats for index in counted], dtype=np.float64)
    return FitData(used.astype(np.float64), people, boats, season_of([days[index].date for index in counted]), known)


def fit(series: Series, source: str = "", edition: str = "") -> Parameters:
    """Fit all parameters to a series.

    Raises
    ------
    PlannerError
        When the series is too short, or statsmodels is not installed.
    """
    models = library()
    data = fit_data(series.days)
    with_boats = data.boats > 0
    if len(data.boats) < LEAST_DAYS or with_boats.sum() < LEAST_ARRIVAL_DAYS:
        need = f"{WARM_UP_DAYS + LEAST_DAYS} days with counts, {LEAST_ARRIVAL_DAYS} of them with arrivals after the first {WARM_UP_DAYS}"
        raise PlannerError(f"{series.file}: is too short to fit: it must have at least {need}")
    arrival = ridge(models.GLM, arrival_features(data.season, data.known), with_boats.astype(np.float64), models.families.Binomial())
    beyond_first = data.boats[with_boats] - 1
    boats, dispersion = negative_binomial(models, boat_features(data.season, data.known)[with_boats], beyond_first)
    day_variance, boat_variance = _spread(data)
    return Parameters(
        arrival=_rounded(arrival),
        boats=_rounded(boats),
        boat_dispersion=round(dispersion, DIGITS),
        day_variance=round(day_variance, DIGITS),
        boat_variance=round(boat_variance, DIGITS),
        first=series.days[WARM_UP_DAYS].date,
        last=series.last,
        after_last=_rounded(state_of(memory_of(series))),
        file=series.file,
        source=source,
        edition=edition,
        made_with=f"statsmodels {models.version}",
    )


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of statsmodels that are used."""

    GLM: Any
    families: Any
    version: str


def library() -> Library:
    """Give statsmodels, or say what to install."""
    try:
        import statsmodels
        from statsmodels.genmod import families
        from statsmodels.genmod.generalized_linear_model import GLM
    except ImportError as error:
        raise PlannerError(EXTRA) from error
    return Library(GLM, families, str(statsmodels.__version__))


def ridge(model: Any, features: Floats, target: Floats, family: Any) -> Floats:
    """Fit a generalised linear model with a penalty on standardised coefficients; give those of the features as they are.

    Parameters
    ----------
    features
        Shape ``(num, num_features)``, the first column ones.
    """
    centre, scale = features.mean(axis=0), features.std(axis=0)
    centre[0], scale[0] = 0.0, 1.0
    scale[scale == 0] = 1.0
    penalty = np.full(features.shape[1], PENALTY)
    penalty[0] = 0.0
    with np.errstate(all="ignore"):  # steps the line search takes back
        found = model(target, (features - centre) / scale, family=family).fit_regularized(alpha=penalty, L1_wt=0)
    coefficients = np.asarray(found.params, dtype=np.float64) / scale
    coefficients[0] -= float(centre @ coefficients)
    return coefficients


def negative_binomial(models: Any, features: Floats, target: Floats) -> tuple[Floats, float]:
    """Fit mean and dispersion of counts in turn; the dispersion by likelihood."""
    from scipy.optimize import minimize_scalar

    dispersion, coefficients = 1.0, np.zeros(features.shape[1])
    low, high = np.log(DISPERSION_RANGE)
    for _ in range(ROUNDS):
        coefficients = ridge(models.GLM, features, target, models.families.NegativeBinomial(alpha=dispersion))
        mean = np.exp(features @ coefficients)
        found = minimize_scalar(_unlikely, bounds=(low, high), args=(models, target, mean), method="bounded")
        dispersion = float(np.exp(found.x))
    return coefficients, dispersion


def _unlikely(log_dispersion: float, models: Any, target: Floats, mean: Floats) -> float:
    return -float(models.families.NegativeBinomial(alpha=float(np.exp(log_dispersion))).loglike(target, mean))


def _spread(data: FitData) -> tuple[float, float]:
    """Split the spread of people a boat into what a day's boats share and what each has of its own."""
    latest = np.flatnonzero((data.boats > 0) & ~np.isnan(data.known.people_per_boat))[-SPREAD_DAYS:]
    boats = data.boats[latest]
    ratio = data.people[latest] / boats / data.known.people_per_boat[latest]
    squares = (ratio / np.average(ratio, weights=boats) - 1) ** 2
    day, boat = np.linalg.lstsq(np.column_stack([np.ones(len(boats)), 1 / boats]), squares, rcond=None)[0]
    return max(float(day), LEAST_VARIANCE), max(float(boat), LEAST_VARIANCE)


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in values)
