"""What a target costs at least, aim by aim, from the proofs of the plan's counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.explain.session import Session
from planner.explain.target import Target, cheapest, have
from planner.model.network import Ints
from planner.model.prices import Prices
from planner.model.proof import Proof, round_up

SHARES = (0.0, 1.0, 100.0)
"""How much the proofs before count beside a count's own: at any share the bound holds."""


@dataclass(frozen=True, slots=True)
class Least:
    """Least values of the counts, one after the other, when one party of a cohort has a target.

    Attributes
    ----------
    values
        Least value by position, in the order solved, as far as proofs say; up to the first that must be worse.
    is_possible
        Whether any itinerary at all gives the target.
    """

    values: dict[int, int]
    is_possible: bool


def least_values(session: Session, cohort: int, targets: Sequence[Target]) -> list[Least]:
    """Bound the counts of every plan in which a party of a cohort has a target, for each of some targets.

    With (1) of docs/model.md for proof m, ``count_m - L_m`` is at least the reduced cost of any itinerary that is taken. So while the
    counts before are at the plan's values, a count with the target given is at least ``L_j + sum_k share_k (L_k - V_k)`` and the least
    ``rc_j + sum_k share_k rc_k`` of an itinerary that gives it, whatever the shares.
    """
    totals = session.whole.totals
    by_position = {proof.position: proof for proof in session.proven.proofs}
    values: list[dict[int, int]] = [{} for _ in targets]
    is_possible = [True] * len(targets)
    going, before = list(range(len(targets))), list[Proof]()
    for position in session.order:
        proof, value = by_position.get(position), int(totals[position])
        held = session.order[: session.order.index(position)]
        if not going or (proof is None and session.problem.can_count[position]):
            break
        if proof is None:
            for at in going:
                values[at][position] = value
            continue
        if any(proof.values[at] != totals[at] for at in held):
            break  # the plan has other values than the proof was found with
        joined = [_joined(proof, before, share, cohort, totals) for share in (SHARES if before else (0.0,))]
        known = _least_known(session, cohort, targets, joined)
        asked = [at for at in going if not np.isfinite(known[at]) or round_up(known[at]) > value]
        bounds = np.full(len(targets), -np.inf)
        for prices, base in joined if asked else ():
            for at, cheap in zip(asked, cheapest(session.problem, cohort, prices, [targets[at] for at in asked]), strict=True):
                bounds[at] = max(bounds[at], base + cheap.cost)
        for at in going:
            is_possible[at] = bool(np.isfinite(bounds[at])) or at not in asked
            if is_possible[at]:
                values[at][position] = max(value, round_up(bounds[at])) if at in asked else value
        going = [at for at in going if is_possible[at] and values[at][position] == value]
        before.append(proof)
    return [Least(*each) for each in zip(values, is_possible, strict=True)]


def _least_known(session: Session, cohort: int, targets: Sequence[Target], joined: Sequence[tuple[Prices, float]]) -> list[float]:
    """What the bound of each target is at most, from the itineraries found so far: where that says nothing, none need be looked for."""
    pool = session.problem.pool
    mine = np.flatnonzero(pool.batch.cohorts == cohort)
    costs = [base + pool.costs(prices, mine) for prices, base in joined]
    gives = [have(session.problem, cohort, mine, target) for target in targets]
    return [max(float(cost[which].min(initial=np.inf)) for cost in costs) for which in gives]


def _joined(proof: Proof, before: list[Proof], share: float, cohort: int, totals: Ints) -> tuple[Prices, float]:
    """Prices of a proof and, by a share, those before; and the bound less what one party of the cohort costs at them."""
    rows, weights = proof.prices.rows.copy(), proof.prices.weights.copy()
    base = proof.bound - float(proof.prices.cohorts[cohort])
    for other in before if share else ():
        rows += share * other.prices.rows
        weights += share * other.prices.weights
        base += share * (other.bound - float(totals[other.position]) - float(other.prices.cohorts[cohort]))
    return Prices(rows, weights, np.full(len(proof.prices.cohorts), np.inf), {}), base
