"""Which changes of an instance alter limits alone: what people share, and nothing that is about any one party."""

from dataclasses import replace
from fractions import Fraction

from planner.domain.instance import Instance
from planner.domain.rules import Rules
from planner.domain.sites import Site, Unit
from planner.domain.transport import Departure

ABOUT_PARTIES = ("parties", "keep_apart", "locks", "yesterday", "travel")
"""What has to be the very same; looked at by identity, for equality takes as long as building anew does."""


def only_limits_differ(old: Instance, new: Instance) -> bool:
    """Whether instances differ in beds, daily flows, seats, staff and what France receives at most, and in nothing else."""
    return (
        all(getattr(old, name) is getattr(new, name) for name in ABOUT_PARTIES)
        and (old.horizon, old.as_of, apart_from_limits(old.rules)) == (new.horizon, new.as_of, apart_from_limits(new.rules))
        and len(old.sites) == len(new.sites)
        and all(a is b or _site(a) == _site(b) for a, b in zip(old.sites, new.sites, strict=True))
        and departures_apart_from_limits(old) == departures_apart_from_limits(new)
    )


def apart_from_limits(rules: Rules) -> Rules:
    """The same rules without limits on how many people France receives."""
    return replace(rules, france_daily_cap=None, france_weekly_cap=None, parity_upper=0, parity_lower=0)


def departures_apart_from_limits(instance: Instance) -> tuple[Departure, ...]:
    """The same departures without seats, staff and cost."""
    return tuple(
        replace(item, seats=0, escort_team=0, escorts_per_person=Fraction(0), medics=0, cost_gbp=0) for item in instance.departures
    )


def _site(site: Site) -> Site:
    return replace(site, admissions_per_day=None, discharges_per_day=None, units=tuple(map(_unit, site.units)))


def _unit(unit: Unit) -> Unit:
    return replace(unit, beds=(), reserved=())
