"""``dictation send``, ``outbox``, ``recall`` and ``settle``: what leaves the house, and what became of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dictation.cli.errors import Batch, tell_error
from dictation.cli.logs import logging_on
from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, By, DraftNumber, DraftNumbers, OfClient, user_name, workspace

if TYPE_CHECKING:
    from dictation.errors import DictationError
    from dictation.model.delivery import Delivery, Post, Receipt, Withheld
    from dictation.pipeline import Workspace

_LOOK_AGAIN_S = 5
"""How often to look whether something was approved, or is due."""
_REMEDIES = {
    "refused": "correct the address with: dictation edit {} --to NAME; approving it again tries once more",
    "failed": "it is tried again for some days; at once with: dictation send {} --no-dry-run",
    "unknown": "find out whether it arrived, then: dictation settle {} --arrived (or --not-arrived)",
}
_ASKING_REMEDIES = {
    "refused": "correct the client's address with: dictation client add; then ask anew with: dictation consult {}",
    "failed": "it is tried again for some days; at once with: dictation consult {} --no-dry-run",
    "unknown": _REMEDIES["unknown"],
}
"""The same of an email that shows a draft to its client."""
_FOR_APPROVAL = " (for approval)"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (send, outbox, recall, settle):
        app.command()(command)


def send(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            help="Numbers of drafts, which are tried at once; all that are approved and due unless told.",
            metavar="[ID]...",
        ),
    ] = None,
    *,
    client: OfClient = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be sent.")] = True,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on sending what is approved and due, until interrupted.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Send approved drafts; a dry run until told otherwise."""
    if watch:
        if dry_run or json or numbers:
            raise typer.BadParameter("it sends in earnest, all that is due: --watch --no-dry-run", param_hint="--watch")
        _send_on(context, client)
    with workspace(context) as opened, nullcontext() if dry_run else opened.store.sending():
        sending = Sending.of(opened, numbers or (), client)
        if not json:
            sending.warn()
        if not dry_run:
            sending.carry_out(opened, tell_each=not json)
            _file_sent(opened)
    if json:
        show_json(sending.as_json(dry_run=dry_run))
    elif dry_run:
        print_plan(sending.posts)
    failed = [each for each in sending.withheld if numbers or each.needs_review]
    waiting = [each for each in sending.withheld if each not in failed]
    _tell_rest(sending.posts, waiting, dry_run=dry_run, nothing=not sending.withheld)
    batch = Batch(len(sending.receipts) + len(failed) + len(sending.errors))
    for failure in sending.failures(failed):
        with batch.each():
            raise failure
    batch.finish()


def _send_on(context: typer.Context, client: str | None) -> NoReturn:
    """Send what is due, again and again, until told to end; each trouble is told once."""
    from dictation.errors import AuthenticationFailed, StoreError

    ended = Event()
    # A message that is under way goes to its end: nobody could say whether one that is broken off has arrived.
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    notice("Approved drafts are sent when they are due, until you press Ctrl-C.")
    told: set[str] = set()
    first = True
    while not ended.is_set():
        failures: list[DictationError] = []
        try:
            with workspace(context) as opened, opened.store.sending():
                sending = Sending.of(opened, (), client)
                sending.carry_out(opened, tell_each=not logging_on())
                if first or sending.posts:
                    _file_sent(opened)
                    first = False
                failures += sending.failures([each for each in sending.withheld if each.needs_review])
        except StoreError as exc:  # another program sends, or the store's server is away for a while
            failures.append(exc)
        for failure in failures:
            if isinstance(failure, AuthenticationFailed):
                # Servers lock accounts where a wrong password comes again and again.
                raise failure
            if str(failure) not in told:
                tell_error(failure)
        told = {str(failure) for failure in failures}
        ended.wait(_LOOK_AGAIN_S)
    raise typer.Exit


def _file_sent(opened: Workspace) -> None:
    """Copies into the folders of sent messages. Where that fails, nothing about the sending does."""
    from dictation import pipeline

    for error in pipeline.file_sent(opened, environ=os.environ):
        notice(f"No copy of what was sent could be put into the folder of sent messages: {error.message}")
        notice(f"Where:  {error.place}")
        notice(f"Remedy: {error.remedy}; it is tried again with the next sending")


