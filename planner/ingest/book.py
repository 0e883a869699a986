"""All tables of a workspace, read, with the look-ups that checks and building share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.clocks.category import categories
from planner.config import Config
from planner.domain.horizon import Horizon
from planner.domain.people import Bar, Category, Extension, Party
from planner.domain.sites import SiteRole
from planner.ingest.people import bar_of, extension_of, parties_of, person_of
from planner.ingest.rows import Row, Table


@dataclass(frozen=True)
class Book:
    """All tables of a workspace.

    Parameters
    ----------
    tables
        Every table by name.
    unread
        Tables that could not be read as they should: what refers to them can not be judged.
    """

    tables: Mapping[str, Table]
    unread: frozenset[str]
    config: Config
    horizon: Horizon

    def rows(self, name: str) -> tuple[Row, ...]:
        """Rows of a table."""
        return self.tables[name].rows

    def ids(self, name: str) -> Mapping[str, Row]:
        """Rows of a table by the single column of its key; of rows sharing an id, the first."""
        return self._ids[name]

    @cached_property
    def _ids(self) -> Mapping[str, Mapping[str, Row]]:
        found: dict[str, dict[str, Row]] = {}
        for name, table in self.tables.items():
            key = table.spec.key[0]
            found[name] = {}
            for row in table.rows if len(table.spec.key) == 1 else ():
                if key in row.cells:
                    found[name].setdefault(str(row.cells[key]), row)
        return found

    def site_role(self, site_id: str | None) -> SiteRole | None:
        """Role of a site; None when the site or its role is not known."""
        site = self.ids("sites").get(site_id or "")
        role = site.maybe_text("role") if site else None
        return SiteRole(role) if role else None

    @cached_property
    def units_of_site(self) -> Mapping[str, tuple[Row, ...]]:
        """Units by site."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("units"):
            found[row.maybe_text("site_id") or ""].append(row)
        return {site_id: tuple(rows) for site_id, rows in found.items()}

    @cached_property
    def party_rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows of people by party; the party of a person alone has the person's id."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("people"):
            if party_id := party_id_of(row):
                found[party_id].append(row)
        return {party_id: tuple(rows) for party_id, rows in found.items()}

    @cached_property
    def bars(self) -> Mapping[str, tuple[Bar, ...]]:
        """Bars by person."""
        found: dict[str, list[Bar]] = defaultdict(list)
        for row in self.tables["bars"].whole_rows:
            if row.text("bar") in self.config.rules.bars:
                found[row.text("person_id")].append(bar_of(row))
        return {person_id: tuple(sorted(bars, key=lambda bar: (bar.starts_on, bar.bar))) for person_id, bars in found.items()}

    @cached_property
    def extensions(self) -> Mapping[str, tuple[Extension, ...]]:
        """Authorities to extend a limit, by person."""
        found: dict[str, list[Extension]] = defaultdict(list)
        for row in self.tables["extensions"].whole_rows:
            found[row.text("person_id")].append(extension_of(row))
        return {person_id: tuple(sorted(given, key=_as_given)) for person_id, given in found.items()}

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """Known parties by id, as far as their rows are whole; people listed twice count once."""
        rows = {row.text("person_id"): row for row in reversed(self.tables["people"].whole_rows)}
        return parties_of(
            (party_id_of(row), person_of(row, self.bars.get(person_id, ()), self.extensions.get(person_id, ())))
            for person_id, row in sorted(rows.items())
        )

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """Category of each person, as far as rows are whole."""
        return {
            person.person_id: category
            for party in self.parties.values()
            for person, category in zip(party.people, categories(party), strict=True)
        }

    def party_of(self, person_id: str | None) -> Party | None:
        """Party of a person; None when the row of a member is not there or not whole."""
        row = self.ids("people").get(person_id or "")
        party_id = party_id_of(row) if row else ""
        return self.parties.get(party_id) if all(member.is_whole for member in self.party_rows.get(party_id, ())) else None


def _as_given(extension: Extension) -> tuple[str, datetime, datetime]:
    return extension.limit, extension.granted_at, extension.until


def party_id_of(row: Row) -> str:
    """Party of a row of people: its own id when it names none; empty when it has neither."""
    return row.maybe_text("party_id") or row.maybe_text("person_id") or ""
