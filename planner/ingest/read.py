"""A workspace folder to columns of text, with the Excel row numbers kept; nothing is judged yet but files and headers."""

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import Fault
from planner.ingest.csv_files import read_csv
from planner.ingest.grid import Cell, Grid, Unread, cell_text
from planner.ingest.headers import header_faults
from planner.ingest.kinds import Entry
from planner.ingest.spec import TableSpec
from planner.ingest.tables import TABLES
from planner.ingest.workbook import read_workbook

WORKBOOK_NAME = "inputs.xlsx"

_IGNORED_STARTS = ("~$", ".")
_OTHER_SHEETS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".tsv"})


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as text.

    Parameters
    ----------
    file
        File or sheet as the planner names it.
    numbers
        Row numbers in Excel.
    columns
        Every column by name, in the order of the table: a text or None for each row. Columns that were missing are blank.
    missing
        Columns that were missing from the file.
    """

    spec: TableSpec
    file: str
    numbers: tuple[int, ...]
    columns: Mapping[str, tuple[str | None, ...]]
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RawWorkspace:
    """Every table of a workspace as text.

    Parameters
    ----------
    tables
        Every table by name; one without a file, or whose file can not be read, is empty.
    unread
        Tables that should be there and could not be read: what refers to them can not be judged.
    faults
        What is wrong with files, sheets and headers.
    """

    tables: Mapping[str, RawTable]
    unread: frozenset[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Files or sheets found, by table name, and what is wrong with the folder."""

    grids: Mapping[str, Grid | Unread]
    faults: tuple[Fault, ...]
    source: str


def read_workspace(directory: Path) -> RawWorkspace:
    """Read every table of a workspace folder: CSV files, or one Excel workbook."""
    found = _find(directory)
    faults = list(found.faults)
    tables: dict[str, RawTable] = {}
    unread: set[str] = set()
    for name, spec in TABLES.items():
        grid = found.grids.get(name)
        label = grid.label if grid else f"{name}.csv"
        tables[name] = RawTable(spec, label, (), dict.fromkeys(spec.column_names, ()))
        if isinstance(grid, Grid):
            tables[name], table_faults = _raw_table(grid, spec)
            faults += table_faults
        elif isinstance(grid, Unread):
            faults += grid.faults
            unread.add(name)
        elif not spec.is_optional:
            unread.add(name)
            faults += (
                [Fault(found.source or label, 0, "", "", f"the table {name} is missing: {spec.description}")]
                if found.grids or not found.faults
                else []
            )
    return RawWorkspace(tables, frozenset(unread), tuple(faults))


def _find(directory: Path) -> _Found:
    if not directory.is_dir():
        return _Found({}, (Fault(str(directory), 0, "", "", "there is no such folder"),), "")
    files = [path for path in sorted(directory.iterdir()) if path.is_file() and not path.name.startswith(_IGNORED_STARTS)]
    csv_files = [path for path in files if path.suffix.lower() == ".csv"]
    books = [path for path in files if path.suffix.lower() == ".xlsx"]
    named = [path for path in books if path.name.lower() == WORKBOOK_NAME] or books
    if csv_files and books:
        return _one_fault(named[0].name, "the folder has CSV files and a workbook: keep one or the other")
    if len(named) > 1:
        return _one_fault(named[0].name, f"the folder has {len(named)} workbooks: keep one, or call it {WORKBOOK_NAME}")
    if named:
        return _from_workbook(named[0])
    others = [path for path in files if path.suffix.lower() in _OTHER_SHEETS]
    if others and not csv_files:
        return _one_fault(others[0].name, "this kind of file is not read: save it as an Excel workbook (.xlsx) or as CSV UTF-8 files")
    return _from_csv(csv_files)


def _one_fault(file: str, problem: str) -> _Found:
    return _Found({}, (Fault(file, 0, "", "", problem),), file)


def _from_csv(paths: list[Path]) -> _Found:
    faults = tuple(_unknown(path.name, path.stem, "file") for path in paths if path.stem not in TABLES)
    return _Found({path.stem: read_csv(path) for path in paths if path.stem in TABLES}, faults, "")


def _from_workbook(path: Path) -> _Found:
    sheets = read_workbook(path)
    if isinstance(sheets, Unread):
        return _Found({}, sheets.faults, path.name)
    faults = tuple(_unknown(path.name, name, "sheet") for name in sheets if name not in TABLES)
    return _Found({name: grid for name, grid in sheets.items() if name in TABLES}, faults, path.name)


def _unknown(file: str, name: str, what: str) -> Fault:
    near = difflib.get_close_matches(name.casefold().replace(" ", "_"), TABLES, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the tables are {', '.join(TABLES)}"
    return Fault(file, 0, "", name if what == "sheet" else "", f"this {what} is no table of a workspace; {hint}")


def _raw_table(grid: Grid, spec: TableSpec) -> tuple[RawTable, list[Fault]]:
    faults = [*grid.faults, *header_faults(grid, spec)]
    names = [cell_text(cell) for cell in grid.header]
    counts = Counter(names)
    # Of a column given twice neither is taken: which one is meant is not for the program to say.
    positions = {name: index for index, name in enumerate(names) if name in spec.by_name and counts[name] == 1}
    rows = [cells for _, cells in grid.rows]
    columns = {column.name: _texts(rows, positions.get(column.name), column.kind.entry) for column in spec.columns}
    if spec.needs_rows and not rows:
        faults.append(Fault(grid.label, 0, "", "", "has a header but no rows: at least one is needed"))
    numbers = tuple(number for number, _ in grid.rows)
    return RawTable(spec, grid.label, numbers, columns, frozenset(spec.column_names) - frozenset(positions)), faults


def _texts(rows: list[tuple[Cell, ...]], index: int | None, entry: Entry) -> tuple[str | None, ...]:
    """One column; a row may be shorter than the header."""
    if index is None:
        return (None,) * len(rows)
    return tuple((cell_text(cells[index], entry) or None) if index < len(cells) else None for cells in rows)
