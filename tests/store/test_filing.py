"""Which messages are yet to be put into the folder of sent messages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dictation.model.delivery import Outcome, Receipt, Unfiled
from dictation.store.store import Store
from tests.store.fixtures import CHANDLER, CORRESPONDENCE, RECORDING, TIMBER, TRANSCRIPT, message_for, post_of

ACCEPTED, REFUSED, FAILED, UNKNOWN = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.FAILED, Outcome.UNKNOWN


def send(store: Store, timber: Outcome, chandler: Outcome) -> int:
    """Send a draft to two people; returns its number."""
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    attempt = store.mark_sending(store.queue(post_of(number, 1, message)).id)
    store.mark_data(attempt, ())
    receipts = (Receipt(address=TIMBER.email, outcome=timber), Receipt(address=CHANDLER.email, outcome=chandler))
    store.record_receipts(attempt, receipts)
    return number


@pytest.mark.parametrize(
    ("timber", "chandler", "to_be_filed"),
    [
        (ACCEPTED, ACCEPTED, True),
        (ACCEPTED, REFUSED, True),
        (FAILED, ACCEPTED, True),
        (REFUSED, FAILED, False),
        (ACCEPTED, UNKNOWN, False),
        (UNKNOWN, UNKNOWN, False),
    ],
)
def test_what_somebody_has_and_nobody_may_have_is_to_be_filed(
    store: Store, timber: Outcome, chandler: Outcome, to_be_filed: bool
) -> None:
    number = send(store, timber, chandler)
    (delivery,) = store.outbox()
    unfiled = store.unfiled(since=delivery.queued_at)
    expected = (Unfiled(client="okoro", delivery=delivery.id, message_id=delivery.message_id),)
    assert unfiled == (expected if to_be_filed else ())
    if UNKNOWN in {timber, chandler}:
        store.settle(number, arrived=True, by="bela")
        assert store.unfiled(since=delivery.queued_at) == expected


def test_what_is_filed_or_is_long_ago_is_not(store: Store) -> None:
    number = send(store, ACCEPTED, ACCEPTED)
    (delivery,) = store.outbox()
    assert store.unfiled(since=delivery.queued_at + timedelta(seconds=1)) == ()
    assert store.sent_content(delivery.id).startswith(b"Date: ")
    store.mark_filed(delivery.id)
    assert store.unfiled(since=delivery.queued_at) == ()
    (filed,) = store.outbox()
    assert filed.filed_at == store.history(number)[-1].at
