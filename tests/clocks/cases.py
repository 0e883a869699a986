"""The table of boundary cases: what a row says, as an instance with one party."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from planner.domain.horizon import london_date
from planner.domain.ids import PersonId, UnitId
from planner.domain.instance import Instance
from planner.domain.people import AgeBand, Answer, Bar, CaseRecord, Decision, ExtendedLimit, Extension, Known, Person, Sex
from planner.domain.sites import Site, SiteRole, Unit
from tests.clocks.people import RULES, at, day, departure, instance, man
from tests.instances import CHILD, FAMILY, MEN, OTHER, WOMEN

BOUNDARIES = Path(__file__).with_name("boundaries.csv")
NIGHTS = 9
AUTHORITY_DAYS = 200
ASHORE_DAYS = 20
IN_FORCE = (date(2025, 8, 6), date(2029, 12, 31))
STEP_DATES = ("screened", "decided", "requested", "answered")

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    case_id: str
    rule: str
    plan_date: date
    facts: str
    question: str
    expected: str
    why: str

    @property
    def fields(self) -> Fields:
        """Facts by name; a bar may be given more than once."""
        found: Fields = {}
        for fact in filter(None, (part.strip() for part in self.facts.split(";"))):
            name, _, value = fact.partition("=")
            found.setdefault(name, []).append(value)
        unknown = set(found) - FACTS
        assert not unknown, f"{self.case_id}: {unknown}"
        return found


FACTS = {
    *("landed", "arrived", "detained", "authority", "authority_from", "authority_until", "place", "site_limit", "with", "families"),
    *("age", "disputed", "sex", "pregnant", "risk", "bar", "extension", "extension of the first only", "departs"),
    *(*STEP_DATES, "decision", "answer", "notice", "steps", "request_after_days", "agreement_from", "agreement_until"),
}


def rows() -> list[Row]:
    """Every row of the table."""
    with BOUNDARIES.open(encoding="utf-8", newline="") as stream:
        return [Row(*cells[:2], day(cells[2]), *cells[3:]) for cells in list(csv.reader(stream))[1:]]


def instance_of(row: Row) -> Instance:
    """One party at one place, with everything lawful that the row does not change."""
    fields = row.fields

    def one(name: str) -> str | None:
        (value,) = fields.get(name) or [None]
        return value

    first = _person(1, row.plan_date, fields, [*fields.get("extension", ()), *fields.get("extension of the first only", ())])
    people = [first]
    if other := one("with"):
        people.append(_companion(first, other, tuple(_extension(text) for text in fields.get("extension", ()))))
    agreement_from, agreement_until = one("agreement_from"), one("agreement_until")
    made = instance(
        *people,
        first=row.plan_date,
        nights=NIGHTS,
        departures=(departure(1, departs),) if (departs := one("departs")) else (),
        agreement_from=day(agreement_from) if agreement_from else IN_FORCE[0],
        agreement_until=day(agreement_until) if agreement_until else IN_FORCE[1],
        families_detained=one("families") == "in scope",
        decision_to_request_days=int(one("request_after_days") or RULES.decision_to_request_days),
    )
    limit = one("site_limit")
    return replace(made, sites=(_site(made.sites[0], SiteRole(one("place") or "removal"), int(limit) if limit else None),))


def _site(site: Site, role: SiteRole, own_limit: int | None) -> Site:
    unit = Unit(
        UnitId("HERE-1"), site.site_id, "A", (9,) * NIGHTS, (0,) * NIGHTS, frozenset({MEN, WOMEN, OTHER, FAMILY, CHILD}), frozenset()
    )
    return replace(site, role=role, units=(unit,), stay_limit_hours=own_limit or RULES.stay_limit_hours[role])


def _person(number: int, today: date, fields: Fields, extensions: list[str]) -> Person:
    texts = {name: values[0] for name, values in fields.items()}
    landed = at(texts.get("landed", f"{today - timedelta(days=ASHORE_DAYS)} 06:00"))
    changes: dict[str, Any] = {"landed_at": landed, "arrived_at": at(texts["arrived"]) if "arrived" in texts else landed}
    changes |= {column: convert(texts[name]) for name, (column, convert) in CONVERTED.items() if name in texts}
    if texts.get("pregnant") == "yes":
        changes["sex"] = Sex.FEMALE
    if texts.get("authority") == "none":
        changes |= {"authority_from": None, "authority_until": None}
    else:
        changes.setdefault("authority_from", landed)
        changes.setdefault("authority_until", landed + timedelta(days=AUTHORITY_DAYS))
    changes["bars"] = tuple(_bar(text) for text in fields.get("bar", ()))
    changes["extensions"] = tuple(_extension(text) for text in extensions)
    return man(number, case=_case(texts, london_date(landed)), **changes)


CONVERTED: dict[str, tuple[str, Callable[[str], Any]]] = {
    "detained": ("detained_since", at),
    "authority_from": ("authority_from", at),
    "authority_until": ("authority_until", at),
    "sex": ("sex", Sex),
    "age": ("age_band", AgeBand),
    "disputed": ("age_disputed", Known),
    "pregnant": ("pregnant", Known),
    "risk": ("adults_at_risk", lambda text: None if text == "unknown" else int(text)),
}


def _companion(first: Person, text: str, extensions: tuple[Extension, ...]) -> Person:
    """A second member: ``adult``, or ``child`` with an age band, which may be disputed."""
    kind, *words = text.split()
    return replace(
        first,
        person_id=PersonId("P-02"),
        age_band=AgeBand(words[0]) if kind == "child" else AgeBand.AGE_25_39,
        age_disputed=Known.YES if "disputed" in words else Known.NO,
        bars=(),
        extensions=extensions,
    )


def _case(texts: dict[str, str], landed_on: date) -> CaseRecord:
    """Steps as given; where none is given, all done in the first days and notice served on the third day after landing."""
    if texts.get("steps") == "none":
        return CaseRecord()
    given = {name: day(texts[name]) for name in STEP_DATES if name in texts}
    notice = texts.get("notice")
    if given:
        dates = given
    else:
        dates = {name: landed_on + timedelta(days=offset) for name, offset in zip(STEP_DATES, (0, 1, 1, 2), strict=True)}
        notice = notice or str(landed_on + timedelta(days=3))
    return CaseRecord(
        screened_on=dates.get("screened"),
        decided_on=dates.get("decided"),
        decision=Decision(texts.get("decision", "inadmissible")) if "decided" in dates else Decision.NONE,
        requested_on=dates.get("requested"),
        answered_on=dates.get("answered"),
        answer=Answer(texts.get("answer", "accepted")) if "answered" in dates else Answer.NONE,
        notice_served_on=day(notice) if notice and notice != "none" else None,
    )


def _bar(text: str) -> Bar:
    kind, _, dates = text.partition(" ")
    starts, _, ends = dates.partition(" to ")
    return Bar(kind, day(starts), day(ends) if ends else None)


def _extension(text: str) -> Extension:
    limit, _, moments = text.partition(" ")
    granted, _, until = moments.partition(" to ")
    return Extension(ExtendedLimit(limit), at(granted), at(until))
