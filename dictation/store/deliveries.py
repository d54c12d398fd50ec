"""The outbox."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.model.delivery import Delivery, Post, Receipt
from dictation.model.review import StoredDraft
from dictation.store.base import Base


class Deliveries(Base):
    """Posts on their way and what became of them."""

    def queue(self, post: Post) -> Delivery:
        """Put a post into the outbox, in place of one for the same draft that was never begun.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The draft is not approved as this post, or its last delivery is not done.
        """
        raise NotImplementedError

    def mark_sending(self, delivery: int) -> None:
        """Note that a delivery is being handed to the server. To be called before the connection is opened.

        Raises:
            Conflict: It is no longer in the outbox: the draft was changed, or another program sends it.
        """
        raise NotImplementedError

    def record_receipts(self, delivery: int, receipts: Iterable[Receipt]) -> StoredDraft:
        """Note what became of a delivery, for every one of its recipients.

        Raises:
            Conflict: It was not being sent.
            ValueError: There is no receipt for one of its recipients, or one for somebody else.
        """
        raise NotImplementedError

    def settle(self, number: int, *, arrived: bool, by: str) -> StoredDraft:
        """Note what a person found out about a draft of unknown outcome.

        For those recipients it counts as accepted where it arrived, else as failed, and may be sent again.

        Raises:
            UnknownDraft: There is no such draft.
            Conflict: The outcome is known.
        """
        raise NotImplementedError

    def outbox(self, client: str | None = None) -> tuple[Delivery, ...]:
        """All deliveries of a client, or of all, oldest first.

        Raises:
            UnknownClient: There is no such client.
        """
        raise NotImplementedError
