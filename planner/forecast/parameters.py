"""Fitted parameters as a small JSON file: each coefficient beside its name, with the edition it was fitted on. One is shipped."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast

from planner.domain.errors import Fault, InputError
from planner.forecast.model import ARRIVAL_FEATURES, BOAT_FEATURES, STATE, Parameters

SHIPPED: Final = "parameters.json"
FORMAT: Final = 1
NOTE: Final = (
    "Parameters of the arrivals forecast (docs/forecast.md), from provisional figures; planner forecast fit makes them anew. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
_TEXTS: Final = ("file", "source", "edition", "made_with")
_NUMBERS: Final = ("boat_dispersion", "day_variance", "boat_variance")


def shipped() -> Parameters:
    """Give the parameters that come with the planner."""
    return _parsed(SHIPPED, resources.files("planner.forecast").joinpath(SHIPPED).read_text(encoding="utf-8"))


def read_parameters(path: Path) -> Parameters:
    """Read parameters that a fit wrote.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    try:
        return _parsed(path.name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(
            [Fault(path.name, 0, "", "", "is not encoded as UTF-8: it must be a file that planner forecast fit wrote")]
        ) from error


def parameters_text(parameters: Parameters) -> str:
    """Write parameters."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "note": NOTE,
        **{name: getattr(parameters, name) for name in _TEXTS},
        "first": parameters.first.isoformat(),
        "last": parameters.last.isoformat(),
        **{name: getattr(parameters, name) for name in _NUMBERS},
        "arrival": dict(zip(ARRIVAL_FEATURES, parameters.arrival, strict=True)),
        "boats": dict(zip(BOAT_FEATURES, parameters.boats, strict=True)),
        "after_last": dict(zip(STATE, parameters.after_last, strict=True)),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _parsed(file: str, text: str) -> Parameters:
    faults: list[Fault] = []
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise InputError([Fault(file, 0, "", "", f"is not JSON: {error}")]) from error
    if not isinstance(found, dict) or cast("dict[str, Any]", found).get("format") != FORMAT:
        raise InputError([Fault(file, 0, "format", "", f"must be parameters of format {FORMAT}, as planner forecast fit writes")])
    content = cast("dict[str, Any]", found)
    first, last = _date(file, content, "first", faults), _date(file, content, "last", faults)
    arrival = _coefficients(file, content, "arrival", ARRIVAL_FEATURES, faults)
    boats = _coefficients(file, content, "boats", BOAT_FEATURES, faults)
    after_last = _coefficients(file, content, "after_last", STATE, faults, least=0)
    wrong = {name: f"must be a number above 0, at most {LARGEST}" for name in _NUMBERS if not _is_positive(content.get(name))}
    wrong |= {name: "must be a text" for name in _TEXTS if not isinstance(content.get(name), str)}
    faults += [Fault(file, 0, name, str(content.get(name, "")), problem) for name, problem in wrong.items()]
    if faults or first is None or last is None:
        raise InputError(faults)
    numbers = {name: float(content[name]) for name in _NUMBERS}
    texts = {name: content[name] for name in _TEXTS}
    return Parameters(arrival=arrival, boats=boats, after_last=after_last, first=first, last=last, **numbers, **texts)


LARGEST: Final = 1000
"""No parameter is beyond it; a coefficient may be as far below 0."""


def _date(file: str, content: Mapping[str, Any], name: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(str(content.get(name)))
    except ValueError:
        faults.append(Fault(file, 0, name, str(content.get(name, "")), "must be a date such as 2025-12-11"))
        return None


def _coefficients(
    file: str, content: Mapping[str, Any], name: str, features: Sequence[str], faults: list[Fault], least: int = -LARGEST
) -> tuple[float, ...]:
    given: Any = content.get(name)
    if not isinstance(given, dict) or set(cast("dict[str, Any]", given)) != set(features):
        faults.append(Fault(file, 0, name, "", f"must hold a number for each of {', '.join(features)}, and nothing else"))
        return ()
    values = cast("dict[str, Any]", given)
    wrong = [feature for feature in features if not _is_number(values[feature]) or not least <= values[feature] <= LARGEST]
    faults += [
        Fault(file, 0, f"{name}.{feature}", str(values[feature]), f"must be a number from {least} to {LARGEST}") for feature in wrong
    ]
    return () if wrong else tuple(float(values[feature]) for feature in features)


def _is_positive(value: Any) -> bool:
    return _is_number(value) and 0 < value <= LARGEST


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
