"""Which changes a scenario file may ask for, the keys of each, and what each key allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from planner.domain.sites import SiteRole
from planner.scenario.changes.arrivals import Expected, PastArrivals, ScaleArrivals, ShiftArrivals
from planner.scenario.changes.change import Amount, Change, Days, How, Units
from planner.scenario.changes.estate import Beds, Close, Flow, Open, StaffedShare
from planner.scenario.changes.law import CASE_FIGURES, CaseFigure, France, Parity, StayLimit
from planner.scenario.changes.transport import AddDeparture, Cancel, Departures, Move, Resource, Seats

NO_LIMIT = "none"
FILE = "file"
"""The key that names a file beside the scenario."""

Values: TypeAlias = Mapping[str, Any]
"""Values of a change's keys, each of its allowed type; keys not given are missing."""


@dataclass(frozen=True, slots=True)
class Key:
    """What one key allows.

    Attributes
    ----------
    fits
        Whether a value of the file is allowed.
    is_number
        Whether a sweep may range over it.
    """

    allowed: str
    fits: Callable[[Any], bool]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    Attributes
    ----------
    says
        What it does, for the documents.
    needs
        Keys it must have.
    takes
        Keys it may have.
    one_of
        Keys of which exactly one is given.
    some_of
        Keys of which at least one is given.
    """

    says: str
    build: Callable[[Values], Change]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key it may have, each once."""
        return tuple(dict.fromkeys((*self.needs, *self.one_of, *self.some_of, *self.takes)))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, Decimal) and value.is_finite())


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _choice(*names: str) -> Key:
    return Key(", ".join(f'"{name}"' for name in names), lambda value: isinstance(value, str) and value in names)


PATTERN = Key('an id, or a pattern of ids such as "BROOK-*"', _is_text)
DATE = Key("a date such as 2026-08-10", _is_date)
KEYS: dict[str, Key] = {
    "unit": PATTERN,
    "site": PATTERN,
    "departure": PATTERN,
    "like": Key("the id of a departure", _is_text),
    "set": Key('a number, or "none" where a limit may be taken away', lambda value: _is_number(value) or value == NO_LIMIT, is_number=True),
    "add": Key("a number, negative to take away", _is_number, is_number=True),
    "scale": Key("a number, 0 or more", lambda value: _is_number(value) and value >= 0, is_number=True),
    "share": Key("a number from 0 to 1", lambda value: _is_number(value) and 0 <= value <= 1, is_number=True),
    "beds": Key("a whole number, 0 or more", lambda value: _is_whole(value) and value >= 0, is_number=True),
    "seats": Key("a whole number, 0 or more", lambda value: _is_whole(value) and value >= 0, is_number=True),
    "days": Key("a whole number, negative for earlier", _is_whole, is_number=True),
    "at": Key("a time in London such as 09:30:00", lambda value: isinstance(value, time) and value.tzinfo is None),
    "departs_at": Key(
        "a date and time in London such as 2026-08-20T09:30:00", lambda value: isinstance(value, datetime) and value.tzinfo is None
    ),
    "first_night": DATE,
    "last_night": DATE,
    "first_day": DATE,
    "last_day": DATE,
    "role": _choice(*SiteRole),
    "figure": _choice(*CASE_FIGURES),
    "resource": _choice("cases", "escorts", "ground_seats", "medics"),
    "cap": _choice("daily", "weekly"),
    "band": _choice("lower", "upper"),
    FILE: Key('a CSV file beside this one, with the columns "date" and "people"', _is_text),
}

UNITS, AMOUNT = ("unit", "site"), tuple(How)
NIGHTS, DAYS = ("first_night", "last_night"), ("first_day", "last_day")


def _amount(values: Values) -> Amount:
    how = next(how for how in How if how in values)
    value = values[how]
    return Amount(how, None if value == NO_LIMIT else Fraction(value))


def _units(values: Values) -> Units:
    return Units(values.get("unit"), values.get("site"))


def _nights(values: Values) -> Days:
    return Days(values.get("first_night"), values.get("last_night"))


def _days(values: Values) -> Days:
    return Days(values.get("first_day"), values.get("last_day"))


