"""What a cell may hold: reads its text, writes it again in one way, and says in words what is allowed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planner.ingest.moments import DATE_ALLOWED, MOMENT_ALLOWED, read_date, read_moment, write_moment
from planner.ingest.positions import LATITUDE, LONGITUDE, read_latitude, read_longitude, write_angle

MAX_ID_LENGTH = 64
MAX_TEXT_LENGTH = 200
MAX_WHOLE = 10_000_000

_WHOLE = re.compile(r"-?[0-9]+", flags=re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?", flags=re.ASCII)


class Entry(StrEnum):
    """How Excel helps to fill a cell in."""

    FREE = "free"
    CHOICE = "choice"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell may hold.

    Parameters
    ----------
    label
        Short name for tables of columns.
    allowed
        What is allowed, in words that follow "must be".
    read
        Gives the value; raises ValueError with what is wrong and what is allowed.
    write
        Gives the canonical text of a value.
    entry
        How Excel helps to fill it in.
    choices
        Every allowed word of a choice or a list.
    least, most
        Range of a number.
    """

    label: str
    allowed: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    entry: Entry = Entry.FREE
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = MAX_WHOLE

    def maybe(self, text: str) -> Any | None:
        """Give the value of a text; None when it can not be read."""
        try:
            return self.read(text)
        except ValueError:
            return None

    def fault(self, text: str) -> str:
        """Say what is wrong with a text; empty when it can be read."""
        try:
            self.read(text)
        except ValueError as error:
            return str(error)
        return ""


def _refuse(allowed: str) -> ValueError:
    return ValueError(f"must be {allowed}")


def _read_id(text: str) -> str:
    if len(text) > MAX_ID_LENGTH or not text.isprintable() or ";" in text:
        raise _refuse(_ID_ALLOWED)
    return text


def _read_text(text: str) -> str:
    if len(text) > MAX_TEXT_LENGTH or not text.isprintable():
        raise _refuse(_TEXT_ALLOWED)
    return text


_ID_ALLOWED = f"an id: up to {MAX_ID_LENGTH} printable characters without ';' or line breaks"
_TEXT_ALLOWED = f"one line of text, up to {MAX_TEXT_LENGTH} characters"

ID = Kind("id", _ID_ALLOWED, _read_id)
TEXT = Kind("text", _TEXT_ALLOWED, _read_text)
DATE = Kind("date", DATE_ALLOWED, read_date, date.isoformat, Entry.DATE)
MOMENT = Kind("time", MOMENT_ALLOWED, read_moment, write_moment, Entry.MOMENT)
LAT = Kind("latitude", LATITUDE.allowed, read_latitude, write_angle)
LON = Kind("longitude", LONGITUDE.allowed, read_longitude, write_angle)


def choice(options: Iterable[str], hint: str = "") -> Kind:
    """Allow one of a few words, in any case."""
    words = tuple(option for option in options if option)
    allowed = f"one of {', '.join(words)}{hint}"
    by_folded = {word.casefold(): word for word in words}

    def read(text: str) -> str:
        found = by_folded.get(text.casefold())
        if found is None:
            raise _refuse(allowed)
        return found

    return Kind("choice", allowed, read, str, Entry.CHOICE, words)


def words(options: Iterable[str] = ()) -> Kind:
    """Allow several words separated by ``;``, each once: of the options, or any ids when there are none."""
    one = choice(options) if options else ID
    allowed = f"words separated by ';', each once{': ' + ', '.join(one.choices) if one.choices else ''}"

    def read(text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in text.split(";")]
        if len(set(parts)) != len(parts) or not all(part and not one.fault(part) for part in parts):
            raise _refuse(allowed)
        return tuple(sorted(one.read(part) for part in parts))

    return Kind("list", allowed, read, ";".join, Entry.FREE, one.choices)


def whole(least: int = 0, most: int = MAX_WHOLE) -> Kind:
    """Allow a whole number in a range."""
    allowed = f"a whole number, {least} or more" if most == MAX_WHOLE else f"a whole number from {least} to {most}"

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or len(text) > len(str(MAX_WHOLE)) or not least <= int(text) <= most:
            raise _refuse(allowed)
        return int(text)

    return Kind("whole number", allowed, read, str, Entry.WHOLE, (), least, most)


def decimal(least: int = 0, most: int = MAX_WHOLE) -> Kind:
    """Allow a number with a decimal point, kept exactly as written."""
    allowed = f"a number with a decimal point, {least} or more" if most == MAX_WHOLE else f"a number from {least} to {most}, such as 0.8"

    def read(text: str) -> Decimal:
        if not _DECIMAL.fullmatch(text) or not least <= Decimal(text) <= most:
            raise _refuse(allowed)
        return Decimal(text)

    return Kind("number", allowed, read, _write_decimal, Entry.DECIMAL, (), least, most)


def _write_decimal(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Value = str | int | float | Decimal | date | datetime | tuple[str, ...]
"""What a cell can hold once read."""
