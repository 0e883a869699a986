"""A small morning and its plan, made by hand so that every count in it can be checked by eye.

Five sites, ten people (one of them expected), seven nights from Monday 10 August 2026.
"""

from datetime import UTC, date, datetime, time
from fractions import Fraction

from planner.config import Figure
from planner.domain.horizon import Horizon
from planner.domain.ids import DepartureId, IncidentId, PartyId, PersonId, PlaceId, SiteId, UnitId
from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance, ParityRecord, Triage
from planner.domain.people import AgeBand, CaseRecord, Category, Known, Party, Person, Sex
from planner.domain.plan import Measure, MeasureResult, PersonPlan, Plan, PlannedStep, Status, Stay
from planner.domain.rules import BarRule, KeepApartScope, Rules, StaffedStep, Tier
from planner.domain.sites import Site, SiteRole, Unit
from planner.domain.transport import DayResources, Departure, Leg, PlannedAdmission
from planner.domain.verification import Verification
from planner.plan.tables import Table

NIGHTS = 7
HORIZON = Horizon(date(2026, 8, 10), NIGHTS)
AS_OF = datetime(2026, 8, 10, 5, 0, tzinfo=UTC)
LAST = NIGHTS - 1
ADULTS = frozenset({Category.ADULT_MAN, Category.ADULT_WOMAN})

RULES = Rules(
    version="test-1",
    tiers=tuple(Tier),
    handover_time=time(8),
    planned_arrival_time=time(12),
    stability_days=3,
    agreement_from=date(2025, 8, 6),
    agreement_until=date(2026, 9, 30),
    request_max_days=14,
    answer_days=14,
    answer_exceptional_days=28,
    notice_working_days=5,
    transfer_max_months=3,
    screening_to_decision_days=1,
    decision_to_request_days=0,
    answer_to_notice_days=1,
    stay_limit_hours=dict.fromkeys(SiteRole, None) | {SiteRole.LANDING: 24, SiteRole.PROCESSING: 96},
    stay_extended_hours={SiteRole.SHORT_TERM: 168, SiteRole.PRE_DEPARTURE: 168},
    pregnant_max_hours=72,
    pregnant_extended_hours=168,
    family_max_hours=72,
    family_extended_hours=168,
    lone_child_max_hours=24,
    family_roles=frozenset({SiteRole.PROCESSING, SiteRole.SHORT_TERM, SiteRole.PRE_DEPARTURE}),
    adults_at_risk_review_level=1,
    families_detained=False,
    adults_at_risk_block_level=3,
    bars={"nrm_pending": BarRule(blocks_detention=True, blocks_transfer=True)},
    care_needs=frozenset({"step_free"}),
    france_daily_cap=60,
    france_weekly_cap=None,
    parity_upper=40,
    parity_lower=-5,
    keep_apart_scope=KeepApartScope.SITE,
    moves_allowed={role: frozenset(SiteRole) for role in SiteRole},
)

FIGURES = (
    Figure("agreement.in_force_until", "2026-09-30", "date", date(2026, 11, 23), "CBR", verified=False),
    Figure("case.answer_days", "14", "calendar days after the request", date(2026, 11, 23), "ADE", verified=True),
)


def unit(unit_id: str, name: str, beds: int, holds: frozenset[Category] = ADULTS, reserved: int = 0) -> Unit:
    """Make a unit with the same beds every night; its site is the first part of its id."""
    return Unit(UnitId(unit_id), SiteId(unit_id.partition("-")[0]), name, (beds,) * NIGHTS, (reserved,) * NIGHTS, holds, frozenset())


def site(site_id: str, name: str, role: SiteRole, position: tuple[float, float], *units: Unit) -> Site:
    """Make a site without daily limits."""
    return Site(SiteId(site_id), name, role, *position, None, None, RULES.stay_limit_hours[role], None, None, units)


SITES = (
    site("BRK", "Brook House", SiteRole.REMOVAL, (51.15, -0.18), unit("BRK-A", "A wing", 2)),
    site("DOV", "Western Jet Foil", SiteRole.LANDING, (51.12, 1.31)),
    site("HOT", "Hotel one", SiteRole.ONWARD, (51.27, 1.08), unit("HOT-1", "Rooms", 10, frozenset(Category), reserved=2)),
    site(
        "KLA",
        "Kent children's service",
        SiteRole.LOCAL_AUTHORITY,
        (51.28, 0.52),
        unit("KLA-1", "Care", 3, frozenset({Category.LONE_CHILD})),
    ),
    site("MAN", "Manston", SiteRole.PROCESSING, (51.34, 1.35), unit("MAN-A", "Marquee A", 3), unit("MAN-B", "Marquee B", 1)),
)


