"""How a plan differs from an earlier one and why, in words: moves of one kind together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.explain.against import Why
from planner.report.words import MEASURES, day_text, days_text, people_text, place_names

if TYPE_CHECKING:
    from planner.domain.instance import Instance
    from planner.domain.plan import Measure
    from planner.explain.against import Against, Moved

SHOWN_IDS = 12
HEADINGS = {
    Why.FORCED: "Forced: the earlier place or departure can not be any more",
    Why.CHOSEN: "Chosen: the earlier plan could be kept, at a cost",
    Why.BETTER: "A bed where the earlier plan had none",
    Why.OPEN: "The earlier place is possible by itself; what it would cost was not worked out",
}
FREE = "It would cost nothing in any aim: plans equal in all of them."


def against_lines(instance: Instance, against: Against) -> Iterator[str]:
    """Show the differences as lines to read."""
    days = days_text(against.first, against.last)
    yield f"Against the earlier plan, {days}: {people_text(against.num_both)} in both"
    if against.new or against.gone:
        yield f"  {people_text(len(against.new))} new since, {people_text(len(against.gone))} not in this plan any more"
    if against.inputs:
        yield f"  Not as they were in the inputs: {', '.join(against.inputs)}"
    if not against.moved:
        yield "  Nobody is elsewhere, and nobody leaves otherwise."
        return
    counts = Counter(moved.why for moved in against.moved for _ in moved.people)
    parts = [f"{counts[why]:,} {why}" for why in Why if counts[why]]
    yield f"  {people_text(sum(counts.values()))} elsewhere or leaving otherwise: {', '.join(parts)}"
    names = place_names(instance)
    for why in Why:
        groups: defaultdict[tuple[str, str], list[Moved]] = defaultdict(list)
        for moved in against.moved:
            if moved.why is why:
                groups[_headline(names, moved), because(moved)].append(moved)
        if groups:
            yield f"  {HEADINGS[why]}"
        for (headline, reason), some in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
            people = sorted(person for moved in some for person in moved.people)
            more = f" and {len(people) - SHOWN_IDS} more" if len(people) > SHOWN_IDS else ""
            yield f"    {people_text(len(people))}: {headline}"
            yield f"      {', '.join(people[:SHOWN_IDS])}{more}"
            yield from (f"      {line}" for line in reason.splitlines())


def against_json(against: Against) -> dict[str, Any]:
    """Show the differences as values for machines."""
    return {
        "first": against.first.isoformat(),
        "last": against.last.isoformat(),
        "people_in_both": against.num_both,
        "new": list(against.new),
        "gone": list(against.gone),
        "inputs": list(against.inputs),
        "moved": [
            {
                "party_id": moved.party_id,
                "person_ids": list(moved.people),
                "date": moved.day.isoformat(),
                "before": moved.before,
                "after": moved.after,
                "why": moved.why,
                "rule": moved.rule,
                "inputs": list(moved.inputs),
                "changes": None if moved.cost is None else {measure.value: change for measure, change in moved.cost.changes.items()},
                "proven": None if moved.cost is None else [measure.value for measure in moved.cost.changes if measure in moved.cost.proven],
            }
            for moved in against.moved
        ],
    }


def because(moved: Moved) -> str:
    """Why a party moved, line by line."""
    lines = [moved.rule] if moved.rule else []
    if moved.cost is not None:
        decisive: Measure | None = moved.cost.decisive
        proven = decisive is None or decisive in moved.cost.proven
        change = 0 if decisive is None else moved.cost.changes[decisive]
        text = FREE if decisive is None else f"To keep to it would cost: {MEASURES[decisive]} {change:+,}"
        lines.append(text if proven else f"{text} (as found)")
    if moved.inputs:
        lines.append(f"Not as it was in the inputs: {', '.join(moved.inputs)}")
    return "\n".join(lines)


def _headline(names: Mapping[str, str], moved: Moved) -> str:
    before, after = (_named(names, each) for each in (moved.before, moved.after))
    return f"{after} in place of {before} from {day_text(moved.day)}"


def _named(names: Mapping[str, str], place: str) -> str:
    if not place:
        return "no bed"
    return f"{names[place]} ({place})" if place in names else f"departure {place}"
