"""The figures of the hand-made pack: configuration, inputs, tables and measures, as text."""

from datetime import date, timedelta

DAY_0 = date(2026, 8, 24)
NUM_DAYS = 10
EXPECTED = "F-20260826-DOVER-adult_woman-001-1"
ALL = "adult_man;adult_other;adult_woman;family"

CONFIG = """\
[plan]
date = 2026-08-24
as_of_time = 06:00:00
horizon_days = 10
handover_time = 08:00:00
planned_arrival_time = 12:00:00
stability_days = 4
time_limit_seconds = 60
delete_after_days = 90

[rules]
version = "test-1"
tiers = ["unplaced", "transfers", "live_cases", "detention", "movement", "stability"]
keep_apart_scope = "site"
care_needs = ["step_free", "maternity"]

[agreement]
in_force_from = { value = 2025-08-06, unit = "date", as_of = 2026-08-01, source = "test", verified = true }
in_force_until = { value = 2026-09-30, unit = "date", as_of = 2026-08-01, source = "test", verified = true }

[case]
request_max_days = { value = 14, unit = "days", as_of = 2026-08-01, source = "test", verified = true }
answer_days = { value = 14, unit = "days", as_of = 2026-08-01, source = "test", verified = true }
answer_exceptional_days = { value = 28, unit = "days", as_of = 2026-08-01, source = "test", verified = true }
notice_working_days = { value = 5, unit = "working days", as_of = 2026-08-01, source = "test", verified = true }
transfer_max_months = { value = 3, unit = "months", as_of = 2026-08-01, source = "test", verified = true }
screening_to_decision_days = { value = 1, unit = "days", as_of = 2026-08-01, source = "test", verified = true }
decision_to_request_days = { value = 0, unit = "days", as_of = 2026-08-01, source = "test", verified = true }
answer_to_notice_days = { value = 1, unit = "days", as_of = 2026-08-01, source = "test", verified = true }

[stay_limits]
landing_hours = { value = 24, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
processing_hours = { value = 96, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
short_term_hours = { value = 120, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
short_term_extended_hours = { value = 168, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
pre_departure_extended_hours = { value = 168, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
removal_hours = { value = 0, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
pre_departure_hours = { value = 72, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
onward_hours = { value = 0, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
local_authority_hours = { value = 0, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }

[detention]
pregnant_max_hours = { value = 72, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
pregnant_extended_hours = { value = 168, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
family_extended_hours = { value = 168, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
lone_child_max_hours = { value = 24, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
family_roles = { value = ["processing", "short_term", "pre_departure"], unit = "roles", as_of = 2026-08-01, source = "t", verified = true }
adults_at_risk_review_level = { value = 1, unit = "level", as_of = 2026-08-01, source = "test", verified = true }
family_max_hours = { value = 72, unit = "hours", as_of = 2026-08-01, source = "test", verified = true }
families_detained = { value = false, unit = "yes or no", as_of = 2026-08-01, source = "test", verified = true }
adults_at_risk_block_level = { value = 3, unit = "level", as_of = 2026-08-01, source = "test", verified = true }

[france]
daily_cap = { value = 1, unit = "people", as_of = 2026-08-01, source = "test", verified = true }
weekly_cap = { value = 1, unit = "people", as_of = 2026-08-01, source = "test", verified = true }

[parity]
upper = { value = 3, unit = "people", as_of = 2026-08-01, source = "test", verified = true }
lower = { value = -5, unit = "people", as_of = 2026-08-01, source = "test", verified = true }

[moves]
landing = ["processing", "short_term", "removal", "pre_departure", "onward", "local_authority"]
processing = ["short_term", "removal", "pre_departure", "onward", "local_authority"]
short_term = ["removal", "pre_departure", "onward", "local_authority"]
removal = ["removal", "pre_departure", "onward", "local_authority"]
pre_departure = ["onward", "local_authority"]

[reserves]
empty_seats_allowed = 0
chance = 0.2
duties = 1

[bars.nrm_pending]
label = "Modern slavery referral not yet decided"
blocks = "both"
source = "test"
verified = true

[bars.injunction]
label = "Injunction"
blocks = "transfer"
source = "test"
verified = true
"""

