"""One person's time line."""

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.common import Json, Workspace, show
from planner.domain.errors import PlannerError

if TYPE_CHECKING:
    from planner.domain.instance import Instance
    from planner.domain.people import Party, Person

SHOWN_IDS = 5


def clocks(
    directory: Workspace,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Id of a person, known or expected.")],
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Show one person's time line: what is known, what blocks, until when, by which rule."""
    from planner.clocks.timeline import timeline
    from planner.ingest.build import load_workspace
    from planner.report.timeline import timeline_json, timeline_lines

    workspace = load_workspace(directory)
    party, member = find_person(workspace.instance, person)
    line = timeline(workspace.instance, workspace.config, party, member)
    show(as_json, timeline_json(line), timeline_lines(line))


def find_person(instance: "Instance", person_id: str) -> "tuple[Party, Person]":
    """Find a person by id, among known people and forecasts.

    Raises
    ------
    PlannerError
        When nobody has the id; it names ids like it.
    """
    ids: list[str] = []
    for party in instance.parties:
        for member in party.people:
            if member.person_id == person_id:
                return party, member
            ids.append(member.person_id)
        if party.party_id == person_id:
            members = ", ".join(member.person_id for member in party.people)
            raise PlannerError(f"{person_id} is a party; name one of its people: {members}")
    alike = sorted(known for known in ids if known.casefold().startswith(person_id.casefold()))
    near = (alike or difflib.get_close_matches(person_id.upper(), ids, n=SHOWN_IDS, cutoff=0.5) or sorted(ids))[:SHOWN_IDS]
    hint = f"; ids like it: {', '.join(near)}" if near else "; the workspace has nobody"
    raise PlannerError(f"nobody has the id {person_id}{hint}")
