"""Every row of the table of boundary cases, read by the planner's clocks and, on its own, by the verifier.

What a row expects was worked out from the rule by hand. docs/clock-cases.md shows the table.
"""

import pytest

from planner.clocks import party_clocks
from planner.clocks.rule_specs import Effect
from planner.clocks.rulebook import rulebook
from planner.config import load_config
from tests.clocks.cases import Row, instance_of, rows
from tests.clocks.people import MONDAY
from tests.clocks.readings import CLOCKS, VERIFIER
from tests.instances import TEMPLATE

ROWS = rows()
RULES = rulebook(load_config(TEMPLATE))
LEAST_ROWS = 120
NOTHING = {"none", "never", "no", "closed"}


@pytest.mark.parametrize("row", ROWS, ids=[row.case_id for row in ROWS])
def test_clocks_and_verifier_read_the_case_as_the_table(row: Row) -> None:
    one = instance_of(row)
    read = CLOCKS[row.question](one), VERIFIER[row.question](one)
    assert read == (row.expected, row.expected), f"{row.facts}: {row.why}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.expected in NOTHING and row.question != "stay"], ids=lambda row: row.case_id)
def test_the_rule_a_row_names_is_the_one_that_stands_against_it(row: Row) -> None:
    blocked_by = party_clocks(instance_of(row))[0].blocked_by
    # A date or an hour that a rule leaves no room for shows as no lawful window, whichever rule it is.
    assert blocked_by in {row.rule, "no_lawful_window", ""}, blocked_by


def test_the_table_is_whole() -> None:
    assert len(ROWS) >= LEAST_ROWS
    assert len({row.case_id for row in ROWS}) == len(ROWS)
    assert all(row.why and row.facts for row in ROWS)
    assert len({(row.plan_date, row.facts, row.question) for row in ROWS}) == len(ROWS), "no case twice"


def test_every_rule_with_an_edge_has_a_case() -> None:
    shown_only = {rule.rule_id for rule in RULES.values() if rule.effect is Effect.SHOWN}
    # What the others come to; what inputs' checks and the verifier judge by place; what the cases of each bar show.
    elsewhere = {"no_lawful_window", "family_place", "transfer_bar", "detention_bar"}
    named = {row.rule for row in ROWS}
    assert set(RULES) - shown_only - elsewhere <= named <= set(RULES)


@pytest.mark.parametrize(("place", "expected"), [("pre_departure", "2026-08-10 to 2026-08-11"), ("removal", "none")])
def test_the_verifier_judges_a_family_in_scope_by_the_place_too(place: str, expected: str) -> None:
    facts = f"families=in scope; place={place}; with=child 0-11; detained=2026-08-09 08:00"
    assert VERIFIER["nights"](instance_of(Row("", "family_place", MONDAY, facts, "nights", expected, ""))) == expected
