"""Reserves: they stay at their site, might board by every rule that holds for those booked, and leave no more seats empty than stated."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from planner.domain.ids import DepartureId, PartyId, PersonId, PlaceId, SiteId
from planner.domain.plan import Status, Stay
from planner.domain.sites import DETENTION_ROLES
from planner.domain.transport import Departure
from planner.verify.book import Book, Journey
from planner.verify.case_clock import Outlook
from planner.verify.checks.case import check_request
from planner.verify.checks.locks import check_lock
from planner.verify.checks.numbers import wait_days
from planner.verify.checks.seat_fill import check_seat_fill
from planner.verify.checks.transfer import check_transfer
from planner.verify.clock import date_in_london
from planner.verify.findings import Findings
from planner.verify.law import is_category_allowed
from planner.verify.reading import Row, read_rows

RESERVES = ("departure_id", "departs_at", "order", "person_id", "party_id", "site_id", "size", "booked_on")
NOTICE = "notice_period"
NO_DEADLINE = 1 << 30


@dataclass(frozen=True, slots=True)
class Held:
    """One party held ready for one departure.

    Parameters
    ----------
    rows
        Of its members.
    """

    departure_id: DepartureId
    order: int
    party_id: PartyId
    rows: tuple[Row, ...]

    @property
    def subject(self) -> str:
        """Who, and for what."""
        return f"{self.party_id} for {self.departure_id}"


def check_reserves(book: Book, outlooks: Mapping[PartyId, Outlook], pack: Path, findings: Findings) -> None:
    """Judge reserves.csv and seat_fill.csv.

    Raises
    ------
    PackError
        When a table is missing or can not be read.
    """
    held = _read(pack)
    booked = _booked(book)
    known = [each for each in held if _is_known(book, each, booked, findings)]
    for each in known:
        departure = book.departures[each.departure_id]
        for journey in book.of_party[each.party_id]:
            _check_stays(book, journey, each, departure, findings)
            _check_lawful(book, journey, departure, findings)
            _check_locks(book, journey, departure, findings)
    _check_duties(book, known, findings)
    _check_discharges(book, known, findings)
    for departure_id, reserves in sorted(_by_departure(known).items()):
        _check_order(book, outlooks, reserves, findings)
        _check_apart(book, booked[departure_id], reserves, findings)
    check_seat_fill(
        book, booked, {name: [len(each.rows) for each in reserves] for name, reserves in _by_departure(held).items()}, pack, findings
    )


def _read(pack: Path) -> list[Held]:
    rows: defaultdict[tuple[DepartureId, int, PartyId], list[Row]] = defaultdict(list)
    for row in read_rows(pack / "reserves.csv", RESERVES):
        rows[DepartureId(row.text("departure_id")), row.whole("order"), PartyId(row.text("party_id"))].append(row)
    return [Held(*key, tuple(members)) for key, members in sorted(rows.items())]


def _booked(book: Book) -> Mapping[DepartureId, Mapping[PartyId, int]]:
    """People of each party on each departure."""
    booked: defaultdict[DepartureId, Counter[PartyId]] = defaultdict(Counter)
    for journey in book.journeys:
        if journey.transfer is not None and journey.transfer.departure_id is not None:
            booked[journey.transfer.departure_id][journey.party.party_id] += 1
    return booked


def _by_departure(held: Sequence[Held]) -> Mapping[DepartureId, list[Held]]:
    found: defaultdict[DepartureId, list[Held]] = defaultdict(list)
    for each in held:
        found[each.departure_id].append(each)
    return found


def _is_known(book: Book, held: Held, booked: Mapping[DepartureId, Mapping[PartyId, int]], findings: Findings) -> bool:
    """Whether a reserve is a whole known party, for a departure that somebody else is booked on; nothing else can be judged otherwise."""
    departure, members = book.departures.get(held.departure_id), book.of_party.get(held.party_id, ())
    others = booked.get(held.departure_id, {})
    people = sorted(row.text("person_id") for row in held.rows)
    is_whole = people == sorted(journey.person_id for journey in members) and not any(journey.party.is_expected for journey in members)
    message = f"{', '.join(people)} listed, recorded are {', '.join(journey.person_id for journey in members) or 'none'}, forecasts aside"
    findings.require("reserve_known", is_whole, held.subject, "", message)
    boards = departure is not None and 0 <= _day(book, departure) < book.num_days and bool(others) and held.party_id not in others
    message = f"{sum(others.values())} people booked, {'the party among them' if held.party_id in others else 'nobody of the party'}"
    findings.require("reserve_departure", boards, held.subject, "", message)
    if departure is None or not is_whole:
        return False
    for row in held.rows:
        wanted = _utc(departure), str(len(held.rows)), _booked_on(members)
        stated = row.cells["departs_at"], row.cells["size"], row.cells["booked_on"]
        findings.require("reserve_known", stated == wanted, held.subject, "", f"stated {', '.join(stated)}; it is {', '.join(wanted)}")
    fits = len(members) <= sum(others.values())
    findings.require("reserve_fits", fits, held.subject, "", f"a party of {len(members)}, {sum(others.values())} people booked")
    return boards


def _utc(departure: Departure) -> str:
    return departure.departs_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _booked_on(members: Sequence[Journey]) -> str:
    return next((str(journey.transfer.departure_id) for journey in members if journey.transfer is not None), "")


def _day(book: Book, departure: Departure) -> int:
    return book.clock.day_of(date_in_london(departure.departs_at))


def _check_stays(book: Book, journey: Journey, held: Held, departure: Departure, findings: Findings) -> None:
    day = _day(book, departure)
    stated = next(row.text("site_id") for row in held.rows if row.cells["person_id"] == journey.person_id)
    sites = [_detained_at(book, journey, night) for night in (day - 1, day)]
    message = f"stated at {stated}; detained at {' and then '.join(str(site or 'no place') for site in sites)}"
    findings.require("reserve_stays", sites == [stated, stated], journey.person_id, book.iso(day), message)


def _detained_at(book: Book, journey: Journey, night: int) -> SiteId | None:
    if night < 0:
        person = journey.person
        return person.site_id if person.unit_id and book.role_of(person.site_id) in DETENTION_ROLES else None
    stay = journey.night(night)
    return stay.site_id if stay is not None and stay.status is Status.DETAINED and stay.unit_id else None


def _check_lawful(book: Book, journey: Journey, departure: Departure, findings: Findings) -> None:
    """Put a reserve on the departure, and have every rule on transfers judge it as it judges those booked."""
    day = _day(book, departure)
    boarding, trial = _boarding(book, journey, departure), Findings()
    check_transfer(book, boarding, boarding.stays[0], trial)
    check_request(book, boarding, trial)
    broken = trial.verification({}).violations
    for rule, concerned in (("reserve_notice", True), ("reserve_lawful", False)):
        findings.checked(rule)
        for found in broken:
            if (found.rule == NOTICE) is concerned:
                findings.broken(rule, journey.person_id, book.iso(day), f"on {departure.departure_id}: {found.message}")
    message = f"{journey.category} is not returned"
    findings.require("reserve_lawful", is_category_allowed(journey.category, book.rules), journey.person_id, book.iso(day), message)
    site = journey.person.site_id if day == 0 else getattr(journey.night(day - 1), "site_id", None)
    reached = site == departure.place_id or (PlaceId(site or ""), departure.place_id) in book.inputs.travel
    message = f"no travel time from {site} to {departure.place_id}"
    findings.require("reserve_lawful", reached, journey.person_id, book.iso(day), message)


def _boarding(book: Book, journey: Journey, departure: Departure) -> Journey:
    stay = Stay(Status.TRANSFERRED, _day(book, departure), book.num_days - 1, None, None, departure.departure_id)
    return journey._replace(transfer=stay, stays=(stay,))


def _check_locks(book: Book, journey: Journey, departure: Departure, findings: Findings) -> None:
    boarding = _boarding(book, journey, departure)
    # Until it leaves it is where the plan has it; from then on it is on the departure.
    before = tuple(stay for stay in journey.stays if stay.first_night < boarding.stays[0].first_night)
    boarding = boarding._replace(stays=(*(_until(stay, boarding.stays[0].first_night) for stay in before), *boarding.stays))
    trial = Findings()
    for lock in book.inputs.locks:
        if lock.party_id == journey.party.party_id:
            check_lock(book, lock, boarding, trial)
    findings.checked("reserve_locks")
    for found in trial.verification({}).violations:
        findings.broken("reserve_locks", journey.person_id, found.date, f"on {departure.departure_id}: {found.message}")


def _until(stay: Stay, day: int) -> Stay:
    return Stay(stay.status, stay.first_night, min(stay.last_night, day - 1), stay.site_id, stay.unit_id, stay.departure_id)


def _check_duties(book: Book, held: Sequence[Held], findings: Findings) -> None:
    duties = Counter(each.party_id for each in held)
    days = Counter((each.party_id, _day(book, book.departures[each.departure_id])) for each in held)
    for party_id, count in sorted(duties.items()):
        message = f"a reserve for {count} departures, at most {book.rules.reserves.duties}"
        findings.require("reserve_duties", count <= book.rules.reserves.duties, party_id, "", message)
    for (party_id, day), count in sorted(days.items()):
        findings.require("reserve_duties", count == 1, party_id, book.iso(day), f"a reserve for {count} departures of one day")


def _check_discharges(book: Book, held: Sequence[Held], findings: Findings) -> None:
    """A site can let its reserves go besides those planned to leave it."""
    leaving: Counter[tuple[SiteId, int]] = Counter()
    for journey in book.journeys:
        leaving.update((change.from_site, change.day) for change in journey.changes if change.leaves_site)
    ready: Counter[tuple[SiteId, int]] = Counter()
    for each in held:
        for row in each.rows:
            ready[SiteId(row.text("site_id")), _day(book, book.departures[each.departure_id])] += 1
    for (site_id, day), count in sorted(ready.items()):
        limit = book.sites[site_id].discharges_per_day if site_id in book.sites else None
        if limit is not None:
            planned = leaving[site_id, day]
            message = f"{count} reserves besides {planned} who leave, at most {limit} a day"
            findings.require("reserve_fits", count + planned <= limit, site_id, book.iso(day), message)


def _check_order(book: Book, outlooks: Mapping[PartyId, Outlook], reserves: Sequence[Held], findings: Findings) -> None:
    orders = [each.order for each in reserves]
    message = f"asked in the order {', '.join(map(str, orders))}"
    findings.require("reserve_order", orders == list(range(1, len(orders) + 1)), reserves[0].departure_id, "", message)
    for one, other in pairwise(reserves):
        ranks = [_rank(book, outlooks, each.party_id) for each in (one, other)]
        findings.require("reserve_order", ranks[0] < ranks[1], other.subject, "", f"asked after {one.party_id}, which comes later")


def _rank(book: Book, outlooks: Mapping[PartyId, Outlook], party_id: PartyId) -> tuple[int, int, PartyId]:
    """Longest wait, then earliest last lawful day, then id."""
    last = outlooks[party_id].last_transfer
    return -wait_days(book, book.of_party[party_id][0]), NO_DEADLINE if last is None else book.clock.day_of(last), party_id


def _check_apart(book: Book, booked: Mapping[PartyId, int], reserves: Sequence[Held], findings: Findings) -> None:
    aboard: dict[PersonId, PartyId] = {}
    for party_id in (*booked, *(each.party_id for each in reserves)):
        aboard |= {journey.person_id: party_id for journey in book.of_party[party_id]}
    waiting = {each.party_id for each in reserves}
    findings.checked("reserve_apart", len(reserves))
    for one, other in book.inputs.keep_apart:
        if one in aboard and other in aboard and waiting & {aboard[one], aboard[other]}:
            findings.broken("reserve_apart", f"{one} and {other}", "", f"both booked on, or reserves for, {reserves[0].departure_id}")
