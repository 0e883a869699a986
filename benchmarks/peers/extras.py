"""What single cohorts have beside their place in the network: yesterday's plan, locks, keep-apart pairs, weights of the order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.peers.matrix import Flags, Ints
from benchmarks.peers.states import NOWHERE
from planner.domain.locks import LockKind
from planner.model.cohorts import Cohort
from planner.model.network import Network


@dataclass(frozen=True, slots=True)
class Extras:
    """Arrays of some cohorts. C cohorts, S sites, D departures, T nights.

    Attributes
    ----------
    site_changes
        ``(C, S, N)`` people whose site differs from yesterday's plan, on the N nights for which that counts.
    board_changes
        ``(C, D)`` the same for a departure: on its own day and, the party being gone, on later ones.
    locked
        ``(C,)`` row in the next two arrays, `NOWHERE` for a cohort without a lock.
    broken_placed, broken_unplaced
        ``(L, S, T)`` and ``(L, T)`` locks that a night breaks, in a bed at a site and without a bed.
    board_broken
        ``(C, D)`` locks that boarding breaks, less those that not boarding does.
    broken_always
        Locks that not boarding breaks, and nights that are locked to a site before the party is ashore.
    pairs
        ``(C, Q)`` keep-apart pairs, padded with `NOWHERE`.
    expires
        ``(C,)``; whether the last lawful transfer day lies inside the horizon.
    wait, nearness
        ``(C,)`` weights of the canonical order.
    """

    site_changes: Ints
    board_changes: Ints
    locked: Ints
    broken_placed: Ints
    broken_unplaced: Ints
    board_broken: Ints
    broken_always: int
    pairs: Ints
    expires: Flags
    wait: Ints
    nearness: Ints

    @classmethod
    def of(cls, members: Sequence[Cohort], network: Network) -> "Extras":
        """Read them from the cohorts."""
        site_changes, board_changes = _changes(members, network)
        pairs = np.full((len(members), max(len(cohort.apart) for cohort in members)), NOWHERE, dtype=np.int64)
        for row, cohort in enumerate(members):
            pairs[row, : len(cohort.apart)] = cohort.apart
        locked, placed, unplaced, boards, always = _locks(members, network)
        lasts = [cohort.clock.last_transfer_day for cohort in members]
        return cls(
            site_changes=site_changes,
            board_changes=board_changes,
            locked=locked,
            broken_placed=placed,
            broken_unplaced=unplaced,
            board_broken=boards,
            broken_always=always,
            pairs=pairs,
            expires=np.array([last is not None and last < network.num_nights for last in lasts], dtype=bool),
            wait=np.array([cohort.clock.wait_days for cohort in members], dtype=np.int64),
            nearness=np.array([cohort.clock.deadline_weight for cohort in members], dtype=np.int64),
        )

    def changes_at(self, cohorts: Ints, sites: Ints, nights: Ints) -> Ints:
        """Changes from yesterday's plan that spending a night at a site is."""
        changes = np.zeros(len(cohorts), dtype=np.int64)
        near = np.flatnonzero(nights < self.site_changes.shape[2])
        changes[near] = self.site_changes[cohorts[near], sites[near], nights[near]]
        return changes

    def broken_at(self, cohorts: Ints, sites: Ints, placed: Flags, nights: Ints) -> Ints:
        """Locks that spending a night at a site breaks."""
        broken = np.zeros(len(cohorts), dtype=np.int64)
        rows = self.locked[cohorts]
        with_lock = np.flatnonzero(rows != NOWHERE)
        rows, sites, placed, nights = rows[with_lock], sites[with_lock], placed[with_lock], nights[with_lock]
        broken[with_lock] = np.where(placed, self.broken_placed[rows, sites, nights], self.broken_unplaced[rows, nights])
        return broken

    def pairs_of(self, cohorts: Ints) -> Iterator[Ints]:
        """Keep-apart pairs of each cohort, one at a time; a party with both members of a pair has it twice."""
        for slot in range(self.pairs.shape[1]):
            yield self.pairs[cohorts, slot]


def _changes(members: Sequence[Cohort], network: Network) -> tuple[Ints, Ints]:
    near = min(network.instance.rules.stability_days, network.num_nights)
    by_site = np.zeros((len(members), len(network.sites), near), dtype=np.int64)
    by_board = np.zeros((len(members), len(network.departures)), dtype=np.int64)
    site_ids = np.array([site.site_id for site in network.sites])
    departure_ids = np.array([departure.departure_id for departure in network.departures])
    for row, cohort in enumerate(members):
        for day, site_id, departure_id, people in cohort.yesterday:
            if cohort.clock.entry_day <= day < near:
                by_site[row, :, day] += people * ((site_ids != site_id) | (departure_id != ""))
                same = (network.departure_days == day) & (departure_ids == departure_id) & (site_id == "")
                by_board[row] += people * ((network.departure_days <= day) & ~same)
    return by_site, by_board


def _locks(members: Sequence[Cohort], network: Network) -> tuple[Ints, Ints, Ints, Ints, int]:
    rows = [row for row, cohort in enumerate(members) if cohort.locks]
    locked = np.full(len(members), NOWHERE, dtype=np.int64)
    locked[rows] = np.arange(len(rows))
    placed = np.zeros((len(rows), len(network.sites), network.num_nights), dtype=np.int64)
    unplaced = np.zeros((len(rows), network.num_nights), dtype=np.int64)
    boards = np.zeros((len(members), len(network.departures)), dtype=np.int64)
    always = 0
    site_ids = np.array([site.site_id for site in network.sites])
    departure_ids = np.array([departure.departure_id for departure in network.departures])
    nights, days = np.arange(network.num_nights), network.departure_days
    for number, row in enumerate(rows):
        for lock in members[row].locks:
            if lock.kind is LockKind.DEPARTURE:
                boards[row] -= departure_ids == lock.target_id
                always += 1
            elif lock.kind is LockKind.NOT_DEPARTURE:
                boards[row] += departure_ids == lock.target_id
            else:
                wanted = lock.kind is LockKind.SITE
                covered = _covers(nights, lock.first_night, lock.last_night, network)
                placed[number] += ((site_ids == lock.target_id) != wanted)[:, None] & covered[None, :]
                unplaced[number] += covered & wanted
                boards[row] += (covered[None, :] & (nights[None, :] >= days[:, None])).sum(axis=1) * wanted
                always += int((covered & (nights < members[row].clock.entry_day)).sum()) * wanted
    return locked, placed, unplaced, boards, always


def _covers(nights: Ints, first: date | None, last: date | None, network: Network) -> Flags:
    horizon = network.instance.horizon
    result: Flags = (nights >= (0 if first is None else horizon.day_of(first))) & (
        nights <= (horizon.num_days if last is None else horizon.day_of(last))
    )
    return result
