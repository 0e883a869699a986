"""Doubts about bars and about authorities to hold people longer: what requires a review, and what does not fit the law's times."""

from collections.abc import Iterator
from datetime import timedelta

from planner.clocks.limits import Granted, granted_limits
from planner.config import BarFigure
from planner.domain.instance import Instance, Triage
from planner.domain.people import Bar, Person
from planner.ingest.book import Book

CODES = {
    "bar_review": "a bar that blocks nothing requires a review",
    "bar_short": "a bar ends before the time the law gives it",
    "extension_late": "an authority to hold a person longer was given after the limit had run out",
    "extension_unused": "an authority to hold a person longer extends no limit the person has",
}


def bar_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """Bars that ask for a review, and bars shorter than the law's time."""
    for party in instance.parties:
        for person in party.people:
            for bar in person.bars:
                for code, message in _bar_doubts(bar, book.config.bars[bar.bar], instance):
                    yield Triage(code, person.person_id, message)


def _bar_doubts(bar: Bar, figure: BarFigure, instance: Instance) -> Iterator[tuple[str, str]]:
    until = bar.ends_on or "further notice"
    is_over = bar.ends_on is not None and bar.ends_on < instance.horizon.first_date
    if instance.rules.bars[bar.bar].requires_review and not is_over:
        what = f"{bar.bar} ({figure.label}) from {bar.starts_on} to {until}"
        yield "bar_review", f"{what} requires a review; it blocks nothing in the plan: look before it is approved"
    if figure.standard_days is None or bar.ends_on is None:
        return
    standard_end = bar.starts_on + timedelta(days=figure.standard_days - 1)
    if bar.ends_on < standard_end:
        law = f"the {figure.standard_days} days the law gives it end {standard_end}"
        yield "bar_short", f"{bar.bar} from {bar.starts_on} ends {bar.ends_on}, but {law}; the plan keeps the end given: check it"


def extension_doubts(book: Book, instance: Instance) -> Iterator[Triage]:
    """Authorities to hold a person longer that lengthen nothing."""
    sites = {site.site_id: site for site in instance.sites}
    for person_id in sorted(book.extensions):
        party = book.party_of(person_id)
        person = next((member for member in party.people if member.person_id == person_id), None) if party else None
        if person is not None:
            limits = granted_limits(person, book.categories[person_id], sites[person.site_id], instance.rules)
            for code, message in _extension_doubts(person, limits):
                yield Triage(code, person_id, message)


def _extension_doubts(person: Person, limits: tuple[Granted, ...]) -> Iterator[tuple[str, str]]:
    for extension in person.extensions:
        extended = [granted for granted in limits if granted.limit is extension.limit]
        what = f"the authority of {extension.granted_at:%Y-%m-%d %H:%M} UTC to extend the limit {extension.limit}"
        if not extended:
            yield "extension_unused", f"{what} extends no limit that the person has here; the plan does not count it"
        elif all(extension.granted_at > granted.usual_end for granted in extended):
            ends = min(granted.usual_end for granted in extended)
            yield "extension_late", f"{what} was given after the limit had run out at {ends:%Y-%m-%d %H:%M} UTC; the plan does not count it"
