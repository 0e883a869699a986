"""Damage to custody, case steps, transfers and what a day can bear."""

from tests.verify.damage import Catalogue
from tests.verify.damage_people import family_detained
from tests.verify.pack_data import EXPECTED
from tests.verify.packs import Draft, iso

KINDS = Catalogue()

KINDS.cell("authority_ends_in_the_last_night", "detention_authority", ("people", "P02"), authority_until="2026-09-01T06:59:59Z")
KINDS.cell("authority_begins_after_the_inputs", "detention_authority", ("people", "P01"), authority_from="2026-08-24T05:00:01Z")
KINDS.cell("authority_begins_after_a_planned_arrival", "detention_authority", ("people", "P08"), authority_from="2026-08-25T11:00:01Z")
KINDS.cell("no_authority", "detention_authority", ("people", "P03"), authority_from="", authority_until="")


@KINDS.mutation("detention_bar")
def bar_still_running(draft: Draft) -> None:
    next(row for row in draft.inputs["bars"] if row["person_id"] == "P09")["ends_on"] = ""


@KINDS.mutation("detention_bar")
def bar_begins_on_the_last_morning(draft: Draft) -> None:
    draft.inputs["bars"].append({"person_id": "P09", "bar": "nrm_pending", "starts_on": "2026-08-27", "ends_on": "2026-08-27"})


KINDS.cell("pregnancy_unknown", "detention_unknown", ("people", "P03"), pregnant="unknown")
KINDS.cell("risk_level_unknown", "detention_unknown", ("people", "P03"), adults_at_risk="unknown")
KINDS.cell("age_unknown", "detention_unknown", ("people", "P08"), age_band="unknown")
KINDS.cell("age_dispute_unknown", "detention_unknown", ("people", "P08"), age_disputed="unknown")
KINDS.cell("at_risk_level_three", "adults_at_risk", ("people", "P03"), adults_at_risk="3")
KINDS.figure("at_risk_level_lowered", "adults_at_risk", "adults_at_risk_block_level", "1")
KINDS.itinerary("pregnant_a_night_too_long", "pregnant_hours", "P10", "detained 0-2 HEATH/H-WOM", "onward 3-9 ONW/O-2")
KINDS.cell("found_pregnant", "pregnant_hours", ("people", "P03"), pregnant="yes")


@KINDS.mutation("family_hours")
def family_detained_too_long(draft: Draft) -> None:
    draft.configure("families_detained", "true")
    family_detained(draft)


KINDS.itinerary("past_the_processing_limit", "stay_limit", "P09", "detained 0-3 MANSTON/M-MEN", "onward 4-9 ONW/O-2")
KINDS.itinerary(
    "past_the_limit_after_a_planned_move",
    "stay_limit",
    "P08",
    "landing 0-0 DOVER/D-R",
    "detained 1-5 MANSTON/M-MEN",
    "onward 6-9 ONW/O-1",
)
KINDS.cell("landing_limit_without_its_own_hours", "stay_limit", ("sites", "DOVER"), stay_limit_hours="")
KINDS.cell("arrived_earlier", "stay_limit", ("people", "P09"), arrived_at="2026-08-23T06:59:00Z")
KINDS.figure("removal_limit_set", "stay_limit", "removal_hours", "240")
KINDS.itinerary("back_from_removal_to_processing", "moves_allowed", "P02", "detained 0-3 HEATH/H-MEN", "detained 4-9 MANSTON/M-MEN")


@KINDS.mutation("moves_allowed")
def move_no_longer_allowed(draft: Draft) -> None:
    draft.config = draft.config.replace('processing = ["short_term", "removal", "pre_departure", "onward"', 'processing = ["removal"')


KINDS.steps("decision_left_undone", "held_at_end", "P03", ("screening", 0))
KINDS.steps("decision_too_late_for_a_later_transfer", "held_at_end", "P03", ("screening", 0), ("decision", 6))
KINDS.cell("held_although_refused", "held_at_end", ("people", "P03"), answer="refused", answered_on="2026-08-23")
KINDS.figure("held_although_the_agreement_ends", "held_at_end", "in_force_until", "2026-09-02")

KINDS.steps("step_planned_twice", "step_once", "P03", ("screening", 0), ("decision", 1), ("decision", 2))
KINDS.steps("step_planned_that_is_done", "step_once", "P01", ("notice", 0))


@KINDS.mutation("steps_together")
def members_decided_on_different_days(draft: Draft) -> None:
    for person_id, day in (("P04", 0), ("P05", 0), ("P06", 1)):
        draft.steps(person_id, ("screening", day))


@KINDS.mutation("steps_together")
def member_left_out_of_a_step(draft: Draft) -> None:
    draft.steps("P04", ("screening", 3))


