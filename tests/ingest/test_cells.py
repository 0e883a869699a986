"""How times, positions, numbers and Excel's own values are read."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.ingest.grid import cell_text
from planner.ingest.kinds import DATE, ID, MOMENT, Entry, choice, decimal, whole, words
from planner.ingest.moments import read_moment, write_moment
from planner.ingest.positions import read_latitude, read_longitude, write_angle


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-08-10 04:35", "2026-08-10T03:35:00Z"),
        ("2026-08-10T04:35:20", "2026-08-10T03:35:20Z"),
        ("2026-01-10 04:35", "2026-01-10T04:35:00Z"),
        ("2026-08-10T04:35+01:00", "2026-08-10T03:35:00Z"),
        ("2026-08-10T04:35+0200", "2026-08-10T02:35:00Z"),
        ("2026-08-10 03:35Z", "2026-08-10T03:35:00Z"),
        ("2026-08-10 03:35 z", "2026-08-10T03:35:00Z"),
        # spring: 01:00 to 02:00 does not exist on 29 March 2026
        ("2026-03-29 00:59", "2026-03-29T00:59:00Z"),
        ("2026-03-29 02:00", "2026-03-29T01:00:00Z"),
        ("2026-03-29T01:30+00:00", "2026-03-29T01:30:00Z"),
        # autumn: 01:00 to 02:00 exists twice on 25 October 2026
        ("2026-10-25 00:59", "2026-10-24T23:59:00Z"),
        ("2026-10-25T01:30+01:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30:00Z"),
        ("2026-10-25 02:00", "2026-10-25T02:00:00Z"),
    ],
)
def test_times_are_read_as_utc(text: str, utc: str) -> None:
    assert write_moment(read_moment(text)) == utc


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("2026-03-29 01:00", "does not exist in London"),
        ("2026-03-29 01:59:59", "does not exist in London"),
        ("2026-10-25 01:00", "exists twice in London"),
        ("2026-10-25 01:59", "exists twice in London"),
    ],
)
def test_clock_changes_ask_for_the_offset(text: str, trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble) as caught:
        read_moment(text)
    assert "add the offset" in str(caught.value)


@given(st.integers(1_000_000_000, 4_000_000_000))
def test_written_times_read_back(seconds: int) -> None:
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    assert read_moment(write_moment(moment)) == moment


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("51.0383", 51.0383),
        ("51°02.3'N", 51.038333),
        ("51°02.3′N", 51.038333),
        ("51° 02.3’ N", 51.038333),
        ("51 02.3 N", 51.038333),
        ("N51 02.3", 51.038333),
        ("n 51º02.3'", 51.038333),
        ("51°02'18\"N", 51.038333),
        ("51°02′18″N", 51.038333),
        ("51°N", 51.0),
        ("51.5N", 51.5),
    ],
)
def test_latitudes(text: str, degrees: float) -> None:
    assert read_latitude(text) == degrees


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("1 18.5 E", 1.308333),
        ("1°18.5'W", -1.308333),
        ("-0.18", -0.18),
        ("\u22120.18", -0.18),
        ("0°10.8'W", -0.18),
        ("0", 0.0),
        ("-0", 0.0),
    ],
)
def test_longitudes(text: str, degrees: float) -> None:
    assert read_longitude(text) == degrees
    assert write_angle(read_longitude(text)).startswith("-") == (degrees < 0)


@pytest.mark.parametrize(
    "text", ["51,03", "51°02.3'E", "-51 02 N", "N51N", "51 60.0 N", "51.5 30 N", "91", "51 02 18.5 7", "", "north", "1e2", "51.03 N S"]
)
def test_bad_latitudes(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_latitude(text)


@given(st.integers(-90_000_000, 90_000_000))
def test_written_angles_read_back(millionths: int) -> None:
    degrees = millionths / 1_000_000
    assert read_latitude(write_angle(degrees)) == degrees


@given(st.integers(0, 59_999_999), st.integers(0, 89), st.sampled_from("NS"))
def test_degrees_and_minutes_agree_with_decimal_degrees(micro_minutes: int, whole_degrees: int, letter: str) -> None:
    minutes = micro_minutes / 1_000_000
    sign = 1 if letter == "N" else -1
    assert read_latitude(f"{whole_degrees}°{minutes:.6f}'{letter}") == pytest.approx(sign * (whole_degrees + minutes / 60), abs=1e-6)


@pytest.mark.parametrize(
    ("cell", "entry", "text"),
    [
        (7.0, Entry.FREE, "7"),
        (0.8, Entry.DECIMAL, "0.8"),
        (0.1 + 0.2, Entry.DECIMAL, "0.3"),
        (1e20, Entry.FREE, "100000000000000000000"),
        (True, Entry.CHOICE, "yes"),
        ("  007 ", Entry.FREE, "007"),
        (dt.date(2026, 8, 10), Entry.DATE, "2026-08-10"),
        (dt.date(2026, 8, 10), Entry.MOMENT, "2026-08-10T00:00:00"),
        (dt.datetime(2026, 8, 10), Entry.DATE, "2026-08-10"),  # noqa: DTZ001  # Excel knows no time zones
        (dt.datetime(2026, 8, 10, 4, 34, 59, 999_700), Entry.MOMENT, "2026-08-10T04:35:00"),  # noqa: DTZ001
    ],
)
def test_values_of_excel_become_what_was_typed(cell: object, entry: Entry, text: str) -> None:
    assert cell_text(cell, entry) == text  # pyright: ignore[reportArgumentType]


def test_words_are_read_in_any_case_and_written_in_one() -> None:
    kind = words(["adult_man", "family"])
    assert kind.write(kind.read(" Family; adult_man ")) == "adult_man;family"
    assert choice(["yes", "no"]).read("YES") == "yes"


def test_numbers_are_exact() -> None:
    assert decimal(0, 1).read("0.30") == Decimal("0.3")
    assert decimal(0, 1).write(decimal(0, 1).read("0.30")) == "0.3"
    assert [text for text in ("1e3", "\u0661", "1_000", "+5", "1,000", "-1", "99999999999") if not whole().fault(text)] == []


def test_formulas_are_only_text() -> None:
    assert ID.read("=HYPERLINK(1)") == "=HYPERLINK(1)"


def test_a_cell_says_what_is_allowed() -> None:
    assert "2026-08-10" in DATE.fault("tomorrow")
    assert "2026-08-10 04:35" in MOMENT.fault("tomorrow")
    assert not DATE.fault("2026-08-10")
