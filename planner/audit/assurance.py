"""A quality assurance log of one run, after the AQuA Book: what was done, on what, how it was checked, and what remains unsure.

References
----------
HM Treasury and Government Analysis Function, The AQuA Book: guidance on producing quality analysis, revised 2025.
"""

from collections import Counter

from planner.audit.limits import KNOWN_LIMITS
from planner.audit.paper import Field, Paper, Section, blank
from planner.audit.run import Run
from planner.plan.tables import Row, Table
from planner.report import standing
from planner.report.words import MEASURES, day_text, id_text, moment_text

INTRODUCTION = (
    "**Draft.** Written by the planner from its configuration and one run. It holds counts, ids of rules and digests; nothing about a "
    "person. What is marked is for the organisation to fill in."
)


def assurance_paper(run: Run) -> Paper:
    """Write the log."""
    sections = (
        _roles(),
        _scope(run),
        _data(run),
        _assumptions(run),
        _verification(run),
        _results(run),
        _validation(),
        _limits(),
        _sign_off(),
    )
    return Paper(f"Quality assurance log (draft): plan of {day_text(run.plan.plan_date)}", INTRODUCTION, sections)


def _roles() -> Section:
    return Section(
        "Roles",
        fields=(
            blank("", "Commissioner", "role of who asked for the analysis and uses it"),
            blank("", "Analyst", "role or staff id of the duty planner"),
            blank("", "Assurer", "role of who checks the analysis and is not the analyst"),
            blank("", "Approver", "role of the approving officer; approvals of plans are in the workspace's ledger"),
        ),
    )


def _scope(run: Run) -> Section:
    horizon = run.plan.horizon
    return Section(
        "Scope and design",
        fields=(
            Field(
                "",
                "Question",
                "Where does everybody spend each night, and who takes which departure, within capacity, law and time limits?",
            ),
            Field(
                "", "Period", f"{horizon.num_days} days from {day_text(horizon.first_date)}; inputs as of {moment_text(run.instance.as_of)}"
            ),
            Field("", "Rule set", run.plan.rules_version),
            Field(
                "",
                "Method",
                "Column generation, aims in a fixed order, each with a proven bound: docs/model.md; the law as dates: docs/clocks.md",
            ),
            Field("", "Solver", f"One thread, seed 1, time limit {run.config.time_limit_seconds:,} s"),
            Field("", "Versions", "Engine, packages and the digest of the planner's own code: manifest.json, beside this log"),
        ),
    )


def _data(run: Run) -> Section:
    rows: tuple[Row, ...] = tuple((name, run.rows.get(name), digest) for name, digest in sorted(run.digests.items()))
    doubts = Counter(doubt.code for doubt in run.instance.triage)
    kinds: tuple[Row, ...] = tuple((id_text(code), doubts[code]) for code in sorted(doubts))
    return Section(
        "Data",
        "Every table was read whole and found without fault. Doubtful rows were planned around, and none was mended.",
        tables=(Table("Inputs", ("File", "Rows", "sha256"), rows), Table("Doubtful rows by kind", ("Doubt", "Rows"), kinds)),
    )


def _assumptions(run: Run) -> Section:
    """Figures first that nobody has confirmed yet."""
    bars = sorted(run.config.bars.values(), key=lambda bar: (bar.verified, bar.bar))
    rows: tuple[Row, ...] = tuple((bar.bar, bar.label, bar.blocks, bar.as_of, bar.source, "Yes" if bar.verified else "No") for bar in bars)
    figures = standing.figures_table(run.config.figures)
    unsure = sum(not each.verified for each in (*run.config.figures, *bars))
    return Section(
        "Assumptions",
        f"{unsure} of {len(run.config.figures) + len(bars)} are not verified and stand first.",
        tables=(figures, Table("Bars", ("Bar", "Label", "Blocks", "As of", "Source", "Verified"), rows)),
    )


def _verification(run: Run) -> Section:
    checks, alarms = standing.checks(run.verification), run.verification.alarms
    facts = sum(run.verification.rules.values())
    said = " ".join(f"Alarm: {alarm}." for alarm in alarms) if alarms else "No alarm."
    return Section(
        "Verification",
        "A second program, which shares no code with the optimiser, read inputs and plan afresh and checked "
        f"{len(run.verification.rules)} rules on {facts:,} facts: {len(run.verification.violations)} broken. {said}",
        tables=(Table("Rules", checks.columns, checks.rows),),
    )


def _results(run: Run) -> Section:
    rows: tuple[Row, ...] = tuple(
        (
            MEASURES[each.measure],
            each.value,
            each.bound,
            each.gap,
            "Yes" if not each.gap else "No",
            run.verification.measures.get(each.measure),
        )
        for each in run.plan.measures
    )
    columns = ("Measure", "Value", "Bound", "Gap", "Proven", "Value found by the check")
    unproven = sum(bool(each.gap) for each in run.plan.measures)
    text = (
        f"{unproven} of {len(run.plan.measures)} measures are not proven: a better plan may exist."
        if unproven
        else "Every measure is proven."
    )
    return Section("Results and uncertainty", f"In the order of the aims. {text}", tables=(Table("Measures", columns, rows),))


def _validation() -> Section:
    return Section(
        "Validation",
        fields=(
            blank("", "Is it the right question", "view of the people who carry the plan out"),
            blank("", "Is it right in practice", "comparison of earlier plans with what happened"),
            blank("", "Figures", "who confirms the figures not verified, and by when"),
        ),
    )


def _limits() -> Section:
    return Section("Known limits", "\n".join(f"- {limit}" for limit in KNOWN_LIMITS))


def _sign_off() -> Section:
    return Section(
        "Sign-off", fields=(blank("", "Assurance statement", "whether the analysis is fit for its purpose, by whom, and on which date"),)
    )
