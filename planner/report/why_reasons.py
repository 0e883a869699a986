"""Why people are without a bed or not transferred, in words: people with the same reason together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.domain.plan import Status
from planner.plan.tables import Table
from planner.report.limits import limits_lines, repair_text, subjects, wanted_text

if TYPE_CHECKING:
    from planner.domain.ids import PersonId
    from planner.domain.instance import Instance
    from planner.explain.capacity import Capacity
    from planner.explain.reasons import Example, Extra, Reason

SHOWN_IDS = 12
CLASH = "This limit alone leaves no room for {}, whatever else there were more of:"
CLASHES = "These limits together leave no room for {}, whatever else there were more of; lift any one of them and they no longer clash:"
WANTED = {True: "a lawful bed on every night", False: "a transfer"}
ROOM = "All limits would leave room, everybody else as planned: an aim that comes first, or time that ran out, stands against it."
NO_LIMIT = "No limit stands against it: with every one of them lifted it would still not be lawful in these weeks."
UNTOLD = "Too many limits stand in the way together to name the fewest."
LEAST = "Least that would do, nobody else changing"
LEAST_EACH = "Least that would do for one party of them, nobody else changing"
NO_REPAIR = "No further capacity alone would do it: people who must be kept apart stand in the way."


@dataclass(frozen=True, slots=True)
class Cause:
    """People with the same reason.

    Attributes
    ----------
    parties
        How many parties the people are.
    unplaced
        Whether they are without a bed on some night; or else not transferred.
    nights
        Nights without a bed, over all of them.
    stands
        What stands in the way, line by line.
    repair
        What would help one of them (or one party of them); empty when nothing would.
    """

    unplaced: bool
    sentence: str
    people: tuple[PersonId, ...]
    parties: int
    nights: int
    stands: tuple[str, ...]
    repair: str

    @property
    def headline(self) -> str:
        """Who it is about."""
        return wanted_text(len(self.people), self.nights, unplaced=self.unplaced)

    @property
    def would_do(self) -> str:
        """What a repair is said to be."""
        return LEAST if self.parties == 1 else LEAST_EACH


def causes(instance: Instance, reasons: Sequence[Reason]) -> tuple[Cause, ...]:
    """People with the same reason together: those without a bed first, most people first."""
    names = subjects(instance)
    groups: defaultdict[tuple[bool, str, tuple[str, ...], str], list[Reason]] = defaultdict(list)
    for reason in reasons:
        key = (bool(reason.nights), reason.sentence, tuple(_stands(instance, names, reason)), repair_text(instance, names, reason.repair))
        groups[key].append(reason)
    found = [
        Cause(
            unplaced=unplaced,
            sentence=sentence,
            people=tuple(sorted(person.person_id for reason in group for person in reason.people)),
            parties=sum(len(reason.parties) for reason in group),
            nights=sum(len(reason.nights) * len(reason.people) for reason in group),
            stands=stands,
            repair=repair,
        )
        for (unplaced, sentence, stands, repair), group in groups.items()
    ]
    return tuple(sorted(found, key=lambda cause: (not cause.unplaced, -len(cause.people), cause.people)))


def reasons_lines(instance: Instance, reasons: Sequence[Reason]) -> Iterator[str]:
    """Show reasons as lines to read."""
    found = causes(instance, reasons)
    if not found:
        yield "Everybody has a lawful bed on every night, and everybody whose case is open is transferred."
    for cause in found:
        yield cause.headline
        ids = [*cause.people[:SHOWN_IDS], *([f"and {len(cause.people) - SHOWN_IDS} more"] if len(cause.people) > SHOWN_IDS else [])]
        yield f"  {', '.join(ids)}"
        yield from (f"  {line}" for line in (cause.sentence, *cause.stands))
        if cause.repair:
            yield f"  {cause.would_do}: {cause.repair}"
        yield ""


def stands_lines(instance: Instance, reason: Reason) -> Iterator[str]:
    """What stands in the way of one party, and what would help."""
    names = subjects(instance)
    yield from _stands(instance, names, reason)
    if reason.repair:
        yield f"{LEAST}: {repair_text(instance, names, reason.repair)}"


def examples_table(instance: Instance, examples: Sequence[Example]) -> Table:
    """What stands in the way of people the plan says the same of, shown by one party of them."""
    names = subjects(instance)
    rows = tuple(
        (
            wanted_text(each.people, each.nights, unplaced=bool(each.nights)),
            each.reason.sentence,
            ", ".join(person.person_id for person in each.reason.people),
            "\n".join(_stands(instance, names, each.reason)),
            repair_text(instance, names, each.reason.repair) or None,
        )
        for each in examples
    )
    columns = ("Who", "What the plan says of all of them", "For example", "What stands in the way of the example", "Least that would do")
    return Table("What stands in the way", columns, rows)


def reason_json(instance: Instance, reason: Reason) -> dict[str, Any]:
    """Show a reason as values for machines."""
    return {
        "party_ids": list(reason.parties),
        "person_ids": [person.person_id for person in reason.people],
        "unplaced_nights": [instance.horizon.date_of(night).isoformat() for night in reason.nights],
        "transferred": any(stay.status is Status.TRANSFERRED for stay in reason.people[0].stays),
        "code": reason.code,
        "sentence": reason.sentence,
        "clash": [
            {"kind": limit.kind, "subject": limit.subject, "days": [_days_json(instance, each) for each in limit.days]}
            for limit in reason.clash
        ],
        "repair": [_extra_json(instance, each) for each in reason.repair],
        "locks": list(reason.locks),
        "has_room": reason.has_room,
    }


def _extra_json(instance: Instance, extra: Extra) -> dict[str, Any]:
    return {
        "kind": extra.capacity.kind,
        "subject": extra.capacity.subject,
        "days": _days_json(instance, extra.capacity),
        "more": extra.count,
    }


def _days_json(instance: Instance, capacity: Capacity) -> list[str]:
    last = min(capacity.last_day, instance.horizon.num_days - 1)
    return [instance.horizon.date_of(day).isoformat() for day in (max(0, capacity.first_day), last)]


def _stands(instance: Instance, names: Mapping[str, str], reason: Reason) -> Iterator[str]:
    """What stands in the way."""
    if reason.has_room:
        yield ROOM
    elif reason.locks:
        yield f"The planner's own locks stand against it: {', '.join(reason.locks)}."
    elif reason.clash:
        yield (CLASH if len(reason.clash) == 1 else CLASHES).format(WANTED[bool(reason.nights)])
        yield from (f"  {line}" for line in limits_lines(instance, names, reason.clash))
    else:
        yield UNTOLD if reason.repair else NO_LIMIT
    if reason.clash and not reason.repair:
        yield NO_REPAIR
    if reason.still_unplaced:
        yield f"The law leaves {reason.still_unplaced} of these nights without a bed whatever capacity there is."
