"""The law as dates: when a party may be held, which steps its case still needs, when it may be transferred."""

from planner.clocks.clock import CaseStep, PartyClock, party_clocks

__all__ = ["CaseStep", "PartyClock", "party_clocks"]
