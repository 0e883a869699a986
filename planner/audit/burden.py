"""Who bears what: waits, moves and nights by site and by kind of need, with small numbers hidden.

It is read by people, to see that no group carries an unfair share. Nothing that plans may import it (``pyproject.toml``, "nothing that
plans reads the audit"), so it can never become an aim.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.audit.suppress import HIDDEN, cover_parts, is_revealing
from planner.clocks.category import categories
from planner.domain.horizon import london_date
from planner.domain.instance import Instance
from planner.domain.people import Category, Known, Person
from planner.domain.plan import PersonPlan, Plan, Status
from planner.plan.tables import MOVE_DEPARTURE, Cell, Row, Table

NAME = "burden"
COLUMNS = (
    "by",
    "group",
    "people",
    "days_waited_mean",
    "people_transferred",
    "days_to_transfer_mean",
    "people_moved",
    "moves",
    "moves_per_person",
    "people_detained",
    "detention_nights",
    "detention_nights_per_person",
    "people_unplaced",
    "unplaced_nights",
    "unplaced_nights_per_person",
)
NO_NEED = "none_recorded"


@dataclass(frozen=True, slots=True)
class Share:
    """What one person bears.

    Attributes
    ----------
    days_waited
        From landing to the plan date.
    days_to_transfer
        From landing to the transfer; None without one.
    """

    site: str
    category: Category
    needs: frozenset[str]
    days_waited: int
    days_to_transfer: int | None
    moves: int
    detention_nights: int
    unplaced_nights: int


@dataclass(frozen=True, slots=True)
class Tally:
    """People who contribute to a figure, and their sum."""

    people: int
    total: int


FIGURES: Mapping[str, Callable[[Share], int | None]] = {
    "waited": lambda share: share.days_waited,
    "transferred": lambda share: share.days_to_transfer,
    "moved": lambda share: share.moves or None,
    "detained": lambda share: share.detention_nights or None,
    "unplaced": lambda share: share.unplaced_nights or None,
}
"""What is counted of a person; None for a person it does not concern."""

Tallies = Mapping[str, Tally]


def burden_table(instance: Instance, plan: Plan, moves: Table) -> Table:
    """Count what groups of people ashore bear in a plan; forecast people are nobody yet and are left out.

    Parameters
    ----------
    moves
        The plan's moves.

    Returns
    -------
    Table
        Everybody, then every site people are at now, every category, every kind of need. Sites and categories divide people; kinds of need
        overlap. A figure that rests on fewer than five people is ``[c]``, and so is what would reveal it.
    """
    shares = _shares(instance, plan, moves)
    whole = _tallies(shares)
    divided = {
        "site": _groups(shares, sorted({share.site for share in shares}), lambda share: (share.site,)),
        "category": _groups(shares, list(Category), lambda share: (share.category,)),
    }
    needs = {need for share in shares for need in share.needs} | {NO_NEED, *instance.rules.care_needs}
    overlapping = _groups(shares, sorted(needs), lambda share: share.needs or (NO_NEED,))
    covers = {by: _cover(list(groups.values())) for by, groups in divided.items()}
    barred = {figure for hidden in covers.values() for figure in FIGURES if hidden[figure] is None}
    rows = [_row("all", "all", whole, barred)]
    for by, groups in divided.items():
        for position, (group, tallies) in enumerate(groups.items()):
            rows.append(
                _row(by, group, tallies, barred | {figure for figure, hidden in covers[by].items() if hidden and position in hidden})
            )
    needy = _tallies([share for share in shares if share.needs])
    for group, tallies in overlapping.items():
        wholes = (whole,) if group == NO_NEED else (whole, needy)
        rows.append(_row("need", group, tallies, barred.union(*(_revealing(tallies, each) for each in wholes))))
    return Table(NAME, COLUMNS, tuple(rows))


def _shares(instance: Instance, plan: Plan, moves: Table) -> list[Share]:
    plans = {person.person_id: person for person in plan.people}
    person, kind = moves.columns.index("person_id"), moves.columns.index("kind")
    moved = Counter(str(row[person]) for row in moves.rows if row[kind] != MOVE_DEPARTURE)
    return [
        _share(member, category, plans[member.person_id], plan, moved[member.person_id])
        for party in instance.parties
        if not party.is_expected
        for member, category in zip(party.people, categories(party), strict=True)
    ]


def _share(person: Person, category: Category, planned: PersonPlan, plan: Plan, moves: int) -> Share:
    landed = plan.horizon.day_of(london_date(person.landed_at))
    nights: Counter[Status] = Counter()
    for stay in planned.stays:
        nights[stay.status] += stay.last_night - stay.first_night + 1
    transfers = [stay.first_night - landed for stay in planned.stays if stay.status is Status.TRANSFERRED]
    return Share(
        site=person.site_id,
        category=category,
        needs=_needs(person),
        days_waited=-landed,
        days_to_transfer=transfers[0] if transfers else None,
        moves=moves,
        detention_nights=nights[Status.DETAINED],
        unplaced_nights=nights[Status.UNPLACED],
    )


def _needs(person: Person) -> frozenset[str]:
    others = {
        "pregnant": person.pregnant is Known.YES,
        "adults_at_risk": bool(person.adults_at_risk),
        "age_disputed": person.age_disputed is Known.YES,
    }
    return person.care_needs | {need for need, has in others.items() if has}


def _groups(shares: Sequence[Share], names: Iterable[str], of: Callable[[Share], Iterable[str]]) -> dict[str, Tallies]:
    """Tallies by group, in the order of the names; a share counts in every group it is of."""
    members: dict[str, list[Share]] = {str(name): [] for name in names}
    for share in shares:
        for name in of(share):
            members[name].append(share)
    return {name: _tallies(each) for name, each in members.items()}


def _tallies(shares: Sequence[Share]) -> Tallies:
    tallies: dict[str, Tally] = {}
    for name, figure in FIGURES.items():
        values = [value for share in shares if (value := figure(share)) is not None]
        tallies[name] = Tally(len(values), sum(values))
    return tallies


def _cover(groups: Sequence[Tallies]) -> dict[str, frozenset[int] | None]:
    """Give the groups to hide for each figure, None to hide the figure everywhere; a group too small to count is hidden in every one."""
    people = cover_parts([tallies["waited"].people for tallies in groups])
    covers = {name: cover_parts([tallies[name].people for tallies in groups], people.parts) for name in FIGURES}
    return {name: None if people.whole or cover.whole else cover.parts for name, cover in covers.items()}


def _revealing(tallies: Tallies, whole: Tallies) -> set[str]:
    """Figures of a group to hide that lies within another, beside which it would tell of the few others."""
    if is_revealing(tallies["waited"].people, whole["waited"].people):
        return set(FIGURES)
    return {name for name in FIGURES if is_revealing(tallies[name].people, whole[name].people)}


def _row(by: str, group: str, tallies: Tallies, hidden: set[str]) -> Row:
    people = tallies["waited"].people
    waited: tuple[Cell, ...] = (people, _mean(tallies["waited"].total, people))
    transferred: tuple[Cell, ...] = (tallies["transferred"].people, _mean(tallies["transferred"].total, tallies["transferred"].people))
    cells: dict[str, tuple[Cell, ...]] = {"waited": waited, "transferred": transferred}
    for name in ("moved", "detained", "unplaced"):
        cells[name] = (tallies[name].people, tallies[name].total, _mean(tallies[name].total, people))
    shown = (cell if name not in hidden else HIDDEN for name in FIGURES for cell in cells[name])
    return (by, group, *shown)


def _mean(total: int, people: int) -> str:
    """Mean to one decimal; nothing over nobody."""
    return f"{float(round(Fraction(total, people), 1)):.1f}" if people else ""