INPUTS: dict[str, str] = {
    "incidents": """\
incident_id,status,launch_area,met_lat,met_lon,met_at,landing_site_id,landed_at,boats,people_reported,people_ashore
I1,landed,LA-CALAIS,51.04,1.3,2026-08-23T22:00:00Z,DOVER,2026-08-24T00:00:00Z,1,5,5
I2,closed,,51.03,1.35,2026-08-20T02:00:00Z,DOVER,2026-08-20T04:00:00Z,1,1,1
I3,at_sea,,51.02,1.4,2026-08-24T04:30:00Z,,,1,40,
""",
    "people": """\
person_id,party_id,incident_id,landed_at,site_id,unit_id,arrived_at,detained_since,sex,age_band,age_disputed,unaccompanied,pregnant,\
adults_at_risk,care_needs,authority_from,authority_until,screened_on,decided_on,decision,requested_on,answered_on,answer,notice_served_on
P01,,,2026-08-04T03:00:00Z,HEATH,H-MEN,2026-08-05T12:00:00Z,2026-08-04T05:00:00Z,male,25-39,no,no,no,\
0,,2026-08-04T05:00:00Z,2026-09-01T22:00:00Z,2026-08-05,2026-08-06,inadmissible,2026-08-06,2026-08-20,accepted,2026-08-20
P02,,,2026-08-06T03:00:00Z,HEATH,H-MEN,2026-08-07T12:00:00Z,2026-08-06T05:00:00Z,male,18-24,no,no,no,\
0,,2026-08-06T05:00:00Z,2026-09-20T22:00:00Z,2026-08-06,2026-08-07,inadmissible,2026-08-07,2026-08-21,accepted,
P03,,I2,2026-08-20T04:00:00Z,HEATH,H-WOM,2026-08-21T12:00:00Z,2026-08-20T06:00:00Z,female,40-64,no,no,no,\
1,,2026-08-20T06:00:00Z,2026-09-20T22:00:00Z,,,,,,,
P04,FAM,I1,2026-08-24T00:00:00Z,DOVER,,2026-08-24T01:00:00Z,,female,25-39,no,no,no,0,step_free,,,,,,,,,
P05,FAM,I1,2026-08-24T00:00:00Z,DOVER,,2026-08-24T01:00:00Z,,female,0-11,no,no,no,0,,,,,,,,,,
P06,FAM,I1,2026-08-24T00:00:00Z,DOVER,,2026-08-24T01:00:00Z,,male,40-64,no,no,no,0,,,,,,,,,,
P07,,I1,2026-08-24T00:00:00Z,DOVER,,2026-08-24T01:00:00Z,,male,12-17,no,yes,no,0,,,,,,,,,,
P08,,I1,2026-08-24T00:00:00Z,DOVER,,2026-08-24T01:00:00Z,,male,25-39,no,no,no,\
0,,2026-08-24T02:00:00Z,2026-09-10T22:00:00Z,,,,,,,
P09,,,2026-08-22T02:00:00Z,MANSTON,M-MEN,2026-08-23T09:00:00Z,2026-08-22T04:00:00Z,male,25-39,no,no,no,\
0,,2026-08-22T04:00:00Z,2026-09-25T22:00:00Z,,,,,,,
P10,,,2026-08-22T23:30:00Z,HEATH,H-WOM,2026-08-23T11:00:00Z,2026-08-23T11:00:00Z,female,25-39,no,no,yes,\
0,,2026-08-23T02:00:00Z,2026-09-25T22:00:00Z,,,,,,,
P11,,,2026-07-01T02:00:00Z,ONW,O-1,2026-07-05T12:00:00Z,,other,65+,no,no,no,0,,,,,,,,,,
P12,,,2026-08-10T03:00:00Z,BROOK,B-1,2026-08-11T12:00:00Z,2026-08-10T05:00:00Z,male,25-39,no,no,no,\
0,,2026-08-10T05:00:00Z,2026-09-20T22:00:00Z,2026-08-10,2026-08-11,inadmissible,2026-08-11,2026-08-20,accepted,2026-08-20
P13,,,2026-08-11T03:00:00Z,BROOK,B-1,2026-08-12T12:00:00Z,2026-08-11T05:00:00Z,male,40-64,no,no,no,\
0,,2026-08-11T05:00:00Z,2026-09-20T22:00:00Z,2026-08-11,2026-08-12,inadmissible,2026-08-12,2026-08-20,accepted,2026-08-20
""",
    "bars": """\
person_id,bar,starts_on,ends_on
P08,injunction,2026-08-24,
P09,nrm_pending,2026-08-01,2026-08-20
""",
    "keep_apart": """\
person_id,other_person_id
P01,P09
""",
    "sites": """\
site_id,name,role,lat,lon,admissions_per_day,discharges_per_day,stay_limit_hours,opens_on,closes_on
BROOK,Brook House,removal,51.15,-0.18,,2,,,
DOVER,Dover,landing,51.12,1.31,,5,36,,
HEATH,Heathrow,removal,51.48,-0.48,1,1,,,
KENT,Kent,local_authority,51.27,0.52,,,,,
MANSTON,Manston,processing,51.34,1.34,1,1,,,2026-12-31
ONW,Onward,onward,51.5,0.1,3,,,,
""",
    "units": f"""\
unit_id,site_id,name,beds,staffed_share,holds,care
B-1,BROOK,Wing 1,2,1,adult_man,
D-R,DOVER,Rest area,1,1,adult_man,
H-MEN,HEATH,Men,3,0.75,adult_man,
H-WOM,HEATH,Women,2,1,adult_other;adult_woman,maternity
K-1,KENT,Homes,1,1,lone_child,
M-MEN,MANSTON,Men,4,0.5,adult_man,
O-1,ONW,House 1,5,1,{ALL},step_free
O-2,ONW,House 2,3,1,adult_man;adult_woman,maternity
""",
    "capacity_changes": """\
unit_id,first_night,last_night,beds_closed,staffed_share,reason
K-1,2026-08-24,2026-08-24,1,,repairs
""",
    "departures": """\
departure_id,departs_at,place_id,arrival_place_id,mode,seats,escort_team,escorts_per_person,medics,cost_gbp,status
D1,2026-08-27T10:00:00Z,LHR,CDG,scheduled,1,2,1.5,1,9000,scheduled
D2,2026-09-01T10:00:00Z,LHR,CDG,scheduled,2,2,1.5,1,9000,scheduled
D3,2026-08-28T10:00:00Z,LHR,CDG,scheduled,2,2,1.5,1,9000,cancelled
D4,2026-09-02T10:00:00Z,LHR,CDG,scheduled,2,2,1.5,1,9000,scheduled
D5,2026-08-26T10:00:00Z,LHR,CDG,scheduled,2,2,1.5,1,9000,scheduled
""",
    "resources": "date,escorts,medics,caseworker_cases,ground_seats\n"
    + "".join(f"{DAY_0 + timedelta(days=day)},4,1,{0 if day in {5, 6, 7} else 2},3\n" for day in range(NUM_DAYS)),
    "travel_times": """\
from_id,to_id,minutes,km
BROOK,LHR,50,60
BROOK,ONW,70,65
DOVER,HEATH,100,140
DOVER,KENT,40,55.5
DOVER,MANSTON,30,33
DOVER,ONW,60,80
HEATH,KENT,70,90
HEATH,LHR,20,9.25
HEATH,MANSTON,95,130
HEATH,ONW,90,60
MANSTON,LHR,110,150
MANSTON,ONW,50,70
ONW,KENT,45,50
ONW,LHR,55,50
""",
    "parity_ledger": """\
date,transferred_to_france,admitted_from_france
2026-08-13,1,0
2026-08-20,2,1
""",
    "planned_admissions": """\
date,people,unit_id,nights
2026-08-26,1,O-2,2
""",
    "expected_arrivals": """\
date,site_id,profile,people,party_size,assumed_authority_days
2026-08-26,DOVER,adult_woman,1,1,30
""",
    "locks": """\
lock_id,person_id,kind,target_id,first_night,last_night
L1,P09,site,MANSTON,2026-08-24,2026-08-25
L2,P09,not_site,HEATH,,
L3,P01,departure,D1,,
L4,P09,not_departure,D1,,
""",
    "yesterday": """\
person_id,night,site_id,unit_id,departure_id
P01,2026-08-24,HEATH,H-MEN,
P01,2026-08-27,,,D1
P09,2026-08-24,ONW,O-1,
P99,2026-08-24,ONW,O-1,
""",
}

