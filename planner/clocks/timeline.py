"""One person's time line: what is known, which clocks run, what blocks, until when and by which rule, and what would change that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from planner.clocks.case import Case, case_state
from planner.clocks.category import CHILD_AGES, categories
from planner.clocks.clock import PartyClock, first_transfer_day, party_clocks, ready_day
from planner.clocks.custody import person_blocked_by, transfer_days, transfer_window
from planner.clocks.days import first_of
from planner.clocks.rule_specs import Effect
from planner.clocks.rulebook import BAR, Rule, rulebook
from planner.clocks.spans import Span, When, case_spans, custody_spans, safeguard_spans
from planner.config import Config
from planner.domain.horizon import london_date
from planner.domain.ids import PersonId, SiteId
from planner.domain.instance import Instance
from planner.domain.people import AgeBand, Bar, Category, Known, Party, Person, Sex
from planner.domain.rules import StaffedStep
from planner.domain.sites import Site

ADULT = AgeBand.AGE_25_39
"""The age band taken for "adult", where the time line says what an unknown age settled as adult would change."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands against detention or transfer, now or on dates to come.

    Attributes
    ----------
    person_id
        Member it is about; it holds for the whole party.
    starts, until
        First and last date or moment; no start means as long as recorded, no end until further notice or until the fact is known.
    in_force
        Whether it holds at the moment of the inputs.
    """

    rule_id: str
    effect: Effect
    person_id: PersonId
    starts: When | None
    until: When | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What is lawful for a party, capacities apart.

    Attributes
    ----------
    blocked_by
        Rule that stands against any transfer; empty for a live case.
    nights
        Nights of lawful detention within the horizon, as runs of first and last date.
    stay_last
        Last night where the party is now, by the limits of the place; None without a limit or when none is left.
    first_transfer, last_transfer
        First and last date of a lawful transfer, also after the horizon; None when there is none.
    steps
        Latest date of each case step still needed, for a transfer to stay possible.
    """

    blocked_by: str
    nights: tuple[tuple[date, date], ...]
    stay_last: date | None
    has_stay_limit: bool
    first_transfer: date | None
    last_transfer: date | None
    steps: tuple[tuple[StaffedStep, date], ...]


@dataclass(frozen=True, slots=True)
class Clearing:
    """What becomes possible when something that stands in the way is cleared.

    Attributes
    ----------
    cleared
        Rules no longer in the way: one, or all of them together.
    """

    cleared: tuple[str, ...]
    person_ids: tuple[PersonId, ...]
    window: Window


@dataclass(frozen=True, slots=True)
class Timeline:
    """The law for one person, on one morning.

    Attributes
    ----------
    rules
        The rule set, by rule id; every id named elsewhere stands in it.
    clocks, safeguards
        Clocks that run for the person, and duties with a time in them.
    blocks, reviews
        What stands against the party, and what requires a review.
    window, clearings
        What is lawful now, and what would be.
    first_date, last_date
        First and last day planned.
    """

    person: Person
    party: Party
    category: Category
    site: Site
    as_of: datetime
    first_date: date
    last_date: date
    version: str
    rules: Mapping[str, Rule]
    clocks: tuple[Span, ...]
    safeguards: tuple[Span, ...]
    blocks: tuple[Block, ...]
    reviews: tuple[Block, ...]
    window: Window
    clearings: tuple[Clearing, ...]


def timeline(instance: Instance, config: Config, party: Party, person: Person) -> Timeline:
    """Read the law for one person of a party.

    Parameters
    ----------
    config
        The configuration the instance was read with.
    """
    rules, kinds = rulebook(config), categories(party)
    category = kinds[party.people.index(person)]
    site = _site(instance, person.site_id)
    standing = tuple(
        block
        for member, kind in zip(party.people, kinds, strict=True)
        for block in _Standing(member, kind, party, instance, rules).blocks()
    )
    return Timeline(
        person=person,
        party=party,
        category=category,
        site=site,
        as_of=instance.as_of,
        first_date=instance.horizon.first_date,
        last_date=instance.horizon.date_of(instance.horizon.num_days - 1),
        version=instance.rules.version,
        rules=rules,
        clocks=(*custody_spans(person, category, site, instance.rules), *case_spans(person, instance.rules)),
        safeguards=tuple(safeguard_spans(person, site, config)),
        blocks=tuple(block for block in standing if block.effect is not Effect.REVIEW),
        reviews=tuple(block for block in standing if block.effect is Effect.REVIEW),
        window=window_of(instance, party),
        clearings=_clearings(instance, party, standing),
    )


