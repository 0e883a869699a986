"""The command that answers why."""

from datetime import datetime
from typing import Annotated

import typer

from planner.commands.common import Json, Pack, progress_bar, show

PERSON = "Why this person is where the plan says, and what the next alternatives would cost; can be given again."
WHY_NOT = "Why a person is not at a site or on a departure."
NIGHT = "With --why-not and a site: the night in question; by default the first that would be lawful."
EXACT = "Plan anew for every figure, so that each is proven in every aim; some seconds a figure."


def explain(
    pack: Pack,
    person: Annotated[list[str] | None, typer.Option(metavar="ID", help=PERSON)] = None,
    why_not: Annotated[tuple[str, str] | None, typer.Option(metavar="ID SITE|DEPARTURE", help=WHY_NOT)] = None,
    night: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=NIGHT)] = None,
    exact: Annotated[bool, typer.Option("--exact", help=EXACT)] = False,  # noqa: FBT002  # a command line flag
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Say why the plan of a pack is as it is: by solving again with something else forced."""
    from planner.explanation import Question, answer
    from planner.report.why import answers_json, answers_lines

    if not (person or why_not):
        message = "ask something: --person ID, or --why-not ID with a site or a departure"
        raise typer.BadParameter(message)
    question = Question(tuple(person or ()), (why_not,) if why_not else (), night.date() if night else None, exact=exact)
    with progress_bar() as progress:
        answers = answer(pack, question, progress)
    show(as_json, answers_json(answers), answers_lines(answers))
