"""Grid files: parameters with ranges, or every fault at once."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from planner.domain.errors import Fault, InputError
from planner.scenario.base import Base
from planner.scenario.changes.change import Change
from planner.scenario.grid.measures import NAMES
from planner.scenario.grid.ranges import HOW, MOST_SCENARIOS, Number, values_of
from planner.scenario.kinds import KEYS, Kind
from planner.scenario.read import (
    MOST_NAME_LENGTH,
    WHAT,
    change_of,
    fit_faults,
    heading_faults,
    kind_of,
    read_table,
    value_problem,
)

PARAMETER, NAME = "parameter", "name"
FRONTIER, SAME = "frontier", "same"
MOST_PARAMETERS = 6
DEFAULT_FRONTIER, DEFAULT_SAME = ("detention_nights", "empty_seats"), "transfers"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One change, many times with another amount.

    Attributes
    ----------
    values, changes
        Amounts in the order of the file, and the change with each.
    neutral
        Place of the amount that changes nothing; None when there is none.
    """

    name: str
    values: tuple[Number, ...]
    changes: tuple[Change, ...]
    neutral: int | None

    @property
    def is_policy(self) -> bool:
        """Whether it alters a rule."""
        return any(change.is_policy for change in self.changes)


@dataclass(frozen=True, slots=True)
class Grid:
    """Parameters of which every combination is a scenario.

    Attributes
    ----------
    frontier
        Two figures to hold against each other.
    same
        The figure of which is asked what else gives the same.
    text
        The file as it was read.
    """

    name: str
    reason: str
    parameters: tuple[Parameter, ...]
    frontier: tuple[str, str]
    same: str
    file: str
    text: str

    def places(self) -> list[tuple[int, ...]]:
        """Place of each parameter's amount, scenario by scenario; the last parameter changes first, so that neighbours are alike."""
        return list(product(*(range(len(parameter.values)) for parameter in self.parameters)))

    def changes(self, places: tuple[int, ...]) -> tuple[Change, ...]:
        """The changes of one scenario."""
        return tuple(parameter.changes[place] for parameter, place in zip(self.parameters, places, strict=True))


def read_grid(path: Path, base: Base) -> Grid:
    """Read a grid file and hold it against the workspace.

    Raises
    ------
    InputError
        With every fault: what is not TOML, unknown keys, values and ranges not allowed, changes that match nothing, too many scenarios.
    """
    faults: list[Fault] = []
    raw = read_table(path, faults)
    if raw is None:
        raise InputError(faults)
    faults += heading_faults(path.name, raw, (NAME, "reason", PARAMETER, FRONTIER, SAME))
    faults += _figure_faults(path.name, raw)
    tables: Any = raw.get(PARAMETER)
    if not isinstance(tables, list) or not tables:
        faults.append(Fault(path.name, 0, PARAMETER, "", f"there is none; write [[{PARAMETER}]] with the keys name, what and others below"))
        raise InputError(faults)
    parameters = [_parameter(path, f"{PARAMETER} {number}", table, base, faults) for number, table in enumerate(tables, 1)]  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]  # TOML is untyped
    whole = tuple(parameter for parameter in parameters if parameter)
    faults += _size_faults(path.name, whole, len(parameters))
    faults += _name_faults(path.name, whole)
    faults = faults or list(_together_faults(path.name, whole, base))
    if faults:
        raise InputError(faults)
    first, second = raw.get(FRONTIER, DEFAULT_FRONTIER)
    text = path.read_text(encoding="utf-8")
    return Grid(raw[NAME].strip(), raw["reason"].strip(), whole, (first, second), raw.get(SAME, DEFAULT_SAME), path.name, text)


def _figure_faults(file: str, raw: Mapping[str, Any]) -> Iterator[Fault]:
    known = ", ".join(NAMES)
    front: Any = raw.get(FRONTIER, list(DEFAULT_FRONTIER))
    two = isinstance(front, list) and len(front) == 2  # pyright: ignore[reportUnknownArgumentType]  # noqa: PLR2004  # TOML is untyped
    if not two or front[0] == front[1] or any(each not in NAMES for each in front):  # pyright: ignore[reportUnknownVariableType]
        yield Fault(file, 0, FRONTIER, str(front), f"allowed are two of {known}")  # pyright: ignore[reportUnknownArgumentType]
    if raw.get(SAME, DEFAULT_SAME) not in NAMES:
        yield Fault(file, 0, SAME, str(raw[SAME]), f"allowed is one of {known}")


