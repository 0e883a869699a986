"""What one solve leaves for the next: itineraries that are lawful there too.

An itinerary is used again where nothing that its lawfulness depends on has changed: days, rules, sites and routes,
the party's clock, units large enough, the departure. What it uses and counts is worked out afresh.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.clocks import PartyClock
from planner.domain.ids import PartyId
from planner.model.cohorts import Cohort
from planner.model.contested import Choice
from planner.model.itinerary import GONE, Batch
from planner.model.limits import apart_from_limits
from planner.model.master import Basis
from planner.model.network import Ints, Network
from planner.model.problem import Problem
from planner.model.proof import Proof

MOST_PER_COHORT, KEPT_PER_COHORT = 12, 7
"""When there are so many itineraries a cohort, so many stay."""

MOST_CHOICES = 400
"""So many choices of contested days stay, the latest."""


@dataclass(frozen=True, slots=True)
class Warm:
    """What a solve leaves.

    Attributes
    ----------
    numbers
        Itineraries of the problem worth keeping.
    choices
        Choices of its contested days.
    plan
        The whole plan: parties by itinerary.
    basis
        Where the linear programme of the last count stood.
    """

    problem: Problem
    numbers: Ints
    choices: tuple[Choice, ...]
    proofs: tuple[Proof, ...]
    plan: Mapping[int, int]
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Reused:
    """What of it another problem can use: the same, by the numbers of that problem's pool.

    Attributes
    ----------
    plan
        Never more parties than a cohort has; where something changed, fewer.
    """

    numbers: Ints
    choices: list[Choice]
    plan: dict[int, int]


def left_by(
    problem: Problem, numbers: Ints, choices: Sequence[Choice], proofs: Sequence[Proof], plan: Mapping[int, int], basis: Basis | None
) -> Warm:
    """What a solve leaves: its pool thinned out where it has grown.

    Parameters
    ----------
    numbers
        Itineraries worth keeping, those of the plan and those without a bed among them.
    """
    numbers = _best(problem, numbers, proofs, plan)
    place = {number: at for at, number in enumerate(numbers.tolist())}
    if len(numbers) < len(problem.pool):
        problem = replace(problem, pool=problem.pool.only(numbers))
        plan = {place[number]: parties for number, parties in plan.items()}
        if basis is not None:
            kept = [place[number] for number in basis.numbers.tolist() if number in place]
            basis = replace(basis, numbers=np.array(kept, dtype=np.int64))
    return Warm(problem, np.arange(len(numbers)), tuple(choices[-MOST_CHOICES:]), tuple(proofs), plan, basis)


def _best(problem: Problem, numbers: Ints, proofs: Sequence[Proof], plan: Mapping[int, int]) -> Ints:
    """As many of some itineraries as are to be kept: those left out are forbidden by the first proofs."""
    num_cohorts = len(problem.cohorts)
    if len(numbers) <= MOST_PER_COHORT * num_cohorts:
        return numbers
    left = np.full(len(problem.pool), len(proofs))
    for number in range(len(proofs) - 1, -1, -1):
        left[problem.pool.reduced_costs(proofs[number].prices) > proofs[number].gap] = number
    left[:num_cohorts] = left[list(plan)] = len(proofs) + 1
    return np.sort(numbers[np.argsort(-left[numbers], kind="stable")[: KEPT_PER_COHORT * num_cohorts]])


def reuse(warm: Warm, problem: Problem) -> Reused:
    """Put what can be used again into a problem's pool."""
    old = warm.problem
    choices = list(warm.choices) if same_days(old, problem) else []
    if problem.pool.is_copy_of(old.pool):
        return Reused(warm.numbers, choices, dict(warm.plan))
    if not _same_ground(old.network, problem.network):
        return Reused(np.zeros(0, dtype=np.int64), [], {})
    before, batch = _as_they_are(warm, problem) if _same_options(old, problem) else _cohort_by_cohort(warm, problem)
    now = problem.pool.add(batch)
    return Reused(now, choices, _plan_again(warm, problem, before, now))


def _same_options(old: Problem, problem: Problem) -> bool:
    """Whether cohorts, their options and the departures have the same numbers."""
    ids = [[departure.departure_id for departure in each.network.departures] for each in (old, problem)]
    return (
        old.cohorts == problem.cohorts
        and ids[0] == ids[1]
        and np.array_equal(old.network.departure_days, problem.network.departure_days)
        and all(a.options.by_shape == b.options.by_shape for a, b in zip(old.blocks, problem.blocks, strict=True))
    )


def _as_they_are(warm: Warm, problem: Problem) -> tuple[Ints, Batch]:
    """Itineraries whose units are still large enough, by their numbers there and as they are here."""
    numbers, old = warm.numbers, warm.problem.pool.batch
    fits = np.ones(len(numbers), dtype=bool)
    for block in problem.blocks:
        place = np.full(len(problem.cohorts), -1)
        place[block.cohorts] = block.shapes
        shapes = place[old.cohorts[numbers]]
        mine = np.flatnonzero(shapes >= 0)
        nights = old.nights[numbers[mine]]
        is_lawful = block.options.fits[block.options.first[shapes[mine]][:, None] + nights, np.arange(nights.shape[1])]
        fits[mine] = (is_lawful | (nights == GONE)).all(axis=1)
    kept = numbers[fits]
    return kept, _batch_of(warm.problem, kept)


