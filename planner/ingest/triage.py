"""The triage list: rows that may be wrong and are planned around, shown first and never mended in silence."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from planner.domain.instance import Instance, Triage
from planner.ingest.book import Book
from planner.ingest.doubts import bars, coming, incidents, people, places

DOUBTS: Final[tuple[Callable[[Book, Instance], Iterable[Triage]], ...]] = (
    incidents.incident_doubts,
    people.person_doubts,
    places.place_doubts,
    bars.bar_doubts,
    bars.extension_doubts,
    coming.agreement_doubts,
    coming.departure_doubts,
    coming.forecast_doubts,
    coming.estate_doubts,
    coming.leftover_doubts,
)

TRIAGE_CODES: Final[Mapping[str, str]] = MappingProxyType({**incidents.CODES, **people.CODES, **places.CODES, **bars.CODES, **coming.CODES})
"""Every code and the doubt it stands for."""


def triage_of(book: Book, instance: Instance) -> tuple[Triage, ...]:
    """Give every doubt about a morning's inputs, sorted.

    Parameters
    ----------
    book
        Tables without a fault.
    instance
        What was built of them.
    """
    return tuple(sorted({triage for doubts in DOUBTS for triage in doubts(book, instance)}))
