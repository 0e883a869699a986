"""Changes of rules and figures: those that are policy say so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.instance import Instance
from planner.domain.rules import Rules
from planner.domain.sites import Site, SiteRole
from planner.scenario.base import Base
from planner.scenario.changes.change import Amount, Problem, match_problems, matches

FRANCE_FIGURES = frozenset({"answer_days", "answer_exceptional_days"})
"""Days that France takes: an expectation, not a rule of ours."""

CASE_FIGURES = (
    "answer_days",
    "answer_exceptional_days",
    "answer_to_notice_days",
    "decision_to_request_days",
    "notice_working_days",
    "request_max_days",
    "screening_to_decision_days",
    "transfer_max_months",
)


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """Another number of days (or months) between steps of a case."""

    figure: str
    amount: Amount

    @property
    def is_policy(self) -> bool:
        """All are policy but the days that France takes."""
        return self.figure not in FRANCE_FIGURES

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        rules = self._changed(instance.rules)
        if rules.answer_exceptional_days < rules.answer_days:
            yield (
                "figure",
                self.figure,
                f"makes answer_days {rules.answer_days}, more than answer_exceptional_days {rules.answer_exceptional_days}",
            )

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return replace(instance, rules=self._changed(instance.rules))

    def _changed(self, rules: Rules) -> Rules:
        return replace(rules, **{self.figure: self.amount.of(getattr(rules, self.figure))})

    def words(self) -> str:
        """See `Change`."""
        return f"{self.figure.replace('_', ' ').capitalize()} {self.amount.words()}"


@dataclass(frozen=True, slots=True)
class StayLimit:
    """Another longest stay, by kind of site or by site."""

    role: SiteRole | None
    site: str | None
    amount: Amount
    is_policy: bool = True

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        if self.site is not None:
            yield from match_problems("site", self.site, (site.site_id for site in instance.sites))
        elif not any(site.role is self.role for site in instance.sites):
            yield "role", str(self.role), "no site is of this kind"
        rules = instance.rules
        for role in sorted({site.role for site in instance.sites if self._means(site) and self._limit(site.stay_limit_hours)}):
            extended, now = rules.stay_extended_hours.get(role), rules.stay_limit_hours[role]
            if self.role and extended is not None and (self._limit(now) or 0) > extended:
                yield "role", role, f"the limit may not pass {extended} hours, the limit with a recorded authority"
            if role in _reached(instance, role):
                yield "role" if self.role else "site", self.role or self.site or "", "people may come back here, so it can have no limit"

    def apply(self, instance: Instance, base: Base) -> Instance:
        """Change the rule where a kind of site is named; sites with a limit of their own keep it unless they are named."""
        rules = instance.rules
        if self.role is not None:
            limit = self._limit(rules.stay_limit_hours[self.role])
            rules = replace(rules, stay_limit_hours={**rules.stay_limit_hours, self.role: limit})
        sites = tuple(
            replace(site, stay_limit_hours=self._limit(site.stay_limit_hours)) if self._means(site, instance.rules) else site
            for site in instance.sites
        )
        return replace(instance, rules=rules, sites=sites)

    def _means(self, site: Site, rules: Rules | None = None) -> bool:
        if self.site is not None:
            return matches(self.site, site.site_id)
        return site.role is self.role and (rules is None or site.stay_limit_hours == rules.stay_limit_hours[site.role])

    def _limit(self, now: int | None) -> int | None:
        """No hours at all are no limit, as in config.toml."""
        return self.amount.of_limit(now) or None

    def words(self) -> str:
        """See `Change`."""
        where = self.site if self.site is not None else f"sites of the kind {self.role}"
        return f"Longest stay in hours {self.amount.words()} at {where}"


@dataclass(frozen=True, slots=True)
class France:
    """How many people France receives.

    Parameters
    ----------
    cap
        ``daily`` or ``weekly``.
    """

    cap: str
    amount: Amount
    is_policy: bool = False

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        if getattr(instance.rules, self._field) is None and self.amount.value is None:
            yield "cap", self.cap, "there is no such cap to take away"

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        limit = self.amount.of_limit(getattr(instance.rules, self._field))
        return replace(instance, rules=replace(instance.rules, **{self._field: limit}))

    @property
    def _field(self) -> str:
        return f"france_{self.cap}_cap"

    def words(self) -> str:
        """See `Change`."""
        return f"People France receives, {self.cap} {self.amount.words()}"


@dataclass(frozen=True, slots=True)
class Parity:
    """The band for people transferred less people admitted.

    Parameters
    ----------
    band
        ``upper`` or ``lower``.
    """

    band: str
    amount: Amount
    is_policy: bool = True

    def problems(self, instance: Instance) -> Iterator[Problem]:
        """See `Change`."""
        rules = self._changed(instance.rules)
        if rules.parity_upper < rules.parity_lower:
            yield "band", self.band, f"makes upper {rules.parity_upper}, less than lower {rules.parity_lower}"

    def apply(self, instance: Instance, base: Base) -> Instance:
        """See `Change`."""
        return replace(instance, rules=self._changed(instance.rules))

    def _changed(self, rules: Rules) -> Rules:
        field = f"parity_{self.band}"
        return replace(rules, **{field: self.amount.signed(getattr(rules, field))})

    def words(self) -> str:
        """See `Change`."""
        return f"Parity band, {self.band} {self.amount.words()}"


def _reached(instance: Instance, start: SiteRole) -> set[SiteRole]:
    """Roles that can be come to from a role, itself only when a way leads back."""
    reached: set[SiteRole] = set()
    frontier = [start]
    while frontier:
        for target in sorted(instance.rules.moves_allowed[frontier.pop()] - reached):
            reached.add(target)
            frontier.append(target)
    return reached
