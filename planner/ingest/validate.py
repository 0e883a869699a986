"""Every check across rows and tables; none stops at the first fault it finds."""

from collections.abc import Callable, Iterable
from typing import Final

from planner.domain.errors import Fault
from planner.ingest.book import Book
from planner.ingest.checks.estate import admission_faults, change_faults, family_faults, landing_faults, limit_faults
from planner.ingest.checks.keys import duplicate_faults, place_faults, reference_faults, rule_word_faults
from planner.ingest.checks.locks import lock_faults
from planner.ingest.checks.order import future_faults, order_faults, status_faults, together_faults
from planner.ingest.checks.parties import case_faults, forecast_faults, keep_apart_faults, party_faults, unit_faults
from planner.ingest.checks.positions import position_faults
from planner.ingest.checks.transport import ledger_faults, resource_faults, travel_faults, yesterday_faults

CHECKS: Final[tuple[Callable[[Book], Iterable[Fault]], ...]] = (
    duplicate_faults,
    reference_faults,
    rule_word_faults,
    place_faults,
    order_faults,
    together_faults,
    status_faults,
    future_faults,
    position_faults,
    change_faults,
    admission_faults,
    landing_faults,
    limit_faults,
    family_faults,
    party_faults,
    unit_faults,
    case_faults,
    keep_apart_faults,
    forecast_faults,
    resource_faults,
    ledger_faults,
    travel_faults,
    yesterday_faults,
    lock_faults,
)


def book_faults(book: Book) -> tuple[Fault, ...]:
    """Give everything wrong across rows and tables."""
    return tuple(fault for check in CHECKS for fault in check(book))
