"""Where checks write what they looked at and what they found."""

from collections.abc import Mapping

from planner.domain.verification import Verification, Violation
from planner.verify.rules import RULES


class Findings:
    """What the checks of one pack found; each rule also counts the facts it was checked on."""

    def __init__(self) -> None:
        self._checked = dict.fromkeys(RULES, 0)
        self._violations: set[Violation] = set()
        self._alarms: set[str] = set()

    def checked(self, rule: str, facts: int = 1) -> None:
        """Count facts a rule was checked on; a rule that is not in `RULES` is a mistake in the check."""
        self._checked[rule] += facts

    def broken(self, rule: str, subject: str, date: str, message: str) -> None:
        """Note one violation."""
        self._violations.add(Violation(rule, subject, date, message))

    def require(self, rule: str, kept: bool, subject: str, date: str, message: str) -> None:  # noqa: FBT001 - the fact itself
        """Count one fact and note a violation when it does not hold."""
        self.checked(rule)
        if not kept:
            self.broken(rule, subject, date, message)

    def alarm(self, message: str) -> None:
        """Note something to know that breaks no rule."""
        self._alarms.add(message)

    def verification(self, measures: Mapping[str, int]) -> Verification:
        """Put everything found in order."""
        rules = {rule: self._checked[rule] for rule in sorted(self._checked)}
        return Verification(rules, dict(measures), tuple(sorted(self._violations)), tuple(sorted(self._alarms)))