def _site(instance: Instance, site_id: SiteId) -> Site:
    return next(site for site in instance.sites if site.site_id == site_id)


def window_of(instance: Instance, party: Party) -> Window:
    """Work out what is lawful for one party."""
    alone = replace(instance, parties=(party,), departures=())
    (clock,) = party_clocks(alone)
    horizon = instance.horizon
    last = clock.last_transfer_day
    stay = clock.stay_nights
    return Window(
        blocked_by=clock.blocked_by,
        nights=_runs(clock.detention_nights, horizon.date_of),
        stay_last=horizon.date_of(clock.entry_day + stay - 1) if stay else None,
        has_stay_limit=stay is not None,
        first_transfer=None if last is None else horizon.date_of(_first_day(alone, party, clock)),
        last_transfer=None if last is None else horizon.date_of(last),
        steps=tuple((step.step, horizon.date_of(day)) for step, day in zip(clock.case.steps, clock.step_latest, strict=False)),
    )


def _first_day(instance: Instance, party: Party, clock: PartyClock) -> int:
    """First day of a lawful transfer of a party that has a last one."""
    horizon, rules = instance.horizon, instance.rules
    days = transfer_days(transfer_window(party, rules), horizon, rules)
    first = first_transfer_day(clock.case, days, partial(ready_day, horizon=horizon, rules=rules))
    assert first is not None  # noqa: S101  # the clock gives a last day only where there is a first
    return first


def _runs(nights: tuple[bool, ...], date_of: Callable[[int], date]) -> tuple[tuple[date, date], ...]:
    """Runs of lawful nights as first and last date."""
    days = sum(lawful << night for night, lawful in enumerate(nights))
    runs: list[tuple[date, date]] = []
    start = first_of(days, 0)
    while start is not None:
        end = first_of(~days, start)
        assert end is not None  # noqa: S101  # beyond the nights no bit is set
        runs.append((date_of(start), date_of(end - 1)))
        start = first_of(days, end)
    return tuple(runs)


