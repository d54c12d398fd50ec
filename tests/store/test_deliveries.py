from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dictation.errors import Conflict
from dictation.model.delivery import Delivery, Outcome, Post, Receipt
from dictation.model.review import DraftState, StoredDraft
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
    email_to,
    message_for,
    post_of,
)


@pytest.fixture
def post(store: Store) -> Post:
    """An approved draft to two people, ready to be sent."""
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    return post_of(number, 1, message)


def send(store: Store, post: Post, **outcomes: Outcome) -> StoredDraft:
    """What the program does around a sending with these outcomes for ``timber`` and ``chandler``."""
    addresses = {"timber": TIMBER.email, "chandler": CHANDLER.email}
    attempt = begin(store, post)
    receipts = (Receipt(address=addresses[who], outcome=outcome) for who, outcome in outcomes.items())
    return store.record_receipts(attempt, receipts)


def begin(store: Store, post: Post) -> Delivery:
    """The first attempt at a post, up to the message's data."""
    attempt = store.mark_sending(store.queue(post).id)
    store.mark_data(attempt, ())
    return attempt


@pytest.mark.parametrize(
    ("timber", "chandler", "state"),
    [
        (Outcome.ACCEPTED, Outcome.ACCEPTED, DraftState.SENT),
        (Outcome.ACCEPTED, Outcome.REFUSED, DraftState.REFUSED),
        (Outcome.REFUSED, Outcome.FAILED, DraftState.FAILED),
        (Outcome.UNKNOWN, Outcome.FAILED, DraftState.UNKNOWN),
    ],
)
def test_the_worst_outcome_is_the_drafts(
    store: Store, post: Post, timber: Outcome, chandler: Outcome, state: DraftState
) -> None:
    stored = send(store, post, timber=timber, chandler=chandler)
    assert stored.state is state
    assert [receipt.outcome for receipt in stored.deliveries[0].receipts] == [timber, chandler]


def test_sending_is_on_record_before_its_outcome(store: Store, post: Post, url: str) -> None:
    delivery = store.queue(post)
    assert store.draft(post.draft).state is DraftState.QUEUED
    store.mark_sending(delivery.id)
    with open_store(url, clock=TickingClock(), actor="joan") as other:
        assert other.draft(post.draft).state is DraftState.SENDING
        assert other.outbox()[0].started_at is not None


def test_what_is_on_its_way_is_not_sent_by_another_program(store: Store, post: Post) -> None:
    delivery = store.queue(post)
    store.mark_sending(delivery.id)
    with pytest.raises(Conflict):
        store.mark_sending(delivery.id)
    with pytest.raises(Conflict, match="sending"):
        store.queue(post)
    with pytest.raises(Conflict, match="sending"):
        store.save_revision(post.draft, email_to(TIMBER), author="bela", expected_revision=1)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNKNOWN])
def test_what_has_gone_or_may_have_gone_is_not_queued_again(store: Store, post: Post, outcome: Outcome) -> None:
    send(store, post, timber=outcome, chandler=outcome)
    with pytest.raises(Conflict):
        store.queue(post)
    with pytest.raises(Conflict):
        store.approve(post.draft, by="bela", digest=post.digest, expected_revision=1)


def test_only_what_was_approved_is_queued(store: Store, post: Post) -> None:
    other = message_for(store.draft(post.draft).draft, content=b"Subject: Keel\r\n\r\nThe keel sank.\r\n")
    with pytest.raises(Conflict, match="cannot be sent like this"):
        store.queue(post_of(post.draft, 1, other))
    with pytest.raises(Conflict):
        store.queue(post_of(post.draft + 1, 1, message_for(store.draft(post.draft + 1).draft)))
    assert store.outbox() == ()


def test_a_post_that_was_never_begun_makes_room_for_the_next(store: Store, post: Post) -> None:
    first = store.queue(post)
    message = message_for(store.draft(post.draft).draft)
    second = store.queue(post_of(post.draft, 1, message, message_id="<2@okoroboats.example>"))
    assert [delivery.id for delivery in store.outbox("okoro")] == [second.id]
    with pytest.raises(Conflict):
        store.mark_sending(first.id)


def test_a_failure_may_be_tried_again(store: Store, post: Post) -> None:
    assert send(store, post, timber=Outcome.FAILED, chandler=Outcome.FAILED).state is DraftState.FAILED
    message = message_for(store.draft(post.draft).draft)
    again = post_of(post.draft, 1, message, message_id="<2@okoroboats.example>")
    stored = send(store, again, timber=Outcome.ACCEPTED, chandler=Outcome.ACCEPTED)
    assert stored.state is DraftState.SENT
    assert len(stored.deliveries) == 2


def test_receipts_are_those_of_the_recipients(store: Store, post: Post) -> None:
    delivery = store.queue(post)
    with pytest.raises(Conflict, match="not being sent"):
        store.record_receipts(delivery, ())
    attempt = store.mark_sending(delivery.id)
    with pytest.raises(ValueError, match="not those of its recipients"):
        store.record_receipts(attempt, (Receipt(address=TIMBER.email, outcome=Outcome.ACCEPTED),))
    assert store.draft(post.draft).state is DraftState.SENDING


def test_the_servers_words_are_kept(store: Store, post: Post) -> None:
    attempt = begin(store, post)
    receipts = (
        Receipt(address=TIMBER.email, outcome=Outcome.ACCEPTED, code=250, words="2.0.0 queued as 7F"),
        Receipt(address=CHANDLER.email, outcome=Outcome.REFUSED, code=550, words="5.1.1 no such mailbox"),
    )
    assert store.record_receipts(attempt, receipts).deliveries[0].receipts == receipts


