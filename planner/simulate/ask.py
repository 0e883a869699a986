"""What is simulated: who arrives, in what numbers, and how France answers, from the workspace and what the command was asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from planner.domain.errors import PlannerError
from planner.forecast.mix import DEFAULT_MIX, read_mix
from planner.forecast.model import Memory, Parameters, simulate
from planner.ingest.build import Workspace
from planner.simulate.future import MOST_GAP_DAYS, Answers, Drawing

Profiles = Mapping[str, tuple[float, int, int | None]]
SCALE_PATHS: Final = 400
"""Paths from which the usual number of arrivals is taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user may say; None where the workspace is to say it.

    Attributes
    ----------
    share
        Share of all people arriving who come to this workspace.
    site_id
        Where they land.
    mix
        Who they are: ``profile=share`` pairs.
    authority_days
        Days of authority to detain assumed for adults.
    """

    share: float | None
    site_id: str | None
    mix: str | None
    authority_days: int | None
    answers: Answers
    seed: int


def drawing_of(workspace: Workspace, num_days: int, parameters: Parameters, known: tuple[Memory, date], asked: Asked) -> Drawing:
    """Put together what futures are drawn from.

    Parameters
    ----------
    known
        What arrivals so far have left to know, and the last day of them.

    Raises
    ------
    PlannerError
        When the workspace expects nobody and nothing was said, or the arrivals known end too long before the plan date, or after it.
    """
    instance = workspace.instance
    first = instance.horizon.first_date
    gap = (first - known[1]).days - 1
    if not 0 <= gap <= MOST_GAP_DAYS:
        raise PlannerError(
            f"arrivals are known to {known[1]} and the plan date is {first}: they must end before the plan date, and at most "
            f"{MOST_GAP_DAYS} days before; give another file with --arrivals"
        )
    rows = [(date.fromisoformat(row[0]), row[1], row[2], int(row[3]), int(row[4]), int(row[5] or 0)) for row in workspace.tables[TABLE]]
    usual = Counter[str]()
    for row in rows:
        usual[row[1]] += row[3]
    site_id = asked.site_id or next((site for site, _ in usual.most_common(1)), None)
    sites = {str(site.site_id) for site in instance.sites}
    if site_id not in sites:
        said = f"{site_id} is no site of the workspace" if site_id else "the workspace expects nobody to land"
        raise PlannerError(f"{said}: give one of {', '.join(sorted(sites))} with --site")
    expected = [(row[0], row[3]) for row in rows if first < row[0] < first + timedelta(days=num_days)]
    share = asked.share if asked.share is not None else _share(expected, parameters, known, first)
    profiles = _profiles(rows, asked)
    answers = asked.answers
    return Drawing(parameters, *known, share, site_id, profiles, answers, instance.rules.attrition, asked.seed)


TABLE: Final = "expected_arrivals"


def _share(expected: Sequence[tuple[date, int]], parameters: Parameters, known: tuple[Memory, date], first: date) -> float:
    """Share with which as many people come, in the mean, as the workspace expects on the days it speaks of."""
    if not expected:
        message = "the workspace expects nobody to land: say which share of all people arriving come to it, with --share"
        raise PlannerError(message)
    start, last = known[1] + timedelta(days=1), max(when for when, _ in expected)
    paths = simulate(parameters, known[0], start, (last - start).days + 1, SCALE_PATHS, 0)
    usual = float(paths.people[:, (first - start).days + 1 :].sum(axis=1).mean())
    return round(min(1.0, sum(people for _, people in expected) / max(1.0, usual)), 4)


def _profiles(rows: Sequence[tuple[date, str, str, int, int, int]], asked: Asked) -> Profiles:
    """Share, party size and days of authority of each profile: as asked, else as the workspace expects them."""
    days = {row[2]: row[5] for row in rows}
    if asked.authority_days is not None:
        days |= dict.fromkeys(("adult_man", "adult_woman"), asked.authority_days)
    if asked.mix is not None or not rows:
        mix = read_mix(asked.mix or DEFAULT_MIX)
    else:
        people = Counter[str]()
        for row in rows:
            people[row[2]] += row[3]
        sizes = {row[2]: row[4] for row in rows}
        mix = {name: (count / people.total(), sizes[name]) for name, count in sorted(people.items())}
    return {name: (share, size, days.get(name) or None) for name, (share, size) in mix.items()}
