"""Proper scores of a forecast given as equally likely values, against what came.

References
----------
T. Gneiting and A. E. Raftery (2007), Strictly Proper Scoring Rules, Prediction, and Estimation, JASA 102: 359-378.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from planner.forecast.model import Floats

LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that are given and scored."""

BANDS: Final = ((1, 7), (8, 14), (15, 28))
"""Days ahead that are scored, and totalled, together."""


@dataclass(frozen=True, slots=True)
class Score:
    """Scores of one day.

    Parameters
    ----------
    crps
        Continuous ranked probability score, people; less is better.
    pinball
        Pinball loss at each of `LEVELS`, people; less is better.
    in_50, in_90
        Whether what came lies within the middle 50% and 90%, ends included.
    own_50, own_90
        Share of the forecast's own values within: what coverage to expect of a forecast that is right. It is more than 50% and 90%
        where many values are 0, as an end at 0 takes them all in.
    """

    crps: float
    pinball: tuple[float, ...]
    in_50: bool
    in_90: bool
    own_50: float
    own_90: float


def score(values: Floats, came: float) -> Score:
    """Score one day.

    Parameters
    ----------
    values
        The forecast: equally likely values, at least one.
    """
    values = np.sort(values)
    quantiles = np.quantile(values, LEVELS)
    low_90, low_50, _, high_50, high_90 = quantiles
    return Score(
        crps(values, came),
        tuple(pinball(level, float(quantile), came) for level, quantile in zip(LEVELS, quantiles, strict=True)),
        bool(low_50 <= came <= high_50),
        bool(low_90 <= came <= high_90),
        _share(values, low_50, high_50),
        _share(values, low_90, high_90),
    )


def crps(ordered: Floats, came: float) -> float:
    """Give E|X - y| - E|X - X'| / 2 of values in order, X and X' drawn from them with repeats."""
    num = len(ordered)
    weights = 2 * np.arange(1, num + 1) - num - 1
    return float(np.abs(ordered - came).mean() - (weights * ordered).sum() / num**2)


def pinball(level: float, quantile: float, came: float) -> float:
    """Give the loss of one quantile: level times what came above it, the rest times what came below it."""
    return max(level * (came - quantile), (level - 1) * (came - quantile))


def _share(ordered: Floats, low: float, high: float) -> float:
    return float(np.searchsorted(ordered, high, side="right") - np.searchsorted(ordered, low, side="left")) / len(ordered)
