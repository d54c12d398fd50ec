"""``dictation approve``, ``reject`` and ``edit``: what a person decides about drafts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from dictation.cli.drafts import names
from dictation.cli.editor import discard, draft_editor, read_text
from dictation.cli.errors import Batch
from dictation.cli.output import notice
from dictation.cli.session import By, DraftNumber, DraftNumbers, Seen, at_terminal, user_name, workspace
from dictation.errors import Conflict

if TYPE_CHECKING:
    from dictation.store import Revision

People: TypeAlias = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (approve, reject, edit):
        app.command()(command)


def approve(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    seen: Seen = None,
    by: Annotated[
        str,
        typer.Option(
            help="Who decides; your name on this machine unless told. The word client, or the client's key or name, "
            "enters the client's own approval after yours.",
            metavar="NAME",
        ),
    ] = "",
    read_aloud: Annotated[
        bool,
        typer.Option(
            "--read-aloud", help="With --by client: the client did not see the draft but was read it, by telephone say."
        ),
    ] = False,
) -> None:
    """Approve drafts exactly as they are now.

    Any change to text, recipients or template takes the approval back, the client's too. Where the client approves
    drafts as well (client add --approval client) they wait for that then: consult shows them to the client, and
    --by client enters the answer.
    """
    from dictation import pipeline

    _require_one(numbers, seen)
    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                stored = pipeline.enter_approval(opened, number, by=by or user_name(), read_aloud=read_aloud, seen=seen)
                notice(pipeline.approval_told(opened, stored))
    batch.finish()


def reject(context: typer.Context, numbers: DraftNumbers, *, seen: Seen = None, by: By = "") -> None:
    """Lay drafts aside.

    An approval takes one up again. --by client enters that the client says no.
    """
    from dictation import pipeline

    _require_one(numbers, seen)
    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                pipeline.enter_rejection(opened, number, by=by or user_name(), seen=seen)
                notice(f"Draft {number} is rejected.")
    batch.finish()


def edit(
    context: typer.Context,
    number: DraftNumber,
    *,
    to: Annotated[People, typer.Option(help='Somebody of the address book, or "Name <address>"; repeat it.')] = None,
    cc: Annotated[People, typer.Option(help="The same, for copies.")] = None,
    bcc: Annotated[People, typer.Option(help="The same, for copies that nobody else sees.")] = None,
    replace: Annotated[People, typer.Option(help="Words that stand in the draft; with --with, repeat both.")] = None,
    with_: Annotated[People, typer.Option("--with", help="What is to stand in their place.")] = None,
    resume: Annotated[
        Path | None, typer.Option(help="Take up a text whose editing failed.", metavar="FILE", dir_okay=False)
    ] = None,
    reply_to: Annotated[
        str,
        typer.Option(
            help="The message that it answers, in whose thread it goes: latest, for the last one in the client's inbox "
            "from those it goes to; the Message-ID of one there (dictation inbox); or a file with a saved one (.eml).",
            metavar="MESSAGE",
        ),
    ] = "",
    attach: Annotated[
        People, typer.Option(help="A file that goes with it, or the name of one among the enclosures; repeat it.")
    ] = None,
    detach: Annotated[People, typer.Option(help="An enclosure that is not to go with it; repeat it.")] = None,
    send_at: Annotated[
        str | None,
        typer.Option(
            help='Not to go before, such as "2026-05-12 10:00", in the client\'s time; "" for once it is approved.',
            metavar="TIME",
        ),
    ] = None,
    seen: Seen = None,
    by: By = "",
) -> None:
    """Change a draft: whom it goes to, its words, what it answers, what goes with it, and when it goes.

    Without options it is opened in the editor that DICTATION_EDITOR, VISUAL or EDITOR names. An approval that it had is
    taken back.
    """
    from dictation import pipeline

    if not (to or cc or bcc or replace or reply_to or attach or detach or send_at is not None):
        if not at_terminal():
            raise typer.BadParameter(
                "say what to change with --to, --cc, --bcc, --replace, --reply-to, --attach, --detach or --send-at; "
                "an editor opens at a terminal only"
            )
        _edit_text(context, number, resume, by or user_name(), seen)
        return
    if resume is not None:
        raise typer.BadParameter("a text is taken up in the editor, without other options", param_hint="--resume")
    if len(replace or ()) != len(with_ or ()):
        raise typer.BadParameter("every --replace needs its --with", param_hint="--with")
    with workspace(context) as opened:
        edits = pipeline.Edits(
            to=to or (),
            cc=cc or (),
            bcc=bcc or (),
            words=zip(replace or (), with_ or (), strict=True),
            reply_to=pipeline.find_received(opened, number, reply_to, environ=os.environ) if reply_to else None,
            attached=attach or (),
            detached=detach or (),
            send_at=send_at,
        )
        stored = pipeline.edit(opened, number, edits, by=by or user_name(), seen=seen)
    hour = f" not before {stored.draft.send_at:%d %B %Y, %H:%M %Z}" if stored.draft.send_at else ""
    mailing = f"{stored.mailing:,} people (mailing)" if stored.mailing else ""
    whom = mailing or names(stored.draft.recipients) or "nobody yet"
    notice(f"Draft {number} goes to {whom}{hour}; it is revision {stored.revision}.")


def _require_one(numbers: Sequence[int], seen: int | None) -> None:
    if seen is not None and len(set(numbers)) > 1:
        raise typer.BadParameter("a revision is one of a single draft", param_hint="--revision")


def _require_later(text: Path, last: Revision, number: int) -> None:
    """Raise where a text would take the place of a revision that whoever typed it cannot have seen."""
    if datetime.fromtimestamp(text.stat().st_mtime, UTC) < last.at:
        raise Conflict(
            f"draft {number} was changed by {last.author} after this text was typed",
            place=str(text),
            remedy=f"look at what is there now with: dictation show {number}; to put the text in its place: "
            f"dictation edit {number} --resume {text} --revision {last.number}",
        )


def _edit_text(context: typer.Context, number: int, resume: Path | None, by: str, seen: int | None) -> None:
    from dictation import pipeline

    with workspace(context) as opened, pipeline.claiming(opened, by=by) as claims:
        stored, other = claims.open(number)
        before = stored.revision
        if other is not None:
            notice(f"{other.by} has draft {number} open, too: whoever saves second is told what the first changed.")
        text = read_text(resume) if resume else None
        if resume is not None and seen is None:
            _require_later(resume, opened.store.revisions(number)[-1], number)
        with draft_editor(opened.home.edits, number, notice) as editing:
            stored = pipeline.edit_text(opened, number, editing, by=by, text=text, seen=seen)
        if resume is not None and resume.absolute().parents[1] == opened.home.edits:
            discard(resume)
    if stored.revision == before:
        notice(f"Draft {number} is unchanged.")
    else:
        notice(f"Draft {number} is revision {stored.revision}. What changed is told by: dictation diff {number}")
