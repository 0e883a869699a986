"""Which limits clash: the fewest that together leave no room for what a party lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.explain.capacity import Capacity, CapacityKind, runs
from planner.explain.hitting import smallest_hitting
from planner.explain.room import Ground, Kind, Room, Way

MOST_TRIED = 120
"""How many sets of limits are tried before no clash is told."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on the days on which it stands in the way.

    Attributes
    ----------
    days
        Of one kind and subject, runs of days in their order.
    """

    days: tuple[Capacity, ...]

    @property
    def kind(self) -> CapacityKind:
        """What it is that may run out."""
        return self.days[0].kind

    @property
    def subject(self) -> str:
        """Whose: as in `Capacity`."""
        return self.days[0].subject


class Clashes:
    """Finds clashes; one limit that was a clash by itself is tried first for the next party."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kinds = list(ground.kinds)
        self._number = {kind: at for at, kind in enumerate(self._kinds)}
        self._single: list[list[int]] = []

    def smallest(self, room: Room, easiest: Way) -> tuple[Limit, ...]:
        """The fewest limits that clash, each on few days; none when it can not be told.

        A set of limits clashes when no itinerary keeps all of them and gives what is wanted, every other limit lifted. Each itinerary
        there is misses some limit of any such set, so the smallest clash is the smallest set that has one limit of what each itinerary
        misses (Ignatiev, Previti, Liffiton and Marques-Silva 2015); itineraries are found as sets turn out not to clash.

        Parameters
        ----------
        easiest
            The itinerary that misses least with every limit lifted; it misses something.
        """
        wanted = room.unplaced(easiest)
        missed = [self._missed(easiest)]
        for single in self._single:
            # What the easiest itinerary keeps is no clash by itself.
            # By itself it is minimal: without it the easiest itinerary is there.
            if self._number[self._ground.kind(single[0])] in missed[0] and room.cheapest(single, wanted) is None:
                return (self._limit(single),)
        for _ in range(MOST_TRIED):
            tried = sorted(smallest_hitting(missed))
            limits = [limit for kind in tried for limit in self._ground.kinds[self._kinds[kind]]]
            way = room.cheapest(limits, wanted)
            if way is None:
                few = self._on_few_days(room, wanted, limits)
                if len(tried) == 1:
                    self._single.append(few)
                return self._told(room, wanted, few)
            missed.append(self._missed(way))
        return ()

    def _missed(self, way: Way) -> frozenset[int]:
        return frozenset(self._number[self._ground.kind(limit)] for limit in way.missing)

    def _on_few_days(self, room: Room, wanted: int, limits: Sequence[int]) -> list[int]:
        """Those of some clashing limits that clash by themselves: up to the earliest day that will do, and from the latest."""
        names = self._ground.names

        def within(first: int, last: int) -> list[int]:
            return [limit for limit in limits if names[limit].first_day <= last and names[limit].last_day >= first and room.is_short(limit)]

        def clash(first: int, last: int) -> bool:
            return room.cheapest(within(first, last), wanted) is None

        low, high = 0, self._ground.problem.network.num_nights - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if clash(0, middle) else (middle + 1, high)
        last = low
        low = 0
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if clash(middle, last) else (low, middle - 1)
        return within(low, last)

    def _told(self, room: Room, wanted: int, limits: Sequence[int]) -> tuple[Limit, ...]:
        """A clash as limits with their days, looked at once more: all of it clashes, and without any one member it does not."""
        by_kind: dict[Kind, list[int]] = {}
        for limit in limits:
            by_kind.setdefault(self._ground.kind(limit), []).append(limit)
        others = ([limit for limit in limits if limit not in own] for own in by_kind.values())
        if room.cheapest(limits, wanted) is not None or any(room.cheapest(rest, wanted) is None for rest in others):
            return ()
        return tuple(self._limit(own) for _, own in sorted(by_kind.items()))

    def _limit(self, days: Sequence[int]) -> Limit:
        return Limit(tuple(runs(self._ground.names[limit] for limit in days)))
