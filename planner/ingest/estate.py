"""Rows to sites and units, with the beds of each night."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from planner.domain.horizon import Horizon
from planner.domain.ids import SiteId, UnitId
from planner.domain.people import Category
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import PlannedAdmission
from planner.ingest.rows import Row, Table


def admissions_of(table: Table) -> tuple[PlannedAdmission, ...]:
    """Planned admissions from France, by date, unit and nights."""
    found = [
        PlannedAdmission(row.date("date"), row.whole("people"), UnitId(row.text("unit_id")), row.maybe_whole("nights"))
        for row in table.rows
    ]
    return tuple(sorted(found, key=lambda admission: (admission.admitted_on, admission.unit_id, admission.nights or 0)))


def sites_of(tables: Mapping[str, Table], admissions: Sequence[PlannedAdmission], horizon: Horizon, rules: Rules) -> tuple[Site, ...]:
    """Sites by id, with their units."""
    changes, reserved, units = (
        defaultdict[str, list[Row]](list),
        defaultdict[str, list[PlannedAdmission]](list),
        defaultdict[str, list[Row]](list),
    )
    for row in tables["capacity_changes"].rows:
        changes[row.text("unit_id")].append(row)
    for admission in admissions:
        reserved[admission.unit_id].append(admission)
    for row in tables["units"].rows:
        units[row.text("site_id")].append(row)

    def site_of(row: Row) -> Site:
        own = [
            _unit(unit, row, changes[unit.text("unit_id")], reserved[unit.text("unit_id")], horizon) for unit in units[row.text("site_id")]
        ]
        return _site(row, tuple(sorted(own, key=lambda unit: unit.unit_id)), rules)

    return tuple(sorted((site_of(row) for row in tables["sites"].rows), key=lambda site: site.site_id))


def is_open(site: Row, night: date) -> bool:
    """Whether a site has a night on a date."""
    opens_on, closes_on = site.maybe_date("opens_on"), site.maybe_date("closes_on")
    return (opens_on is None or opens_on <= night) and (closes_on is None or night <= closes_on)


def covers(change: Row, night: date) -> bool:
    """Whether a capacity change holds on a night."""
    return change.date("first_night") <= night <= change.date("last_night")


def houses(admission: PlannedAdmission, night: date) -> bool:
    """Whether people of a planned admission use beds on a night."""
    last = None if admission.nights is None else admission.admitted_on + timedelta(days=admission.nights - 1)
    return admission.admitted_on <= night and (last is None or night <= last)


def _site(row: Row, units: tuple[Unit, ...], rules: Rules) -> Site:
    role = SiteRole(row.text("role"))
    return Site(
        site_id=SiteId(row.text("site_id")),
        name=row.text("name"),
        role=role,
        lat=row.angle("lat"),
        lon=row.angle("lon"),
        admissions_per_day=row.maybe_whole("admissions_per_day"),
        discharges_per_day=row.maybe_whole("discharges_per_day"),
        stay_limit_hours=row.maybe_whole("stay_limit_hours") or rules.stay_limit_hours[role],
        opens_on=row.maybe_date("opens_on"),
        closes_on=row.maybe_date("closes_on"),
        units=units,
    )


def _unit(row: Row, site: Row, changes: Sequence[Row], admissions: Sequence[PlannedAdmission], horizon: Horizon) -> Unit:
    return Unit(
        unit_id=UnitId(row.text("unit_id")),
        site_id=SiteId(row.text("site_id")),
        name=row.text("name"),
        beds=tuple(usable_beds(row, site, changes, night) for night in horizon.dates()),
        reserved=tuple(sum(admission.people for admission in admissions if houses(admission, night)) for night in horizon.dates()),
        holds=frozenset(Category(word) for word in row.words("holds")),
        care=frozenset(row.words("care")),
    )


def usable_beds(unit: Row, site: Row, changes: Sequence[Row], night: date) -> int:
    """Beds of a unit on a night: floor(beds x staffed share) - beds closed, not below 0; 0 while the site is closed."""
    if not is_open(site, night):
        return 0
    now = [change for change in changes if covers(change, night)]
    shares = [share for change in now if (share := change.maybe_number("staffed_share")) is not None]
    share = Fraction(min(shares, default=unit.number_of("staffed_share")))
    staffed = share.numerator * unit.whole("beds") // share.denominator
    return max(0, staffed - sum(change.maybe_whole("beds_closed") or 0 for change in now))
