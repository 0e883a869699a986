"""Every table of a workspace and its columns, defined once.

The checks on reading, ``docs/inputs.md``, the Excel template and the canonical CSV files all come from here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from planner.domain.incidents import IncidentStatus
from planner.domain.locks import LockKind
from planner.domain.people import AgeBand, Answer, Category, Decision, ExtendedLimit, Known, Sex
from planner.domain.sites import SiteRole
from planner.ingest.kinds import DATE, ID, LAT, LON, MOMENT, TEXT, choice, decimal, whole, words
from planner.ingest.spec import TableSpec, column, table

MODES: Final = ("scheduled", "charter", "ferry", "rail", "coach")
PROFILES: Final = ("adult_man", "adult_woman", "family", "lone_child")
RISK_LEVELS: Final = ("0", "1", "2", "3", "unknown")
_AGE_HINT: Final = " (Excel turns 12-17 into a date: format the column as text)"

COUNT: Final = whole()
AT_LEAST_ONE: Final = whole(1)
SHARE: Final = decimal(0, 1)

INCIDENTS = table(
    "incidents",
    "Boats met at sea. An incident is closed only when the head count ashore matches the people accounted for.",
    {
        "incident_id": column(ID, "Id of the incident.", "INC-014"),
        "status": column(choice(IncidentStatus), "How far the rescue has come.", "landed"),
        "launch_area": column(ID, "Launch area as reported: the id of a launch area of the places table.", "LA-CALAIS", required=False),
        "met_lat": column(
            LAT, "Latitude where the boat was met; at sea, or within about 300 m of the shore.", "51°02.3'N", unit="degrees, WGS 84"
        ),
        "met_lon": column(LON, "Longitude where the boat was met.", "1°18.5'E", unit="degrees, WGS 84"),
        "met_at": column(MOMENT, "When the boat was met.", "2026-08-10 02:15"),
        "landing_site_id": column(ID, "Landing site people came ashore at; blank while at sea.", "WJF", required=False),
        "landed_at": column(MOMENT, "When people came ashore; blank while at sea.", "2026-08-10 04:35", required=False),
        "boats": column(AT_LEAST_ONE, "Boats met together.", "1", unit="boats"),
        "people_reported": column(COUNT, "People reported aboard.", "58", unit="people"),
        "people_ashore": column(COUNT, "People counted ashore; blank while at sea.", "58", unit="people", required=False),
    },
    ("incident_id",),
)

PEOPLE = table(
    "people",
    "People ashore, one row each. Pseudonymous ids only: a column with a name, a nationality or a contact is refused.",
    {
        "person_id": column(ID, "Pseudonymous id of the person.", "P-0417"),
        "party_id": column(ID, "Id shared by people who must stay together; blank for a person alone.", "PY-102", required=False),
        "incident_id": column(ID, "Incident the person came ashore from.", "INC-014", required=False),
        "landed_at": column(MOMENT, "When the person came ashore.", "2026-08-10 04:35"),
        "site_id": column(ID, "Site where the person is now.", "MANSTON"),
        "unit_id": column(ID, "Unit of that site where the person has a bed; blank when the person has none.", "MANSTON-A", required=False),
        "arrived_at": column(MOMENT, "Recorded arrival at this kind of place: the stay limit runs from here.", "2026-08-10 07:10"),
        "detained_since": column(MOMENT, "Start of detention; blank when not detained.", "2026-08-10 04:35", required=False),
        "sex": column(choice(Sex), "Recorded sex; it only says which unit may hold the person.", "female"),
        "age_band": column(choice(AgeBand, _AGE_HINT), "Recorded age band.", "25-39"),
        "age_disputed": column(choice(Known), "Whether the age is disputed; a disputed or unknown age counts as a child's.", "no"),
        "unaccompanied": column(choice(Known), "Whether the person is a child without an adult.", "no"),
        "pregnant": column(choice(Known), "Whether the person is pregnant; unknown blocks detention.", "no"),
        "adults_at_risk": column(choice(RISK_LEVELS), "Adults at Risk level, 0 for none; unknown blocks detention.", "0"),
        "care_needs": column(words(), "Care the person needs, in the words of config.toml.", "step_free;maternity", required=False),
        "authority_from": column(MOMENT, "Start of the authority to detain; blank for none.", "2026-08-10 04:35", required=False),
        "authority_until": column(MOMENT, "End of the authority to detain; blank for none.", "2026-08-24 04:35", required=False),
        "screened_on": column(DATE, "Date of screening; blank when not done.", "2026-08-11", required=False),
        "decided_on": column(DATE, "Date of the decision; blank when not made.", "2026-08-12", required=False),
        "decision": column(choice(Decision), "The decision, made by people.", "inadmissible", required=False),
        "requested_on": column(DATE, "Date of the request to France; blank when not made.", "2026-08-12", required=False),
        "answered_on": column(DATE, "Date of France's answer; blank when there is none.", "2026-08-20", required=False),
        "answer": column(choice(Answer), "France's answer; silence is no acceptance.", "accepted", required=False),
        "notice_served_on": column(DATE, "Date the notice of departure was served; blank when not served.", "2026-08-21", required=False),
    },
    ("person_id",),
)

BARS = table(
    "bars",
    "Dated legal bars on people. What a bar blocks stands in config.toml.",
    {
        "person_id": column(ID, "Person the bar protects.", "P-0417"),
        "bar": column(ID, "Id of the bar in config.toml.", "nrm_pending"),
        "starts_on": column(DATE, "First date it applies.", "2026-08-10"),
        "ends_on": column(DATE, "Last date it applies; blank until further notice.", "2026-09-09", required=False),
    },
    ("person_id", "bar", "starts_on"),
    is_optional=True,
)

EXTENSIONS = table(
    "extensions",
    "Authorities, given by people, to hold a person beyond a limit. Without one the shorter limit of config.toml holds.",
    {
        "person_id": column(ID, "Person held.", "P-0417"),
        "limit": column(
            choice(ExtendedLimit),
            "Limit extended: a stay in a short-term facility, a family's detention or a pregnant woman's.",
            "short_term",
        ),
        "granted_at": column(MOMENT, "When the authority was given; it counts when given before the limit ran out.", "2026-08-10 16:00"),
        "until": column(MOMENT, "End of what it allows.", "2026-08-13 04:35"),
    },
    ("person_id", "limit", "granted_at"),
    is_optional=True,
)

KEEP_APART = table(
    "keep_apart",
    "Pairs of people who must not share a site on a night, nor a departure. Each pair once.",
    {"person_id": column(ID, "One person.", "P-0417"), "other_person_id": column(ID, "The other person.", "P-0533")},
    ("person_id", "other_person_id"),
    is_optional=True,
)

SITES = table(
    "sites",
    "Places people are landed at, held at or housed at.",
    {
        "site_id": column(ID, "Id of the site.", "MANSTON"),
        "name": column(TEXT, "Name of the site.", "Manston"),
        "role": column(choice(SiteRole), "What the site is for; the stay limit runs by it.", "processing"),
        "lat": column(LAT, "Latitude.", "51.342", unit="degrees, WGS 84"),
        "lon": column(LON, "Longitude.", "1.346", unit="degrees, WGS 84"),
        "admissions_per_day": column(
            COUNT, "People it may admit on a day; blank for no limit.", "200", unit="people a day", required=False
        ),
        "discharges_per_day": column(
            COUNT, "People it may discharge on a day; blank for no limit.", "200", unit="people a day", required=False
        ),
        "stay_limit_hours": column(
            whole(1, 10_000), "Longest stay; blank for the limit config.toml gives this role.", "96", unit="hours", required=False
        ),
        "opens_on": column(DATE, "First date with a night; blank when open already.", "2026-08-01", required=False),
        "closes_on": column(DATE, "Last date with a night; blank for no end.", "2026-12-31", required=False),
    },
    ("site_id",),
    needs_rows=True,
)

UNITS = table(
    "units",
    "Wings or groups of rooms of a site, with their beds. Usable beds are beds x staffed share less closures, rounded down.",
    {
        "unit_id": column(ID, "Id of the unit.", "MANSTON-A"),
        "site_id": column(ID, "Site it belongs to.", "MANSTON"),
        "name": column(TEXT, "Name of the unit.", "Block A"),
        "beds": column(whole(0, 100_000), "Beds by plan of the building.", "120", unit="beds"),
        "staffed_share": column(SHARE, "Share of the beds that staff allow to use.", "0.8", unit="share"),
        "holds": column(words(Category), "Categories of person it may hold.", "adult_man"),
        "care": column(words(), "Care it offers, in the words of config.toml.", "step_free;medical_24h", required=False),
    },
    ("unit_id",),
    needs_rows=True,
)

CAPACITY_CHANGES = table(
    "capacity_changes",
    "Beds closed or staff short for some nights. A night belongs to the date it starts on.",
    {
        "unit_id": column(ID, "Unit that changes.", "MANSTON-A"),
        "first_night": column(DATE, "First night of the change.", "2026-08-14"),
        "last_night": column(DATE, "Last night of the change.", "2026-08-16"),
        "beds_closed": column(COUNT, "Beds closed on those nights; several changes add up.", "12", unit="beds", required=False),
        "staffed_share": column(SHARE, "Replaces the unit's staffed share on those nights.", "0.6", unit="share", required=False),
        "reason": column(TEXT, "Why.", "boiler works", required=False),
    },
    ("unit_id", "first_night", "last_night", "reason"),
    is_optional=True,
)

DEPARTURES = table(
    "departures",
    "Departures to France. Those outside the days planned are left out.",
    {
        "departure_id": column(ID, "Id of the departure.", "D-0817-LHR"),
        "departs_at": column(MOMENT, "When it leaves.", "2026-08-17 09:00"),
        "place_id": column(ID, "Where it leaves from: a British place of the places table, or a site.", "LHR"),
        "arrival_place_id": column(ID, "Where France receives it: a French place of the places table.", "CDG"),
        "mode": column(choice(MODES), "Kind of transport.", "scheduled"),
        "seats": column(COUNT, "Seats for people being transferred.", "20", unit="people"),
        "escort_team": column(COUNT, "Escorts it needs whenever it runs.", "4", unit="escorts"),
        "escorts_per_person": column(
            decimal(0, 100), "Further escorts per person, rounded up per departure.", "2.5", unit="escorts per person"
        ),
        "medics": column(COUNT, "Medics it needs whenever it runs.", "1", unit="medics"),
        "cost_gbp": column(COUNT, "Cost of running it, for information.", "18000", unit="GBP"),
        "status": column(choice(("scheduled", "cancelled")), "Whether it runs.", "scheduled"),
    },
    ("departure_id",),
)

RESOURCES = table(
    "resources",
    "What each day offers: every day planned, exactly once.",
    {
        "date": column(DATE, "The day.", "2026-08-10"),
        "escorts": column(COUNT, "Escorts on duty.", "90", unit="escorts"),
        "medics": column(COUNT, "Medics on duty.", "6", unit="medics"),
        "caseworker_cases": column(COUNT, "Case steps staff can do on the day.", "120", unit="case steps"),
        "ground_seats": column(COUNT, "Seats in ground vehicles.", "400", unit="seats"),
    },
    ("date",),
)

TRAVEL_TIMES = table(
    "travel_times",
    "Journeys by road known better than by the table of road times. A journey given one way holds both ways.",
    {
        "from_id": column(ID, "Site or place of departure it starts at.", "MANSTON"),
        "to_id": column(
            ID, "Site or place of departure it ends at; given one way, it holds both ways unless the other way is given too.", "LHR"
        ),
        "minutes": column(COUNT, "Minutes on the road.", "135", unit="minutes"),
        "km": column(decimal(0, 5_000), "Kilometres by road.", "172", unit="km"),
    },
    ("from_id", "to_id"),
    is_optional=True,
)

PARITY_LEDGER = table(
    "parity_ledger",
    "People transferred to and admitted from France on past dates.",
    {
        "date": column(DATE, "Date, before the plan date.", "2026-08-07"),
        "transferred_to_france": column(COUNT, "People transferred to France.", "14", unit="people"),
        "admitted_from_france": column(COUNT, "People admitted from France.", "12", unit="people"),
    },
    ("date",),
)

PLANNED_ADMISSIONS = table(
    "planned_admissions",
    "People expected from France by the legal route, as counts: France sends no personal data.",
    {
        "date": column(
            DATE, "Date of admission; one before the plan date still uses beds and is counted in the parity ledger.", "2026-08-13"
        ),
        "people": column(AT_LEAST_ONE, "How many.", "12", unit="people"),
        "unit_id": column(ID, "Unit of an onward site that houses them from that night.", "ONWARD-KENT-1"),
        "nights": column(
            whole(1, 1_000), "For how many nights; blank for the rest of the days planned.", "14", unit="nights", required=False
        ),
    },
    ("date", "unit_id", "nights"),
    is_optional=True,
)

EXPECTED_ARRIVALS = table(
    "expected_arrivals",
    "A forecast of people landing on coming dates, always labelled as a forecast.",
    {
        "date": column(DATE, "Date of landing.", "2026-08-12"),
        "site_id": column(ID, "Landing site.", "WJF"),
        "profile": column(choice(PROFILES), "Who they are taken to be.", "adult_man"),
        "people": column(whole(1, 10_000), "How many people in all.", "40", unit="people"),
        "party_size": column(whole(1, 20), "People in a party; the last party takes what is left.", "1", unit="people"),
        "assumed_authority_days": column(
            whole(1, 1_000),
            "Authority to detain taken to run from landing for so many days; blank for none.",
            "14",
            unit="days",
            required=False,
        ),
    },
    ("date", "site_id", "profile", "party_size"),
    is_optional=True,
)

LOCKS = table(
    "locks",
    "A planner's pins. A pin on one person holds for the whole party; one that breaks a rule fails and names the rule.",
    {
        "lock_id": column(ID, "Id of the pin.", "L-07"),
        "person_id": column(ID, "Person pinned.", "P-0417"),
        "kind": column(choice(LockKind), "At that site, not there, on that departure, or not on it.", "site"),
        "target_id": column(ID, "The site or the departure.", "BROOK"),
        "first_night": column(DATE, "First night a site pin covers; blank for the first planned.", "2026-08-11", required=False),
        "last_night": column(DATE, "Last night a site pin covers; blank for the last planned.", "2026-08-14", required=False),
    },
    ("lock_id",),
    is_optional=True,
)

YESTERDAY = table(
    "yesterday",
    "Where yesterday's plan had people on each night, so that today's plan does not change without need.",
    {
        "person_id": column(ID, "Person planned.", "P-0417"),
        "night": column(DATE, "Date the night starts on, or date of departure.", "2026-08-11"),
        "site_id": column(ID, "Site of that night; blank when leaving.", "BROOK", required=False),
        "unit_id": column(ID, "Unit of that night; blank when unplaced or leaving.", "BROOK-B", required=False),
        "departure_id": column(ID, "Departure the person leaves on; blank otherwise.", "D-0817-LHR", required=False),
    },
    ("person_id", "night"),
    is_optional=True,
)

TABLES: Final[Mapping[str, TableSpec]] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            INCIDENTS,
            PEOPLE,
            BARS,
            EXTENSIONS,
            KEEP_APART,
            SITES,
            UNITS,
            CAPACITY_CHANGES,
            DEPARTURES,
            RESOURCES,
            TRAVEL_TIMES,
            PARITY_LEDGER,
            PLANNED_ADMISSIONS,
            EXPECTED_ARRIVALS,
            LOCKS,
            YESTERDAY,
        )
    }
)
"""Every table by name, in the order of the workbook's sheets."""
