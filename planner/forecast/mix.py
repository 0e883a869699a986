"""Who people still to come are taken to be: shares of profiles, each with the size of its parties."""

from collections.abc import Mapping
from typing import Final

PARTY_SIZES: Final[Mapping[str, int]] = {"adult_man": 1, "adult_woman": 1, "family": 3, "lone_child": 1}
DEFAULT_MIX: Final = "adult_man=0.759,adult_woman=0.050,family=0.105,lone_child=0.086"
"""Under 18 and female about as in 2023 (ASYLUM-R), children alone as in the half year to July 2024 (INDY-KENT)."""
SHARE_SLACK: Final = 1e-6


def read_mix(text: str) -> Mapping[str, tuple[float, int]]:
    """Read a mix; give share and party size by profile.

    Raises
    ------
    ValueError
        With what is allowed, in words.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        shares = {name.strip(): float(share) for name, _, share in pairs}
    except ValueError:
        shares = {}
    known = len(shares) == len(pairs) and shares.keys() <= PARTY_SIZES.keys() and all(0 <= share <= 1 for share in shares.values())
    if not known or abs(sum(shares.values()) - 1) > SHARE_SLACK:
        message = (
            f"{text!r} must be profile=share pairs with commas, profiles {', '.join(PARTY_SIZES)}, each once, shares adding up to 1, "
            f"such as {DEFAULT_MIX}"
        )
        raise ValueError(message)
    return {name: (share, PARTY_SIZES[name]) for name, share in shares.items()}
