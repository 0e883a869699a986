"""One run: a future drawn, each policy through it day by day, and what perfect foresight would have made of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planner.clocks import PartyClock, party_clocks
from planner.domain.horizon import london_date
from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.plan.decode import decode
from planner.simulate.day import Done, carry_out
from planner.simulate.foresight import counted, foresee
from planner.simulate.future import Drawing, Future, draw
from planner.simulate.policies import Policy, plan_by
from planner.simulate.world import Morning, World, first_morning, instance_of, woken

FORESIGHT: Final = "foresight"
WHOLE_RUN: Final = -1
"""Day of what is counted over the whole run."""

COLUMNS: Final[Mapping[str, type]] = {"policy": str, "day": int, "what": str, "site": str, "value": int}
"""Columns of a run's rows; only values other than 0 have one."""

ARRIVED, CANCELLED = "arrived", "cancelled"
DETAINED, UNPLACED, TRANSFERRED, DROPPED_OUT = "detained", "unplaced", "transferred", "dropped_out"
WITHOUT = "without_bed"
CUT_SHORT, BOUND = "cut_short", "bound"
RESERVES = "reserves_boarded"

LIMITS: Final[Mapping[str, str]] = {
    "limit_bed": "A lawful bed for everybody, where no other limit had run out",
    "limit_stay": "Stay limit of a place: somebody had no other lawful bed when it ran out",
    "limit_detention": "Authority to detain, or a limit of detention: somebody had no other lawful bed when it ended",
    "limit_request": "Last day for the request to France",
    "limit_transfer": "Last day of a lawful transfer of a live case",
    "limit_parity": "Lower end of the balance with France",
}
"""What can be missed, by the name it is counted under."""

LAPSED: Final[Mapping[str, str]] = {"request_too_late": "limit_request", "no_lawful_window": "limit_transfer"}


@dataclass(frozen=True, slots=True)
class Rules:
    """How runs are done.

    Attributes
    ----------
    policies
        Which are simulated.
    rebook_days
        Days in which a party that dropped out is not booked again, the day itself included.
    seconds
        Limit of one solve that proves a plan; a quick one has none.
    foresight_runs
        Runs, from the first, of which a plan with perfect foresight is made too.
    """

    policies: tuple[Policy, ...]
    rebook_days: int
    seconds: float
    foresight_runs: int


Row = Mapping[str, str | int]


def simulate_run(world: World, drawing: Drawing, rules: Rules, run: int) -> list[Row]:
    """Do one run; equal worlds, drawings, rules and numbers give equal rows, unless a solve is cut short."""
    future = draw(drawing, world.instance, world.num_days, run)
    rows = [*_drawn(world, future)]
    days_by_policy: dict[Policy, list[Done]] = {}
    for policy in rules.policies:
        days_by_policy[policy] = []
        rows += _lived(world, future, policy, rules, days_by_policy[policy])
    if run < rules.foresight_runs:
        foresight = foresee(world, future)
        rows += _whole(FORESIGHT, {**foresight.values, BOUND: foresight.bound})
        for policy, days in days_by_policy.items():
            rows += _whole(policy, counted(foresight, days))
    return rows


def _drawn(world: World, future: Future) -> Iterator[Row]:
    for day, parties in enumerate(future.arrivals):
        yield from _row("", day, ARRIVED, sum(party.size for party in parties))
    days = Counter(
        world.instance.horizon.day_of(london_date(item.departs_at))
        for item in world.instance.departures
        if item.departure_id in future.cancelled and not item.cancelled
    )
    for day in range(world.num_days):
        yield from _row("", day, CANCELLED, days[day])


def _lived(world: World, future: Future, policy: Policy, rules: Rules, days: list[Done]) -> Iterator[Row]:
    """Every day under one policy; what was done is added to `days`."""
    morning, live = first_morning(world), frozenset[PartyId]()
    for day in range(world.num_days):
        morning = woken(world, morning, future)
        instance = instance_of(world, morning)
        clocks = party_clocks(instance)
        yield from _lapsed(policy, morning, clocks, live, world)
        solution = plan_by(policy, instance, clocks, rules.seconds)
        if policy is Policy.PLAN and any(item.gap for item in solution.measures):
            yield from _row(policy, day, CUT_SHORT, 1)
        plan = decode(instance, clocks, solution)
        live = frozenset(clock.party_id for clock in clocks if clock.is_live)
        before = morning
        morning, done = carry_out(world, morning, plan, instance, clocks, future, rules.rebook_days)
        days.append(done)
        yield from _counts(policy, before, done, instance, clocks)
        if morning.parity.balance_before < world.instance.rules.parity_lower:
            yield from _row(policy, day, "limit_parity", 1)


def _lapsed(policy: Policy, morning: Morning, clocks: Sequence[PartyClock], live: frozenset[PartyId], world: World) -> Iterator[Row]:
    """Cases that could come to a transfer the day before and can not any more, by the limit that ended them."""
    final = {site.site_id for site in world.instance.sites if site.is_final}
    why = {clock.party_id: clock.blocked_by for clock in clocks if not clock.is_live}
    lapsed = Counter[str]()
    for party in morning.parties:
        if party.party_id in live and party.people[0].site_id not in final and (limit := LAPSED.get(why.get(party.party_id, ""))):
            lapsed[limit] += party.size
    for limit, people in sorted(lapsed.items()):
        yield from _row(policy, morning.day, limit, people)


def _counts(policy: Policy, morning: Morning, done: Done, instance: Instance, clocks: Sequence[PartyClock]) -> Iterator[Row]:
    sizes = {party.party_id: party.size for party in morning.parties}
    sites = {site.site_id: site for site in instance.sites}
    by_party = {clock.party_id: clock for clock in clocks}
    totals, without = Counter[str](), Counter[str]()
    for party_id, place in done.places.items():
        site, people = sites[place.site_id], sizes[party_id]
        if not place.is_unplaced:
            totals[DETAINED] += people * site.is_detention
            continue
        totals[UNPLACED] += people
        without[site.site_id] += people
        clock = by_party[party_id]
        if clock.stay_nights == 0:
            totals["limit_stay"] += people
        elif site.is_detention and not clock.detention_nights[0]:
            totals["limit_detention"] += people
        else:
            totals["limit_bed"] += people
    totals[TRANSFERRED] = sum(sizes[party_id] for party_id in done.boarded)
    totals[RESERVES] = sum(sizes[party_id] for party_id in done.reserves)
    totals[DROPPED_OUT] = sum(sizes[party_id] for party_id in done.dropped_out)
    for what, value in sorted(totals.items()):
        yield from _row(policy, morning.day, what, value)
    for site_id, value in sorted(without.items()):
        yield from _row(policy, morning.day, WITHOUT, value, site_id)


def _whole(policy: str, values: Mapping[str, int]) -> Iterator[Row]:
    for what, value in values.items():
        yield from _row(policy, WHOLE_RUN, what, value)


def _row(policy: str, day: int, what: str, value: int, site: str = "") -> Iterator[Row]:
    if value:
        yield {"policy": policy, "day": day, "what": what, "site": site, "value": value}
