"""People who landed in the night, and where they are at the moment the inputs describe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner.sample.arrivals import Boat, local_time
from planner.sample.beds import BedBook
from planner.sample.drawing import dealt, stream
from planner.sample.people import Traits, TraitsParty, adult_category, category_of, parties
from planner.sample.tables import BarRow, PersonRow
from planner.sample.tuning import CHILDREN_MOVED_BY_HOUR, MOVED_BY_HOUR, NEW_AUTHORITY_SHARES, NRM_SHARE, SHORT_AUTHORITY_DAYS, Shape

TO_MANSTON = timedelta(hours=2, minutes=30)
"""From landing to the recorded arrival at Manston."""
AUTHORITY_ENDS_HOUR = 18.0


@dataclass(frozen=True, slots=True)
class _Place:
    site_id: str
    unit_ids: tuple[str | None, ...]
    arrived_at: datetime
    is_detained: bool


def newcomer_rows(shape: Shape, landed: Sequence[Boat], book: BedBook, first_number: int, seed: int) -> list[PersonRow]:
    """Give everyone who landed in the night.

    Parameters
    ----------
    first_number
        Number of the first person. A party is numbered like the first of its people.
    """
    aboard = list(_aboard(shape, landed, seed))
    kinds = dealt(stream(seed, "authority"), len(aboard), NEW_AUTHORITY_SHARES)
    rows: list[PersonRow] = []
    for (boat, party), kind in zip(aboard, kinds, strict=True):
        number = first_number + len(rows)
        party_rows = _party_rows(boat, party, kind, book, number)
        rows += [replace(row, party_id=f"G-{number:05}") for row in party_rows] if len(party) > 1 else party_rows
    return rows


def newcomer_bars(rows: Sequence[PersonRow], plan_date: date, seed: int) -> list[BarRow]:
    """Give pending modern slavery referrals for a published share of the adults."""
    adults = [row.person_id for row in rows if row.authority_from is not None]
    stream(seed, "new bars").shuffle(adults)
    return [BarRow(person_id, "nrm_pending", plan_date, None) for person_id in adults[: round(len(adults) * NRM_SHARE)]]


def _aboard(shape: Shape, landed: Sequence[Boat], seed: int) -> Iterator[tuple[Boat, TraitsParty]]:
    """Put every party on a boat with room for it, the largest parties first, so that every boat is filled exactly."""
    random = stream(seed, "aboard")
    room = [boat.people for boat in landed]
    by_boat: list[list[TraitsParty]] = [[] for _ in landed]
    for party in sorted(parties(shape, seed), key=len, reverse=True):
        chosen = random.choices(range(len(landed)), [left if left >= len(party) else 0 for left in room])[0]
        room[chosen] -= len(party)
        by_boat[chosen].append(party)
    for boat, aboard in zip(landed, by_boat, strict=True):
        random.shuffle(aboard)
        for party in aboard:
            yield boat, party


def _party_rows(boat: Boat, party: TraitsParty, kind: str, book: BedBook, number: int) -> list[PersonRow]:
    held = kind != "none" and all(traits.is_adult for traits in party)
    place = _place(boat, party, book, held=held)
    return [
        PersonRow(
            person_id=f"P-{number + offset:05}",
            party_id=None,
            incident_id=boat.incident_id,
            landed_at=boat.landed_at,
            site_id=place.site_id,
            unit_id=unit_id,
            arrived_at=place.arrived_at,
            detained_since=boat.landed_at if place.is_detained else None,
            sex=traits.sex,
            age_band=traits.age_band,
            age_disputed=traits.age_disputed,
            unaccompanied=traits.unaccompanied,
            pregnant=traits.pregnant,
            adults_at_risk=traits.adults_at_risk,
            care_needs=traits.care_needs,
            authority_from=boat.landed_at if held else None,
            authority_until=_authority_until(boat, kind) if held else None,
        )
        for offset, (traits, unit_id) in enumerate(zip(party, place.unit_ids, strict=True))
    ]


def _place(boat: Boat, party: TraitsParty, book: BedBook, *, held: bool) -> _Place:
    """Give where a party is by now: adults under authority at Manston, children and families at the intake unit, or where they landed."""
    category = category_of(party)
    if held and boat.hour < MOVED_BY_HOUR and (units := book.take("MANSTON", [_need(traits) for traits in party])):
        return _Place("MANSTON", units, boat.landed_at + TO_MANSTON, is_detained=True)
    if category in {"family", "lone_child"} and boat.hour < CHILDREN_MOVED_BY_HOUR:
        needs = [(category, frozenset(traits.care_needs)) for traits in party]
        if units := book.take("KIU", needs):
            return _Place("KIU", units, boat.landed_at, is_detained=False)
    return _Place(boat.landing_site_id, (None,) * len(party), boat.landed_at, is_detained=False)


def _need(traits: Traits) -> tuple[str, frozenset[str]]:
    return adult_category(traits), frozenset(traits.care_needs)


def _authority_until(boat: Boat, kind: str) -> datetime:
    if kind == "short":
        return boat.landed_at + timedelta(days=SHORT_AUTHORITY_DAYS)
    return local_time(boat.landed_at.date() + timedelta(days=boat.authority_days), AUTHORITY_ENDS_HOUR)
