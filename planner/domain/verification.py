"""What an independent reading of inputs and plan found."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule broken by a plan.

    Attributes
    ----------
    rule
        Id of the rule, for example ``bed_capacity``.
    subject
        Id of the person, party, unit, departure or file it is about.
    date
        ISO date of the day or night; empty when it is about no single one.
    message
        What is wrong, with the figures.
    """

    rule: str
    subject: str
    date: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of verifying a pack.

    Attributes
    ----------
    rules
        Every rule id checked and how many facts each was checked on.
    measures
        Values recomputed from inputs and plan, by measure.
    violations
        Sorted; empty for an acceptable plan.
    alarms
        Things to know that break no rule, for example parity below the band.
    """

    rules: Mapping[str, int]
    measures: Mapping[str, int]
    violations: tuple[Violation, ...]
    alarms: tuple[str, ...]

    @property
    def is_acceptable(self) -> bool:
        """Whether nothing was violated."""
        return not self.violations
