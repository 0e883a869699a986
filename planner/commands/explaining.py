"""The command that answers why."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.common import Json, Pack, progress_bar, show

PERSON = "Why this person is where the plan says, and what the next alternatives would cost; can be given again."
WHY_NOT = "Why a person is not at a site or on a departure."
NIGHT = "With --why-not and a site: the night in question; by default the first that would be lawful."
REASONS = "Why everybody without a bed, or not transferred, is so: which limits clash, and the least that would do."
PRICES = "What one more bed, seat, escort, case or unit of a cap is worth, each price held against planning again with one more."
TOP = "With --prices: how many for each aim."
AGAINST = "Pack of an earlier plan: who is elsewhere or leaves otherwise now, and whether that was forced or chosen."
EXACT = "Plan anew for every figure, so that each is proven in every aim; some seconds a figure."


def explain(  # noqa: PLR0913, PLR0917  # one argument an option
    pack: Pack,
    person: Annotated[list[str] | None, typer.Option(metavar="ID", help=PERSON)] = None,
    why_not: Annotated[tuple[str, str] | None, typer.Option(metavar="ID SITE|DEPARTURE", help=WHY_NOT)] = None,
    night: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=NIGHT)] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help=REASONS)] = False,  # noqa: FBT002  # a command line flag
    prices: Annotated[bool, typer.Option("--prices", help=PRICES)] = False,  # noqa: FBT002  # a command line flag
    top: Annotated[int, typer.Option(min=1, help=TOP)] = 3,
    against: Annotated[Path | None, typer.Option(metavar="PACK", help=AGAINST)] = None,
    exact: Annotated[bool, typer.Option("--exact", help=EXACT)] = False,  # noqa: FBT002  # a command line flag
    as_json: Json = False,  # noqa: FBT002  # a command line flag
) -> None:
    """Say why the plan of a pack is as it is: by solving again with something else forced."""
    from planner.explanation import Question, answer
    from planner.report.why import answers_json, answers_lines

    if not (person or why_not or reasons or prices or against):
        message = "ask something: --person ID, --why-not ID with a site or a departure, --reasons, --prices, or --against PACK"
        raise typer.BadParameter(message)
    question = Question(
        tuple(person or ()), (why_not,) if why_not else (), night.date() if night else None, exact, reasons, top if prices else 0, against
    )
    with progress_bar() as progress:
        answers = answer(pack, question, progress)
    show(as_json, answers_json(answers), answers_lines(answers))
