"""The cheapest itineraries of every cohort at given prices: shortest paths over (lane, night), all cohorts at once.

Mathematics in docs/model.md, section Pricing. Leaving a site costs the same from each of its lanes, so moves between
sites go through the cheapest lane of each site: S x S work a night in place of X x X.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.plan import Measure
from planner.model.block import Block
from planner.model.casework import Casework, Schedules, schedules_at, steps_for_holding, steps_for_transfers
from planner.model.feature import DEPARTURE, STEP
from planner.model.forward import Forward, Moves, forward_costs, moves_of
from planner.model.itinerary import GONE, LOCKS_BROKEN, Batch
from planner.model.network import Floats, Ints, Network
from planner.model.prices import Charges, Prices, charges_of
from planner.model.rows import Rows
from planner.model.walks import Walks, each_its_own, shared

HELD, FINAL, TRANSFER = range(3)
"""Kinds of end: still here at the end, at a final place, on a departure."""


@dataclass(frozen=True, slots=True)
class Priced:
    """The cheapest itineraries of a block's cohorts, by kind of end.

    Attributes
    ----------
    costs
        ``(3, C)`` cost of the cheapest of each kind; infinite where there is none.
    ends
        ``(3, C)`` lane on the last night, or the departure.
    """

    block: Block
    walks: Walks
    forward: Forward
    casework: Casework
    schedules: Schedules
    costs: Floats
    ends: Ints


class Pricer:
    """Prices cohorts; what does not depend on prices is worked out once.

    Parameters
    ----------
    blocks, casework, network, rows
        The instance, as the optimiser sees it. Cases are numbered by cohort.
    """

    def __init__(self, blocks: tuple[Block, ...], casework: Casework, network: Network, rows: Rows) -> None:
        self.blocks = blocks
        self._walks: dict[bool, tuple[Walks, ...]] = {}
        self._rooms: dict[bool, list[Forward | None]] = {}
        self._casework = casework
        self._network = network
        self._rows = rows
        days = network.departure_days
        self._usable = np.flatnonzero((days >= 0) & (days < network.num_nights))
        self._legs: dict[tuple[int, str], list[int]] = defaultdict(list)
        for departure in self._usable.tolist():
            self._legs[int(days[departure]), network.departures[departure].place_id].append(departure)

    def with_limits_of(self, network: Network, rows: Rows) -> "Pricer":
        """The same for a problem with other limits."""
        other = Pricer(self.blocks, self._casework, network, rows)
        other._walks = self._walks  # another of the same class; who walks alike is the same whatever the limits
        return other

    def price(self, prices: Prices, blocks: tuple[Block, ...] | None = None) -> list[Priced]:
        """For each cohort its cheapest stay, cheapest final place and cheapest transfer; of some blocks, or all.

        Of all blocks, what is returned can be traced back to itineraries until all are priced again.
        """
        charges = charges_of(prices, self._rows, self._network)
        if blocks is not None:
            return [self._price(block, each_its_own(block), prices, charges, None) for block in blocks]
        share = not prices.features
        if share not in self._walks:
            self._walks[share] = tuple((shared if share else each_its_own)(block) for block in self.blocks)
        rooms = self._rooms.get(share, [None] * len(self.blocks))
        each = zip(self.blocks, self._walks[share], rooms, strict=True)
        priced = [self._price(block, walks, prices, charges, room) for block, walks, room in each]
        self._rooms[share] = [found.forward for found in priced]
        return priced

    def least(self, priced: list[Priced], num_cohorts: int) -> Floats:
        """``(C,)`` cost of each cohort's cheapest itinerary of any kind: exact, so that it proves a bound."""
        least = np.full(num_cohorts, np.inf)
        for found in priced:
            least[found.block.cohorts] = found.costs.min(axis=0)
        return least

    def _price(self, block: Block, walks: Walks, prices: Prices, charges: Charges, room: Forward | None) -> Priced:
        forward = forward_costs(walks.block, self._network, prices, charges, room)
        casework, own = self._casework, {}
        if prices.features:
            casework, own = _branched_cases(casework, prices)
        case_of = casework.case_of[block.cohorts]
        schedules = schedules_at(casework, charges.cases, own)
        ready, held = schedules.ready_cost[case_of], schedules.held_cost[case_of]
        costs = np.full((3, len(block.cohorts)), np.inf)
        ends = np.full((3, len(block.cohorts)), GONE, dtype=np.int64)
        self._stays(block, prices, forward.lanes[-1, :-1][:, walks.of], held, costs, ends)
        self._transfers(block, prices, charges, self._left(walks, prices, charges, forward), ready, costs, ends)
        return Priced(block, walks, forward, casework, schedules, costs, ends)

    def _stays(self, block: Block, prices: Prices, total: Floats, held: Floats, costs: Floats, ends: Ints) -> None:
        """Ends in a lane on the last night: held where a transfer stays possible, at a landing place, final, or unplaced."""
        lanes = block.lanes
        if not len(lanes.sites):
            return
        total[lanes.is_detention] += held
        fixed = self._network.num_nights * _order_cost(block, prices)
        let_go = prices.weight(Measure.LIVE_CASES_LET_GO) * block.sizes * block.is_live
        if len(block.own.at):
            fixed[block.own.at] += prices.weights[LOCKS_BROKEN] * block.own.locks_departures[:, -1]
        for kind, which, extra in ((HELD, ~lanes.is_final, fixed), (FINAL, lanes.is_final, fixed + let_go)):
            numbers = np.flatnonzero(which)
            if len(numbers):
                best = total[numbers].argmin(axis=0)
                costs[kind] = total[numbers[best], np.arange(len(best))] + extra
                ends[kind] = numbers[best]

    def _left(self, walks: Walks, prices: Prices, charges: Charges, forward: Forward) -> dict[int, Floats]:
        """Least cost of coming to each departure, of all cohorts that have entered; the first of each day and place stands for all."""
        moves, found = moves_of(self._network, prices, charges), dict[int, Floats]()
        for (day, _), departures in self._legs.items():
            walking = int(walks.block.entering[day + 1])
            leg = self._leg(walks.block, prices, moves, day, departures[0])
            found[departures[0]] = (forward.sites[day, :, :walking] + leg[:, :walking]).min(axis=0)[walks.of[walks.of < walking]]
        return found

    def _transfers(
        self, block: Block, prices: Prices, charges: Charges, left: Mapping[int, Floats], ready: Floats, costs: Floats, ends: Ints
    ) -> None:
        """Ends on a departure."""
        if not len(self._usable):
            return
        order = _order_cost(block, prices)
        changing = prices.weight(Measure.CHANGES)
        total = np.full((len(self._usable), len(block.cohorts)), np.inf)
        rank = {departure: row for row, departure in enumerate(self._usable.tolist())}
        gone_after = np.cumsum(block.own.locks_gone[:, ::-1], axis=1)[:, ::-1]
        for (day, _), departures in self._legs.items():
            inside = int(block.entering[day + 1])
            before = left[departures[0]] + (ready[:inside, day] + day * order[:inside])
            for departure in departures:
                cost = before + block.sizes[:inside] * charges.boarding[departure]
                if changing and len(block.changes):
                    cost += changing * block.changes_departures[departure, :inside]
                total[rank[departure], :inside] = np.where(block.boards[departure, :inside], cost, np.inf)
        for row, at in enumerate(block.own.at.tolist()):
            days = self._network.departure_days[self._usable]
            broken = gone_after[row, days] + block.own.locks_departures[row, self._usable]
            total[:, at] += prices.weights[LOCKS_BROKEN] * broken
            for pair in block.own.apart[row]:
                total[:, at] += charges.apart_departures[pair][self._usable]
        for at, cohort in enumerate(block.cohorts.tolist() if prices.features else ()):
            for feature, price in prices.features.get(cohort, {}).items():
                if feature.kind == DEPARTURE:
                    total[rank[feature.index], at] += price
        counts = block.sizes * (prices.weight(Measure.TRANSFERS) + block.expires * prices.weight(Measure.EXPIRING_TRANSFERS))
        best = total.argmin(axis=0)
        costs[TRANSFER] = total[best, np.arange(len(best))] - counts
        ends[TRANSFER] = self._usable[best]

    def _leg(self, block: Block, prices: Prices, moves: Moves, day: int, departure: int) -> Floats:
        """``(S, C or 1)`` cost of the journey from each site to a departure; it is no move between sites."""
        road = prices.weight(Measure.ROAD_MINUTES) * self._network.departure_minutes[:, departure]
        leg = moves.leave[:, day] - prices.weight(Measure.PERSON_MOVES) + road
        return leg[:, None] * block.sizes

    def itineraries(self, priced: Priced, prices: Prices, kinds: Ints, at: Ints) -> Batch:
        """The itineraries behind costs: of a kind of end, for cohorts by their position in the block."""
        block, network = priced.block, self._network
        charges = charges_of(prices, self._rows, network)
        moves = moves_of(network, prices, charges)
        trace = _Trace(priced, network, moves, prices.weight(Measure.PERSON_MOVES))
        ends, walking = priced.ends[kinds, at], priced.walks.of[at]
        transfers = np.flatnonzero(kinds == TRANSFER)
        departures = np.where(kinds == TRANSFER, ends, GONE)
        last_nights = np.full(len(at), network.num_nights - 1)
        last_lanes = ends.copy()
        last_nights[transfers] = network.departure_days[ends[transfers]] - 1
        for departure in np.unique(ends[transfers]).tolist():
            which = transfers[ends[transfers] == departure]
            day, columns = int(network.departure_days[departure]), walking[which]
            leg = self._leg(priced.walks.block, prices, moves, day, departure)[:, columns]
            last_lanes[which] = trace.lanes_of(day, columns, (priced.forward.sites[day][:, columns] + leg).argmin(axis=0))
        lanes = trace.back(walking, last_nights, last_lanes)
        options = block.lanes.options[block.shapes[at][:, None], lanes] - block.options.first[block.shapes[at]][:, None]
        cases = priced.casework.case_of[block.cohorts[at]]
        steps = np.full((len(at), priced.schedules.best.shape[0]), GONE, dtype=np.int64)
        steps[transfers] = steps_for_transfers(priced.casework, priced.schedules, cases[transfers], network.departure_days[ends[transfers]])
        held = np.flatnonzero((kinds == HELD) & block.lanes.is_detention[np.where(kinds == TRANSFER, 0, ends)])
        steps[held] = steps_for_holding(priced.casework, priced.schedules, cases[held])
        return Batch(block.cohorts[at], np.where(lanes == GONE, GONE, options), departures, steps)


