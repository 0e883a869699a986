"""The documents say what the code says: links lead somewhere, rules, figures and dependencies are all there.

``python -m tests.docs.test_docs`` writes the tables of rules and of damage in docs/verify.md, the rules in docs/clocks.md and the page
docs/clock-cases.md afresh.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.attrition.tables import RESERVES, SEAT_FILL
from planner.config import FIGURES, SETTINGS
from planner.domain.plan import Measure, Status
from planner.plan import tables
from planner.plan.reasons import CLOSED
from planner.verify import RULES
from tests.docs.clock_pages import cases_page, clock_rules
from tests.verify.catalogue import MUTATIONS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
VERIFY = DOCS / "verify.md"
CLOCKS = DOCS / "clocks.md"
CASES = DOCS / "clock-cases.md"
CLOCK_RULES = r"(?s)(<!-- clock rules: [^\n]*-->\n)(.*)(<!-- end of clock rules -->\n)"
WRITTEN = r"(<!-- {}: written from .*-->\n\n)((?:\|.*\n)*)"
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

MAP_BYTES = 400 * 1024
NO_SOURCE_IDS = frozenset({"UK", "SI"})


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    """Targets of links and pictures, in this repository."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchor(heading: str) -> str:
    """A heading's address, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text_of(page), flags=re.MULTILINE)}


def table_rows(page: Path) -> list[list[str]]:
    """Cells of every table row of a page."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text_of(page).splitlines() if line.startswith("|")]


def rules_table() -> str:
    head = "| Rule | What holds |\n|---|---|\n"
    return head + "".join(f"| `{rule}` | {what} |\n" for rule, what in RULES.items())


def damage_table() -> str:
    """Give each kind of damage with the rule that must catch it, in the order of the rules."""
    head = "| Damage | Rule that catches it |\n|---|---|\n"
    order = list(RULES)
    kinds = sorted(MUTATIONS, key=lambda mutation: order.index(mutation.rule))
    return head + "".join(f"| {kind.name.replace('_', ' ').capitalize()} | `{kind.rule}` |\n" for kind in kinds)


TABLES = {"rules": rules_table, "damage": damage_table}
"""Tables of the page on verification, by the word of the mark before each."""


