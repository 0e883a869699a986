"""Where a party of one shape can spend a night: a site and, for each class of member, units.

Members alike in category and care needs form a class and are interchangeable. An option is one way of placing
every class in units of one site, or the site without any bed (unplaced).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from planner.domain.people import Category
from planner.domain.sites import Site, Unit

MemberClass: TypeAlias = tuple[Category, frozenset[str]]
"""Category and care needs."""

Shape: TypeAlias = tuple[tuple[MemberClass, int], ...]
"""Members by class, sorted."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way for a party to spend a night.

    Attributes
    ----------
    site
        Index of the site.
    placement
        ``(class, unit, people)`` by index, sorted; empty for unplaced.
    beds
        ``(unit, people)``, summed over classes.
    """

    site: int
    placement: tuple[tuple[int, int, int], ...]
    beds: tuple[tuple[int, int], ...]

    @property
    def is_unplaced(self) -> bool:
        """Whether the party has no bed."""
        return not self.placement


def shape_of(members: Iterator[MemberClass] | list[MemberClass]) -> Shape:
    """Members counted by class, in a canonical order."""
    return tuple(sorted(Counter(members).items(), key=lambda item: (item[0][0], sorted(item[0][1]))))


def options_of(shape: Shape, sites: tuple[Site, ...], unit_index: dict[str, int]) -> tuple[Option, ...]:
    """Every option of a shape: by site, unplaced last.

    Parameters
    ----------
    sites
        All sites, in order.
    unit_index
        Index of each unit by id.
    """
    options: list[Option] = []
    for index, site in enumerate(sites):
        placements: list[tuple[tuple[int, int, int], ...]] = [()]
        for number, (member, people) in enumerate(shape):
            units = [unit_index[unit.unit_id] for unit in site.units if may_hold(unit, member)]
            placements = [
                (*placement, *((number, unit, count) for unit, count in spread if count))
                for placement in placements
                for spread in _spreads(people, units)
            ]
        options += [Option(index, placement, _beds(placement)) for placement in placements]
        options.append(Option(index, (), ()))
    return tuple(options)


def may_hold(unit: Unit, member: MemberClass) -> bool:
    """Whether a unit may hold a member of a class."""
    category, needs = member
    return category in unit.holds and needs <= unit.care


def moved(before: tuple[tuple[int, int, int], ...], after: tuple[tuple[int, int, int], ...], size: int) -> int:
    """People whose unit changes between two placements at one site."""
    if not after:
        return sum(count for _, _, count in before)
    kept = {(number, unit): count for number, unit, count in before}
    return size - sum(min(count, kept.get((number, unit), 0)) for number, unit, count in after)


def _spreads(people: int, units: list[int]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every way to put a number of people into units."""
    if not units:
        return
    if len(units) == 1:
        yield ((units[0], people),)
        return
    for count in range(people, -1, -1):
        for rest in _spreads(people - count, units[1:]):
            yield ((units[0], count), *rest)


def _beds(placement: tuple[tuple[int, int, int], ...]) -> tuple[tuple[int, int], ...]:
    beds: Counter[int] = Counter()
    for _, unit, count in placement:
        beds[unit] += count
    return tuple(sorted(beds.items()))
