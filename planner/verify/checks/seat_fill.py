"""Seats that may stay empty, departure by departure, counted afresh and held against what the pack states."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from planner.domain.ids import DepartureId, PartyId
from planner.verify.book import Book
from planner.verify.findings import Findings
from planner.verify.reading import Row, read_rows
from planner.verify.seats import chance_of_more, expected_empty, with_booked, with_reserve

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
PEOPLE, CHANCE = Fraction(1, 100), Fraction(1, 10_000)
"""Steps in which expected people and chances are stated."""
ROUNDING = Fraction(1, 10**9)

Booked = Mapping[DepartureId, Mapping[PartyId, int]]


def check_seat_fill(book: Book, booked: Booked, reserves: Mapping[DepartureId, Sequence[int]], pack: Path, findings: Findings) -> None:
    """Check one row a departure that somebody is booked on.

    Parameters
    ----------
    booked
        People of each party on each departure.
    reserves
        People of each reserve of a departure, in their order.

    Raises
    ------
    PackError
        When the table is missing or can not be read.
    """
    rows = read_rows(pack / "seat_fill.csv", SEAT_FILL)
    leaving = sorted((each for each in booked if each in book.departures), key=lambda each: (book.departures[each].departs_at, each))
    listed = [row.text("departure_id") for row in sorted(rows, key=lambda row: (row.moment("departs_at"), row.text("departure_id")))]
    message = f"listed {', '.join(listed) or 'none'}; people are booked on {', '.join(leaving) or 'none'}"
    findings.require("seat_fill", listed == leaving, "seat_fill.csv", "", message)
    for row in rows if listed == leaving else ():
        departure_id = DepartureId(row.text("departure_id"))
        _check_row(book, row, list(booked[departure_id].values()), reserves.get(departure_id, ()), findings)


def _check_row(book: Book, row: Row, booked: Sequence[int], reserves: Sequence[int], findings: Findings) -> None:
    rules, attrition, subject = book.rules.reserves, book.rules.attrition, row.text("departure_id")
    departs_at = book.departures[DepartureId(subject)].departs_at
    outcomes, parties, allowed = with_booked(booked), len(booked), rules.empty_seats_allowed
    empty = expected_empty(outcomes, parties, attrition)
    chances = [chance_of_more(outcomes, parties, attrition, allowed)]
    stated = {"expected_aboard": (sum(booked) - empty, PEOPLE), "expected_empty": (empty, PEOPLE), "chance": (chances[0], CHANCE)}
    for people in reserves:
        outcomes, parties = with_reserve(outcomes, people), parties + 1
        chances.append(chance_of_more(outcomes, parties, attrition, allowed))
    stated["expected_empty_with_reserves"] = (expected_empty(outcomes, parties, attrition), PEOPLE)
    stated["chance_with_reserves"] = (chances[-1], CHANCE)
    for column, (value, step) in stated.items():
        kept = abs(row.number_of(column) - value) <= step / 2 + ROUNDING
        findings.require("seat_fill", kept, subject, "", f"{column} stated {row.cells[column]}, counted {float(value):.6f}")
    limit = Fraction(str(rules.chance)) + ROUNDING
    facts = {
        "departs_at": departs_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "booked": str(sum(booked)),
        "reserves": str(sum(reserves)),
        "enough": "yes" if chances[-1] <= limit else "no",
    }
    for column, value in facts.items():
        findings.require("seat_fill", row.cells[column] == value, subject, "", f"{column} stated {row.cells[column]}, it is {value}")
    needed = not reserves or chances[-2] > limit
    message = f"{len(reserves)} parties are reserves; one less leaves a chance of {float(chances[max(0, len(chances) - 2)]):.4f}"
    findings.require("reserves_needed", needed, subject, "", message)
