"""Days without resources, past and future mixed up, journeys from a place to itself, yesterday's rows."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.domain.errors import Fault
from planner.ingest.book import Book


def resource_faults(book: Book) -> Iterator[Fault]:
    """Days planned that no row of resources gives."""
    if "resources" in book.unread:
        return
    given = {row.maybe_date("date") for row in book.rows("resources")}
    days = book.horizon.dates()
    for first, last in _runs([day for day in days if day not in given]):
        span = f"{first} to {last}" if first != last else str(first)
        problem = f"the date {span} is missing; every day from {days[0]} to {days[-1]} is needed, once"
        yield Fault(book.tables["resources"].file, 0, "date", "", problem)


def ledger_faults(book: Book) -> Iterator[Fault]:
    """Ledger rows that are not past."""
    for row in book.rows("parity_ledger"):
        when = row.maybe_date("date")
        if when is not None and when >= book.horizon.first_date:
            yield book.tables["parity_ledger"].fault(
                row, "date", f"is not before the plan date ({book.horizon.first_date}); the ledger holds past dates only"
            )


def travel_faults(book: Book) -> Iterator[Fault]:
    """Journeys from a place to itself that take time."""
    for row in book.rows("travel_times"):
        stays = row.maybe_text("from_id") is not None and row.maybe_text("from_id") == row.maybe_text("to_id")
        if stays and (row.maybe_whole("minutes") or row.maybe_number("km")):
            yield book.tables["travel_times"].fault(row, "to_id", "is the place the journey starts at; it must be another place")


def yesterday_faults(book: Book) -> Iterator[Fault]:
    """Rows of yesterday's plan that say nothing, or two things at once."""
    table = book.tables["yesterday"]
    for row in table.rows:
        places = [column for column in ("site_id", "departure_id") if column in row.texts]
        if len(places) != 1:
            yield table.fault(row, "site_id", "give either a site_id or a departure_id" + (", not both" if places else ""))


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """First and last day of each unbroken run."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and runs[-1][1] + timedelta(days=1) == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
