"""Answers questions about a stored plan, from its pack alone.

What is heavy is imported where it is used, so that ``planner --help`` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from planner.domain.ids import PersonId
    from planner.domain.instance import Instance
    from planner.domain.plan import PersonPlan, Plan
    from planner.explain.against import Against
    from planner.explain.answers import Why, WhyNot
    from planner.explain.price import Price
    from planner.explain.reasons import Reason
    from planner.explain.session import Session

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
    reasons
        Whether to say why everybody without a bed, or not transferred, is so.
    prices
        How many of the highest prices of each aim to show; 0 for none.
    against
        Pack of an earlier plan to hold this one against.
    """

    people: tuple[str, ...]
    why_not: tuple[tuple[str, str], ...]
    night: date | None
    exact: bool
    reasons: bool = False
    prices: int = 0
    against: Path | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was asked, in the order asked.

    Attributes
    ----------
    lacking
        Of people asked about, why those are without a bed or not transferred who are.
    reasons
        The same of everybody.
    prices
        What one more of the capacities is worth that are worth most.
    against
        How the plan differs from the earlier one. Each of these is None when it was not asked.
    """

    instance: Instance
    people: tuple[Why, ...]
    why_not: tuple[WhyNot, ...]
    lacking: Mapping[PersonId, Reason]
    reasons: tuple[Reason, ...] | None
    prices: tuple[Price, ...] | None
    against: Against | None


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
    from planner.explain.against import held_against
    from planner.explain.person import explain_person, planned_person
    from planner.explain.prices import best_prices
    from planner.explain.reasons import all_reasons
    from planner.explain.session import open_session
    from planner.explain.why_not import why_not
    from planner.ingest.build import load_workspace
    from planner.plan.pack import INPUTS_NAME
    from planner.plan.read import read_plan

    plan = read_plan(pack)
    earlier = None if question.against is None else _read(question.against)
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

    parts = len(people) + question.reasons + bool(question.prices) + (earlier is not None)

    def tell(done: float, what: str = "planning the alternatives") -> None:
        progress(what, OPENING + (1 - OPENING) * done / parts)

    first: list[Why] = []
    second: list[WhyNot] = []
    for person in here:
        tell(len(first))
        first.append(explain_person(session, person, exact=question.exact))
    for person, (_, wanted) in elsewhere:
        tell(len(first) + len(second))
        second.append(why_not(session, person, wanted, question.night, exact=question.exact))
    done, reasons, prices, against = len(people), None, None, None
    if question.reasons:
        reasons = all_reasons(session, lambda share: tell(done + share, "looking for what clashes"))
        done += 1
    if question.prices:
        prices = best_prices(session, question.prices, lambda share: tell(done + share, "planning with one more"))
        done += 1
    if earlier is not None:
        against = held_against(session, *earlier, lambda share: tell(done + share, "what the earlier plan would cost"))
    return Answers(loaded.instance, tuple(first), tuple(second), _lacking(session, here), reasons, prices, against)


def _read(pack: Path) -> tuple[Plan, Instance]:
    """The plan of a pack, and what it was made from."""
    from planner.ingest.build import load_workspace
    from planner.plan.pack import INPUTS_NAME
    from planner.plan.read import read_plan

    plan = read_plan(pack)
    return plan, load_workspace(pack / INPUTS_NAME, horizon_days=plan.horizon.num_days).instance


def _lacking(session: Session, people: Sequence[PersonPlan]) -> Mapping[PersonId, Reason]:
    """Why those of some people are without a bed, or not transferred, who are."""
    from planner.explain.reasons import Asker, lacks_something

    asked = [person for person in people if lacks_something(session, person.party_id)]
    if not asked:
        return {}
    asker = Asker(session)
    return {person.person_id: asker.reason((person.party_id,)) for person in asked}
