"""``dictation mailing``: one approved text to a list of people, a message each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dictation.cli.errors import Batch, tell_error
from dictation.cli.output import Column, ProgressLine, notice, progress_line, show, show_json, show_table
from dictation.cli.session import AsJson, By, DraftNumber, OfClient, at_terminal, user_name, workspace

if TYPE_CHECKING:
    from dictation.errors import DictationError
    from dictation.model.delivery import Receipt
    from dictation.model.mailing import ListEntry, Mailing, PersonalPost
    from dictation.pipeline import DueMailing, PlannedMailing, Workspace

group = typer.Typer(no_args_is_help=True)
_TOLD = 20
"""How many lines of a kind are told; --json has all."""
_DKIM = (
    "Mail programs show a button for unsubscribing if the mail server signs the messages with DKIM, the fields "
    "List-Unsubscribe and List-Unsubscribe-Post among what is signed (RFC 8058, 4): see to that in its settings."
)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(group, name="mailing", help="One approved text to a list of people, a message each.")


@group.command("plan")
def plan(
    context: typer.Context,
    number: DraftNumber,
    *,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="A list of people: .csv, .vcf or .json.", metavar="FILE", dir_okay=False),
    ] = None,
    contacts: Annotated[
        str | None,
        typer.Option(
            help="Those of the client's address book in whose entries these words occur; '' for all.", metavar="WORDS"
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Bind a list to a draft; approve it then, as it goes to that list.

    The text may have fields, such as {first_name}: what each person's column of the list says is put in.
    {{first_name}} writes {first_name} itself.
    """
    from dictation import pipeline

    if (list_ is None) is (contacts is None):
        raise typer.BadParameter("say one of --list and --contacts", param_hint="--list")
    with workspace(context) as opened:
        entries = _of_file(list_) if list_ is not None else _of_contacts(opened, number, contacts or "")
        source = list_.name if list_ is not None else "the address book"
        planned = pipeline.plan_mailing(opened, number, entries, source=source)
    if json:
        show_json(_plan_as_json(planned))
        return
    _print_plan(planned)


@group.command("drop")
def drop(context: typer.Context, number: DraftNumber) -> None:
    """Take a draft's list away, so that it goes to its own recipients again."""
    with workspace(context) as opened:
        opened.store.drop_mailing(number)
    notice(f"Draft {number} is no mailing any more. Approve it anew if it is to go to its own recipients.")


@group.command("send")
def send(
    context: typer.Context,
    number: DraftNumber,
    *,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be sent.")] = True,
    confirm: Annotated[
        int | None, typer.Option(help="How many messages are to go, for scripts.", metavar="COUNT", min=1)
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(help="How many at most in a minute; the settings' unless told.", min=1, max=6000)
    ] = None,
    json: AsJson = False,
) -> None:
    """Send an approved mailing; a dry run until told otherwise.

    Interrupted, or where messages were put off, the same command goes on where it stopped. Nobody gets it twice.
    """
    from dictation import pipeline

    with workspace(context) as opened, nullcontext() if dry_run else opened.store.sending():
        due = pipeline.due_mailing(opened, number)
        pace = per_minute or opened.settings.mailing.per_minute
        if dry_run or not due.due:
            _tell_due(due, pace, json=json, dry_run=dry_run)
            return
        _confirm(len(due.due), number, confirm)
        with progress_line(f"draft {number}:") as line:
            sending = _Sending(len(due.due), line)
            errors = pipeline.send_mailing(opened, due, environ=os.environ, per_minute=pace, posted=sending.posted)
        mailing = opened.store.mailing(number)
    if json:
        show_json(_as_json(mailing))
    else:
        show(_told(mailing))
    sending.finish(errors)


@group.command("list")
def list_(context: typer.Context, *, client: OfClient = None, json: AsJson = False) -> None:
    """List the mailings, and how far each is."""
    with workspace(context) as opened:
        mailings = opened.store.mailings(client)
    if json:
        show_json([_as_json(each) for each in mailings])
    elif mailings:
        columns = (
            Column(title="draft", style="bold", right=True, whole=True),
            Column(title="client", whole=True),
            Column(title="planned", whole=True),
            Column(title="list"),
            Column(title="people", right=True, whole=True),
            Column(title="how far"),
        )
        show_table(columns, (_row(each) for each in mailings))
    else:
        notice("There are no mailings. Bind a list to a draft with: dictation mailing plan ID --list FILE")