def _cohort_by_cohort(warm: Warm, problem: Problem) -> tuple[Ints, Batch]:
    """Itineraries of cohorts that are alike in both, by their numbers there and as they are here."""
    old = warm.problem
    cohort_of: dict[PartyId, int] = {party: number for number, cohort in enumerate(problem.cohorts) for party in cohort.parties}
    departures = _departures(old.network, problem.network)
    found: list[tuple[Ints, Batch]] = []
    order = warm.numbers[np.argsort(old.pool.batch.cohorts[warm.numbers], kind="stable")]
    cohorts = old.pool.batch.cohorts[order]
    for number, cohort in enumerate(old.cohorts):
        mine = order[np.searchsorted(cohorts, number) : np.searchsorted(cohorts, number + 1)]
        targets = {cohort_of[party] for party in cohort.parties if party in cohort_of}
        for target in sorted(targets):
            if not len(mine) or not _alike(cohort, problem.cohorts[target]):
                continue
            found.append(_moved_over(old, mine, number, problem, target, departures))
    none = np.zeros(0, dtype=np.int64)
    if not found:
        return none, _batch_of(old, none)
    everything = Batch(
        *(np.concatenate([getattr(batch, name) for _, batch in found]) for name in ("cohorts", "nights", "departures", "steps"))
    )
    return np.concatenate([numbers for numbers, _ in found]), everything


def _batch_of(problem: Problem, numbers: Ints) -> Batch:
    batch = problem.pool.batch
    return Batch(batch.cohorts[numbers], batch.nights[numbers], batch.departures[numbers], batch.steps[numbers])


def _plan_again(warm: Warm, problem: Problem, before: Ints, now: Ints) -> dict[int, int]:
    """The last plan by the numbers that its itineraries have now."""
    plan: dict[int, int] = {}
    waiting: list[int] = problem.counts.tolist()
    for was, itinerary in zip(before.tolist(), now.tolist(), strict=True):
        cohort = int(problem.pool.batch.cohorts[itinerary])
        parties = min(warm.plan.get(was, 0), waiting[cohort])
        if parties:
            plan[itinerary] = plan.get(itinerary, 0) + parties
            waiting[cohort] -= parties
    return plan


def _moved_over(old: Problem, numbers: Ints, cohort: int, problem: Problem, target: int, departures: Ints) -> tuple[Ints, Batch]:
    """Itineraries of one cohort as those of another: the lawful ones, by their numbers there and as they are here."""
    place = {option: at for at, option in enumerate(problem.pool.options_of(target))}
    option_of = np.array([*(place.get(option, GONE) for option in old.pool.options_of(cohort)), GONE])
    before = old.pool.batch
    nights = option_of[before.nights[numbers]]
    leaves = departures[before.departures[numbers]]
    block, at = problem.pool.block_of(target)
    fits = block.options.fits[block.options.first[block.shapes[at]] + nights, np.arange(nights.shape[1])]
    lawful = ((nights == GONE) == (before.nights[numbers] == GONE)).all(axis=1) & (fits | (nights == GONE)).all(axis=1)
    boards = np.append(block.boards[:, at], True)  # the last one stands for no departure
    lawful &= ((leaves == GONE) == (before.departures[numbers] == GONE)) & boards[leaves]
    everyone = np.full(int(lawful.sum()), target)
    return numbers[lawful], Batch(everyone, nights[lawful], leaves[lawful], before.steps[numbers[lawful]])


def _departures(old: Network, new: Network) -> Ints:
    """New index of each departure that leaves on the same day as before; `GONE` for the others, and for none."""
    place = {
        (item.departure_id, item.place_id, int(day)): at
        for at, (item, day) in enumerate(zip(new.departures, new.departure_days, strict=True))
    }
    days = zip(old.departures, old.departure_days, strict=True)
    return np.array([*(place.get((item.departure_id, item.place_id, int(day)), GONE) for item, day in days), GONE])


def _alike(old: Cohort, new: Cohort) -> bool:
    same_start = (old.shape, old.start_site, old.start_placement) == (new.shape, new.start_site, new.start_placement)
    return same_start and _law(old.clock) == _law(new.clock)


def _law(clock: PartyClock) -> PartyClock:
    """A clock without its party's id and departures, which are looked at one by one."""
    return replace(clock, party_id=PartyId(""), departures=(), wait_days=0, deadline_weight=0)


def same_days(old: Problem, new: Problem) -> bool:
    """Whether contested days offer the same choices."""

    def needs(problem: Problem) -> list[tuple[object, ...]]:
        departures = problem.network.departures
        return [
            (each.escort_team, each.escorts_per_person, each.medics, most)
            for each, most in zip(departures, problem.rows.most_people.tolist(), strict=True)
        ]

    return old.rows.contested == new.rows.contested and needs(old) == needs(new)


def _same_ground(old: Network, new: Network) -> bool:
    """Whether days, rules, sites, units and routes are the same; beds, and how many France receives, may differ."""

    def ground(network: Network) -> tuple[object, ...]:
        units = tuple((unit.unit_id, unit.holds, unit.care) for site in network.sites for unit in site.units)
        rules = apart_from_limits(network.instance.rules)
        return network.instance.horizon, rules, tuple((site.site_id, site.role) for site in network.sites), units

    arrays = ("routes", "entry_nights", "ready")
    return ground(old) == ground(new) and all(np.array_equal(getattr(old, name), getattr(new, name)) for name in arrays)
