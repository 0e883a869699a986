"""Damage to who is in the plan, where they sleep, and what must keep them apart."""

from tests.verify.damage import Catalogue
from tests.verify.pack_data import EXPECTED
from tests.verify.packs import Draft

KINDS = Catalogue()


@KINDS.mutation("nobody_lost")
def person_dropped_from_plan(draft: Draft) -> None:
    draft.plan["people"].remove(draft.person("P07"))


@KINDS.mutation("nobody_lost")
def forecast_person_dropped(draft: Draft) -> None:
    draft.plan["people"].remove(draft.person(EXPECTED))


@KINDS.mutation("nobody_twice")
def person_twice_in_plan(draft: Draft) -> None:
    draft.plan["people"].append(draft.person("P11"))


@KINDS.mutation("no_stranger")
def stranger_in_plan(draft: Draft) -> None:
    draft.plan["people"].append({**draft.person("P11"), "person_id": "P99", "party_id": "P99"})


@KINDS.mutation("no_stranger")
def person_dropped_from_inputs(draft: Draft) -> None:
    draft.inputs["people"].remove(draft.row("people", "P11"))


@KINDS.mutation("party_as_recorded")
def member_in_another_party(draft: Draft) -> None:
    draft.person("P06")["party_id"] = "P06"


@KINDS.mutation("party_as_recorded")
def forecast_passed_off_as_known(draft: Draft) -> None:
    draft.person(EXPECTED)["expected"] = False


KINDS.itinerary("night_forgotten_at_the_end", "nights_covered", "P11", "onward 0-8 ONW/O-1")
KINDS.itinerary(
    "night_forgotten_in_the_middle",
    "nights_covered",
    "P08",
    "landing 0-0 DOVER/D-R",
    "detained 1-3 MANSTON/M-MEN",
    "onward 5-9 ONW/O-1",
)
KINDS.itinerary(
    "night_spent_twice",
    "nights_covered",
    "P08",
    "landing 0-0 DOVER/D-R",
    "detained 1-5 MANSTON/M-MEN",
    "onward 5-9 ONW/O-1",
)
KINDS.itinerary("stays_beyond_the_horizon", "nights_covered", "P11", "onward 0-10 ONW/O-1")
KINDS.itinerary("nobody_home", "nights_covered", "P11")
KINDS.itinerary("vanished_for_a_night", "night_balance", "P11", "onward 0-3 ONW/O-1", "onward 5-9 ONW/O-1")
KINDS.itinerary(
    "in_two_places_on_a_night", "night_balance", "P08", "landing 0-0 DOVER/D-R", "detained 1-4 MANSTON/M-MEN", "onward 4-9 ONW/O-1"
)


@KINDS.mutation("night_balance")
def one_more_in_the_plan_than_in_the_inputs(draft: Draft) -> None:
    draft.plan["people"].append({**draft.person("P11"), "person_id": "P98", "party_id": "P98"})


KINDS.itinerary("gone_from_a_site_without_a_journey", "site_balance", "P11", "onward 0-5 ONW/O-1", "onward 8-9 ONW/O-1")
KINDS.itinerary(
    "there_again_after_the_departure", "site_balance", "P02", "detained 0-7 HEATH/H-MEN", "transferred 8-8 D2", "detained 9-9 HEATH/H-MEN"
)
KINDS.itinerary("at_a_site_before_landing_there", "site_balance", EXPECTED, "expected 0-0", "landing 1-9 DOVER/D-R")
KINDS.itinerary("forecast_placed_before_landing", "expected_entry", EXPECTED, "expected 0-0", "detained 1-9 HEATH/H-WOM")
KINDS.itinerary("forecast_still_expected_after_landing", "expected_entry", EXPECTED, "expected 0-2", "detained 3-9 HEATH/H-WOM")
KINDS.itinerary("known_person_expected", "expected_entry", "P11", "expected 0-0", "onward 1-9 ONW/O-1")
KINDS.itinerary("detention_called_onward", "status_matches_place", "P03", "onward 0-9 HEATH/H-WOM")
KINDS.itinerary("onward_called_detention", "status_matches_place", "P11", "detained 0-9 ONW/O-1")
KINDS.itinerary("bed_without_unit", "status_matches_place", "P11", "onward 0-9 ONW")
KINDS.itinerary("unplaced_with_a_unit", "status_matches_place", "P07", "unplaced 0-0 DOVER/D-R", "local_authority 1-9 KENT/K-1")
KINDS.itinerary("unplaced_somewhere_else", "unplaced_stays_put", "P07", "unplaced 0-0 MANSTON", "local_authority 1-9 KENT/K-1")
KINDS.itinerary(
    "back_after_transfer", "transfer_is_last", "P01", "detained 0-2 HEATH/H-MEN", "transferred 3-5 D1", "detained 6-9 HEATH/H-MEN"
)
KINDS.itinerary("family_split_over_sites", "party_together", "P06", "unplaced 0-9 DOVER")
KINDS.itinerary("family_member_follows_a_day_later", "party_together", "P05", "unplaced 0-0 DOVER", "onward 1-9 ONW/O-1")
KINDS.itinerary("lone_child_detained", "lone_child_care", "P07", "detained 0-9 MANSTON/M-MEN")
KINDS.itinerary("lone_child_in_onward_accommodation", "lone_child_care", "P07", "onward 0-9 ONW/O-1")
KINDS.itinerary("lone_child_transferred", "lone_child_care", "P07", "unplaced 0-2 DOVER", "transferred 3-9 D1")