@group.command("status")
def status(
    context: typer.Context,
    number: DraftNumber,
    *,
    stage: Annotated[str, typer.Option(help="Only people at this stage, such as unknown or refused.")] = "",
    json: AsJson = False,
) -> None:
    """Show how far a mailing is, person by person."""
    from dictation.model.mailing import Stage

    if stage and stage not in list(Stage):
        raise typer.BadParameter(f"there is no stage {stage!r}; there are: {', '.join(Stage)}", param_hint="--stage")
    with workspace(context) as opened:
        mailing = opened.store.mailing(number)
        posts = [each for each in opened.store.personal_posts(number) if stage in {"", each.stage}]
    if json:
        show_json({**_as_json(mailing), "messages": [_post_as_json(each) for each in posts]})
        return
    columns = (
        Column(title="to", share=2),
        Column(title="stage", style="bold", whole=True),
        Column(title="when", whole=True),
        Column(title="the server's words", share=2),
    )
    show_table(columns, ((each.person.address, each.stage, _moment(each), _words(each)) for each in posts))
    show(_told(mailing))


@group.command("settle")
def settle(
    context: typer.Context,
    number: DraftNumber,
    addresses: Annotated[list[str], typer.Argument(help="Addresses of unknown outcome.", metavar="ADDRESS...")],
    *,
    arrived: Annotated[bool, typer.Option("--arrived/--not-arrived", help="What you found out.")],
    by: By = "",
) -> None:
    """Tell whether messages of unknown outcome arrived; those that did not go again with the next sending."""
    with workspace(context) as opened, opened.store.sending():
        mailing = opened.store.settle_posts(number, addresses, arrived=arrived, by=by or user_name())
    notice(_told(mailing))


@group.command("receive")
def receive(
    context: typer.Context,
    *,
    listen: Annotated[str, typer.Option(help="Address and port.", metavar="HOST:PORT")] = "127.0.0.1:8025",
) -> None:
    """Take unsubscriptions that the firm's web server hands on, until interrupted.

    It speaks plain HTTP: the web server in front of it speaks TLS, and hands on what comes to unsubscribe_url.
    """
    from dictation import pipeline

    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        raise typer.BadParameter(f"{listen!r} is no address with a port", param_hint="--listen")
    with workspace(context) as opened:
        pipeline.receive(
            opened,
            host.strip("[]"),
            int(port),
            ready=lambda at, on: notice(f"Unsubscriptions are taken at http://{at}:{on}/ until you press Ctrl-C."),
            told=lambda client: notice(f"Somebody unsubscribed from the mailings of {client}."),
            failed=tell_error,
        )


def _of_file(path: Path) -> Sequence[ListEntry]:
    from dictation.home import read_mailing_list

    return read_mailing_list(path)


def _of_contacts(opened: Workspace, number: int, words: str) -> Sequence[ListEntry]:
    from dictation.home import list_of_contacts
    from dictation.review import find_contacts

    client = opened.store.draft(number).client
    return list_of_contacts(find_contacts(opened.store.contacts(client), words))


def _print_plan(planned: PlannedMailing) -> None:
    mailing = planned.mailing
    _print_samples(planned.samples)
    for number, each in enumerate(planned.left_out):
        if number == _TOLD:
            notice(f"… and {len(planned.left_out) - _TOLD} more are left out; --json has all.")
            break
        notice(f"Left out: {each.entry.name or each.entry.email} ({each.entry.place}): {each.reason}.")
    for doubt in planned.doubts[:_TOLD]:
        notice(f"Warning: {doubt}.")
    left_out = f", {len(planned.left_out):,} left out" if planned.left_out else ""
    notice(f"Draft {mailing.draft} goes to {mailing.people:,} people of {mailing.source}, a message each{left_out}.")
    notice(_DKIM)
    notice(f"Now approve it: dictation approve {mailing.draft}; then: dictation mailing send {mailing.draft}")


def _print_samples(samples: Sequence[str]) -> None:
    for title, sample in zip(("The first message", "The longest message"), samples, strict=False):
        show(f"{title}:\n{'-' * 72}\n{sample.rstrip()}\n{'-' * 72}\n")