def person(
    person_id: str, site_id: str = "DOV", unit_id: str | None = None, age: AgeBand = AgeBand.AGE_25_39, sex: Sex = Sex.MALE
) -> Person:
    """Make a person with authority to detain and no case steps done."""
    landed = datetime(2026, 8, 9, 22, 0, tzinfo=UTC)
    return Person(
        person_id=PersonId(person_id),
        incident_id=IncidentId("I-1"),
        landed_at=landed,
        site_id=SiteId(site_id),
        unit_id=UnitId(unit_id) if unit_id else None,
        arrived_at=landed,
        detained_since=None,
        sex=sex,
        age_band=age,
        age_disputed=Known.NO,
        unaccompanied=Known.NO,
        pregnant=Known.NO,
        adults_at_risk=0,
        care_needs=frozenset(),
        authority_from=landed,
        authority_until=datetime(2026, 11, 9, tzinfo=UTC),
        bars=(),
        case=CaseRecord(),
    )


def alone(member: Person, expected_on: date | None = None) -> Party:
    """Make a party of one."""
    return Party(PartyId(member.person_id), (member,), expected_on)


PARTIES = (
    Party(PartyId("F-1"), (person("P-03", sex=Sex.FEMALE), person("P-04", age=AgeBand.AGE_0_11))),
    alone(person("P-01")),
    alone(person("P-02", "BRK", "BRK-A")),
    alone(person("P-05", age=AgeBand.AGE_12_17)),
    alone(person("P-06")),
    alone(person("P-07", "BRK", "BRK-A")),
    alone(person("P-08", "MAN", "MAN-A")),
    alone(person("P-09", "MAN", "MAN-B")),
    alone(person("X-01"), date(2026, 8, 12)),
)


def departure(departure_id: str, departs_at: datetime, seats: int) -> Departure:
    """Make a flight from Heathrow to Paris."""
    return Departure(
        departure_id=DepartureId(departure_id),
        departs_at=departs_at,
        place_id=PlaceId("LHR"),
        arrival_place_id=PlaceId("CDG"),
        mode="scheduled",
        seats=seats,
        escort_team=2,
        escorts_per_person=Fraction(1, 2),
        medics=1,
        cost_gbp=900,
        cancelled=seats == 0,
    )


DEPARTURES = (
    departure("D-0810", datetime(2026, 8, 10, 15, 30, tzinfo=UTC), 4),
    departure("D-0814", datetime(2026, 8, 14, 8, 5, tzinfo=UTC), 2),
    departure("D-0815", datetime(2026, 8, 15, 8, 5, tzinfo=UTC), 0),
)

INCIDENTS = (
    Incident(IncidentId("I-1"), IncidentStatus.LANDED, "LA-CALAIS", 51.02, 1.6, AS_OF, SiteId("DOV"), AS_OF, 1, 12, 12, 9),
    Incident(IncidentId("I-2"), IncidentStatus.AT_SEA, None, 50.95, 1.4, AS_OF, None, None, 2, 61, None, 0),
)

ROADS = {
    ("BRK", "HOT"): (95, 125.0),
    ("BRK", "LHR"): (45, 64.0),
    ("DOV", "BRK"): (90, 120.0),
    ("DOV", "HOT"): (30, 26.0),
    ("DOV", "KLA"): (50, 65.0),
    ("DOV", "MAN"): (40, 33.04),
    ("MAN", "BRK"): (100, 139.96),
    ("MAN", "HOT"): (30, 28.0),
    ("MAN", "LHR"): (110, 160.0),
}

INSTANCE = Instance(
    horizon=HORIZON,
    as_of=AS_OF,
    rules=RULES,
    incidents=INCIDENTS,
    parties=PARTIES,
    keep_apart=(),
    sites=SITES,
    departures=DEPARTURES,
    resources=(DayResources(escorts=20, medics=4, cases=10, ground_seats=30),) * NIGHTS,
    travel={pair: Leg(*leg) for (a, b), leg in ROADS.items() for pair in ((PlaceId(a), PlaceId(b)), (PlaceId(b), PlaceId(a)))},
    parity=ParityRecord(balance_before=-4, transferred_this_week=0),
    planned_admissions=(PlannedAdmission(date(2026, 8, 12), 5, UnitId("HOT-1"), None),),
    locks=(),
    yesterday=(),
    triage=(Triage("head_count", "I-1", "12 people were counted ashore and 9 are listed."),),
)


