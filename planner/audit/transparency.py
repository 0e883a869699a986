"""A draft record for the UK's Algorithmic Transparency Recording Standard, from the configuration and the run.

Fields are those of the standard's template, version 3.0. What only the organisation can know is left for it to fill in.

References
----------
Algorithmic Transparency Recording Standard: guidance for public sector bodies, GOV.UK, updated 8 May 2025.
"""

from planner.audit.limits import KNOWN_LIMITS
from planner.audit.paper import Field, Paper, Section, blank
from planner.audit.run import Run
from planner.audit.suppress import THRESHOLD
from planner.domain.plan import Measure
from planner.ingest.tables import TABLES
from planner.plan.versions import versions
from planner.report.words import MEASURES, TIERS, day_text

INTRODUCTION = (
    "**Draft.** Written by the planner from its configuration and one run. It holds no personal data and no exact count of people. Before "
    "it is published, the organisation fills in what is marked, checks the rest, and compares the fields with the template in force."
)
SENSITIVE = ("sex", "age_band", "age_disputed", "pregnant", "adults_at_risk", "care_needs", "unaccompanied", "bars")


def transparency_paper(run: Run) -> Paper:
    """Write the record."""
    sections = (_overview(), _owner(), _rationale(run), _deployment(run), _tool(), _model(run), _data(run), _risks(run))
    return Paper("Algorithmic transparency record (draft): Channel planner", INTRODUCTION, sections)


def _overview() -> Section:
    return Section(
        "Tier 1: overview",
        fields=(
            Field("1", "Name", "Channel planner"),
            Field(
                "2",
                "Description",
                "Plans, each morning and for the coming weeks, where people brought ashore from small boats in the English Channel spend "
                "each night, and on which departure those people are transferred to France whose return others have decided. It works "
                "within beds, transport, law and time limits. It does not decide who is detained or returned, does not score, rank or "
                "predict people, and takes no nationality and no religion. Every plan is checked by a second, independent program and "
                "approved by an officer.",
            ),
            blank("3", "Website URL", "address of a public page about the tool, or none"),
            blank("4", "Contact email", "address of the team that answers questions"),
        ),
    )


def _owner() -> Section:
    return Section(
        "Tier 2: owner and responsibility",
        fields=(
            blank("1.1", "Organisation or department", "full name"),
            blank("1.2", "Team", "full name"),
            blank("1.3", "Senior responsible owner", "role title"),
            blank("1.4", "Third party involvement", "yes or no; when yes, 1.4.1 to 1.4.5"),
            blank("1.4.1", "Third party", "names"),
            blank("1.4.2", "Companies House number", "number"),
            blank("1.4.3", "Third party role", "what they do"),
            blank("1.4.4", "Procurement procedure type", "procedure"),
            blank("1.4.5", "Third party data access terms", "terms"),
        ),
    )


def _rationale(run: Run) -> Section:
    tiers = "; ".join(f"{number}. {TIERS[tier]}" for number, tier in enumerate(run.instance.rules.tiers, start=1))
    return Section(
        "Tier 2: description and rationale",
        fields=(
            Field(
                "2.1",
                "Detailed description",
                "From the inputs of a morning the planner derives, for every person, the days on which law and policy as configured allow "
                "a place or a transfer. Parties that every rule treats alike are planned together. Column generation then finds the plan "
                f"that is best in a fixed order of aims, each held before the next is looked at: {tiers}. Among equal plans the longest "
                "wait comes first, then the earliest deadline, then the id. Legal limits, care needs and families kept together are never "
                "traded against an aim. Who has no lawful bed, or is not transferred, is named with the reason.",
            ),
            Field(
                "2.2",
                "Benefits",
                "Fewest nights without a lawful bed, fewest nights in detention for the transfers made, a stated reason for every person, "
                "every rule checked, and a plan that can be made again byte for byte.",
            ),
            blank("2.3", "Previous process", "how places and transport were planned before"),
            blank("2.4", "Alternatives considered", "what else was looked at, and why it was not taken"),
        ),
    )


def _deployment(run: Run) -> Section:
    known, horizon = sum(not person.is_expected for person in run.plan.people), run.plan.horizon
    return Section(
        "Tier 2: deployment context",
        fields=(
            Field(
                "3.1",
                "Integration into broader operational process",
                "Decisions on detention, inadmissibility, age, safeguarding and return are made by people before, and come in as inputs "
                "with their authority and expiry. The plan goes to an approving officer; movement orders and manifests are drawn from it.",
            ),
            Field(
                "3.2",
                "Human review",
                "An officer approves each plan or overrides parts of it, each time with a reason, in a log in which nothing can be "
                "changed unseen. A plan that breaks a rule is not stored and can not be approved. Doubtful records are shown first and "
                "are never mended by the planner.",
            ),
            Field(
                "3.3",
                "Frequency and scale of usage",
                f"Once a morning. This run: {_about(known)} people, {horizon.num_days} days from {day_text(horizon.first_date)}.",
            ),
            blank("3.4", "Required training", "training of duty planners and approving officers"),
            blank("3.5", "Appeals and review", "how a person affected can ask for a decision to be looked at again"),
        ),
    )


