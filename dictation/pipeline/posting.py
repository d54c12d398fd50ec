"""Approved drafts → post."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from typing import TypeVar

from dictation.deliver import hold_back, is_due, not_sent, plan_delivery, retry_at
from dictation.errors import (
    AuthenticationFailed,
    Conflict,
    DeliveryError,
    DictationError,
    InputError,
    RenderError,
    TemplateError,
)
from dictation.home import list_enclosures, smtp_account
from dictation.model.delivery import Delivery, Post, Receipt, SmtpAccount, Withheld
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.workspace import Workspace
from dictation.post import SmtpSession
from dictation.review import enclosure_obstacles

_log = logging.getLogger(__name__)

T = TypeVar("T")

Posted = Callable[[Post, tuple[Receipt, ...]], None]
"""Takes a post as soon as it is known what became of it."""

_SENDABLE = (
    DraftState.AWAITING_CLIENT,
    DraftState.APPROVED,
    DraftState.QUEUED,
    DraftState.FAILED,
    DraftState.UNKNOWN,
)
"""States of the drafts that a sending of everything takes up; of those that are unknown for some recipients, what waits
for the others, and of those that await their client, what waits for the client."""


def plan_post(
    workspace: Workspace, numbers: Sequence[int], *, client: str | None = None
) -> tuple[Post | Withheld, ...]:
    """What is to be sent, and what of ``numbers`` is not and why; without numbers of all that is approved and due.

    Raises:
        InputError: There is no such draft or client.
    """
    if numbers:
        drafts = tuple(workspace.store.draft(number, client=client) for number in dict.fromkeys(numbers))
    else:
        found = (stored for state in _SENDABLE for stored in workspace.store.drafts(client, state))
        due = (each for each in found if each.state is not DraftState.UNKNOWN or each.waiting)
        drafts = tuple(sorted(due, key=lambda stored: stored.id))
    return tuple(_plan(workspace, stored, at_once=bool(numbers)) for stored in drafts)


def send(
    workspace: Workspace,
    posts: Iterable[Post],
    *,
    environ: Mapping[str, str],
    posted: Posted,
    jitter: Callable[[], float] = random.random,
) -> tuple[DictationError, ...]:
    """Send posts, and store what became of each before its connection takes the next.

    To be called while this program is the only one that sends (:meth:`Store.sending`). ``jitter`` is a number from 0
    up to 1 for each failure, by which it is tried again the later. Returns what was the matter with mail servers that
    could not be used, whose post waits in the outbox, and with drafts that somebody changed or recalled since they were
    planned: of these nothing goes.

    Raises:
        SettingsError: No mail server is set, or there is no password for it. Nothing was sent.
    """
    store = workspace.store
    by_client: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_client[post.client].append(post)
    batches: defaultdict[SmtpAccount, list[Post]] = defaultdict(list)
    for key, each in by_client.items():
        batches[smtp_account(workspace.home, workspace.settings, store.client(key), environ)] += each
    outgoing = _Outgoing(workspace=workspace, posted=posted, jitter=jitter)
    queued = {account: outgoing.queue(batch) for account, batch in batches.items()}
    return (*asyncio.run(outgoing.send(queued)), *outgoing.withdrawn)


async def over_connections(
    account: SmtpAccount, batch: Sequence[T], deliver: Callable[[SmtpSession, T], Awaitable[None]]
) -> list[DeliveryError]:
    """Deliver a batch over the account's connections, each of which takes the next when it is done with one.

    Where something fails that is no matter of one message, none takes another.
    """
    waiting = iter(batch)
    failures: list[DictationError] = []

    async def take_turns() -> None:
        async with SmtpSession(account) as session:
            while not failures and (each := next(waiting, None)) is not None:
                try:
                    await deliver(session, each)
                except DictationError as exc:
                    failures.append(exc)

    # No task group: where one connection fails, the messages on the others have to arrive first.
    await asyncio.gather(*(take_turns() for _ in range(min(account.connections, len(batch)))))
    for failure in failures:
        if not isinstance(failure, DeliveryError):
            raise failure
    return [failure for failure in failures[:1] if isinstance(failure, DeliveryError)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outgoing:
    """Post on its way to mail servers."""

    workspace: Workspace
    posted: Posted
    jitter: Callable[[], float]
    withdrawn: list[Conflict] = field(default_factory=list)
    """What somebody changed or recalled meanwhile."""

    def queue(self, posts: Iterable[Post]) -> list[tuple[Post, int]]:
        """Put posts into the outbox; returns them with the numbers of their deliveries."""
        queued = []
        for post in posts:
            try:
                queued.append((post, post.delivery or self.workspace.store.queue(post).id))
            except Conflict as exc:
                self.withdrawn.append(exc)
        return queued

    async def send(self, batches: Mapping[SmtpAccount, Sequence[tuple[Post, int]]]) -> tuple[DeliveryError, ...]:
        """Send each account's posts; returns what was the matter with those that could not be used."""
        return tuple(
            [
                error
                for account, batch in batches.items()
                for error in await over_connections(account, batch, self._deliver)
            ]
        )

    async def _deliver(self, session: SmtpSession, queued: tuple[Post, int]) -> None:
        post, number = queued
        store = self.workspace.store
        try:
            delivery = store.mark_sending(number)
        except Conflict as exc:
            self.withdrawn.append(exc)
            return
        told: dict[str, object] = {"draft": post.draft, "delivery": number, "attempt": delivery.attempts}
        began = time.monotonic()
        try:
            receipts = await session.send(post, lambda refused: store.mark_data(delivery, refused))
        except DeliveryError as exc:
            # A login that is refused is no server's mood: whoever puts it right need not wait.
            again = self.workspace.clock() if isinstance(exc, AuthenticationFailed) else self._retry_at(delivery)
            store.record_receipts(delivery, not_sent(post, exc), retry_at=again)
            _log.warning("post not sent", extra={"fields": {**told, "error": type(exc).__name__}})
            raise
        store.record_receipts(delivery, receipts, retry_at=self._retry_at(delivery))
        told |= {"seconds": round(time.monotonic() - began, 3), "outcomes": Counter(each.outcome for each in receipts)}
        _log.info("post sent", extra={"fields": told | {"codes": [each.code for each in receipts]}})
        self.posted(post, receipts)

    def _retry_at(self, delivery: Delivery) -> datetime | None:
        now = self.workspace.clock()
        return retry_at(delivery.queued_at, delivery.attempts, now=now, jitter=self.jitter())