KINDS.steps("step_before_landing", "step_day", EXPECTED, ("screening", 1), ("decision", 3))
KINDS.steps("step_after_transfer", "step_day", "P02", ("notice", 9))
KINDS.steps("notice_on_the_day_of_transfer", "notice_period", "P02", ("notice", 8))
KINDS.steps("step_after_the_horizon", "step_day", EXPECTED, ("screening", 2), ("decision", 10))
KINDS.steps("decision_on_the_day_of_screening", "step_order", "P03", ("screening", 0), ("decision", 0))
KINDS.steps("decision_without_screening", "step_order", "P03", ("decision", 1))
KINDS.steps("notice_before_decision", "step_order", "P03", ("screening", 0), ("notice", 0), ("decision", 1))
KINDS.cell("landed_too_long_ago_for_the_request", "request_deadline", ("people", "P03"), landed_at="2026-08-10T22:59:00Z")
KINDS.cell("recorded_request_too_late", "request_deadline", ("people", "P02"), requested_on="2026-08-21")
KINDS.steps("notice_before_an_answer", "answer_awaited", "P03", ("screening", 0), ("decision", 1), ("notice", 2))
KINDS.cell("notice_too_soon_after_the_answer", "answer_awaited", ("people", "P02"), answered_on="2026-08-24")
KINDS.steps("too_many_steps_for_caseworkers", "caseworker_cases", "P04", ("screening", 0))
KINDS.steps("step_on_a_sunday", "caseworker_cases", EXPECTED, ("screening", 2), ("decision", 6))
KINDS.cell("caseworkers_fewer", "caseworker_cases", ("resources", iso(0)), caseworker_cases="1")

KINDS.itinerary("departure_of_another_day", "departure_day", "P01", "detained 0-1 HEATH/H-MEN", "transferred 2-9 D1")
KINDS.itinerary("departure_that_is_not_there", "departure_day", "P01", "detained 0-2 HEATH/H-MEN", "transferred 3-9 D7")
KINDS.cell("departure_that_has_left", "departure_day", ("departures", "D1"), departs_at="2026-08-24T04:59:00Z")
KINDS.itinerary("cancelled_departure", "departure_cancelled", "P01", "detained 0-3 HEATH/H-MEN", "transferred 4-9 D3")
KINDS.cell("departure_cancelled_afterwards", "departure_cancelled", ("departures", "D2"), status="cancelled")
KINDS.cell("no_seat", "seats", ("departures", "D2"), seats="0")
KINDS.cell("authority_ends_before_departure", "transfer_authority", ("people", "P02"), authority_until="2026-09-01T09:59:59Z")


@KINDS.mutation("transfer_bar")
def barred_on_the_day_of_transfer(draft: Draft) -> None:
    draft.inputs["bars"].append({"person_id": "P01", "bar": "injunction", "starts_on": iso(3), "ends_on": iso(3)})


KINDS.cell("transferred_with_age_dispute", "transfer_unknown", ("people", "P01"), age_disputed="yes")
KINDS.cell("transferred_with_unknown_risk", "transfer_unknown", ("people", "P01"), adults_at_risk="")
KINDS.cell("transferred_at_risk", "transfer_adults_at_risk", ("people", "P01"), adults_at_risk="3")
KINDS.cell("transferred_although_admissible", "transfer_decision", ("people", "P01"), decision="admissible")
KINDS.cell("transferred_without_decision", "transfer_decision", ("people", "P01"), decision="", decided_on="")
KINDS.cell("transferred_although_refused", "transfer_answer", ("people", "P01"), answer="refused")
KINDS.cell("transferred_on_silence", "transfer_answer", ("people", "P01"), answer="", answered_on="", requested_on="2026-07-20")
KINDS.steps("transferred_without_notice", "notice_period", "P02")
KINDS.steps("notice_a_day_short", "notice_period", "P02", ("notice", 1))
KINDS.cell("recorded_notice_a_day_short", "notice_period", ("people", "P01"), notice_served_on="2026-08-21")
KINDS.figure("notice_longer", "notice_period", "notice_working_days", "6")
KINDS.cell("landed_more_than_three_months_before", "transfer_months", ("people", "P01"), landed_at="2026-05-26T22:59:59Z")
KINDS.figure("transfer_in_no_time", "transfer_months", "transfer_max_months", "0")
KINDS.figure("agreement_ended", "agreement_dates", "in_force_until", "2026-08-31")
KINDS.figure("agreement_not_begun", "agreement_dates", "in_force_from", "2026-08-28")

KINDS.cell("escorts_fewer", "escorts", ("resources", iso(3)), escorts="3")
KINDS.cell("escorts_per_person_more", "escorts", ("departures", "D2"), escorts_per_person="2.01")
KINDS.cell("medic_missing", "medics", ("resources", iso(8)), medics="0")
KINDS.cell("ground_seats_fewer", "ground_seats", ("resources", iso(0)), ground_seats="2")
KINDS.cell("ground_seat_missing_for_a_journey_to_a_departure", "ground_seats", ("resources", iso(8)), ground_seats="0")


@KINDS.mutation("road_known")
def road_unknown(draft: Draft) -> None:
    draft.inputs["travel_times"] = [row for row in draft.inputs["travel_times"] if row["to_id"] != "KENT" or row["from_id"] != "DOVER"]


KINDS.itinerary("two_transfers_on_a_day", "france_daily_cap", "P02", "detained 0-2 HEATH/H-MEN", "transferred 3-9 D1")
KINDS.itinerary("two_transfers_in_a_week", "france_weekly_cap", "P01", "detained 0-8 HEATH/H-MEN", "transferred 9-9 D4")
KINDS.figure("balance_above_the_band", "parity_upper", "upper", "2")


@KINDS.mutation("parity_upper")
def ledger_changed(draft: Draft) -> None:
    draft.row("parity_ledger", "2026-08-13")["transferred_to_france"] = "2"