ASSIGNMENTS = f"""\
person_id,party_id,expected,status,site_id,unit_id,first_night,last_night,departure_id
{EXPECTED},{EXPECTED[:-2]},yes,expected,,,2026-08-24,2026-08-25,
{EXPECTED},{EXPECTED[:-2]},yes,detained,HEATH,H-WOM,2026-08-26,2026-09-02,
P01,P01,no,detained,HEATH,H-MEN,2026-08-24,2026-08-26,
P01,P01,no,transferred,,,2026-08-27,2026-09-02,D1
P02,P02,no,detained,HEATH,H-MEN,2026-08-24,2026-08-31,
P02,P02,no,transferred,,,2026-09-01,2026-09-02,D2
P03,P03,no,detained,HEATH,H-WOM,2026-08-24,2026-09-02,
P04,FAM,no,onward,ONW,O-1,2026-08-24,2026-09-02,
P05,FAM,no,onward,ONW,O-1,2026-08-24,2026-09-02,
P06,FAM,no,onward,ONW,O-1,2026-08-24,2026-09-02,
P07,P07,no,unplaced,DOVER,,2026-08-24,2026-08-24,
P07,P07,no,local_authority,KENT,K-1,2026-08-25,2026-09-02,
P08,P08,no,landing,DOVER,D-R,2026-08-24,2026-08-24,
P08,P08,no,detained,MANSTON,M-MEN,2026-08-25,2026-08-28,
P08,P08,no,onward,ONW,O-1,2026-08-29,2026-09-02,
P09,P09,no,detained,MANSTON,M-MEN,2026-08-24,2026-08-26,
P09,P09,no,onward,ONW,O-2,2026-08-27,2026-09-02,
P10,P10,no,detained,HEATH,H-WOM,2026-08-24,2026-08-25,
P10,P10,no,onward,ONW,O-2,2026-08-26,2026-09-02,
P11,P11,no,onward,ONW,O-1,2026-08-24,2026-09-02,
P12,P12,no,detained,BROOK,B-1,2026-08-24,2026-09-02,
P13,P13,no,detained,BROOK,B-1,2026-08-24,2026-09-02,
"""