def _departures(values: Values) -> Departures:
    return Departures(values["departure"], _days(values))


def _expected(values: Values) -> Expected:
    return Expected(values.get("site"), _days(values))


def _flow(field: str) -> Callable[[Values], Change]:
    return lambda values: Flow(field, values["site"], _amount(values))


def _role(values: Values) -> SiteRole | None:
    return SiteRole(values["role"]) if "role" in values else None


KINDS: dict[str, Kind] = {
    "beds": Kind(
        "Beds of units, night by night",
        lambda values: Beds(_units(values), _amount(values), _nights(values)),
        one_of=AMOUNT,
        some_of=UNITS,
        takes=NIGHTS,
    ),
    "staffed_share": Kind(
        "Share of beds with staff",
        lambda values: StaffedShare(_units(values), Fraction(values["share"]), _nights(values)),
        needs=("share",),
        some_of=UNITS,
        takes=NIGHTS,
    ),
    "close": Kind("Units without any bed", lambda values: Close(_units(values), _nights(values)), some_of=UNITS, takes=NIGHTS),
    "open": Kind(
        "Units open: with so many beds, or with all that have staff",
        lambda values: Open(_units(values), values.get("beds"), _nights(values)),
        some_of=UNITS,
        takes=("beds", *NIGHTS),
    ),
    "admissions": Kind("People a site takes in a day", _flow("admissions_per_day"), needs=("site",), one_of=AMOUNT),
    "discharges": Kind("People a site lets go a day", _flow("discharges_per_day"), needs=("site",), one_of=AMOUNT),
    "stay_limit": Kind(
        "Longest stay in hours, by kind of site or by site (policy)",
        lambda values: StayLimit(_role(values), values.get("site"), _amount(values)),
        one_of=("role", "site"),
        some_of=AMOUNT,
    ),
    "case": Kind(
        "Days or months between steps of a case (policy, but for the days France takes)",
        lambda values: CaseFigure(values["figure"], _amount(values)),
        needs=("figure",),
        one_of=AMOUNT,
    ),
    "seats": Kind(
        "Seats on departures", lambda values: Seats(_departures(values), _amount(values)), needs=("departure",), one_of=AMOUNT, takes=DAYS
    ),
    "cancel": Kind("Departures that do not run", lambda values: Cancel(_departures(values)), needs=("departure",), takes=DAYS),
    "move": Kind(
        "Departures on another day or at another time",
        lambda values: Move(_departures(values), values.get("days", 0), values.get("at")),
        needs=("departure",),
        some_of=("days", "at"),
        takes=DAYS,
    ),
    "add_departure": Kind(
        "One departure more, like another",
        lambda values: AddDeparture(values["departure"], values["like"], values["departs_at"], values.get("seats")),
        needs=("departure", "like", "departs_at"),
        takes=("seats",),
    ),
    "resource": Kind(
        "Escorts, medics, case steps and ground seats of a day",
        lambda values: Resource(values["resource"], _amount(values), _days(values)),
        needs=("resource",),
        one_of=AMOUNT,
        takes=DAYS,
    ),
    "france": Kind(
        "People France receives a day or a week", lambda values: France(values["cap"], _amount(values)), needs=("cap",), one_of=AMOUNT
    ),
    "parity": Kind(
        "Band for people transferred less people admitted (policy)",
        lambda values: Parity(values["band"], _amount(values)),
        needs=("band",),
        one_of=AMOUNT,
    ),
    "arrivals": Kind(
        "Expected arrivals, so many times",
        lambda values: ScaleArrivals(_expected(values), Fraction(values["scale"])),
        needs=("scale",),
        takes=("site", *DAYS),
    ),
    "shift_arrivals": Kind(
        "Expected arrivals some days later or earlier",
        lambda values: ShiftArrivals(_expected(values), values["days"]),
        needs=("days",),
        takes=("site", *DAYS),
    ),
    "past_arrivals": Kind(
        "As many people a day as came from a date gone by, of the workspace's incidents or of a file",
        lambda values: PastArrivals(values["first_day"], values.get(FILE)),
        needs=("first_day",),
        takes=(FILE,),
    ),
}
"""Every kind of change by the word for it."""
