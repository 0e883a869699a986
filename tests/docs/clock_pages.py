"""The generated parts of docs/clocks.md and docs/clock-cases.md: the rule book, the limits by kind of party, the boundary cases."""

import re
from collections.abc import Iterable

from planner.clocks.rulebook import Rule, rules_by_section
from planner.config import load_config
from planner.domain.rules import Rules
from planner.domain.sites import DETENTION_ROLES, SiteRole
from planner.report.words import ROLES, day_text
from tests.clocks.cases import NIGHTS, Row, day, rows
from tests.instances import TEMPLATE

CASES_HEAD = f"""# Boundary cases

What the rules give at their edges, worked out by hand from the law and the figures of the sample. A test reads every row twice, with
the planner's clocks and with the verifier's own reading, and both must say what stands here
([tests/clocks/test_boundary_table.py](../tests/clocks/test_boundary_table.py)). The table itself is
[tests/clocks/boundaries.csv](../tests/clocks/boundaries.csv); the rules stand in [clocks.md](clocks.md).

Times are London's, unless one carries an offset such as +00:00 (GMT). The morning of a case is 6am of its plan date, and {NIGHTS}
nights follow. A night ends at 8am; a planned move arrives at midday. Where a case says nothing else there is one man of 25 to 39,
ashore for 20 days, in a removal centre, with an authority from landing on for 200 days, nothing unknown and no bar; screened on the
day of landing, decided and asked on the next, accepted on the one after, with notice served on the third day after landing; and the
agreement is in force throughout.

The questions are:

| Question | What is asked |
|---|---|
| nights | On which nights may the party be detained? By the dates the nights start on. |
| stay | Which is the last night at the place where the party is, by its limit? |
| departure | May the party board that departure? |
| first transfer, last transfer | First and last date of a lawful transfer, capacities apart, missing steps as early as can be. |
| live | Is a transfer possible, with lawful detention on every night until the first day of it? |
| case | Is the case open, or has it ended? |
| latest screening, latest decision | Last date on which the step keeps the request to France in time. |
| answer | When is France's answer expected, or when was it given? |
| earliest notice | First date on which notice may be served. |
"""


RULES_HEAD = """\
| Rule | What it does | Effect | Key | Law or policy | Source | As of | Verified | Verifier |
|---|---|---|---|---|---|---|---|---|
"""
LIMITS_HEAD = """\
Together, hours at each kind of place (in brackets: with a recorded authority to extend). The hours of a pregnant woman and of a family
run from the start of detention, at a landing place from the arrival; those of a place from the recorded arrival there. The shortest holds.

| Kind of place | Adult | Pregnant woman | Family, where in scope | Child alone |
|---|---|---|---|---|
"""


def clock_rules() -> str:
    """Every rule of the sample's rule set, a table a section, with the limits by kind of party."""
    config = load_config(TEMPLATE)
    parts: list[str] = [f"Rule set `{config.rules.version}`, as the sample has it.\n"]
    for section, found in rules_by_section(config).items():
        parts.append(f"### {section}\n\n{RULES_HEAD}{''.join(_rule_row(rule) for rule in found)}")
        if section == "Stay limits":
            parts.append(_limits(config.rules))
    return "\n".join(parts)


def _rule_row(rule: Rule) -> str:
    keys = ", ".join(f"`{key}`" for key in rule.keys) or "-"
    judged_by = ", ".join(f"`{name}`" for name in rule.judged_by) or "-"
    cells = (
        f"`{rule.rule_id}`",
        with_dates(rule.what),
        str(rule.effect),
        keys,
        rule.law,
        rule.source,
        day_text(rule.as_of),
        "yes" if rule.verified else "**no**",
        judged_by,
    )
    return f"| {' | '.join(cells)} |\n"


def _limits(rules: Rules) -> str:
    """Hours by kind of place and kind of party, with what a recorded authority extends them to in brackets."""
    lines = [LIMITS_HEAD]
    for role in (SiteRole.LANDING, *(role for role in SiteRole if role in DETENTION_ROLES)):
        usual, longest = rules.stay_limit_hours[role], rules.stay_extended_hours.get(role, rules.stay_limit_hours[role])
        is_landing = role is SiteRole.LANDING
        # Only a family's authority extends pre-departure accommodation, only a short-term one a short-term facility.
        adult = _hours(usual, usual if role is SiteRole.PRE_DEPARTURE else longest)
        pregnant_longest = _least(usual if role is SiteRole.PRE_DEPARTURE else longest, rules.pregnant_extended_hours)
        pregnant = _hours(_least(usual, rules.pregnant_max_hours), pregnant_longest)
        family = "never"
        if is_landing or role in rules.family_roles:
            family = _hours(_least(usual, rules.family_max_hours), _least(longest, rules.family_extended_hours))
        child = _hours(_least(usual, rules.lone_child_max_hours), None) if is_landing else "never"
        lines.append(f"| {ROLES[role]} | {adult} | {pregnant} | {family} | {child} |\n")
    return "".join(lines)


def _least(hours: int | None, kind_hours: int) -> int:
    return kind_hours if hours is None else min(hours, kind_hours)


def _hours(usual: int | None, longest: int | None) -> str:
    if usual is None:
        return "no fixed limit"
    return f"{usual}" if longest is None or longest <= usual else f"{usual} ({longest})"


def with_dates(text: str) -> str:
    """A text with its ISO dates as people read them."""
    shown = re.sub(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})", lambda found: f"{day_text(day(found[1]))} at {found[2]}", text)
    return re.sub(r"\d{4}-\d{2}-\d{2}", lambda found: day_text(day(found[0])), shown)


def cases_page(found: Iterable[Row] | None = None) -> str:
    """docs/clock-cases.md."""
    table = list(rows() if found is None else found)
    groups: dict[str, list[Row]] = {}
    for row in table:
        groups.setdefault(row.case_id.split("-")[0], []).append(row)
    parts = [CASES_HEAD, f"{len(table)} cases.\n"]
    for name, members in groups.items():
        head = "| Case | Rule | Plan date | Facts | Question | Expected | Why |\n|---|---|---|---|---|---|---|\n"
        parts.append(f"## {GROUPS[name]}\n\n{head}{''.join(_case_row(row) for row in members)}")
    return "\n".join(parts)


GROUPS = {
    "AUTH": "The authority to detain",
    "BAR": "Bars",
    "PREG": "Pregnancy",
    "FAM": "Families with children",
    "CHILD": "Children alone and disputed ages",
    "RISK": "Adults at Risk",
    "STAY": "Stays by kind of place",
    "REQ": "The request to France",
    "ANS": "The answer",
    "NOTICE": "Notice in working days",
    "MONTHS": "Three months",
    "AGREE": "The agreement in force",
    "LIVE": "Live cases",
}


def _case_row(row: Row) -> str:
    facts = "; ".join(part.strip().replace("=", ": ", 1).replace("_", " ") for part in row.facts.split(";"))
    cells = (row.case_id, f"`{row.rule}`", day_text(row.plan_date), with_dates(facts), row.question, with_dates(row.expected), row.why)
    return f"| {' | '.join(cells)} |\n"
