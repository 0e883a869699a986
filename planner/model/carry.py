"""What an earlier solve proved, carried over to a problem that differs in capacities alone.

Prices that proved a bound prove one with other limits too: only what the capacities are worth is counted anew. Where
the plan before still fits, and every bound counted anew meets its value, nothing is left to solve (docs/model.md,
section From one solve to the next).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.model.block import Block
from planner.model.contested import Choice, best_choice
from planner.model.greedy import Whole, used_by, whole_of
from planner.model.itinerary import COUNTS
from planner.model.network import Flags, Floats, Ints
from planner.model.problem import Problem
from planner.model.proof import ROOM, Proof, is_tight, round_up
from planner.model.rows import NO_ROW, TABLES, Rows, same_numbers
from planner.model.warm import Warm, reuse, same_days
from planner.model.whole import fits


def carry_over(warm: Warm, problem: Problem, order: Sequence[int]) -> tuple[Whole, dict[int, Proof]] | None:
    """The plan before and the proofs of its counts, when both hold in another problem; None when one does not."""
    if not _has_no_new_way(warm.problem, problem):
        return None
    numbers = np.array(sorted(warm.plan), dtype=np.int64)
    whole = same_plan(problem, reuse(replace(warm, numbers=numbers), problem).plan)
    if whole is None:
        return None
    by_position = {proof.position: proof for proof in warm.proofs}
    proofs: dict[int, Proof] = {}
    values, full = np.zeros(len(COUNTS)), np.zeros(len(problem.rows.limits), dtype=bool)
    for position in order:
        total = int(whole.totals[position])
        if problem.can_count[position]:
            before = by_position.get(position)
            proof = None if before is None else _counted_anew(before, warm.problem, problem, values, full, [])
            if proof is None or round_up(proof.bound) < total:
                return None
            proofs[position] = proof
            full |= proof.prices.rows > max(0.0, total - proof.bound) + ROOM
        values[position] = total
    return whole, proofs


def still_proven(warm: Warm, problem: Problem, order: Sequence[int]) -> tuple[list[Proof], list[Choice]]:
    """Proofs of an earlier solve counted anew, from the first count on, each beside the values that those before it prove.

    Whether any plan attains those values is left open (`planner.model.tiers.Tiers.take_over` finds out).

    Returns
    -------
    list, list
        Proofs as far as each is tight, one for each count that anything adds to; choices of contested days that are best at their prices.
    """
    proofs: list[Proof] = []
    choices: list[Choice] = []
    if not _has_no_new_way(warm.problem, problem):
        return proofs, choices
    by_position = {proof.position: proof for proof in warm.proofs}
    values, full = np.zeros(len(COUNTS)), np.zeros(len(problem.rows.limits), dtype=bool)
    for position in order:
        if not problem.can_count[position]:
            continue
        before = by_position.get(position)
        proof = None if before is None else _counted_anew(before, warm.problem, problem, values, full, choices)
        if proof is None or not is_tight(proof.bound, round_up(proof.bound)):
            break
        values[position] = round_up(proof.bound)
        proof = replace(proof, gap=max(0.0, values[position] - proof.bound) + proof.room, forbids=True)
        full |= proof.prices.rows > proof.gap
        proofs.append(proof)
    return proofs, choices


def _has_no_new_way(old: Problem, new: Problem) -> bool:
    """Whether every itinerary that is lawful in a problem was so in the one before, counts alike, and has the same uses."""
    return (
        old.cohorts == new.cohorts
        and _capped(old) == _capped(new)
        and len(old.blocks) == len(new.blocks)
        and bool((old.can_count | ~new.can_count).all())
        and all(getattr(old.rows, name).shape == getattr(new.rows, name).shape for name in TABLES)
        and np.array_equal(old.network.minutes, new.network.minutes)
        and np.array_equal(old.network.departure_minutes, new.network.departure_minutes)
        and np.array_equal(old.network.departure_days, new.network.departure_days)
        and all(_block_has_no_new_way(*pair) for pair in zip(old.blocks, new.blocks, strict=True))
    )


def _capped(problem: Problem) -> tuple[bool, bool]:
    """Which of France's caps there are."""
    rules = problem.network.instance.rules
    return rules.france_daily_cap is None, rules.france_weekly_cap is None


def _block_has_no_new_way(old: Block, new: Block) -> bool:
    if old is new:
        return True
    if (new.boards & ~old.boards).any() or not np.array_equal(old.changes, new.changes):
        return False
    if old.options.by_shape == new.options.by_shape:
        return not (new.options.fits & ~old.options.fits).any()
    before = [{option: old.options.first[shape] + at for at, option in enumerate(own)} for shape, own in enumerate(old.options.by_shape)]
    now = [(shape, option) for shape, own in enumerate(new.options.by_shape) for option in own]
    return all(
        option in before[shape] and not (fits & ~old.options.fits[before[shape][option]]).any()
        for (shape, option), fits in zip(now, new.options.fits, strict=False)
    )


def same_plan(problem: Problem, parties: dict[int, int]) -> Whole | None:
    """A plan as it is, when it serves everybody and fits.

    Parameters
    ----------
    parties
        Parties by itinerary, no more than there are.
    """
    if sum(parties.values()) < problem.counts.sum():
        return None
    return whole_of(problem, parties) if fits(problem, used_by(problem, parties)) else None


def _counted_anew(proof: Proof, old: Problem, new: Problem, values: Floats, full: Flags, choices: list[Choice]) -> Proof | None:
    """A proof with another problem's limits and values held; None where its prices prove nothing there.

    Choices that are best at its prices are added to those given.
    """
    rows = _moved(proof.prices.rows, old.rows, new.rows)
    if rows is None or ((rows < 0) & ~full).any() or (proof.prices.weights < 0).any():
        return None
    seats = np.append(rows, 0.0)[new.rows.seats]
    worths = proof.worths if same_days(old, new) else np.zeros(len(new.rows.contested))
    for number, day in enumerate(new.rows.contested):
        if worths is not proof.worths and seats[list(day.departures)].any():
            worths[number], choice = best_choice(number, new.network, new.rows, seats)
            choices.append(choice)
    bound = float(new.counts @ proof.prices.cohorts) - float(rows @ new.rows.limits) - float(worths.sum())
    bound -= float(proof.prices.weights @ np.where(np.arange(len(values)) == proof.position, 0.0, values))
    return replace(proof, prices=replace(proof.prices, rows=rows), worths=worths, bound=bound, values=values.copy())


def _moved(prices: Floats, old: Rows, new: Rows) -> Floats | None:
    """Prices by the numbers that another problem's rows have; None where a priced one is missing there."""
    if same_numbers(old, new):
        return prices
    moved, found = np.zeros(len(new.limits)), np.zeros(len(prices), dtype=bool)
    for name in TABLES:
        before, now = _flat(old, name), _flat(new, name)
        both = (before != NO_ROW) & (now != NO_ROW)
        moved[now[both]] = prices[before[both]]
        found[before[both]] = True
    return None if prices[~found].any() else moved


def _flat(rows: Rows, name: str) -> Ints:
    table: Ints = getattr(rows, name)
    return table.ravel()