def config_figures() -> dict[str, str]:
    """Source of every figure and bar of the sample's configuration, by key."""
    raw: dict[str, Any] = tomllib.loads((ROOT / "planner" / "sample" / "config.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": value["source"]
        for section, values in raw.items()
        for key, value in values.items()
        if isinstance(value, dict) and "source" in value
    }


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost: list[str] = []
    for target in links(page):
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (heading and heading not in anchors(file)):
            lost.append(target)
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_path_named_exists(page: Path) -> None:
    named = re.findall(r"`((?:docs|geodata|maps|planner|requirements|tests|tools)/[\w./-]*)(?::(\d+))?`", text_of(page))
    lost = [
        path
        for path, line in named
        if not (ROOT / path).exists() or (line and int(line) > len((ROOT / path).read_text(encoding="utf-8").splitlines()))
    ]
    assert not lost


def test_the_model_page_links_every_file_of_the_model_it_speaks_of() -> None:
    shown = re.findall(r"\[([\w/]+\.py)\]\(([^)]+)\)", text_of(DOCS / "model.md"))
    assert shown
    assert all(target == f"../{path}" for path, target in shown)


def test_every_measure_stands_in_the_model_page() -> None:
    first_words = {cell for row in table_rows(DOCS / "model.md") for cell in row}
    assert set(Measure) <= first_words


@pytest.mark.parametrize("name", TABLES)
def test_verify_page_has_the_tables_of_the_verifier(name: str) -> None:
    (written,) = re.findall(WRITTEN.format(name), text_of(VERIFY))
    assert written[1] == TABLES[name](), "run `python -m tests.docs.test_docs`"


def test_pack_page_has_the_columns_of_every_table() -> None:
    wanted = {
        "assignments": tables.ASSIGNMENTS,
        "case_steps": tables.CASE_STEPS,
        "manifests": tables.MANIFESTS,
        "moves": tables.MOVES,
        "occupancy": tables.OCCUPANCY,
        "unplaced": tables.UNPLACED,
        "reserves": RESERVES,
        "seat_fill": SEAT_FILL,
    }
    rows = {row[0]: row[1] for row in table_rows(DOCS / "pack.md") if row[1].startswith("`")}
    assert {name: rows[f"`{name}.csv`"] for name in wanted} == {
        name: ", ".join(f"`{column}`" for column in columns) for name, columns in wanted.items()
    }


def test_pack_page_has_every_status_and_reason() -> None:
    named = set(re.findall(r"`(\w+)`", text_of(DOCS / "pack.md")))
    source = (ROOT / "planner" / "plan" / "reasons.py").read_text(encoding="utf-8")
    given = set(re.findall(r'return "(\w+)",|^ +"(\w+)",$', source, flags=re.MULTILINE))
    codes = {code for pair in given for code in pair if code}
    assert {"no_unit", "capacity", "detention_not_lawful", "no_lawful_bed"} <= codes
    assert codes | set(CLOSED) | set(Status) <= named


def test_every_figure_has_its_sources_on_the_sources_page() -> None:
    rows = table_rows(DOCS / "sources.md")
    ids = {row[0] for row in rows if len(row) == 5} - {"Id", "---"}
    listed = {row[0].strip("`"): set(row[1].split(", ")) - {"none"} for row in rows if len(row) == 3 and row[0].startswith("`")}
    figures = config_figures()
    assert set(listed) == set(figures)
    for key, source in figures.items():
        named = set(re.findall(r"\b[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*\b", source)) - NO_SOURCE_IDS
        assert named <= ids, f"{key}: {named - ids} not explained"
        assert named <= listed[key], f"{key}: {named - listed[key]} missing from its row"
        assert listed[key] <= ids, f"{key}: {listed[key] - ids} not explained"


def test_unverified_figures_are_marked_on_the_sources_page() -> None:
    raw: dict[str, Any] = tomllib.loads((ROOT / "planner" / "sample" / "config.toml").read_text(encoding="utf-8"))
    notes = {row[0].strip("`"): row[2] for row in table_rows(DOCS / "sources.md") if len(row) == 3}
    for key in config_figures():
        section, name = key.split(".")
        assert ("**not verified**" in notes[key]) == (not raw[section][name]["verified"]), key


def test_every_source_of_the_geodata_tables_is_on_the_sources_page() -> None:
    ids = {row[0] for row in table_rows(DOCS / "sources.md") if len(row) == 5}
    source_lines = (ROOT / "geodata" / "data" / "sources.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[0] for line in source_lines[1:]} <= ids


def test_clocks_page_names_every_figure_by_its_key() -> None:
    named = set(re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", text_of(DOCS / "clocks.md"))) - {"config.toml"}
    known = {f"{section}.{key}" for section, keys in FIGURES.items() for key in keys}
    settings = {f"{section}.{key}" for section, keys in SETTINGS.items() for key in keys}
    bars = {key for key in config_figures() if key.startswith("bars.")}
    assert known | bars <= named
    assert named <= known | bars | settings


def test_clocks_page_lists_the_rules_of_the_clocks() -> None:
    found = re.search(CLOCK_RULES, text_of(CLOCKS))
    assert found
    assert found[2] == f"\n{clock_rules()}\n", "run `python -m tests.docs.test_docs`"


def test_cases_page_shows_the_table_of_boundary_cases() -> None:
    assert text_of(CASES) == cases_page(), "run `python -m tests.docs.test_docs`"


def test_clocks_page_has_the_sample_s_numbers() -> None:
    raw: dict[str, Any] = tomllib.loads((ROOT / "planner" / "sample" / "config.toml").read_text(encoding="utf-8"))
    rows = [" | ".join(row) for row in table_rows(DOCS / "clocks.md")]
    lost: list[str] = []
    for section, keys in FIGURES.items():
        for key in keys:
            value = raw[section][key]["value"]
            if type(value) is int and value:
                row = next(row for row in rows if f"`{section}.{key}`" in row)
                lost += [] if re.search(rf"(?<!\d){value}(?!\d)", row) else [f"{section}.{key}"]
    assert not lost


def test_every_dependency_has_its_reason() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [
        re.split(r"[\[<>=~! ]", line)[0]
        for line in (*project["project"]["dependencies"], *(line for group in groups.values() for line in group))
    ]
    named = {name for row in table_rows(DOCS / "adr" / "0002-dependencies.md") for name in row[0].split(", ") if row[1] not in {"", "Why"}}
    assert set(wanted) <= named


def test_the_picture_of_the_map_is_a_small_png() -> None:
    picture = (DOCS / "map.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1280, 800)
    assert len(picture) < MAP_BYTES


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_no_page_names_a_machine_s_folders_or_a_package_host(page: Path) -> None:
    found = re.findall(r"(?<![\w.])/(?:work|home|root|tmp|Users)/|pypi\.org|pythonhosted|npmjs", text_of(page))
    assert not found


def write_tables() -> None:
    """Write the tables of the page on verification afresh."""
    page = text_of(VERIFY)
    for name, table in TABLES.items():
        page = re.sub(WRITTEN.format(name), lambda found, table=table: found[1] + table(), page)
    VERIFY.write_text(page, encoding="utf-8", newline="\n")


def write_clock_pages() -> None:
    """Write the rules of the clocks and the boundary cases afresh."""
    page = re.sub(CLOCK_RULES, lambda found: f"{found[1]}\n{clock_rules()}\n{found[3]}", text_of(CLOCKS))
    CLOCKS.write_text(page, encoding="utf-8", newline="\n")
    CASES.write_text(cases_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_tables()
    write_clock_pages()
