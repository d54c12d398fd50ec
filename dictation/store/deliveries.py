"""The outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from dictation.deliver import state_after
from dictation.errors import Conflict
from dictation.model.delivery import Delivery, Outcome, Post, Purpose, Receipt
from dictation.model.review import DraftState, StoredDraft
from dictation.store import schema
from dictation.store.base import locked_to_write, require_client
from dictation.store.changes import empty_outbox, set_state
from dictation.store.database import translated
from dictation.store.loading import draft_conflict, load_deliveries, load_draft
from dictation.store.mailings import Mailings
from dictation.store.sole_sender import sole_sender

_SENDABLE = {
    Purpose.POST: frozenset({DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED}),
    Purpose.CONSULTATION: frozenset({DraftState.AWAITING_CLIENT}),
}


class Deliveries(Mailings):
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
                or stored.state not in _SENDABLE[post.purpose]
                or stored.mailing is not None
            ):
                raise draft_conflict(post.draft, f"cannot be sent like this: its state is {stored.state}")
            now = self._log(
                connection,
                "delivery.queued",
                client=stored.client,
                draft=post.draft,
                detail={"purpose": post.purpose, "message_id": post.message_id, "recipients": len(post.recipients)},
            )
            empty_outbox(connection, post.draft, now)
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
            if post.purpose is Purpose.POST:
                set_state(connection, post.draft, DraftState.QUEUED, now)
            else:
                asked = {"draft": post.draft, "revision": post.revision, "digest": post.digest, "delivery": number}
                connection.execute(schema.consultations.insert().values(**asked, by=self._actor, at=now))
            return _load(connection, number)

    def waiting_post(self, delivery: int) -> Post:
        """A delivery that waits in the outbox, with its exact bytes, for those of its recipients who are not settled.

        Raises:
            Conflict: It no longer waits.
        """
        table = schema.deliveries
        with self._reading() as connection:
            waiting = _load(connection, delivery)
            if not waiting.waits:
                raise _gone(delivery)
            query = sa.select(table, schema.drafts.c.client).join(schema.drafts, schema.drafts.c.id == table.c.draft)
            row = connection.execute(query.where(table.c.id == delivery)).one()
        settled = {receipt.address for receipt in waiting.receipts if receipt.outcome is not Outcome.FAILED}
        return Post(
            client=row.client,
            draft=row.draft,
            revision=row.revision,
            digest=row.digest,
            sender=row.sender,
            recipients=tuple(address for address in waiting.recipients if address not in settled),
            message_id=row.message_id,
            content=row.content,
            delivery=delivery,
            purpose=waiting.purpose,
        )

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Be the only program that sends out of this store, for as long as the block lasts.

        What a program left behind that was stopped while it sent is put right first: where the message's data had not
        begun nothing can have arrived, and it waits in the outbox again; else its outcome is unknown.

        Raises:
            Conflict: Another program goes on sending.
        """
        with translated(self._engine), sole_sender(self._engine):
            with self._writing() as connection:
                self._recover(connection)
                self._recover_mailings(connection)
            yield

    def mark_sending(self, delivery: int) -> Delivery:
        """Note that a delivery is about to be handed to the server; returns it with the number of this attempt.

        To be called before the connection is opened.

        Raises:
            Conflict: It is no longer in the outbox: the draft was changed, or another program sends it.
        """
        with self._writing() as connection:
            _hold_draft(connection, delivery)
            table = schema.deliveries
            waiting = table.c.started_at.is_(None) & table.c.finished_at.is_(None)
            query = sa.select(table.c.draft, table.c.attempts).where(table.c.id == delivery, waiting)
            row = connection.execute(query).one_or_none()
            if row is None:
                raise _gone(delivery)
            now = self._log_delivery(connection, "delivery.started", row.draft, {"delivery": delivery})
            values = {"started_at": now, "attempts": row.attempts + 1, "next_attempt_at": None}
            connection.execute(table.update().where(table.c.id == delivery).values(values))
            # Whoever has no receipt is part of the attempt.
            recipients = schema.delivery_recipients
            failed = (recipients.c.delivery == delivery) & (recipients.c.outcome == Outcome.FAILED)
            connection.execute(recipients.update().where(failed).values(outcome=None, code=None, words=""))
            begun = _load(connection, delivery)
            if begun.purpose is Purpose.POST:
                set_state(connection, row.draft, DraftState.SENDING, now)
            return begun

    def mark_data(self, delivery: Delivery, receipts: Iterable[Receipt]) -> None:
        """Note that the message's data begins, and what the server said of those recipients whom it is not for.

        To be called before the first byte of the data: from here on the message may have arrived.

        Raises:
            Conflict: The attempt is no longer under way: another program took this one for stopped.
        """
        with self._writing() as connection:
            _require_under_way(connection, delivery)
            _write_receipts(connection, delivery.id, receipts)
            now = self._log_delivery(connection, "delivery.data", delivery.draft, {"delivery": delivery.id})
            table = schema.deliveries
            connection.execute(table.update().where(table.c.id == delivery.id).values(data_at=now))

    def record_receipts(
        self, delivery: Delivery, receipts: Iterable[Receipt], *, retry_at: datetime | None = None
    ) -> StoredDraft:
        """Note what an attempt came to, for every recipient that it was for.

        Where it failed for somebody the delivery waits for another attempt at ``retry_at``; it is finished where that
        is None.

        Raises:
            Conflict: The attempt is no longer under way.
            ValueError: There is no receipt for one of its recipients, or one for somebody else.
        """
        receipts = tuple(receipts)
        with self._writing() as connection:
            sent = _require_under_way(connection, delivery)
            given, known = ({each.address for each in some} for some in (receipts, sent.receipts))
            if not set(sent.recipients) - known <= given <= set(sent.recipients):
                raise ValueError(f"the receipts of delivery {delivery.id} are not those of its recipients")
            return self._finish(connection, sent, receipts, retry_at)

    def settle(self, number: int, *, arrived: bool, by: str) -> StoredDraft:
        """Note what a person found out about a draft of unknown outcome.

        For those recipients it counts as accepted where it arrived; else as failed, and is tried again.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The outcome is known, or it is being sent.
        """
        outcome = Outcome.ACCEPTED if arrived else Outcome.FAILED
        with self._writing() as connection:
            stored = load_draft(connection, number)
            if stored.mailing is not None:
                raise draft_conflict(number, "is a mailing: say of whom with dictation mailing settle")
            if stored.state is DraftState.SENDING or not stored.in_doubt:
                raise draft_conflict(number, f"has no unknown outcome: its state is {stored.state}")
            now = self._log(
                connection, "delivery.settled", client=stored.client, draft=number, detail={"by": by, "as": outcome}
            )
            for delivery in stored.in_doubt:
                receipts = tuple(
                    Receipt(address=each.address, outcome=outcome, words=f"so {by} found out")
                    for each in delivery.receipts
                    if each.outcome is Outcome.UNKNOWN
                )
                stored = self._finish(connection, delivery, receipts, now)
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

    def _recover(self, connection: sa.Connection) -> None:
        """Put right what a program left as "sending" that sends no more."""
        table = schema.deliveries
        left = table.c.started_at.is_not(None) & table.c.finished_at.is_(None)
        # All drafts before the first entry in the audit log: nobody waits for a draft with its client's log locked.
        of_left = schema.drafts.c.id.in_(sa.select(table.c.draft).where(left))
        connection.execute(locked_to_write(connection, sa.select(schema.drafts.c.id).where(of_left)))
        for number in connection.scalars(sa.select(table.c.id).where(left).order_by(table.c.id)).all():
            delivery = _load(connection, number)
            if delivery.started_at is None or delivery.finished_at is not None:
                continue  # somebody was quicker
            if delivery.data_at is None and _wanted(connection, delivery):
                now = self._log_delivery(connection, "delivery.requeued", delivery.draft, {"delivery": number})
                connection.execute(table.update().where(table.c.id == number).values(started_at=None))
                if delivery.purpose is Purpose.POST:
                    state = DraftState.UNKNOWN if delivery.in_doubt else DraftState.QUEUED
                    set_state(connection, delivery.draft, state, now)
                continue
            known = {receipt.address for receipt in delivery.receipts}
            outcome = Outcome.UNKNOWN if delivery.data_at else Outcome.FAILED
            words = f"the program was stopped {'while' if delivery.data_at else 'before'} the message went"
            receipts = tuple(
                Receipt(address=address, outcome=outcome, words=words)
                for address in delivery.recipients
                if address not in known
            )
            self._finish(connection, delivery, receipts, self._clock())

    def _finish(
        self, connection: sa.Connection, delivery: Delivery, receipts: tuple[Receipt, ...], retry_at: datetime | None
    ) -> StoredDraft:
        """Write down the outcome for each recipient, what comes next, and what it makes of the draft."""
        counts = Counter(receipt.outcome.value for receipt in receipts)
        now = self._log_delivery(connection, "delivery.finished", delivery.draft, {"delivery": delivery.id, **counts})
        _write_receipts(connection, delivery.id, receipts)
        outcomes = {each.address: each.outcome for each in (*delivery.receipts, *receipts)}
        if Outcome.FAILED in outcomes.values() and retry_at is not None and _wanted(connection, delivery):
            ahead = {"started_at": None, "data_at": None, "finished_at": None, "next_attempt_at": retry_at}
        else:
            ahead = {"finished_at": now}
        table = schema.deliveries
        connection.execute(table.update().where(table.c.id == delivery.id).values(ahead))
        stored = load_draft(connection, delivery.draft)
        if delivery.purpose is Purpose.CONSULTATION:
            return stored
        state = state_after(stored.deliveries, stored.approval)
        set_state(connection, stored.id, state, now)
        return replace(stored, state=state, updated_at=now)

    def _log_delivery(
        self, connection: sa.Connection, action: str, draft: int, detail: dict[str, str | int]
    ) -> datetime:
        client = connection.scalar(sa.select(schema.drafts.c.client).where(schema.drafts.c.id == draft))
        return self._log(connection, action, client=client, draft=draft, detail=detail)


