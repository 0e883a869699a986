"""The integer finish: whole parties on itineraries found, counts held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.contested import Limit
from planner.model.greedy import Whole, whole_of
from planner.model.network import Floats, Ints
from planner.model.problem import Problem
from planner.model.programme import Part, Programme
from planner.model.rows import RunsTogether

ROUNDING = 1e-6
"""Room in a limit of a contested day, in people."""

NODES = 200
"""Nodes of SCIP's search where it is not the time that ends it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan is to have.

    Attributes
    ----------
    needed
        Usable itineraries of which at least one party takes one.
    near
        Parties by number of itinerary, in a plan to stay near to: each party that leaves it costs 1 beside the objective. CP-SAT begins
        from it, and is the quicker one where most cohorts have little to choose. None to choose freely, with SCIP.
    gap
        By how many changes more than the fewest the answer may have.
    """

    needed: Ints
    near: Mapping[int, int] | None = None
    gap: int = 5


def solve_whole(
    problem: Problem,
    usable: Ints,
    fixed: Mapping[int, int],
    held: Mapping[int, int],
    objective: int | Ints | Floats | None,
    seconds: float | None,
    wish: Wish | None = None,
    *,
    limits: Sequence[Limit] = (),
) -> Whole | None:
    """Best whole plan over some itineraries.

    Parameters
    ----------
    usable
        Numbers of the itineraries that may be used.
    fixed
        Parties that are not to choose any more, by number of their itinerary.
    held
        Value each count may not exceed, by position.
    objective
        Position of the count to minimise, or ``(N,)`` a cost of each itinerary; None for any plan that holds all of ``held``.
    seconds
        Longest time to spend; None for an end by the solver's own count, which is the same on every machine. With a wish it is that
        count in any case.
    wish
        What the plan is to have; None for nothing, with SCIP.
    limits
        What no choice of a contested day exceeds: no plan is lost by them, and the search is shorter.

    Returns
    -------
    Whole or None
        None when no whole plan holds all of ``held``, or none was found in time.
    """
    pool = problem.pool
    waiting, used, counted = _left(problem, fixed)
    usable = usable[waiting[pool.batch.cohorts[usable]] > 0]
    if (waiting <= 0).all() and not len(usable):
        return whole_of(problem, dict(fixed)) if fits(problem, used) else None
    model, costs = _lay(problem, usable, (waiting, used, counted), held, objective, wish, limits)
    if wish is None and seconds is not None:
        values = model.solve(costs, seconds=seconds)
    elif wish is None or wish.near is None or seconds is None:
        values = model.solve(costs, nodes=NODES, gap=None if wish is None else float(wish.gap))
    else:
        values = model.solve_near(costs, [float(wish.near.get(number, 0)) for number in usable.tolist()], seconds, wish.gap)
    return _joined(problem, usable, fixed, values)


def solve_soon(
    problem: Problem,
    usable: Ints,
    fixed: Mapping[int, int],
    costs: Floats,
    seconds: float | None,
    limits: Sequence[Limit],
    known: Mapping[int, int] | None = None,
) -> Whole | None:
    """A good whole plan over some itineraries, within the seconds: plans are looked for, and the relaxation is not tightened.

    Parameters
    ----------
    usable, fixed, seconds, limits
        As in `solve_whole`.
    costs
        ``(N,)`` of each itinerary.
    known
        Parties by itinerary in a plan to begin from; None for none.
    """
    left = _left(problem, fixed)
    usable = usable[left[0][problem.pool.batch.cohorts[usable]] > 0]
    model, laid = _lay(problem, usable, left, {}, costs, None, limits)
    hint = None if known is None else [float(known.get(number, 0)) for number in usable.tolist()]
    values = model.solve(laid, nodes=NODES) if seconds is None else model.solve(laid, seconds=seconds, is_late=True, hint=hint)
    return _joined(problem, usable, fixed, values)


def _joined(problem: Problem, usable: Ints, fixed: Mapping[int, int], values: Floats | None) -> Whole | None:
    """The plan of the parties that were fixed and those that have chosen; None without values."""
    if values is None:
        return None
    chosen = np.round(values[: len(usable)]).astype(np.int64)
    result = dict(fixed)
    for number, count in zip(usable[chosen > 0].tolist(), chosen[chosen > 0].tolist(), strict=True):
        result[number] = result.get(number, 0) + count
    return whole_of(problem, result)


def solve_mix(
    problem: Problem, usable: Ints, held: Mapping[int, int], objective: int | None, wish: Wish, limits: Sequence[Limit] = ()
) -> Floats | None:
    """Mix of some itineraries that changes least, parties not whole: it shows where near a plan a whole one has to be looked for.

    Returns
    -------
    ``(N,)`` or None
        Parties on each itinerary of the pool; None when no mix holds all of ``held``.
    """
    model, costs = _lay(problem, usable, _left(problem, {}), held, objective, wish, limits)
    values = model.mix(costs)
    if values is None:
        return None
    mix = np.zeros(len(problem.pool))
    mix[usable] = values[: len(usable)]
    return mix


def _left(problem: Problem, fixed: Mapping[int, int]) -> tuple[Ints, Floats, Ints]:
    """Parties that still choose, by cohort; people on each row and the counts of those that do not."""
    pool = problem.pool
    numbers = np.array(list(fixed), dtype=np.int64)
    parties = np.array(list(fixed.values()), dtype=np.int64)
    taken = np.zeros(len(pool))
    taken[numbers] = parties
    gone = np.bincount(pool.batch.cohorts[numbers], parties, minlength=len(problem.counts)).astype(np.int64)
    return problem.counts - gone, pool.use(taken), parties @ pool.counts[numbers]


def _lay(
    problem: Problem,
    usable: Ints,
    left: tuple[Ints, Floats, Ints],
    held: Mapping[int, int],
    objective: int | Ints | Floats | None,
    wish: Wish | None,
    limits: Sequence[Limit],
) -> tuple[Programme, Floats]:
    """The programme and its costs; its first columns are the usable itineraries."""
    pool, rows = problem.pool, problem.rows
    waiting, used, counted = left
    cohorts = np.flatnonzero(waiting > 0)
    place = np.full(len(pool), -1, dtype=np.int64)
    place[usable] = np.arange(len(usable))
    serve = np.full(len(waiting), -1, dtype=np.int64)
    serve[cohorts] = np.arange(len(cohorts))
    mine = np.flatnonzero(place[pool.entries.columns] >= 0)
    capacity = _can_be_exceeded(problem, mine, waiting, rows.limits - used)
    row_of = np.full(len(rows.limits), -1, dtype=np.int64)
    row_of[capacity] = len(cohorts) + np.arange(len(capacity))
    limited = mine[row_of[pool.entries.rows[mine]] >= 0]
    lower = [waiting[cohorts].astype(float), np.full(len(capacity), -np.inf)]
    upper = [waiting[cohorts].astype(float), (rows.limits - used)[capacity]]
    parts: list[Part] = [
        (serve[pool.batch.cohorts[usable]], np.arange(len(usable)), np.ones(len(usable))),
        (row_of[pool.entries.rows[limited]], place[pool.entries.columns[limited]], pool.entries.people[limited].astype(float)),
    ]
    num_rows = len(cohorts) + len(capacity)
    for position, value in held.items():
        count = pool.counts[usable, position]
        some = np.flatnonzero(count)
        parts.append((np.full(len(some), num_rows), some, count[some].astype(float)))
        lower.append(np.array([-np.inf]))
        upper.append(np.array([value - counted[position]], dtype=float))
        num_rows += 1
    if wish is not None:
        parts.append((np.full(len(wish.needed), num_rows), place[wish.needed], np.ones(len(wish.needed))))
        lower.append(np.array([1.0]))
        upper.append(np.array([np.inf]))
    most = waiting[pool.batch.cohorts[usable]]
    model = Programme(parts, lower, upper, most)
    for day in range(len(rows.contested)):
        _add_day(model, day, problem, row_of, used, [limit for limit in limits if limit.day == day])
    leaving = _add_changes(model, wish.near, usable, most) if wish and wish.near is not None else {}
    costs = np.zeros(model.num_columns)
    if objective is not None:
        costs[: len(usable)] = pool.counts[usable, objective] if isinstance(objective, int) else objective[usable]
    for column, cost in leaving.items():
        costs[column] += cost
    return model, costs


def _can_be_exceeded(problem: Problem, entries: Ints, waiting: Ints, free: Floats) -> Ints:
    """Capacities that some entries of the pool could exceed, were every party to use the most of its itineraries, and all seats."""
    pool, num_cohorts = problem.pool, len(waiting)
    rows, people = pool.entries.rows[entries], pool.entries.people[entries]
    key = rows * num_cohorts + pool.batch.cohorts[pool.entries.columns[entries]]
    order = np.lexsort((people, key))
    key, people = key[order], people[order]
    last = np.append(np.diff(key) != 0, True)[: len(key)]
    most = np.bincount(key[last] // num_cohorts, people[last] * waiting[key[last] % num_cohorts], minlength=len(free)).astype(float)
    most[problem.rows.seats[problem.rows.seats >= 0]] = np.inf
    return np.intersect1d(rows, np.flatnonzero(most > free))


def _add_changes(model: Programme, plan: Mapping[int, int], usable: Ints, most: Ints) -> dict[int, int]:
    """Columns that cost 1 for every party that has another itinerary than in a plan."""
    costs: dict[int, int] = {}
    for column, (number, parties) in enumerate(zip(usable.tolist(), most.tolist(), strict=True)):
        before = plan.get(number, 0)
        if not before:
            costs[column] = 1
        elif before < parties:
            costs[model.add_column(float(parties - before))] = 1
            row = model.add_row(float(before))
            model.entry(row, column, 1.0)
            model.entry(row, model.num_columns - 1, -1.0)
    return costs


def fits(problem: Problem, used: Floats) -> bool:
    """Whether capacities, and on contested days escorts and medics, are enough for ``(R,)`` people on each row."""
    seats, free = problem.rows.seats, used <= problem.rows.limits
    for day in problem.rows.contested:
        free[seats[list(day.departures)]] = has_staff(problem, day, used)
    return bool(free.all())


def has_staff(problem: Problem, day: RunsTogether, used: Floats) -> bool:
    """Whether a contested day has escorts and medics enough for ``(R,)`` people on each row."""
    people = [(problem.network.departures[index], int(used[problem.rows.seats[index]])) for index in day.departures]
    escorts = sum(departure.escorts_for(number) for departure, number in people)
    medics = sum(departure.medics for departure, number in people if number)
    return escorts <= day.escorts and medics <= day.medics


def _add_day(model: Programme, number: int, problem: Problem, row_of: Ints, used: Floats, limits: Sequence[Limit]) -> None:
    """A contested day: with y_d whether d runs, e_d its escorts beyond the team, ``n_d <= seats_d y_d``, ``ratio_d n_d <= e_d``."""
    day = problem.rows.contested[number]
    escorts, medics = model.add_row(float(day.escorts)), model.add_row(float(day.medics))
    tight = [model.add_row(limit.most + ROUNDING) for limit in limits]
    for place, index in enumerate(day.departures):
        departure, most, seat = problem.network.departures[index], int(problem.rows.most_people[index]), int(problem.rows.seats[index])
        runs, extra, boarding = model.add_column(1.0), model.add_column(float(day.escorts)), model.add_column(float(most))
        aboard = row_of[seat] if row_of[seat] >= 0 else None
        if aboard is None:
            model.entry(model.add_row(-float(used[seat])), boarding, -1.0)
        else:
            model.entry(int(aboard), boarding, -1.0)
        full = model.add_row(0.0)
        model.entry(full, boarding, 1.0)
        model.entry(full, runs, -float(most))
        served = model.add_row(0.0)
        model.entry(served, boarding, float(departure.escorts_per_person.numerator))
        model.entry(served, extra, -float(departure.escorts_per_person.denominator))
        model.entry(escorts, runs, float(departure.escort_team))
        model.entry(escorts, extra, 1.0)
        model.entry(medics, runs, float(departure.medics))
        for row, limit in zip(tight, limits, strict=True):
            model.entry(row, boarding, limit.weights[place])