def outbox(context: typer.Context, *, client: OfClient = None, json: AsJson = False) -> None:
    """Show what became of everything that was sent."""
    with workspace(context) as opened:
        deliveries = opened.store.outbox(client)
        mailings = opened.store.mailings(client)
    if json:
        show_json([_delivery_as_json(each) for each in deliveries])
        return
    if mailings:
        notice("How far mailings to lists are is told by: dictation mailing list")
    if not deliveries:
        notice(f"The outbox is empty: no {'other ' if mailings else ''}email was sent yet.")
        return
    columns = (
        Column(title="draft", style="bold", right=True, whole=True),
        Column(title="when", whole=True),
        Column(title="outcome", style="bold", whole=True),
        Column(title="to"),
        Column(title="the server's words"),
    )
    show_table(columns, (row for each in deliveries for row in _rows(each)))
    if any("unknown" in row for each in deliveries for row in _rows(each)):
        notice("Find out whether what is unknown arrived; then tell it with: dictation settle ID")


def recall(context: typer.Context, numbers: DraftNumbers, *, by: By = "") -> None:
    """Take approved drafts out of the outbox, as long as they are not sent.

    Each is a draft again that nobody has decided about.
    """
    from dictation.model.delivery import Outcome

    batch = Batch(len(numbers))
    with workspace(context) as opened:
        for number in numbers:
            with batch.each():
                stored = opened.store.recall(number, by=by or user_name())
                receipts = (receipt for delivery in stored.deliveries for receipt in delivery.receipts)
                have = [receipt.address for receipt in receipts if receipt.outcome is Outcome.ACCEPTED]
                told = f" These have it: {', '.join(have)}." if have else ""
                told += " Throw away what was printed of it." if stored.prints else ""
                notice(f"Draft {number} is recalled.{told}")
    batch.finish()


def settle(
    context: typer.Context,
    number: DraftNumber,
    *,
    arrived: Annotated[bool | None, typer.Option("--arrived/--not-arrived", help="What you found out.")] = None,
    look: Annotated[bool, typer.Option("--look", help="Look for it in the folder of sent messages.")] = False,
    by: By = "",
) -> None:
    """Tell whether a draft of unknown outcome arrived, or look for it.

    One that did not arrive is sent again with the next sending, as the same message.
    """
    from dictation import pipeline
    from dictation.errors import ReviewNeeded

    if look is (arrived is not None):
        raise typer.BadParameter("say one of --arrived, --not-arrived and --look", param_hint="--look")
    with workspace(context) as opened, opened.store.sending():
        if look and not pipeline.look_for(opened, number, environ=os.environ):
            raise ReviewNeeded(
                f"the folder of sent messages is no proof that draft {number} has gone, nor that it has not",
                place="the folder of sent messages",
                remedy=f"ask whom it was for, then: dictation settle {number} --arrived (or --not-arrived)",
            )
        stored = opened.store.settle(number, arrived=bool(arrived) or look, by=by or user_name())
    notice(f"Draft {number} is {stored.state}.")


@dataclass(kw_only=True, slots=True)
class Sending:
    """What is to be sent, and what becomes of it."""

    posts: list[Post]
    withheld: list[Withheld]
    warnings: dict[int, tuple[str, ...]]
    """What is odd about addresses, by the draft's number."""
    receipts: list[tuple[Post, Receipt]] = field(default_factory=list)
    errors: tuple[DictationError, ...] = ()
    """What was the matter with servers that could not be used, and with drafts that were changed meanwhile."""

    @classmethod
    def of(cls, opened: Workspace, numbers: Sequence[int], client: str | None) -> Sending:
        """What is to be sent of drafts with those numbers, or of all."""
        from dictation import pipeline
        from dictation.model.delivery import Post, Withheld

        plan = pipeline.plan_post(opened, numbers, client=client)
        posts = [each for each in plan if isinstance(each, Post)]
        return cls(
            posts=posts,
            withheld=[each for each in plan if isinstance(each, Withheld)],
            warnings={post.draft: pipeline.address_doubts(opened, post.client, post.recipients) for post in posts},
        )

    def warn(self) -> None:
        """Tell what is odd about the addresses."""
        for draft, doubts in self.warnings.items():
            for doubt in doubts:
                notice(f"Warning: draft {draft}: {doubt}.")

    def carry_out(self, opened: Workspace, *, tell_each: bool) -> None:
        """Send it."""
        from dictation import pipeline

        def posted(post: Post, receipts: Sequence[Receipt]) -> None:
            self.receipts.extend((post, receipt) for receipt in receipts)
            for receipt in receipts if tell_each else ():
                what = f"draft {post.draft}{' for approval' if _asks(post) else ''}"
                show(f"{what}: {receipt.outcome}, {receipt.address} ({receipt.words or 'no reply'})")

        self.errors = pipeline.send(opened, self.posts, environ=os.environ, posted=posted)

    def failures(self, withheld: Iterable[Withheld]) -> Iterator[DictationError]:
        """Every server that is no use, recipient who has not got it, and draft ``withheld`` that should have gone."""
        from dictation.errors import DeliveryError, ReviewNeeded
        from dictation.model.delivery import Outcome

        yield from self.errors
        for post, receipt in self.receipts:
            if receipt.outcome is not Outcome.ACCEPTED:
                yield DeliveryError(
                    f"draft {post.draft} is {receipt.outcome} for {receipt.address}: {receipt.words or 'no reply'}",
                    place=f"draft {post.draft}",
                    remedy=(_ASKING_REMEDIES if _asks(post) else _REMEDIES)[receipt.outcome].format(post.draft),
                )
        for each in withheld:
            yield ReviewNeeded(
                f"draft {each.draft} is not sent: {each.reason}",
                place=f"draft {each.draft}",
                remedy=f"look at it with: dictation show {each.draft}",
            )

    def as_json(self, *, dry_run: bool) -> dict[str, object]:
        """All of it."""
        return {
            "dry_run": dry_run,
            "posts": [
                {
                    "draft": post.draft,
                    "purpose": post.purpose,
                    "from": post.sender,
                    "to": list(post.recipients),
                    "warnings": list(self.warnings[post.draft]),
                    "message_id": post.message_id,
                    "receipts": [_receipt_as_json(receipt) for sent, receipt in self.receipts if sent is post],
                }
                for post in self.posts
            ],
            "withheld": [{"draft": each.draft, "reason": each.reason} for each in self.withheld],
        }


