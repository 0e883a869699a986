"""Puts a sample together: estate, people, transport and pins, as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal

from planner.domain.horizon import london_date
from planner.sample.arrivals import boats, incident_rows
from planner.sample.beds import BedBook
from planner.sample.cases import bursts
from planner.sample.drawing import stream
from planner.sample.estate import capacity_change_rows, site_rows, unit_rows, usable_beds
from planner.sample.newcomers import newcomer_bars, newcomer_rows
from planner.sample.pins import keep_apart_rows, lock_rows, ready_people, resident_bars, yesterday_rows
from planner.sample.residents import Estate, detained_rows
from planner.sample.settled import doubtful_boat_rows, onward_rows, overstay_rows
from planner.sample.tables import PersonRow, Tables
from planner.sample.transport import (
    departure_rows,
    expected_arrival_rows,
    parity_rows,
    planned_admission_rows,
    resource_rows,
    travel_time_rows,
)
from planner.sample.tuning import BUSY, QUIET, Shape
from planner.sample.write import agreement_dates, write_workspace

SampleKind = Literal["busy", "quiet"]
SHAPES: dict[SampleKind, Shape] = {"busy": BUSY, "quiet": QUIET}


def create(directory: Path, kind: SampleKind, plan_date: date, seed: int) -> None:
    """Write a sample workspace of made-up people on real ground; the same date and seed give the same bytes.

    Parameters
    ----------
    directory
        Folder to make; it may exist only when empty.
    kind
        ``busy`` is a morning shaped like 31 May 2025, ``quiet`` one with a single boat.

    Raises
    ------
    PlannerError
        When the folder holds something already or can not be written.
    """
    write_workspace(directory, plan_date, tables(kind, plan_date, seed))


def tables(kind: SampleKind, plan_date: date, seed: int) -> Tables:
    """Give every table of a sample."""
    shape = SHAPES[kind]
    units = unit_rows()
    estate = Estate(tuple(site_rows(plan_date)), tuple(units), usable_beds(units))
    book = BedBook(units, estate.usable)
    landed = boats(shape, plan_date, seed)
    residents = _residents(shape, estate, book, plan_date, seed)
    newcomers = newcomer_rows(shape, landed, book, len(residents) + 1, seed)
    people = [*residents, *newcomers]
    bars = sorted([*resident_bars(residents, plan_date, seed), *newcomer_bars(newcomers, plan_date, seed)], key=lambda bar: bar.person_id)
    keep_apart = keep_apart_rows(shape, people, seed)
    departures = departure_rows(shape, plan_date)
    hindered = frozenset([bar.person_id for bar in bars] + [who for pair in keep_apart for who in (pair.person_id, pair.other_person_id)])
    first_date, last_date = agreement_dates()
    in_force = [departure for departure in departures if first_date <= london_date(departure.departs_at) <= last_date]
    ready = ready_people(residents, hindered, plan_date)
    stream(seed, "ready").shuffle(ready)
    free_to_pin = [row for row in newcomers if row.person_id not in hindered]
    return {
        "incidents": list(incident_rows(landed, people, plan_date, seed)),
        "people": list(people),
        "bars": list(bars),
        "keep_apart": list(keep_apart),
        "sites": list(estate.sites),
        "units": list(estate.units),
        "capacity_changes": list(capacity_change_rows(plan_date)),
        "departures": list(departures),
        "resources": list(resource_rows(shape, plan_date)),
        "travel_times": list(travel_time_rows()),
        "parity_ledger": list(parity_rows(plan_date)),
        "planned_admissions": list(planned_admission_rows(shape, plan_date)),
        "expected_arrivals": list(expected_arrival_rows(shape, plan_date)),
        "locks": list(lock_rows(ready, free_to_pin, in_force, plan_date)),
        "yesterday": list(yesterday_rows(residents, ready, in_force, plan_date)),
    }


def _residents(shape: Shape, estate: Estate, book: BedBook, plan_date: date, seed: int) -> list[PersonRow]:
    """Give everybody in the estate before the night, numbered, with their parties."""
    came = bursts(plan_date, seed)
    alone = detained_rows(shape, estate, came, plan_date, seed)
    parties = [
        *_paired(alone, shape.resident_pairs),
        *([row] for row in doubtful_boat_rows(book, plan_date, seed)),
        *([row] for row in overstay_rows(shape, book, came, plan_date, seed)),
        *onward_rows(shape, estate, book, came, seed),
    ]
    return _numbered(parties)


def _paired(rows: Sequence[PersonRow], num_pairs: int) -> list[list[PersonRow]]:
    """Join people of one site and one landing day whose cases stand alike: couples where both sexes are held, otherwise two men.

    The first person of a group may be joined to one other; no more than one pair is made a group.
    """
    found: list[list[PersonRow]] = []
    left = num_pairs
    for _, group in groupby(sorted(rows, key=_alike), key=_alike):
        members = sorted(group, key=lambda row: (row.sex, row.unit_id or ""))
        if left > 0 and len(members) > 1 and not any(row.care_needs for row in (members[0], members[-1])) and _may_pair(members, left):
            found.append([members[0], members[-1]])
            members = members[1:-1]
            left -= 1
        found += [[row] for row in members]
    return found


def _may_pair(members: Sequence[PersonRow], left: int) -> bool:
    """Couples come first: pairs of one sex are made only of every fifth group, so that they spread over sites."""
    is_couple = members[0].sex != members[-1].sex
    return is_couple or (members[0].landed_at.day + left) % 5 == 0


def _alike(row: PersonRow) -> tuple[str, ...]:
    until = row.authority_until
    dates = (row.screened_on, row.decided_on, row.requested_on, row.answered_on, row.notice_served_on)
    known = (row.landed_at.isoformat(), until.isoformat() if until else "", row.decision or "", row.answer or "")
    return (row.site_id, *known, *(day.isoformat() if day else "" for day in dates))


def _numbered(parties: Iterable[Sequence[PersonRow]]) -> list[PersonRow]:
    rows: list[PersonRow] = []
    num_parties = 0
    for party in parties:
        num_parties += len(party) > 1
        party_id = f"G-{num_parties:05}" if len(party) > 1 else None
        rows += [replace(row, person_id=f"P-{len(rows) + offset:05}", party_id=party_id) for offset, row in enumerate(party, start=1)]
    return rows
