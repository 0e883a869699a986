"""Every figure the sample is drawn from, in one place.

Sources are short ids, spelt out in SOURCES.md. What has no source is a planning assumption, chosen so that beds, clocks,
cases, ground seats, escorts, seats and parity each bind somewhere.
"""

from dataclasses import dataclass

HORIZON_DAYS = 28
"""Days of departures and resources; the same as horizon_days in the sample's config.toml."""

# --- Who arrives ----------------------------------------------------------------------------------------------------
ADULT_AGE_BANDS = (("18-24", 436), ("25-39", 473), ("40-64", 87), ("65+", 4))
"""ASYLUM-R, 2023: 10,348 aged 18-24, 11,242 aged 25-39, 2,145 aged 40 and over; the split of the last at 65 is assumed."""
CHILD_AGE_BANDS = (("0-11", 62), ("12-17", 38))
"""Accompanied children: assumed, no split was found."""
LONE_GIRLS_SHARE = 0.05
"""Assumed: the statistics give no sex by company."""

AT_RISK_LEVELS = (("0", 930), ("1", 40), ("2", 15), ("3", 5), ("unknown", 10))
"""Assumed; levels as in the adults-at-risk guidance. An unknown level blocks detention."""
CARE_NEEDS = (("mental_health", 25), ("step_free", 10), ("medical_24h", 10), ("quiet_room", 5))
"""People in a thousand, assumed."""
NRM_SHARE = 0.083
"""ASYLUM-R: modern slavery referral raised for 8.3% of the 2022 arrivals."""
NUM_UNKNOWN_AGES = 4
"""In a busy morning; the statistics have "not currently recorded" for 3.6% of 2023."""
AGE_DISPUTE_SHARE = 0.03
"""Assumed, of adults; an open dispute puts a person into local-authority care."""
NEW_AUTHORITY_SHARES = (("long", 50), ("short", 38), ("none", 12))
"""Per cent of adults: detained for a return, held for examination only, or neither. About half are detained for a return
in a busy morning; VHQ-0108 reports 10 of 80 from one boat, so a half is high on purpose (the estate must be tight)."""
LONG_AUTHORITY_DAYS = ((28, 1), (42, 3), (56, 4), (84, 3))
"""Days of a long authority, by boat, and weight: detention is reviewed about every 28 days."""
SHORT_AUTHORITY_DAYS = 4
"""As long as a residential holding room may hold a person (96 hours, GK)."""

# --- Boats ----------------------------------------------------------------------------------------------------------
BOAT_SIZE_RANGE = (36, 92)
"""People in a boat. HO-SB01-20260821: daily means in 2026 had p10 48, p50 67, p90 83."""
LANDING_HOURS = (18.0, 29.4)
"""Hours after midnight before the plan date: from 18:00 the evening before to 05:24."""
MOVED_BY_HOUR = 24.5
"""Boats landed before this hour (00:30) are already at Manston; later ones are still at the landing place."""
CHILDREN_MOVED_BY_HOUR = 27.5
"""Families and lone children of boats landed before this hour (03:30) are at the Kent Intake Unit."""
TRACK_RANGE = (0.45, 0.8)
"""Part of the way from the launch area at which boats are met."""
TRACK_JITTER_KM = 2.5
DOUBTFUL_REPORT, DOUBTFUL_ASHORE = 230, 62
"""People reported and counted for one boat of two days ago. One day of 2026 shows 230 people a boat (HO-SB01-20260821): doubtful."""
LAUNCH_WEIGHTS = (
    ("LA-DUNKIRK", 5),
    ("LA-GRAVELINES", 8),
    ("LA-OYE-PLAGE", 4),
    ("LA-CALAIS", 3),
    ("LA-SANGATTE", 2),
    ("LA-WISSANT", 3),
    ("LA-AMBLETEUSE", 2),
    ("LA-WIMEREUX", 3),
    ("LA-BOULOGNE", 3),
    ("LA-EQUIHEN", 2),
    ("LA-HARDELOT", 2),
    ("LA-LE-TOUQUET", 1),
    ("LA-BERCK", 1),
    ("LA-SOMME", 1),
)
"""Weights of launch areas; assumed, heavier near Dunkirk and Gravelines, where CRANSTON and FR3-1101 place departures."""

