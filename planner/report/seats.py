"""How full departures are likely to leave, and who is held ready, as people read it."""

from collections import defaultdict
from collections.abc import Mapping

from planner.domain.instance import Instance
from planner.plan.tables import Cell, Row, Table
from planner.report.words import place_names


def percent(chance: float) -> str:
    """Show a chance."""
    return f"{chance:.0%}"


def seat_fill(instance: Instance, tables: Mapping[str, Table]) -> Table:
    """Show what is expected of each departure, without reserves and with them."""
    allowed = instance.rules.reserves.empty_seats_allowed
    rows = tuple(
        (
            row["departure_id"],
            row["departs_at"],
            row["booked"],
            row["expected_empty"],
            percent(float(str(row["chance"]))),
            row["reserves"],
            row["expected_empty_with_reserves"],
            percent(float(str(row["chance_with_reserves"]))),
            "Yes" if row["enough"] == "yes" else "No: nobody else can be one",
        )
        for row in tables["seat_fill"].records()
    )
    columns = (
        "Departure",
        "Departs (UK time)",
        "People booked",
        "Seats expected empty",
        f"Chance of more than {allowed} empty",
        "Reserves",
        "Seats expected empty with reserves",
        f"Chance of more than {allowed} empty with reserves",
        "Reserves enough",
    )
    return Table("Seats of people who drop out late", columns, rows)


def reserves(instance: Instance, tables: Mapping[str, Table]) -> Table:
    """Show the parties held ready for each departure, in the order in which they are asked."""
    names = place_names(instance)
    people: defaultdict[tuple[Cell, ...], list[str]] = defaultdict(list)
    for row in tables["reserves"].records():
        site = str(row["site_id"])
        people[row["departure_id"], row["order"], names.get(site, site), row["booked_on"]].append(str(row["person_id"]))
    rows: list[Row] = [(departure, order, "; ".join(ids), site, booked_on) for (departure, order, site, booked_on), ids in people.items()]
    return Table("Reserves", ("Departure", "Order in which asked", "Ids", "Stays at", "Booked on, later"), tuple(rows))
