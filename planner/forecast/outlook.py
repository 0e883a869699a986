"""The weather outlook as an optional input: red, amber or green by day moves the odds that anybody arrives.

In the Met Office's outlook for the Home Office a day is red when activity is likely (above 55%), green below 35%, amber between. It
speaks of weather in which crossings are likely, not of danger to anybody, and changes nothing but counts expected ashore.

What the colours are worth is estimated from five published totals of red days between 2022 and April 2025 that do not overlap (REDDAYS,
REDDAYS-BBC) beside the days with arrivals in the same weeks: the least-squares share is 0.70 on red days and 0.21 on others. How amber
and green split the others was not found: both are assumed.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from planner.domain.errors import Fault, InputError
from planner.forecast.files import read_table
from planner.forecast.model import Floats
from planner.ingest.kinds import DATE, choice


class Colour(StrEnum):
    """How likely activity is in that day's weather."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


BASE_SHARE: Final = 0.38
"""Share of days with arrivals in the weeks the estimate is from: 287 of 757."""

SHARES: Final[Mapping[Colour, float]] = {Colour.RED: 0.70, Colour.AMBER: 0.45, Colour.GREEN: 0.15}
"""Share of days with arrivals by colour: red estimated, amber the middle of its band (assumed), green assumed."""


def read_outlook(path: Path) -> Mapping[date, Colour]:
    """Read an outlook: a CSV with columns date and colour.

    Raises
    ------
    InputError
        With every fault.
    """
    faults: list[Fault] = []
    found: dict[date, Colour] = {}
    rows = read_table(path, {"date": DATE, "colour": choice(Colour)}, ("date", "colour"), faults)
    for number, row in rows:
        if row["colour"] is None:
            faults.append(Fault(path.name, number, "colour", "", f"must not be blank; it holds one of {', '.join(Colour)}"))
        elif row["date"] in found:
            faults.append(
                Fault(path.name, number, "date", row["date"].isoformat(), "is given in an earlier row already: one row for each day")
            )
        else:
            found[row["date"]] = Colour(row["colour"])
    if faults:
        raise InputError(faults)
    return found


def shift(colour: Colour | None) -> float:
    """Give what a colour adds to the log-odds of any arrival; nothing on a day without one."""
    return 0.0 if colour is None else _log_odds(SHARES[colour]) - _log_odds(BASE_SHARE)


def shifts(outlook: Mapping[date, Colour], days: Sequence[date]) -> Floats:
    """Give what an outlook adds to the log-odds, by day."""
    return np.array([shift(outlook.get(day)) for day in days])


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
