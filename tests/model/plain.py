"""Every itinerary of a party by trying them all, and what it uses and counts, read from the instance and the party's clock.

Nothing here is shared with the optimiser: a place is a site and its units by id, a use is named in words.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product
from typing import TypeAlias

from planner.clocks import CaseStep, PartyClock
from planner.clocks.calendar import add_working_days
from planner.domain.horizon import london_date, london_instant
from planner.domain.ids import PlaceId
from planner.domain.instance import Instance
from planner.domain.locks import LockKind
from planner.domain.people import Category, Party
from planner.domain.plan import Measure
from planner.domain.rules import KeepApartScope, StaffedStep
from planner.domain.sites import Site, SiteRole

NONE = -1
"""No departure; a step not done."""

MemberClass: TypeAlias = tuple[Category, frozenset[str]]
Beds: TypeAlias = frozenset[tuple[MemberClass, str, int]]
"""Class, unit and people; empty for a night without a bed."""

Night: TypeAlias = tuple[str, Beds]
Use: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One itinerary: nights from the entry day to the transfer or the end, a departure or none, a day for each step or none."""

    nights: tuple[Night, ...]
    departure: int
    steps: tuple[int, ...]


class Walker:
    """Everything one party may do."""

    def __init__(self, instance: Instance, party: Party, clock: PartyClock) -> None:
        self.instance, self.party, self.clock = instance, party, clock
        self.num_nights = instance.horizon.num_days
        self.sites = {site.site_id: site for site in instance.sites}
        self.classes = Counter(zip(clock.categories, (person.care_needs for person in party.people), strict=True))
        self.start = party.people[0].site_id
        self.days = [instance.horizon.day_of(london_date(departure.departs_at)) for departure in instance.departures]
        self._spreads = {site.site_id: list(self._ways_to_place(site)) for site in instance.sites}
        self._steps = list(self._in_order(clock.case.steps))
        self._until = {site_id: self._last_nights(site) for site_id, site in self.sites.items()}

    def ways(self) -> Iterator[Way]:
        """Every itinerary."""
        for nights in self._nights((), self.start):
            yield from self._ends(nights)

    # ---- nights

    def _nights(self, nights: tuple[Night, ...], here: str) -> Iterator[tuple[Night, ...]]:
        yield nights
        if self.clock.entry_day + len(nights) == self.num_nights:
            return
        for site_id in self.sites:
            for beds in self._spreads[site_id]:
                if self._may_follow(nights, here, site_id, beds):
                    yield from self._nights((*nights, (site_id, beds)), site_id)

    def _may_follow(self, nights: tuple[Night, ...], here: str, site_id: str, beds: Beds) -> bool:
        site, before = self.sites[site_id], self.sites[here]
        if site_id != here and (not beds or before.is_final or site.role not in self.instance.rules.moves_allowed[before.role]):
            return False
        if before.is_final and nights and nights[-1][1] and nights[-1][1] != beds:
            return False
        return not beds or self._is_lawful(nights, site, beds)

    def _is_lawful(self, nights: tuple[Night, ...], site: Site, beds: Beds) -> bool:
        tonight = self.clock.entry_day + len(nights)
        people: Counter[str] = Counter()
        for _, unit_id, count in beds:
            people[unit_id] += count
        if any(unit.free_beds(tonight) < people[unit.unit_id] for unit in site.units):
            return False
        if site.is_detention and not self.clock.detention_nights[tonight]:
            return False
        came = next((self.clock.entry_day + at for at, (where, _) in enumerate(nights) if where == site.site_id), tonight)
        last = self._until[site.site_id][NONE if site.site_id == self.start else came]
        return last is None or tonight <= last

    def _last_nights(self, site: Site) -> dict[int, int | None]:
        """Last night of a stay limit, by the day of a move here; under `NONE` for who is here from the start."""
        rules, horizon = self.instance.rules, self.instance.horizon
        if site.stay_limit_hours is None:
            return dict.fromkeys(range(NONE, self.num_nights))
        began = {day: london_instant(horizon.date_of(day), rules.planned_arrival_time) for day in range(self.num_nights)}
        began[NONE] = min(person.arrived_at for person in self.party.people)
        morning = [london_instant(horizon.date_of(night + 1), rules.handover_time) for night in range(self.num_nights)]
        limit = timedelta(hours=site.stay_limit_hours)
        return {day: max((t for t, ends in enumerate(morning) if moment + limit >= ends), default=NONE) for day, moment in began.items()}

    def _ways_to_place(self, site: Site) -> Iterator[Beds]:
        """Every way to put all members into units, and no bed at all."""
        yield frozenset()
        choices: list[list[Counter[tuple[MemberClass, str]]]] = []
        for member, people in self.classes.items():
            category, needs = member
            barred = category is Category.LONE_CHILD and site.role not in {SiteRole.LANDING, SiteRole.LOCAL_AUTHORITY}
            units = [unit.unit_id for unit in site.units if category in unit.holds and needs <= unit.care and not barred]
            ways = {frozenset(Counter(way).items()): Counter((member, unit) for unit in way) for way in product(units, repeat=people)}
            choices.append(list(ways.values()))
        for way in product(*choices):
            total = sum(way, Counter[tuple[MemberClass, str]]())
            yield frozenset((member, unit, people) for (member, unit), people in total.items())

    # ---- ends

    def _ends(self, nights: tuple[Night, ...]) -> Iterator[Way]:
        day = self.clock.entry_day + len(nights)
        here, beds = nights[-1] if nights else (self.start, frozenset())
        undone = (NONE,) * len(self.clock.case.steps)
        if day == self.num_nights:
            held = beds and self.sites[here].is_detention
            yield from (Way(nights, NONE, steps) for steps in (self._held() if held else [undone]))
        elif not self.sites[here].is_final:
            for index, may_board in enumerate(self.clock.departures):
                if may_board and not self.instance.departures[index].cancelled and self.days[index] == day:
                    yield from (Way(nights, index, steps) for steps in self._steps if self._is_ready(steps, day))

    def _in_order(self, steps: tuple[CaseStep, ...]) -> Iterator[tuple[int, ...]]:
        for days in product(range(self.num_nights), repeat=len(steps)):
            in_time = all(step.earliest <= day <= step.deadline for step, day in zip(steps, days, strict=True))
            if in_time and all(days[at] + steps[at].days_to_next <= days[at + 1] for at in range(len(days) - 1)):
                yield days

    def _is_ready(self, days: tuple[int, ...], transfer: int) -> bool:
        horizon, rules = self.instance.horizon, self.instance.rules
        served = [day for step, day in zip(self.clock.case.steps, days, strict=True) if step.step is StaffedStep.NOTICE]
        ready = [horizon.day_of(add_working_days(horizon.date_of(day), rules.notice_working_days)) for day in served]
        return max([self.clock.case.ready_day, *days, *ready]) <= transfer

    def _held(self) -> Iterator[tuple[int, ...]]:
        """Just the steps without which no transfer is possible after the horizon."""
        clock = self.clock
        if clock.last_transfer_day is None or clock.last_transfer_day < self.num_nights:
            return
        latest = [day for day in clock.step_latest if day < self.num_nights]
        for days in self._in_order(clock.case.steps[: len(latest)]):
            if all(day <= last for day, last in zip(days, latest, strict=True)):
                yield (*days, *(NONE,) * (len(clock.case.steps) - len(days)))

    # ---- what a way uses and counts

    def uses(self, way: Way) -> Counter[Use]:
        """People (or cases) by what they take up."""
        used: Counter[Use] = Counter()
        entry, size = self.clock.entry_day, self.party.size
        here = self.start
        for night, (site_id, beds) in enumerate(way.nights, start=entry):
            for _, unit_id, people in beds:
                used["bed", unit_id, night] += people
            if site_id != here:
                used["ground", night] += size
                used["discharge", here, night] += size
                used["admission", site_id, night] += size
                here = site_id
        if way.departure != NONE:
            used["ground", self.days[way.departure]] += size
            used["discharge", here, self.days[way.departure]] += size
            used["aboard", way.departure] += size
        for step, day in zip(self.clock.case.steps, way.steps, strict=True):
            if day != NONE:
                used["case", day] += step.cases
        for pair in self._pairs():
            for place, night in self._places(way):
                used["apart", pair, place, night] += 1
            if way.departure != NONE:
                used["apart aboard", pair, way.departure] += 1
        return used

    def _pairs(self) -> list[int]:
        members = {person.person_id for person in self.party.people}
        return [index for index, pair in enumerate(self.instance.keep_apart) if members & set(pair)]

    def _places(self, way: Way) -> set[tuple[str, int]]:
        """Sites, or units, where the party is in bed, by night."""
        by_unit = self.instance.rules.keep_apart_scope is KeepApartScope.UNIT
        nights = list(enumerate(way.nights, start=self.clock.entry_day))
        if by_unit:
            return {(unit_id, night) for night, (_, beds) in nights for _, unit_id, _ in beds}
        return {(site_id, night) for night, (site_id, beds) in nights if beds}

    def counts(self, way: Way) -> dict[Measure, int]:
        """What the party adds to each measure: as it is counted, not turned round where more is better."""
        clock, size = self.clock, self.party.size
        leaves = self.num_nights if way.departure == NONE else self.days[way.departure]
        last = clock.last_transfer_day
        here, beds = way.nights[-1] if way.nights else (self.start, frozenset())
        let_go = clock.is_live and way.departure == NONE and bool(beds) and self.sites[here].is_final
        return {
            Measure.UNPLACED_NIGHTS: size * sum(not beds for _, beds in way.nights),
            Measure.TRANSFERS: size * (way.departure != NONE),
            Measure.EXPIRING_TRANSFERS: size * (way.departure != NONE and last is not None and last < self.num_nights),
            Measure.LIVE_CASES_LET_GO: size * let_go,
            Measure.DETENTION_NIGHTS: size * sum(bool(beds) and self.sites[site].is_detention for site, beds in way.nights),
            Measure.PERSON_MOVES: self._moves(way),
            Measure.ROAD_MINUTES: size * self._minutes(way),
            Measure.CHANGES: self._changes(way),
            Measure.WAIT_ORDER: size * clock.wait_days * leaves,
            Measure.DEADLINE_ORDER: size * clock.deadline_weight * leaves,
        }

    def _moves(self, way: Way) -> int:
        """People who sleep elsewhere than the night before, members alike taken for one another."""
        now: Counter[tuple[MemberClass, str, str]] = Counter()
        for person, category in zip(self.party.people, self.clock.categories, strict=True):
            now[(category, person.care_needs), self.start, person.unit_id or ""] += 1
        total = 0
        for site_id, beds in way.nights:
            places = Counter({(member, site_id, unit): people for member, unit, people in beds})
            places = places or Counter({(member, site_id, ""): people for member, people in self.classes.items()})
            total += (places - now).total()
            now = places
        return total

    def _minutes(self, way: Way) -> int:
        stops = [PlaceId(place) for place in (self.start, *(site_id for site_id, _ in way.nights))]
        if way.departure != NONE:
            stops.append(self.instance.departures[way.departure].place_id)
        return sum(self.instance.travel[a, b].minutes for a, b in pairwise(stops) if a != b)

    def _changes(self, way: Way) -> int:
        """People and coming days for which yesterday's plan says otherwise."""
        members = {person.person_id for person in self.party.people}
        entry, horizon = self.clock.entry_day, self.instance.horizon
        changed = 0
        for row in self.instance.yesterday:
            day = horizon.day_of(row.night)
            if row.person_id in members and entry <= day < min(self.instance.rules.stability_days, self.num_nights):
                site = way.nights[day - entry][0] if day - entry < len(way.nights) else None
                boards = way.departure != NONE and self.days[way.departure] == day
                departure = self.instance.departures[way.departure].departure_id if boards else None
                changed += (site, departure) != (row.site_id, row.departure_id)
        return changed

    def locks_broken(self, way: Way) -> int:
        """Nights and departures that the party's locks ask for and do not get."""
        horizon, entry = self.instance.horizon, self.clock.entry_day
        broken = 0
        for lock in self.instance.locks:
            if lock.party_id != self.party.party_id:
                continue
            if lock.kind in {LockKind.DEPARTURE, LockKind.NOT_DEPARTURE}:
                boarded = way.departure != NONE and self.instance.departures[way.departure].departure_id == lock.target_id
                broken += boarded != (lock.kind is LockKind.DEPARTURE)
                continue
            for night in range(entry, self.num_nights):
                when = horizon.date_of(night)
                if (lock.first_night or when) <= when <= (lock.last_night or when):
                    site, beds = way.nights[night - entry] if night - entry < len(way.nights) else ("", frozenset())
                    broken += (bool(beds) and site == lock.target_id) != (lock.kind is LockKind.SITE)
        return broken
