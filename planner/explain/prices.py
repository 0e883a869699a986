"""What one more of a capacity is worth: the proofs' prices first, and then planning again with one more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

import numpy as np

from planner.domain.plan import Measure
from planner.explain.capacity import Capacity, CapacityKind, capacities, runs
from planner.explain.marginal import Linear, more_of, with_limits
from planner.explain.more import STANDING
from planner.explain.price import SMALL, Price, proofs_of
from planner.explain.session import Session
from planner.model.contested import best_choice
from planner.model.prices import Prices
from planner.model.problem import Problem
from planner.model.proof import Proof
from planner.model.solve import solve
from planner.model.warm import Warm

LOOKING = 0.5
"""Share of the work that finding prices is taken to be, beside planning again."""


def prices(session: Session) -> tuple[Price, ...]:
    """What one more of each capacity is worth at the prices of the plan's proofs, the most first; without those that are worth nothing."""
    proofs = proofs_of(session)
    found = [*_of_rows(session, proofs), *_of_boarding(session, proofs)]
    order = list(proofs)
    return tuple(sorted(found, key=lambda price: ([-price.worth.get(measure, 0.0) for measure in order], price.days)))


def best_prices(session: Session, each: int, progress: Callable[[float], None] = lambda _share: None) -> tuple[Price, ...]:
    """The highest prices of each measure, as far as one more gains anything, planned again with one more.

    A proof's price is the most that one more can gain. Where several prices prove the same bound it may gain less, or nothing: what one
    more gains is found from the linear programme with one more.

    Parameters
    ----------
    each
        How many of each measure.
    """
    taken: defaultdict[Measure, list[Price]] = defaultdict(list)
    linear, found = Linear(session), prices(session)
    for at, price in enumerate(found):
        progress(LOOKING * at / len(found))
        if len(taken[price.measure]) < each:
            gained = linear.gained(price)
            if gained is not None and len(taken[gained.measure]) < each:
                taken[gained.measure].append(linear.with_range(gained))
    asked = [
        price for measure in linear.proofs for price in sorted(taken[measure], key=lambda price: (-price.worth[price.measure], price.days))
    ]
    warm = session.warm()
    resolved: list[Price] = []
    for at, price in enumerate(asked):
        progress(LOOKING + (1 - LOOKING) * at / len(asked))
        resolved.append(_resolved(session, price, warm))
    return tuple(resolved)


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
        changed = with_limits(session.problem, (capacity,), 1)
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


def _resolved(session: Session, price: Price, warm: Warm) -> Price:
    """A price with what planning again with one more gives."""
    solution = solve(more_of(session.instance, price.days, 1), session.clocks, session.seconds, lambda _what, _share: None, warm=warm)
    before = {item.measure: item.value for item in session.plan.measures}
    changes = {item.measure: item.value - before[item.measure] for item in solution.measures}
    proven = frozenset(item.measure for item in takewhile(lambda item: not item.gap, solution.measures))
    return replace(price, changes=changes, proven=proven)
