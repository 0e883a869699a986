"""What a peer reached on an instance, and how far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from planner.domain.plan import Measure

Status: TypeAlias = Literal["optimal", "limit", "too large"]


@dataclass(frozen=True, slots=True)
class PeerResult:
    """How a generic solver did on the whole problem written directly.

    Attributes
    ----------
    status
        ``optimal`` when every measure is proven; ``limit`` when time ran out before; ``too large`` when the model does
        not fit in memory and was not handed to the solver.
    seconds
        Wall time of everything, building included.
    build_seconds
        Of that, gathering the matrix and handing it over.
    measures
        Every measure of the last plan found; empty when there is none.
    bounds
        What is proven of each measure reached, the measures before it held at their values.
    variables, rows, nonzeros
        Size of the model; of one that is too large, what it would have been.
    locks_broken
        Nights and departures that locks ask for and the last plan found does not give; None without a plan. Where not all
        can be kept, it is minimised before every measure.
    detail
        Which limit was hit, and where.
    """

    status: Status
    seconds: float
    build_seconds: float
    measures: Mapping[Measure, int]
    bounds: Mapping[Measure, int]
    variables: int
    rows: int
    nonzeros: int
    locks_broken: int | None
    detail: str
