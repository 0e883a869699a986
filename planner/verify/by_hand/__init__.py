"""A plan somebody made or changed by hand, read and judged by the same rules as a pack's."""

from planner.verify.by_hand.judge import NOT_JUDGED, ByHand, judge_by_hand
from planner.verify.by_hand.sheet import Sheet

__all__ = ["NOT_JUDGED", "ByHand", "Sheet", "judge_by_hand"]
