"""Damage to reserves, to what they may be held for, and to what is stated of seats."""

from tests.verify.damage import Catalogue
from tests.verify.pack_data import EXPECTED
from tests.verify.packs import Draft, iso

KINDS = Catalogue()


def add(draft: Draft, **cells: str) -> None:
    """Add a reserve."""
    draft.tables["reserves"].append({**draft.tables["reserves"][1], **cells})


def change(draft: Draft, place: int, **cells: str) -> None:
    """Change a reserve: 0 is P12, 1 is P13."""
    draft.tables["reserves"][place].update(cells)


@KINDS.mutation("reserve_known")
def forecast_as_a_reserve(draft: Draft) -> None:
    change(draft, 1, person_id=EXPECTED, party_id=EXPECTED[:-2], site_id="HEATH")


@KINDS.mutation("reserve_known")
def stranger_as_a_reserve(draft: Draft) -> None:
    change(draft, 1, person_id="P77", party_id="P77")


@KINDS.mutation("reserve_known")
def one_of_a_family_as_a_reserve(draft: Draft) -> None:
    change(draft, 1, person_id="P04", party_id="FAM")


@KINDS.mutation("reserve_known")
def reserve_listed_twice(draft: Draft) -> None:
    add(draft, order="2")


@KINDS.mutation("reserve_known")
def size_of_a_reserve_changed(draft: Draft) -> None:
    change(draft, 1, size="2")


@KINDS.mutation("reserve_known")
def later_booking_of_a_reserve_made_up(draft: Draft) -> None:
    change(draft, 1, booked_on="D2")


@KINDS.mutation("reserve_departure")
def reserve_for_a_departure_nobody_is_on(draft: Draft) -> None:
    change(draft, 1, departure_id="D5", departs_at="2026-08-26T10:00:00Z", order="1")


@KINDS.mutation("reserve_departure")
def reserve_booked_on_the_departure(draft: Draft) -> None:
    change(draft, 0, person_id="P01", party_id="P01", site_id="HEATH", booked_on="D1")


KINDS.itinerary("reserve_moved_on_before_the_departure", "reserve_stays", "P13", "detained 0-1 BROOK/B-1", "detained 2-9 HEATH/H-MEN")
KINDS.itinerary("reserve_moved_on_that_day", "reserve_stays", "P13", "detained 0-2 BROOK/B-1", "onward 3-9 ONW/O-2")
KINDS.itinerary("reserve_without_a_bed", "reserve_stays", "P13", "detained 0-1 BROOK/B-1", "unplaced 2-3 BROOK", "detained 4-9 BROOK/B-1")


@KINDS.mutation("reserve_stays")
def reserve_brought_to_the_departure_beforehand(draft: Draft) -> None:
    change(draft, 1, site_id="HEATH")


@KINDS.mutation("reserve_lawful")
def reserve_barred_on_the_day(draft: Draft) -> None:
    draft.inputs["bars"].append({"person_id": "P13", "bar": "injunction", "starts_on": iso(3), "ends_on": iso(3)})


KINDS.cell("reserve_refused_by_france", "reserve_lawful", ("people", "P13"), answer="refused")
KINDS.cell("reserve_without_an_answer_in_time", "reserve_lawful", ("people", "P13"), answer="", answered_on="", requested_on="2026-08-14")
KINDS.cell("reserve_whose_age_is_disputed", "reserve_lawful", ("people", "P13"), age_disputed="yes")
KINDS.cell("reserve_at_risk", "reserve_lawful", ("people", "P13"), adults_at_risk="3")
KINDS.cell("authority_of_a_reserve_ends_before", "reserve_lawful", ("people", "P13"), authority_until="2026-08-27T09:59:59Z")
KINDS.cell("reserve_landed_too_long_ago", "reserve_lawful", ("people", "P13"), landed_at="2026-05-26T03:00:00Z")
KINDS.cell("notice_of_a_reserve_a_day_short", "reserve_notice", ("people", "P13"), notice_served_on="2026-08-21")
KINDS.cell("reserve_without_notice", "reserve_notice", ("people", "P13"), notice_served_on="")
KINDS.figure("notice_longer_for_all", "reserve_notice", "notice_working_days", "6")


