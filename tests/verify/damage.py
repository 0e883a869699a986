"""How a kind of damage to a pack is written down, with the rule that must catch it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.verify.packs import Draft

Damage = Callable[[Draft], object]


@dataclass(frozen=True)
class Mutation:
    """One kind of damage.

    Attributes
    ----------
    rule
        Rule that must catch it.
    """

    name: str
    rule: str
    damage: Damage


class Catalogue:
    """Kinds of damage on one theme."""

    def __init__(self) -> None:
        self.mutations: list[Mutation] = []

    def mutation(self, rule: str) -> Callable[[Damage], Damage]:
        """Add a function that damages a draft."""

        def register(damage: Damage) -> Damage:
            self.mutations.append(Mutation(damage.__name__, rule, damage))
            return damage

        return register

    def itinerary(self, name: str, rule: str, person_id: str, *stays: str) -> None:
        """Add another itinerary for one person."""
        self.mutations.append(Mutation(name, rule, lambda draft: draft.stays(person_id, *stays)))

    def cell(self, name: str, rule: str, place: tuple[str, str], **cells: str) -> None:
        """Add other input cells in one row, found by table and key."""
        self.mutations.append(Mutation(name, rule, lambda draft: draft.row(*place).update(cells)))

    def figure(self, name: str, rule: str, key: str, value: str) -> None:
        """Add another figure of the configuration."""
        self.mutations.append(Mutation(name, rule, lambda draft: draft.configure(key, value)))

    def steps(self, name: str, rule: str, person_id: str, *planned: tuple[str, int]) -> None:
        """Add other case steps for one person."""
        self.mutations.append(Mutation(name, rule, lambda draft: draft.steps(person_id, *planned)))

    def measure(self, name: str, rule: str, measure: str, **values: object) -> None:
        """Add other figures stated for one measure."""
        self.mutations.append(Mutation(name, rule, lambda draft: draft.measure(measure).update(values)))

    def table(self, name: str, table: str, damage: Callable[[list[dict[str, str]]], object]) -> None:
        """Add damage to one of the plan's tables."""
        self.mutations.append(Mutation(name, f"{table}_agree", lambda draft: damage(draft.tables[table])))
