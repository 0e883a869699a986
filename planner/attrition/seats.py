"""The exact distribution of seats that come free on a departure that leaves, and of those that stay empty when reserves follow.

Nothing is drawn: parties are taken one after the other, and the chance of every number of parties and people missing is carried along.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.attrition.model import next_drops_out
from planner.domain.attrition import Attrition


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of a departure that leaves.

    Attributes
    ----------
    expected_empty
        Expected seats of people who dropped out that stay empty; seats nobody was booked on are not counted.
    chance
        Chance of more empty seats than are allowed.
    """

    expected_empty: float
    chance: float


class Departing:
    """A departure that leaves: the seats its booked parties leave empty, and what is left of these as reserves follow in their order.

    Everybody drops out with the chance that the departure has: a reserve may be barred or fall ill like anybody booked. A reserve boards
    when its whole party fits into seats that are known to be empty, and is passed over otherwise.

    Parameters
    ----------
    booked
        People in each party booked.
    """

    def __init__(self, attrition: Attrition, booked: Sequence[int]) -> None:
        self._attrition = attrition
        self._chances: npt.NDArray[np.float64] = np.ones((1, 1))
        """``(parties out, seats empty)``, each from 0."""
        for people in booked:
            boards, drops = self._next()
            width = boards.shape[1]
            self._chances = np.zeros((len(boards) + 1, width + people))
            self._chances[:-1, :width] = boards
            self._chances[1:, people:] += drops

    def reserve(self, people: int) -> None:
        """Put a party at the end of the reserves."""
        comes, drops = self._next()
        width = comes.shape[1]
        filled = max(0, width - people)
        self._chances = np.zeros((len(comes) + 1, width))
        self._chances[:-1, :people] = comes[:, :people]
        self._chances[:-1, :filled] += comes[:, width - filled :]
        self._chances[1:] += drops

    def outlook(self, allowed: int) -> Outlook:
        """Tell what is to be expected, with so many empty seats allowed."""
        empty = self._chances.sum(axis=0)
        return Outlook(float(empty @ np.arange(len(empty))), float(empty[allowed + 1 :].sum()))

    def _next(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Chances with one party more that does not drop out, and that does."""
        seen = len(self._chances) - 1
        drops = next_drops_out(self._attrition, seen, np.arange(seen + 1))[:, None]
        return self._chances * (1 - drops), self._chances * drops
