"""The tiers one after the other: each count brought to its linear optimum, with a proof, on the face left by those before.

Once a count's bound is proven, every itinerary whose reduced cost exceeds the distance between value and bound can
not be part of any plan that reaches the value, and every capacity with such a price must be used in full
(reduced-cost fixing). What is left, the optimal face, is where the next count is optimised: there is no weighted sum
and hardly a row for what is held. Pricing sees the counts before as prices: the proofs found for them, as often as
needed to keep out what the face forbids.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from planner.model.contested import Choice
from planner.model.itinerary import COUNTS
from planner.model.lp import InfeasibleError
from planner.model.master import IMPROVES, Basis, Master
from planner.model.network import Flags, Floats, Ints
from planner.model.prices import Prices
from planner.model.problem import Found, Problem
from planner.model.proof import ROOM, ROOM_SHARE, Proof, Settled, is_tight, round_up, slack

HALF = 0.5
SEED = 1
"""Of itineraries drawn by lot."""

MORE = 1.5
MOST_RAISES = 40
"""How much more weight a proof gets than the itineraries seen so far ask for, and how often."""


class Tiers:
    """Brings one count after the other to its linear optimum in a master of its own state.

    Parameters
    ----------
    master
        Holds the itineraries to begin with; itineraries are taken out of it as counts settle.
    held
        Values of counts that the master holds already, by position.
    is_late
        Whether time is up.
    """

    def __init__(self, problem: Problem, master: Master, held: Mapping[int, int], is_late: Callable[[], bool]) -> None:
        self._problem, self._master, self._is_late = problem, master, is_late
        self._proofs: list[Proof] = []
        self._values = np.zeros(len(COUNTS))
        for position, value in held.items():
            self._values[position] = value
        self._full: Flags = np.zeros(len(problem.rows.limits), dtype=bool)
        self._forbidden_by: Ints = np.zeros(0, dtype=np.int64)
        self._forbidden_choices: dict[Choice, int] = {}

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """What is proven so far, count by count."""
        return tuple(self._proofs)

    @property
    def choices(self) -> list[Choice]:
        """Choices of contested days in the master."""
        return self._master.choices

    def proofs_before(self, position: int) -> int:
        """How many proofs came before a count's."""
        return next((number for number, proof in enumerate(self._proofs) if proof.position == position), len(self._proofs))

    def values(self) -> Floats:
        """``(N,)`` parties on each itinerary of the pool in the last solution."""
        return self._master.values()

    def take_over(self, proofs: Sequence[Proof], choices: Sequence[Choice], basis: Basis | None) -> None:
        """Begin on the face that counts proven elsewhere leave, with the itineraries seen so far that lie on it.

        Parameters
        ----------
        choices
            Choices of contested days to begin with.
        basis
            Where the linear programme may begin.
        """
        master = self._master
        self._proofs = list(proofs)
        for proof in proofs:
            self._values[proof.position] = proof.value
            self._full |= proof.prices.rows > proof.gap
        mine = self.allowed(len(proofs))
        master.add(mine)
        master.add_choices([choice for choice in choices if self._forbidding(choice) is None])
        master.fill(np.flatnonzero(self._full))
        for proof in proofs:
            master.fill_days(np.flatnonzero(proof.worths > proof.gap))
        if basis is not None:
            master.start_from(basis)

    def is_possible(self) -> bool:
        """Whether some mix of the itineraries in the master keeps all that is held: then each count proven is at its optimum."""
        try:
            self._master.solve()
        except InfeasibleError:
            return False
        return True

    def settle(self, position: int) -> Settled | None:
        """Bring a count to its optimum and hold it; None when time is up before that is proven."""
        self._master.minimise_count(position)
        while True:
            value = self._master.solve()
            if not self._is_late() and self._recall():
                continue
            found, bound, added = self._prove(position, value)
            is_proven = round_up(bound) >= round_up(value)
            if is_tight(bound, value) or not added or (is_proven and self._is_late()):
                break
            if self._is_late():
                self._proofs.append(
                    Proof(
                        position,
                        replace(found.prices, cohorts=found.least),
                        found.worths,
                        bound,
                        np.inf,
                        ROOM,
                        self._values.copy(),
                        forbids=False,
                    )
                )
                return None
        reached = round_up(value)
        self._hold(position, found, reached, bound, exact=value > reached - ROOM - slack(value))
        return Settled(reached, round_up(bound))

    def bound(self, position: int, known: int, goal: int) -> int:
        """Bring a count towards its optimum until the bound known of it reaches a goal or the optimum rounded up, or time is up: the bound.

        A count of which a value is held already is bounded among the plans that are no worse.
        """
        self._master.minimise_count(position)
        best = known
        while True:
            value = self._master.solve()
            if not self._is_late() and self._recall():
                continue
            _, bound, added = self._prove(position, value, min(goal, round_up(value)))
            best = max(best, round_up(bound))
            if best >= min(goal, round_up(value)) or not added or self._is_late():
                return best

    def _recall(self) -> int:
        """Let itineraries back into the master that would improve it, where there are many: how many came."""
        prices = self._master.prices()
        self._look_at_new()
        return self._master.recall(prices, self._forbidden_by < 0)

    def _prove(self, position: int, value: float, enough: float = math.inf) -> tuple[Found, float, int]:
        """Price the master's solution together with the proofs before: what was found, the bound, itineraries added."""
        master, problem = self._master, self._problem
        own = master.prices()
        shares = self._shares(own)
        for _ in range(MOST_RAISES - 1):
            found = problem.price(self._joined(own, shares))
            bound = self._bound(position, found)
            if is_tight(bound, value) or round_up(bound) >= enough:
                return found, bound, 0
            numbers = problem.improving(found)
            self._look_at_new()
            lawful = numbers[self._forbidden_by[numbers] < 0]
            choices = [choice for choice in found.choices if self._forbidding(choice) is None]
            added = master.add(lawful) + master.add_choices(choices)
            if added:
                master.thin_out(own, lawful)
                return found, bound, added
            raised = self._shares(own, shares)
            if (raised <= shares).all():
                return found, bound, 0
            shares = raised
        found = problem.price(self._joined(own, shares))
        return found, self._bound(position, found), 0

    def _bound(self, position: int, found: Found) -> float:
        return self._problem.bound(found, self._values) + float(self._values[position]) - self._master.branch_worth()

    def _joined(self, own: Prices, shares: Floats) -> Prices:
        """The master's prices and those of the proofs before, each by its share."""
        rows, weights, cohorts = own.rows.copy(), own.weights.copy(), own.cohorts.copy()
        for share, proof in zip(shares, self._proofs, strict=True):
            if share:
                rows += share * proof.prices.rows
                weights += share * proof.prices.weights
                cohorts += share * proof.prices.cohorts
        # A capacity that every plan left must use in full may have a price of either sign.
        return Prices(np.where(self._full, rows, np.maximum(rows, 0.0)), weights, cohorts, own.features)

    def _shares(self, own: Prices, before: Floats | None = None) -> Floats:
        """Least share of each proof at which no forbidden itinerary or choice seen so far would improve."""
        shares = np.zeros(len(self._proofs)) if before is None else before.copy()
        if not self._proofs:
            return shares
        self._look_at_new()
        reduced = self._problem.pool.reduced_costs(own)
        for number, proof in enumerate(self._proofs):
            mine = np.flatnonzero((self._forbidden_by == number) & (reduced < -IMPROVES))
            if len(mine):
                costs = self._problem.pool.reduced_costs(proof.prices)[mine]
                shares[number] = max(shares[number], MORE * float((-reduced[mine] / costs).max()))
        days = self._master.day_prices() if self._forbidden_choices else ()
        for choice, number in self._forbidden_choices.items():
            better = self._worth(choice, own) - float(days[choice.day])
            if better > IMPROVES:
                proof = self._proofs[number]
                lost = float(proof.worths[choice.day]) - self._worth(choice, proof.prices)
                shares[number] = max(shares[number], MORE * better / lost)
        return shares

    def _worth(self, choice: Choice, prices: Prices) -> float:
        """What the seats of a choice are worth."""
        seats = self._problem.rows.seats[list(self._problem.rows.contested[choice.day].departures)]
        return float(np.append(prices.rows, 0.0)[seats] @ np.array(choice.people))

    def _hold(self, position: int, found: Found, value: int, bound: float, *, exact: bool) -> None:
        """Hold a count at its value: take out what can not reach it."""
        largest = float(np.abs(self._problem.pool.counts @ found.prices.weights).max(initial=0.0))
        room = max(ROOM, ROOM_SHARE * largest)
        gap, prices = max(0.0, value - bound) + room, replace(found.prices, cohorts=found.least)
        self._proofs.append(Proof(position, prices, found.worths, bound, gap, room, self._values.copy(), forbids=exact))
        self._values[position] = value
        master = self._master
        if exact:
            self._look_at_new(len(self._proofs) - 1)
            master.keep(self._forbidden_by < 0)
            master.forbid_choices([choice for choice in master.choices if self._forbidding(choice) is not None])
        else:
            # The value lies above the linear optimum: no face to stay on, the count itself is a row.
            self._look_at_new()
            master.hold(position, value)
        self._full |= found.prices.rows > gap
        master.fill(np.flatnonzero(found.prices.rows > gap))
        master.fill_days(np.flatnonzero(found.worths > gap))

    def _look_at_new(self, proof: int | None = None) -> None:
        """Find out which itineraries of the pool are forbidden, and by which proof first."""
        pool = self._problem.pool
        known = len(self._forbidden_by)
        if known < len(pool):
            self._forbidden_by = np.concatenate([self._forbidden_by, np.full(len(pool) - known, -1)])
            for number in range(len(self._proofs)):
                if self._proofs[number].forbids and number != proof:
                    self._forbid_by(number, known)
        if proof is not None:
            self._forbid_by(proof, 0)

    def _forbid_by(self, number: int, first: int) -> None:
        proof = self._proofs[number]
        costs = self._problem.pool.reduced_costs(proof.prices)
        by = self._forbidden_by
        new = (by < 0) & (costs > proof.gap)
        new[:first] = False
        by[new] = number

    def _forbidding(self, choice: Choice) -> int | None:
        """Number of the first proof in which a choice of a contested day is worth too little; None where it is in none."""
        for number, proof in enumerate(self._proofs):
            if proof.forbids and proof.worths[choice.day] - self._worth(choice, proof.prices) > proof.gap:
                self._forbidden_choices[choice] = number
                return number
        return None

    def shortfall(self) -> float:
        """What is left unserved or unfilled in a branch; 0 where it has a solution."""
        return self._master.shortfall()

    def raise_penalty(self, factor: float) -> None:
        """Let that cost so many times as much."""
        self._master.raise_penalty(factor)

    def basis(self) -> Basis | None:
        """Where the linear programme stands."""
        return self._master.basis()

    def prefer(self, numbers: Ints) -> None:
        """Move to where on the face most parties take some itineraries, by number."""
        mine = np.intersect1d(numbers, self.allowed(len(self._proofs)))
        self._master.add(mine)
        self._master.prefer(mine)
        self._master.solve()

    def corner(self, number: int) -> None:
        """Move to another corner of the face: where most parties take itineraries drawn by lot."""
        allowed = self.allowed_now()
        self._master.prefer(allowed[np.random.default_rng([SEED, number]).random(len(allowed)) < HALF])
        with suppress(InfeasibleError):
            self._master.solve()

    def allowed_now(self) -> Ints:
        """Numbers of the itineraries of the pool that no proof forbids."""
        return self.allowed(len(self._proofs))

    def allowed(self, before: int) -> Ints:
        """Numbers of the itineraries of the pool that none of the first proofs forbids."""
        self._look_at_new()
        return np.flatnonzero((self._forbidden_by < 0) | (self._forbidden_by >= before))