TABLES: dict[str, str] = {
    "assignments": ASSIGNMENTS,
    "case_steps": f"""\
person_id,party_id,step,date
{EXPECTED},{EXPECTED[:-2]},screening,2026-08-26
{EXPECTED},{EXPECTED[:-2]},decision,2026-08-27
P02,P02,notice,2026-08-24
P03,P03,screening,2026-08-24
P03,P03,decision,2026-08-25
""",
    "manifests": """\
departure_id,departs_at,person_id,party_id,from_site_id,minutes
D1,2026-08-27T10:00:00Z,P01,P01,HEATH,20
D2,2026-09-01T10:00:00Z,P02,P02,HEATH,20
""",
    "moves": f"""\
date,person_id,party_id,kind,from_site_id,from_unit_id,to_id,to_unit_id,minutes,km
2026-08-24,P04,FAM,onward,DOVER,,ONW,O-1,60,80.0
2026-08-24,P05,FAM,onward,DOVER,,ONW,O-1,60,80.0
2026-08-24,P06,FAM,onward,DOVER,,ONW,O-1,60,80.0
2026-08-24,P08,P08,unit change,DOVER,,DOVER,D-R,0,0.0
2026-08-25,P07,P07,local authority,DOVER,,KENT,K-1,40,55.5
2026-08-25,P08,P08,admission,DOVER,D-R,MANSTON,M-MEN,30,33.0
2026-08-26,{EXPECTED},{EXPECTED[:-2]},admission,DOVER,,HEATH,H-WOM,100,140.0
2026-08-26,P10,P10,onward,HEATH,H-WOM,ONW,O-2,90,60.0
2026-08-27,P01,P01,departure,HEATH,H-MEN,LHR,,20,9.2
2026-08-27,P09,P09,onward,MANSTON,M-MEN,ONW,O-2,50,70.0
2026-08-29,P08,P08,onward,MANSTON,M-MEN,ONW,O-1,50,70.0
2026-09-01,P02,P02,departure,HEATH,H-MEN,LHR,,20,9.2
""",
    "reserves": """\
departure_id,departs_at,order,person_id,party_id,site_id,size,booked_on
D1,2026-08-27T10:00:00Z,1,P12,P12,BROOK,1,
D1,2026-08-27T10:00:00Z,2,P13,P13,BROOK,1,
""",
    "seat_fill": """\
departure_id,departs_at,booked,expected_aboard,expected_empty,chance,reserves,expected_empty_with_reserves,chance_with_reserves,enough
D1,2026-08-27T10:00:00Z,1,0.6,0.4,0.4,2,0.14,0.1408,yes
D2,2026-09-01T10:00:00Z,1,0.6,0.4,0.4,0,0.4,0.4,no
""",
    "unplaced": """\
person_id,party_id,site_id,first_night,last_night,nights,reason_code,reason
P07,P07,DOVER,2026-08-24,2026-08-24,1,no_bed,'=No bed for a child alone is free on 24 August
""",
}

