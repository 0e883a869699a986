"""Writes a workspace: config.toml and one CSV file a table, whole or not at all."""

import csv
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.horizon import LONDON
from planner.sample.tables import ROW_OF_TABLE, Row

_PLAN_DATE = re.compile(r"^date = \d{4}-\d{2}-\d{2}", flags=re.MULTILINE)


def write_workspace(directory: Path, plan_date: date, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write a workspace folder.

    Everything is written to a folder beside it first and then renamed, so that a folder under the final name is always complete.

    Parameters
    ----------
    directory
        Folder to make; it may exist only when empty.
    plan_date
        Written into the config file.
    tables
        Rows by table; a table not given gets no rows.

    Raises
    ------
    PlannerError
        When the folder holds something already or can not be written.
    """
    _refuse_used(directory)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
        try:
            whole = scratch / "workspace"
            whole.mkdir()
            _write_files(whole, plan_date, tables)
            if directory.exists():
                directory.rmdir()
            os.replace(whole, directory)  # noqa: PTH105 - the name of the promise: replaced whole or not at all
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        message = f"the folder {directory} can not be written: {error.strerror or error}"
        raise PlannerError(message) from error


def _refuse_used(directory: Path) -> None:
    if directory.is_dir() and any(directory.iterdir()):
        message = f"the folder {directory} is not empty: choose a new or an empty folder"
        raise PlannerError(message)
    if directory.exists() and not directory.is_dir():
        message = f"{directory} is a file: choose a new or an empty folder"
        raise PlannerError(message)


def _write_files(folder: Path, plan_date: date, tables: Mapping[str, Sequence[Row]]) -> None:
    (folder / "config.toml").write_text(config_text(plan_date), encoding="utf-8", newline="\n")
    for table, row_type in ROW_OF_TABLE.items():
        columns = [column.name for column in fields(row_type)]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(_cells(row, columns) for row in tables.get(table, ()))


def config_text(plan_date: date) -> str:
    """Give the sample's config.toml with the plan date filled in.

    Raises
    ------
    PlannerError
        When the template has no plan date to fill in.
    """
    text, num_replaced = _PLAN_DATE.subn(f"date = {plan_date.isoformat()}", _template(), count=1)
    if num_replaced != 1:
        message = "the sample's config.toml has no line 'date = ' to fill in"
        raise PlannerError(message)
    return text


def agreement_dates() -> tuple[date, date]:
    """Give the first and last date the agreement is in force, by the sample's config.toml."""
    agreement = tomllib.loads(_template())["agreement"]
    return agreement["in_force_from"]["value"], agreement["in_force_until"]["value"]


def _template() -> str:
    return resources.files("planner.sample").joinpath("config.toml").read_text(encoding="utf-8")


def _cells(row: Row, columns: Iterable[str]) -> list[str]:
    return [_cell(getattr(row, column)) for column in columns]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ";".join(sorted(str(part) for part in value))  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    return str(value)