def _tool() -> Section:
    return Section(
        "Tier 2: tool specification",
        fields=(
            Field(
                "4.1.1",
                "System architecture",
                "A command line program that runs on one machine and needs no network. Packages: inputs, clocks (the law as dates), "
                "optimiser, plan, independent check, reports. The check shares no code with the optimiser.",
            ),
            Field("4.1.2", "System-level input", "Tables: " + ", ".join(sorted(TABLES)) + "; and a configuration of rules and figures."),
            Field(
                "4.1.3",
                "System-level output",
                "A folder: the plan person by person under pseudonymous ids, tables, a workbook, a map, a summary, the result of the "
                "check, digests.",
            ),
            blank("4.1.4", "Maintenance", "who keeps figures and software up to date, and how often"),
            Field("4.1.5", "Models", "One mathematical optimisation model. No machine learning, no generative AI."),
        ),
    )


def _model(run: Run) -> Section:
    proven = [result.measure for result in run.plan.measures if not result.gap]
    rules, facts = len(run.verification.rules), sum(run.verification.rules.values())
    return Section(
        "Tier 2: model specification",
        fields=(
            Field("4.2.1", "Model name", "Channel planner optimiser"),
            Field("4.2.2", "Model version", f"{versions()['channel-planner']}; rule set {run.plan.rules_version}"),
            Field("4.2.3", "Model task", "Assign nights, case steps and departures within hard limits, by a fixed order of aims."),
            Field(
                "4.2.4",
                "Model input",
                "Windows of lawful days of each party, capacities by day, travel times, locks set by planners, yesterday's plan.",
            ),
            Field(
                "4.2.5",
                "Model output",
                "An itinerary for each party; for each measure its value, a proven bound, and the gap between them.",
            ),
            Field("4.2.6", "Model architecture", "Column generation with branch and price, lexicographic aims, a fixed seed, one thread."),
            Field(
                "4.2.7",
                "Model performance",
                f"This run: {len(proven)} of {len(run.plan.measures)} measures proven best possible{_unproven(run)}. Independent check: "
                f"{rules} rules on {_about(facts)} facts, {len(run.verification.violations)} broken.",
            ),
            Field("4.2.8", "Datasets and their purposes", "None: the model is not trained. Samples of made-up people are used in tests."),
        ),
    )


def _data(run: Run) -> Section:
    columns = [column for column in SENSITIVE if column in TABLES["people"].column_names or column in TABLES]
    return Section(
        "Tier 2: development and operational data",
        fields=(
            Field("4.3", "Development data", "None: nothing is learned from data. 4.3.1 to 4.3.9 do not apply."),
            blank("4.4.1", "Data sources", "case system, incident reports, estate and transport records"),
            Field(
                "4.4.2",
                "Sensitive attributes",
                f"{', '.join(columns)}. They only restrict where a person may be placed, as protection; they are no part of any aim, and "
                "order nobody. Names, nationality and religion are refused as input.",
            ),
            Field(
                "4.4.3",
                "Data processing methods",
                "Every file is checked whole; every fault is reported at once and stops the run. A fact that is unknown blocks detention "
                "and transfer.",
            ),
            Field(
                "4.4.4",
                "Data access and storage",
                f"Each plan and its inputs lie in one folder under pseudonymous ids and are deleted after {run.config.delete_after_days} "
                "days; a log of ids and digests stays.",
            ),
            blank("4.4.5", "Data sharing agreements", "agreements in force"),
        ),
    )


def _risks(run: Run) -> Section:
    unsure = sum(not figure.verified for figure in run.config.figures)
    return Section(
        "Tier 2: risks, mitigations and impact assessments",
        fields=(
            blank("5.1", "Impact assessments", "data protection and equality impact assessments, with dates and where they can be read"),
            Field(
                "5.2",
                "Risks and mitigations",
                f"Figures that are wrong: each has a source and a date, and {unsure} of {len(run.config.figures)} are marked as not "
                "verified in the rule set of this run. A plan that breaks a rule: judged by an independent program before it is stored. A "
                "burden that falls unevenly: a report of waits, moves and nights by site and kind of need, figures on fewer than "
                f"{THRESHOLD} people hidden. Undue reliance: limits are stated with every plan. They are: {' '.join(KNOWN_LIMITS)}",
            ),
        ),
    )


def _unproven(run: Run) -> str:
    open_gaps = [MEASURES[Measure(result.measure)] for result in run.plan.measures if result.gap]
    return f"; not proven: {', '.join(open_gaps)}" if open_gaps else ""


def _about(count: int) -> str:
    """Give a count to two figures, so that no record tells how many exactly."""
    if count < THRESHOLD:
        return f"fewer than {THRESHOLD}"
    step = 10 ** max(0, len(str(count)) - 2)
    return f"about {round(count / step) * step:,}"
