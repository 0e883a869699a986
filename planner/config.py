"""Reads config.toml into frozen rules; unknown keys are refused and every fault is reported at once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import UnionType
from typing import Any, Final

from planner.domain.attrition import SHIPPED, Attrition, ReserveRules
from planner.domain.errors import ConfigError, Fault
from planner.domain.horizon import london_instant
from planner.domain.rules import BarRule, KeepApartScope, Rules, Tier
from planner.domain.sites import EXTENDED_ROLES, FINAL_ROLES, SiteRole

CONFIG_NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One legal or capacity figure and where it comes from.

    Attributes
    ----------
    key
        Section and name, as in config.toml.
    value
        As text.
    """

    key: str
    value: str
    unit: str
    as_of: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class BarFigure:
    """What one kind of bar is and where it comes from.

    Attributes
    ----------
    label
        What it is called.
    blocks
        ``detention``, ``transfer``, ``both`` or ``review``.
    standard_days
        Days the law gives it, the first included; None where it gives none. It ends no bar by itself.
    """

    bar: str
    label: str
    blocks: str
    standard_days: int | None
    as_of: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Config:
    """Everything config.toml says.

    Attributes
    ----------
    as_of
        Moment the inputs describe, UTC.
    time_limit_seconds
        Longest the optimiser may take before it returns the best plan so far with its gap.
    delete_after_days
        Days after the plan date at which a pack is to be deleted.
    figures
        Every figure with its source, in the order of the file.
    bars
        Every bar with its source, by id.
    online_tiles
        Address of online map pictures and whom to name; both empty for none, as a rule.
    """

    plan_date: date
    as_of: datetime
    horizon_days: int
    time_limit_seconds: int
    delete_after_days: int
    rules: Rules
    figures: tuple[Figure, ...]
    bars: Mapping[str, BarFigure]
    online_tiles: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be, and that said in words."""

    type: type | UnionType
    fits: Callable[[Any], bool]
    allowed: str


MAX_HORIZON_DAYS = 120
TILE_ADDRESS: Final = re.compile(r"https?://[\w.-]+(:\d+)?/[^\s'\"<>;]*\{z\}[^\s'\"<>;]*", re.ASCII)

BLOCKED_BY = {
    "detention": BarRule(blocks_detention=True, blocks_transfer=False),
    "transfer": BarRule(blocks_detention=False, blocks_transfer=True),
    "both": BarRule(blocks_detention=True, blocks_transfer=True),
    "review": BarRule(blocks_detention=False, blocks_transfer=False),
}
"""What a bar's ``blocks`` says."""

WHOLE = Kind(int, lambda value: value >= 0, "a whole number, 0 or more")
POSITIVE = Kind(int, lambda value: value >= 1, "a whole number, 1 or more")
ANY_WHOLE = Kind(int, lambda _: True, "a whole number")
SHARE = Kind(int | float, lambda value: 0 <= value < 1, "a number from 0 to below 1, such as 0.4")
CHANCE = Kind(int | float, lambda value: 0 <= value <= 1, "a number from 0 to 1, such as 0.25")
DATE = Kind(date, lambda value: not isinstance(value, datetime), "a date such as 2026-08-10")
TIME = Kind(time, lambda value: value.tzinfo is None, "a time such as 08:00:00")
FLAG = Kind(bool, lambda _: True, "true or false")
TEXT = Kind(str, lambda value: bool(value.strip()), "a text that is not empty")
ANY_TEXT = Kind(str, lambda _: True, "a text")
TILES = Kind(
    str,
    lambda value: not value or TILE_ADDRESS.fullmatch(value) is not None,
    'an address such as "https://tiles.example/{z}/{x}/{y}.png", or "" for none',
)
TEXTS = Kind(
    list, lambda value: all(isinstance(item, str) for item in value) and len(set(value)) == len(value), "a list of texts, each once"
)
TIERS = Kind(list, lambda value: sorted(value) == sorted(Tier), f"each of {', '.join(Tier)}, once, in the order wanted")
SCOPE = Kind(str, lambda value: value in list(KeepApartScope), '"site" or "unit"')
BLOCKS = Kind(str, lambda value: value in BLOCKED_BY, '"detention", "transfer", "both" or "review"')
HORIZON = Kind(int, lambda value: 1 <= value <= MAX_HORIZON_DAYS, "a whole number from 1 to 120")
ROLES = Kind(list, lambda value: set(value) <= set(SiteRole), f"a list of roles: {', '.join(SiteRole)}")


