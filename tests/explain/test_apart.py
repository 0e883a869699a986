"""An answer is the same whatever was asked before it."""

from collections.abc import Sequence

import pytest

from planner.explain.answers import Why
from planner.explain.person import explain_person
from planner.explain.session import Session
from tests.explain.sessions import opened
from tests.model.compare import seeds

ASKED = 5


def asked(session: Session, numbers: Sequence[int]) -> dict[int, Why]:
    return {number: explain_person(session, session.plan.people[number]) for number in numbers}


@pytest.mark.parametrize("seed", seeds("0:8"))
def test_answers_do_not_depend_on_the_order_of_questions(seed: int) -> None:
    session = opened(seed)
    if session is None:
        return
    numbers, known = range(min(ASKED, len(session.plan.people))), len(session.problem.pool)
    assert asked(session, numbers) == asked(session, numbers[::-1])
    assert len(session.problem.pool) == known
