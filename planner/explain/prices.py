"""What one more of a capacity is worth: the proofs' prices first, and then planning again with one more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from planner.domain.instance import Instance
from planner.domain.plan import MAXIMISED, Measure
from planner.explain.capacity import Capacity, CapacityKind, capacities, runs
from planner.explain.more import STANDING, with_more
from planner.explain.session import Session
from planner.model.contested import best_choice
from planner.model.itinerary import COUNTS
from planner.model.lp import InfeasibleError
from planner.model.master import Master
from planner.model.network import Ints
from planner.model.prices import Prices
from planner.model.problem import Problem
from planner.model.rows import with_boarding_of
from planner.model.solve import solve
from planner.model.tiers import Proof
from planner.model.warm import Warm

PRICED = (
    Measure.UNPLACED_NIGHTS,
    Measure.TRANSFERS,
    Measure.EXPIRING_TRANSFERS,
    Measure.LIVE_CASES_LET_GO,
    Measure.DETENTION_NIGHTS,
)
"""What prices are told in; moves, minutes and changes are left out."""

SMALL = 1e-4
"""A price below this is rounding error."""

FURTHER = (1, 2, 4, 8, 16, 32)
"""How many more or fewer are tried to see how far a price holds."""

NEARBY = 1.0
"""Itineraries whose reduced cost is above this play no part when a price is followed."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one more of a capacity, on each of some days, is worth.

    Attributes
    ----------
    days
        Of one kind and subject: the days on which there is one more.
    worth
        By measure, over all of these days: how much better the linear programme becomes. What comes after the first is worth that only
        as long as the first stays as it is.
    fewer, more
        How many fewer and how many more the first worth holds for, each of the days; of those tried the most.
    changes
        Change of every measure when planned again with one more.
    proven
        Measures whose change is proven.
    """

    days: tuple[Capacity, ...]
    worth: Mapping[Measure, float]
    fewer: int = 0
    more: int = 0
    changes: Mapping[Measure, int] | None = None
    proven: frozenset[Measure] = frozenset()

    @property
    def measure(self) -> Measure:
        """The first measure in which it is worth anything: it decides."""
        return next(iter(self.worth))

    @property
    def agrees(self) -> bool:
        """Whether planning again gives in that measure what the linear programme says, and leaves those before as they are."""
        if self.changes is None:
            return False
        before = takewhile(lambda measure: measure is not self.measure, self.changes)
        gained = self.changes[self.measure] * (1 if self.measure in MAXIMISED else -1)
        return not any(self.changes[measure] for measure in before) and abs(gained - self.worth[self.measure]) < SMALL


def prices(session: Session) -> tuple[Price, ...]:
    """What one more of each capacity is worth at the prices of the plan's proofs, the most first; without those that are worth nothing."""
    proofs = _proofs(session)
    found = [*_of_rows(session, proofs), *_of_boarding(session, proofs)]
    order = list(proofs)
    return tuple(sorted(found, key=lambda price: ([-price.worth.get(measure, 0.0) for measure in order], price.days)))


def best_prices(session: Session, each: int, progress: Callable[[float], None] = lambda _share: None) -> tuple[Price, ...]:
    """The highest prices of each measure, planned again with one more.

    Parameters
    ----------
    each
        How many of each measure.
    """
    taken: defaultdict[Measure, list[Price]] = defaultdict(list)
    for price in prices(session):
        if len(taken[price.measure]) < each:
            taken[price.measure].append(price)
    asked = [price for some in taken.values() for price in some]
    warm = Warm(
        problem=session.problem,
        numbers=np.union1d(session.proven.columns, np.array(list(session.whole.parties), dtype=np.int64)),
        choices=session.proven.choices,
        proofs=session.proven.proofs,
        plan=session.whole.parties,
    )
    found: list[Price] = []
    for at, price in enumerate(asked):
        progress(at / len(asked))
        found.append(_resolved(session, _with_range(session, price), warm))
    return tuple(found)


def _proofs(session: Session) -> Mapping[Measure, Proof]:
    """The proofs of what prices are told in, in the order solved."""
    found: dict[Measure, Proof] = {}
    for proof in session.proven.proofs:
        measure = COUNTS[proof.position]
        if measure is not None and measure in PRICED:
            found[measure] = proof
    return found


def _of_rows(session: Session, proofs: Mapping[Measure, Proof]) -> Iterator[Price]:
    """Prices of rows: days that follow each other at the same price as one; what stands for all days as one."""
    by_worth: defaultdict[tuple[object, ...], list[tuple[Capacity, tuple[float, ...]]]] = defaultdict(list)
    for row, name in capacities(session.problem).items():
        worth = tuple(max(0.0, float(proof.prices.rows[row])) for proof in proofs.values())
        if name.kind in {CapacityKind.SEAT, CapacityKind.APART} or max(worth, default=0.0) < SMALL:
            continue
        alike = () if name.kind in STANDING else tuple(round(each, 4) for each in worth)
        by_worth[name.kind, name.subject, alike].append((name, worth))
    for members in by_worth.values():
        kind = members[0][0].kind
        for run in (
            [tuple(runs(name for name, _ in members))] if kind in STANDING else [(each,) for each in runs(name for name, _ in members)]
        ):
            here = [worth for name, worth in members if any(span.first_day <= name.first_day <= span.last_day for span in run)]
            yield Price(run, _worth(proofs, np.sum(here, axis=0).tolist()))


