"""What was approved is taken back out of the outbox, as long as it is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from dictation.errors import Conflict, UnknownDraft
from dictation.model.delivery import Outcome, Post, Receipt
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import (
    CHANDLER,
    CORRESPONDENCE,
    OKORO,
    RECORDING,
    TIMBER,
    TRANSCRIPT,
    TickingClock,
    message_for,
    post_of,
)

RACES = 10


def approve(store: Store, number: int) -> Post:
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    return post_of(number, 1, message, f"<{len(store.audit())}@okoroboats.example>")


@pytest.fixture
def post(store: Store) -> Post:
    """An approved draft to two people, ready to be sent."""
    return approve(store, store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0])


def attempt(store: Store, post: Post, timber: Outcome, chandler: Outcome) -> None:
    """An attempt at a post that is tried again where it failed."""
    sending = store.mark_sending(store.queue(post).id)
    store.mark_data(sending, ())
    receipts = (Receipt(address=TIMBER.email, outcome=timber), Receipt(address=CHANDLER.email, outcome=chandler))
    store.record_receipts(sending, receipts, retry_at=TickingClock()())


@pytest.mark.parametrize("step", ["approved", "queued", "failed"])
def test_what_waits_is_a_draft_again_and_who_said_so_is_on_record(store: Store, post: Post, step: str) -> None:
    if step == "queued":
        store.queue(post)
    elif step == "failed":
        attempt(store, post, Outcome.ACCEPTED, Outcome.FAILED)
    recalled = store.recall(post.draft, by="joan")
    assert (recalled.state, recalled.approval, recalled.waiting) == (DraftState.DRAFT, None, None)
    last = store.history(post.draft)[-1]
    assert (last.action, last.detail) == ("draft.recalled", {"by": "joan", "was": step})
    with pytest.raises(Conflict):
        store.queue(post)


@pytest.mark.parametrize(
    ("timber", "chandler", "told"),
    [
        (Outcome.ACCEPTED, Outcome.ACCEPTED, "was sent"),
        (Outcome.REFUSED, Outcome.ACCEPTED, "refused for somebody"),
        (Outcome.UNKNOWN, Outcome.ACCEPTED, "may have been sent"),
        (Outcome.UNKNOWN, Outcome.FAILED, "may have been sent"),
    ],
)
def test_what_left_the_house_or_may_have_is_not_recalled(
    store: Store, post: Post, timber: Outcome, chandler: Outcome, told: str
) -> None:
    attempt(store, post, timber, chandler)
    before = store.draft(post.draft)
    with pytest.raises(Conflict, match=f"draft {post.draft} cannot be recalled.*{told}"):
        store.recall(post.draft, by="joan")
    assert store.draft(post.draft) == before


def test_what_is_not_in_the_outbox_is_not_recalled(store: Store, post: Post) -> None:
    store.mark_sending(store.queue(post).id)
    with pytest.raises(Conflict, match="being sent"):
        store.recall(post.draft, by="joan")
    with pytest.raises(Conflict, match="not approved"):
        store.recall(post.draft + 1, by="joan")
    store.reject(post.draft + 1, by="joan", expected_revision=1)
    with pytest.raises(Conflict, match="rejected"):
        store.recall(post.draft + 1, by="joan")
    with pytest.raises(UnknownDraft):
        store.recall(99, by="joan")


def test_of_a_recall_and_a_sending_at_once_one_wins(url: str) -> None:
    with open_store(url, clock=TickingClock(), actor="bela") as store:
        store.add_client(OKORO)
        number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]

        def wins(step: str, start: Barrier, delivery: int) -> bool:
            with open_store(url, clock=TickingClock(), actor=step) as other:
                start.wait()
                try:
                    if step == "recall":
                        other.recall(number, by="joan")
                    else:
                        other.mark_sending(delivery)
                except Conflict:
                    return False
                return True

        for _ in range(RACES):
            delivery, start = store.queue(approve(store, number)).id, Barrier(2)
            with ThreadPoolExecutor(2) as pool:
                recalled, began = pool.map(lambda step: wins(step, start, delivery), ("recall", "send"))  # noqa: B023
            assert recalled is not began
            assert store.draft(number).state is (DraftState.SENDING if began else DraftState.DRAFT)
            if began:
                with store.sending():
                    store.recall(number, by="joan")
