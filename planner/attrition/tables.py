"""Reserves and seat fill as tables of the pack."""

from collections.abc import Iterator, Sequence

from planner.attrition.choose import SeatFill
from planner.plan.tables import Row, Table

RESERVES = ("departure_id", "departs_at", "order", "person_id", "party_id", "site_id", "size", "booked_on")
SEAT_FILL = (
    "departure_id",
    "departs_at",
    "booked",
    "expected_aboard",
    "expected_empty",
    "chance",
    "reserves",
    "expected_empty_with_reserves",
    "chance_with_reserves",
    "enough",
)
PEOPLE_DIGITS, CHANCE_DIGITS = 2, 4
"""Decimals of expected people and of chances."""


def reserve_tables(fills: Sequence[SeatFill]) -> dict[str, Table]:
    """``reserves``, one row a person in the order in which they are asked, and ``seat_fill``, one row a departure, by name."""
    return {
        "reserves": Table("reserves", RESERVES, tuple(_reserves(fills))),
        "seat_fill": Table("seat_fill", SEAT_FILL, tuple(_seat_fill(fills))),
    }


def _reserves(fills: Sequence[SeatFill]) -> Iterator[Row]:
    for fill in fills:
        departure = fill.departure
        for order, reserve in enumerate(fill.reserves, start=1):
            party = reserve.party
            for person in party.people:
                who = (person.person_id, party.party_id, reserve.site_id, party.size, reserve.booked_on)
                yield departure.departure_id, departure.departs_at, order, *who


def _seat_fill(fills: Sequence[SeatFill]) -> Iterator[Row]:
    for fill in fills:
        yield (
            fill.departure.departure_id,
            fill.departure.departs_at,
            fill.booked,
            round(fill.booked - fill.alone.expected_empty, PEOPLE_DIGITS),
            round(fill.alone.expected_empty, PEOPLE_DIGITS),
            round(fill.alone.chance, CHANCE_DIGITS),
            sum(reserve.party.size for reserve in fill.reserves),
            round(fill.filled.expected_empty, PEOPLE_DIGITS),
            round(fill.filled.chance, CHANCE_DIGITS),
            "yes" if fill.is_enough else "no",
        )
