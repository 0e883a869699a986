"""The counts in the order they are settled."""

from planner.domain.instance import Instance
from planner.domain.plan import TIER_OF, Measure
from planner.model.itinerary import LOCKS_BROKEN, POSITION


def order_of_aims(instance: Instance) -> tuple[int, ...]:
    """Positions of the counts that are aims, in the order they are settled: locks, the tiers as configured."""
    return (LOCKS_BROKEN, *(POSITION[measure] for tier in instance.rules.tiers for measure in Measure if TIER_OF.get(measure) is tier))


def solving_order(instance: Instance) -> tuple[int, ...]:
    """The same with the canonical order among plans that are equal in every aim."""
    return (*order_of_aims(instance), POSITION[Measure.WAIT_ORDER], POSITION[Measure.DEADLINE_ORDER])
