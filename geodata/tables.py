"""Reads the committed CSV tables."""

import csv
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from geodata.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable


def data_file(name: str) -> "Traversable":
    """Give a committed data file.

    Parameters
    ----------
    name
        File name inside ``geodata/data``.

    Raises
    ------
    DataFileError
        When there is no such file.
    """
    found = files("geodata") / "data" / name
    if not found.is_file():
        message = f"geodata/data/{name} is missing: restore it from the repository, or make it again with tools/make_geodata.py"
        raise DataFileError(message)
    return found


def read_table(name: str, columns: "Sequence[str]") -> list[dict[str, str]]:
    """Read a committed table, every cell as text.

    Parameters
    ----------
    name
        File name inside ``geodata/data``.
    columns
        The columns it must have, in this order.

    Raises
    ------
    DataFileError
        When the file is missing, has other columns, or a row is too short or too long.
    """
    reader = csv.DictReader(StringIO(data_file(name).read_text(encoding="utf-8")))
    if list(reader.fieldnames or []) != list(columns):
        message = f"geodata/data/{name} has the columns {reader.fieldnames}; they should be {list(columns)}"
        raise DataFileError(message)
    rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            message = f"geodata/data/{name}, row {number}: not {len(columns)} cells"
            raise DataFileError(message)
    return rows
