"""``dictation assign`` and ``due``: whose work a draft is, and by when."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import notice
from dictation.cli.session import By, DraftNumbers, user_name, workspace


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(assign)
    app.command()(due)


def assign(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    to: Annotated[str, typer.Option(help="Whose work they are from now on; yours unless told.", metavar="NAME")] = "",
    nobody: Annotated[
        bool, typer.Option("--nobody", help="Leave them to whoever is the client's secretary again.")
    ] = False,
    note: Annotated[str, typer.Option(help="What the other should know; it is shown with the draft.")] = "",
    by: By = "",
) -> None:
    """Give drafts to somebody, or hand them over with a note.

    dictation list --mine shows what is yours: what was given to you, and what was given to nobody of the clients whose
    secretary you are.
    """
    from dictation import pipeline

    if to and nobody:
        raise typer.BadParameter("give them to somebody or to nobody", param_hint="--nobody")
    batch = Batch(len(numbers))
    by = by or user_name()
    name = "" if nobody else " ".join(to.split()) or by
    with workspace(context) as opened:
        if name and not pipeline.is_colleague(opened, name):
            notice(f"Nobody called {name!r} has worked here yet, or is a client's secretary: is it spelt like that?")
        for number in numbers:
            with batch.each():
                opened.store.assign(number, to=name, note=note, by=by)
                notice(f"Draft {number} is {f'for {name}' if name else 'for whoever is the secretary'} now.")
    batch.finish()


def due(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    at: Annotated[
        str, typer.Option(help='Such as "2026-05-06 16:30", by this machine\'s clock; a day alone means its end.')
    ] = "",
    by_rule: Annotated[bool, typer.Option("--by-rule", help="What nobody said anything about is due by rule.")] = False,
    by: By = "",
) -> None:
    """Say by when drafts are to be done.

    Unless told, one is due when it is to be sent; else two hours after it was made if it is urgent, a day if not.
    """
    if bool(at) == by_rule:
        raise typer.BadParameter("say when with --at, or --by-rule")
    moment = _moment(at) if at else None
    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                stored = opened.store.set_due(number, moment, by=by or user_name())
                notice(f"Draft {number} is due on {stored.due.astimezone():%d %B %Y at %H:%M}.")
    batch.finish()


def _moment(text: str) -> datetime:
    from dictation.review import end_of_day

    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as exc:
        raise typer.BadParameter(f"{text!r} is no time such as 2026-05-06 16:30", param_hint="--at") from exc
    return end_of_day(moment) if len(text.strip()) <= 10 else moment.astimezone()