SETTINGS: dict[str, dict[str, Kind]] = {
    "plan": {
        "date": DATE,
        "as_of_time": TIME,
        "horizon_days": HORIZON,
        "handover_time": TIME,
        "planned_arrival_time": TIME,
        "stability_days": WHOLE,
        "time_limit_seconds": POSITIVE,
        "delete_after_days": POSITIVE,
    },
    "rules": {"version": TEXT, "tiers": TIERS, "keep_apart_scope": SCOPE, "care_needs": TEXTS},
    "moves": {role: ROLES for role in SiteRole if role not in FINAL_ROLES},
    "reserves": {"empty_seats_allowed": WHOLE, "chance": CHANCE, "duties": WHOLE},
    "maps": {"online_tiles": TILES, "online_tiles_credit": ANY_TEXT},
}
"""Sections whose keys hold plain values."""

FIGURES: dict[str, dict[str, Kind]] = {
    "agreement": {"in_force_from": DATE, "in_force_until": DATE},
    "case": {
        "request_max_days": WHOLE,
        "answer_days": WHOLE,
        "answer_exceptional_days": WHOLE,
        "notice_working_days": WHOLE,
        "transfer_max_months": WHOLE,
        "screening_to_decision_days": WHOLE,
        "decision_to_request_days": WHOLE,
        "answer_to_notice_days": WHOLE,
    },
    "stay_limits": {f"{role}_hours": WHOLE for role in SiteRole} | {f"{role}_extended_hours": WHOLE for role in EXTENDED_ROLES},
    "detention": {
        "pregnant_max_hours": WHOLE,
        "pregnant_extended_hours": WHOLE,
        "family_max_hours": WHOLE,
        "family_extended_hours": WHOLE,
        "lone_child_max_hours": WHOLE,
        "families_detained": FLAG,
        "family_roles": ROLES,
        "adults_at_risk_block_level": POSITIVE,
        "adults_at_risk_review_level": POSITIVE,
    },
    "safeguards": {
        "medical_examination_hours": WHOLE,
        "nurse_hours": WHOLE,
        "reasonable_grounds_days": WHOLE,
        "bail_hearing_months": WHOLE,
        "referral_days": WHOLE,
    },
    "france": {"daily_cap": WHOLE, "weekly_cap": WHOLE},
    "parity": {"upper": ANY_WHOLE, "lower": ANY_WHOLE},
    "attrition": {"drop_out": SHARE, "alike": SHARE, "cancelled": SHARE},
}
"""Sections whose keys hold a figure: a value with its unit, date, source and whether it was verified."""

LEFT_OUT: Final[Mapping[str, Mapping[str, Any]]] = {**SHIPPED, "maps": {"online_tiles": "", "online_tiles_credit": ""}}
"""What holds where a section, or keys of it, may be left out and are."""

NO_OPTIONS: Mapping[str, Kind] = {}
FIGURE_PARTS: dict[str, Kind] = {"unit": TEXT, "as_of": DATE, "source": TEXT, "verified": FLAG}
BAR_PARTS: dict[str, Kind] = {"label": TEXT, "blocks": BLOCKS, "as_of": DATE, "source": TEXT, "verified": FLAG}
BAR_OPTIONS: dict[str, Kind] = {"standard_days": POSITIVE}
"""What a bar may say besides."""


def load_config(path: Path) -> Config:
    """Read a config.toml.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Config
        Settings, rules, and every figure with its source.

    Raises
    ------
    ConfigError
        With every fault of the file: missing or unknown keys, wrong types, values out of range.
    """
    return config_from_text(_read_text(path), path.name)


def config_from_text(text: str, name: str = CONFIG_NAME) -> Config:
    """Read the text of a config.toml; see `load_config`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([Fault(name, 0, "", "", f"is not valid TOML: {error}")]) from error
    raw = _with_shipped(raw)
    faults = [*_section_faults(raw, name), *_bar_faults(raw.get("bars", {}), name)]
    if not faults:
        faults = _sense_faults(raw, name)
    if faults:
        raise ConfigError(faults)
    return _build(raw)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError([Fault(path.name, 0, "", "", "is missing from the workspace; `planner init` writes one")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([Fault(path.name, 0, "", "", "must be saved as UTF-8")]) from error
    except OSError as error:
        raise ConfigError([Fault(path.name, 0, "", "", f"can not be read: {error.strerror}")]) from error


def _with_shipped(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in the sections that may be left out, or keys of them."""
    given = {section: raw.get(section, {}) for section in LEFT_OUT}
    return {**raw, **{section: {**LEFT_OUT[section], **keys} if isinstance(keys, dict) else keys for section, keys in given.items()}}