@KINDS.mutation("reserve_locks")
def reserve_locked_out_of_the_departure(draft: Draft) -> None:
    draft.inputs["locks"].append({**draft.inputs["locks"][3], "lock_id": "L5", "person_id": "P13"})


@KINDS.mutation("reserve_locks")
def reserve_locked_to_its_site(draft: Draft) -> None:
    lock = {"lock_id": "L5", "person_id": "P13", "kind": "site", "target_id": "BROOK", "first_night": iso(2), "last_night": iso(3)}
    draft.inputs["locks"].append(lock)


@KINDS.mutation("reserve_apart")
def reserve_to_be_kept_apart_from_somebody_booked(draft: Draft) -> None:
    draft.inputs["keep_apart"].append({"person_id": "P01", "other_person_id": "P13"})


@KINDS.mutation("reserve_apart")
def reserves_to_be_kept_apart(draft: Draft) -> None:
    draft.inputs["keep_apart"].append({"person_id": "P12", "other_person_id": "P13"})


KINDS.cell("site_can_not_let_its_reserves_go", "reserve_fits", ("sites", "BROOK"), discharges_per_day="1")


@KINDS.mutation("reserve_fits")
def reserve_larger_than_who_is_booked(draft: Draft) -> None:
    for number, person_id in enumerate(("P04", "P05", "P06")):
        cells = {"person_id": person_id, "party_id": "FAM", "size": "3", "order": "3", "site_id": "ONW"}
        draft.tables["reserves"].insert(2 + number, {**draft.tables["reserves"][0], **cells})


@KINDS.mutation("reserve_duties")
def reserve_more_often_than_set(draft: Draft) -> None:
    add(draft, departure_id="D2", departs_at="2026-09-01T10:00:00Z", order="1")


@KINDS.mutation("reserve_duties")
def reserve_twice_on_a_day(draft: Draft) -> None:
    draft.row("departures", "D5")["departs_at"] = "2026-08-27T12:00:00Z"
    draft.stays("P02", "detained 0-2 HEATH/H-MEN", "transferred 3-9 D5")
    add(draft, departure_id="D5", departs_at="2026-08-27T12:00:00Z", order="1")


@KINDS.mutation("reserve_order")
def shorter_wait_asked_first(draft: Draft) -> None:
    change(draft, 0, order="2")
    change(draft, 1, order="1")


@KINDS.mutation("reserve_order")
def place_in_the_order_left_out(draft: Draft) -> None:
    change(draft, 1, order="3")


@KINDS.mutation("reserves_needed")
def more_reserves_than_needed(draft: Draft) -> None:
    draft.config = draft.config.replace("chance = 0.2", "chance = 0.25")


def _seat_fill(name: str, **cells: str) -> None:
    def damage(draft: Draft) -> None:
        draft.tables["seat_fill"][0].update(cells)

    damage.__name__ = name
    KINDS.mutation("seat_fill")(damage)


_seat_fill("empty_seats_understated", expected_empty="0.3", expected_aboard="0.7")
_seat_fill("chance_of_empty_seats_understated", chance="0.3999")
_seat_fill("chance_with_reserves_understated", chance_with_reserves="0.1407")
_seat_fill("empty_seats_with_reserves_understated", expected_empty_with_reserves="0.13")
_seat_fill("people_booked_overstated", booked="2")
_seat_fill("reserves_overstated", reserves="3")
_seat_fill("reserves_said_not_to_be_enough", enough="no")


@KINDS.mutation("seat_fill")
def reserve_left_out(draft: Draft) -> None:
    draft.tables["reserves"].pop()


@KINDS.mutation("seat_fill")
def departure_left_out_of_seat_fill(draft: Draft) -> None:
    draft.tables["seat_fill"].pop()


@KINDS.mutation("seat_fill")
def more_people_drop_out(draft: Draft) -> None:
    draft.config += '\n[attrition]\ndrop_out = { value = 0.41, unit = "share", as_of = 2026-08-01, source = "test", verified = true }\n'