class _Trace:
    """Walks back from the end of cheapest itineraries; cohorts by their position among those that walk."""

    def __init__(self, priced: Priced, network: Network, moves: Moves, moving: float) -> None:
        self._block = priced.walks.block
        self._forward = priced.forward
        self._network = network
        self._moves = moves
        self._moving = moving
        lanes = priced.walks.block.lanes
        width = int(np.bincount(lanes.sites).max(initial=1)) if len(lanes.sites) else 1
        self._site_lanes = np.full((len(network.sites), width), len(lanes.sites), dtype=np.int64)
        for site in np.unique(lanes.sites).tolist():
            here = np.flatnonzero(lanes.sites == site)
            self._site_lanes[site, : len(here)] = here

    def lanes_of(self, day: int, at: Ints, sites: Ints) -> Ints:
        """Cheapest lane of sites on the night before a day; `GONE` on the entry day, when there is none."""
        lanes = np.full(len(at), GONE, dtype=np.int64)
        inside = np.flatnonzero(self._block.entry_days[at] < day)
        if len(inside):
            candidates = self._site_lanes[sites[inside]]
            costs = self._forward.lanes[day - 1][candidates, at[inside][:, None]]
            lanes[inside] = candidates[np.arange(len(inside)), costs.argmin(axis=1)]
        return lanes

    def back(self, at: Ints, last_nights: Ints, last_lanes: Ints) -> Ints:
        """``(N, T)`` lanes by night; `GONE` after the last night and before the entry day."""
        lanes, entry = self._block.lanes, self._block.entry_days[at]
        found = np.full((len(at), self._network.num_nights), GONE, dtype=np.int64)
        current = np.full(len(at), GONE, dtype=np.int64)
        for night in range(self._network.num_nights - 1, -1, -1):
            current = np.where(last_nights == night, last_lanes, current)
            found[:, night] = current
            current = np.where(entry == night, GONE, current)
            active = np.flatnonzero(current != GONE)
            if not len(active):
                continue
            columns, lane = at[active], current[active]
            sources = lanes.sources[lane]
            people = lanes.moved[lane, :, columns] if lanes.moved.shape[2] > 1 else lanes.moved[lane, :, 0]
            within = self._forward.lanes[night - 1][sources, columns[:, None]] + self._moving * people
            best = within.argmin(axis=1)
            source = sources[np.arange(len(active)), best]
            entering = np.flatnonzero(np.isin(lane, lanes.entered[night]))
            if len(entering):
                cost, sites = self._cheapest_move(night, columns[entering], lanes.sites[lane[entering]])
                moved = cost < within[entering, best[entering]]
                rows = entering[moved]
                source[rows] = self.lanes_of(night, columns[rows], sites[moved])
            current[active] = source
        return found

    def _cheapest_move(self, night: int, at: Ints, targets: Ints) -> tuple[Floats, Ints]:
        """Least cost of coming to sites from others on a day, and where from."""
        moves, sizes = self._moves, self._block.sizes[at]
        cost = self._forward.sites[night][:, at] + moves.leave[:, night][:, None] * sizes
        if moves.minutes is not None:
            cost = cost + moves.minutes[:, targets] * sizes
        cost = np.where(self._network.routes[:, targets], cost, np.inf)
        sites = cost.argmin(axis=0)
        return cost[sites, np.arange(len(at))] + moves.enter[targets, night] * sizes, sites


