"""A plain model of the whole problem: one variable a party, place and night. Slow, short, and nothing shared with planner.model.

It reads the law from `planner.clocks.party_clocks` and everything else from the instance; what a plan may do is written
down here once more, from the meaning of a plan and not from the optimiser.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from ortools.sat.python import cp_model

from planner.clocks import PartyClock
from planner.clocks.calendar import add_working_days
from planner.domain.horizon import london_date, london_instant
from planner.domain.ids import PlaceId
from planner.domain.instance import Instance
from planner.domain.locks import LockKind
from planner.domain.people import Category, Party
from planner.domain.plan import MAXIMISED, TIER_OF, Measure, Plan, Stay
from planner.domain.rules import KeepApartScope, StaffedStep
from planner.domain.sites import DETENTION_ROLES, FINAL_ROLES, Site, SiteRole, Unit

Term: TypeAlias = cp_model.IntVar | cp_model.LinearExpr | int
Bed: TypeAlias = tuple[str, str]
"""Site and unit; the unit is empty for a night without a bed."""

MemberClass: TypeAlias = tuple[Category, frozenset[str]]

FACTOR = 10**9
"""Measures are optimised together as long as their weights stay below this."""


@dataclass(frozen=True, slots=True)
class One:
    """Everything that is decided for one party."""

    party: Party
    clock: PartyClock
    start: str
    classes: dict[MemberClass, int]
    placed: dict[tuple[str, int], cp_model.IntVar]
    unplaced: dict[tuple[str, int], cp_model.IntVar]
    beds: dict[tuple[MemberClass, Bed, int], Term]
    moves: dict[tuple[str, str, int], cp_model.IntVar]
    boards: dict[int, cp_model.IntVar]
    leaves: dict[tuple[str, int], cp_model.IntVar]
    steps: dict[tuple[int, int], cp_model.IntVar]


class Direct:
    """The model of one instance."""

    def __init__(self, instance: Instance, clocks: tuple[PartyClock, ...]) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self._measures: dict[Measure, Term] = {}
        self.nights = instance.horizon.num_days
        self.sites = {site.site_id: site for site in instance.sites}
        self.day_of = [instance.horizon.day_of(london_date(departure.departs_at)) for departure in instance.departures]
        self.ones = [self._one(party, clock) for party, clock in zip(instance.parties, clocks, strict=True)]
        self._capacities()
        self._departures()
        self._keep_apart()
        self._locks()

    # ---- one party

    def _one(self, party: Party, clock: PartyClock) -> One:
        flag = self.model.new_bool_var
        nights = range(clock.entry_day, self.nights)
        classes: defaultdict[MemberClass, int] = defaultdict(int)
        for person, category in zip(party.people, clock.categories, strict=True):
            classes[category, person.care_needs] += 1
        settled = self.sites[party.people[0].site_id].role in FINAL_ROLES
        usable = [
            index
            for index, day in enumerate(self.day_of)
            if clock.departures[index]
            and not settled
            and not self.instance.departures[index].cancelled
            and clock.entry_day <= day < self.nights
        ]
        one = One(
            party=party,
            clock=clock,
            start=party.people[0].site_id,
            classes=dict(classes),
            placed={(site, night): flag("") for site in self.sites for night in nights},
            unplaced={(site, night): flag("") for site in self.sites for night in nights},
            beds={},
            moves={(a, b, night): flag("") for a in self.sites for b in self.sites if self._leads(a, b) for night in nights},
            boards={index: flag("") for index in usable},
            leaves={(site, index): flag("") for site in self.sites for index in usable},
            steps={(number, day): flag("") for number in range(len(clock.case.steps)) for day in range(self.nights)},
        )
        self._whereabouts(one)
        self._members(one)
        self._law(one)
        self._case(one)
        return one

    def _at(self, one: One, site: str, night: int) -> Term:
        if night < one.clock.entry_day:
            return int(site == one.start)
        return one.placed[site, night] + one.unplaced[site, night]

    def _leads(self, a: str, b: str) -> bool:
        role, target = self.sites[a].role, self.sites[b].role
        return a != b and target in self.instance.rules.moves_allowed[role] and role not in FINAL_ROLES

    def _whereabouts(self, one: One) -> None:
        for night in range(one.clock.entry_day, self.nights):
            gone = [board for index, board in one.boards.items() if self.day_of[index] <= night]
            self.model.add(sum(self._at(one, site, night) for site in self.sites) + sum(gone) == 1)
            for site in self.sites:
                self.model.add(one.unplaced[site, night] <= self._at(one, site, night - 1))
            for a in self.sites:
                for b in self.sites:
                    if a != b:
                        self.model.add(self._at(one, a, night - 1) + one.placed[b, night] - 1 <= one.moves.get((a, b, night), 0))
        self.model.add(sum(one.boards.values()) <= 1)
        for (site, index), leaving in one.leaves.items():
            self.model.add(self._at(one, site, self.day_of[index] - 1) + one.boards[index] - 1 <= leaving)

    def _members(self, one: One) -> None:
        """Members by class and unit; who is unplaced is in no unit of the site."""
        for member, people in one.classes.items():
            for night in range(one.clock.entry_day, self.nights):
                for site in self.instance.sites:
                    units = [unit for unit in site.units if _may_hold(unit, member, site)]
                    for unit in units:
                        one.beds[member, (site.site_id, unit.unit_id), night] = self.model.new_int_var(0, people, "")
                    in_units = sum(one.beds[member, (site.site_id, unit.unit_id), night] for unit in units)
                    self.model.add(in_units == people * one.placed[site.site_id, night])
                    one.beds[member, (site.site_id, ""), night] = people * one.unplaced[site.site_id, night]

    def _law(self, one: One) -> None:
        for (site_id, night), placed in one.placed.items():
            site = self.sites[site_id]
            if site.role in DETENTION_ROLES and not one.clock.detention_nights[night]:
                self.model.add(placed == 0)
            self._stay_limit(one, site, night, placed)
            if site.role in FINAL_ROLES and night > one.clock.entry_day:
                self.model.add(placed >= one.placed[site_id, night - 1])
            if site.role in FINAL_ROLES and night < self.nights - 1:
                for (member, bed, when), people in one.beds.items():
                    if bed[0] == site_id and when == night and bed[1]:
                        self.model.add(one.beds[member, bed, night + 1] >= people)

    def _stay_limit(self, one: One, site: Site, night: int, placed: cp_model.IntVar) -> None:
        """The clock of a role begins when the party reaches the role, wherever the night is spent; no role is come back to."""
        if site.stay_limit_hours is None:
            return
        rules, horizon, limit = self.instance.rules, self.instance.horizon, timedelta(hours=site.stay_limit_hours)
        ends = london_instant(horizon.date_of(night + 1), rules.handover_time)
        if site.role is self.sites[one.start].role:
            if min(person.arrived_at for person in one.party.people) + limit < ends:
                self.model.add(placed == 0)
            return
        for (a, b, day), move in one.moves.items():
            began = london_instant(horizon.date_of(day), rules.planned_arrival_time)
            same_role = self.sites[b].role is site.role and self.sites[a].role is not site.role
            if same_role and day <= night and began + limit < ends:
                self.model.add(placed + move <= 1)

    def _case(self, one: One) -> None:
        """Steps in order with their gaps; all of them before a transfer, some of them before the end of a plan that holds the party."""
        case, nights = one.clock.case, range(self.nights)
        for number, step in enumerate(case.steps):
            done = [one.steps[number, day] for day in nights]
            self.model.add(sum(done) <= 1)
            self.model.add(sum(done) >= sum(one.boards.values()))
            for day in nights:
                if not step.earliest <= day <= step.deadline:
                    self.model.add(done[day] == 0)
                if number:
                    latest = day - case.steps[number - 1].days_to_next
                    self.model.add(done[day] <= sum(one.steps[number - 1, before] for before in range(max(0, latest + 1))))
        for index, board in one.boards.items():
            if self.day_of[index] < case.ready_day:
                self.model.add(board == 0)
            for (number, day), done in one.steps.items():
                ready = self._ready(day) if case.steps[number].step is StaffedStep.NOTICE else day
                if ready > self.day_of[index]:
                    self.model.add(done + board <= 1)
        self._held_at_the_end(one)

    def _held_at_the_end(self, one: One) -> None:
        """Held on the last night only where a transfer after it stays possible, its steps done by their latest days."""
        nights = range(self.nights)
        held = sum(one.placed[site, self.nights - 1] for site in self.sites if self.sites[site].role in DETENTION_ROLES)
        last = one.clock.last_transfer_day
        if last is None or last < self.nights:
            self.model.add(held == 0)
            return
        for number, latest in enumerate(one.clock.step_latest):
            if latest < self.nights:
                self.model.add(held <= sum(one.steps[number, day] for day in nights if day <= latest))

    def _ready(self, notice_day: int) -> int:
        horizon = self.instance.horizon
        return horizon.day_of(add_working_days(horizon.date_of(notice_day), self.instance.rules.notice_working_days))

    # ---- what parties share

    def _capacities(self) -> None:
        for site in self.instance.sites:
            for unit in site.units:
                for night in range(self.nights):
                    bed = (site.site_id, unit.unit_id)
                    used = [people for one in self.ones for (_, where, when), people in one.beds.items() if (where, when) == (bed, night)]
                    self.model.add(sum(used) <= unit.free_beds(night))
        for day, offered in enumerate(self.instance.resources):
            cases = [
                one.clock.case.steps[number].cases * done for one in self.ones for (number, when), done in one.steps.items() if when == day
            ]
            self.model.add(sum(cases) <= offered.cases)
            self._doors(day, offered.ground_seats)

    def _doors(self, day: int, ground_seats: int) -> None:
        """People who enter and leave each site on a day, and who are on the road."""
        entering: defaultdict[str, list[Term]] = defaultdict(list)
        leaving: defaultdict[str, list[Term]] = defaultdict(list)
        for one in self.ones:
            for (a, b, when), move in one.moves.items():
                if when == day:
                    leaving[a].append(one.party.size * move)
                    entering[b].append(one.party.size * move)
            for (site_id, index), journey in one.leaves.items():
                if self.day_of[index] == day:
                    leaving[site_id].append(one.party.size * journey)
        self.model.add(sum(term for terms in leaving.values() for term in terms) <= ground_seats)
        for site in self.instance.sites:
            if site.admissions_per_day is not None:
                self.model.add(sum(entering[site.site_id]) <= site.admissions_per_day)
            if site.discharges_per_day is not None:
                self.model.add(sum(leaving[site.site_id]) <= site.discharges_per_day)

    def _departures(self) -> None:
        rules, parity, horizon = self.instance.rules, self.instance.parity, self.instance.horizon
        aboard = {
            index: sum(one.party.size * one.boards[index] for one in self.ones if index in one.boards) for index in range(len(self.day_of))
        }
        escorts: defaultdict[int, list[Term]] = defaultdict(list)
        medics: defaultdict[int, list[Term]] = defaultdict(list)
        for index, departure in enumerate(self.instance.departures):
            runs, extra = self.model.new_bool_var(""), self.model.new_int_var(0, 1000, "")
            self.model.add(aboard[index] <= departure.seats * runs)
            share = departure.escorts_per_person
            self.model.add(share.numerator * aboard[index] <= share.denominator * extra)
            escorts[self.day_of[index]] += [departure.escort_team * runs, extra]
            medics[self.day_of[index]].append(departure.medics * runs)
        for day, offered in enumerate(self.instance.resources):
            self.model.add(sum(escorts[day]) <= offered.escorts)
            self.model.add(sum(medics[day]) <= offered.medics)
            if rules.france_daily_cap is not None:
                self.model.add(sum(aboard[index] for index, when in enumerate(self.day_of) if when == day) <= rules.france_daily_cap)
            week = [
                index for index, when in enumerate(self.day_of) if horizon.date_of(when).isocalendar()[:2] == _week(horizon.date_of(day))
            ]
            if rules.france_weekly_cap is not None:
                before = parity.transferred_this_week if _week(horizon.first_date) == _week(horizon.date_of(day)) else 0
                self.model.add(sum(aboard[index] for index in week) <= max(0, rules.france_weekly_cap - before))
            if horizon.date_of(day).weekday() == 6 or day == self.nights - 1:
                admitted = sum(item.people for item in self.instance.planned_admissions if 0 <= horizon.day_of(item.admitted_on) <= day)
                room = rules.parity_upper + admitted - parity.balance_before
                self.model.add(sum(aboard[index] for index, when in enumerate(self.day_of) if when <= day) <= max(0, room))

    def _keep_apart(self) -> None:
        party_of = {person.person_id: one for one in self.ones for person in one.party.people}
        for a, b in self.instance.keep_apart:
            one, other = party_of[a], party_of[b]
            for index in set(one.boards) & set(other.boards):
                self.model.add(one.boards[index] + other.boards[index] <= 1)
            if self.instance.rules.keep_apart_scope is KeepApartScope.SITE:
                for where in set(one.placed) & set(other.placed):
                    self.model.add(one.placed[where] + other.placed[where] <= 1)
                continue
            for site in self.instance.sites:
                for unit in site.units:
                    for night in range(self.nights):
                        bed = (site.site_id, unit.unit_id)
                        self.model.add(self._is_used(one, bed, night) + self._is_used(other, bed, night) <= 1)

    def _is_used(self, one: One, bed: Bed, night: int) -> Term:
        used = self.model.new_bool_var("")
        for (_, where, when), people in one.beds.items():
            if (where, when) == (bed, night):
                self.model.add(people <= one.party.size * used)
        return used

    # ---- measures

    def measure(self, measure: Measure) -> Term:
        """A count over every party, as an expression."""
        if measure not in self._measures:
            self._measures[measure] = sum(term for one in self.ones for term in self._terms(one, measure))
        return self._measures[measure]

    def _terms(self, one: One, measure: Measure) -> Iterable[Term]:
        """What one party adds to a count."""
        size, clock = one.party.size, one.clock
        last = clock.last_transfer_day
        detained = [flag for (site, _), flag in one.placed.items() if self.sites[site].role in DETENTION_ROLES]
        let_go = [one.placed[site, self.nights - 1] for site in self.sites if self.sites[site].role in FINAL_ROLES and clock.is_live]
        return {
            Measure.UNPLACED_NIGHTS: lambda: (size * flag for flag in one.unplaced.values()),
            Measure.TRANSFERS: lambda: (size * flag for flag in one.boards.values()),
            Measure.EXPIRING_TRANSFERS: lambda: (size * flag for flag in one.boards.values() if last is not None and last < self.nights),
            Measure.LIVE_CASES_LET_GO: lambda: (size * flag for flag in let_go),
            Measure.DETENTION_NIGHTS: lambda: (size * flag for flag in detained),
            Measure.PERSON_MOVES: lambda: self._moved(one),
            Measure.ROAD_MINUTES: lambda: self._minutes(one),
            Measure.CHANGES: lambda: self._changes(one),
            Measure.WAIT_ORDER: lambda: self._order(one, size * clock.wait_days),
            Measure.DEADLINE_ORDER: lambda: self._order(one, size * clock.deadline_weight),
        }[measure]()

    def _minutes(self, one: One) -> Iterator[Term]:
        travel, size = self.instance.travel, one.party.size
        yield from (size * travel[PlaceId(a), PlaceId(b)].minutes * flag for (a, b, _), flag in one.moves.items())
        for (site, index), flag in one.leaves.items():
            place = self.instance.departures[index].place_id
            yield size * (0 if site == place else travel[PlaceId(site), place].minutes) * flag

    def _order(self, one: One, weight: int) -> Iterator[Term]:
        yield weight * self.nights
        yield from (weight * (self.day_of[index] - self.nights) * flag for index, flag in one.boards.items())

    def _moved(self, one: One) -> Iterator[Term]:
        now: defaultdict[tuple[MemberClass, Bed], int] = defaultdict(int)
        for person, category in zip(one.party.people, one.clock.categories, strict=True):
            now[(category, person.care_needs), (person.site_id, person.unit_id or "")] += 1
        for (member, bed, night), people in one.beds.items():
            before = now[member, bed] if night == one.clock.entry_day else one.beds[member, bed, night - 1]
            came = self.model.new_int_var(0, one.party.size, "")
            self.model.add(came >= people - before)
            yield came

    def _changes(self, one: One) -> Iterator[Term]:
        members = {person.person_id for person in one.party.people}
        for row in self.instance.yesterday:
            day = self.instance.horizon.day_of(row.night)
            if row.person_id not in members or not one.clock.entry_day <= day < min(self.instance.rules.stability_days, self.nights):
                continue
            if row.site_id is not None:
                yield 1 - (self._at(one, row.site_id, day) if row.site_id in self.sites else 0)
            elif row.departure_id is not None:
                same = [
                    flag
                    for index, flag in one.boards.items()
                    if self.instance.departures[index].departure_id == row.departure_id and self.day_of[index] == day
                ]
                yield 1 - sum(same)

    # ---- locks, and what is asked of the model

    def _locks(self) -> None:
        by_id = {one.party.party_id: one for one in self.ones}
        for lock in self.instance.locks:
            one = by_id[lock.party_id]
            aboard = [flag for index, flag in one.boards.items() if self.instance.departures[index].departure_id == lock.target_id]
            if lock.kind in {LockKind.DEPARTURE, LockKind.NOT_DEPARTURE}:
                self.model.add(sum(aboard) == int(lock.kind is LockKind.DEPARTURE))
                continue
            for (site, night), placed in one.placed.items():
                when = self.instance.horizon.date_of(night)
                covered = (lock.first_night or when) <= when <= (lock.last_night or when)
                if site == lock.target_id and covered:
                    self.model.add(placed == int(lock.kind is LockKind.SITE))

    def optima(self) -> dict[Measure, int] | None:
        """Every measure at its best, one after the other, those before it held; None when nothing keeps all locks.

        Several are found at once where numbers allow: each weighs more than all that those after it can come to, which is the same.
        """
        order = [measure for tier in self.instance.rules.tiers for measure in Measure if TIER_OF.get(measure) is tier]
        order += [Measure.WAIT_ORDER, Measure.DEADLINE_ORDER]
        found: dict[Measure, int] = {}
        while order:
            together = [order.pop(0)]
            weights = [1]
            while order and weights[0] * (self._most(order[0]) + 1) < FACTOR:
                factor = self._most(order[0]) + 1
                weights = [weight * factor for weight in weights] + [1]
                together.append(order.pop(0))
            terms = [self.measure(measure) for measure in together]
            signs = [-1 if measure in MAXIMISED else 1 for measure in together]
            solver = self._solve(sum(sign * weight * term for sign, weight, term in zip(signs, weights, terms, strict=True)))
            if solver is None:
                return None
            for measure, term in zip(together, terms, strict=True):
                found[measure] = solver.value(term)
                self.model.add(term == found[measure])
        return found

    def best(self, measure: Measure, held: Mapping[Measure, int]) -> int:
        """The best of one measure when others are no worse than values, from now on."""
        for other, value in held.items():
            term = self.measure(other)
            self.model.add(term >= value if other in MAXIMISED else term <= value)
        sign = -1 if measure in MAXIMISED else 1
        solver = self._solve(sign * self.measure(measure))
        assert solver is not None
        return solver.value(self.measure(measure))

    def worth(self, plan: Plan) -> dict[Measure, int] | None:
        """Every measure of a plan for the same instance; None when the plan breaks a rule of this model."""
        of_person = {person.person_id: person for person in plan.people}
        for one in self.ones:
            members = [of_person[person.person_id] for person in one.party.people]
            done = {(step.step, step.day) for member in members for step in member.steps}
            for (number, day), flag in one.steps.items():
                self.model.add(flag == int((one.clock.case.steps[number].step, day) in done))
            for night in range(one.clock.entry_day, self.nights):
                self._pin(one, night, [_on(night, member.stays) for member in members])
        solver = self._solve(sum(self.measure(measure) for measure in (Measure.PERSON_MOVES, Measure.ROAD_MINUTES)))
        return None if solver is None else {measure: solver.value(self.measure(measure)) for measure in Measure}

    def _pin(self, one: One, night: int, tonight: list[Stay]) -> None:
        """Members in the beds of a plan, or on its departure."""
        beds: Counter[tuple[MemberClass, Bed]] = Counter()
        for person, category, stay in zip(one.party.people, one.clock.categories, tonight, strict=True):
            if stay.site_id is not None:
                beds[(category, person.care_needs), (stay.site_id, stay.unit_id or "")] += 1
        here = {(member, bed): people for (member, bed, when), people in one.beds.items() if when == night}
        self.model.add(not beds.keys() - here.keys())
        for key, people in here.items():
            self.model.add(people == beds[key])
        leaving = {stay.departure_id for stay in tonight if stay.departure_id is not None and stay.first_night == night}
        for index, board in one.boards.items():
            if self.day_of[index] == night:
                self.model.add(board == int({self.instance.departures[index].departure_id} == leaving))

    def _most(self, measure: Measure) -> int:
        """No plan without needless moves has more of a measure than this."""
        people = sum(one.party.size for one in self.ones)
        nights = people * self.nights
        return {
            Measure.TRANSFERS: people,
            Measure.EXPIRING_TRANSFERS: people,
            Measure.LIVE_CASES_LET_GO: people,
            Measure.ROAD_MINUTES: nights * max([leg.minutes for leg in self.instance.travel.values()], default=0),
            Measure.CHANGES: len(self.instance.yesterday),
            Measure.WAIT_ORDER: nights * max([one.clock.wait_days for one in self.ones], default=0),
            Measure.DEADLINE_ORDER: nights * max([one.clock.deadline_weight for one in self.ones], default=0),
        }.get(measure, nights)

    def _solve(self, objective: Term) -> cp_model.CpSolver | None:
        """An optimum, from the last one as a hint; None when there is no plan."""
        self.model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        # Small models with a strong relaxation: little preparation, much linear programming.
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.linearization_level = 2
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, solver.status_name(status)
        solution, hint = solver.response_proto.solution, self.model.proto.solution_hint
        hint.vars.clear()
        hint.values.clear()
        hint.vars.extend(range(len(solution)))
        hint.values.extend(solution)
        return solver


def _on(night: int, stays: tuple[Stay, ...]) -> Stay:
    return next(stay for stay in stays if stay.first_night <= night <= stay.last_night)


def _week(when: date) -> tuple[int, int]:
    return when.isocalendar()[:2]


def _may_hold(unit: Unit, member: MemberClass, site: Site) -> bool:
    category, needs = member
    if category is Category.LONE_CHILD and site.role not in {SiteRole.LANDING, SiteRole.LOCAL_AUTHORITY}:
        return False
    return category in unit.holds and needs <= unit.care
