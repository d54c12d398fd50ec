"""``dictation inbox``: what was written to a client."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.output import notice, show, show_json
from dictation.cli.session import AsJson, workspace

if TYPE_CHECKING:
    from dictation.model.draft import Recipient
    from dictation.model.received import Received


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(inbox)


def inbox(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")],
    *,
    from_: Annotated[
        str,
        typer.Option("--from", help="Only from somebody of the address book, or with that in name or address."),
    ] = "",
    most: Annotated[int, typer.Option(help="How many to show at most.", min=1, max=500)] = 20,
    json: AsJson = False,
) -> None:
    """List what came into a client's mailbox, the newest first; nothing is marked as read.

    The line in angle brackets is the Message-ID, by which a draft answers it: dictation edit ID --reply-to "MESSAGE-ID"
    """
    from dictation import pipeline

    with workspace(context) as opened:
        found = pipeline.look_into_inbox(opened, key, sender=from_, most=most, environ=os.environ)
    if json:
        show_json([_as_json(each) for each in found.messages])
    for each in () if json else found.messages:
        show(f"{_when(each)}  {', '.join(map(_person, each.authors)) or 'nobody knows who'}")
        show(f"    {each.subject or '(no subject)'}")
        show(f"    {each.thread.message_id}")
    if not found.messages:
        notice("There are no such messages in the inbox.")
    if found.unanswerable:
        notice(f"{found.unanswerable} more cannot be answered: they are damaged, or have no Message-ID.")


def _when(received: Received) -> str:
    return f"{received.arrived_at.astimezone():%Y-%m-%d %H:%M}" if received.arrived_at else "at an unknown time"


def _person(person: Recipient) -> str:
    return person.email if person.name == person.email else f"{person.name} <{person.email}>"


def _as_json(received: Received) -> dict[str, object]:
    return {
        "message_id": received.thread.message_id,
        "arrived_at": received.arrived_at.isoformat() if received.arrived_at else None,
        "from": _people_as_json(received.authors),
        "answer_to": _people_as_json(received.answer_to),
        "subject": received.subject,
    }


def _people_as_json(people: Sequence[Recipient]) -> list[dict[str, str]]:
    return [{"name": each.name, "email": each.email} for each in people]
