"""Parties in one place, units of the right site, keep-apart pairs that make sense."""

from collections.abc import Iterator

from planner.domain.errors import Fault
from planner.domain.people import Answer, Decision
from planner.ingest.book import Book, party_id_of
from planner.ingest.forecast import expected_parties


def party_faults(book: Book) -> Iterator[Fault]:
    """Members of a party at different sites, and party ids that are another person's id."""
    table = book.tables["people"]
    for party_id, rows in book.party_rows.items():
        for row in rows[1:]:
            here, there = row.maybe_text("site_id"), rows[0].maybe_text("site_id")
            if here and there and here != there:
                yield table.fault(row, "site_id", f"the party {party_id} is at {there} in row {rows[0].number}; a party is at one site")
        namesake = book.ids("people").get(party_id)
        if namesake and namesake not in rows:
            yield table.fault(
                rows[0], "party_id", f"is the id of the person in row {namesake.number}, who is not in this party: choose another party id"
            )
        if namesake and any("party_id" in row.texts for row in rows) and "party_id" not in namesake.texts:
            yield table.fault(
                namesake,
                "party_id",
                f"is blank, but other rows name {party_id} as their party: name it here too, or choose another party id",
            )


def unit_faults(book: Book) -> Iterator[Fault]:
    """People in a unit of another site."""
    for row in book.rows("people"):
        unit = book.ids("units").get(row.maybe_text("unit_id") or "")
        site_id, of_site = row.maybe_text("site_id"), unit.maybe_text("site_id") if unit else None
        if site_id and of_site and site_id != of_site:
            yield book.tables["people"].fault(row, "unit_id", f"is a unit of {of_site}, but the person is at {site_id}")


def case_faults(book: Book) -> Iterator[Fault]:
    """Find steps taken that the recorded decision or answer rules out."""
    table = book.tables["people"]
    for row in table.rows:
        if row.maybe_text("decision") == Decision.ADMISSIBLE and "requested_on" in row.texts:
            yield table.fault(
                row,
                "requested_on",
                "a request was made although the decision is admissible; only an inadmissible case is referred to France",
            )
        if row.maybe_text("answer") == Answer.REFUSED and "notice_served_on" in row.texts:
            yield table.fault(row, "notice_served_on", "notice was served although France refused; only an accepted case is given notice")


def keep_apart_faults(book: Book) -> Iterator[Fault]:
    """Pairs of a person with themselves, of members of one party, or given twice."""
    table = book.tables["keep_apart"]
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        one, other = row.maybe_text("person_id"), row.maybe_text("other_person_id")
        if one is None or other is None:
            continue
        parties = [party_id_of(found) for person_id in (one, other) if (found := book.ids("people").get(person_id))]
        if one == other:
            yield table.fault(row, "other_person_id", "is the person of this row: nobody is kept apart from themselves")
        elif len(parties) == len({one, other}) and parties[0] == parties[1]:
            yield table.fault(
                row, "other_person_id", f"is in the same party ({parties[0]}): a party stays together; change the party first"
            )
        if (other, one) in seen and one != other:
            yield table.fault(row, "", f"this pair is given in row {seen[other, one]} already, the other way round: each pair once")
        seen.setdefault((one, other), row.number)


def forecast_faults(book: Book) -> Iterator[Fault]:
    """Forecasts that make no parties, or parties with ids already in use."""
    table = book.tables["expected_arrivals"]
    for row in table.rows:
        people, size = row.maybe_whole("people"), row.maybe_whole("party_size")
        if row.maybe_text("profile") == "family" and people and size and (size == 1 or people % size == 1):
            yield table.fault(
                row, "party_size", f"would make a family of one person ({people} people in families of {size}); a family has two or more"
            )
    used = {*book.ids("people"), *book.party_rows}
    for party in expected_parties(table.whole_rows, book.horizon):
        for clash in sorted(used & {party.party_id, *(person.person_id for person in party.people)}):
            row = book.ids("people").get(clash) or book.party_rows[clash][0]
            yield book.tables["people"].fault(
                row, "person_id" if clash in book.ids("people") else "party_id", f"{clash} is kept for expected arrivals; choose another id"
            )
