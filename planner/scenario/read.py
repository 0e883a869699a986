"""Scenario files: what they say, or every fault of every file at once."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from planner.domain.errors import Fault, InputError
from planner.domain.instance import Instance
from planner.scenario.base import Base
from planner.scenario.changes.change import Change
from planner.scenario.kinds import FILE, KEYS, KINDS, NO_LIMIT, Kind, Values

NO_CHANGE, TOGETHER = "No change", "All together"
"""Names of the columns that no file gives."""

CHANGE = "change"
WHAT = "what"
MOST_NAME_LENGTH = 60
SMALLEST, LARGEST, MOST_DECIMALS = -1_000_000, 1_000_000, 6
LIMITS = frozenset({"admissions", "discharges", "france", "stay_limit"})
"""Kinds of which a limit may be taken away."""
SIGNED = frozenset({"parity"})
"""Kinds that may be set to a negative number."""

Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes of a workspace, in the order they are made.

    Attributes
    ----------
    file
        Name of the file; empty for one made otherwise.
    """

    name: str
    reason: str
    changes: tuple[Change, ...]
    file: str = ""

    @property
    def policies(self) -> tuple[str, ...]:
        """The changes that alter a rule, in words."""
        return tuple(change.words() for change in self.changes if change.is_policy)

    def apply(self, base: Base) -> Instance:
        """Give the changed problem."""
        instance = base.instance
        for change in self.changes:
            instance = change.apply(instance, base)
        return instance


def read_scenarios(paths: Sequence[Path], base: Base) -> tuple[Scenario, ...]:
    """Read scenario files and hold them against the workspace.

    Raises
    ------
    InputError
        With every fault of every file: what is not TOML, unknown keys, values not allowed, changes that match nothing.
    """
    faults: list[Fault] = []
    scenarios = [scenario for path in paths if (scenario := _scenario(path, base, faults))]
    seen: dict[str, str] = {NO_CHANGE: "every comparison"}
    for scenario in scenarios:
        if scenario.name in seen:
            problem = f"is the name in {seen[scenario.name]} too; give each scenario its own"
            faults.append(Fault(scenario.file, 0, "name", scenario.name, problem))
        seen[scenario.name] = scenario.file
    if faults:
        raise InputError(faults)
    return tuple(scenarios)


def together(scenarios: Sequence[Scenario], base: Base) -> Scenario:
    """Give one scenario with the changes of several, one after the other.

    Raises
    ------
    InputError
        When a change fits the workspace but not what those before it made of it.
    """
    changes = [(scenario, change) for scenario in scenarios for change in scenario.changes]
    faults: list[Fault] = []
    instance = base.instance
    for scenario, change in changes:
        found = [
            Fault(scenario.file, 0, key, value, f"together with the others: {problem}") for key, value, problem in change.problems(instance)
        ]
        faults += found
        instance = instance if found else change.apply(instance, base)
    if faults:
        raise InputError(faults)
    return Scenario(TOGETHER, "Every change above at once", tuple(change for _, change in changes))


