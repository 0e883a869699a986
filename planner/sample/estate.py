"""Sites and units: the real estate as far as it was published, and made-up onward and local-authority places.

Positions and published beds of the real estate come from geodata. How beds split over units, who a unit holds and how many people a
site admits a day are assumptions. Onward and local-authority places stand in real towns and are made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.sample.ground import site_places
from planner.sample.tables import CapacityChangeRow, SiteRow, UnitRow

MEN = ("adult_man",)
WOMEN = ("adult_woman",)
ADULTS = ("adult_man", "adult_other", "adult_woman")
ONWARD_CARE = ("maternity", "medical_24h", "mental_health", "quiet_room", "step_free")

UnitSpec = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""Suffix of the id, beds, who it holds, care it offers."""


@dataclass(frozen=True, slots=True)
class SiteSpec:
    """A site of the sample.

    Attributes
    ----------
    flow_per_day
        People admitted and people discharged a day; None for no limit.
    staffed_share
        Share of beds that are staffed. SERCO: centres are not run above 80% of operational capacity.
    opens_on_day
        Day of the horizon it opens; None when open.
    """

    site_id: str
    role: str
    flow_per_day: int | None
    staffed_share: float
    units: tuple[UnitSpec, ...]
    opens_on_day: int | None = None


REAL_SITES = (
    SiteSpec("WJF", "landing", None, 1.0, ()),
    SiteSpec("RAMSGATE", "landing", None, 1.0, ()),
    SiteSpec("KIU", "landing", None, 1.0, (("A", 150, ("lone_child",), ONWARD_CARE), ("B", 180, ("family",), ONWARD_CARE))),
    SiteSpec(
        "MANSTON",  # 1,000 to 1,600 beds were designed (EIN); the lower figure, and two thirds staffed
        "processing",
        500,
        0.66,
        (
            ("A", 480, MEN, ("step_free",)),
            ("B", 340, MEN, ()),
            ("C", 120, (*WOMEN, "adult_other"), ("maternity", "step_free")),
            ("H", 60, ADULTS, ("medical_24h", "mental_health", "quiet_room", "step_free")),
        ),
    ),
    SiteSpec(
        "BROOK",
        "removal",
        30,
        0.8,
        (("A", 120, MEN, ()), ("B", 120, MEN, ()), ("C", 120, MEN, ("step_free",)), ("E", 88, MEN, ("medical_24h", "mental_health"))),
    ),
    SiteSpec("TINSLEY", "removal", 20, 0.8, (("A", 100, MEN, ()), ("B", 62, MEN, ("quiet_room", "step_free")))),
    SiteSpec("GPDA", "pre_departure", 10, 1.0, (("A", 10, ("family",), ("maternity", "step_free")),)),
    SiteSpec(
        "HARMOND",
        "removal",
        40,
        0.8,
        (("A", 190, MEN, ()), ("B", 180, MEN, ("step_free",)), ("C", 165, MEN, ()), ("H", 100, MEN, ("medical_24h", "mental_health"))),
    ),
    SiteSpec(
        "COLN", "removal", 28, 0.8, (("A", 140, MEN, ()), ("B", 140, MEN, ("step_free",)), ("H", 59, MEN, ("mental_health", "quiet_room")))
    ),
    SiteSpec(
        "YARLS",
        "removal",
        30,
        0.8,
        (
            ("A", 170, MEN, ()),
            ("B", 150, MEN, ("step_free",)),
            ("C", 60, WOMEN, ("maternity", "step_free")),
            ("D", 30, ADULTS, ("mental_health",)),
        ),
    ),
    SiteSpec("DERWENT", "removal", 10, 0.8, (("A", 54, WOMEN, ()), ("B", 30, WOMEN, ("maternity", "mental_health", "step_free")))),
    SiteSpec("DUNGAVEL", "removal", 12, 0.8, (("A", 100, MEN, ("step_free",)), ("B", 25, WOMEN, ("maternity",)))),
    SiteSpec("CAMPS", "removal", 20, 0.8, (("A", 100, MEN, ()), ("B", 60, MEN, ("mental_health", "step_free")))),
    SiteSpec("HASLAR", "removal", 15, 0.8, (("A", 60, MEN, ("step_free",)),), opens_on_day=14),
    SiteSpec("LARNE", "short_term", 10, 1.0, (("A", 14, MEN, ()), ("B", 5, WOMEN, ()))),
    SiteSpec("MANCH", "short_term", 12, 1.0, (("A", 24, MEN, ("step_free",)), ("B", 8, WOMEN, ("step_free",)))),
    SiteSpec("SWIND", "short_term", 12, 1.0, (("A", 29, MEN, ()), ("B", 10, WOMEN, ()))),
)