def _section_faults(raw: Mapping[str, Any], name: str) -> list[Fault]:
    known = {*SETTINGS, *FIGURES, "bars"}
    faults = [Fault(name, 0, key, "", f"is not a known section; known are {', '.join(sorted(known))}") for key in raw if key not in known]
    faults += [Fault(name, 0, key, "", "this section is missing") for key in known if not isinstance(raw.get(key), dict)]
    for section, kinds in SETTINGS.items():
        faults += _key_faults(raw.get(section, {}), kinds, name, section)
    for section, kinds in FIGURES.items():
        faults += _figure_faults(raw.get(section, {}), kinds, name, section)
    return faults


def _key_faults(table: Any, kinds: Mapping[str, Kind], name: str, section: str, options: Mapping[str, Kind] = NO_OPTIONS) -> list[Fault]:
    if not isinstance(table, dict):
        return [Fault(name, 0, section, str(table), "must be a section of keys and values")]
    keys: dict[str, Any] = table  # pyright: ignore[reportUnknownVariableType]  # TOML tables are untyped
    faults = [
        Fault(name, 0, f"{section}.{key}", "", f"is not a known key; known are {', '.join(sorted({*kinds, *options}))}")
        for key in keys
        if key not in kinds and key not in options
    ]
    for key, kind in (*kinds.items(), *((key, kind) for key, kind in options.items() if key in keys)):
        if key not in keys:
            faults.append(Fault(name, 0, f"{section}.{key}", "", f"is missing; allowed is {kind.allowed}"))
        elif not _fits(keys[key], kind):
            faults.append(Fault(name, 0, f"{section}.{key}", str(keys[key]), f"allowed is {kind.allowed}"))
    return faults


def _fits(value: Any, kind: Kind) -> bool:
    right_type = isinstance(value, kind.type) and (kind.type is bool or not isinstance(value, bool))
    return right_type and kind.fits(value)


def _figure_faults(table: Any, kinds: Mapping[str, Kind], name: str, section: str) -> list[Fault]:
    if not isinstance(table, dict):
        return []
    figures: dict[str, Any] = table  # pyright: ignore[reportUnknownVariableType]  # TOML tables are untyped
    faults = [
        Fault(name, 0, f"{section}.{key}", "", f"is not a known key; known are {', '.join(sorted(kinds))}")
        for key in figures
        if key not in kinds
    ]
    for key, kind in kinds.items():
        if key not in figures:
            faults.append(Fault(name, 0, f"{section}.{key}", "", "is missing; a figure has value, unit, as_of, source and verified"))
        else:
            faults += _key_faults(figures[key], {"value": kind, **FIGURE_PARTS}, name, f"{section}.{key}")
    return faults


def _bar_faults(bars: Any, name: str) -> list[Fault]:
    if not isinstance(bars, dict):
        return []
    tables: dict[str, Any] = bars  # pyright: ignore[reportUnknownVariableType]  # TOML tables are untyped
    return [fault for bar, parts in tables.items() for fault in _key_faults(parts, BAR_PARTS, name, f"bars.{bar}", BAR_OPTIONS)]


def _sense_faults(raw: Mapping[str, Any], name: str) -> list[Fault]:
    """Faults between keys that are each right on their own."""
    faults: list[Fault] = []
    agreement, case, parity = raw["agreement"], raw["case"], raw["parity"]
    if agreement["in_force_until"]["value"] < agreement["in_force_from"]["value"]:
        faults.append(
            Fault(name, 0, "agreement.in_force_until", str(agreement["in_force_until"]["value"]), "must not be before in_force_from")
        )
    if case["answer_exceptional_days"]["value"] < case["answer_days"]["value"]:
        faults.append(
            Fault(
                name, 0, "case.answer_exceptional_days", str(case["answer_exceptional_days"]["value"]), "must not be less than answer_days"
            )
        )
    faults += _extension_faults(raw, name)
    if raw["maps"]["online_tiles"] and not raw["maps"]["online_tiles_credit"].strip():
        faults.append(Fault(name, 0, "maps.online_tiles_credit", "", "say whose map pictures they are; it is written on the map"))
    if parity["upper"]["value"] < parity["lower"]["value"]:
        faults.append(Fault(name, 0, "parity.upper", str(parity["upper"]["value"]), "must not be less than lower"))
    limited = {role for role in SiteRole if raw["stay_limits"][f"{role}_hours"]["value"]}
    faults += [
        Fault(name, 0, f"moves.{role}", target, "a place with a stay limit can not be re-entered: its limit would start again")
        for role, targets in raw["moves"].items()
        for target in targets
        if target in limited and role in _reachable_from(raw["moves"], target)
    ]
    return faults


