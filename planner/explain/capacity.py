"""Capacities by name: what a row of the optimiser stands for, and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.model.network import Flags, Ints
from planner.model.problem import Problem


class CapacityKind(StrEnum):
    """What may run out."""

    BED = "bed"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    GROUND = "ground_seat"
    ESCORT = "escort"
    MEDIC = "medic"
    CASE = "case"
    SEAT = "seat"
    FRANCE_DAY = "france_day"
    FRANCE_WEEK = "france_week"
    PARITY = "parity"
    APART = "keep_apart"


@dataclass(frozen=True, slots=True, order=True)
class Capacity:
    """One capacity over a run of days.

    Attributes
    ----------
    subject
        Id of the unit, site or departure; of a keep-apart pair, both people; empty where there is only one of its kind.
    first_day, last_day
        Days (or nights) it is about, both included.
    """

    kind: CapacityKind
    subject: str
    first_day: int
    last_day: int


def capacities(problem: Problem, numbers: Ints | None = None) -> Mapping[int, Capacity]:
    """What rows of a problem are, by number; some of them or all, without those that nothing uses."""
    found: dict[int, Capacity] = {}
    wanted = np.zeros(len(problem.rows.limits) + 1, dtype=bool)  # the last one stands for no row
    wanted[slice(-1) if numbers is None else numbers] = True
    for kind, subject, day, row in _named(problem, wanted):
        if wanted[row]:
            before = found.get(row)
            first, last = (day, day) if before is None else (min(before.first_day, day), max(before.last_day, day))
            found[row] = Capacity(kind, subject, first, last)
    return found


def runs(some: Iterable[Capacity]) -> list[Capacity]:
    """Capacities of the same kind and subject on days that follow each other, as one."""
    joined: list[Capacity] = []
    for each in sorted(set(some)):
        last = joined[-1] if joined else None
        if last is not None and (last.kind, last.subject) == (each.kind, each.subject) and each.first_day <= last.last_day + 1:
            joined[-1] = Capacity(last.kind, last.subject, last.first_day, max(last.last_day, each.last_day))
        else:
            joined.append(each)
    return joined


def _named(problem: Problem, wanted: Flags) -> Iterator[tuple[CapacityKind, str, int, int]]:
    rows, network = problem.rows, problem.network
    sites: list[str] = [site.site_id for site in network.sites]
    by_place = (
        (CapacityKind.BED, list(network.unit_ids), rows.beds),
        (CapacityKind.ADMISSION, sites, rows.admissions),
        (CapacityKind.DISCHARGE, sites, rows.discharges),
    )
    for kind, subjects, table in by_place:
        yield from ((kind, subjects[at], day, row) for at, day, row in _cells(table, wanted))
    for kind, by_day in ((CapacityKind.GROUND, rows.ground), (CapacityKind.CASE, rows.cases)):
        yield from ((kind, "", day, int(row)) for day, row in enumerate(by_day.tolist()))
    days: list[int] = network.departure_days.tolist()
    yield from ((CapacityKind.SEAT, network.departures[at].departure_id, days[at], row) for at, row in enumerate(rows.seats.tolist()))
    rules = network.instance.rules
    agreed = [CapacityKind.FRANCE_DAY] * (rules.france_daily_cap is not None)
    agreed += [CapacityKind.FRANCE_WEEK] * (rules.france_weekly_cap is not None)
    for at, slot, row in _cells(rows.boarding, wanted):
        if slot:
            kind = agreed[slot - 1] if slot <= len(agreed) else CapacityKind.PARITY
            yield kind, "", days[at], row
    pairs = [" and ".join(pair) for pair in network.instance.keep_apart]
    for pair, table in enumerate(rows.apart):
        yield from ((CapacityKind.APART, pairs[pair], day, row) for _, day, row in _cells(table, wanted))
    yield from ((CapacityKind.APART, pairs[pair], days[at], row) for pair, at, row in _cells(rows.apart_departures, wanted))


def _cells(table: Ints, wanted: Flags) -> Iterator[tuple[int, int, int]]:
    for at, other in np.argwhere(wanted[table]).tolist():
        yield at, other, int(table[at, other])