def _plan(workspace: Workspace, stored: StoredDraft, *, at_once: bool) -> Post | Withheld:
    """What goes of one draft. Where it can no longer be made into a message it is withheld, and the others still go."""
    now = workspace.clock()
    if stored.asking is not None and not at_once and is_due(stored.asking.next_attempt_at, now):
        return workspace.store.waiting_post(stored.asking.id)
    held_back = hold_back(stored, now=now, at_once=at_once)
    if held_back is not None:
        return held_back
    try:
        missing = enclosure_obstacles(stored.draft, list_enclosures(workspace.home, stored.client))
        if missing:
            reason = f"its enclosures have changed since its approval. {' '.join(missing)}"
            return Withheld(draft=stored.id, reason=reason, needs_review=True)
        message = Desk(workspace, stored).message()
        message_id = make_msgid(domain=message.sender.rpartition("@")[2])
        planned = plan_delivery(stored, message, now=now, message_id=message_id)
    except (InputError, TemplateError, RenderError, DeliveryError) as exc:
        return Withheld(draft=stored.id, reason=f"it cannot be made into a message: {exc}", needs_review=True)
    if isinstance(planned, Post) and stored.waiting is not None and stored.waiting.attempts:
        # The server may know it already: it goes again as the same message, to the byte.
        return workspace.store.waiting_post(stored.waiting.id)
    return planned
