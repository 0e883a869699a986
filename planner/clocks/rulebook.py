"""Every rule the clocks apply, by its id: what it does, by which law or policy, and the figure of the configuration that it obeys.

The rules of one configuration are one rule set; its version stands in config.toml and a plan names the one it used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from planner.clocks.rule_specs import SECTIONS, Effect, Spec
from planner.config import BarFigure, Config, Figure

PRODUCT_AS_OF: Final = date(2026, 11, 23)
"""Date on which the rules that stand in code were last held against their sources."""

BAR: Final = "bar:"


EFFECTS: Final[Mapping[str, Effect]] = {
    "detention": Effect.DETENTION,
    "transfer": Effect.TRANSFER,
    "both": Effect.BOTH,
    "review": Effect.REVIEW,
}
"""Effect of a bar by what config.toml says it blocks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule set.

    Attributes
    ----------
    what
        What it does, in a sentence with its figures.
    law
        Statute, treaty or policy; a rule of this product where there is none.
    keys
        Figures of config.toml it obeys; none for a rule that stands in code.
    source
        Where the figures, or the rule, come from.
    as_of
        Date of the source's reading, the oldest of several.
    verified
        Whether every figure, or the rule, was read in the source named.
    judged_by
        Rules of the verifier that hold the same.
    """

    rule_id: str
    effect: Effect
    what: str
    law: str
    keys: tuple[str, ...]
    source: str
    as_of: date
    verified: bool
    judged_by: tuple[str, ...]


BARS_SECTION: Final = "Bars"


def rulebook(config: Config) -> dict[str, Rule]:
    """Every rule of a configuration's rule set by id, bars last."""
    return {rule.rule_id: rule for rules in rules_by_section(config).values() for rule in rules}


def rules_by_section(config: Config) -> dict[str, tuple[Rule, ...]]:
    """Every rule by section."""
    figures = {figure.key: figure for figure in config.figures}
    found = {section: tuple(_rule(spec, [figures[key] for key in spec.keys]) for spec in specs) for section, specs in SECTIONS.items()}
    return found | {BARS_SECTION: tuple(_bar_rule(bar) for bar in config.bars.values())}


def _rule(spec: Spec, figures: list[Figure]) -> Rule:
    is_without = bool(spec.without) and figures[0].value == "0"
    what = (spec.without if is_without else spec.what).format(
        *(figure.value.lower() if figure.value in {"True", "False"} else figure.value for figure in figures)
    )
    source, as_of, verified = spec.source, PRODUCT_AS_OF, spec.verified
    if figures:
        source = "; ".join(dict.fromkeys(figure.source for figure in figures))
        as_of, verified = min(figure.as_of for figure in figures), all(figure.verified for figure in figures)
    return Rule(
        spec.rule_id, Effect.SHOWN if is_without else spec.effect, what, spec.law, spec.keys, source, as_of, verified, spec.judged_by
    )


def _bar_rule(bar: BarFigure) -> Rule:
    effect = EFFECTS[bar.blocks]
    standard = f" The law gives it {bar.standard_days} days at least; it ends only by its record." if bar.standard_days else ""
    judged_by = {
        Effect.DETENTION: ("detention_bar",),
        Effect.TRANSFER: ("transfer_bar",),
        Effect.BOTH: ("detention_bar", "transfer_bar"),
    }.get(effect, ())
    return Rule(
        rule_id=BAR + bar.bar,
        effect=effect,
        what=f"While it applies, or until further notice, it {effect}.{standard}",
        law=bar.label,
        keys=(f"bars.{bar.bar}",),
        source=bar.source,
        as_of=bar.as_of,
        verified=bar.verified,
        judged_by=judged_by,
    )


def figure_rules(rules: Iterable[Rule]) -> dict[str, str]:
    """Rule that each figure of config.toml is obeyed by."""
    return {key: rule.rule_id for rule in rules for key in rule.keys}