def _extension_faults(raw: Mapping[str, Any], name: str) -> list[Fault]:
    """Limits that an extension would shorten."""
    pairs = [("stay_limits", f"{role}_hours", f"{role}_extended_hours") for role in EXTENDED_ROLES]
    pairs += [("detention", f"{kind}_max_hours", f"{kind}_extended_hours") for kind in ("pregnant", "family")]
    return [
        Fault(name, 0, f"{section}.{extended}", str(raw[section][extended]["value"]), f"must not be less than {usual}")
        for section, usual, extended in pairs
        if raw[section][extended]["value"] < raw[section][usual]["value"]
    ]


def _reachable_from(moves: Mapping[str, list[str]], start: str) -> set[str]:
    reached = {start}
    frontier = [start]
    while frontier:
        for target in moves.get(frontier.pop(), []):
            if target not in reached:
                reached.add(target)
                frontier.append(target)
    return reached


def _build(raw: Mapping[str, Any]) -> Config:
    plan, rules = raw["plan"], raw["rules"]
    values = {section: {key: figure["value"] for key, figure in raw[section].items()} for section in FIGURES}
    values["detention"]["family_roles"] = frozenset(SiteRole(role) for role in raw["detention"]["family_roles"]["value"])
    return Config(
        plan_date=plan["date"],
        as_of=london_instant(plan["date"], plan["as_of_time"]),
        horizon_days=plan["horizon_days"],
        time_limit_seconds=plan["time_limit_seconds"],
        delete_after_days=plan["delete_after_days"],
        rules=Rules(
            version=rules["version"],
            tiers=tuple(Tier(tier) for tier in rules["tiers"]),
            handover_time=plan["handover_time"],
            planned_arrival_time=plan["planned_arrival_time"],
            stability_days=plan["stability_days"],
            agreement_from=values["agreement"]["in_force_from"],
            agreement_until=values["agreement"]["in_force_until"],
            **values["case"],
            stay_limit_hours={role: values["stay_limits"][f"{role}_hours"] or None for role in SiteRole},
            stay_extended_hours={role: values["stay_limits"][f"{role}_extended_hours"] for role in EXTENDED_ROLES},
            **values["detention"],
            bars={bar: BLOCKED_BY[parts["blocks"]] for bar, parts in sorted(raw["bars"].items())},
            care_needs=frozenset(rules["care_needs"]),
            france_daily_cap=values["france"]["daily_cap"] or None,
            france_weekly_cap=values["france"]["weekly_cap"] or None,
            parity_upper=values["parity"]["upper"],
            parity_lower=values["parity"]["lower"],
            keep_apart_scope=KeepApartScope(rules["keep_apart_scope"]),
            moves_allowed={role: frozenset(SiteRole(target) for target in raw["moves"].get(role, [])) for role in SiteRole},
            attrition=Attrition(**{key: float(value) for key, value in values["attrition"].items()}),
            reserves=ReserveRules(
                empty_seats_allowed=raw["reserves"]["empty_seats_allowed"],
                chance=float(raw["reserves"]["chance"]),
                duties=raw["reserves"]["duties"],
            ),
        ),
        figures=tuple(
            Figure(
                f"{section}.{key}",
                _value_text(raw[section][key]["value"]),
                raw[section][key]["unit"],
                raw[section][key]["as_of"],
                raw[section][key]["source"],
                raw[section][key]["verified"],
            )
            for section, kinds in FIGURES.items()
            for key in kinds
        ),
        bars={bar: BarFigure(bar=bar, **({"standard_days": None} | parts)) for bar, parts in sorted(raw["bars"].items())},
        online_tiles=(raw["maps"]["online_tiles"], raw["maps"]["online_tiles_credit"]),
    )


def _value_text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]  # TOML is untyped
