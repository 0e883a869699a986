"""Numbers that a parameter takes: a list, or from one number to another in steps."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from planner.domain.errors import Fault
from planner.scenario.read import LARGEST, SMALLEST

RANGE = ("from", "to", "step")
MOST_SCENARIOS = 20_000
HOW = "write for instance add = { from = 0, to = 10, step = 2 } or add = [0, 5, 10]"

Number: TypeAlias = int | Decimal


def values_of(file: str, where: str, given: Any, faults: list[Fault]) -> list[Number]:
    """Give the numbers of a range, or of a list; faults, and nothing, when it is neither."""
    before = len(faults)
    if isinstance(given, dict):
        values = _stepped(file, where, given, faults)  # pyright: ignore[reportUnknownArgumentType]  # TOML is untyped
    else:
        values = list[Any](given)
        faults += [Fault(file, 0, where, str(value), f"allowed are numbers; {HOW}") for value in values if not _is_number(value)]
    if len(faults) > before:
        return []
    if not values:
        faults.append(Fault(file, 0, where, "", f"has no number; {HOW}"))
    repeated = sorted(value for value, times in Counter(values).items() if times > 1)
    faults += [Fault(file, 0, where, str(value), "stands there more than once") for value in repeated]
    return values


def _stepped(file: str, where: str, given: Mapping[str, Any], faults: list[Fault]) -> list[Number]:
    """Numbers from the first to the last one, both included where the steps meet it."""
    known = ", ".join(RANGE)
    found = [Fault(file, 0, f"{where}.{key}", "", f"is not a known key; known are {known}") for key in given if key not in RANGE]
    found += [Fault(file, 0, f"{where}.{key}", "", f"is missing; a range has {known}") for key in RANGE if key not in given]
    for key in RANGE:
        if key in given and not (_is_number(given[key]) and SMALLEST <= given[key] <= LARGEST):
            found.append(Fault(file, 0, f"{where}.{key}", str(given[key]), f"allowed are numbers from {SMALLEST:,} to {LARGEST:,}"))
    if not found and given["step"] <= 0:
        found.append(Fault(file, 0, f"{where}.step", str(given["step"]), "allowed is a number above 0"))
    if not found and given["to"] < given["from"]:
        found.append(Fault(file, 0, f"{where}.to", str(given["to"]), f"must not be less than from, which is {given['from']}"))
    if not found and (num := _num_steps(given)) > MOST_SCENARIOS:
        found.append(Fault(file, 0, where, "", f"makes {num:,} numbers; allowed are {MOST_SCENARIOS:,} scenarios in all"))
    faults += found
    return [] if found else [given["from"] + number * given["step"] for number in range(_num_steps(given))]


def _num_steps(given: Mapping[str, Any]) -> int:
    return int((Decimal(given["to"]) - Decimal(given["from"])) // Decimal(given["step"])) + 1


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, Decimal) and value.is_finite())
