"""Finds cells a workbook reader passes over in silence: errors such as #REF! and formulas without a result.

The reader gives both as blank, and a blank cell may be allowed; so the sheets' XML is searched for them.
"""

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final

_CELL = re.compile(r"<(?:\w+:)?c\b(?P<attributes>[^>]*[^/>])>(?P<inside>.*?)</(?:\w+:)?c>", flags=re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_VALUE = re.compile(r"<(?:\w+:)?v\b[^>]*>(.+?)</(?:\w+:)?v>", flags=re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f\b")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_NUM_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """One cell that shows no value.

    Parameters
    ----------
    row
        As Excel numbers it.
    column
        Counted from 0.
    """

    row: int
    column: int
    value: str
    problem: str


def cell_troubles(path: Path) -> dict[str, tuple[CellTrouble, ...]]:
    """Give the troubled cells by sheet; none where the file's inside is not as expected."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _sheet_parts(archive)
            return {name: _troubles(archive.read(part).decode("utf-8", errors="replace")) for name, part in parts.items()}
    except (zipfile.BadZipFile, KeyError):
        return {}


def column_letters(index: int) -> str:
    """Name a column, counted from 0, as Excel does."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, _NUM_LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    targets = {facts.get("Id", ""): facts.get("Target", "") for facts in map(_attributes, _RELATION.findall(relations))}
    book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    sheets = {facts.get("name", ""): targets.get(facts.get("r:id", ""), "") for facts in map(_attributes, _SHEET.findall(book))}
    return {
        name: target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        for name, target in sheets.items()
        if target
    }


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _troubles(sheet_xml: str) -> tuple[CellTrouble, ...]:
    if 't="e"' not in sheet_xml and not _FORMULA.search(sheet_xml):
        return ()
    return tuple(trouble for cell in _CELL.finditer(sheet_xml) if (trouble := _trouble(cell)))


def _trouble(cell: re.Match[str]) -> CellTrouble | None:
    facts = _attributes(cell["attributes"])
    value = _VALUE.search(cell["inside"])
    shows_error = facts.get("t") == "e"
    if not shows_error and not (_FORMULA.search(cell["inside"]) and value is None and facts.get("t") != "str"):
        return None
    place = _REFERENCE.fullmatch(facts.get("r", ""))
    if place is None:
        return None
    problem = (
        "shows an error of Excel: mend the formula, or type the value"
        if shows_error
        else "has a formula without a result: open the workbook in Excel and save it"
    )
    return CellTrouble(int(place[2]), _column_index(place[1]), unescape(value[1]) if value else "", problem)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * _NUM_LETTERS + ord(letter) - ord("A") + 1
    return index - 1
