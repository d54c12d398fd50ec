"""What the deliveries of a draft came to."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.errors import DeliveryError
from dictation.model.delivery import Delivery, Outcome, Post, Receipt
from dictation.model.review import Approval, DraftState

_FOR_GOOD = (Outcome.ACCEPTED, Outcome.UNKNOWN)
"""Outcomes that a new approval does not wipe out: the words have left the house, or may have."""

_WORST_FIRST = (
    (Outcome.UNKNOWN, DraftState.UNKNOWN),
    (Outcome.FAILED, DraftState.FAILED),
    (Outcome.REFUSED, DraftState.REFUSED),
)


def outcomes(deliveries: Iterable[Delivery], approval: Approval | None) -> dict[str, Outcome]:
    """What stands for each address, out of ``deliveries`` in their order.

    Whoever accepted the message has it, and whoever may have it is never sent it again by itself. A refusal or a
    failure counts until somebody approves anew, which is the way to say "try again". Where a message's data had begun
    and no outcome is told, it is unknown.
    """
    standing: dict[str, Outcome] = {}
    for delivery in deliveries:
        for address, outcome in _of_delivery(delivery):
            current = approval is not None and delivery.queued_at >= approval.at
            if standing.get(address) not in _FOR_GOOD and (current or outcome in _FOR_GOOD):
                standing[address] = outcome
    return standing


def state_after(deliveries: Iterable[Delivery], approval: Approval | None) -> DraftState:
    """A draft's state when a delivery has finished: the worst that stands for any recipient."""
    standing = outcomes(deliveries, approval).values()
    return next((state for outcome, state in _WORST_FIRST if outcome in standing), DraftState.SENT)


def not_sent(post: Post, error: DeliveryError) -> tuple[Receipt, ...]:
    """Receipts for a post that never got as far as the server."""
    return tuple(Receipt(address=address, outcome=Outcome.FAILED, words=error.message) for address in post.recipients)


def _of_delivery(delivery: Delivery) -> Iterable[tuple[str, Outcome]]:
    known = {receipt.address: receipt.outcome for receipt in delivery.receipts}
    for address in delivery.recipients:
        if address in known:
            yield address, known[address]
        elif delivery.data_at is not None:
            yield address, Outcome.UNKNOWN