@pytest.mark.parametrize(("arrived", "state"), [(True, DraftState.SENT), (False, DraftState.FAILED)])
def test_a_person_settles_an_unknown_outcome(store: Store, post: Post, arrived: bool, state: DraftState) -> None:
    send(store, post, timber=Outcome.ACCEPTED, chandler=Outcome.UNKNOWN)
    stored = store.settle(post.draft, arrived=arrived, by="bela")
    assert stored.state is state
    assert stored.deliveries[0].receipts[0].outcome is Outcome.ACCEPTED
    with pytest.raises(Conflict, match="no unknown outcome"):
        store.settle(post.draft, arrived=arrived, by="bela")


def test_what_a_program_left_that_was_stopped_before_the_data_waits_again(store: Store, post: Post) -> None:
    store.mark_sending(store.queue(post).id)
    with store.sending():
        (stored,) = store.drafts(state=DraftState.QUEUED)
    assert stored.waiting is not None
    assert store.waiting_post(stored.waiting.id) == replace(post, delivery=stored.waiting.id)


def test_what_a_program_left_that_was_stopped_after_the_data_began_is_unknown(store: Store, post: Post) -> None:
    attempt = store.mark_sending(store.queue(post).id)
    refused = Receipt(address=CHANDLER.email, outcome=Outcome.REFUSED, code=550, words="no such mailbox")
    store.mark_data(attempt, (refused,))
    with store.sending():
        stored = store.draft(post.draft)
    assert stored.state is DraftState.UNKNOWN
    assert [receipt.outcome for receipt in stored.deliveries[0].receipts] == [Outcome.UNKNOWN, Outcome.REFUSED]
    assert stored.deliveries[0].receipts[1] == refused


def test_a_program_that_was_taken_for_stopped_begins_no_data_and_tells_no_outcome(store: Store, post: Post) -> None:
    attempt = store.mark_sending(store.queue(post).id)
    with store.sending():
        store.mark_sending(attempt.id)
    with pytest.raises(Conflict, match="not being sent"):
        store.mark_data(attempt, ())
    receipts = [Receipt(address=address, outcome=Outcome.ACCEPTED) for address in post.recipients]
    with pytest.raises(Conflict, match="not being sent"):
        store.record_receipts(attempt, receipts)


def test_what_failed_is_tried_again_as_the_same_message_for_those_alone_who_have_not_got_it(
    store: Store, post: Post
) -> None:
    attempt, later = begin(store, post), TickingClock()() + timedelta(minutes=1)
    receipts = (
        Receipt(address=TIMBER.email, outcome=Outcome.ACCEPTED),
        Receipt(address=CHANDLER.email, outcome=Outcome.FAILED, code=452, words="mailbox full"),
    )
    stored = store.record_receipts(attempt, receipts, retry_at=later)
    assert stored.state is DraftState.FAILED
    assert stored.waiting is not None
    assert (stored.waiting.next_attempt_at, stored.waiting.receipts) == (later, receipts)
    assert store.waiting_post(attempt.id) == replace(post, recipients=(CHANDLER.email,), delivery=attempt.id)
    again = store.mark_sending(attempt.id)
    assert (again.attempts, again.receipts) == (2, receipts[:1])
    sent = store.record_receipts(again, [Receipt(address=CHANDLER.email, outcome=Outcome.ACCEPTED)])
    assert sent.state is DraftState.SENT


@pytest.mark.parametrize("step", ["revise", "approve", "reject"])
def test_a_decision_about_the_draft_ends_its_attempts(store: Store, post: Post, step: str) -> None:
    attempt = begin(store, post)
    failed = [Receipt(address=address, outcome=Outcome.FAILED) for address in post.recipients]
    store.record_receipts(attempt, failed, retry_at=TickingClock()())
    match step:
        case "revise":
            store.save_revision(post.draft, email_to(TIMBER), author="bela", expected_revision=1)
        case "approve":
            store.approve(post.draft, by="bela", digest=post.digest, expected_revision=1)
        case _:
            store.reject(post.draft, by="bela", expected_revision=1)
    assert store.draft(post.draft).waiting is None
    with pytest.raises(Conflict, match="no longer waits"):
        store.mark_sending(attempt.id)
    with pytest.raises(Conflict, match="no longer waits"):
        store.waiting_post(attempt.id)


def test_two_programs_do_not_send_out_of_one_store_at_once(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dictation.store.sole_sender.PATIENCE_S", 0.1)
    with open_store(url, clock=TickingClock(), actor="joan") as other:
        with store.sending(), pytest.raises(Conflict, match="another program is sending"), other.sending():
            pass
        with other.sending():
            pass


def test_a_refusal_is_told_though_the_clock_was_put_back_after_the_approval(url: str) -> None:
    clock = TickingClock()
    with open_store(url, clock=clock, actor="bela") as store:
        store.add_client(OKORO)
        number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
        message = message_for(store.draft(number).draft)
        store.approve(number, by="bela", digest=message.digest, expected_revision=1)
        clock.now -= timedelta(hours=1)
        stored = send(store, post_of(number, 1, message), timber=Outcome.REFUSED, chandler=Outcome.REFUSED)
    assert stored.state is DraftState.REFUSED
