"""Prices held steady: between the master's latest and the best so far.

The master's prices swing from round to round. Pricing at a point between them and the prices with the best bound so
far finds itineraries that fit together, in far fewer rounds (Wentges 1997; the share is steered as in Pessoa,
Sadykov, Uchoa and Vanderbeck 2018, by whether the last point improved the bound).
"""

import math

from planner.model.prices import Prices, blend

FIRST_SHARE = 0.5
MOST_SHARE = 0.9
LEAST_SHARE = 0.05
BOLDER = 0.6
CAREFUL = 0.15


class Steady:
    """The best prices so far and how near to them the next ones stay.

    Attributes
    ----------
    bound
        Best bound so far.
    """

    def __init__(self) -> None:
        self.bound = -math.inf
        self._center: Prices | None = None
        self._share = FIRST_SHARE

    def between(self, out: Prices) -> Prices:
        """Prices to try next."""
        if self._center is None or self._share < LEAST_SHARE:
            return out
        return blend(self._center, out, self._share)

    def learn(self, trial: Prices, bound: float) -> None:
        """Keep the prices when their bound is the best; go nearer to the master's when that helped, else stay back."""
        if bound > self.bound:
            self.bound, self._center = bound, trial
            self._share *= BOLDER
        else:
            self._share += CAREFUL * (MOST_SHARE - self._share)

    def let_go(self) -> None:
        """Nothing new was found: try the master's own prices."""
        self._share = 0.0
