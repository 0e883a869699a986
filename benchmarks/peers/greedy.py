"""First come, first served, as a spreadsheet plans: day by day, one party at a time in the order of landing.

Each morning whoever is ready takes the first departure with a seat, caseworkers take the oldest cases first, and every party stays
where it is or goes to the nearest lawful place with a free bed. Nothing is given up today for the sake of tomorrow. Every rule and
capacity of docs/model.md is kept; `benchmarks.judge` says whether that is so.
"""

import time
from collections import defaultdict
from datetime import datetime, timedelta

from benchmarks.judge import judge
from benchmarks.peers.guests import Guest, guests_of
from benchmarks.peers.ledger import Beds, Gates, Roads, nearest
from benchmarks.peers.result import PeerResult
from planner.clocks import PartyClock
from planner.clocks.clock import ready_day
from planner.domain.horizon import london_instant
from planner.domain.ids import PartyId, UnitId
from planner.domain.instance import Instance
from planner.domain.plan import Measure, Plan
from planner.domain.rules import KeepApartScope, StaffedStep
from planner.domain.sites import FINAL_ROLES, Site
from planner.domain.transport import Departure


def run(instance: Instance, clocks: tuple[PartyClock, ...], seconds: float) -> PeerResult:
    """Plan an instance and have the plan judged; there is no bound.

    Here ``optimal`` says no more than that the rule came to its end and broke nothing.

    Parameters
    ----------
    seconds
        Not looked at: the rule comes to its end by itself.
    """
    del seconds
    began = time.perf_counter()
    plan = first_come(instance, clocks)
    took = time.perf_counter() - began
    verdict = judge(instance, plan)
    faults = "; ".join(f"{fault.rule} {fault.subject} {fault.message}" for fault in verdict.violations[:3])
    return PeerResult(
        status="optimal" if verdict.is_acceptable else "limit",
        seconds=took,
        build_seconds=0.0,
        measures={Measure(name): value for name, value in verdict.measures.items()},
        bounds={},
        variables=0,
        rows=0,
        nonzeros=0,
        locks_broken=sum(fault.rule.startswith("lock") for fault in verdict.violations),
        detail=f"{len(verdict.violations)} rules broken: {faults}"
        if faults
        else "first come, first served: every rule kept, nothing proven",
    )


def first_come(instance: Instance, clocks: tuple[PartyClock, ...]) -> Plan:
    """Plan every party in its turn."""
    guests = guests_of(instance, clocks)
    book = _Spreadsheet(instance, guests)
    for day in range(instance.horizon.num_days):
        book.fill(day)
    people = (person for guest in guests for person in guest.plans(instance.horizon.num_days))
    return Plan(instance.horizon, instance.rules.version, tuple(sorted(people, key=lambda person: person.person_id)), ())


