"""Fills the templates of the forecast's pages; every text is escaped, no address is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the first column names the row.

    Parameters
    ----------
    rows
        Cells as shown.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page.

    Parameters
    ----------
    legend
        Class and meaning of what is drawn.
    folded
        Whether tables stand folded beneath the charts.
    """

    title: str
    text: Sequence[str]
    charts: Sequence[tuple[str, Markup]] = ()
    legend: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    folded: bool = False


def render(title: str, banner: str, sections: Sequence[Section], foot: Sequence[str]) -> str:
    """Write a page."""
    return _environment().get_template("page.html").render(title=title, banner=banner, sections=sections, foot=foot) + "\n"


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    return Environment(autoescape=True, loader=PackageLoader("planner.forecast", "templates"), **options)
