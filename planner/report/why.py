"""Answers to every why, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from planner.domain.plan import MAXIMISED, Measure, Status
from planner.explain.target import TargetKind
from planner.report.limits import capacity_text, subjects
from planner.report.why_against import against_json, against_lines
from planner.report.why_prices import price_json, prices_lines
from planner.report.why_reasons import reason_json, reasons_lines, stands_lines
from planner.report.words import MEASURES, STATUSES, STEPS, day_text, days_text, place_names

if TYPE_CHECKING:
    from planner.domain.ids import PersonId
    from planner.domain.instance import Instance
    from planner.explain.against import Against
    from planner.explain.answers import Alternative, Cost, Displaced, Why, WhyNot
    from planner.explain.price import Price
    from planner.explain.reasons import Reason

SHOWN_DISPLACED = 8


class Answered(Protocol):
    """What was asked of a plan, answered."""

    @property
    def instance(self) -> Instance:
        """What the plan was made from."""
        ...

    @property
    def people(self) -> tuple[Why, ...]:
        """Why people are where the plan says."""
        ...

    @property
    def why_not(self) -> tuple[WhyNot, ...]:
        """Why people are not elsewhere."""
        ...

    @property
    def lacking(self) -> Mapping[PersonId, Reason]:
        """Why people asked about are without a bed or not transferred."""
        ...

    @property
    def reasons(self) -> tuple[Reason, ...] | None:
        """Why people are without a bed or not transferred; None when not asked."""
        ...

    @property
    def prices(self) -> tuple[Price, ...] | None:
        """What one more of a capacity is worth; None when not asked."""
        ...

    @property
    def against(self) -> Against | None:
        """How the plan differs from an earlier one; None when not asked."""
        ...


def answers_lines(answers: Answered) -> list[str]:
    """Show answers as lines to read."""
    names = place_names(answers.instance)
    lines: list[str] = []
    for why in answers.people:
        lines += _why_lines(answers.instance, names, why)
        lacking = answers.lacking.get(why.person.person_id)
        lines += [*([f"  {line}" for line in stands_lines(answers.instance, lacking)] if lacking else []), ""]
    for item in answers.why_not:
        lines += [*_why_not_lines(names, item), ""]
    if answers.reasons is not None:
        lines += reasons_lines(answers.instance, answers.reasons)
    if answers.prices is not None:
        lines += [*prices_lines(answers.instance, answers.prices), ""]
    if answers.against is not None:
        lines += [*against_lines(answers.instance, answers.against), ""]
    return lines[: len(lines) - (lines[-1:] == [""])]


def answers_json(answers: Answered) -> dict[str, Any]:
    """Show answers as values for machines: ids, ISO dates, measures by name."""
    horizon = answers.instance.horizon
    return {
        "people": [
            {
                "person_id": why.person.person_id,
                "party_id": why.person.party_id,
                "binding": [
                    {
                        "kind": each.kind,
                        "subject": each.subject,
                        "first": horizon.date_of(each.first_day).isoformat(),
                        "last": horizon.date_of(each.last_day).isoformat(),
                    }
                    for each in why.binding
                ],
                "alike": list(why.alike),
                "lacking": _lacking_json(answers, why.person.person_id),
                "looked_at": why.num_looked_at,
                "alternatives": [_alternative_json(each) for each in why.alternatives],
            }
            for why in answers.people
        ],
        "why_not": [
            {
                "person_id": item.person_id,
                "planned": item.has_it,
                "forbidden_by": item.rule,
                **_alternative_json(item.alternative),
            }
            for item in answers.why_not
        ],
        **({} if answers.reasons is None else {"reasons": [reason_json(answers.instance, each) for each in answers.reasons]}),
        **({} if answers.prices is None else {"prices": [price_json(answers.instance, each) for each in answers.prices]}),
        **({} if answers.against is None else {"against": against_json(answers.against)}),
    }


def _lacking_json(answers: Answered, person_id: PersonId) -> dict[str, Any] | None:
    reason = answers.lacking.get(person_id)
    return reason_json(answers.instance, reason) if reason else None


def _alternative_json(alternative: Alternative) -> dict[str, Any]:
    cost = alternative.cost
    return {
        "kind": alternative.kind,
        "target": alternative.target_id,
        "date": alternative.when.isoformat(),
        "changes": None if cost is None else {measure.value: change for measure, change in cost.changes.items()},
        "proven": None if cost is None else [measure.value for measure in cost.changes if measure in cost.proven],
        "decided_by": None if cost is None or cost.decisive is None else cost.decisive.value,
        "at_least": None if cost is None or cost.least is None else {cost.least[0].value: cost.least[1]},
        "displaced": None if cost is None or cost.displaced is None else [_displaced_json(each) for each in cost.displaced],
    }


def _displaced_json(each: Displaced) -> dict[str, str]:
    return {"party_id": each.party_id, "date": each.day.isoformat(), "from": each.before, "to": each.after}


def _why_lines(instance: Instance, names: Mapping[str, str], why: Why) -> Iterator[str]:
    horizon, person = instance.horizon, why.person
    yield f"Why {person.person_id} is where the plan says"
    for stay in person.stays:
        first = day_text(horizon.date_of(stay.first_night))
        if stay.status is Status.TRANSFERRED:
            yield f"  {first}: {STATUSES[stay.status]} on departure {stay.departure_id}"
            continue
        nights = days_text(horizon.date_of(stay.first_night), horizon.date_of(stay.last_night))
        where = f", {_named(names, str(stay.site_id))}" if stay.site_id else ""
        yield f"  {nights}: {STATUSES[stay.status]}{where}{f', unit {stay.unit_id}' if stay.unit_id else ''}"
    for step in person.steps:
        yield f"  {day_text(horizon.date_of(step.day))}: {STEPS[step.step]}"
    if person.reason:
        yield f"  {person.reason}"
    if len(why.alike) > 1:
        yield f"  {len(why.alike)} parties are alike in every rule; among them the longest ashore goes first, then the smaller id."
    yield "  Full on these days, with others who would use it:" if why.binding else "  Nothing it uses is full with others waiting for it."
    units = subjects(instance)
    yield from (f"    {capacity_text(instance, units, each)}" for each in why.binding)
    yield (
        f"  The next best of {why.num_looked_at} other sites and departures:"
        if why.alternatives
        else "  No other site or departure is lawful."
    )
    for alternative in why.alternatives:
        yield f"    {_alternative_text(names, alternative)}"
        yield from (f"      {line}" for line in _cost_lines(names, alternative.cost))


def _why_not_lines(names: Mapping[str, str], item: WhyNot) -> Iterator[str]:
    yield f"Why {item.person_id} does not get {_alternative_text(names, item.alternative)}"
    if item.has_it:
        yield "  The plan gives just that."
    elif item.rule:
        yield f"  It can not be: {item.rule}"
    else:
        yield from (f"  {line}" for line in _cost_lines(names, item.alternative.cost))


def _alternative_text(names: Mapping[str, str], alternative: Alternative) -> str:
    if alternative.kind is TargetKind.SITE:
        return f"{_named(names, alternative.target_id)} on the night of {day_text(alternative.when)}"
    return f"departure {alternative.target_id} on {day_text(alternative.when)}"


def _cost_lines(names: Mapping[str, str], cost: Cost | None) -> Iterator[str]:
    """What a change costs, aim by aim, and who would go elsewhere."""
    if cost is None:
        return
    if cost.decisive is None:
        yield "It costs nothing in any aim. Among equal plans the longest wait goes first, then the earliest deadline, then the id."
    if not cost.is_decided and cost.least is not None:
        measure, least = cost.least
        yield f"{MEASURES[measure]}: at least {least:+,} (proven); a plan found, maybe not the cheapest (`--exact` says), has:"
    for measure, change in cost.changes.items():
        if change:
            yield f"{MEASURES[measure]}: {change:+,} ({_better_text(measure, change)}{_proof_text(measure, cost)})"
    if cost.displaced:
        yield f"{len(cost.displaced)} other part{'y' if len(cost.displaced) == 1 else 'ies'} would change place or departure:"
        for each in cost.displaced[:SHOWN_DISPLACED]:
            yield (f"  {each.party_id} from {day_text(each.day)}: {_place(names, each.after)} in place of {_place(names, each.before)}")
        if len(cost.displaced) > SHOWN_DISPLACED:
            yield f"  and {len(cost.displaced) - SHOWN_DISPLACED} more"
    elif cost.displaced is not None and cost.decisive is not None:
        yield "Nobody else would have to change place or departure."


def _better_text(measure: Measure, change: int) -> str:
    return "better" if (change > 0) == (measure in MAXIMISED) else "worse"


def _proof_text(measure: Measure, cost: Cost) -> str:
    """Say whether a figure is proven; of the others, what is known."""
    return ", proven" if measure in cost.proven else ", as found; `--exact` proves it"


def _named(names: Mapping[str, str], place_id: str) -> str:
    name = names.get(place_id, "")
    return f"{name} ({place_id})" if name and name != place_id else place_id


def _place(names: Mapping[str, str], place_id: str) -> str:
    return _named(names, place_id) if place_id else "no bed"
