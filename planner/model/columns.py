"""The pool of itineraries found so far: each once, with what it uses and counts."""

from planner.model.cohorts import Cohort
from planner.model.group import Group
from planner.model.itinerary import GONE, Itinerary, counts_of, moves_of
from planner.model.keys import Key
from planner.model.network import Network
from planner.model.options import Option
from planner.model.pricing import Path
from planner.model.resources import Resources


class Pool:
    """Itineraries by number.

    Parameters
    ----------
    cohorts, groups, network, resources
        The instance, as the optimiser sees it.
    """

    def __init__(self, cohorts: tuple[Cohort, ...], groups: tuple[Group, ...], network: Network, resources: Resources) -> None:
        self._cohorts = cohorts
        self._network = network
        self._resources = resources
        self.options: dict[int, tuple[Option, ...]] = {int(index): group.options for group in groups for index in group.cohorts}
        self.itineraries: list[Itinerary] = []
        self.uses: list[dict[Key, int]] = []
        self._known: set[tuple[object, ...]] = set()

    def add(self, cohort: int, nights: tuple[int, ...], departure: int, steps: tuple[int, ...]) -> bool:
        """Add an itinerary; False when it is known already."""
        key = (cohort, nights, departure, steps)
        if key in self._known:
            return False
        self._known.add(key)
        options, member = self.options[cohort], self._cohorts[cohort]
        moves = moves_of(nights, departure, member, options, self._network)
        counts = counts_of(nights, departure, member, options, self._network, moves)
        self.itineraries.append(Itinerary(cohort, nights, departure, steps, counts))
        self.uses.append(self._resources.use(nights, departure, steps, member, options, self._network, moves))
        return True

    def use_of(self, path: Path) -> dict[Key, int]:
        """What one party would use on a priced path."""
        options, member = self.options[path.cohort], self._cohorts[path.cohort]
        moves = moves_of(path.nights, path.departure, member, options, self._network)
        return self._resources.use(path.nights, path.departure, path.steps, member, options, self._network, moves)

    def add_path(self, path: Path) -> bool:
        """Add a priced path."""
        return self.add(path.cohort, path.nights, path.departure, path.steps)

    def add_unplaced(self) -> None:
        """For every cohort the itinerary that is always there: no lawful bed on any night."""
        for index, cohort in enumerate(self._cohorts):
            here = self._network.site_index[cohort.start_site]
            option = next(number for number, item in enumerate(self.options[index]) if item.site == here and item.is_unplaced)
            entry = cohort.clock.entry_day
            nights = (GONE,) * entry + (option,) * (self._network.num_nights - entry)
            self.add(index, nights, GONE, (GONE,) * len(cohort.clock.case.steps))
