"""A person's time line in words, and as data for machines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from planner.clocks.rule_specs import STAY, Effect
from planner.clocks.rulebook import BAR
from planner.clocks.spans import Span, When
from planner.clocks.timeline import Block, Clearing, Timeline, Window
from planner.domain.horizon import london_date
from planner.domain.people import Answer, Decision
from planner.domain.sites import SiteRole
from planner.report.words import ROLES, STEPS, day_text, days_text, moment_text, people_text, short_day_text

TITLES: Mapping[str, str] = {
    "lone_child": "Is, or may be, a child without an adult",
    "family": "Family with children",
    "age_unknown": "Age not known, or disputed",
    "pregnancy_unknown": "Pregnancy not recorded",
    "risk_level_unknown": "Adults at Risk level not assessed",
    "adults_at_risk": "Adults at Risk level blocks",
    "adults_at_risk_review": "Adults at Risk level",
    "no_authority": "No authority to detain",
    "detention_authority": "Authority to detain",
    "transfer_authority": "Authority to detain at departure",
    "pregnant_hours": "Detention of a pregnant woman",
    "family_hours": "Detention of a family",
    "lone_child_hours": "Stay of a child alone",
    "extension:pregnant": "Detention of a pregnant woman, extended",
    "extension:family": "Detention of a family, extended",
    "extension:short_term": "Stay in a short-term facility, extended",
    "extension:pre_departure": "Stay in pre-departure accommodation, extended",
    "request_too_late": "Request to France",
    "answer_expected": "Answer from France, usual time",
    "no_answer": "Answer from France, longest time",
    "refused_by_france": "Refused by France",
    "decided_admissible": "Decided admissible",
    "notice_period": "Notice of departure",
    "transfer_months": "Months to transfer",
    "agreement_dates": "Agreement in force",
    "no_lawful_window": "No lawful day of transfer can be reached",
    "referral_practice": "Referral, usual practice",
    "medical_examination": "Medical examination",
    "nurse": "Nurse seen",
    "reasonable_grounds": "Reasonable-grounds decision, aim",
    "bail_hearing": "Bail referred to the tribunal",
} | {f"{STAY}{role}": f"Stay: {name}" for role, name in ROLES.items()}
"""What a rule is called on the time line; a bar has its label."""

WIDTH = 44
NOT_DONE = "not recorded"


def timeline_lines(line: Timeline) -> list[str]:
    """Write a time line as lines to read: GOV.UK dates, London times, each fact with the id of its rule."""
    sections: dict[str, Sequence[str]] = {
        "What is known": list(_known(line)),
        "Clocks that run": [_span_line(line, span) for span in line.clocks],
        "Safeguards with a time in them (whether done is not recorded here)": [_span_line(line, span) for span in line.safeguards],
        "What blocks now": [_block_line(line, block) for block in line.blocks if block.in_force] or ["  Nothing."],
        "What blocks on days to come": [_block_line(line, block) for block in line.blocks if not block.in_force],
        "What requires review": [_block_line(line, block) for block in line.reviews],
        "What is lawful, capacities apart": list(_window_lines(line, line.window)),
        "Next deadlines": [f"  {when_text(when)}: {title}  [{rule_id}]" for when, title, rule_id in deadlines(line)],
        "What would become possible": [text for clearing in line.clearings for text in _clearing_lines(line, clearing)],
        "Rules named": list(_rules_named(line)),
    }
    lines = [*_head(line)]
    for title, texts in sections.items():
        lines += ["", title, *texts] if texts else []
    return lines


def _head(line: Timeline) -> Iterator[str]:
    party = f"party {line.party.party_id} of {people_text(line.party.size)}"
    yield f"Person {line.person.person_id}, {party}, planned as {str(line.category).replace('_', ' ')}"
    if line.party.expected_on is not None:
        yield f"A forecast: expected ashore on {day_text(line.party.expected_on)}. Its facts and its authority are assumptions."
    yield f"At {line.site.name} ({ROLES[line.site.role].lower()}), as of {moment_text(line.as_of)}; rule set {line.version}"
    yield "People decide who is detained and who is returned; this says only what the record and the rules leave open."


def _known(line: Timeline) -> Iterator[str]:
    person, case = line.person, line.person.case
    yield _row("Landed", moment_text(person.landed_at))
    yield _row("Arrived at this kind of place", moment_text(person.arrived_at))
    yield _row("Detained since", _maybe(person.detained_since, "not detained"))
    authority = "none recorded"
    if person.authority_from is not None and person.authority_until is not None:
        authority = range_text(person.authority_from, person.authority_until)
    yield _row("Authority to detain", authority)
    yield _row("Age, dispute", f"{person.age_band}, {person.age_disputed}")
    yield _row("Pregnant", str(person.pregnant))
    yield _row("Adults at Risk level", "not assessed" if person.adults_at_risk is None else str(person.adults_at_risk))
    yield _row("Screened", _maybe(case.screened_on))
    yield _row("Decided", _maybe(case.decided_on) + (f", {case.decision}" if case.decision is not Decision.NONE else ""))
    yield _row("Request to France", _maybe(case.requested_on))
    yield _row("Answer from France", _maybe(case.answered_on) + (f", {case.answer}" if case.answer is not Answer.NONE else ""))
    yield _row("Notice served", _maybe(case.notice_served_on))
    for extension in person.extensions:
        yield _row(f"Authority to extend: {extension.limit}", f"{moment_text(extension.granted_at)}, until {moment_text(extension.until)}")


def _row(name: str, text: str) -> str:
    return f"  {name:<{WIDTH}} {text}"


def _maybe(when: When | None, otherwise: str = NOT_DONE) -> str:
    return otherwise if when is None else when_text(when)


def when_text(when: When) -> str:
    """Show a date or a moment as people read it."""
    return moment_text(when) if isinstance(when, datetime) else day_text(when)


def range_text(starts: When, ends: When) -> str:
    """Show a range of dates or moments."""
    if isinstance(starts, datetime) or isinstance(ends, datetime):
        return f"{when_text(starts)} to {when_text(ends)}"
    return days_text(starts, ends)


def _title(line: Timeline, rule_id: str) -> str:
    return line.rules[rule_id].law if rule_id.startswith(BAR) else TITLES[rule_id]


def _span_line(line: Timeline, span: Span) -> str:
    return f"{_row(_title(line, span.rule_id), range_text(span.starts, span.ends))}  [{span.rule_id}]"


def _block_line(line: Timeline, block: Block) -> str:
    about = f" ({block.person_id})" if block.person_id != line.person.person_id else ""
    until = "" if block.until is None else f" until {when_text(block.until)}"
    if block.until is None and block.rule_id.startswith(BAR):
        until = " until further notice"
    starts = f" from {when_text(block.starts)}" if block.starts is not None else ""
    effect = "" if block.effect is Effect.REVIEW else f", {block.effect}"
    return f"  {_title(line, block.rule_id)}{about}{effect}{starts}{until}  [{block.rule_id}]"


def _window_lines(line: Timeline, window: Window, indent: str = "  ") -> Iterator[str]:
    nights = "; ".join(nights_text(first, last) for first, last in window.nights)
    beyond = ", and perhaps longer" if window.nights and window.nights[-1][1] == line.last_date else ""
    yield f"{indent}Detention: {nights + beyond if nights else 'on no night of the days planned'}"
    if window.has_stay_limit and line.site.role is not SiteRole.ONWARD:
        here = f"last night {day_text(window.stay_last)}" if window.stay_last else "no night more"
        yield f"{indent}At this place, by its limit: {here}"
    if window.first_transfer is not None and window.last_transfer is not None:
        yield f"{indent}Transfer to France: first day {day_text(window.first_transfer)}, last day {day_text(window.last_transfer)}"
        if window.blocked_by:
            yield f"{indent}but detention is not lawful on every night until the first of these days  [{window.blocked_by}]"
    else:
        yield f"{indent}Transfer to France: on no day  [{window.blocked_by}]"


def nights_text(first: date, last: date) -> str:
    """Show a run of nights by the dates they start on."""
    if first == last:
        return f"the night of {day_text(first)}"
    return f"{(last - first).days + 1} nights, {short_day_text(first)} to {day_text(last)}"


def deadlines(line: Timeline) -> list[tuple[When, str, str]]:
    """Ends of clocks that are still to come and latest days of case steps, soonest first: when, what, rule."""
    today = line.first_date
    found: list[tuple[When, str, str]] = [
        (span.ends, _title(line, span.rule_id), span.rule_id)
        for span in (*line.clocks, *line.safeguards)
        if span.rule_id != "notice_period" and not _is_over(span.ends, line.as_of, today)
    ]
    found += [(when, f"{STEPS[step]}, latest day for a transfer to stay possible", "no_lawful_window") for step, when in line.window.steps]
    return sorted(found, key=lambda item: (_day_of(item[0]), str(item[0]), item[2]))


def _is_over(when: When, as_of: datetime, today: date) -> bool:
    return when < as_of if isinstance(when, datetime) else when < today


def _day_of(when: When) -> date:
    return london_date(when) if isinstance(when, datetime) else when


def _clearing_lines(line: Timeline, clearing: Clearing) -> Iterator[str]:
    what = " and ".join(_title(line, rule_id) for rule_id in clearing.cleared)
    about = f" ({', '.join(clearing.person_ids)})" if set(clearing.person_ids) != {line.person.person_id} else ""
    ids = ", ".join(clearing.cleared)
    yield f"  If {_settled(clearing.cleared)}: {what}{about}  [{ids}]"
    yield from _window_lines(line, clearing.window, "    ")
    if "age_unknown" in clearing.cleared:
        yield "    An age settled as a child's never leads to detention or transfer of a child alone."


def _settled(cleared: tuple[str, ...]) -> str:
    if cleared == ("age_unknown",):
        return "the age was settled as adult"
    bars = [rule_id for rule_id in cleared if rule_id.startswith(BAR)]
    if len(cleared) == 1:
        return "this ended" if bars else "this was settled so that it blocks no more"
    return "all of these were settled or ended, and blocked no more"


def _rules_named(line: Timeline) -> Iterator[str]:
    for rule_id in rule_ids(line):
        rule = line.rules[rule_id]
        yield f"  {rule_id}: {rule.what} {rule.law}. Source: {rule.source}{'' if rule.verified else ' (not verified)'}"


def rule_ids(line: Timeline) -> list[str]:
    """Ids of every rule a time line names, in the order of the rule set."""
    named = {span.rule_id for span in (*line.clocks, *line.safeguards)} | {block.rule_id for block in (*line.blocks, *line.reviews)}
    named |= {line.window.blocked_by, *(clearing.window.blocked_by for clearing in line.clearings)}
    return [rule_id for rule_id in line.rules if rule_id in named]


def timeline_json(line: Timeline) -> dict[str, Any]:
    """Give a time line as data: ISO dates, moments in UTC."""
    return {
        "person": line.person.person_id,
        "party": line.party.party_id,
        "category": line.category,
        "expected_on": _iso(line.party.expected_on),
        "site": line.site.site_id,
        "as_of": _iso(line.as_of),
        "rules_version": line.version,
        "clocks": [_span_json(span) for span in line.clocks],
        "safeguards": [_span_json(span) for span in line.safeguards],
        "blocks": [_block_json(block) for block in line.blocks],
        "reviews": [_block_json(block) for block in line.reviews],
        "lawful": _window_json(line.window),
        "deadlines": [{"when": _iso(when), "what": what, "rule": rule_id} for when, what, rule_id in deadlines(line)],
        "cleared": [
            {"rules": list(item.cleared), "people": list(item.person_ids), "lawful": _window_json(item.window)} for item in line.clearings
        ],
        "rules": [
            {
                "rule": rule.rule_id,
                "what": rule.what,
                "law": rule.law,
                "source": rule.source,
                "verified": rule.verified,
                "as_of": _iso(rule.as_of),
            }
            for rule in (line.rules[rule_id] for rule_id in rule_ids(line))
        ],
    }


def _iso(when: When | None) -> str | None:
    return None if when is None else when.isoformat().replace("+00:00", "Z")


def _span_json(span: Span) -> dict[str, Any]:
    return {"rule": span.rule_id, "starts": _iso(span.starts), "ends": _iso(span.ends)}


def _block_json(block: Block) -> dict[str, Any]:
    return {
        "rule": block.rule_id,
        "effect": block.effect,
        "person": block.person_id,
        "starts": _iso(block.starts),
        "until": _iso(block.until),
        "in_force": block.in_force,
    }


def _window_json(window: Window) -> dict[str, Any]:
    return {
        "blocked_by": window.blocked_by,
        "detention_nights": [{"first": _iso(first), "last": _iso(last)} for first, last in window.nights],
        "last_night_here": _iso(window.stay_last),
        "first_transfer": _iso(window.first_transfer),
        "last_transfer": _iso(window.last_transfer),
        "latest_steps": {step: _iso(when) for step, when in window.steps},
    }
