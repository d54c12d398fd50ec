"""``dictation consult``: drafts that their client approves, too; and what is told about approvals."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dictation.cli.errors import Batch
from dictation.cli.outbox import Sending, print_plan
from dictation.cli.output import notice, show
from dictation.cli.session import DraftNumbers, workspace

if TYPE_CHECKING:
    from dictation.model.review import Approval, Consultation, StoredDraft


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(consult)


def consult(
    context: typer.Context,
    numbers: DraftNumbers,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write PDF files here, to be handed over, instead.", metavar="DIR"),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be sent.")] = True,
    again: Annotated[
        bool, typer.Option("--again", help="Send what the client may have got already once more.")
    ] = False,
) -> None:
    """Show drafts that you approved to their client, who has to approve them, too.

    They go to the client's own address and to nobody else, with PDF files of all that would be sent; the answer comes
    to the secretary. A dry run until told otherwise. Enter the answer with approve ID --by client, or reject.
    """
    if output is not None and (again or not dry_run):
        raise typer.BadParameter("a draft is written to files, or sent by email", param_hint="--output")
    if output is None:
        _ask(context, numbers, dry_run=dry_run, again=again)
    else:
        _hand_over(context, numbers, output)


def _ask(context: typer.Context, numbers: Sequence[int], *, dry_run: bool, again: bool) -> None:
    from dictation import pipeline
    from dictation.errors import DictationError

    failures: list[DictationError] = []
    with workspace(context) as opened, nullcontext() if dry_run else opened.store.sending():
        sending = Sending(posts=[], withheld=[], warnings={})
        for number in numbers:
            try:
                sending.posts.append(pipeline.ask_client(opened, number, again=again))
            except DictationError as exc:
                failures.append(exc)
        if not dry_run and sending.posts:
            sending.carry_out(opened, tell_each=True)
    if dry_run and sending.posts:
        print_plan(sending.posts)
        notice("This was a dry run: nothing was sent. To send: dictation consult … --no-dry-run")
    done = sending.posts if dry_run else sending.receipts
    # What did not get as far as a server that is no use waits in the outbox, and is neither done nor a failure.
    batch = Batch(len(done) + len(failures) + len(sending.errors))
    for failure in (*failures, *sending.failures(())):
        with batch.each():
            raise failure
    batch.finish()


def _hand_over(context: typer.Context, numbers: Sequence[int], folder: Path) -> None:
    from dictation import pipeline

    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                for path in pipeline.hand_over(opened, number, folder):
                    show(str(path))
                notice(f"Draft {number} is written for its client; the answer: dictation approve {number} --by client")
    batch.finish()


def approval_lines(stored: StoredDraft) -> list[str]:
    """Who approved a draft, and what became of asking its client, a line each."""
    lines = []
    if stored.approval is not None:
        lines.append(f"Approved:   by {_word(stored.approval)}")
    if stored.client_approval is not None:
        agreed = stored.client_approval
        how = ", who was read it" if agreed.read_aloud else ""
        lines.append(f"Client:     approved by {_word(agreed)}{how}, as {agreed.entered_by} entered")
        return lines
    lines += [f"Client:     {_told(each)}" for each in stored.asked]
    if awaits_client(stored):
        lines.append(f"Waits for:  the client ({next_step(stored)})")
    return lines


def next_step(stored: StoredDraft) -> str:
    """What brings a draft on that awaits its client."""
    if any(each.shown for each in stored.asked):
        return f"the answer: dictation approve {stored.id} --by client"
    return f"to ask: dictation consult {stored.id}"


def approvals_as_json(stored: StoredDraft) -> dict[str, Any]:
    """The same for programs."""
    agreed = stored.client_approval
    entered = {"entered_by": agreed.entered_by, "read_aloud": agreed.read_aloud} if agreed else {}
    return {
        "approval": _as_json(stored.approval) if stored.approval else None,
        "client_approval": {**_as_json(agreed), **entered} if agreed else None,
        "consultations": [
            {
                "at": each.at.isoformat(),
                "by": each.by,
                "revision": each.revision,
                "digest": each.digest,
                "as": "email" if each.delivery else "file",
                "shown": each.shown,
            }
            for each in stored.consultations
        ],
        "awaits_client": awaits_client(stored),
    }


def awaits_client(stored: StoredDraft) -> bool:
    """Whether the client's approval is what is missing."""
    from dictation.model.review import DraftState

    return stored.state is DraftState.AWAITING_CLIENT


def _word(approval: Approval) -> str:
    return f"{approval.by}, {approval.at.astimezone():%d %B %Y, %H:%M}"


def _told(asked: Consultation) -> str:
    when = f"{asked.at.astimezone():%d %B %Y, %H:%M}, by {asked.by}"
    if asked.delivery is None:
        return f"given a file, {when}"
    outcomes = [receipt.outcome for receipt in asked.delivery.receipts]
    return f"asked by email, {when}: {outcomes[0] if outcomes else 'queued'}"


def _as_json(approval: Approval) -> dict[str, Any]:
    return {"by": approval.by, "at": approval.at.isoformat(), "digest": approval.digest}
