"""The rule book: every rule the clocks can give is in it, with what it does, its law, its source and its figure."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

import planner.clocks
from planner.clocks import party_clocks
from planner.clocks.rule_specs import Effect
from planner.clocks.rulebook import Rule, rulebook
from planner.config import FIGURES, config_from_text, load_config
from planner.plan.reasons import CLOSED
from planner.verify import RULES as VERIFIED_RULES
from tests.instances import TEMPLATE, random_instance

CONFIG = load_config(TEMPLATE)
BOOK = rulebook(CONFIG)
OBEYED_ELSEWHERE = {"attrition", "france", "parity"}
"""Sections whose figures the model counts, not a person's clock."""

VERSION = ("2026-08-2", "9d07f1be63b9")
"""The sample's rule set and the digest of its figures and bars: who changes a figure gives the rule set a new version."""


def test_the_version_of_the_rule_set_names_its_figures() -> None:
    figures = "\n".join(f"{figure.key}={figure.value}" for figure in CONFIG.figures if not figure.key.startswith("attrition."))
    bars = "\n".join(f"{bar.bar}={bar.blocks},{bar.standard_days}" for bar in CONFIG.bars.values())
    assert (CONFIG.rules.version, hashlib.sha256(f"{figures}\n{bars}".encode()).hexdigest()[:12]) == VERSION


@pytest.mark.parametrize("rule", BOOK.values(), ids=list(BOOK))
def test_a_rule_says_what_it_does_by_which_law_and_from_where(rule: Rule) -> None:
    assert rule.what.endswith(".")
    assert "{" not in rule.what
    assert rule.law
    assert rule.source
    assert set(rule.judged_by) <= set(VERIFIED_RULES)
    assert rule.judged_by or rule.effect in {Effect.SHOWN, Effect.REVIEW}, "what blocks is judged by the verifier too"


def test_what_is_general_knowledge_is_not_verified() -> None:
    assert [rule.rule_id for rule in BOOK.values() if re.search(r"\bGK\b", rule.source) and rule.verified] == []
    assert [rule.rule_id for rule in BOOK.values() if "planning assumption" in rule.source and rule.verified] == []


def test_every_figure_and_every_bar_is_obeyed_by_a_rule() -> None:
    figures = {f"{section}.{key}" for section, keys in FIGURES.items() if section not in OBEYED_ELSEWHERE for key in keys}
    assert {key for rule in BOOK.values() for key in rule.keys} == figures | {f"bars.{bar}" for bar in CONFIG.bars}


def ids_given() -> set[str]:
    """Ids that functions of the clocks return or yield, as their source has them."""
    given: set[str] = set()
    for name in ("custody", "case", "clock", "timeline", "spans"):
        tree = ast.parse((Path(planner.clocks.__path__[0]) / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            parts = [node.value] if isinstance(node, ast.Return | ast.Yield) and not isinstance(node.value, ast.Call) else []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Span":
                parts = [node.args[0]]
            found = {leaf.value for part in parts if part for leaf in ast.walk(part) if isinstance(leaf, ast.Constant)}
            given |= {word for word in found if isinstance(word, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+|family", word)}
    return given


def test_every_id_the_clocks_can_give_is_in_the_book() -> None:
    assert {"lone_child", "no_authority", "request_too_late", "transfer_months", "bail_hearing"} <= ids_given()
    assert ids_given() <= set(BOOK)
    assert set(CLOSED) <= set(BOOK)


@pytest.mark.parametrize("seed", range(20))
def test_every_id_that_clocks_of_random_parties_give_is_in_the_book(seed: int) -> None:
    clocks = party_clocks(random_instance(seed, parties=40))
    assert {clock.blocked_by for clock in clocks} - {""} <= set(BOOK)


def test_a_changed_figure_shows_in_its_rule() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    changed = config_from_text(text.replace("request_max_days = { value = 14", "request_max_days = { value = 10"))
    assert "at most 10 calendar days" in rulebook(changed)["request_too_late"].what
    unlimited = config_from_text(text.replace("pre_departure_hours = { value = 72", "pre_departure_hours = { value = 0"))
    assert rulebook(unlimited)["stay_limit:pre_departure"].what == "A stay in pre-departure accommodation has no fixed limit."
    review = config_from_text(text.replace('blocks = "both"', 'blocks = "review"', 1))
    assert (BOOK["bar:nrm_pending"].effect, rulebook(review)["bar:nrm_pending"].effect) == (Effect.BOTH, Effect.REVIEW)
