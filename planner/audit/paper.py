"""A paper of sections, fields and tables, written as JSON for machines and as Markdown for people."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from planner.plan.json_text import Json, json_text
from planner.plan.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    to_fill
        Whether only the organisation can fill it; the text says then what belongs there.
    """

    number: str
    title: str
    text: str
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with text, fields and tables; any of them may be empty."""

    title: str
    text: str = ""
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper."""

    title: str
    text: str
    sections: tuple[Section, ...]


def blank(number: str, title: str, wanted: str) -> Field:
    """Make a field that only the organisation can fill."""
    return Field(number, title, wanted, to_fill=True)


def paper_json(paper: Paper) -> str:
    """Write a paper as JSON."""
    sections: list[Json] = [_section_json(section) for section in paper.sections]
    return json_text({"title": paper.title, "status": "draft", "text": paper.text, "sections": sections}) + "\n"


def paper_markdown(paper: Paper) -> str:
    """Write a paper as Markdown."""
    parts = [f"# {paper.title}", paper.text, *(part for section in paper.sections for part in _section_markdown(section))]
    return "\n\n".join(parts) + "\n"


def _section_json(section: Section) -> Json:
    fields: list[Json] = [
        {
            "number": each.number,
            "title": each.title,
            "text": "" if each.to_fill else each.text,
            "to_be_filled": each.text if each.to_fill else None,
        }
        for each in section.fields
    ]
    tables: dict[str, Json] = {table.name: [_record(table, row) for row in table.rows] for table in section.tables}
    return {"title": section.title, "text": section.text, "fields": fields, "tables": tables}


def _record(table: Table, row: tuple[Cell, ...]) -> Json:
    return {column: cell if isinstance(cell, str | int | float) else _cell(cell) for column, cell in zip(table.columns, row, strict=True)}


def _section_markdown(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    if section.text:
        yield section.text
    for each in section.fields:
        yield f"### {each.number} {each.title}".replace("  ", " ").rstrip()
        yield f"**[To be filled in by the organisation: {each.text}]**" if each.to_fill else _inert(each.text)
    for table in section.tables:
        if len(section.tables) > 1:
            yield f"### {table.name}"
        yield _grid(table)


def _grid(table: Table) -> str:
    lines = [table.columns, tuple("---" for _ in table.columns), *(tuple(_cell(cell) for cell in row) for row in table.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return _inert(f"{cell:,}" if isinstance(cell, int | float) else str(cell)).replace("|", "\\|").replace("\n", " ")


def _inert(text: str) -> str:
    """No text of an input becomes markup in a page made of the paper."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
