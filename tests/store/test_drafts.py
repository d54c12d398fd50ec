from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from dictation.errors import Conflict, InputError, UnknownClient, UnknownDraft
from dictation.model.draft import Correspondence, Draft, DraftKind, Meeting
from dictation.model.review import DraftState
from dictation.store.codec import decode_draft, encode_draft
from dictation.store.store import Store
from tests import strategies
from tests.store.fixtures import (
    CHANDLER,
    CORRESPONDENCE,
    LINDQVIST,
    RECORDING,
    TIMBER,
    TRANSCRIPT,
    email_to,
    message_for,
    post_of,
)

CHANGED = email_to(TIMBER, text="The mast came yesterday.")


def test_a_call_comes_back_with_everything_that_was_made_of_it(store: Store) -> None:
    call = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert store.call(call.id) == store.find_call("okoro", RECORDING.sha256) == call
    assert (call.recording, call.transcript) == (RECORDING, TRANSCRIPT)
    assert (call.notes, call.left_out) == (CORRESPONDENCE.notes, CORRESPONDENCE.left_out)
    assert tuple(store.draft(number).draft for number in call.drafts) == CORRESPONDENCE.drafts


def test_a_draft_that_follows_from_another_is_of_its_client_and_call(store: Store) -> None:
    call = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    follows = store.add_draft(CHANGED, after=call.drafts[0], author="bela")
    assert (follows.client, follows.call, follows.state) == ("okoro", call.id, DraftState.DRAFT)
    assert (follows.draft, follows.revision, follows.id) == (CHANGED, 1, call.drafts[-1] + 1)
    assert [entry.detail for entry in store.history(follows.id)] == [{"follows": call.drafts[0]}]
    with pytest.raises(UnknownDraft):
        store.add_draft(CHANGED, after=follows.id + 1, author="bela")


def test_a_draft_of_an_earlier_version_is_read() -> None:
    """Of before drafts could answer a message or change a meeting."""
    content = encode_draft(CHANGED)
    for field in ("update", "answers"):
        del content["draft"][field]
    assert decode_draft(content, "the store") == CHANGED


def test_the_same_recording_twice_changes_nothing(store: Store) -> None:
    first = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    store.save_revision(first.drafts[0], CHANGED, author="bela", expected_revision=1)
    drafts, log = store.drafts(), store.audit()
    again = store.record_call("okoro", RECORDING, replace(TRANSCRIPT, engine="whisper"), Correspondence())
    assert again == first
    assert (store.drafts(), store.audit()) == (drafts, log)


def test_one_recording_may_be_the_call_of_two_clients(store: Store) -> None:
    store.add_client(LINDQVIST)
    first = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert store.find_call("lindqvist", RECORDING.sha256) is None
    second = store.record_call("lindqvist", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert not set(first.drafts) & set(second.drafts)
    assert tuple(stored.id for stored in store.drafts(client="lindqvist")) == second.drafts


def test_a_call_of_nobody_leaves_no_trace(store: Store) -> None:
    log = store.audit()
    with pytest.raises(UnknownClient):
        store.record_call("nobody", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert store.audit() == log
    with pytest.raises(InputError, match="recording number 1"):
        store.call(1)


def test_drafts_are_found_by_state(store: Store) -> None:
    first, second = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    store.reject(second, by="bela", expected_revision=1)
    assert [stored.id for stored in store.drafts(state=DraftState.DRAFT)] == [first]
    assert [stored.id for stored in store.drafts(state=DraftState.REJECTED)] == [second]


def test_an_unknown_draft_is_told(store: Store) -> None:
    with pytest.raises(UnknownDraft, match=r"draft number 7.*dictation list"):
        store.draft(7)


def test_every_revision_is_kept(store: Store) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    stored = store.save_revision(number, CHANGED, author="bela", expected_revision=1)
    assert (stored.revision, stored.draft) == (2, CHANGED)
    assert [(each.number, each.author, each.draft) for each in store.revisions(number)] == [
        (1, "embedded", CORRESPONDENCE.drafts[0]),
        (2, "bela", CHANGED),
    ]


def test_saving_a_draft_as_it_was_makes_no_revision(store: Store) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    approved = store.approve(number, by="bela", digest="1" * 64, expected_revision=1)
    assert store.save_revision(number, approved.draft, author="bela", expected_revision=1) == approved


def test_the_second_of_two_people_who_change_a_draft_is_told(store: Store) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    store.save_revision(number, CHANGED, author="bela", expected_revision=1)
    with pytest.raises(Conflict, match=f"revision 2 by now, not 1.*dictation show {number}"):
        store.save_revision(number, email_to(CHANDLER), author="joan", expected_revision=1)
    with pytest.raises(Conflict):
        store.approve(number, by="joan", digest="1" * 64, expected_revision=1)
    with pytest.raises(Conflict):
        store.reject(number, by="joan", expected_revision=1)
    assert store.draft(number).draft == CHANGED


def test_a_change_takes_the_approval_back(store: Store) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    message = message_for(store.draft(number).draft)
    approved = store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    assert approved.approval is not None
    assert (approved.approval.by, approved.approval.digest) == ("bela", message.digest)
    delivery = store.queue(post_of(number, 1, message))
    changed = store.save_revision(number, CHANGED, author="bela", expected_revision=1)
    assert (changed.state, changed.approval, changed.deliveries) == (DraftState.DRAFT, None, ())
    with pytest.raises(Conflict, match="no longer waits in the outbox"):
        store.mark_sending(delivery.id)


def test_a_rejected_draft_can_be_taken_up_again(store: Store) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    assert store.reject(number, by="bela", expected_revision=1).state is DraftState.REJECTED
    assert store.approve(number, by="bela", digest="1" * 64, expected_revision=1).state is DraftState.APPROVED


def test_the_log_of_a_draft_tells_what_happened_and_nothing_that_was_said(store: Store) -> None:
    number, other = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    store.save_revision(number, CHANGED, author="bela", expected_revision=1)
    store.reject(other, by="bela", expected_revision=1)
    store.approve(number, by="joan", digest="1" * 64, expected_revision=2)
    history = store.history(number)
    assert [entry.action for entry in history] == ["draft.composed", "draft.revised", "draft.approved"]
    assert {entry.actor for entry in history} == {"bela"}
    assert history[-1].detail["by"] == "joan"
    assert list(history) == sorted(history, key=lambda entry: entry.at)
    assert "mast" not in repr(store.audit())


def test_an_invitation_keeps_the_name_of_its_zone(store: Store) -> None:
    start = datetime(2026, 7, 1, 10, 30, tzinfo=ZoneInfo("Europe/London"))
    invite = Draft(kind=DraftKind.INVITE, meeting=Meeting(start=start, minutes=45), send_at=start)
    call = store.record_call("okoro", RECORDING, TRANSCRIPT, Correspondence(drafts=(invite,)))
    stored = store.draft(call.drafts[0]).draft
    assert stored.meeting is not None
    assert stored.meeting.start.tzname() == "BST"
    assert stored.send_at == start


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(draft=strategies.drafts())
def test_a_draft_comes_back_as_it_went_in(store: Store, draft: Draft) -> None:
    call = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert store.draft(store.add_draft(draft, after=call.drafts[0], author="bela").id).draft == draft