def stay(status: Status, first: int, last: int, unit_id: str) -> Stay:
    """Make a stay in a bed; its site is the first part of the unit's id."""
    return Stay(status, first, last, SiteId(unit_id.partition("-")[0]), UnitId(unit_id), None)


def expected(last: int) -> Stay:
    """Make the nights before an expected person comes ashore."""
    return Stay(Status.EXPECTED, 0, last, None, None, None)


def unplaced(first: int, last: int, site_id: str) -> Stay:
    """Make a run of nights without a lawful bed."""
    return Stay(Status.UNPLACED, first, last, SiteId(site_id), None, None)


def leaves(day: int, departure_id: str) -> Stay:
    """Make a transfer to France."""
    return Stay(Status.TRANSFERRED, day, LAST, None, None, DepartureId(departure_id))


def planned(
    person_id: str, *stays: Stay, party_id: str = "", steps: tuple[PlannedStep, ...] = (), reason: tuple[str, str] = ("", "")
) -> PersonPlan:
    """Make one person's itinerary; ids that begin with X are expected arrivals."""
    return PersonPlan(PersonId(person_id), PartyId(party_id or person_id), person_id.startswith("X"), stays, steps, *reason)


NO_SEAT = ("capacity", "No seat is left on any departure within the time limits.")
LONE_CHILD = ("lone_child", "Goes to local-authority care, never to detention or return.")
NO_BED = ("no_bed", "No lawful bed is free.")

PEOPLE = (
    planned(
        "P-01",
        stay(Status.DETAINED, 0, 1, "MAN-A"),
        stay(Status.DETAINED, 2, 3, "BRK-A"),
        leaves(4, "D-0814"),
        steps=(PlannedStep(StaffedStep.SCREENING, 0), PlannedStep(StaffedStep.DECISION, 1)),
    ),
    planned("P-02", leaves(0, "D-0810")),
    planned("P-03", stay(Status.ONWARD, 0, LAST, "HOT-1"), party_id="F-1"),
    planned("P-04", stay(Status.ONWARD, 0, LAST, "HOT-1"), party_id="F-1"),
    planned("P-05", stay(Status.LOCAL_AUTHORITY, 0, LAST, "KLA-1"), reason=LONE_CHILD),
    planned("P-06", unplaced(0, 0, "DOV"), stay(Status.DETAINED, 1, 3, "MAN-A"), stay(Status.ONWARD, 4, LAST, "HOT-1"), reason=NO_BED),
    planned("P-07", stay(Status.DETAINED, 0, LAST, "BRK-A"), reason=NO_SEAT),
    planned("P-08", stay(Status.DETAINED, 0, 0, "MAN-A"), stay(Status.DETAINED, 1, 1, "MAN-B"), stay(Status.ONWARD, 2, LAST, "HOT-1")),
    planned("P-09", stay(Status.ONWARD, 0, LAST, "HOT-1"), steps=(PlannedStep(StaffedStep.NOTICE, 0),)),
    planned("X-01", expected(1), stay(Status.DETAINED, 2, 4, "MAN-A"), stay(Status.ONWARD, 5, LAST, "HOT-1")),
)

PLAN = Plan(
    horizon=HORIZON,
    rules_version="test-1",
    people=PEOPLE,
    measures=(
        MeasureResult(Measure.UNPLACED_NIGHTS, 1, 1),
        MeasureResult(Measure.TRANSFERS, 2, 3),
        MeasureResult(Measure.DETENTION_NIGHTS, 22, 22),
        MeasureResult(Measure.WAIT_ORDER, 40, 40),
    ),
)

VERIFIED = Verification(
    rules={"bed_capacity": 42, "seats": 3},
    measures={"unplaced_nights": 1},
    violations=(),
    alarms=("The balance with France falls below the band.",),
)

WHYS = (
    Table(
        "What stands in the way",
        ("Who", "What the plan says of all of them", "For example", "What stands in the way of the example", "Least that would do"),
        (("1 person not transferred", "No seat", "P-07", "This limit alone:\n  Escorts, 12 August 2026", "1 escort, 12 August 2026"),),
    ),
    Table(
        "What one more is worth",
        ("1 more", "When", "Worth, over all these days", "Aim"),
        (("escort", "12 August 2026", "1 more", "Transfers"),),
    ),
)
"""What stands in the way of people, and what more would be worth."""