class _Spreadsheet:
    """One sheet a day."""

    def __init__(self, instance: Instance, guests: list[Guest]) -> None:
        self._instance, self._guests = instance, guests
        self._num_days = instance.horizon.num_days
        self._beds, self._gates, self._near = Beds(instance), Gates(instance), nearest(instance)
        self._partners = _partners(instance, guests)
        self._departure_index = {departure.departure_id: index for index, departure in enumerate(instance.departures)}
        horizon, rules = instance.horizon, instance.rules
        self._arrivals = [london_instant(when, rules.planned_arrival_time) for when in horizon.dates()]
        self._night_ends = [london_instant(horizon.date_of(day + 1), rules.handover_time) for day in range(self._num_days)]
        self._placed: set[PartyId] = set()
        self._roads = Roads(0)

    def fill(self, day: int) -> None:
        """Plan one day and the night after it."""
        self._guests = [guest for guest in self._guests if guest.left_on is None and not guest.is_settled]
        here = [guest for guest in self._guests if guest.clock.entry_day <= day]
        self._roads = Roads(self._instance.resources[day].ground_seats)
        for guest in here:
            self._board(guest, day)
        here = [guest for guest in here if guest.left_on is None]
        self._work(here, day)
        self._sleep(here, day)

    def _board(self, guest: Guest, day: int) -> None:
        """Take the first departure of the day with a seat."""
        if guest.ready is None or guest.ready > day or guest.site.role in FINAL_ROLES or any(night >= day for night in guest.must_be):
            return
        if guest.size > self._gates.most(day) or not self._roads.has_room(guest.size, guest.site, None):
            return
        for departure in self._gates.on(day):
            if self._may_board(guest, departure) and self._gates.has_room(guest.size, departure, day):
                self._gates.board(guest.size, departure, day)
                self._roads.go(guest.size, guest.site, None)
                guest.left_on = day, departure.departure_id
                return

    def _may_board(self, guest: Guest, departure: Departure) -> bool:
        name = departure.departure_id
        partners = self._partners.get(guest.party.party_id, ())
        return (
            guest.clock.departures[self._departure_index[name]]
            and guest.only_on in ("", name)
            and name not in guest.not_on
            and not any(partner.left_on is not None and partner.left_on[1] == name for partner in partners)
        )

    def _work(self, here: list[Guest], day: int) -> None:
        """Take case steps, the oldest landing first, until the day's cases are used."""
        left = self._instance.resources[day].cases
        for guest in here:
            steps = guest.clock.case.steps
            while left and len(guest.done) < len(steps) and guest.site.role not in FINAL_ROLES and guest.is_open(day):
                number = len(guest.done)
                step = steps[number]
                earliest = max(step.earliest, guest.done[-1] + steps[number - 1].days_to_next if number else 0)
                if not earliest <= day <= step.deadline or step.cases > left:
                    break
                guest.done.append(day)
                left -= step.cases
                if number == len(steps) - 1:
                    served = ready_day(day, self._instance.horizon, self._instance.rules) if step.step is StaffedStep.NOTICE else day
                    guest.ready = max(guest.clock.case.ready_day, served)

    def _sleep(self, here: list[Guest], day: int) -> None:
        """Leave people in their beds where that is lawful, then find beds for the others, and places for good."""
        self._beds.new_night()
        self._placed = set()
        stays = {guest.party.party_id for guest in here if self._stay(guest, day)}
        for guest in here:
            own = guest.units if guest.party.party_id in stays else None
            wants_away = not guest.is_open(day) and not guest.only_on and day not in guest.must_be and guest.site.role not in FINAL_ROLES
            if (own is not None and not wants_away) or guest.is_settled:
                guest.sleeps(day, guest.site, guest.units)
                continue
            if not self._find(guest, day, own, final_first=wants_away):
                guest.sleeps(day, guest.site, own)

    def _stay(self, guest: Guest, day: int) -> bool:
        """Keep tonight the beds of last night."""
        units = guest.units
        if units is None or not self._is_lawful(guest, guest.site, day) or self._beds.find(guest, guest.site, day) != units:
            return False
        if self._meets_partner(guest, guest.site, units):
            return False
        self._settle(guest, guest.site, units)
        return True

    def _find(self, guest: Guest, day: int, own: tuple[UnitId, ...] | None, *, final_first: bool) -> bool:
        """Take the first bed on the list: here, near, or in a final place; that first for who has no case left."""
        near = self._near[guest.site.site_id]
        final = [site for site in near if site.role in FINAL_ROLES]
        others = [site for site in near if site.role not in FINAL_ROLES]
        if own is not None:
            order = final
        elif final_first:
            order = [*final, guest.site, *others]
        else:
            order = [guest.site, *others, *final]
        for site in order:
            moves = site is not guest.site
            if moves and not self._roads.has_room(guest.size, guest.site, site):
                continue
            if not self._is_lawful(guest, site, day):
                continue
            units = self._beds.find(guest, site, day)
            if units is None or self._meets_partner(guest, site, units):
                continue
            if own is not None:
                self._beds.give_back(own)
            if moves:
                self._roads.go(guest.size, guest.site, site)
                guest.began = self._began(guest, site, day)
            self._settle(guest, site, units)
            guest.sleeps(day, site, units)
            return True
        return False

    def _settle(self, guest: Guest, site: Site, units: tuple[UnitId, ...]) -> None:
        self._beds.take(units, site)
        self._placed.add(guest.party.party_id)
        guest.is_settled = site.role in FINAL_ROLES

    def _is_lawful(self, guest: Guest, site: Site, day: int) -> bool:
        """Whether the law and the pins let a party have a bed somewhere tonight."""
        pinned = guest.must_be.get(day, site.site_id) != site.site_id or site.site_id in guest.not_at.get(day, ())
        ends_here = site.role in FINAL_ROLES and site is not guest.site
        wanted_later = ends_here and (guest.only_on or any(night >= day and name != site.site_id for night, name in guest.must_be.items()))
        if pinned or wanted_later:
            return False
        if site.is_detention and not guest.clock.detention_nights[day]:
            return False
        if site.is_detention and day == self._num_days - 1 and not guest.may_be_held_on(self._num_days):
            return False
        if site.stay_limit_hours is None:
            return True
        return self._began(guest, site, day) + timedelta(hours=site.stay_limit_hours) >= self._night_ends[day]

    def _began(self, guest: Guest, site: Site, day: int) -> datetime:
        """When the time at this kind of place began: on a planned move to another kind, or as before."""
        return guest.began if site.role is guest.site.role else self._arrivals[day]

    def _meets_partner(self, guest: Guest, site: Site, units: tuple[UnitId, ...]) -> bool:
        """Whether somebody to be kept apart from has a bed there tonight."""
        by_unit = self._instance.rules.keep_apart_scope is KeepApartScope.UNIT
        for partner in self._partners.get(guest.party.party_id, ()):
            if partner.left_on is not None or not (partner.is_settled or partner.party.party_id in self._placed):
                continue
            if partner.site is site and (not by_unit or set(partner.units or ()) & set(units)):
                return True
        return False


def _partners(instance: Instance, guests: list[Guest]) -> dict[PartyId, list[Guest]]:
    """Parties to keep each party apart from."""
    of_person = {person.person_id: guest for guest in guests for person in guest.party.people}
    found: defaultdict[PartyId, list[Guest]] = defaultdict(list)
    for one, other in instance.keep_apart:
        found[of_person[one].party.party_id].append(of_person[other])
        found[of_person[other].party.party_id].append(of_person[one])
    return dict(found)
