"""Positions in decimal degrees or degrees and minutes, as people copy them from logs and charts."""

import re
from dataclasses import dataclass
from functools import lru_cache

DECIMALS = 6
"""Decimals kept: a tenth of a metre."""

MINUTES_PER_DEGREE = 60
SECONDS_PER_DEGREE = 3600

_DEGREE_MARKS = "°º˚"
_MINUTE_MARKS = "'′’‘´`ʹ"
_SECOND_MARKS = '"″”“ʺ'
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_PATTERN = re.compile(
    rf"(?P<before>[NSEW])? *(?P<sign>[-+−])?(?P<degrees>{_NUMBER}) *[{_DEGREE_MARKS}]? *"
    rf"(?:(?<=[ {_DEGREE_MARKS}])(?P<minutes>{_NUMBER}) *[{_MINUTE_MARKS}]? *)?"
    rf"(?:(?<=[ {_MINUTE_MARKS}])(?P<seconds>{_NUMBER}) *(?:[{_SECOND_MARKS}]|'')? *)?(?P<after>[NSEW])?",
    flags=re.IGNORECASE | re.ASCII,
)
# Two primes are how many people type a double prime.


@dataclass(frozen=True, slots=True)
class Axis:
    """Latitude or longitude.

    Attributes
    ----------
    limit
        Largest number of degrees there is.
    positive, negative
        Letters of the two hemispheres.
    example
        How a position is written, for messages.
    """

    name: str
    limit: int
    positive: str
    negative: str
    example: str

    @property
    def letters(self) -> str:
        """Both letters."""
        return self.positive + self.negative

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        return f"a {self.name} in decimal degrees or degrees and minutes, such as {self.example}"


LATITUDE = Axis("latitude", 90, "N", "S", "51.0383 or 51°02.3'N")
LONGITUDE = Axis("longitude", 180, "E", "W", "1.3083 or 1°18.5'E")


def read_latitude(text: str) -> float:
    """Read a latitude; see `read_angle`."""
    return read_angle(text, LATITUDE)


def read_longitude(text: str) -> float:
    """Read a longitude; see `read_angle`."""
    return read_angle(text, LONGITUDE)


@lru_cache(maxsize=10_000)
def read_angle(text: str, axis: Axis) -> float:
    """Read one angle as decimal degrees, rounded to `DECIMALS`.

    Raises
    ------
    ValueError
        With what is allowed, in words.
    """
    found = _PATTERN.fullmatch(text)
    if found is None:
        message = f"must be {axis.allowed}"
        raise ValueError(message)
    letter = _letter(found, axis)
    degrees = _degrees(found, axis)
    sign = found["sign"] or "+"
    if letter and sign != "+":
        message = f"has both a minus sign and the letter {letter}: write one of them"
        raise ValueError(message)
    # Adding 0.0 turns a negative zero into a plain one.
    return (-degrees if sign != "+" or letter == axis.negative else degrees) + 0.0


def write_angle(value: float) -> str:
    """Write decimal degrees with up to `DECIMALS` decimals."""
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _letter(found: re.Match[str], axis: Axis) -> str:
    letters = [letter.upper() for letter in (found["before"], found["after"]) if letter]
    if len(letters) > 1:
        message = "has two letters of a hemisphere: write one"
        raise ValueError(message)
    if letters and letters[0] not in axis.letters:
        message = (
            f"is marked {letters[0]}, but this column is a {axis.name} ({axis.positive} or {axis.negative}): are the two columns swapped?"
        )
        raise ValueError(message)
    return letters[0] if letters else ""


def _degrees(found: re.Match[str], axis: Axis) -> float:
    minutes, seconds = found["minutes"], found["seconds"]
    finer = (found["degrees"], minutes) if seconds else (found["degrees"],) if minutes else ()
    if any("." in part for part in finer):
        message = f"has a fraction before its smallest part; it must be {axis.allowed}"
        raise ValueError(message)
    if float(minutes or 0) >= MINUTES_PER_DEGREE or float(seconds or 0) >= MINUTES_PER_DEGREE:
        message = "has 60 or more minutes or seconds: they go from 0 to below 60"
        raise ValueError(message)
    degrees = round(float(found["degrees"]) + float(minutes or 0) / MINUTES_PER_DEGREE + float(seconds or 0) / SECONDS_PER_DEGREE, DECIMALS)
    if degrees > axis.limit:
        message = f"is more than {axis.limit} degrees; it must be {axis.allowed}"
        raise ValueError(message)
    return degrees
