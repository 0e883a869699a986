"""Ways to place a party over the units of a site."""

from itertools import product

import pytest

from planner.domain.ids import SiteId, UnitId
from planner.domain.people import Category
from planner.domain.sites import Site, SiteRole, Unit
from planner.model.options import MemberClass, moved, options_of, shape_of
from tests.instances import CHILD, FAMILY, MEN, WOMEN

PLAIN: frozenset[str] = frozenset()
STEP_FREE = frozenset({"step_free"})
MAN, WOMAN, LAME = (MEN, PLAIN), (WOMEN, PLAIN), (MEN, STEP_FREE)


def unit(name: str, holds: set[Category], care: frozenset[str] = PLAIN) -> Unit:
    return Unit(UnitId(name), SiteId("S"), name, (9,), (0,), frozenset(holds), care)


def site(*units: Unit) -> Site:
    return Site(SiteId("S"), "S", SiteRole.REMOVAL, 51.0, 1.0, None, None, None, None, None, units)


ONLY_MEN, MIXED, WARD = unit("men", {MEN}), unit("mixed", {MEN, WOMEN}), unit("ward", {MEN}, STEP_FREE)

CASES = [
    ("one man, one unit", [MAN], (ONLY_MEN,), 1),
    ("one man, two units", [MAN], (ONLY_MEN, MIXED), 2),
    ("three men over two units", [MAN] * 3, (ONLY_MEN, MIXED), 4),
    ("three men over three units", [MAN] * 3, (ONLY_MEN, MIXED, WARD), 10),
    ("a couple where one unit holds both", [MAN, WOMAN], (ONLY_MEN, MIXED), 2),
    ("a woman where none may hold her", [WOMAN], (ONLY_MEN, WARD), 0),
    ("a couple of whom one may not be held: neither is", [MAN, WOMAN], (ONLY_MEN,), 0),
    ("a care need none meets", [LAME], (ONLY_MEN, MIXED), 0),
    ("a care need one meets", [LAME], (ONLY_MEN, WARD), 1),
    ("the friend without it may go elsewhere", [LAME, MAN], (ONLY_MEN, WARD), 2),
    ("a family where none holds families", [(FAMILY, PLAIN)] * 2, (ONLY_MEN, MIXED), 0),
    ("a child alone", [(CHILD, PLAIN)], (ONLY_MEN, unit("young", {CHILD})), 1),
    ("no units", [MAN], (), 0),
]


@pytest.mark.parametrize(("rule", "members", "units", "count"), CASES, ids=[row[0] for row in CASES])
def test_every_placement_once(rule: str, members: list[MemberClass], units: tuple[Unit, ...], count: int) -> None:
    index = {item.unit_id: number for number, item in enumerate(units)}
    shape = shape_of(members)
    *placed, unplaced = options_of(shape, (site(*units),), index)
    assert len(placed) == len({option.placement for option in placed}) == count, rule
    assert unplaced.is_unplaced
    assert not unplaced.beds
    for option in placed:
        assert sum(people for _, people in option.beds) == len(members)
        for number, of_unit, _ in option.placement:
            category, needs = shape[number][0]
            assert category in units[of_unit].holds
            assert needs <= units[of_unit].care


def test_placements_are_those_of_every_member_choosing_a_unit() -> None:
    units, members = (ONLY_MEN, MIXED, WARD), [MAN, MAN, LAME, WOMAN]
    index = {item.unit_id: number for number, item in enumerate(units)}
    chosen = {
        tuple(sorted((member, where) for member, where in zip(members, choice, strict=True)))
        for choice in product(range(3), repeat=4)
        if all(member[0] in units[where].holds and member[1] <= units[where].care for member, where in zip(members, choice, strict=True))
    }
    options = [option for option in options_of(shape_of(members), (site(*units),), index) if not option.is_unplaced]
    assert len(options) == len({frozenset((m, w, c.count((m, w))) for m, w in c) for c in ([*choice] for choice in chosen)})


def test_the_order_of_members_means_nothing() -> None:
    assert shape_of([MAN, WOMAN, LAME, MAN]) == shape_of([LAME, MAN, MAN, WOMAN])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (((0, 1, 2),), ((0, 1, 2),), 0),
        (((0, 1, 2),), ((0, 1, 1), (0, 2, 1)), 1),
        (((0, 1, 2),), ((0, 2, 2),), 2),
        (((0, 1, 1), (1, 2, 1)), ((0, 2, 1), (1, 1, 1)), 2),
        ((), ((0, 1, 2),), 2),
        (((0, 1, 2),), (), 2),
        ((), (), 0),
    ],
    ids=["all stay", "one moves", "both move", "two change places", "from no bed", "to no bed", "still no bed"],
)
def test_people_who_move_between_placements(
    before: tuple[tuple[int, int, int], ...], after: tuple[tuple[int, int, int], ...], expected: int
) -> None:
    assert moved(before, after, 2) == expected
