"""What is no pack is said in words; what is one is read the same on every system."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import planner.sample
from planner.domain.errors import PackError
from planner.domain.horizon import Horizon
from planner.domain.people import AgeBand, Category, Sex
from planner.verify import verify_draft, verify_pack, write_verification
from planner.verify.persons import categories, read_parties
from planner.verify.settings import read_settings
from tests.verify.pack_data import INPUTS, TABLES
from tests.verify.packs import Draft

FILES = [
    "plan.json",
    "inputs/config.toml",
    *(f"inputs/{name}.csv" for name in INPUTS),
    *(f"{name}.csv" for name in (*TABLES, "occupancy")),
]


def _replace(old: str, new: str) -> Callable[[Path], object]:
    def rewrite(path: Path) -> None:
        text = path.read_bytes().decode("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode("utf-8"))

    return rewrite


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no JSON": ("plan.json", _replace("{", "[["), "not readable as JSON"),
    "key given twice": ("plan.json", _replace('"horizon_days": 10', '"horizon_days": 10, "horizon_days": 10'), "twice"),
    "unknown status": ("plan.json", _replace('"onward"', '"at_home"'), "status must be one of expected, landing"),
    "unknown measure": ("plan.json", _replace('"measure": "transfers"', '"measure": "flights"'), "measure must be one of"),
    "unknown step": ("plan.json", _replace('"step": "notice"', '"step": "removal"'), "step must be one of screening"),
    "value not whole": ("plan.json", _replace('"value": 58', '"value": 58.0'), "value must be a int"),
    "value a truth": ("plan.json", _replace('"value": 1,', '"value": true,'), "value must be a int"),
    "no date": ("plan.json", _replace('"2026-08-26"', '"26 August"'), "must be a date"),
    "key missing": ("plan.json", _replace('"unit_id": "O-1",', ""), "no unit_id"),
    "horizon too long": ("plan.json", _replace('"horizon_days": 10', '"horizon_days": 100000'), "horizon_days must be 1 to"),
    "people no list": ("plan.json", lambda path: path.write_text('{"plan_date": 1}', encoding="utf-8"), "no horizon_days"),
    "no TOML": ("inputs/config.toml", _replace("[plan]", "[plan"), "config.toml"),
    "section missing": ("inputs/config.toml", _replace("[moves]", "[movements]"), "no section [moves]"),
    "figure of a wrong type": (
        "inputs/config.toml",
        _replace("value = 96", 'value = "96"'),
        "[stay_limits] processing_hours must be a int",
    ),
    "unknown tier": ("inputs/config.toml", _replace('"unplaced"', '"comfort"'), "comfort"),
    "unknown effect of a bar": ("inputs/config.toml", _replace('"both"', '"everything"'), "blocks must be one of"),
    "bar on a stranger": ("inputs/bars.csv", _replace("P08", "P88"), "bars.csv, row 2, column person_id: expected a known id"),
    "empty text for nothing": (
        "plan.json",
        _replace('"site_id": null', '"site_id": ""'),
        "site_id must be null or a text that is not empty",
    ),
    "forecast beyond belief": ("inputs/expected_arrivals.csv", _replace(",1,1,30", ",999999999,1,30"), "column people: expected at most"),
    "date beyond the calendar": ("inputs/people.csv", _replace("2026-08-22T02:00:00Z", "9999-12-31T23:00:00Z"), "beyond the calendar"),
    "unknown bar": (
        "inputs/bars.csv",
        _replace("injunction", "curfew"),
        "bars.csv, row 2, column bar: expected a known id, found 'curfew'",
    ),
    "unknown age band": ("inputs/people.csv", _replace("25-39", "25-40"), "people.csv, row 2, column age_band: expected one of 0-11"),
    "person twice": ("inputs/people.csv", _replace("\nP02,", "\nP01,"), "each person once"),
    "time not a time": ("inputs/people.csv", _replace("2026-08-05T12:00:00Z", "noon"), "column arrived_at: expected a time"),
    "beds not a number": ("inputs/units.csv", _replace(",5,1,", ",five,1,"), "column beds: expected a whole number, found 'five'"),
    "unit of an unknown site": ("inputs/units.csv", _replace("O-1,ONW", "O-1,OMW"), "column site_id: expected a known id"),
    "lock on a stranger": ("inputs/locks.csv", _replace("L1,P09", "L1,P77"), "column person_id: expected a known id"),
    "column missing": ("inputs/departures.csv", _replace("seats", "places"), "departures.csv: no column seats"),
    "row too short": ("inputs/keep_apart.csv", _replace("P01,P09", "P01"), "keep_apart.csv, row 2: 1 cells, the header has 2"),
    "no UTF-8": ("inputs/sites.csv", lambda path: path.write_bytes("site_id,é".encode("latin-1")), "not UTF-8 text"),
    "columns of a table in another order": ("case_steps.csv", _replace("person_id,party_id", "party_id,person_id"), "the columns must be"),
    "manifest without files": ("manifest.json", lambda path: path.write_text("[]", encoding="utf-8"), "manifest.json: expected"),
}


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named(name: str, tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    (pack / name).unlink()
    with pytest.raises(PackError, match=Path(name).name):
        verify_pack(pack)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_said_in_words(name: str, tmp_path: Path) -> None:
    file, damage, message = BROKEN[name]
    pack = Draft().write(tmp_path / "pack")
    damage(pack / file)
    with pytest.raises(PackError) as raised:
        verify_pack(pack)
    assert message in str(raised.value)


def test_no_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="nowhere: no such folder"):
        verify_pack(tmp_path / "nowhere")


def test_draft_is_judged_without_digests_and_a_pack_is_not(tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    (pack / "manifest.json").unlink()
    verification = verify_draft(pack)
    assert verification.is_acceptable
    assert verification.rules["digests"] == verification.rules["input_digests"] == 0
    assert [found.rule for found in verify_pack(pack).violations] == ["digests"]


def test_row_order_of_inputs_means_nothing(tmp_path: Path) -> None:
    shuffled = Draft()
    for rows in shuffled.inputs.values():
        rows.reverse()
    assert verify_pack(shuffled.write(tmp_path / "shuffled")).violations == ()


def test_row_order_of_tables_means_nothing(tmp_path: Path) -> None:
    shuffled = Draft()
    for rows in shuffled.tables.values():
        rows.reverse()
    assert verify_pack(shuffled.write(tmp_path / "shuffled")).violations == ()


def test_tables_written_otherwise_say_the_same(tmp_path: Path) -> None:
    pack = Draft().write(tmp_path / "pack")
    (pack / "manifest.json").unlink()
    for name in (*TABLES, "occupancy"):
        text = (pack / f"{name}.csv").read_text(encoding="utf-8")
        rows = [",".join(f'"{cell}"' for cell in line.split(",")) if '"' not in line else line for line in text.splitlines()]
        (pack / f"{name}.csv").write_text("\r\n".join(rows) + "\r\n", encoding="utf-8", newline="")
    assert verify_draft(pack).violations == ()


def test_sample_configuration_can_be_read() -> None:
    settings = read_settings(Path(planner.sample.__path__[0]) / "config.toml")
    assert settings.rules.tiers
    assert settings.rules.bars["nrm_pending"].blocks_detention
    assert settings.rules.stay_limit_hours


def test_verification_is_written_the_same_every_time(tmp_path: Path) -> None:
    draft = Draft()
    draft.plan["people"].remove(draft.person("P07"))
    pack = draft.write(tmp_path / "pack")
    for name in ("one.json", "two.json"):
        write_verification(verify_pack(pack), tmp_path / name)
    written = (tmp_path / "one.json").read_bytes()
    assert written == (tmp_path / "two.json").read_bytes()
    assert written.endswith(b"\n")
    assert b"\r" not in written
    document = json.loads(written)
    assert document["acceptable"] is False
    assert {"rule": "nobody_lost", "subject": "P07", "date": "", "message": "in the inputs and not in the plan"} in document["violations"]


def test_forecast_people_are_made_in_parties(tmp_path: Path) -> None:
    draft = Draft()
    draft.inputs["people"].clear()
    draft.inputs["bars"].clear()
    forecast = {"date": "2026-08-26", "site_id": "DOVER", "assumed_authority_days": ""}
    draft.inputs["expected_arrivals"] = [
        {**forecast, "profile": "family", "people": "7", "party_size": "3"},
        {**forecast, "profile": "lone_child", "people": "1", "party_size": "1"},
        {**forecast, "profile": "adult_man", "people": "2", "party_size": "2"},
        {**forecast, "date": "2026-08-23", "profile": "adult_man", "people": "2", "party_size": "2"},
        {**forecast, "date": "2026-09-03", "profile": "adult_man", "people": "2", "party_size": "2"},
    ]
    inputs = draft.write(tmp_path / "pack") / "inputs"
    parties = {party.party_id: party for party in read_parties(inputs, {}, Horizon(date(2026, 8, 24), 10))}
    names = ["adult_man-001", "family-001", "family-002", "family-003", "lone_child-001"]
    assert sorted(parties) == [f"F-20260826-DOVER-{name}" for name in names]
    sizes_and_kinds = [(party.size, set(categories(party))) for _, party in sorted(parties.items())]
    family, lone = Category.FAMILY, Category.LONE_CHILD
    # The last party takes whoever is left over: a woman without children.
    assert sizes_and_kinds == [(2, {Category.ADULT_MAN}), (3, {family}), (3, {family}), (1, {Category.ADULT_WOMAN}), (1, {lone})]
    mother, child, _ = parties[f"F-20260826-DOVER-{names[1]}"].people
    assert (mother.person_id, mother.sex, mother.age_band, child.age_band) == (
        "F-20260826-DOVER-family-001-1",
        Sex.FEMALE,
        AgeBand.AGE_25_39,
        AgeBand.AGE_0_11,
    )
    assert mother.landed_at.isoformat() == "2026-08-26T05:00:00+00:00"
    assert mother.authority_until is None
