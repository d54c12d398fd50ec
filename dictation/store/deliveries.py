"""The outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from dictation.deliver import state_after
from dictation.errors import Conflict
from dictation.model.delivery import Delivery, Outcome, Post, Receipt
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import Base, require_client
from dictation.store.changes import remove_queued, set_state
from dictation.store.loading import load_deliveries, load_draft

_SENDABLE = frozenset({DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED})


class Deliveries(Base):
    """Posts on their way and what became of them."""

    def queue(self, post: Post) -> Delivery:
        """Put a post into the outbox, in place of one for the same draft that was never begun.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft is not approved as this post, or its last delivery is not done.
        """
        with self._writing() as connection:
            stored = load_draft(connection, post.draft)
            approval = stored.approval
            if (
                approval is None
                or (approval.revision, approval.digest) != (post.revision, post.digest)
                or stored.state not in _SENDABLE
            ):
                raise _conflict(post.draft, f"cannot be sent like this: its state is {stored.state}")
            remove_queued(connection, post.draft)
            now = self._log(
                connection,
                "delivery.queued",
                client=stored.client,
                draft=post.draft,
                detail={"message_id": post.message_id, "recipients": len(post.recipients)},
            )
            row = schema.deliveries.insert().values(
                draft=post.draft,
                revision=post.revision,
                digest=post.digest,
                sender=post.sender,
                message_id=post.message_id,
                content=post.content,
                # An outcome counts for the approvals before it, so a clock that was put back must not bring it first.
                queued_at=max(now, approval.at),
            )
            number = connection.execute(row.returning(schema.deliveries.c.id)).scalar_one()
            connection.execute(
                schema.delivery_recipients.insert(),
                [
                    {"delivery": number, "position": position, "address": address, "words": ""}
                    for position, address in enumerate(post.recipients)
                ],
            )
            set_state(connection, post.draft, DraftState.QUEUED, now)
            return _load(connection, number)

    def mark_sending(self, delivery: int) -> None:
        """Note that a delivery is being handed to the server. To be called before the connection is opened.

        Raises:
            Conflict: It is no longer in the outbox: the draft was changed, or another program sends it.
        """
        with self._writing() as connection:
            table = schema.deliveries
            waiting = sa.select(table.c.draft).where(table.c.id == delivery, table.c.started_at.is_(None))
            draft = connection.scalar(waiting.with_for_update())
            if draft is None:
                raise Conflict(
                    f"delivery {delivery} no longer waits in the outbox: its draft was changed, or it is being sent",
                    place=f"delivery {delivery}",
                    remedy="see what became of it with: dictation outbox",
                )
            stored = load_draft(connection, draft)
            now = self._log(
                connection, "delivery.started", client=stored.client, draft=draft, detail={"delivery": delivery}
            )
            connection.execute(table.update().where(table.c.id == delivery).values(started_at=now))
            set_state(connection, draft, DraftState.SENDING, now)

    def record_receipts(self, delivery: int, receipts: Iterable[Receipt]) -> StoredDraft:
        """Note what became of a delivery, for every one of its recipients.

        Raises:
            Conflict: It was not being sent.
            ValueError: There is no receipt for one of its recipients, or one for somebody else.
        """
        receipts = tuple(receipts)
        with self._writing() as connection:
            sent = _load(connection, delivery)
            if sent.started_at is None or sent.finished_at is not None:
                raise _conflict(sent.draft, "is not being sent")
            if sorted(receipt.address for receipt in receipts) != sorted(sent.recipients):
                raise ValueError(f"the receipts of delivery {delivery} are not those of its recipients")
            return self._finish(connection, sent, receipts)

    def settle(self, number: int, *, arrived: bool, by: str) -> StoredDraft:
        """Note what a person found out about a draft of unknown outcome.

        For those recipients it counts as accepted where it arrived, else as failed, and may be sent again. A draft
        that a stopped program left behind as "sending" is settled like this too.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The outcome is known.
        """
        outcome = Outcome.ACCEPTED if arrived else Outcome.FAILED
        with self._writing() as connection:
            stored = load_draft(connection, number)
            if stored.state not in {DraftState.SENDING, DraftState.UNKNOWN}:
                raise _conflict(number, f"has no unknown outcome: its state is {stored.state}")
            self._log(
                connection, "delivery.settled", client=stored.client, draft=number, detail={"by": by, "as": outcome}
            )
            for delivery in stored.deliveries:
                known = {each.address: each for each in delivery.receipts if each.outcome is not Outcome.UNKNOWN}
                if delivery.started_at is not None and len(known) < len(delivery.recipients):
                    receipts = tuple(
                        known.get(address) or Receipt(address=address, outcome=outcome, words=f"so {by} found out")
                        for address in delivery.recipients
                    )
                    stored = self._finish(connection, delivery, receipts)
            return stored

    def outbox(self, client: str | None = None) -> tuple[Delivery, ...]:
        """All deliveries of a client, or of all, oldest first.

        Raises:
            UnknownClient: There is no such client.
        """
        with self._reading() as connection:
            if client is None:
                return load_deliveries(connection, sa.true())
            require_client(connection, client)
            return load_deliveries(connection, schema.drafts.c.client == client)

    def _finish(self, connection: sa.Connection, delivery: Delivery, receipts: tuple[Receipt, ...]) -> StoredDraft:
        """Write down the outcome for each recipient, and what it makes of the draft."""
        stored = load_draft(connection, delivery.draft)
        counts = Counter(receipt.outcome.value for receipt in receipts)
        now = self._log(
            connection,
            "delivery.finished",
            client=stored.client,
            draft=stored.id,
            detail={"delivery": delivery.id, **counts},
        )
        table = schema.deliveries
        connection.execute(table.update().where(table.c.id == delivery.id).values(finished_at=now))
        recipients = schema.delivery_recipients
        for receipt in receipts:
            row = sa.and_(recipients.c.delivery == delivery.id, recipients.c.address == receipt.address)
            connection.execute(
                recipients.update().where(row).values(outcome=receipt.outcome, code=receipt.code, words=receipt.words)
            )
        deliveries = load_deliveries(connection, schema.drafts.c.id == stored.id)
        set_state(connection, stored.id, state_after(deliveries, stored.approval), now)
        return load_draft(connection, stored.id)


def _load(connection: sa.Connection, number: int) -> Delivery:
    table = schema.deliveries
    draft = connection.scalar(sa.select(table.c.draft).where(table.c.id == number))
    found = load_deliveries(connection, schema.drafts.c.id == draft)
    for delivery in found:
        if delivery.id == number:
            return delivery
    raise Conflict(
        f"there is no delivery {number} any more",
        place="the outbox",
        remedy="its draft was changed: approve it again",
    )


def _conflict(draft: int, message: str) -> Conflict:
    return Conflict(
        f"draft {draft} {message}",
        place=f"draft {draft}",
        remedy=f"see what happened to it with: dictation log {draft}",
    )
