"""Units, their changes, and the people expected in them."""

from collections import defaultdict
from collections.abc import Iterator

from planner.domain.errors import Fault
from planner.domain.people import Category
from planner.domain.sites import DETENTION_ROLES, SiteRole
from planner.ingest.book import Book
from planner.ingest.rows import Row


def change_faults(book: Book) -> Iterator[Fault]:
    """Find changes that change nothing, close more beds than there are, or set two staffed shares for one night."""
    table = book.tables["capacity_changes"]
    of_unit: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        unit = book.ids("units").get(row.maybe_text("unit_id") or "")
        beds, closed = unit.maybe_whole("beds") if unit else None, row.maybe_whole("beds_closed")
        if "beds_closed" not in row.texts and "staffed_share" not in row.texts:
            yield table.fault(row, "beds_closed", "changes nothing: fill beds_closed, staffed_share or both")
        if beds is not None and closed is not None and closed > beds:
            yield table.fault(row, "beds_closed", f"is more than the unit's {beds} beds; it must be from 0 to {beds}")
        if row.is_whole and row.maybe_number("staffed_share") is not None:
            of_unit[row.text("unit_id")].append(row)
    for rows in of_unit.values():
        for index, row in enumerate(rows):
            clash = next((other for other in rows[:index] if _overlap(row, other)), None)
            if clash:
                yield table.fault(
                    row, "staffed_share", f"sets the staffed share of nights that row {clash.number} sets too: one share a night"
                )


def admission_faults(book: Book) -> Iterator[Fault]:
    """Planned admissions to a unit that is no onward accommodation."""
    table = book.tables["planned_admissions"]
    for row in table.rows:
        unit = book.ids("units").get(row.maybe_text("unit_id") or "")
        role = book.site_role(unit.maybe_text("site_id")) if unit else None
        if role not in {None, SiteRole.ONWARD}:
            yield table.fault(row, "unit_id", f"is a unit of a {role} site; people admitted from France are housed at onward sites only")


def limit_faults(book: Book) -> Iterator[Fault]:
    """Find stay limits of a site whose role has none: moving to and fro between such sites would start the limit again."""
    table = book.tables["sites"]
    for row in table.rows:
        role = book.site_role(row.maybe_text("site_id"))
        if role is not None and row.maybe_whole("stay_limit_hours") and book.config.rules.stay_limit_hours[role] is None:
            yield table.fault(
                row, "stay_limit_hours", f"must be blank: {role} sites have no limit in config.toml, [stay_limits] {role}_hours"
            )


def family_faults(book: Book) -> Iterator[Fault]:
    """Find units that may hold families at a kind of place that may not, where families are detained at all."""
    rules, table = book.config.rules, book.tables["units"]
    for row in table.rows if rules.families_detained else ():
        role = book.site_role(row.maybe_text("site_id"))
        if role in DETENTION_ROLES - rules.family_roles and Category.FAMILY in row.words("holds"):
            allowed = ", ".join(sorted(rules.family_roles & DETENTION_ROLES)) or "no place of detention"
            yield table.fault(
                row,
                "holds",
                f"a {role} site may hold no family; families are detained at {allowed} only (config.toml, detention.family_roles)",
            )


def landing_faults(book: Book) -> Iterator[Fault]:
    """Landings at a site that is no landing place."""
    for name, column in (("incidents", "landing_site_id"), ("expected_arrivals", "site_id")):
        for row in book.rows(name):
            role = book.site_role(row.maybe_text(column))
            if role not in {None, SiteRole.LANDING}:
                yield book.tables[name].fault(row, column, f"is a {role} site; people come ashore at sites with the role landing only")


def _overlap(one: Row, other: Row) -> bool:
    return one.date("first_night") <= other.date("last_night") and other.date("first_night") <= one.date("last_night")
