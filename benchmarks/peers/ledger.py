"""What is left of each capacity, as a spreadsheet keeps it: used up as parties come, never given back but with a bed."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from benchmarks.peers.guests import Guest, Kind
from planner.domain.horizon import london_date
from planner.domain.ids import PlaceId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import Category
from planner.domain.sites import FINAL_ROLES, Site, SiteRole
from planner.domain.transport import Departure

SUNDAY, DAYS_A_WEEK = 6, 7
CHILD_ROLES = frozenset({SiteRole.LANDING, SiteRole.LOCAL_AUTHORITY})


class Beds:
    """Beds by night; a bed in a final place is kept to the end once given."""

    def __init__(self, instance: Instance) -> None:
        nights = range(instance.horizon.num_days)
        self._free = {unit.unit_id: [unit.free_beds(night) for night in nights] for site in instance.sites for unit in site.units}
        self._least = {unit: [min(free[night:]) for night in nights] for unit, free in self._free.items()}
        self._used: Counter[UnitId] = Counter()
        self._kept: Counter[UnitId] = Counter()
        self._fitting: dict[tuple[str, Kind], tuple[UnitId, ...]] = {}

    def new_night(self) -> None:
        """Begin with empty beds, final places apart."""
        self._used.clear()

    def find(self, guest: Guest, site: Site, night: int) -> tuple[UnitId, ...] | None:
        """A unit with a free bed for each member, their own first; None when there is none."""
        if guest.size == 1:
            fitting, own = self._units(site, guest.kinds[0]), guest.units
            if own and own[0] in fitting and self._left(own[0], site, night) > 0:
                return own
            unit = next((unit for unit in fitting if self._left(unit, site, night) > 0), None)
            return None if unit is None else (unit,)
        chosen: dict[int, UnitId] = {}
        taken: Counter[UnitId] = Counter()
        for member in sorted(range(guest.size), key=lambda index: len(self._units(site, guest.kinds[index]))):
            fitting = self._units(site, guest.kinds[member])
            own = [guest.units[member]] if guest.units and guest.units[member] in fitting else []
            unit = next((unit for unit in (*own, *fitting) if self._left(unit, site, night) > taken[unit]), None)
            if unit is None:
                return None
            chosen[member] = unit
            taken[unit] += 1
        return tuple(chosen[member] for member in range(guest.size))

    def take(self, units: tuple[UnitId, ...], site: Site) -> None:
        """Give beds for a night, in a final place for all nights to come."""
        (self._kept if site.role in FINAL_ROLES else self._used).update(units)

    def give_back(self, units: tuple[UnitId, ...]) -> None:
        """Take back beds of the same night."""
        self._used.subtract(units)

    def _left(self, unit: UnitId, site: Site, night: int) -> int:
        return self._least[unit][night] - self._kept[unit] if site.role in FINAL_ROLES else self._free[unit][night] - self._used[unit]

    def _units(self, site: Site, kind: Kind) -> tuple[UnitId, ...]:
        found = self._fitting.get((site.site_id, kind))
        if found is None:
            category, needs = kind
            allowed = category is not Category.LONE_CHILD or site.role in CHILD_ROLES
            found = tuple(unit.unit_id for unit in site.units if allowed and category in unit.holds and needs <= unit.care)
            self._fitting[site.site_id, kind] = found
        return found


class Roads:
    """Doors and ground seats of one day."""

    def __init__(self, ground_seats: int) -> None:
        self._seats = ground_seats
        self._out: Counter[str] = Counter()
        self._in: Counter[str] = Counter()

    def has_room(self, people: int, from_site: Site, to_site: Site | None) -> bool:
        """Whether people can leave a site, for another or for a departure."""
        most_out = from_site.discharges_per_day
        most_in = None if to_site is None else to_site.admissions_per_day
        return (
            people <= self._seats
            and (most_out is None or self._out[from_site.site_id] + people <= most_out)
            and (to_site is None or most_in is None or self._in[to_site.site_id] + people <= most_in)
        )

    def go(self, people: int, from_site: Site, to_site: Site | None) -> None:
        """Note people who leave."""
        self._seats -= people
        self._out[from_site.site_id] += people
        if to_site is not None:
            self._in[to_site.site_id] += people


class Gates:
    """Seats, staff, and what France and the balance allow; days come one after the other."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._aboard: Counter[str] = Counter()
        self._by_day: Counter[int] = Counter()
        self._by_week: Counter[tuple[int, int]] = Counter(
            {instance.horizon.first_date.isocalendar()[:2]: instance.parity.transferred_this_week}
        )
        self._total = 0
        self._days: defaultdict[int, list[Departure]] = defaultdict(list)
        for departure in sorted(instance.departures, key=lambda item: (item.departs_at, item.departure_id)):
            if departure.seats and not departure.cancelled:
                self._days[instance.horizon.day_of(london_date(departure.departs_at))].append(departure)
        self._most = self._parity_room()

    def _parity_room(self) -> list[int]:
        """Most people transferred up to a day, for every balance still to come."""
        instance, horizon = self._instance, self._instance.horizon
        room: list[int] = []
        least = 10**9
        for day in reversed(range(horizon.num_days)):
            if day == horizon.num_days - 1 or horizon.date_of(day).weekday() == SUNDAY:
                admitted = sum(item.people for item in instance.planned_admissions if 0 <= horizon.day_of(item.admitted_on) <= day)
                least = min(least, instance.rules.parity_upper - instance.parity.balance_before + admitted)
            room.append(least)
        return room[::-1]

    def on(self, day: int) -> Sequence[Departure]:
        """Departures of a day, the first to leave first."""
        return self._days[day]

    def most(self, day: int) -> int:
        """People that may still leave on a day, seats and staff apart."""
        rules, week = self._instance.rules, self._instance.horizon.date_of(day).isocalendar()[:2]
        daily = 10**9 if rules.france_daily_cap is None else rules.france_daily_cap - self._by_day[day]
        weekly = 10**9 if rules.france_weekly_cap is None else rules.france_weekly_cap - self._by_week[week]
        return min(daily, weekly, self._most[day] - self._total)

    def has_room(self, people: int, departure: Departure, day: int) -> bool:
        """Whether people can board, with the staff that the day's departures need then."""
        aboard = self._aboard[departure.departure_id] + people
        if aboard > departure.seats:
            return False
        offered = self._instance.resources[day]
        loads = [(other, aboard if other is departure else self._aboard[other.departure_id]) for other in self._days[day]]
        escorts = sum(other.escorts_for(load) for other, load in loads)
        medics = sum(other.medics for other, load in loads if load)
        return escorts <= offered.escorts and medics <= offered.medics

    def board(self, people: int, departure: Departure, day: int) -> None:
        """Note people aboard."""
        self._aboard[departure.departure_id] += people
        self._by_day[day] += people
        self._by_week[self._instance.horizon.date_of(day).isocalendar()[:2]] += people
        self._total += people


def nearest(instance: Instance) -> dict[str, list[Site]]:
    """Sites a party may move to from each site, the shortest journey first."""
    moves, travel = instance.rules.moves_allowed, instance.travel
    return {
        here.site_id: sorted(
            (there for there in instance.sites if there is not here and there.role in moves[here.role] and here.role not in FINAL_ROLES),
            key=lambda there, here=here: (travel[PlaceId(here.site_id), PlaceId(there.site_id)].minutes, there.site_id),
        )
        for here in instance.sites
    }
