"""Unknown means blocked; no child alone; no family: never detained, never transferred, whatever authority is recorded."""

from typing import Any

import pytest

from planner.clocks.category import categories
from planner.domain.ids import PartyId
from planner.domain.people import AgeBand, Category, Known, Party, Person, Sex
from tests.clocks.people import at, clock, departure, man

BLOCKED = [
    ("unknown age", {"age_band": AgeBand.UNKNOWN}),
    ("age disputed", {"age_disputed": Known.YES}),
    ("dispute unknown", {"age_disputed": Known.UNKNOWN}),
    ("disputed although recorded old", {"age_band": AgeBand.AGE_65_PLUS, "age_disputed": Known.YES}),
    ("child of 12 to 17", {"age_band": AgeBand.AGE_12_17}),
    ("child under 12", {"age_band": AgeBand.AGE_0_11}),
    ("pregnancy unknown, a woman", {"sex": Sex.FEMALE, "pregnant": Known.UNKNOWN}),
    ("pregnancy unknown, sex unknown", {"sex": Sex.UNKNOWN, "pregnant": Known.UNKNOWN}),
    ("pregnancy unknown, sex other", {"sex": Sex.OTHER, "pregnant": Known.UNKNOWN}),
    ("risk level unknown", {"adults_at_risk": None}),
    ("risk level 3", {"adults_at_risk": 3}),
    ("no authority", {"authority_from": None, "authority_until": None}),
    ("an authority without an end", {"authority_until": None}),
]


def _assert_never(*people: Person) -> None:
    party = clock(*people, departures=(departure(1, "2026-08-12 09:00"),))
    assert not any(party.detention_nights)
    assert not any(party.departures)
    assert not party.is_live
    assert party.last_transfer_day is None
    assert party.blocked_by


@pytest.mark.parametrize("person", [row[1] for row in BLOCKED], ids=[row[0] for row in BLOCKED])
def test_never_detained_nor_transferred(person: dict[str, Any]) -> None:
    _assert_never(man(**person))
    _assert_never(man(1), man(2, **person))
    _assert_never(man(1, **person), man(2))


@pytest.mark.parametrize(
    ("rule", "person"),
    [
        ("a man whose pregnancy is not recorded", {"pregnant": Known.UNKNOWN}),
        ("risk level 2", {"adults_at_risk": 2}),
        ("a woman known not to be pregnant", {"sex": Sex.FEMALE}),
        ("recorded as unaccompanied, an adult", {"unaccompanied": Known.YES}),
        ("65 and over", {"age_band": AgeBand.AGE_65_PLUS}),
    ],
)
def test_what_is_known_does_not_block(rule: str, person: dict[str, Any]) -> None:
    party = clock(man(**person), departures=(departure(1, "2026-08-12 09:00"),))
    assert (all(party.detention_nights), party.departures, party.is_live) == (True, (True,), True), rule


def test_the_level_that_blocks_is_configuration() -> None:
    assert not any(clock(man(adults_at_risk=2), adults_at_risk_block_level=2).detention_nights)
    assert all(clock(man(adults_at_risk=1), adults_at_risk_block_level=2).detention_nights)


def test_a_child_alone_stays_out_even_where_families_are_detained() -> None:
    for age in (AgeBand.AGE_0_11, AgeBand.AGE_12_17, AgeBand.UNKNOWN):
        assert not any(clock(man(age_band=age), families_detained=True).detention_nights)


def test_a_disputed_age_blocks_a_family_even_where_families_are_detained() -> None:
    child = man(2, age_band=AgeBand.AGE_12_17, age_disputed=Known.YES, authority_from=at("2026-07-25 06:00"))
    assert not any(clock(man(), child, families_detained=True).detention_nights)


M, W, X, F, C = Category.ADULT_MAN, Category.ADULT_WOMAN, Category.ADULT_OTHER, Category.FAMILY, Category.LONE_CHILD
CATEGORIES = [
    ("a man", [{}], [M]),
    ("a woman", [{"sex": Sex.FEMALE}], [W]),
    ("sex other", [{"sex": Sex.OTHER}], [X]),
    ("sex unknown", [{"sex": Sex.UNKNOWN}], [X]),
    ("a couple", [{}, {"sex": Sex.FEMALE}], [M, W]),
    ("a parent and a child", [{}, {"age_band": AgeBand.AGE_0_11}], [F, F]),
    ("an adult and someone of unknown age", [{}, {"age_band": AgeBand.UNKNOWN}], [F, F]),
    ("an adult and someone whose age is disputed", [{}, {"age_disputed": Known.YES}], [F, F]),
    ("brothers without an adult", [{"age_band": AgeBand.AGE_12_17}, {"age_band": AgeBand.AGE_0_11}], [C, C]),
    ("two whose ages are not known", [{"age_band": AgeBand.UNKNOWN}, {"age_disputed": Known.UNKNOWN}], [C, C]),
]


@pytest.mark.parametrize(("rule", "people", "expected"), CATEGORIES, ids=[row[0] for row in CATEGORIES])
def test_categories(rule: str, people: list[dict[str, Any]], expected: list[Category]) -> None:
    party = Party(PartyId("G"), tuple(man(number, **changes) for number, changes in enumerate(people)))
    assert categories(party) == tuple(expected), rule