def print_plan(posts: Sequence[Post]) -> None:
    """Print what would be sent as a table."""
    columns = (
        Column(title="draft", style="bold", right=True, whole=True),
        Column(title="from"),
        Column(title="to"),
        Column(title="bytes", right=True, whole=True),
    )
    from dictation.deliver import written_out

    rows = ((p, ", ".join(map(written_out, p.recipients)) + (_FOR_APPROVAL if _asks(p) else "")) for p in posts)
    if posts:
        show_table(columns, ((str(p.draft), p.sender, to, f"{len(p.content):,}") for p, to in rows))


def _asks(sent: Post | Delivery) -> bool:
    """Whether it shows a draft to the client who is to approve it."""
    return sent.purpose == "consultation"


def _tell_rest(posts: Sequence[Post], waiting: Sequence[Withheld], *, dry_run: bool, nothing: bool) -> None:
    """What was not sent, and is as it should be; ``nothing``: no draft was there to be sent at all."""
    for each in waiting:
        notice(f"Draft {each.draft} is not sent: {each.reason}.")
    if dry_run and posts:
        notice("This was a dry run: nothing was sent. To send: dictation send --no-dry-run")
    if not posts and nothing:
        notice("There is nothing to send. Approve a draft with: dictation approve ID")


def _rows(delivery: Delivery) -> list[tuple[str, str, str, str, str]]:
    """A line for each recipient."""
    moment = delivery.finished_at or delivery.started_at or delivery.queued_at
    head = (str(delivery.draft), f"{moment.astimezone():%Y-%m-%d %H:%M}")
    known = {receipt.address: receipt for receipt in delivery.receipts}
    return [(*head, *_row(delivery, address, known.get(address))) for address in delivery.recipients]


def _row(delivery: Delivery, address: str, receipt: Receipt | None) -> tuple[str, str, str]:
    address += _FOR_APPROVAL if _asks(delivery) else ""
    if receipt is None:
        return ("sending" if delivery.started_at else "queued", address, "")
    words = receipt.words
    if receipt.outcome == "failed" and delivery.next_attempt_at is not None:
        words += f" (again from {delivery.next_attempt_at.astimezone():%Y-%m-%d %H:%M} on)"
    return (receipt.outcome, address, words)


def _delivery_as_json(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "draft": delivery.draft,
        "purpose": delivery.purpose,
        "revision": delivery.revision,
        "to": list(delivery.recipients),
        "message_id": delivery.message_id,
        "attempts": delivery.attempts,
        **{
            name: moment.isoformat() if moment else None
            for name, moment in (
                ("queued_at", delivery.queued_at),
                ("next_attempt_at", delivery.next_attempt_at),
                ("started_at", delivery.started_at),
                ("data_at", delivery.data_at),
                ("finished_at", delivery.finished_at),
                ("filed_at", delivery.filed_at),
            )
        },
        "receipts": [_receipt_as_json(receipt) for receipt in delivery.receipts],
    }


def _receipt_as_json(receipt: Receipt) -> dict[str, object]:
    return {"address": receipt.address, "outcome": receipt.outcome, "code": receipt.code, "words": receipt.words}
