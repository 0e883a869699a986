"""Damage to the figures a plan states and to the files of its pack."""

import json
from pathlib import Path

from tests.verify.damage import Catalogue
from tests.verify.packs import Draft, iso

KINDS = Catalogue()

KINDS.measure("value_overstated", "measure_value", "transfers", value=3, bound=3)
KINDS.measure("value_understated", "measure_value", "unplaced_nights", value=0, bound=0)
KINDS.measure("bound_beaten_from_above", "measure_bound", "transfers", bound=1, gap=1)
KINDS.measure("bound_beaten_from_below", "measure_bound", "detention_nights", bound=59, gap=1)
KINDS.measure("gap_hidden", "measure_gap", "detention_nights", bound=56, gap=0)
KINDS.measure("tier_renamed", "measures_listed", "transfers", tier="unplaced")


@KINDS.mutation("measures_listed")
def measure_left_out(draft: Draft) -> None:
    draft.plan["measures"].remove(draft.measure("unplaced_nights"))


@KINDS.mutation("measures_listed")
def tiers_in_another_order(draft: Draft) -> None:
    draft.config = draft.config.replace('"unplaced", "transfers"', '"transfers", "unplaced"')


@KINDS.mutation("plan_dates")
def plan_of_another_day(draft: Draft) -> None:
    draft.plan["plan_date"] = iso(1)


@KINDS.mutation("rules_version")
def plan_by_other_rules(draft: Draft) -> None:
    draft.plan["rules_version"] = "test-2"


@KINDS.mutation("plan_canonical")
def people_out_of_order(draft: Draft) -> None:
    draft.plan["people"].reverse()


@KINDS.mutation("plan_canonical")
def key_of_ones_own(draft: Draft) -> None:
    draft.person("P01")["priority"] = 1


@KINDS.mutation("plan_canonical")
def steps_out_of_order(draft: Draft) -> None:
    draft.person("P03")["steps"].reverse()


@KINDS.mutation("plan_canonical")
def carriage_returns(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        path = pack / "plan.json"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    draft.after.append(rewrite)


@KINDS.mutation("plan_canonical")
def keys_in_another_order(draft: Draft) -> None:
    person = draft.person("P01")
    person["party_id"] = person.pop("party_id")


@KINDS.mutation("plan_canonical")
def indented_otherwise(draft: Draft) -> None:
    draft.after.append(
        lambda pack: (pack / "plan.json").write_text(json.dumps(draft.plan, indent=2) + "\n", encoding="utf-8", newline="\n")
    )


KINDS.itinerary("stay_cut_in_two", "plan_canonical", "P11", "onward 0-4 ONW/O-1", "onward 5-9 ONW/O-1")


KINDS.table("assignment_row_lost", "assignments", list.pop)
KINDS.table("assignment_row_twice", "assignments", lambda rows: rows.append(rows[0]))
KINDS.table("assignment_changed", "assignments", lambda rows: rows[2].update(unit_id="H-WOM"))
KINDS.table("case_step_moved", "case_steps", lambda rows: rows[0].update(date=iso(4)))
KINDS.table("person_added_to_a_manifest", "manifests", lambda rows: rows.append({**rows[0], "person_id": "P03", "party_id": "P03"}))
KINDS.table("departure_time_changed", "manifests", lambda rows: rows[0].update(departs_at="2026-08-27T11:00:00Z"))
KINDS.table("minutes_of_a_move_changed", "moves", lambda rows: rows[0].update(minutes="50"))
KINDS.table("kind_of_move_changed", "moves", lambda rows: rows[0].update(kind="admission"))
KINDS.table("beds_in_occupancy_changed", "occupancy", lambda rows: rows[0].update(beds="2", free="1"))
KINDS.table("unplaced_row_lost", "unplaced", list.clear)
KINDS.table("reason_changed", "unplaced", lambda rows: rows[0].update(reason="No bed"))


@KINDS.mutation("input_digests")
def inputs_changed_after_planning(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        path = pack / "inputs" / "resources.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(",4,1,2,3", ",5,1,2,3"), encoding="utf-8", newline="\n")

    draft.after.append(rewrite)


@KINDS.mutation("digests")
def file_added(draft: Draft) -> None:
    draft.after.append(lambda pack: (pack / "notes.txt").write_text("x", encoding="utf-8"))


@KINDS.mutation("digests")
def file_listed_and_gone(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        path = pack / "manifest.json"
        path.write_text(
            path.read_text(encoding="utf-8").replace('{"files": {', '{"files": {"map.html": "0", '), encoding="utf-8", newline="\n"
        )

    draft.after.append(rewrite)


@KINDS.mutation("digests")
def manifest_gone(draft: Draft) -> None:
    draft.after.append(lambda pack: (pack / "manifest.json").unlink())


@KINDS.mutation("digests")
def table_saved_again_by_another_program(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        path = pack / "moves.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    draft.after.append(rewrite)


@KINDS.mutation("input_digests")
def configuration_changed_after_planning(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        path = pack / "inputs" / "config.toml"
        path.write_text(path.read_text(encoding="utf-8") + "# another hand\n", encoding="utf-8", newline="\n")

    draft.after.append(rewrite)


@KINDS.mutation("input_digests")
def input_table_added(draft: Draft) -> None:
    draft.after.append(lambda pack: (pack / "inputs" / "more_people.csv").write_text("person_id\n", encoding="utf-8"))


@KINDS.mutation("input_digests")
def input_table_unlisted(draft: Draft) -> None:
    def rewrite(pack: Path) -> None:
        document = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
        del document["files"]["inputs/bars.csv"]
        (pack / "manifest.json").write_text(json.dumps(document) + "\n", encoding="utf-8", newline="\n")

    draft.after.append(rewrite)