# --- The estate's residents -----------------------------------------------------------------------------------------
NUM_BURSTS = 20
OLDEST_BURST_DAYS = 88
YOUNGEST_BURST_DAYS = 4
"""Landing days the residents came on. Arrivals are bursty: people came on 38% of the days of 2025 (HO-SB01-20260821)."""
BURST_SIZES = (62, 95, 130, 170, 220, 270, 330, 420, 530, 657)
"""People on days with arrivals, tenths of 2025: median 220, p90 657; the tenths between are interpolated."""
BURSTS_PER_SITE = 16
SITE_LOAD_FACTORS = (0.94, 1.06, 0.98, 1.1, 1.0, 0.9, 1.04, 0.96)
"""Sites are not equally full; DETENTION_OCCUPANCY end of 2023 was 0.5 to 0.86 of the published beds."""
STAGES_BY_AGE = (
    (4, (("landed", 35), ("screened", 65))),
    (9, (("screened", 30), ("decided", 20), ("awaiting", 45), ("admissible", 5))),
    (14, (("screened", 15), ("awaiting", 80), ("admissible", 5))),
    (18, (("awaiting", 70), ("accepted", 20), ("refused", 6), ("late", 4))),
    (27, (("awaiting", 20), ("accepted", 40), ("noticed", 30), ("refused", 6), ("late", 4))),
    (44, (("accepted", 42), ("noticed", 43), ("refused", 7), ("silent", 4), ("late", 4))),
    (99, (("accepted", 30), ("noticed", 56), ("refused", 7), ("silent", 4), ("late", 3))),
)
"""Case stages of residents by days since landing (last age of the row, then stage and per cent); assumed. 61% of those who left
detention in 2023 were bailed and 33% returned (ASYLUM-R), so a share of cases has come to nothing already."""
MAIN_AUTHORITY_DAYS = 92
REVIEW_DAYS = 28
SHORT_TERM_LOAD = 0.8
"""Load of short-term places relative to the rest of the estate."""
SHORT_REVIEW_SHARE = 0.1
"""Residents whose authority ends at the next 28-day review instead of with the three months."""
LAPSING_SHARE = 0.01
"""Residents whose authority ends before the first handover."""
RESIDENT_BARS = (
    # bar, per thousand residents, first day, last day (days from the plan date; None: until further notice)
    ("human_rights_claim", 35, -12, None),
    ("human_rights_claim", 30, -9, 10),
    ("injunction", 10, -6, None),
    ("rule_35", 25, -3, 11),
    ("unfit_to_travel", 12, -2, 7),
    ("nrm_pending", 15, 0, None),
    ("nrm_positive", 8, 1, 31),
    ("bail_granted", 12, 1, None),
    ("nrm_pending", 40, -30, -8),
    ("public_order", 3, -40, None),
)
"""LBC-1019 and EIN-HMIP20 report challenges in the last days; shares assumed, the referrals together near NRM_SHARE."""

DOUBTFUL_MIX = (50, 4, 8)
"""Men, women and lone children of the boat with the doubtful report."""
ONWARD_MIX = (52, 16, 36, 36)
"""Men, women, people in families and lone children in onward accommodation and care already; assumed."""
OVERSTAY_DAYS = 7
"""Days people past their stay limit have been at a short-term place; two fewer at Manston."""

YESTERDAY_NIGHTS = 3
"""Nights of yesterday's plan; the same as stability_days in the sample's config.toml."""

