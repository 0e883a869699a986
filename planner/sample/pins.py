"""What hangs on people once they are drawn: bars, keep-apart pairs, locks and yesterday's plan."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.domain.horizon import london_date
from planner.sample.drawing import stream
from planner.sample.tables import BarRow, DepartureRow, KeepApartRow, LockRow, PersonRow, YesterdayRow
from planner.sample.tuning import RESIDENT_BARS, YESTERDAY_NIGHTS, Shape

READY_AFTER_DAYS = 10
"""Five working days are over ten days after notice, whatever the bank holidays."""
LOCKED_NIGHTS = 7


def resident_bars(rows: Sequence[PersonRow], plan_date: date, seed: int) -> list[BarRow]:
    """Give bars to shares of the people detained, nobody more than one."""
    detained = [row.person_id for row in rows if row.detained_since is not None]
    num_detained = len(detained)
    stream(seed, "resident bars").shuffle(detained)
    found: list[BarRow] = []
    for bar, per_thousand, first, last in RESIDENT_BARS:
        for _ in range(round(num_detained * per_thousand / 1000)):
            starts = plan_date + timedelta(days=first)
            found.append(BarRow(detained.pop(), bar, starts, None if last is None else plan_date + timedelta(days=last)))
    return found


def keep_apart_rows(shape: Shape, rows: Sequence[PersonRow], seed: int) -> list[KeepApartRow]:
    """Give pairs of men alone who must be kept apart; some of them are at the same site now."""
    random = stream(seed, "keep apart")
    alone = [row for row in rows if row.party_id is None and row.authority_until is not None and row.sex == "male"]
    pairs: list[KeepApartRow] = []
    used: set[str] = set()
    while len(pairs) < shape.keep_apart:
        one, other = random.sample(alone, 2)
        wants_same_site = len(pairs) % SAME_SITE_EVERY == 0
        if {one.person_id, other.person_id} & used or (one.site_id == other.site_id) is not wants_same_site:
            continue
        used |= {one.person_id, other.person_id}
        first, second = sorted((one.person_id, other.person_id))
        pairs.append(KeepApartRow(first, second))
    return sorted(pairs, key=lambda pair: pair.person_id)


SAME_SITE_EVERY = 4
"""Every fourth pair is at the same site now and must be parted."""


def ready_people(rows: Iterable[PersonRow], barred: frozenset[str], plan_date: date) -> list[PersonRow]:
    """Give men alone, without bars, whose notice has run out and whose authority goes on past the coming days."""
    served_by = plan_date - timedelta(days=READY_AFTER_DAYS)
    return [
        row
        for row in rows
        if row.party_id is None
        and row.person_id not in barred
        and row.sex == "male"
        and not row.care_needs
        and row.notice_served_on is not None
        and row.notice_served_on <= served_by
        and row.authority_until is not None
        and london_date(row.authority_until) > plan_date + timedelta(days=LOCKED_NIGHTS)
        and london_date(row.landed_at) > plan_date - timedelta(days=80)
    ]


def lock_rows(ready: Sequence[PersonRow], rows: Sequence[PersonRow], departures: Sequence[DepartureRow], plan_date: date) -> list[LockRow]:
    """Give a pin of every kind that can be kept: people ready to leave, and one who has just landed.

    Parameters
    ----------
    departures
        Those inside the agreement's dates in force.
    """
    if len(ready) < NUM_LOCKED:
        return []
    stays, leaves, waits = ready[:NUM_LOCKED]
    charters = [departure for departure in departures if departure.mode == "charter" and departure.status == "scheduled"][:1]
    landed = [row for row in rows if row.sex == "male" and row.party_id is None and _long_authority(row, plan_date)]
    return [
        LockRow("L-01", stays.person_id, "site", stays.site_id, plan_date, plan_date + timedelta(days=LOCKED_NIGHTS - 1)),
        *(LockRow("L-02", leaves.person_id, "departure", charter.departure_id, None, None) for charter in charters),
        *(LockRow("L-03", waits.person_id, "not_departure", charter.departure_id, None, None) for charter in charters),
        *(LockRow("L-04", row.person_id, "not_site", "HARMOND", None, None) for row in landed[-1:]),
    ]


NUM_LOCKED = 3


def _long_authority(row: PersonRow, plan_date: date) -> bool:
    return row.authority_until is not None and london_date(row.authority_until) > plan_date + timedelta(days=40)


def yesterday_rows(
    rows: Sequence[PersonRow], ready: Sequence[PersonRow], departures: Sequence[DepartureRow], plan_date: date
) -> list[YesterdayRow]:
    """Give an earlier plan for the coming nights: residents stay where they are, and people ready to leave fill the first departures."""
    nights = [plan_date + timedelta(days=day) for day in range(YESTERDAY_NIGHTS)]
    leaving = _leaving(ready, departures, nights)
    found: list[YesterdayRow] = []
    for row in rows:
        for night in nights:
            departure = leaving.get(row.person_id)
            if departure is None or night < london_date(departure.departs_at):
                found.append(YesterdayRow(row.person_id, night, row.site_id, row.unit_id, None))
            elif night == london_date(departure.departs_at):
                found.append(YesterdayRow(row.person_id, night, None, None, departure.departure_id))
    return found


def _leaving(ready: Sequence[PersonRow], departures: Sequence[DepartureRow], nights: Sequence[date]) -> dict[str, DepartureRow]:
    waiting = list(ready[NUM_LOCKED:])
    found: dict[str, DepartureRow] = {}
    for departure in departures:
        if london_date(departure.departs_at) in nights and departure.status == "scheduled":
            for row in waiting[: departure.seats]:
                found[row.person_id] = departure
            del waiting[: departure.seats]
    return found
