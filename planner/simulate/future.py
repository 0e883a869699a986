"""One future: who arrives, how long France takes to answer, which departures do not leave, and who does not board.

Everything is drawn before anything is planned, as what would happen if, so that every rule of planning meets the same future.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from planner.attrition.model import Attrition, late_leavers
from planner.domain.ids import DepartureId, PartyId
from planner.domain.instance import Instance
from planner.domain.people import Answer, Party
from planner.forecast.distribution import apportioned
from planner.forecast.model import Memory, Parameters, simulate
from planner.ingest.forecast import expected_parties
from planner.ingest.kinds import Value
from planner.ingest.rows import Row

ARRIVALS, SHARED, ANSWERS, LATE = range(4)
"""Streams of random numbers, so that a change to one leaves the others as they are."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How long France takes, as shares of the requests; assumed, for no figures are published.

    Parameters
    ----------
    late
        Answered after the usual time, within the exceptional one.
    silent
        Never answered: silence is no acceptance.
    """

    late: float
    silent: float

    def wait_days(self, usual: int, exceptional: int, elapsed: int, drawn: float) -> int | None:
        """Days from request to acceptance; None for silence.

        Within the usual time every day is as likely as another, and within the time after it.

        Parameters
        ----------
        usual, exceptional
            Days by which France usually answers, and by which it does at the latest.
        elapsed
            Days without an answer so far.
        drawn
            A number from 0 to below 1.
        """
        weights = dict.fromkeys(range(1, usual + 1), (1 - self.late - self.silent) / max(1, usual))
        weights |= dict.fromkeys(range(usual + 1, exceptional + 1), self.late / max(1, exceptional - usual))
        coming = {day: weight for day, weight in weights.items() if day > elapsed}
        reached, total = 0.0, sum(coming.values()) + self.silent
        for day, weight in coming.items():
            reached += weight
            if drawn * total < reached:
                return day
        return None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What futures are drawn from.

    Attributes
    ----------
    known, known_until
        What arrivals so far have left to know, and the last day of them.
    share
        Share of the people arriving who come to this workspace, 0 to 1.
    site_id
        Landing site.
    profiles
        Share, party size and days of authority assumed, by profile.
    """

    parameters: Parameters
    known: Memory
    known_until: date
    share: float
    site_id: str
    profiles: Mapping[str, tuple[float, int, int | None]]
    answers: Answers
    attrition: Attrition
    seed: int


@dataclass(frozen=True, slots=True)
class Future:
    """What will happen, and what would happen if.

    Attributes
    ----------
    arrivals
        Parties that land, by day, length ``num_days``; none on the plan date: those are in the workspace.
    waits
        Days from the request until France accepts, if there is a request, by party; None for silence.
    cancelled
        Departures that are cancelled on their day.
    out
        Parties that do not board a departure on the day, if they are booked on it.
    """

    arrivals: tuple[tuple[Party, ...], ...]
    waits: Mapping[PartyId, int | None]
    cancelled: frozenset[DepartureId]
    out: Mapping[DepartureId, frozenset[PartyId]]


def draw(drawing: Drawing, instance: Instance, num_days: int, run: int) -> Future:
    """Draw the future of one run; it depends on the seed and the number of the run alone."""
    arrivals = _arrivals(drawing, instance, num_days, run)
    known = [party for party in instance.parties if not party.is_expected]
    parties = [*known, *(party for day in arrivals for party in day)]
    cancelled: set[DepartureId] = set()
    out: dict[DepartureId, frozenset[PartyId]] = {}
    everybody = [party.party_id for party in parties]
    for number, departure in enumerate(instance.departures):
        random = np.random.default_rng([drawing.seed, run, LATE, number])
        drawn = late_leavers(drawing.attrition, {departure.departure_id: everybody}, random)
        cancelled |= drawn.cancelled
        out[departure.departure_id] = drawn.out
    return Future(arrivals, _waits(drawing, instance, parties, run), frozenset(cancelled), out)


def _arrivals(drawing: Drawing, instance: Instance, num_days: int, run: int) -> tuple[tuple[Party, ...], ...]:
    first = drawing.known_until + timedelta(days=1)
    gap = instance.horizon.day_of(first)
    paths = simulate(drawing.parameters, drawing.known, first, num_days - gap, 1, [drawing.seed, run, ARRIVALS])
    drawn = np.random.default_rng([drawing.seed, run, SHARED]).binomial(paths.people[0, 1 - gap :], drawing.share)
    none: list[Row] = []
    by_day = (none, *([*_rows(drawing, instance.horizon.date_of(day), people)] for day, people in enumerate(drawn.tolist(), 1)))
    return tuple(expected_parties(rows, instance.horizon) for rows in by_day)


def _rows(drawing: Drawing, when: date, people: int) -> list[Row]:
    """Rows of a table of expected arrivals, so that those who come are made as those expected are."""
    shared = apportioned(people, {profile: share for profile, (share, _, _) in drawing.profiles.items()})
    return [
        Row(
            0,
            {},
            _cells(drawing, when, profile, number),
            is_whole=True,
        )
        for profile, number in shared.items()
        if number
    ]


def _cells(drawing: Drawing, when: date, profile: str, people: int) -> dict[str, Value]:
    _, party_size, authority_days = drawing.profiles[profile]
    cells: dict[str, Value] = {
        "date": when,
        "site_id": drawing.site_id,
        "profile": profile,
        "people": people,
        "party_size": party_size,
    }
    return cells if authority_days is None else {**cells, "assumed_authority_days": authority_days}


def _waits(drawing: Drawing, instance: Instance, parties: Sequence[Party], run: int) -> Mapping[PartyId, int | None]:
    rules, today = instance.rules, instance.horizon.first_date
    drawn = np.random.default_rng([drawing.seed, run, ANSWERS]).random(len(parties))
    return {
        party.party_id: drawing.answers.wait_days(rules.answer_days, rules.answer_exceptional_days, _elapsed(party, today), float(number))
        for party, number in zip(parties, drawn, strict=True)
    }


def _elapsed(party: Party, today: date) -> int:
    """Days that a party's oldest open request has had no answer."""
    cases = (person.case for person in party.people)
    return max(((today - case.requested_on).days for case in cases if case.requested_on and case.answer is Answer.NONE), default=0)


MOST_GAP_DAYS: Final = 1000
"""Days between the last known arrivals and the plan date, at most; they are drawn too."""
