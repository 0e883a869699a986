"""How people leave departures late and how many are held ready for their seats; the figures that hold where config.toml gives none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Attrition:
    """How parties that are booked leave a departure late: a bar, a court, illness, France withdrawing.

    Parameters
    ----------
    drop_out
        Chance that a party booked on a departure that leaves is not on it; a share, below 1.
    alike
        How much parties of one departure are alike in this: the correlation between any two of them, from 0 (each by itself) to below 1.
        The chance of a departure is drawn from a beta distribution with this spread around ``drop_out``.
    cancelled
        Chance that a whole departure is cancelled or put off; a share, below 1.
    """

    drop_out: float
    alike: float
    cancelled: float


@dataclass(frozen=True, slots=True)
class ReserveRules:
    """How many people are held ready for seats that come free late.

    Parameters
    ----------
    empty_seats_allowed
        Seats of people who dropped out that may stay empty.
    chance
        Chance allowed of more empty seats than that, on a departure that leaves.
    duties
        Most departures of a plan for which anybody is a reserve; 0 for no reserves at all.
    """

    empty_seats_allowed: int
    chance: float
    duties: int


SHIPPED: Mapping[str, Mapping[str, object]] = {
    "attrition": {
        "drop_out": {
            "value": 0.4,
            "unit": "share of parties booked on a departure that leaves",
            "as_of": date(2026, 11, 23),
            "source": "ICIBI16: 40% of all planned removals of 2014-15 cancelled; no figure for this agreement is published",
            "verified": False,
        },
        "alike": {
            "value": 0.25,
            "unit": "correlation between parties of one departure",
            "as_of": date(2026, 11, 23),
            "source": "planning assumption: EIN-HMIP20 has one departure with 29 of 30 gone, at 0.25 as bad as 1 in 80",
            "verified": False,
        },
        "cancelled": {
            "value": 0.08,
            "unit": "share of departures",
            "as_of": date(2026, 11, 23),
            "source": "EST: 3 cancelled or left empty by 19 February 2026 (BRIEFLY, VHQ-0108, VHQ-0219) beside about 35 flown",
            "verified": False,
        },
    },
    "reserves": {"empty_seats_allowed": 2, "chance": 0.33, "duties": 2},
}
"""What holds where config.toml says nothing: sections and keys as they would stand there. Reasons and doubts: docs/attrition.md."""

SHIPPED_ATTRITION = Attrition(drop_out=0.4, alike=0.25, cancelled=0.08)
SHIPPED_RESERVES = ReserveRules(empty_seats_allowed=2, chance=0.33, duties=2)
