"""The scenarios of a grid with what is known of each, and what can be read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from planner.scenario.grid.measures import MORE_IS_BETTER, Known, is_better
from planner.scenario.grid.read import Grid
from planner.scenario.run import Outcome

UNPLACED = "unplaced_nights"
MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One scenario of a grid.

    Attributes
    ----------
    places
        Place of each parameter's amount.
    """

    number: int
    places: tuple[int, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Points:
    """A grid, solved.

    Attributes
    ----------
    base
        What is known without a change.
    """

    grid: Grid
    base: Known
    points: tuple[Point, ...]

    def amounts(self, point: Point) -> tuple[str, ...]:
        """Each parameter's amount, as in the file."""
        return tuple(str(parameter.values[place]) for parameter, place in zip(self.grid.parameters, point.places, strict=True))

    def words(self, point: Point) -> str:
        """A point in words."""
        pairs = zip(self.grid.parameters, self.amounts(point), strict=True)
        return ", ".join(f"{parameter.name}: {amount}" for parameter, amount in pairs)

    def is_neutral(self, point: Point) -> bool:
        """Whether it changes nothing."""
        return all(parameter.neutral == place for parameter, place in zip(self.grid.parameters, point.places, strict=True))

    def feasible(self) -> list[Point]:
        """Points with a plan that keeps every pin."""
        return [point for point in self.points if point.known.outcome is not Outcome.LOCKS]

    def at(self) -> Mapping[tuple[int, ...], Point]:
        """Points by their places."""
        return {point.places: point for point in self.points}

    def slices(self) -> list[tuple[int, ...]]:
        """Amounts of every parameter after the second, each of which gives a table of the first two."""
        return list(product(*(range(len(parameter.values)) for parameter in self.grid.parameters[2:])))


def frontier(points: Points) -> list[Point]:
    """Points of which no other is better in one of the grid's two figures and at least as good in the other; equal ones count once."""
    first, second = points.grid.frontier
    best: dict[tuple[int, int], Point] = {}
    for point in points.feasible():
        best.setdefault((point.known.figures[first], point.known.figures[second]), point)
    ordered = sorted(best.values(), key=lambda point: (_cost(first, point), _cost(second, point)))
    found: list[Point] = []
    for point in ordered:
        if not found or is_better(second, point.known.figures[second], found[-1].known.figures[second]):
            found.append(point)
    return found


def smallest_clearing(points: Points) -> list[Point]:
    """Points where everybody has a lawful bed every night and from which no parameter can be taken nearer to no change."""
    clearing = [point for point in points.feasible() if not point.known.figures[UNPLACED]]
    far = {point.number: _steps_away(points, point) for point in clearing}
    found: list[Point] = []
    for point in sorted(clearing, key=lambda point: (sum(map(abs, far[point.number])), point.number)):
        if not any(_is_on_the_way(far[other.number], far[point.number]) for other in found):
            found.append(point)
    return found


def fewest_unplaced(points: Points) -> Point | None:
    """The first point with the fewest nights without a lawful bed; None when no point keeps every pin."""
    return min(points.feasible(), key=lambda point: (point.known.figures[UNPLACED], point.number), default=None)


@dataclass(frozen=True, slots=True)
class Level:
    """What else gives the same.

    Attributes
    ----------
    value
        A value of the figure.
    least
        Place of the first parameter's first amount that reaches it, by place of the second one's amount; None where none does.
    """

    value: int
    least: tuple[int | None, ...]


def levels(points: Points, rest: tuple[int, ...]) -> list[Level]:
    """For values of the grid's figure, how little of the first parameter reaches them beside each amount of the second.

    Parameters
    ----------
    rest
        Amounts of the other parameters, by place.
    """
    rows, columns = (range(len(parameter.values)) for parameter in points.grid.parameters[:2])
    at, name = points.at(), points.grid.same
    plane = {(row, column): at[row, column, *rest] for row in rows for column in columns}
    values = {place: point.known.figures[name] for place, point in plane.items() if point.known.outcome is not Outcome.LOCKS}

    def least(wanted: int, column: int) -> int | None:
        reached = (row for row in rows if (row, column) in values and not is_better(name, wanted, values[row, column]))
        return next(reached, None)

    chosen = _spread(sorted(set(values.values()), reverse=name not in MORE_IS_BETTER))
    return [Level(value, tuple(least(value, column) for column in columns)) for value in chosen]


def _spread(values: Sequence[int]) -> list[int]:
    """Some of the values, evenly, with the best one; the worst is reached everywhere and says nothing."""
    useful = values[1:]
    if len(useful) <= MOST_LEVELS:
        return list(useful)
    return [useful[round(number * (len(useful) - 1) / (MOST_LEVELS - 1))] for number in range(MOST_LEVELS)]


def _cost(name: str, point: Point) -> int:
    value = point.known.figures[name]
    return -value if name in MORE_IS_BETTER else value


def _steps_away(points: Points, point: Point) -> tuple[int, ...]:
    """How many steps each amount is from the one that changes nothing, and to which side; from the first where none does."""
    pairs = zip(points.grid.parameters, point.places, strict=True)
    return tuple(place - (parameter.neutral or 0) for parameter, place in pairs)


def _is_on_the_way(near: tuple[int, ...], far: tuple[int, ...]) -> bool:
    """Whether every parameter is between no change and the farther point."""
    return all(min(0, to) <= at <= max(0, to) for at, to in zip(near, far, strict=True))
