"""The best plan in which one party has a target: whole-number programmes around the plan, held against what is proven."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from planner.explain.bounds import Least, least_values
from planner.explain.session import Session, plan_values
from planner.explain.target import Target, have
from planner.model.greedy import Whole
from planner.model.itinerary import Batch
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.whole import Wish, solve_mix, solve_whole

TRIED = 4
"""Itineraries of the party, and of each in its way, that others make room for."""

SHAKEN = 4
"""How many times prices are shaken to find itineraries of nearly equal cost."""

LAST, SLACK, MORE_SLACK = 4, 20, 200
"""Where everybody chooses again, the first of the last so many counts may be that much worse than its least value."""

TOGETHER, WEIGHT = 5, 100
"""Of the last so many counts each weighs so many times the next in one programme; those before are solved one by one."""

DEAR = 1e5
FINE = 4
"""Decimals of reduced costs that are more than rounding errors."""

ROOM = 1e-4
"""Reduced costs that much above what can be paid are rounding errors."""

SECONDS = 0.2
"""Most work for one small whole-number programme, by CP-SAT's own count."""

FEW = 10
"""Where everybody chooses again, so many itineraries more than need be may be other ones."""

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

    Who changes in the linear programme that holds what is proven to be the least chooses again; everybody else keeps what the plan says.
    Where that reaches it nowhere, what those in the way could do instead is looked for, and then everybody chooses again; at last among
    further itineraries of nearly equal cost.
    """
    pool, problem = session.problem.pool, session.problem
    mine = np.array([number for number in session.whole.parties if pool.batch.cohorts[number] == cohort], dtype=np.int64)
    given = [target for target in targets if have(problem, cohort, mine, target).any()]
    asked = [target for target in targets if target not in given]
    least = dict(zip(asked, least_values(session, cohort, asked), strict=True)) if asked else {}
    possible = [target for target in asked if least[target].is_possible]
    found = _found(session, [_Search(session, cohort, target, least[target].values) for target in possible])
    wholes = dict(zip(possible, found, strict=True))

    def forced(target: Target) -> Forced:
        if target not in least:
            return Forced(target, session.whole, session.order)
        if target not in wholes:
            return Forced(target, None, (), is_lawful=False)
        whole = wholes[target]
        return Forced(target, whole, _met(session, least[target], whole), least[target].values)

    return [forced(target) for target in targets]


def _found(session: Session, searches: Sequence[_Search]) -> list[Whole | None]:
    """The best plan that each search finds. Only between its steps do itineraries come into the pool, so that threads alter nothing."""
    pool = session.problem.pool
    wholes = _at_once(lambda search: search.near() or search.look_around(), searches)
    left = [search for search, whole in zip(searches, wholes, strict=True) if whole is None]
    known = len(pool)
    for search in left:
        for batch in search.ways:
            pool.add(batch)
    is_wider = len(pool) > known
    again = iter(_at_once(lambda search: (is_wider and search.near()) or search.anywhere(), left))
    wholes = [whole or next(again) for whole in wholes]
    left = [search for search, whole in zip(searches, wholes, strict=True) if whole is None]
    if left and session.proven.proofs:
        session.problem.find_alternatives(session.proven.proofs[-1].prices, SHAKEN)
        again = iter(_at_once(lambda search: search.near() or search.anywhere() or search.loosened(), left))
        wholes = [whole or next(again) for whole in wholes]
    return wholes


def _at_once(look: Callable[[_Search], Whole | None], searches: Sequence[_Search]) -> list[Whole | None]:
    """What each search finds: side by side, for the solvers let others work."""
    if len(searches) <= 1:
        return [look(search) for search in searches]
    with ThreadPoolExecutor(len(searches)) as threads:
        return list(threads.map(look, searches))


class _Search:
    """Looks for plans in which a party of a cohort has a target and some counts, by position, do not exceed values held."""

    def __init__(self, session: Session, cohort: int, target: Target, held: Mapping[int, int]) -> None:
        self._session, self._cohort, self._target, self._held = session, cohort, target, held
        self.ways: list[Batch] = []

    def near(self) -> Whole | None:
        """Who changes in the best mix of itineraries chooses again, in whole parties.

        Best is where fewest change, beside the first count not held where that is not one of the very last.

        The mix is one linear programme over everybody; near it there mostly is a whole plan, and few have to choose for it.
        """
        held = self._held
        usable, wish = self._usable(held)
        left = next((position for position in self._session.order[: 1 - LAST] if position not in held), None)
        mix = solve_mix(self._session.problem, usable, held, left, wish, self._session.limits) if len(wish.needed) else None
        if mix is None:
            return None
        moved = np.abs(mix - _padded(plan_values(self._session), len(mix))) > WHOLE
        return _best_around(self._session, wish, np.flatnonzero(moved), usable, held)

    def look_around(self) -> None:
        """Find what those in the way could do instead: it belongs into the pool."""
        session = self._session
        blocked = _in_the_way(session, _cheapest_few(_costs(session), _giving(session, self._cohort, self._target), TRIED))
        users = np.flatnonzero(_users(session, blocked))
        if len(users):
            self.ways = _ways(session, users, blocked)

    def anywhere(self) -> Whole | None:
        """Everybody chooses again, the first of the last counts a little worse if need be; then those whom it changes choose better."""
        return self._anywhere(self._held, SLACK) or self.loosened(SLACK)

    def loosened(self, slack: int = MORE_SLACK) -> Whole | None:
        """The same with none of the last counts held but the first of these."""
        left = self._session.order[1 - LAST :]
        if slack == SLACK and not any(position in self._held for position in left):
            return None
        return self._anywhere({position: value for position, value in self._held.items() if position not in left}, slack)

    def _anywhere(self, held: Mapping[int, int], slack: int) -> Whole | None:
        session, loosened = self._session, self._session.order[-LAST]
        costs, loose = _off_plan(session), dict(held)
        if loosened in held:
            loose[loosened] += slack
            costs += WEIGHT * session.problem.pool.counts[:, loosened]
        usable, wish = self._usable(loose)
        found = (
            solve_whole(session.problem, usable, {}, loose, costs, SECONDS, Wish(wish.needed, gap=FEW), limits=session.limits)
            if len(wish.needed)
            else None
        )
        if found is None:
            return None
        reached = {position: int(found.totals[position]) for position in held}
        return _best_around(session, wish, _changed(session, found), usable, reached) or found

    def _usable(self, held: Mapping[int, int]) -> tuple[Ints, Wish]:
        """Itineraries that a plan with such values may have, and what is wished for."""
        usable = _can_attain(self._session, held)
        mine = usable[self._session.problem.pool.batch.cohorts[usable] == self._cohort]
        return usable, Wish(mine[have(self._session.problem, self._cohort, mine, self._target)], self._session.whole.parties)


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


def _best_around(session: Session, wish: Wish, changed: Ints, usable: Ints, values: Mapping[int, int]) -> Whole | None:
    """Each count at its best in its turn, whoever has a changed itinerary choosing again, the others as in the plan; then few changes."""
    problem, pool = session.problem, session.problem.pool
    open_cohorts = np.zeros(len(problem.cohorts), dtype=bool)
    open_cohorts[pool.batch.cohorts[changed]] = True
    fixed = {number: parties for number, parties in session.whole.parties.items() if not open_cohorts[pool.batch.cohorts[number]]}
    mine = usable[open_cohorts[pool.batch.cohorts[usable]]]
    held, best = dict(values), None
    left = [position for position in session.order if position not in held and not _is_settled(session, mine, position)]
    while len(left) > TOGETHER:
        found = solve_whole(problem, mine, fixed, held, left[0], SECONDS, wish, limits=session.limits)
        if found is None:
            return best
        best, held[left[0]] = found, int(found.totals[left[0]])
        left = left[1:]
    return solve_whole(problem, mine, fixed, held, _one_after_the_other(session, left), SECONDS, wish, limits=session.limits) or best


def _one_after_the_other(session: Session, positions: Sequence[int]) -> Ints:
    """``(N,)`` cost of each itinerary that weighs each count far more than the next, and all far more than a change."""
    costs = np.zeros(len(session.problem.pool), dtype=np.int64)
    for power, position in enumerate(reversed(positions), start=1):
        costs += WEIGHT**power * session.problem.pool.counts[:, position]
    return costs


def _off_plan(session: Session) -> Ints:
    """``(N,)`` 1 for each itinerary of the pool that nobody has in the plan: the fewest shall take one."""
    off = np.ones(len(session.problem.pool), dtype=np.int64)
    off[list(session.whole.parties)] = 0
    return off


def _changed(session: Session, whole: Whole) -> Ints:
    """Itineraries that more or fewer parties have in another plan than in the one explained."""
    before, after = session.whole.parties, whole.parties
    return np.array(sorted(each for each in before.keys() | after.keys() if before.get(each) != after.get(each)), dtype=np.int64)


def _is_settled(session: Session, numbers: Ints, position: int) -> bool:
    """Whether it makes no difference to a count who of some cohorts takes which itinerary."""
    pool = session.problem.pool
    counts, cohorts = pool.counts[numbers, position], pool.batch.cohorts[numbers]
    return bool((counts == counts[np.searchsorted(cohorts, cohorts)]).all()) if (np.diff(cohorts) >= 0).all() else not counts.any()


def _can_attain(session: Session, held: Mapping[int, int]) -> Ints:
    """Itineraries found so far that a plan with such values may have (Claim 2 of docs/model.md)."""
    pool = session.problem.pool
    fits = np.ones(len(pool), dtype=bool)
    for proof in session.proven.proofs:
        if proof.position in held:
            fits &= pool.reduced_costs(proof.prices) <= held[proof.position] - proof.bound + max(ROOM, proof.room)
    return np.flatnonzero(fits)


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


def _ways(session: Session, cohorts: Ints, blocked: Flags) -> list[Batch]:
    """What cohorts would do were some capacities dear."""
    problem, proofs = session.problem, session.proven.proofs
    blocks = problem.some(cohorts)
    found: list[Batch] = []
    for proof in (proofs[0], proofs[-1]) if proofs else ():
        prices = Prices(proof.prices.rows + np.where(blocked, DEAR, 0.0), proof.prices.weights, np.full(len(problem.cohorts), np.inf), {})
        for priced in problem.pricer.price(prices, blocks):
            kinds, at = np.nonzero(np.isfinite(priced.costs))
            found.append(problem.pricer.itineraries(priced, prices, kinds, at))
    return found


def _padded(values: Ints, length: int) -> Floats:
    return np.concatenate([values.astype(np.float64), np.zeros(length - len(values))])
