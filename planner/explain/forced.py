"""The best plan in which one party has a target: a small whole-number programme around the plan, held against what is proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.explain.bounds import Least, least_values
from planner.explain.session import Session, plan_values
from planner.explain.target import Target, have
from planner.model.greedy import Whole
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.whole import Near, solve_whole


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may move to make room: in the first ring those in the way of the party, in the next those in the way of these.

    Attributes
    ----------
    cohorts
        Most that may choose again in each ring.
    ways
        Most itineraries that each of them may choose from.
    """

    rings: int
    cohorts: int
    ways: int


NEAR, WIDE = Reach(rings=1, cohorts=12, ways=8), Reach(rings=2, cohorts=24, ways=12)
"""What is tried first, and where the least cost can not be reached."""

TRIED = 4
"""Itineraries of the party, and of each in its way, that others make room for."""

TOGETHER, WEIGHT = 5, 100
"""Of the last so many counts each weighs so many times the next in one programme; those before are solved one by one."""

DEAR = 1e5
FINE = 4
"""Decimals of reduced costs that are more than rounding errors."""

ROOM = 1e-4
"""Reduced costs that much above what can be paid are rounding errors."""

SECONDS = 2.0
"""Longest time for one whole-number programme."""

WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Forced:
    """The best plan found in which one party of a cohort has a target.

    Attributes
    ----------
    whole
        The plan; None when there is none, or none was found near the plan.
    least
        What is proven to be the least value of counts, by position, up to the first that must be worse.
    is_lawful
        Whether any lawful itinerary, by itself, gives the target.
    proven
        Positions of counts, in the order solved, that are proven: with those before at their values no plan is better.
    """

    target: Target
    whole: Whole | None
    proven: tuple[int, ...]
    least: Mapping[int, int] = field(default_factory=dict[int, int])
    is_lawful: bool = True


def force(session: Session, cohort: int, targets: Sequence[Target]) -> list[Forced]:
    """Give one party of a cohort one target and another, each at the least cost that can be found near the plan.

    Who would have to make room, and who would have to make room for these, choose again; everybody else keeps what the plan says.
    Where that does not reach what is proven to be the least cost, all itineraries that a plan of that cost may have are looked at.
    """
    pool, problem = session.problem.pool, session.problem
    mine = np.array([number for number in session.whole.parties if pool.batch.cohorts[number] == cohort], dtype=np.int64)
    given = [target for target in targets if have(problem, cohort, mine, target).any()]
    asked = [target for target in targets if target not in given]
    least = dict(zip(asked, least_values(session, cohort, asked), strict=True)) if asked else {}
    return [
        _force(session, cohort, target, least[target]) if target in least else Forced(target, session.whole, session.order)
        for target in targets
    ]


def _force(session: Session, cohort: int, target: Target, least: Least) -> Forced:
    if not least.is_possible:
        return Forced(target, None, (), is_lawful=False)
    open_cohorts, usable = _neighbours(session, cohort, target, NEAR)
    whole = _best_around(session, cohort, target, session.whole, open_cohorts, usable, least.values)
    whole = whole or _anywhere(session, cohort, target, open_cohorts, usable, least)
    if whole is None:
        open_cohorts, usable = _neighbours(session, cohort, target, WIDE)
        whole = _best_around(session, cohort, target, session.whole, open_cohorts, usable, {})
    return Forced(target, whole, _met(session, least, whole), least.values)


def _anywhere(session: Session, cohort: int, target: Target, open_cohorts: Flags, usable: Ints, least: Least) -> Whole | None:
    """A plan with the target that reaches what is proven to be the least cost: everybody chooses again among what it may have."""
    everything = _can_attain(session, usable, least)
    needed = _that_give(session, cohort, target, everything)
    near = Near(session.whole.parties, needed)
    other = solve_whole(session.problem, everything, {}, least.values, _off_plan(session), SECONDS, near) if len(needed) else None
    if other is None:
        return None
    _open_changed(session, other, open_cohorts)
    return _best_around(session, cohort, target, other, open_cohorts, np.union1d(usable, everything), least.values) or other


def _met(session: Session, least: Least, whole: Whole | None) -> tuple[int, ...]:
    """Counts whose values are proven: all those before at their least values too."""
    met: list[int] = []
    if whole is None:
        return ()
    for position in session.order:
        if least.values.get(position) != whole.totals[position]:
            break
        met.append(position)
    return tuple(met)