ONWARD_TOWNS = (
    # id, town, lat, lon (town centre, two decimals, GK), people admitted a day, beds for men, women, families, anyone
    ("ONW-ASHFORD", "Ashford", 51.15, 0.87, 60, 90, 12, 36, 12),
    ("ONW-CROYDON", "Croydon", 51.37, -0.10, 60, 170, 16, 60, 20),
    ("ONW-READING", "Reading", 51.45, -0.97, 45, 120, 10, 24, 10),
    ("ONW-LUTON", "Luton", 51.88, -0.42, 50, 150, 12, 30, 10),
    ("ONW-PETERBORO", "Peterborough", 52.57, -0.24, 45, 110, 10, 20, 10),
    ("ONW-BIRMINGHAM", "Birmingham", 52.48, -1.90, 55, 180, 14, 66, 16),
    ("ONW-LEEDS", "Leeds", 53.80, -1.55, 45, 160, 12, 28, 10),
    ("ONW-SALFORD", "Salford", 53.48, -2.29, 45, 130, 10, 24, 10),
)
LOCAL_AUTHORITIES = (
    # id, town, lat, lon (town centre, two decimals, GK), children admitted a day, beds
    ("CARE-KENT", "Maidstone", 51.27, 0.52, 40, 120),
    ("CARE-SURREY", "Guildford", 51.24, -0.57, 18, 44),
    ("CARE-ESSEX", "Chelmsford", 51.74, 0.47, 18, 44),
    ("CARE-HANTS", "Winchester", 51.06, -1.31, 16, 40),
    ("CARE-LONDON", "Croydon", 51.37, -0.10, 22, 60),
    ("CARE-MIDLANDS", "Coventry", 52.41, -1.51, 14, 40),
)
OPENING_UNIT = "ONW-CROYDON-C"
"""Family rooms that are not ready before day 2."""
STANDBY_UNITS = ("ONW-CROYDON-A", "ONW-LUTON-A", "ONW-BIRMINGHAM-C", "ONW-LEEDS-A")
"""Units that house people admitted from France."""


def site_rows(plan_date: date) -> list[SiteRow]:
    """Give every site, the real estate first."""
    places = site_places()
    real = [
        SiteRow(
            spec.site_id,
            places[spec.site_id].name,
            spec.role,
            places[spec.site_id].lat,
            places[spec.site_id].lon,
            spec.flow_per_day,
            spec.flow_per_day,
            None,
            None if spec.opens_on_day is None else plan_date + timedelta(days=spec.opens_on_day),
            None,
        )
        for spec in REAL_SITES
    ]
    onward = [
        SiteRow(site_id, f"Onward accommodation, {town} (made up)", "onward", lat, lon, flow, None, None, None, None)
        for site_id, town, lat, lon, flow, *_ in ONWARD_TOWNS
    ]
    care = [
        SiteRow(site_id, f"Local-authority care, {town} (made up)", "local_authority", lat, lon, flow, None, None, None, None)
        for site_id, town, lat, lon, flow, _ in LOCAL_AUTHORITIES
    ]
    return [*real, *onward, *care]


def unit_rows() -> list[UnitRow]:
    """Give every unit."""
    real = [
        UnitRow(f"{spec.site_id}-{suffix}", spec.site_id, f"Unit {suffix}", beds, spec.staffed_share, holds, care)
        for spec in REAL_SITES
        for suffix, beds, holds, care in spec.units
    ]
    onward = [
        UnitRow(f"{site_id}-{suffix}", site_id, name, num_beds, 1.0, holds, ONWARD_CARE)
        for site_id, _, _, _, _, *beds in ONWARD_TOWNS
        for (suffix, name, holds), num_beds in zip(_ONWARD_UNITS, beds, strict=True)
    ]
    care = [
        UnitRow(f"{site_id}-A", site_id, "Placements", beds, 1.0, ("lone_child",), ONWARD_CARE)
        for site_id, _, _, _, _, beds in LOCAL_AUTHORITIES
    ]
    return [*real, *onward, *care]


_ONWARD_UNITS = (
    ("A", "Men", MEN),
    ("B", "Women", WOMEN),
    ("C", "Families", ("family",)),
    ("D", "Anyone but children alone", (*ADULTS, "family")),
)


def usable_beds(units: Sequence[UnitRow]) -> dict[str, int]:
    """Give staffed beds by unit: nominal beds times staffed share, rounded down, closures apart."""
    return {unit.unit_id: int(unit.beds * round(unit.staffed_share * 1000)) // 1000 for unit in units}


def capacity_change_rows(plan_date: date) -> list[CapacityChangeRow]:
    """Give works and staffing dips inside the horizon."""
    changes = (
        # Harmondsworth's wing C echoes the unit closed for renovation in February 2025 (EIN)
        ("HARMOND-C", 3, 12, 132, None, "Wing closed for works"),
        ("BROOK-B", 3, 16, None, 0.55, "Staff short"),
        ("YARLS-A", 2, 9, None, 0.5, "Staff short"),
        ("COLN-A", 6, 12, None, 0.6, "Staff short"),
        ("CAMPS-A", 3, 14, None, 0.45, "Staff short"),
        ("TINSLEY-A", 4, 11, None, 0.5, "Staff short"),
        ("DUNGAVEL-B", 0, 20, 3, None, "Rooms out of use"),
        (OPENING_UNIT, 0, 1, 57, None, "Rooms not ready yet"),
        ("ONW-ASHFORD-B", 0, 3, 6, None, "Rooms out of use"),
    )
    return [
        CapacityChangeRow(unit_id, plan_date + timedelta(days=first), plan_date + timedelta(days=last), beds_closed, staffed_share, reason)
        for unit_id, first, last, beds_closed, staffed_share, reason in changes
    ]