def _parameter(path: Path, where: str, table: Any, base: Base, faults: list[Fault]) -> Parameter | None:
    before = len(faults)
    keys: dict[str, Any] = dict(table) if isinstance(table, dict) else {}  # pyright: ignore[reportUnknownArgumentType]  # TOML is untyped
    name = keys.pop(NAME, None)
    if isinstance(table, dict) and not (isinstance(name, str) and 0 < len(name.strip()) <= MOST_NAME_LENGTH):
        said = f"allowed is a text of {MOST_NAME_LENGTH} characters at most, to head its column with"
        faults.append(Fault(path.name, 0, f"{where}.{NAME}", "" if name is None else str(name), said))
    kind = kind_of(path.name, where, keys if isinstance(table, dict) else table, faults)
    if kind is None:
        return None
    what = str(keys.pop(WHAT))
    ranged = _ranged(path.name, where, kind, keys, faults)
    if ranged is None:
        return None
    values = values_of(path.name, f"{where}.{ranged}", keys[ranged], faults)
    for value in values:
        problem = value_problem(what, ranged, value)
        if problem:
            faults.append(Fault(path.name, 0, f"{where}.{ranged}", str(value), problem))
    if len(faults) > before:
        return None
    changes = [change for value in values if (change := change_of(path, where, what, {**keys, ranged: value}, faults))]
    for change in changes:
        faults += [fault for fault in fit_faults(path.name, where, change, base.instance) if fault not in faults]
    if len(faults) > before:
        return None
    unchanged = [place for place, change in enumerate(changes) if change.apply(base.instance, base) == base.instance]
    return Parameter(str(name).strip(), tuple(values), tuple(changes), unchanged[0] if unchanged else None)


def _ranged(file: str, where: str, kind: Kind, keys: Mapping[str, Any], faults: list[Fault]) -> str | None:
    """The one key that has a range."""
    ranged = [key for key in keys if isinstance(keys[key], list | dict)]
    numbers = [key for key in kind.keys if KEYS[key].is_number]
    wrong = [key for key in ranged if key not in numbers]
    faults += [Fault(file, 0, f"{where}.{key}", str(keys[key]), f"can have no range; allowed is {KEYS[key].allowed}") for key in wrong]
    if wrong:
        return None
    if not numbers:
        faults.append(Fault(file, 0, f"{where}.{WHAT}", "", "this kind has no number to range over; try it with `planner whatif`"))
    elif len(ranged) != 1:
        said = f"{' and '.join(ranged)} have one each, give one" if ranged else "none has one"
        faults.append(Fault(file, 0, where, "", f"one of {', '.join(numbers)} must have a range; {said}: {HOW}"))
    return ranged[0] if len(ranged) == 1 else None


def _size_faults(file: str, parameters: tuple[Parameter, ...], num_parameters: int) -> Iterator[Fault]:
    if num_parameters > MOST_PARAMETERS:
        yield Fault(file, 0, PARAMETER, str(num_parameters), f"allowed are {MOST_PARAMETERS} parameters at most")
    num = math.prod(len(parameter.values) for parameter in parameters)
    if num > MOST_SCENARIOS:
        sizes = " × ".join(str(len(parameter.values)) for parameter in parameters)
        yield Fault(file, 0, PARAMETER, sizes, f"makes {num:,} scenarios; allowed are {MOST_SCENARIOS:,}: fewer numbers or larger steps")


def _name_faults(file: str, parameters: tuple[Parameter, ...]) -> Iterator[Fault]:
    names = [parameter.name for parameter in parameters]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(file, 0, f"{PARAMETER}.{NAME}", name, "is the name of more than one parameter; give each its own")


def _together_faults(file: str, parameters: tuple[Parameter, ...], base: Base) -> Iterator[Fault]:
    """Changes that fit alone but not together: tried at the ends of every range, between which nothing else can go wrong."""
    seen: set[tuple[str, str, str]] = set()
    for ends in product(*((min, max) for _ in parameters)):
        instance = base.instance
        for number, (parameter, end) in enumerate(zip(parameters, ends, strict=True), 1):
            change = parameter.changes[parameter.values.index(end(parameter.values))]
            found = list(fit_faults(file, f"{PARAMETER} {number}", change, instance))
            yield from (
                Fault(fault.file, 0, fault.column, fault.value, f"together with the others: {fault.problem}")
                for fault in found
                if (fault.column, fault.value, fault.problem) not in seen
            )
            seen |= {(fault.column, fault.value, fault.problem) for fault in found}
            if not found:
                instance = change.apply(instance, base)