def _of_boarding(session: Session, proofs: Mapping[Measure, Proof]) -> Iterator[Price]:
    """Prices of what departures need: their seats, and the escorts and medics of their days."""
    network = session.problem.network
    inside = [at for at, day in enumerate(network.departure_days.tolist()) if 0 <= day < network.num_nights]
    days = sorted({int(network.departure_days[at]) for at in inside})
    asked = [Capacity(CapacityKind.SEAT, network.departures[at].departure_id, *2 * (int(network.departure_days[at]),)) for at in inside]
    asked += [Capacity(kind, "", day, day) for kind in (CapacityKind.ESCORT, CapacityKind.MEDIC) for day in days]
    before = [_value(session.problem, proof.prices) for proof in proofs.values()]
    for capacity in asked:
        changed = _with(session.problem, (capacity,), 1)
        worth = [_value(changed, proof.prices) - value for proof, value in zip(proofs.values(), before, strict=True)]
        if max(worth, default=0.0) >= SMALL:
            yield Price((capacity,), _worth(proofs, worth))


def _worth(proofs: Mapping[Measure, Proof], worth: Iterable[float]) -> Mapping[Measure, float]:
    return {measure: each for measure, each in zip(proofs, worth, strict=True) if each >= SMALL}


def _value(problem: Problem, prices: Prices) -> float:
    """What all that departures can carry is worth."""
    rows = problem.rows
    seats = np.append(prices.rows, 0.0)[rows.seats]
    days = sum(best_choice(day, problem.network, rows, seats)[0] for day in range(len(rows.contested)))
    return float(seats @ np.append(rows.limits, 0.0)[rows.seats]) + days


def _with(problem: Problem, days: Sequence[Capacity], count: int) -> Problem:
    """The problem with other limits, its itineraries and the numbers of its rows as they are."""
    network = replace(problem.network, instance=_more(problem.network.instance, days, count))
    rows = with_boarding_of(problem.rows, network)
    if not any(each.kind in {CapacityKind.SEAT, CapacityKind.ESCORT, CapacityKind.MEDIC} for each in days):
        limits, wanted = rows.limits.copy(), {(each.kind, each.subject) for each in days}
        for row, name in capacities(problem).items():
            if (name.kind, name.subject) in wanted and any(day.first_day <= name.first_day <= day.last_day for day in days):
                limits[row] = max(0.0, limits[row] + count)
        rows = replace(rows, limits=limits)
    return replace(problem, network=network, rows=rows)


def _more(instance: Instance, days: Sequence[Capacity], count: int) -> Instance:
    """The instance with more of one capacity on some days; what stands for all days is changed once."""
    for each in days[:1] if days[0].kind in STANDING else days:
        instance = with_more(instance, each, count)
    return instance


def _with_range(session: Session, price: Price) -> Price:
    """How many more and how many fewer a price holds for: there the linear programme changes by just as much each time."""
    proof = _proofs(session)[price.measure]
    numbers = np.flatnonzero(session.problem.pool.reduced_costs(proof.prices) <= NEARBY)
    numbers = np.union1d(numbers, np.array(list(session.whole.parties), dtype=np.int64))
    start = _linear(session, proof, numbers, session.problem)

    def holds(count: int) -> bool:
        value = _linear(session, proof, numbers, _with(session.problem, price.days, count))
        return value is not None and start is not None and abs(value - (start - count * price.worth[price.measure])) < SMALL * abs(count)

    more = max(takewhile(holds, FURTHER), default=0)
    fewer = -min(takewhile(holds, (-count for count in FURTHER)), default=0)
    return replace(price, fewer=fewer, more=more)


def _linear(session: Session, proof: Proof, numbers: Ints, problem: Problem) -> float | None:
    """Linear optimum of a count over some itineraries, those before no worse than in the plan; None when these can not be kept."""
    master = Master(problem.counts, problem.pool, problem.rows)
    master.add(numbers)
    seats = np.append(proof.prices.rows, 0.0)[problem.rows.seats]
    master.add_choices([best_choice(day, problem.network, problem.rows, seats)[1] for day in range(len(problem.rows.contested))])
    if problem.rows.contested == session.problem.rows.contested:
        master.add_choices(list(session.proven.choices))
    for position in session.order:
        if position == proof.position:
            break
        if problem.can_count[position]:
            master.hold(position, int(session.whole.totals[position]))
    master.minimise_count(proof.position)
    try:
        return master.solve()
    except InfeasibleError:
        return None


def _resolved(session: Session, price: Price, warm: Warm) -> Price:
    """A price with what planning again with one more gives."""
    solution = solve(_more(session.instance, price.days, 1), session.clocks, session.seconds, lambda _what, _share: None, warm=warm)
    before = {item.measure: item.value for item in session.plan.measures}
    changes = {item.measure: item.value - before[item.measure] for item in solution.measures}
    proven = frozenset(item.measure for item in takewhile(lambda item: not item.gap, solution.measures))
    return replace(price, changes=changes, proven=proven)
