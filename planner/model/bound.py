"""A proven bound on a count from any prices at all.

For prices 0 or more on capacities and on the counts already held, no plan can cost less than every party's cheapest
itinerary at those prices, less what the capacities are worth (Lagrangian relaxation; proof in docs/model.md, section
Bound). The bound holds whether or not the linear programme behind the prices was solved exactly.
"""

from collections.abc import Mapping

from planner.model.cohorts import Cohort
from planner.model.contested import worth
from planner.model.network import Floats, Network
from planner.model.prices import Prices
from planner.model.resources import Resources


def lagrangian_bound(
    least: Floats, prices: Prices, held: Mapping[int, int], cohorts: tuple[Cohort, ...], network: Network, resources: Resources
) -> float:
    """Bound on the count that has weight 1.

    Parameters
    ----------
    least
        ``(C,)`` cost of each cohort's cheapest itinerary at the prices.
    held
        Counts held, by position; their weights are 0 or more.
    """
    contested = {("seat", index) for day in resources.contested for index in day.departures}
    served = sum(cohort.count * float(cost) for cohort, cost in zip(cohorts, least, strict=True))
    capacity = sum(price * resources.limits[key] for key, price in prices.rows.items() if key not in contested)
    promised = sum(float(prices.weights[position]) * value for position, value in held.items())
    return served - capacity - promised - sum(worth(day, prices, network, resources) for day in resources.contested)