BEDS_AND_PEOPLE: dict[tuple[str, str], tuple[list[int], list[int]]] = {
    ("BROOK", "B-1"): ([2] * 10, [2] * 10),
    ("DOVER", "D-R"): ([1] * 10, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("HEATH", "H-MEN"): ([2] * 10, [2, 2, 2, 1, 1, 1, 1, 1, 0, 0]),
    ("HEATH", "H-WOM"): ([2] * 10, [2] * 10),
    ("KENT", "K-1"): ([0, 1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ("MANSTON", "M-MEN"): ([2] * 10, [1, 2, 2, 1, 1, 0, 0, 0, 0, 0]),
    ("ONW", "O-1"): ([5] * 10, [4, 4, 4, 4, 4, 5, 5, 5, 5, 5]),
    ("ONW", "O-2"): ([3] * 10, [0, 0, 1, 2, 2, 2, 2, 2, 2, 2]),
}
RESERVED = {("O-2", 2): 1, ("O-2", 3): 1}

MEASURES = {
    "unplaced_nights": ("unplaced", 1),
    "transfers": ("transfers", 2),
    "expiring_transfers": ("transfers", 1),
    "live_cases_let_go": ("live_cases", 1),
    "detention_nights": ("detention", 58),
    "person_moves": ("movement", 10),
    "road_minutes": ("movement", 580),
    "changes": ("stability", 1),
    "wait_order": ("order", 1084),
    "deadline_order": ("order", 5100),
}
"""Tier and value of each measure, counted by hand."""

REASONS = {
    "P03": ("after_horizon", "France's answer is expected on 8 September"),
    "P07": ("no_bed", "=No bed for a child alone is free on 24 August"),
    "P09": ("no_bed", "No bed for longer detention"),
    "P12": ("capacity", "France takes one person a week"),
    "P13": ("capacity", "France takes one person a week"),
    EXPECTED: ("after_horizon", "France's answer is expected on 10 September"),
}
