"""Answers questions about a stored plan, from its pack alone.

What is heavy is imported where it is used, so that ``planner --help`` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from planner.domain.instance import Instance
    from planner.explain.answers import Why, WhyNot

Progress: TypeAlias = Callable[[str, float], None]
"""Told what is being done and the share done, 0 to 1."""

OPENING = 0.5
"""Share of the work that opening a plan is taken to be."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a plan.

    Attributes
    ----------
    people
        Ids of people: why they are where the plan says.
    why_not
        Ids of people, each with a site or a departure: why not there.
    night
        Night that is meant where a site is asked for; None for the first lawful one.
    exact
        Whether to plan anew for every figure.
    """

    people: tuple[str, ...]
    why_not: tuple[tuple[str, str], ...]
    night: date | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was asked, in the order asked."""

    instance: Instance
    people: tuple[Why, ...]
    why_not: tuple[WhyNot, ...]


def answer(pack: Path, question: Question, progress: Progress) -> Answers:
    """Open the plan of a pack and answer.

    Raises
    ------
    PackError
        When the folder is not a pack, or its plan does not fit its inputs.
    PlannerError
        When somebody or something asked about does not exist.
    """
    from planner.clocks import party_clocks
    from planner.explain.person import explain_person, planned_person
    from planner.explain.session import open_session
    from planner.explain.why_not import why_not
    from planner.ingest.build import load_workspace
    from planner.plan.pack import INPUTS_NAME
    from planner.plan.read import read_plan

    plan = read_plan(pack)
    loaded = load_workspace(pack / INPUTS_NAME, horizon_days=plan.horizon.num_days)
    session = open_session(
        loaded.instance,
        party_clocks(loaded.instance),
        plan,
        loaded.config.time_limit_seconds,
        lambda what, share: progress(what, OPENING * share),
    )
    asked = [*question.people, *(person_id for person_id, _ in question.why_not)]
    people = [planned_person(session, person_id) for person_id in asked]
    here = people[: len(question.people)]
    elsewhere = zip(people[len(here) :], question.why_not, strict=True)

    def tell(number: int) -> None:
        progress("planning the alternatives", OPENING + (1 - OPENING) * number / len(people))

    first: list[Why] = []
    second: list[WhyNot] = []
    for person in here:
        tell(len(first))
        first.append(explain_person(session, person, exact=question.exact))
    for person, (_, wanted) in elsewhere:
        tell(len(first) + len(second))
        second.append(why_not(session, person, wanted, question.night, exact=question.exact))
    return Answers(loaded.instance, tuple(first), tuple(second))
