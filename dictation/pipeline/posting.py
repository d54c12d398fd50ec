"""Approved drafts → post."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from email.utils import make_msgid
from typing import TYPE_CHECKING

from dictation.deliver import not_sent, plan_delivery
from dictation.errors import DeliveryError, InputError, RenderError, TemplateError
from dictation.home import smtp_account
from dictation.model.delivery import Delivery, Post, Receipt, SmtpAccount, Withheld
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.workspace import Workspace
from dictation.post import SmtpSession

if TYPE_CHECKING:
    from dictation.store.store import Store


Posted = Callable[[Post, tuple[Receipt, ...]], None]
"""Takes a post as soon as it is known what became of it."""

_SENDABLE = (DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED)
"""States of the drafts that a sending of everything takes up."""


def plan_post(
    workspace: Workspace, numbers: Sequence[int], *, client: str | None = None
) -> tuple[Post | Withheld, ...]:
    """What is to be sent, and what of ``numbers`` is not and why; without numbers of all that is approved.

    Raises:
        InputError: There is no such draft or client.
    """
    if numbers:
        drafts = tuple(workspace.store.draft(number) for number in dict.fromkeys(numbers))
    else:
        drafts = tuple(stored for stored in workspace.store.drafts(client) if stored.state in _SENDABLE)
    return tuple(_plan(workspace, stored) for stored in drafts)


def send(workspace: Workspace, posts: Iterable[Post], *, environ: Mapping[str, str], posted: Posted) -> None:
    """Send posts one after another over one connection, and store what became of each before the next begins.

    Raises:
        SettingsError: No mail server is set, or there is no password for it. Nothing was sent.
        ConnectionFailed: The server cannot be reached; what was not sent by then waits in the outbox.
        AuthenticationFailed: The server refuses the account; likewise.
        Conflict: A draft was changed since it was planned, or another program sends it.
    """
    account = smtp_account(workspace.home, workspace.settings, environ)
    queued = [(post, workspace.store.queue(post)) for post in posts]
    asyncio.run(_send(workspace.store, queued, account, posted))


async def _send(store: Store, queued: Iterable[tuple[Post, Delivery]], account: SmtpAccount, posted: Posted) -> None:
    async with AsyncExitStack() as stack:
        session = SmtpSession(account)
        # Closed at the end, but not opened now: it connects for the first post, once that is marked.
        stack.push_async_exit(session)
        for post, delivery in queued:
            # Before the connection: a program that is stopped from here on leaves "sending", and nobody sends it twice.
            store.mark_sending(delivery.id)
            try:
                receipts = await session.send(post)
            except DeliveryError as exc:
                store.record_receipts(delivery.id, not_sent(post, exc))
                raise
            store.record_receipts(delivery.id, receipts)
            posted(post, receipts)


def _plan(workspace: Workspace, stored: StoredDraft) -> Post | Withheld:
    """What goes of one draft. Where it can no longer be made into a message it is withheld, and the others still go."""
    if stored.approval is None:
        rejected = stored.state is DraftState.REJECTED
        return Withheld(draft=stored.id, reason="it was rejected" if rejected else "it is not approved")
    desk = Desk(workspace, stored)
    message_id = make_msgid(domain=desk.client.email.rpartition("@")[2])
    try:
        return plan_delivery(stored, desk.message(), now=workspace.clock(), message_id=message_id)
    except (InputError, TemplateError, RenderError, DeliveryError) as exc:
        return Withheld(draft=stored.id, reason=f"it cannot be made into a message: {exc}", needs_review=True)
