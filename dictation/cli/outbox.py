"""``dictation send``, ``outbox`` and ``settle``: what leaves the house, and what became of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from dictation.cli.errors import Batch
from dictation.cli.output import Column, notice, show, show_json, show_table
from dictation.cli.session import AsJson, By, DraftNumber, OfClient, user_name, workspace

if TYPE_CHECKING:
    from dictation.errors import DeliveryError
    from dictation.model.delivery import Delivery, Post, Receipt, Withheld

_REMEDIES = {
    "refused": "correct the address with: dictation edit {} --to NAME; approving it again tries once more",
    "failed": "nothing: it is tried again when its time has come; at once with: dictation send {} --no-dry-run",
    "unknown": "find out whether it arrived, then: dictation settle {} --arrived (or --not-arrived)",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (send, outbox, settle):
        app.command()(command)


def send(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(help="Numbers of drafts; all that are approved unless told.", metavar="[ID]..."),
    ] = None,
    *,
    client: OfClient = None,
    dry_run: Annotated[bool, typer.Option(help="Only show what would be sent.")] = True,
    json: AsJson = False,
) -> None:
    """Send approved drafts; a dry run until told otherwise."""
    from dictation import pipeline
    from dictation.model.delivery import Post, Withheld

    results: list[tuple[Post, Receipt]] = []

    def posted(post: Post, receipts: Sequence[Receipt]) -> None:
        results.extend((post, receipt) for receipt in receipts)
        for receipt in () if json else receipts:
            show(f"draft {post.draft}: {receipt.outcome}, {receipt.address} ({receipt.words or 'no reply'})")

    with workspace(context) as opened, nullcontext() if dry_run else opened.store.sending():
        plan = pipeline.plan_post(opened, numbers or (), client=client)
        posts = [each for each in plan if isinstance(each, Post)]
        withheld = [each for each in plan if isinstance(each, Withheld)]
        errors = () if dry_run else pipeline.send(opened, posts, environ=os.environ, posted=posted)
    if json:
        show_json(_as_json(posts, withheld, results, dry_run=dry_run))
    elif dry_run:
        _print_plan(posts)
    failed = [each for each in withheld if numbers or each.needs_review]
    _tell_rest(posts, [each for each in withheld if each not in failed], dry_run=dry_run, nothing=not withheld)
    _tell_failures(results, failed, errors)


def outbox(context: typer.Context, *, client: OfClient = None, json: AsJson = False) -> None:
    """Show what became of everything that was sent."""
    with workspace(context) as opened:
        deliveries = opened.store.outbox(client)
    if json:
        show_json([_delivery_as_json(each) for each in deliveries])
        return
    if not deliveries:
        notice("The outbox is empty: nothing was sent yet.")
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


def settle(
    context: typer.Context,
    number: DraftNumber,
    *,
    arrived: Annotated[bool, typer.Option("--arrived/--not-arrived", help="What you found out.")],
    by: By = "",
) -> None:
    """Tell whether a draft of unknown outcome arrived.

    One that did not arrive is sent again with the next sending, as the same message.
    """
    with workspace(context) as opened, opened.store.sending():
        stored = opened.store.settle(number, arrived=arrived, by=by or user_name())
    notice(f"Draft {number} is {stored.state}.")


def _print_plan(posts: Sequence[Post]) -> None:
    columns = (
        Column(title="draft", style="bold", right=True, whole=True),
        Column(title="from"),
        Column(title="to"),
        Column(title="bytes", right=True, whole=True),
    )
    if posts:
        show_table(columns, ((str(p.draft), p.sender, ", ".join(p.recipients), f"{len(p.content):,}") for p in posts))


def _tell_rest(posts: Sequence[Post], waiting: Sequence[Withheld], *, dry_run: bool, nothing: bool) -> None:
    """What was not sent, and is as it should be; ``nothing``: no draft was there to be sent at all."""
    for each in waiting:
        notice(f"Draft {each.draft} is not sent: {each.reason}.")
    if dry_run and posts:
        notice("This was a dry run: nothing was sent. To send: dictation send --no-dry-run")
    if not posts and nothing:
        notice("There is nothing to send. Approve a draft with: dictation approve ID")


def _tell_failures(
    results: Sequence[tuple[Post, Receipt]], withheld: Sequence[Withheld], errors: Sequence[DeliveryError]
) -> None:
    """Every recipient who has not got it, draft that should have been sent and server that is no use, as an error."""
    from dictation.errors import DeliveryError, ReviewNeeded
    from dictation.model.delivery import Outcome

    batch = Batch(len(results) + len(withheld) + len(errors))
    for error in errors:
        with batch.each():
            raise error
    for post, receipt in results:
        if receipt.outcome is Outcome.ACCEPTED:
            continue
        with batch.each():
            raise DeliveryError(
                f"draft {post.draft} is {receipt.outcome} for {receipt.address}: {receipt.words or 'no reply'}",
                place=f"draft {post.draft}",
                remedy=_REMEDIES[receipt.outcome].format(post.draft),
            )
    for each in withheld:
        with batch.each():
            raise ReviewNeeded(
                f"draft {each.draft} is not sent: {each.reason}",
                place=f"draft {each.draft}",
                remedy=f"look at it with: dictation show {each.draft}; or write it for the printer with: "
                f"dictation render {each.draft} --format pdf",
            )
    batch.finish()


def _rows(delivery: Delivery) -> list[tuple[str, str, str, str, str]]:
    """A line for each recipient."""
    moment = delivery.finished_at or delivery.started_at or delivery.queued_at
    head = (str(delivery.draft), f"{moment.astimezone():%Y-%m-%d %H:%M}")
    known = {receipt.address: receipt for receipt in delivery.receipts}
    return [(*head, *_row(delivery, address, known.get(address))) for address in delivery.recipients]


def _row(delivery: Delivery, address: str, receipt: Receipt | None) -> tuple[str, str, str]:
    if receipt is None:
        return ("sending" if delivery.started_at else "queued", address, "")
    words = receipt.words
    if receipt.outcome == "failed" and delivery.next_attempt_at is not None:
        words += f" (again from {delivery.next_attempt_at.astimezone():%Y-%m-%d %H:%M} on)"
    return (receipt.outcome, address, words)


def _as_json(
    posts: Sequence[Post], withheld: Sequence[Withheld], results: Sequence[tuple[Post, Receipt]], *, dry_run: bool
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "posts": [
            {
                "draft": post.draft,
                "from": post.sender,
                "to": list(post.recipients),
                "message_id": post.message_id,
                "receipts": [_receipt_as_json(receipt) for sent, receipt in results if sent is post],
            }
            for post in posts
        ],
        "withheld": [{"draft": each.draft, "reason": each.reason} for each in withheld],
    }


def _delivery_as_json(delivery: Delivery) -> dict[str, object]:
    return {
        "id": delivery.id,
        "draft": delivery.draft,
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
            )
        },
        "receipts": [_receipt_as_json(receipt) for receipt in delivery.receipts],
    }


def _receipt_as_json(receipt: Receipt) -> dict[str, object]:
    return {"address": receipt.address, "outcome": receipt.outcome, "code": receipt.code, "words": receipt.words}
