"""The papers of a pack say what the run was, leave open what only the organisation knows, and say nothing about anybody."""

import json
import re
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from planner.audit.limits import KNOWN_LIMITS
from planner.audit.paper import Field, Paper, Section, blank, paper_json, paper_markdown
from planner.audit.papers import write_papers
from planner.audit.transparency import _about
from planner.config import load_config
from planner.ingest.build import load_workspace
from planner.plan.read import read_plan
from planner.plan.tables import Table, plan_tables
from planner.verify import RULES, verify_pack
from tests.audit.conftest import PACK

FIELDS = (
    *("1", "2", "3", "4"),
    *("1.1", "1.2", "1.3", "1.4", "1.4.1", "1.4.2", "1.4.3", "1.4.4", "1.4.5"),
    *("2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5"),
    *("4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.5"),
    *("4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.2.6", "4.2.7", "4.2.8"),
    *("4.3", "4.4.1", "4.4.2", "4.4.3", "4.4.4", "4.4.5", "5.1", "5.2"),
)


@pytest.fixture(scope="module")
def pack(planned: Path) -> Path:
    """Give the tiny pack; for reading only."""
    return planned / PACK


def paper(pack: Path, name: str) -> dict[str, Any]:
    return json.loads((pack / f"{name}.json").read_text(encoding="utf-8"))


def table(pack: Path, section: str, name: str) -> list[dict[str, Any]]:
    (found,) = [each for each in paper(pack, "assurance")["sections"] if each["title"] == section]
    return found["tables"][name]


def test_the_record_has_every_field_of_the_standard(pack: Path) -> None:
    fields = [each for section in paper(pack, "transparency")["sections"] for each in section["fields"]]
    assert tuple(each["number"] for each in fields) == FIELDS
    assert [each["number"] for each in fields if bool(each["text"]) is (each["to_be_filled"] is not None)] == []


@pytest.mark.parametrize("name", ["transparency", "assurance"])
def test_a_draft_says_so_and_marks_what_is_open(name: str, pack: Path) -> None:
    text = (pack / f"{name}.md").read_text(encoding="utf-8")
    assert paper(pack, name)["status"] == "draft"
    assert "(draft)" in text.splitlines()[0]
    fields = [each for section in paper(pack, name)["sections"] for each in section["fields"]]
    assert text.count("**[To be filled in by the organisation:") == sum(each["to_be_filled"] is not None for each in fields) > 5


def test_the_log_has_every_figure_and_bar_with_its_source(pack: Path) -> None:
    config = load_config(pack / "inputs" / "config.toml")
    figures, bars = table(pack, "Assumptions", "Figures"), table(pack, "Assumptions", "Bars")
    assert {(each["Figure"], each["Source"], each["Verified"]) for each in figures} == {
        (figure.key, figure.source, "Yes" if figure.verified else "No") for figure in config.figures
    }
    assert {each["Bar"] for each in bars} == set(config.bars)
    assert [each["Verified"] for each in figures] == sorted(each["Verified"] for each in figures)


def test_the_log_has_the_digest_and_rows_of_every_input(pack: Path) -> None:
    listed = {each["File"]: (each["Rows"], each["sha256"]) for each in table(pack, "Data", "Inputs")}
    found = {path.name: path for path in (pack / "inputs").iterdir()}
    assert {name: digest for name, (_, digest) in listed.items()} == {
        name: sha256(path.read_bytes()).hexdigest() for name, path in found.items()
    }
    assert (listed["people.csv"][0], listed["resources.csv"][0]) == (12, 14)


def test_the_log_has_every_measure_with_its_bound(pack: Path) -> None:
    listed = [(each["Value"], each["Bound"], each["Gap"]) for each in table(pack, "Results and uncertainty", "Measures")]
    assert listed == [(item.value, item.bound, item.gap) for item in read_plan(pack).measures]


def test_the_log_has_every_rule_with_its_count(pack: Path) -> None:
    rules = table(pack, "Verification", "Rules")
    assert {each["Rule"].lower().replace(" ", "_") for each in rules} <= {*RULES}
    assert {each["Times broken"] for each in rules} == {0}
    assert sum(each["Facts checked"] for each in rules) > 1000


@pytest.mark.parametrize("name", ["transparency", "assurance"])
def test_limits_are_stated(name: str, pack: Path) -> None:
    text = (pack / f"{name}.md").read_text(encoding="utf-8")
    assert [limit for limit in KNOWN_LIMITS if limit not in text] == []


@pytest.mark.parametrize("name", ["transparency.md", "transparency.json", "assurance.md", "assurance.json"])
def test_nothing_about_anybody_stands_in_them(name: str, pack: Path) -> None:
    text = (pack / name).read_text(encoding="utf-8")
    ids = {str(each) for person in read_plan(pack).people for each in (person.person_id, person.party_id)}
    assert [each for each in ids if re.search(rf"\b{re.escape(each)}\b", text)] == []


def test_the_public_record_tells_no_exact_count_of_people(pack: Path) -> None:
    (field,) = [each for section in paper(pack, "transparency")["sections"] for each in section["fields"] if each["number"] == "3.3"]
    assert "This run: about 12 people, 14 days" in field["text"]
    assert [_about(count) for count in (0, 4, 5, 99, 994, 1193, 3069)] == [
        "fewer than 5",
        "fewer than 5",
        "about 5",
        "about 99",
        "about 990",
        "about 1,200",
        "about 3,100",
    ]


def test_text_of_an_input_is_no_markup() -> None:
    hostile = "a | b\n<script>alert(1)</script> &amp;"
    text = paper_markdown(
        Paper("T", "", (Section("S", fields=(Field("1", "F", hostile),), tables=(Table("t", ("c",), ((hostile,), (None,))),)),))
    )
    assert "<script" not in text
    assert "| a \\| b &lt;script>alert(1)&lt;/script> &amp;amp; |" in text


def test_what_is_open_is_empty_in_json() -> None:
    written = json.loads(paper_json(Paper("T", "x", (Section("S", fields=(blank("1", "Name", "the name"),)),))))
    assert written["sections"][0]["fields"] == [{"number": "1", "title": "Name", "text": "", "to_be_filled": "the name"}]


def test_they_cost_next_to_nothing(pack: Path, tmp_path: Path) -> None:
    plan, loaded, verification = read_plan(pack), load_workspace(pack / "inputs"), verify_pack(pack)
    tables = plan_tables(loaded.instance, plan)
    (tmp_path / "inputs").symlink_to(pack / "inputs", target_is_directory=True)
    took: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        write_papers(tmp_path, loaded, plan, verification, tables)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5