def _best_around(
    session: Session, cohort: int, target: Target, base: Whole, open_cohorts: Flags, usable: Ints, values: dict[int, int]
) -> Whole | None:
    """Each count at its best in its turn, open cohorts choosing again, the others as in some plan; and then the fewest changes."""
    problem, pool = session.problem, session.problem.pool
    fixed = {number: parties for number, parties in base.parties.items() if not open_cohorts[pool.batch.cohorts[number]]}
    mine = np.union1d(usable, np.array(list(base.parties), dtype=np.int64))
    mine = mine[open_cohorts[pool.batch.cohorts[mine]]]
    near = Near(base.parties, _that_give(session, cohort, target, mine))
    held, best = dict(values), None
    left = [position for position in session.order if position not in held and not _is_settled(session, mine, position)]
    while len(left) > TOGETHER:
        found = solve_whole(problem, mine, fixed, held, left[0], SECONDS, near)
        if found is None:
            return best
        best, held[left[0]] = found, int(found.totals[left[0]])
        left = left[1:]
    return solve_whole(problem, mine, fixed, held, _one_after_the_other(session, left), SECONDS, near) or best


def _one_after_the_other(session: Session, positions: Sequence[int]) -> Ints:
    """``(N,)`` cost of each itinerary that weighs each count far more than the next, and last that somebody has it who had another."""
    costs = _off_plan(session)
    for power, position in enumerate(reversed(positions), start=1):
        costs += WEIGHT**power * session.problem.pool.counts[:, position]
    return costs


def _off_plan(session: Session) -> Ints:
    """``(N,)`` 1 for each itinerary of the pool that nobody has in the plan: the fewest shall change theirs."""
    off = np.ones(len(session.problem.pool), dtype=np.int64)
    off[list(session.whole.parties)] = 0
    return off


def _is_settled(session: Session, numbers: Ints, position: int) -> bool:
    """Whether it makes no difference to a count who of some cohorts takes which itinerary."""
    pool = session.problem.pool
    counts, cohorts = pool.counts[numbers, position], pool.batch.cohorts[numbers]
    return bool((counts == counts[np.searchsorted(cohorts, cohorts)]).all()) if (np.diff(cohorts) >= 0).all() else not counts.any()


def _can_attain(session: Session, usable: Ints, least: Least) -> Ints:
    """Itineraries that a plan of least values may have (Claim 2 of docs/model.md): of the plan, its proofs, and some others."""
    numbers = np.union1d(usable, np.union1d(session.proven.columns, np.array(list(session.whole.parties), dtype=np.int64)))
    fits = np.ones(len(numbers), dtype=bool)
    for proof in session.proven.proofs:
        if proof.position in least.values:
            room = least.values[proof.position] - proof.bound + ROOM
            fits &= session.problem.pool.reduced_costs(proof.prices)[numbers] <= room
    return numbers[fits]


def _open_changed(session: Session, whole: Whole, open_cohorts: Flags) -> None:
    """Let every cohort choose again that a plan treats otherwise than the one explained."""
    before, cohorts = session.whole.parties, session.problem.pool.batch.cohorts
    changed = [number for number in before.keys() | whole.parties.keys() if before.get(number) != whole.parties.get(number)]
    open_cohorts[cohorts[np.array(sorted(changed), dtype=np.int64)]] = True


def _neighbours(session: Session, cohort: int, target: Target, reach: Reach) -> tuple[Flags, Ints]:
    """Who may have to make room, and itineraries for all of them."""
    problem, pool = session.problem, session.problem.pool
    giving = _giving(session, cohort, target)
    found = [giving, np.arange(len(problem.cohorts))]
    open_cohorts: Flags = np.zeros(len(problem.cohorts), dtype=bool)
    open_cohorts[cohort] = True
    wanted = _cheapest_few(_costs(session), giving, TRIED)
    blocked = np.zeros(len(problem.rows.limits), dtype=bool)
    for _ in range(reach.rings):
        blocked |= _in_the_way(session, wanted)
        fresh = _users(session, blocked) & ~open_cohorts
        if not fresh.any():
            break
        found.append(_look_for_ways(session, np.flatnonzero(fresh), blocked))
        leaving = _ways_out(session, fresh, blocked, _costs(session))[: reach.cohorts]
        open_cohorts[pool.batch.cohorts[leaving]] = True
        wanted = leaving[:TRIED]
    costs = _costs(session)
    found += [_cheapest_few(costs, np.flatnonzero(pool.batch.cohorts == each), reach.ways) for each in np.flatnonzero(open_cohorts)]
    return open_cohorts, np.unique(np.concatenate(found))