def _branched_cases(casework: Casework, prices: Prices) -> tuple[Casework, dict[int, dict[tuple[int, int], float]]]:
    """Cases of their own for cohorts with a price on a step's day."""
    own: dict[int, dict[tuple[int, int], float]] = {}
    case_of = casework.case_of.copy()
    copied: list[int] = []
    for cohort, features in sorted(prices.features.items()):
        charges = {(feature.index, feature.day): price for feature, price in features.items() if feature.kind == STEP}
        if charges:
            own[len(casework.num_steps) + len(copied)] = charges
            copied.append(int(casework.case_of[cohort]))
            case_of[cohort] = len(casework.num_steps) + len(copied) - 1
    rows = np.concatenate([np.arange(len(casework.num_steps)), np.array(copied, dtype=np.int64)])
    by_case = ("cases", "earliest", "deadline", "gap", "num_steps", "latest_notice", "ready", "num_held", "held_latest")
    return replace(casework, case_of=case_of, **{name: getattr(casework, name)[rows] for name in by_case}), own


def _order_cost(block: Block, prices: Prices) -> Floats:
    """``(C,)`` cost of a day later in the canonical order."""
    return block.wait * prices.weight(Measure.WAIT_ORDER) + block.deadline * prices.weight(Measure.DEADLINE_ORDER)