# --- Transport and staff --------------------------------------------------------------------------------------------
CHARTER_TEAM, CHARTER_ESCORTS_PER_PERSON = 12, 2.3
"""58 escorts for 20 people, 2.9 each; HMIP-TCU18 saw 3.2 and EIN-INDIA 2.6."""
SCHEDULED_TEAM, SCHEDULED_ESCORTS_PER_PERSON = 2, 2.0
CHARTER_COST_GBP = 250_000
"""VHQ-0108, weak."""
SCHEDULED_HOUR = 9.0
"""BRIEFLY: a 09:00 departure from Heathrow."""
MEDICS_A_DAY = 3
ADMISSION_WEEKDAYS = (1, 3)
ADMISSION_NIGHTS = 14
"""Days of the week people come from France, and nights they are housed; assumed."""
SEAT_COST_GBP = 180
"""Assumed."""
PARITY_POINTS = (
    ("2025-08-06", 0, 0),
    ("2025-09-18", 1, 0),
    ("2025-10-09", 26, 18),
    ("2025-10-19", 42, 23),
    ("2025-10-31", 75, 51),
    ("2025-11-05", 94, 57),
    ("2025-11-15", 113, 84),
    ("2025-12-16", 193, 195),
    ("2026-02-03", 281, 350),
    ("2026-03-15", 377, 380),
    ("2026-06-10", 905, 915),
)
"""Returned and admitted so far: returns_reported.csv; the last pair was given as "over 900" and "roughly equal"."""
PARITY_WEEKLY_AFTER = (40, 41)
"""People a week each way after the last report; 40 is the mean from March to June 2026 (EST)."""


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter in some week of the horizon (0 is the first), on a weekday (0 is Monday)."""

    week: int
    weekday: int
    place_id: str
    seats: int
    hour: float
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of morning differs from another.

    Attributes
    ----------
    arrivals, boats
        People and boats landed between the evening before and the plan date's morning.
    lone_children
        Children without an adult among them.
    family_sizes
        Members of a family, and how many such families.
    couples, siblings
        Parties of two adults: a man and a woman, or two men.
    single_women, other_sex, unknown_sex
        People alone, besides the men.
    pregnant, pregnancy_unknown
        Women of whom pregnancy is recorded or not known.
    load
        Residents of the detention estate by usable beds.
    onward_residents
        People in onward accommodation and local-authority care already.
    resident_pairs
        Parties of two among the residents of the detention estate.
    scheduled_seats
        Seats on scheduled departures by weekday.
    charters
        Charters over the horizon.
    escorts
        Escorts by weekday, Monday first.
    cases
        Caseworker cases on a working day and on another.
    ground_seats
        Ground seats on the first day, on a weekday and at a weekend.
    weekly_admissions
        People expected from France by week.
    expected
        Profile, people a day, party size and days of authority assumed, for the coming days.
    expected_days
        Days of forecast.
    keep_apart, overstays
        Pairs to keep apart, and people whose stay limit has run out already.
    """

    arrivals: int
    boats: int
    lone_children: int
    family_sizes: tuple[tuple[int, int], ...]
    couples: int
    siblings: int
    single_women: int
    other_sex: int
    unknown_sex: int
    pregnant: int
    pregnancy_unknown: int
    load: float
    onward_residents: int
    resident_pairs: int
    scheduled_seats: tuple[tuple[int, int], ...]
    charters: tuple[Charter, ...]
    escorts: tuple[int, ...]
    cases: tuple[int, int]
    ground_seats: tuple[int, int, int]
    weekly_admissions: tuple[int, ...]
    expected: tuple[tuple[str, int, int, int | None], ...]
    expected_days: int
    keep_apart: int
    overstays: int


BUSY = Shape(
    arrivals=1195,  # HO-SB01-20260821: 31 May 2025
    boats=19,
    lone_children=103,  # INDY-KENT: 1,147 lone children in six months to July 2024, about 8.5% of arrivals
    family_sizes=((2, 12), (3, 16), (4, 12), (5, 8)),  # with the lone children 15.6% under 18, as in 2023 (ASYLUM-R)
    couples=12,
    siblings=8,
    single_women=33,  # with those in families 11.7% female, as in 2023 (ASYLUM-R)
    other_sex=2,
    unknown_sex=4,
    pregnant=5,
    pregnancy_unknown=3,
    load=0.75,
    onward_residents=140,
    resident_pairs=18,
    scheduled_seats=((1, 6), (2, 5), (4, 6)),
    charters=(
        Charter(0, 3, "STN", 36, 10.5),
        Charter(0, 4, "LGW", 20, 9.75),
        Charter(1, 1, "BQH", 16, 11.0, is_cancelled=True),
        Charter(1, 2, "BQH", 24, 11.0),
        Charter(1, 3, "STN", 40, 10.5),
        Charter(2, 1, "LGW", 28, 9.75),
        Charter(2, 3, "STN", 32, 10.5),
        Charter(3, 2, "BQH", 24, 11.0),
        Charter(3, 3, "STN", 36, 10.5),
        Charter(3, 4, "LGW", 24, 9.75),
    ),
    escorts=(40, 72, 76, 100, 70, 0, 0),
    cases=(88, 16),
    ground_seats=(880, 650, 400),
    weekly_admissions=(55, 50, 60, 62),
    expected=(("adult_man", 16, 1, 45), ("family", 8, 4, None), ("lone_child", 4, 1, None)),
    expected_days=7,
    keep_apart=8,
    overstays=5,
)

QUIET = Shape(
    arrivals=60,
    boats=1,
    lone_children=5,
    family_sizes=((3, 1), (4, 1)),
    couples=1,
    siblings=1,
    single_women=1,
    other_sex=0,
    unknown_sex=0,
    pregnant=1,
    pregnancy_unknown=0,
    load=0.5,
    onward_residents=60,
    resident_pairs=8,
    scheduled_seats=((1, 6), (4, 5)),
    charters=(Charter(1, 3, "STN", 20, 10.5), Charter(3, 3, "STN", 24, 10.5)),
    escorts=(20, 30, 30, 64, 30, 0, 0),
    cases=(60, 10),
    ground_seats=(300, 250, 150),
    weekly_admissions=(18, 16, 20, 18),
    expected=(("adult_man", 6, 1, 45), ("family", 3, 3, None), ("lone_child", 1, 1, None)),
    expected_days=3,
    keep_apart=2,
    overstays=1,
)