@KINDS.mutation("lone_child_care")
def age_dispute_of_a_detained_person(draft: Draft) -> None:
    draft.row("people", "P02")["age_disputed"] = "yes"


@KINDS.mutation("family_scope")
def family_detained(draft: Draft) -> None:
    for person_id in ("P04", "P05", "P06"):
        draft.stays(person_id, "detained 0-9 MANSTON/M-MEN")


@KINDS.mutation("family_scope")
def family_transferred(draft: Draft) -> None:
    for person_id in ("P04", "P05", "P06"):
        draft.stays(person_id, "unplaced 0-2 DOVER", "transferred 3-9 D1")


@KINDS.mutation("reason_given")
def unplaced_without_reason(draft: Draft) -> None:
    draft.person("P07")["reason"] = ""


@KINDS.mutation("reason_given")
def live_case_let_go_without_reason(draft: Draft) -> None:
    draft.person("P09")["reason_code"] = ""


KINDS.itinerary("unit_of_another_site", "unit_exists", "P11", "onward 0-9 ONW/K-1")
KINDS.itinerary("unit_that_is_not_there", "unit_exists", "P11", "onward 0-9 ONW/O-9")
KINDS.itinerary("one_too_many_in_a_unit", "bed_capacity", "P03", "detained 0-9 HEATH/H-MEN")
KINDS.cell("bed_lost_in_the_inputs", "bed_capacity", ("units", "O-1"), beds="4")
KINDS.cell("share_of_staff_lowered", "bed_capacity", ("units", "H-MEN"), staffed_share="0.5")
KINDS.cell("closure_made_longer", "bed_capacity", ("capacity_changes", "K-1"), last_night="2026-08-25")
KINDS.cell("beds_reserved_for_people_from_france", "bed_capacity", ("planned_admissions", "2026-08-26"), people="3")
KINDS.itinerary("child_in_a_unit_for_men", "unit_holds", "P07", "landing 0-0 DOVER/D-R", "local_authority 1-9 KENT/K-1")
KINDS.cell("woman_recorded_as_man", "unit_holds", ("people", "P03"), sex="male")
KINDS.cell("care_need_not_met", "care_needs", ("people", "P10"), care_needs="step_free")
KINDS.cell("care_withdrawn", "care_needs", ("units", "O-1"), care="")
KINDS.cell("site_not_open_yet", "site_open", ("sites", "KENT"), opens_on="2026-08-26")
KINDS.cell("site_closing", "site_open", ("sites", "MANSTON"), closes_on="2026-08-27")
KINDS.cell("admissions_limit_lowered", "admissions_per_day", ("sites", "ONW"), admissions_per_day="2")
KINDS.cell("discharges_limit_lowered", "discharges_per_day", ("sites", "HEATH"), discharges_per_day="0")
KINDS.itinerary("onward_and_on_to_another_unit", "final_place_kept", "P11", "onward 0-4 ONW/O-1", "onward 5-9 ONW/O-2")
KINDS.itinerary(
    "out_of_local_authority_care", "final_place_kept", "P07", "unplaced 0-0 DOVER", "local_authority 1-5 KENT/K-1", "onward 6-9 ONW/O-1"
)
KINDS.itinerary("transferred_from_onward", "final_place_kept", "P11", "onward 0-2 ONW/O-1", "transferred 3-9 D1")
KINDS.itinerary("onward_bed_lost_again", "final_place_kept", "P10", "detained 0-1 HEATH/H-WOM", "onward 2-4 ONW/O-2", "unplaced 5-9 ONW")

KINDS.itinerary("kept_apart_and_together_at_a_site", "keep_apart_night", "P09", "detained 0-2 HEATH/H-WOM", "onward 3-9 ONW/O-2")


@KINDS.mutation("keep_apart_night")
def kept_apart_and_together_in_a_unit(draft: Draft) -> None:
    draft.config = draft.config.replace('scope = "site"', 'scope = "unit"')
    draft.inputs["keep_apart"].append({"person_id": "P03", "other_person_id": EXPECTED})


KINDS.itinerary("kept_apart_and_on_one_departure", "keep_apart_departure", "P09", "detained 0-2 MANSTON/M-MEN", "transferred 3-9 D1")
KINDS.itinerary("locked_to_a_site_and_elsewhere", "lock_site", "P09", "onward 0-9 ONW/O-2")
KINDS.itinerary("locked_to_a_site_and_unplaced_there", "lock_site", "P09", "unplaced 0-9 MANSTON")
KINDS.itinerary("locked_out_of_a_site_and_there", "lock_not_site", "P09", "detained 0-2 MANSTON/M-MEN", "detained 3-9 HEATH/H-MEN")
KINDS.itinerary("locked_to_a_departure_and_not_on_it", "lock_departure", "P01", "detained 0-9 HEATH/H-MEN")
KINDS.itinerary("locked_out_of_a_departure_and_on_it", "lock_not_departure", "P09", "detained 0-2 MANSTON/M-MEN", "transferred 3-9 D1")