def _require_under_way(connection: sa.Connection, attempt: Delivery) -> Delivery:
    """The delivery as it is by now, where the attempt at it still is the one under way."""
    delivery = _load(connection, attempt.id)
    if delivery.started_at is None or delivery.finished_at is not None or delivery.attempts != attempt.attempts:
        raise draft_conflict(delivery.draft, "is not being sent")
    return delivery


def _wanted(connection: sa.Connection, delivery: Delivery) -> bool:
    """Whether a delivery still is to go: a draft may be changed, or approved, while it is on its way to the client."""
    if delivery.purpose is Purpose.POST:
        return True
    stored = load_draft(connection, delivery.draft)
    asked = (each.delivery.id for each in stored.asked if each.delivery is not None)
    return stored.state is DraftState.AWAITING_CLIENT and delivery.id in asked


def _write_receipts(connection: sa.Connection, delivery: int, receipts: Iterable[Receipt]) -> None:
    recipients = schema.delivery_recipients
    for receipt in receipts:
        row = sa.and_(recipients.c.delivery == delivery, recipients.c.address == receipt.address)
        connection.execute(
            recipients.update().where(row).values(outcome=receipt.outcome, code=receipt.code, words=receipt.words)
        )


def _hold_draft(connection: sa.Connection, delivery: int) -> None:
    """Keep others from changing the draft of a delivery, or its deliveries, until the transaction ends if it writes.

    Every change of a draft begins with this row, so that of two the second sees what the first did.
    """
    drafts, deliveries = schema.drafts, schema.deliveries
    query = sa.select(drafts.c.id).where(
        drafts.c.id == sa.select(deliveries.c.draft).where(deliveries.c.id == delivery).scalar_subquery()
    )
    connection.execute(locked_to_write(connection, query))


def _load(connection: sa.Connection, number: int) -> Delivery:
    _hold_draft(connection, number)
    found = load_deliveries(connection, schema.deliveries.c.id == number)
    if not found:
        raise _gone(number)
    return found[0]


def _gone(delivery: int) -> Conflict:
    return Conflict(
        f"delivery {delivery} no longer waits in the outbox: its draft was changed or recalled, or it is being sent",
        place=f"delivery {delivery}",
        remedy="see what became of it with: dictation outbox",
    )
