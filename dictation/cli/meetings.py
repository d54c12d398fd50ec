"""``dictation reschedule``, ``cancel`` and ``calendar``: meetings after people were invited to them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import notice, show
from dictation.cli.session import By, DraftNumber, user_name, workspace

if TYPE_CHECKING:
    from dictation.pipeline import PutMeetings

_TYPED = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (reschedule, cancel, calendar):
        app.command()(command)


def reschedule(
    context: typer.Context,
    number: DraftNumber,
    *,
    start: Annotated[
        datetime | None, typer.Option(help="When it is to begin, in the client's time.", formats=_TYPED)
    ] = None,
    minutes: Annotated[int | None, typer.Option(help="How long it is to last.", min=1, max=60 * 24 * 31)] = None,
    place: Annotated[str | None, typer.Option(help="Where it is to be.")] = None,
    by: By = "",
) -> None:
    """Put the meeting of an invitation to another time or place.

    Where people have the invitation, a new draft is made that changes the meeting in their calendars.
    """
    from dictation import pipeline

    if start is None and minutes is None and place is None:
        raise typer.BadParameter("say what to change with --start, --minutes or --place")
    with workspace(context) as opened:
        stored = pipeline.move_meeting(opened, number, start=start, minutes=minutes, place=place, by=by or user_name())
    if stored.id == number:
        notice(f"Draft {number} is revision {stored.revision}.")
    else:
        _tell_follow_up(stored.id, "changes")


def cancel(context: typer.Context, number: DraftNumber, *, by: By = "") -> None:
    """Cancel a meeting that people were invited to: makes the draft that tells them and their calendars."""
    from dictation import pipeline

    with workspace(context) as opened:
        stored = pipeline.cancel_meeting(opened, number, by=by or user_name())
    _tell_follow_up(stored.id, "cancels")


def calendar(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The client's key.", metavar="CLIENT")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A file to write, such as meetings.ics; stdout unless told.", dir_okay=False
        ),
    ] = None,
    put: Annotated[bool, typer.Option("--put", help="Put them into the calendar that the settings name.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over what somebody else made of the file or of a meeting.")
    ] = False,
) -> None:
    """Write the meetings of a client's approved and sent invitations as a calendar (iCalendar)."""
    from dictation import pipeline
    from dictation.home import write_document
    from dictation.writers import write_calendar

    with workspace(context) as opened:
        events = pipeline.list_meetings(opened, key)
        if not events:
            notice(f"No invitation of {key} was approved yet: the calendar is empty.")
        content = write_calendar(events)
        if output:
            write_document(opened.home, output, content, overwrite=overwrite)
            show(str(output))
        elif not put:
            show(content.decode().replace("\r\n", "\n").rstrip())
        if put:
            _tell_put(pipeline.put_meetings(opened, key, environ=os.environ, overwrite=overwrite))


def _tell_follow_up(number: int, does: str) -> None:
    notice(f"Draft {number} {does} the meeting, once it is approved and sent. Look at it with: dictation show {number}")
    show(str(number))


def _tell_put(result: PutMeetings) -> None:
    """What was put into the calendar, and as errors what was not."""
    removed = sum(change.content is None for change in result.done)
    notice(
        f"Put into the calendar: {len(result.done) - removed}; taken out: {removed}; as they were: {result.unchanged}."
    )
    batch = Batch(len(result.conflicts) + len(result.done))
    for conflict in result.conflicts:
        with batch.each():
            raise conflict
    batch.finish()