def read_table(path: Path, faults: list[Fault]) -> Table | None:
    """Read a TOML file, numbers exact; a fault, and nothing, when it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        problem = "there is no such file"
    except UnicodeDecodeError:
        problem = "must be saved as UTF-8"
    except OSError as error:
        problem = f"can not be read: {error.strerror}"
    except (tomllib.TOMLDecodeError, InvalidOperation) as error:
        problem = f"is not valid TOML: {error}"
    faults.append(Fault(path.name, 0, "", "", problem))
    return None


def heading_faults(file: str, raw: Table, known: Sequence[str]) -> Iterator[Fault]:
    """Faults of name, reason and the keys beside them."""
    yield from (Fault(file, 0, key, "", _not_known(key, known)) for key in raw if key not in known)
    for key in ("name", "reason"):
        if key not in raw:
            yield Fault(file, 0, key, "", "is missing; allowed is a text that is not empty")
        elif not isinstance(raw[key], str) or not raw[key].strip():
            yield Fault(file, 0, key, str(raw[key]), "allowed is a text that is not empty")
    if isinstance(raw.get("name"), str) and len(raw["name"]) > MOST_NAME_LENGTH:
        yield Fault(file, 0, "name", raw["name"], f"allowed are {MOST_NAME_LENGTH} characters at most")


def kind_of(file: str, where: str, keys: Any, faults: list[Fault]) -> Kind | None:
    """Kind of a change, once its keys are those of the kind."""
    if not isinstance(keys, dict):
        faults.append(Fault(file, 0, where, str(keys), f"must be a table: write [[{where.split(maxsplit=1)[0]}]] and its keys below"))
        return None
    return _kind(file, where, keys, faults)  # pyright: ignore[reportUnknownArgumentType]  # TOML tables are untyped


def _kind(file: str, where: str, keys: Table, faults: list[Fault]) -> Kind | None:
    what: Any = keys.get(WHAT)
    if not isinstance(what, str) or what not in KINDS:
        missing = "is missing" if what is None else "is not known"
        near = get_close_matches(what, KINDS, 3, 0.5) if isinstance(what, str) else []
        said = f"near are {', '.join(near)}" if near else f"allowed are {', '.join(sorted(KINDS))}"
        faults.append(Fault(file, 0, f"{where}.{WHAT}", "" if what is None else str(what), f"{missing}; {said}"))
        return None
    kind = KINDS[what]
    found = [Fault(file, 0, f"{where}.{key}", "", f"of {what}: {problem}") for key, problem in _key_problems(kind, keys)]
    faults += found
    return None if found else kind


def value_problem(what: str, key: str, value: Any) -> str:
    """Say what a key allows; nothing when it allows the value."""
    allowed = KEYS[key]
    if not allowed.fits(value):
        return f"allowed is {allowed.allowed}"
    if value == NO_LIMIT and key == "set" and what not in LIMITS:
        return "there is no limit to take away; allowed is a number"
    if isinstance(value, int | Decimal) and not SMALLEST <= value <= LARGEST:
        return f"allowed are numbers from {SMALLEST:,} to {LARGEST:,}"
    if isinstance(value, Decimal) and value != round(value, MOST_DECIMALS):
        return f"allowed are {MOST_DECIMALS} decimals at most"
    if key == "set" and isinstance(value, int | Decimal) and value < 0 and what not in SIGNED:
        return "allowed is a number, 0 or more"
    return ""


def change_of(path: Path, where: str, what: str, values: Values, faults: list[Fault]) -> Change | None:
    """Give the change of a kind with these values; a fault, and nothing, when one is not allowed."""
    problems = [(key, value, problem) for key, value in values.items() if (problem := value_problem(what, key, value))]
    faults += [Fault(path.name, 0, f"{where}.{key}", str(value), problem) for key, value, problem in problems]
    pairs = (("first_night", "last_night"), ("first_day", "last_day"))
    turned = [pair for pair in pairs if not problems and pair[0] in values and pair[1] in values and values[pair[1]] < values[pair[0]]]
    faults += [Fault(path.name, 0, f"{where}.{last}", str(values[last]), f"must not be before {first}") for first, last in turned]
    if problems or turned:
        return None
    if FILE in values:
        people = _past(path.parent / values[FILE], f"{where}.{FILE}", path.name, faults)
        if people is None:
            return None
        values = {**values, FILE: people}
    return KINDS[what].build(values)


def fit_faults(file: str, where: str, change: Change, instance: Instance) -> Iterator[Fault]:
    """Faults of a change that does not fit the problem it is to change."""
    for key, value, problem in change.problems(instance):
        yield Fault(file, 0, f"{where}.{key}", value, problem)


def _scenario(path: Path, base: Base, faults: list[Fault]) -> Scenario | None:
    raw = read_table(path, faults)
    if raw is None:
        return None
    before = len(faults)
    faults += heading_faults(path.name, raw, ("name", "reason", CHANGE))
    tables: Any = raw.get(CHANGE, [])
    if not isinstance(tables, list) or not tables:
        faults.append(Fault(path.name, 0, CHANGE, "", "there is no change; write [[change]] with the key what and others below"))
        return None
    changes: list[Change] = []
    instance = base.instance
    for number, table in enumerate(tables, 1):  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]  # TOML is untyped
        where = f"{CHANGE} {number}"
        if kind_of(path.name, where, table, faults) is None:
            continue
        keys: dict[str, Any] = dict(table)  # pyright: ignore[reportUnknownArgumentType]
        what = keys.pop(WHAT)
        change = change_of(path, where, what, keys, faults)
        if change is None:
            continue
        unfit = list(fit_faults(path.name, where, change, instance))
        faults += unfit
        if not unfit:
            instance = change.apply(instance, base)
            changes.append(change)
    if len(faults) > before:
        return None
    return Scenario(raw["name"].strip(), raw["reason"].strip(), tuple(changes), path.name)


def _key_problems(kind: Kind, keys: Table) -> Iterator[tuple[str, str]]:
    yield from ((key, _not_known(key, (WHAT, *kind.keys))) for key in keys if key != WHAT and key not in kind.keys)
    yield from ((key, f"is missing; allowed is {KEYS[key].allowed}") for key in kind.needs if key not in keys)
    given = [key for key in kind.one_of if key in keys]
    if kind.one_of and len(given) != 1:
        said = f"{' and '.join(given)} are both given" if given else "none is given"
        yield given[-1] if given else kind.one_of[0], f"give one of {', '.join(kind.one_of)}; {said}"
    some = [key for key in kind.some_of if key in keys]
    if kind.some_of and not some:
        yield kind.some_of[0], f"give {' or '.join(kind.some_of)}"
    if kind is KINDS["stay_limit"] and len(some) > 1:
        yield some[-1], f"give one of {', '.join(kind.some_of)}; {' and '.join(some)} are both given"


def _not_known(key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, 2, 0.6)
    return f"is not a known key; {'near is ' + ' or '.join(near) if near else 'known are ' + ', '.join(sorted(known))}"


def _past(path: Path, where: str, file: str, faults: list[Fault]) -> tuple[tuple[date, int], ...] | None:
    """People by date, from a CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        faults.append(Fault(file, 0, where, path.name, "can not be read as UTF-8 text beside this file"))
        return None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"date", "people"} <= set(rows.fieldnames or ()):
        faults.append(Fault(path.name, 1, "", "", 'must have the columns "date" and "people"'))
        return None
    counts: dict[date, int] = {}
    wrong: list[Fault] = []
    for number, row in enumerate(rows, 2):
        found = f"{row['date']}, {row['people']}"
        try:
            day, people = date.fromisoformat((row["date"] or "").strip()), int(row["people"] or "")
        except ValueError:
            wrong.append(Fault(path.name, number, "", found, "allowed are a date such as 2025-08-10 and a whole number"))
            continue
        if day in counts or not 0 <= people <= LARGEST:
            wrong.append(Fault(path.name, number, "", found, "each date stands once, with 0 people or more"))
        counts[day] = people
    faults += wrong
    return None if wrong else tuple(sorted(counts.items()))
