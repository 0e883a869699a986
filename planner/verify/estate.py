"""Reads where people can be: sites, units, and the beds of every night."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from planner.domain.horizon import Horizon
from planner.domain.ids import SiteId, UnitId
from planner.domain.people import Category
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import PlannedAdmission
from planner.verify.reading import Row, read_rows

SITE_COLUMNS = (
    "site_id",
    "name",
    "role",
    "lat",
    "lon",
    "admissions_per_day",
    "discharges_per_day",
    "stay_limit_hours",
    "opens_on",
    "closes_on",
)
UNIT_COLUMNS = ("unit_id", "site_id", "name", "beds", "staffed_share", "holds", "care")
CHANGE_COLUMNS = ("unit_id", "first_night", "last_night", "beds_closed", "staffed_share")


def read_sites(inputs: Path, horizon: Horizon, rules: Rules, admissions: Sequence[PlannedAdmission]) -> tuple[Site, ...]:
    """Every site with its units and their beds by night, sorted by id.

    Parameters
    ----------
    admissions
        Planned admissions from France: they reserve beds.

    Raises
    ------
    PackError
        When a cell can not be read, or a unit or change names a place that is not known.
    """
    site_rows = {row.text("site_id"): row for row in read_rows(inputs / "sites.csv", SITE_COLUMNS)}
    unit_rows = {row.text("unit_id"): row for row in read_rows(inputs / "units.csv", UNIT_COLUMNS)}
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(inputs / "capacity_changes.csv", CHANGE_COLUMNS):
        changes[row.known("unit_id", unit_rows)].append(row)
    units: dict[str, list[Unit]] = defaultdict(list)
    nights = horizon.dates()
    for unit_id, row in sorted(unit_rows.items()):
        beds = _beds(row, site_rows[row.known("site_id", site_rows)], changes[unit_id], nights)
        units[row.text("site_id")].append(_unit(row, beds, _reserved(unit_id, admissions, nights)))
    return tuple(_site(row, rules, tuple(units[site_id])) for site_id, row in sorted(site_rows.items()))


def _beds(row: Row, site_row: Row, changes: Iterable[Row], nights: Sequence[date]) -> tuple[int, ...]:
    """Beds by night; none while the site is closed."""
    opens_on, closes_on = site_row.maybe_day("opens_on"), site_row.maybe_day("closes_on")
    periods = [(change.day("first_night"), change.day("last_night"), change) for change in changes]
    usual = _usable(row, ())
    beds: list[int] = []
    for night in nights:
        is_open = (opens_on is None or opens_on <= night) and (closes_on is None or night <= closes_on)
        running = [change for first, last, change in periods if first <= night <= last]
        beds.append((_usable(row, running) if running else usual) if is_open else 0)
    return tuple(beds)


def _usable(row: Row, running: Sequence[Row]) -> int:
    """Beds x staffed share, rounded down, less closed beds; of several shares for one night the lowest counts."""
    shares = [change.number_of("staffed_share") for change in running if change.maybe("staffed_share")]
    share = min(shares, default=row.number_of("staffed_share"))
    closed = sum(change.maybe_whole("beds_closed") or 0 for change in running)
    usable = Fraction(row.whole("beds")) * share
    return max(0, usable.numerator // usable.denominator - closed)


def _reserved(unit_id: str, admissions: Iterable[PlannedAdmission], nights: Sequence[date]) -> tuple[int, ...]:
    own = [admission for admission in admissions if admission.unit_id == unit_id]
    return tuple([sum([admission.people for admission in own if _houses(admission, night)]) for night in nights])


def _houses(admission: PlannedAdmission, night: date) -> bool:
    nights_before = (night - admission.admitted_on).days
    return nights_before >= 0 and (admission.nights is None or nights_before < admission.nights)


def _categories(row: Row) -> frozenset[Category]:
    try:
        return frozenset(Category(word) for word in row.items("holds"))
    except ValueError:
        fault = row.wrong("holds", "a list of " + ", ".join(Category))
        raise fault from None


def _unit(row: Row, beds: tuple[int, ...], reserved: tuple[int, ...]) -> Unit:
    return Unit(
        unit_id=UnitId(row.text("unit_id")),
        site_id=SiteId(row.text("site_id")),
        name=row.cells["name"],
        beds=beds,
        reserved=reserved,
        holds=_categories(row),
        care=row.items("care"),
    )


def _site(row: Row, rules: Rules, units: tuple[Unit, ...]) -> Site:
    role = row.choice("role", SiteRole)
    own_limit = row.maybe_whole("stay_limit_hours")
    return Site(
        site_id=SiteId(row.text("site_id")),
        name=row.cells["name"],
        role=role,
        lat=float(row.number_of("lat")),
        lon=float(row.number_of("lon")),
        admissions_per_day=row.maybe_whole("admissions_per_day"),
        discharges_per_day=row.maybe_whole("discharges_per_day"),
        stay_limit_hours=own_limit if own_limit is not None else rules.stay_limit_hours[role],
        opens_on=row.maybe_day("opens_on"),
        closes_on=row.maybe_day("closes_on"),
        units=units,
    )
