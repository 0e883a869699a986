"""The command that judges: a pack from its folder alone, or a plan made by hand against a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.commands.common import Json, progress_bar, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain.verification import Verification, Violation
    from planner.judgement import Compared, Judgement

BY_HAND = "A plan made by hand to judge against the workspace DIR: its assignments.csv, or the workbook of a plan, edited."
MOST_ROWS_NAMED = 3


def verify(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Pack folder of a plan; with --plan, a workspace folder.")],
    plan: Annotated[Path | None, typer.Option(metavar="FILE", help=BY_HAND)] = None,
    no_optimum: Annotated[bool, typer.Option("--no-optimum", help="With --plan: do not work out the best plan to compare with.")] = False,  # noqa: FBT002
    horizon: Annotated[int | None, typer.Option(min=1, max=120, help="With --plan: days planned; by default as in config.toml.")] = None,
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Judge a pack by every rule, from its folder alone; or a plan made by hand, and its distance from the best plan."""
    if plan is None:
        if no_optimum or horizon:
            message = "--no-optimum and --horizon need --plan"
            raise typer.BadParameter(message)
        _judge_pack(directory, as_json=as_json)
    else:
        _judge_plan(directory, plan, horizon, compare=not no_optimum, as_json=as_json)


def _judge_pack(pack: Path, *, as_json: bool) -> None:
    from planner.verify import verify_pack

    verification = verify_pack(pack)
    show(as_json, _verification_json(verification, {}), _verification_lines(verification, {}))
    if not verification.is_acceptable:
        raise typer.Exit(3)


def _judge_plan(workspace: Path, file: Path, horizon: int | None, *, compare: bool, as_json: bool) -> None:
    from planner.judgement import Verdict, judge_plan

    with progress_bar() as progress:
        judgement = judge_plan(workspace, file, horizon, progress, compare=compare)
    show(as_json, _judgement_json(judgement), _judgement_lines(judgement))
    if not judgement.by_hand.verification.is_acceptable or judgement.verdict is Verdict.BEATS_BOUND:
        raise typer.Exit(3)


def _verification_json(verification: "Verification", rows_of: "Mapping[str, tuple[int, ...]]") -> dict[str, Any]:
    violations = [
        {"rule": item.rule, "subject": item.subject, "date": item.date, "message": item.message}
        | ({"rows": list(rows_of[item.subject])} if item.subject in rows_of else {})
        for item in verification.violations
    ]
    return {
        "acceptable": verification.is_acceptable,
        "rules": dict(verification.rules),
        "violations": violations,
        "alarms": list(verification.alarms),
    }


def _verification_lines(verification: "Verification", rows_of: "Mapping[str, tuple[int, ...]]") -> list[str]:
    checked = sum(verification.rules.values())
    count = len(verification.violations)
    head = "no violation" if verification.is_acceptable else f"{count} violation{'s' if count > 1 else ''}"
    return [
        f"{len(verification.rules)} rules checked on {checked:,} facts: {head}.",
        *(f"  {_violation_text(item)}{_rows_text(rows_of.get(item.subject, ()))}" for item in verification.violations),
        *(f"Alarm: {alarm}" for alarm in verification.alarms),
    ]


def _violation_text(item: "Violation") -> str:
    # Of rules on a day the subject is the day.
    when = "" if item.date == item.subject else f" {item.date}" if item.date else ""
    return f"{item.rule}: {item.subject}{when} {item.message}"


def _rows_text(rows: tuple[int, ...]) -> str:
    if not rows:
        return ""
    named = ", ".join(map(str, rows[:MOST_ROWS_NAMED]))
    return f" (row{'s' if len(rows) > 1 else ''} {named}{' and more' if len(rows) > MOST_ROWS_NAMED else ''})"


def _judgement_json(judgement: "Judgement") -> dict[str, Any]:
    from planner.judgement import tier_of

    verification, decisive = judgement.by_hand.verification, judgement.decisive
    return {
        "plan": judgement.file,
        **_verification_json(verification, judgement.by_hand.rows_of),
        "measures": dict(verification.measures),
        "compared": [
            {
                "measure": item.measure,
                "tier": tier_of(item.measure),
                "value": item.value,
                "best": item.best,
                "bound": item.bound,
                "difference": item.difference,
            }
            for item in judgement.compared
        ],
        "verdict": judgement.verdict,
        "decided_by": decisive.measure if decisive else None,
        "why_not_compared": judgement.why_not_compared,
        "notes": list(judgement.notes),
    }


def _judgement_lines(judgement: "Judgement") -> list[str]:
    by_hand = judgement.by_hand
    return [
        f"{judgement.file}: {len(by_hand.plan.people):,} people, {by_hand.plan.horizon.num_days} days.",
        *(f"Note: {note}" for note in judgement.notes),
        *_verification_lines(by_hand.verification, by_hand.rows_of),
        *(_comparison_lines(judgement) if judgement.compared else _value_lines(judgement)),
        _verdict_text(judgement),
    ]


def _value_lines(judgement: "Judgement") -> list[str]:
    from planner.domain.plan import Measure
    from planner.report.words import MEASURES

    width = max(map(len, MEASURES.values()))
    values = judgement.by_hand.verification.measures
    return [f"  {MEASURES[Measure(name)]:<{width}} {value:>10,}" for name, value in values.items()]


def _comparison_lines(judgement: "Judgement") -> list[str]:
    from planner.report.words import MEASURES

    width = max(len(MEASURES[item.measure]) for item in judgement.compared)
    return [
        f"  {'Aim, in order':<{width}} {'by hand':>10} {'best':>10} {'bound':>10}  difference",
        *(
            f"  {MEASURES[item.measure]:<{width}} {item.value:>10,} {item.best:>10,} {item.bound:>10,}  {_difference_text(item)}"
            + ("  decides" if item is judgement.decisive else "")
            for item in judgement.compared
        ),
    ]


def _difference_text(item: "Compared") -> str:
    if not item.difference:
        return "equal"
    return f"{item.difference:+,} ({'better' if item.is_better else 'worse'})"


def _verdict_text(judgement: "Judgement") -> str:
    from planner.judgement import Verdict
    from planner.report.words import MEASURES

    lawful = judgement.by_hand.verification.is_acceptable
    head = "It keeps every rule." if lawful else "It breaks rules and must not be used."
    if (decisive := judgement.decisive) is None:
        equal = "It is as good as the best plan in every aim." if judgement.verdict else f"Not compared: {judgement.why_not_compared}."
        return f"{head} {equal}"
    where = f"{MEASURES[decisive.measure]}: {decisive.value:,} against {decisive.best:,}."
    said = {
        Verdict.WORSE: f"The best plan is better, first in {where}",
        Verdict.BETTER: f"It is better than the best plan found, within the bound that is proven, first in {where}"
        if lawful
        else f"Only by breaking them is it better than the best plan, first in {where}",
        Verdict.BEATS_BOUND: f"It beats a bound that is said to be proven, so one of the two is wrong; please report it: {where}",
    }
    return f"{head} {said[judgement.verdict or Verdict.WORSE]}"
