"""People to be kept apart: never in beds at one site or unit on a night, never on one departure."""

from planner.domain.rules import KeepApartScope
from planner.verify.book import Book, Journey
from planner.verify.findings import Findings


def check_apart(book: Book, findings: Findings) -> None:
    """Check every keep-apart pair, with the parties the two belong to."""
    party_of = {person.person_id: party.party_id for party in book.inputs.parties for person in party.people}
    for one, other in book.inputs.keep_apart:
        first, second = (book.of_party.get(party_of[person_id], ()) for person_id in (one, other))
        pair = f"{one} and {other}"
        findings.checked("keep_apart_night", book.num_days)
        for night in range(book.num_days) if first and second else ():
            if shared := _places(book, first, night) & _places(book, second, night):
                findings.broken("keep_apart_night", pair, book.iso(night), f"both parties in beds at {', '.join(sorted(shared))}")
        shared = _departures(first) & _departures(second)
        findings.require("keep_apart_departure", not shared, pair, "", f"both parties on {', '.join(sorted(shared))}")


def _places(book: Book, members: tuple[Journey, ...], night: int) -> set[str]:
    in_beds = [stay for journey in members if (stay := journey.night(night)) is not None and stay.unit_id]
    if book.rules.keep_apart_scope == KeepApartScope.UNIT:
        return {str(stay.unit_id) for stay in in_beds}
    return {str(stay.site_id) for stay in in_beds}


def _departures(members: tuple[Journey, ...]) -> set[str]:
    return {str(journey.transfer.departure_id) for journey in members if journey.transfer is not None}
