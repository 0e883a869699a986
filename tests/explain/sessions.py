"""Small random plans, opened."""

from functools import cache

from planner.clocks import party_clocks
from planner.explain.session import Session, open_session
from planner.model.solve import solve
from planner.plan.decode import decode
from tests.model.compare import drawn

SECONDS = 20.0


@cache
def opened(seed: int) -> Session | None:
    """A session on a small random instance; None where locks can not be kept."""
    instance = drawn(seed)
    clocks = party_clocks(instance)
    solution = solve(instance, clocks, SECONDS, lambda _what, _share: None)
    if solution.locks_broken:
        return None
    return open_session(instance, clocks, decode(instance, clocks, solution), SECONDS, lambda _what, _share: None)
