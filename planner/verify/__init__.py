"""The independent reading of inputs and plan: shares nothing with clocks, model or plan but the domain's types."""

from planner.verify.pack import verify_draft, verify_pack, write_verification
from planner.verify.rules import RULES

__all__ = ["RULES", "verify_draft", "verify_pack", "write_verification"]
