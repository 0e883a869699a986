"""Ids like one that nobody has."""

import difflib
from collections.abc import Sequence

SHOWN_IDS = 5


def near(wanted: str, known: Sequence[str]) -> str:
    """End of a message: ids that begin alike, or else look alike, or else the first ones there are."""
    alike = sorted(each for each in known if each.casefold().startswith(wanted.casefold()))
    found = alike or difflib.get_close_matches(wanted.upper(), known, n=SHOWN_IDS, cutoff=0.5) or sorted(known)
    return f"; ids like it: {', '.join(found[:SHOWN_IDS])}" if found else "; there are none"