class _Standing:
    """What stands against one member, and whether it does now."""

    def __init__(self, person: Person, category: Category, party: Party, instance: Instance, rules: Mapping[str, Rule]) -> None:
        self._person, self._category, self._party = person, category, party
        self._instance, self._rules = instance, rules

    def blocks(self) -> Iterator[Block]:
        """Everything that stands against the member."""
        yield from (self._block(rule_id) for rule_id in self._of_the_record())
        yield from (
            self._block(BAR + bar.bar, bar.starts_on, bar.ends_on) for bar in self._person.bars if not _is_past(bar, self._instance)
        )
        closed_by = self._closed_by()
        if closed_by:
            yield self._block(closed_by)
        yield from self._of_the_clocks(closed_by)

    def _block(self, rule_id: str, starts: When | None = None, until: When | None = None) -> Block:
        in_force = (starts is None or _reached(starts, self._instance)) and (until is None or not _over(until, self._instance))
        effect = self._rules[rule_id].effect
        # A limit that was extended and has run out blocks as it would have without.
        effect = Effect.DETENTION if effect is Effect.EXTENDS else effect
        return Block(rule_id, effect, self._person.person_id, starts, until, in_force)

    def _of_the_record(self) -> Iterator[str]:
        person, rules = self._person, self._instance.rules
        if self._category is Category.LONE_CHILD:
            yield "lone_child"
        if self._category is Category.FAMILY and not rules.families_detained:
            yield "family"
        is_out_of_scope = self._category is Category.LONE_CHILD or (self._category is Category.FAMILY and not rules.families_detained)
        # An authority is no more what such a party lacks.
        yield from (rule_id for rule_id in person_blocked_by(person, rules) if not (is_out_of_scope and rule_id == "no_authority"))
        if person.adults_at_risk is not None and person.adults_at_risk >= rules.adults_at_risk_review_level:
            yield "adults_at_risk_review"

    def _closed_by(self) -> str:
        horizon = self._instance.horizon
        entry_day = horizon.day_of(self._party.expected_on) if self._party.expected_on else 0
        case = Case(self._person.case, london_date(self._person.landed_at))
        return case_state((case,), entry_day, horizon, self._instance.rules).closed_by

    def _of_the_clocks(self, closed_by: str) -> Iterator[Block]:
        """Clocks that have run out, or have not begun."""
        person, rules = self._person, self._instance.rules
        spans = (*custody_spans(person, self._category, _site(self._instance, person.site_id), rules), *case_spans(person, rules))
        for span in spans:
            for rule_id in (span.rule_id, *(("transfer_authority",) if span.rule_id == "detention_authority" else ())):
                if self._rules[rule_id].effect is Effect.WAIT or rule_id in {closed_by, "no_answer"}:
                    continue
                if _over(span.ends, self._instance):
                    yield self._block(rule_id, span.ends)
                elif not _reached(span.starts, self._instance) and not self._party.is_expected:
                    yield self._block(rule_id, None, span.starts)


def _reached(when: When, instance: Instance) -> bool:
    return when <= instance.as_of if isinstance(when, datetime) else when <= instance.horizon.first_date


def _over(when: When, instance: Instance) -> bool:
    return when < instance.as_of if isinstance(when, datetime) else when < instance.horizon.first_date


def _is_past(bar: Bar, instance: Instance) -> bool:
    return bar.ends_on is not None and bar.ends_on < instance.horizon.first_date


def _clearings(instance: Instance, party: Party, standing: tuple[Block, ...]) -> tuple[Clearing, ...]:
    """Each fact that is not known, and each bar, cleared alone; and all of them together."""
    found = [
        block for block in standing if block.rule_id in CLEARED or (block.rule_id.startswith(BAR) and block.effect is not Effect.REVIEW)
    ]
    groups = [[block] for block in found] + ([found] if len(found) > 1 else [])
    return tuple(
        Clearing(
            tuple(dict.fromkeys(block.rule_id for block in group)),
            tuple(dict.fromkeys(block.person_id for block in group)),
            window_of(instance, replace(party, people=tuple(_cleared(person, group) for person in party.people))),
        )
        for group in groups
    )


def _cleared(person: Person, blocks: list[Block]) -> Person:
    for block in blocks:
        if block.person_id == person.person_id:
            person = CLEARED[block.rule_id](person) if block.rule_id in CLEARED else _without_bar(person, block)
    return person


def _without_bar(person: Person, block: Block) -> Person:
    same = (block.rule_id.removeprefix(BAR), block.starts, block.until)
    return replace(person, bars=tuple(bar for bar in person.bars if (bar.bar, bar.starts_on, bar.ends_on) != same))


def _as_adult(person: Person) -> Person:
    is_child = person.age_band in CHILD_AGES or person.age_band is AgeBand.UNKNOWN
    return replace(person, age_band=ADULT if is_child else person.age_band, age_disputed=Known.NO)


CLEARED: Mapping[str, Callable[[Person], Person]] = {
    "age_unknown": _as_adult,
    "pregnancy_unknown": lambda person: replace(person, pregnant=Known.NO, sex=person.sex if person.sex is not Sex.UNKNOWN else Sex.OTHER),
    "risk_level_unknown": lambda person: replace(person, adults_at_risk=0),
}
"""Facts that may not be known, and the person with each settled so that it blocks nothing."""
