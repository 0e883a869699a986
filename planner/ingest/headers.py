"""Checks row 1 of a table: every column there, once, and none that would say who a person is."""

import difflib
import re
from collections import Counter

from planner.domain.errors import Fault
from planner.ingest.grid import Grid, cell_text, is_blank
from planner.ingest.spec import TableSpec

REFUSED_WORDS = (
    "forename",
    "givenname",
    "firstname",
    "middlename",
    "surname",
    "lastname",
    "familyname",
    "fullname",
    "alias",
    "nationality",
    "national",
    "citizen",
    "country",
    "birth",
    "religion",
    "faith",
    "ethnic",
    "race",
    "tribe",
    "passport",
    "phone",
    "mobile",
    "email",
    "address",
    "fingerprint",
    "photo",
)
"""A column with one of these in its name is refused, whatever its spelling."""

REFUSED_NAMES = frozenset({"name", "names", "dob", "tel", "origin", "visa", "biometrics"})
"""A column called just so is refused; ``name`` is the name of a place in sites and units."""

_REASON = "is refused: the planner keeps pseudonymous ids only, no name, nationality, birth or contact; delete the column"


def header_faults(grid: Grid, spec: TableSpec) -> tuple[Fault, ...]:
    """Give everything wrong with a table's header."""
    names = [str(cell_text(cell)) for cell in grid.header]
    faults: list[Fault] = []
    for index, (cell, name) in enumerate(zip(grid.header, names, strict=True)):
        if not name:
            faults += _nameless(grid, index)
        elif is_refused(name, spec):
            faults.append(Fault(grid.label, 1, name, "", _REASON))
        elif name not in spec.by_name:
            faults.append(Fault(grid.label, 1, name, "", f"is not a column of {spec.name}; {_near(name, spec)}"))
        elif cell != name:
            faults.append(Fault(grid.label, 1, name, str(cell), "has spaces around the column name: delete them"))
    faults += [
        Fault(grid.label, 1, name, "", f"stands in the header {count} times: each column once")
        for name, count in Counter(names).items()
        if name in spec.by_name and count > 1
    ]
    faults += [
        Fault(grid.label, 1, column.name, "", f"this column is missing; it holds {column.kind.allowed}")
        for column in spec.columns
        if column.name not in names
    ]
    return tuple(faults)


def is_refused(name: str, spec: TableSpec) -> bool:
    """Whether a column would say who a person is, in any case and spacing."""
    if name in spec.by_name:
        return False
    plain = re.sub(r"[^a-z]", "", name.casefold())
    is_name = plain in REFUSED_NAMES or (plain.endswith("name") and "name" not in spec.by_name)
    return is_name or any(word in plain for word in REFUSED_WORDS)


def _nameless(grid: Grid, index: int) -> list[Fault]:
    used = next((number for number, cells in grid.rows if index < len(cells) and not is_blank(cells[index])), None)
    return (
        []
        if used is None
        else [Fault(grid.label, 1, "", "", f"column {index + 1} has values (first in row {used}) but no name: name it or delete it")]
    )


def _near(name: str, spec: TableSpec) -> str:
    found = difflib.get_close_matches(name.casefold().replace(" ", "_"), spec.column_names, n=1)
    return f"did you mean {found[0]}?" if found else f"its columns are {', '.join(spec.column_names)}"
