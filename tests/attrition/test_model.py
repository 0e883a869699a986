"""Draws of late leavers: as the figures say, the same for the same seed, and departures alike within."""

from dataclasses import replace

import numpy as np
import pytest

from planner.attrition.model import late_leavers, next_drops_out, shipped
from planner.domain.attrition import SHIPPED, SHIPPED_ATTRITION, SHIPPED_RESERVES, Attrition, ReserveRules
from planner.domain.ids import DepartureId, PartyId

BOARDING = {DepartureId(f"D{number}"): [PartyId(f"P{number}-{party}") for party in range(10)] for number in range(400)}
SURE = Attrition(drop_out=0.5, alike=0.0, cancelled=0.0)


def test_the_figures_shipped_are_those_with_their_sources() -> None:
    figures = SHIPPED["attrition"]
    assert Attrition(**{key: figure["value"] for key, figure in figures.items()}) == shipped() == SHIPPED_ATTRITION
    assert ReserveRules(**SHIPPED["reserves"]) == SHIPPED_RESERVES


@pytest.mark.parametrize("alike", [0.0, 0.25, 0.6])
def test_draws_have_the_mean_and_the_spread_of_the_figures(alike: float) -> None:
    drawn = late_leavers(Attrition(0.4, alike, 0.08), BOARDING, np.random.default_rng(1))
    assert len(drawn.cancelled) / len(BOARDING) == pytest.approx(0.08, abs=0.03)
    assert not {party for departure in drawn.cancelled for party in BOARDING[departure]} & drawn.out
    counts = np.array(
        [sum(party in drawn.out for party in parties) for departure, parties in BOARDING.items() if departure not in drawn.cancelled]
    )
    assert counts.mean() == pytest.approx(4, abs=0.5)
    assert counts.var() == pytest.approx(10 * 0.4 * 0.6 * (1 + 9 * alike), rel=0.25), "beta-binomial"


def test_the_same_seed_gives_the_same_draw_in_whatever_order_departures_come() -> None:
    backwards = dict(reversed(list(BOARDING.items())))
    draws = [late_leavers(shipped(), boarding, np.random.default_rng(7)) for boarding in (BOARDING, BOARDING, backwards)]
    assert draws[0] == draws[1] == draws[2]
    assert draws[0] != late_leavers(shipped(), BOARDING, np.random.default_rng(8))


def test_nobody_leaves_where_nobody_does_and_every_departure_may_be_cancelled_by_itself() -> None:
    random = np.random.default_rng(2)
    nothing = late_leavers(Attrition(0.0, 0.25, 0.0), BOARDING, random)
    assert not nothing.cancelled
    assert not nothing.out
    assert late_leavers(replace(SURE, cancelled=0.999), BOARDING, random).cancelled
    assert late_leavers(shipped(), {}, random).out == frozenset()


def test_what_happened_to_others_is_learnt_from_as_far_as_parties_are_alike() -> None:
    out = np.arange(5)
    assert next_drops_out(SURE, 4, out).tolist() == [0.5] * 5
    alike = next_drops_out(replace(SURE, alike=0.5), 4, out)
    assert (np.diff(alike) > 0).all()
    assert alike[2] == pytest.approx(0.5)
    assert alike[0] == pytest.approx(0.1)
