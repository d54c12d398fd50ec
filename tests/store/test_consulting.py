"""Drafts whose client approves them, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dictation.errors import Conflict
from dictation.model.delivery import Delivery, Outcome, Post, Purpose, Receipt
from dictation.model.people import ApprovalRule
from dictation.model.review import ClientApproval, DraftState, StoredDraft
from dictation.store.store import Store
from tests.store.fixtures import (
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

NUMBER = 1
MESSAGE = message_for(CORRESPONDENCE.drafts[0])
TO_CLIENT = replace(
    post_of(NUMBER, 1, MESSAGE, message_id="<ask@okoroboats.example>"),
    recipients=(OKORO.email,),
    content=b"Subject: Draft 1 for your approval\r\n\r\nIt is attached.\r\n",
    purpose=Purpose.CONSULTATION,
)


@pytest.fixture
def awaiting(store: Store) -> Store:
    """A store in which draft 1 is approved by the secretary, and its client approves, too."""
    store.add_client(replace(OKORO, approval=ApprovalRule.CLIENT))
    store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    approve(store)
    return store


def approve(store: Store, digest: str = MESSAGE.digest) -> StoredDraft:
    revision = store.draft(NUMBER).revision
    return store.approve(NUMBER, by="bela", digest=digest, expected_revision=revision)


def confirm(store: Store, digest: str = MESSAGE.digest) -> StoredDraft:
    revision = store.draft(NUMBER).revision
    return store.confirm(NUMBER, by=OKORO.name, digest=digest, read_aloud=False, expected_revision=revision)


def ask(store: Store, outcome: Outcome, post: Post = TO_CLIENT) -> StoredDraft:
    attempt = begin(store, post)
    receipts = [Receipt(address=OKORO.email, outcome=outcome)]
    return store.record_receipts(attempt, receipts, retry_at=TickingClock()() + timedelta(hours=1))


def begin(store: Store, post: Post = TO_CLIENT) -> Delivery:
    attempt = store.mark_sending(post.delivery or store.queue(post).id)
    store.mark_data(attempt, ())
    return attempt


def test_the_secretarys_word_alone_does_not_send_a_draft(awaiting: Store) -> None:
    assert awaiting.draft(NUMBER).state is DraftState.AWAITING_CLIENT
    with pytest.raises(Conflict, match="awaiting-client"):
        awaiting.queue(post_of(NUMBER, 1, MESSAGE))
    assert awaiting.outbox() == ()


def test_both_words_are_kept_each_with_who_gave_it_and_who_entered_it(awaiting: Store) -> None:
    stored = confirm(awaiting)
    assert stored.state is DraftState.APPROVED
    assert stored.approval is not None
    assert stored.approval.by == "bela"
    assert isinstance(stored.client_approval, ClientApproval)
    agreed = stored.client_approval
    assert (agreed.by, agreed.entered_by, agreed.read_aloud) == (OKORO.name, "bela", False)
    assert (agreed.revision, agreed.digest) == (1, MESSAGE.digest)
    assert agreed.at > stored.approval.at
    assert awaiting.queue(post_of(NUMBER, 1, MESSAGE)).purpose is Purpose.POST


def test_the_clients_word_comes_after_the_secretarys_and_is_of_the_same_bytes(awaiting: Store) -> None:
    with pytest.raises(Conflict, match="does not await its client like this"):
        confirm(awaiting, digest="1" * 64)
    awaiting.reopen(NUMBER, by="bela", expected_revision=1)
    with pytest.raises(Conflict, match="its state is draft"):
        confirm(awaiting)
    with pytest.raises(Conflict):
        awaiting.hand_over(NUMBER, digest=MESSAGE.digest, expected_revision=1)
    assert awaiting.draft(NUMBER).consultations == ()


@pytest.mark.parametrize("step", ["revise", "reject", "reopen", "approve something else"])
def test_a_change_takes_both_words_back(awaiting: Store, step: str) -> None:
    confirm(awaiting)
    match step:
        case "revise":
            awaiting.save_revision(NUMBER, email_to(TIMBER), author="bela", expected_revision=1)
        case "reject":
            awaiting.reject(NUMBER, by=OKORO.name, expected_revision=1)
        case "reopen":
            awaiting.reopen(NUMBER, by="bela", expected_revision=1)
        case _:
            assert approve(awaiting, digest="2" * 64).state is DraftState.AWAITING_CLIENT
    stored = awaiting.draft(NUMBER)
    assert stored.client_approval is None
    assert stored.state is not DraftState.APPROVED
    assert (stored.approval is None) is (step != "approve something else")


def test_the_client_is_not_asked_again_about_the_same_bytes(awaiting: Store) -> None:
    confirm(awaiting)
    again = approve(awaiting)
    assert again.state is DraftState.APPROVED
    assert again.client_approval is not None


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [(Outcome.ACCEPTED, True), (Outcome.UNKNOWN, True), (Outcome.REFUSED, False), (Outcome.FAILED, False)],
)
def test_what_becomes_of_asking_changes_nothing_about_the_draft(awaiting: Store, outcome: Outcome, shown: bool) -> None:
    stored = ask(awaiting, outcome)
    assert (stored.state, stored.deliveries, stored.waiting) == (DraftState.AWAITING_CLIENT, (), None)
    (asked,) = stored.asked
    assert (asked.by, asked.digest, asked.shown) == ("bela", MESSAGE.digest, shown)
    assert [each.purpose for each in awaiting.outbox()] == [Purpose.CONSULTATION]


def test_a_file_that_was_handed_over_counts_for_its_bytes_alone(awaiting: Store) -> None:
    stored = awaiting.hand_over(NUMBER, digest=MESSAGE.digest, expected_revision=1)
    assert [(each.by, each.shown, each.delivery) for each in stored.asked] == [("bela", True, None)]
    other = approve(awaiting, digest="2" * 64)
    assert (len(other.consultations), other.asked) == (1, ())


def test_what_failed_is_tried_again_as_the_same_message(awaiting: Store) -> None:
    asked = ask(awaiting, Outcome.FAILED).asked[0].delivery
    assert asked is not None
    again = awaiting.waiting_post(asked.id)
    assert again == replace(TO_CLIENT, delivery=asked.id)
    assert ask(awaiting, Outcome.ACCEPTED, again).asked[0].shown


@pytest.mark.parametrize("step", ["revise", "confirm", "reject"])
def test_nobody_is_asked_about_what_is_decided(awaiting: Store, step: str) -> None:
    ask(awaiting, Outcome.FAILED)
    match step:
        case "revise":
            awaiting.save_revision(NUMBER, email_to(TIMBER), author="bela", expected_revision=1)
        case "confirm":
            confirm(awaiting)
        case _:
            awaiting.reject(NUMBER, by="bela", expected_revision=1)
    with pytest.raises(Conflict, match="no longer waits"):
        awaiting.waiting_post(awaiting.outbox()[0].id)


@pytest.mark.parametrize("stopped", ["before the data", "after the data"])
def test_what_is_changed_on_its_way_to_the_client_does_not_go_again(awaiting: Store, stopped: str) -> None:
    """A program is stopped while it asks, and the draft is changed before the next one finds out."""
    attempt = awaiting.mark_sending(awaiting.queue(TO_CLIENT).id)
    if stopped == "after the data":
        awaiting.mark_data(attempt, ())
    awaiting.save_revision(NUMBER, email_to(TIMBER), author="bela", expected_revision=1)
    with awaiting.sending():
        (delivery,) = awaiting.outbox()
    expected = Outcome.FAILED if stopped == "before the data" else Outcome.UNKNOWN
    assert [receipt.outcome for receipt in delivery.receipts] == [expected]
    assert delivery.finished_at is not None
    assert awaiting.draft(NUMBER).state is DraftState.DRAFT


def test_what_was_stopped_before_the_data_waits_again(awaiting: Store) -> None:
    delivery = awaiting.mark_sending(awaiting.queue(TO_CLIENT).id)
    with awaiting.sending():
        assert awaiting.waiting_post(delivery.id) == replace(TO_CLIENT, delivery=delivery.id)
    assert awaiting.draft(NUMBER).state is DraftState.AWAITING_CLIENT


@pytest.mark.parametrize("arrived", [True, False])
def test_a_person_settles_whether_the_client_was_asked(awaiting: Store, arrived: bool) -> None:
    begin(awaiting)
    with awaiting.sending():
        (doubt,) = awaiting.draft(NUMBER).in_doubt
    with pytest.raises(Conflict, match="no longer waits"):
        awaiting.waiting_post(doubt.id)
    stored = awaiting.settle(NUMBER, arrived=arrived, by="bela")
    assert stored.state is DraftState.AWAITING_CLIENT
    assert (stored.in_doubt, stored.asked[0].shown) == ((), arrived)
    assert awaiting.outbox()[0].waits is not arrived


def test_asking_leaves_what_became_of_the_post_as_it_is(awaiting: Store) -> None:
    """A draft is refused, approved anew, and shown to the client again."""
    confirm(awaiting)
    attempt = begin(awaiting, post_of(NUMBER, 1, MESSAGE))
    refused = [Receipt(address=each, outcome=Outcome.REFUSED) for each in MESSAGE.recipients]
    assert awaiting.record_receipts(attempt, refused).state is DraftState.REFUSED
    assert approve(awaiting, digest="2" * 64).state is DraftState.AWAITING_CLIENT
    stored = ask(awaiting, Outcome.ACCEPTED, replace(TO_CLIENT, digest="2" * 64))
    assert stored.state is DraftState.AWAITING_CLIENT
    assert [each.receipts for each in stored.deliveries] == [tuple(refused)]