def _tell_due(due: DueMailing, per_minute: int, *, json: bool, dry_run: bool) -> None:
    count = len(due.due)
    if json:
        to = [each.person.address for each in due.due]
        show_json({**_as_json(due.mailing), "dry_run": dry_run, "due": count, "from": due.sender, "to": to})
        return
    if not due.due:
        notice(f"Nothing of the mailing of draft {due.stored.id} is to go now: {_told(due.mailing)}")
        return
    _print_samples(due.samples)
    show(f"{count:,} messages from {due.sender}, at most {per_minute} a minute: {_lasting(count, per_minute)}.")
    notice(f"This was a dry run: nothing was sent. To send: dictation mailing send {due.stored.id} --no-dry-run")


def _confirm(count: int, number: int, confirmed: int | None) -> None:
    """Have the count typed; raises where it is another."""
    from dictation.errors import InputError, ReviewNeeded

    if confirmed is None and not at_terminal():
        raise ReviewNeeded(
            f"nobody confirmed that {count} messages are to go; nothing was sent",
            place=f"the mailing of draft {number}",
            remedy=f"say so: dictation mailing send {number} --no-dry-run --confirm {count}",
        )
    typed = str(confirmed) if confirmed else typer.prompt(f"{count} messages go out. Type that number", err=True)
    if typed.strip() != str(count):
        raise InputError(
            f"{count} messages would go, not {typed}; nothing was sent",
            place=f"the mailing of draft {number}",
            remedy=f"look at it again with: dictation mailing send {number}",
        )


class _Sending:
    """What becomes of the messages, as it is known."""

    def __init__(self, count: int, line: ProgressLine) -> None:
        self._count, self._done, self._line = count, 0, line
        self.failures: list[DictationError] = []

    def posted(self, post: PersonalPost, receipt: Receipt) -> None:
        """Tell of one."""
        from dictation.errors import DeliveryError

        self._done += 1
        self._line.share(self._done, self._count)
        if receipt.outcome != "accepted":
            words = receipt.words or "no reply"
            self.failures.append(
                DeliveryError(f"it is {receipt.outcome} for {post.person.address}: {words}", place=post.person.name)
            )

    def finish(self, errors: Sequence[DictationError]) -> None:
        """Tell of everybody who has not got it, and of ``errors`` besides; exit with the code that they ask for."""
        batch = Batch(self._done + len(errors))
        for failure in (*errors, *self.failures):
            with batch.each():
                raise failure
        batch.finish()


def _row(mailing: Mailing) -> tuple[str, ...]:
    planned = f"{mailing.planned_at.astimezone():%Y-%m-%d %H:%M}"
    return (str(mailing.draft), mailing.client, planned, mailing.source, f"{mailing.people:,}", _told(mailing))


def _told(mailing: Mailing) -> str:
    return ", ".join(f"{count:,} {stage}" for stage, count in sorted(mailing.totals.items())) + "."


def _moment(post: PersonalPost) -> str:
    return f"{post.at.astimezone():%Y-%m-%d %H:%M}" if post.at else ""


def _words(post: PersonalPost) -> str:
    again = post.next_attempt_at
    return post.words + (f" (again from {again.astimezone():%Y-%m-%d %H:%M} on)" if again else "")


def _lasting(count: int, per_minute: int) -> str:
    return f"about {timedelta(minutes=-(-count // per_minute))} (hours:minutes:seconds)"


def _plan_as_json(planned: PlannedMailing) -> dict[str, Any]:
    return {
        **_as_json(planned.mailing),
        "left_out": [
            {"name": each.entry.name, "email": each.entry.email, "place": each.entry.place, "reason": each.reason}
            for each in planned.left_out
        ],
        "warnings": list(planned.doubts),
        "samples": list(planned.samples),
    }


def _as_json(mailing: Mailing) -> dict[str, Any]:
    return {
        "draft": mailing.draft,
        "client": mailing.client,
        "list": mailing.source,
        "planned_at": mailing.planned_at.isoformat(),
        "people": mailing.people,
        "totals": dict(mailing.totals),
    }


def _post_as_json(post: PersonalPost) -> dict[str, Any]:
    return {
        "name": post.person.name,
        "address": post.person.address,
        "stage": post.stage,
        "message_id": post.message_id,
        "attempts": post.attempts,
        "at": post.at.isoformat() if post.at else None,
        "next_attempt_at": post.next_attempt_at.isoformat() if post.next_attempt_at else None,
        "code": post.code,
        "words": post.words,
    }