def _that_give(session: Session, cohort: int, target: Target, numbers: Ints) -> Ints:
    """Those of some itineraries that are a cohort's and give the target."""
    mine = numbers[session.problem.pool.batch.cohorts[numbers] == cohort]
    return mine[have(session.problem, cohort, mine, target)]


def _giving(session: Session, cohort: int, target: Target) -> Ints:
    """Itineraries of a cohort that give the target."""
    mine = np.flatnonzero(session.problem.pool.batch.cohorts == cohort)
    return mine[have(session.problem, cohort, mine, target)]


def _costs(session: Session) -> Floats:
    """``(N, K)`` reduced cost of each itinerary of the pool at each proof, without rounding errors."""
    pool, proofs = session.problem.pool, session.proven.proofs
    if not proofs:
        return pool.counts[:, list(session.order)].astype(float)
    return np.round(np.column_stack([pool.reduced_costs(proof.prices) for proof in proofs]), FINE) + 0.0


def _cheapest_few(costs: Floats, numbers: Ints, most: int) -> Ints:
    """The cheapest of some itineraries, the first count deciding, then the next."""
    order = np.lexsort(costs[numbers].T[::-1])
    return numbers[order[:most]]


def _in_the_way(session: Session, numbers: Ints) -> Flags:
    """Capacities without room for one party more on any of some itineraries; contested seats among them."""
    problem, pool = session.problem, session.problem.pool
    used = pool.use(_padded(plan_values(session), len(pool)))
    blocked = np.zeros(len(used), dtype=bool)
    for number in numbers.tolist():
        rows, people = pool.use_of(number)
        blocked[rows[used[rows] + people > problem.rows.limits[rows] + WHOLE]] = True
    for day in problem.rows.contested:
        seats = problem.rows.seats[list(day.departures)]
        if blocked[seats].any():
            blocked[seats] = True
    return blocked


def _users(session: Session, blocked: Flags) -> Flags:
    """Cohorts with a party on one of some capacities."""
    problem, entries = session.problem, session.problem.pool.entries
    values = plan_values(session)
    hit = (values[entries.columns] > 0) & blocked[entries.rows]
    users = np.zeros(len(problem.cohorts), dtype=bool)
    users[problem.pool.batch.cohorts[entries.columns[hit]]] = True
    return users


def _look_for_ways(session: Session, cohorts: Ints, blocked: Flags) -> Ints:
    """What cohorts would do were some capacities dear, put into the pool: the numbers there."""
    problem, proofs = session.problem, session.proven.proofs
    blocks = problem.some(cohorts)
    found: list[Ints] = [np.zeros(0, dtype=np.int64)]
    for proof in (proofs[0], proofs[-1]) if proofs else ():
        prices = Prices(proof.prices.rows + np.where(blocked, DEAR, 0.0), proof.prices.weights, np.full(len(problem.cohorts), np.inf), {})
        for priced in problem.pricer.price(prices, blocks):
            kinds, at = np.nonzero(np.isfinite(priced.costs))
            found.append(problem.pool.add(problem.pricer.itineraries(priced, prices, kinds, at)))
    return np.concatenate(found)


def _ways_out(session: Session, cohorts: Flags, blocked: Flags, costs: Floats) -> Ints:
    """The cheapest itinerary of each of some cohorts that uses none of some capacities, the cheapest first."""
    pool = session.problem.pool
    uses = np.zeros(len(pool), dtype=bool)
    uses[pool.entries.columns[blocked[pool.entries.rows]]] = True
    free = np.flatnonzero(~uses & cohorts[pool.batch.cohorts])
    free = _cheapest_few(costs, free, len(free))
    _, first = np.unique(pool.batch.cohorts[free], return_index=True)
    return free[np.sort(first)]


def _padded(values: Ints, length: int) -> Floats:
    return np.concatenate([values.astype(np.float64), np.zeros(length - len(values))])
