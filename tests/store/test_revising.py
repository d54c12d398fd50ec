"""Splitting, merging and taking back happen wholly or not at all, and nothing that ever was is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dictation.errors import Conflict
from dictation.model.review import DraftState
from dictation.store.store import Store
from tests.store.fixtures import CHANDLER, CORRESPONDENCE, RECORDING, TIMBER, TRANSCRIPT, email_to, message_for, post_of

FIRST, SECOND = email_to(TIMBER, text="The mast"), email_to(text="arrived.")


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    one, other = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    return one, other


def approve(store: Store, number: int) -> None:
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)


def let_go(store: Store, number: int) -> None:
    """Approve a draft and hand it to the post."""
    approve(store, number)
    store.mark_sending(store.queue(post_of(number, 1, message_for(store.draft(number).draft))).id)


def test_a_split_is_told_in_the_logs_of_both_and_both_wait(store: Store, two: tuple[int, int]) -> None:
    approve(store, two[0])
    first, second = store.split(two[0], FIRST, SECOND, author="bela", expected_revision=1)
    assert (first.draft, first.revision, first.state, first.approval) == (FIRST, 2, DraftState.DRAFT, None)
    assert (second.draft, second.revision, second.state) == (SECOND, 1, DraftState.DRAFT)
    assert (second.client, second.call) == (first.client, first.call)
    assert store.history(first.id)[-1].detail == {"revision": 2, "new draft": second.id}
    assert store.history(second.id)[-1].detail == {"split off": first.id}
    assert [each.author for each in store.revisions(second.id)] == ["bela"]


def test_a_merging_is_told_in_the_logs_of_both_and_the_other_is_rejected(store: Store, two: tuple[int, int]) -> None:
    merged = store.merge(two[0], FIRST, two[1], author="bela", expected_revision=1, expected_other=1)
    assert (merged.draft, merged.revision, merged.state) == (FIRST, 2, DraftState.DRAFT)
    assert store.draft(two[1]).state is DraftState.REJECTED
    assert store.history(two[0])[-1].detail == {"revision": 2, "with draft": two[1]}
    assert store.history(two[1])[-1].detail == {"by": "bela", "merged into": two[0]}


CHANGES: dict[str, Callable[[Store, int, int], object]] = {
    "split": lambda store, one, _: store.split(one, FIRST, SECOND, author="b", expected_revision=1),
    "merge": lambda store, one, other: store.merge(
        one, FIRST, other, author="b", expected_revision=1, expected_other=1
    ),
    "merge the other": lambda store, one, other: store.merge(
        other, FIRST, one, author="b", expected_revision=1, expected_other=1
    ),
    "restore": lambda store, one, _: store.restore(one, 1, author="b", expected_revision=1),
    "reopen": lambda store, one, _: store.reopen(one, by="b", expected_revision=1),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("why", ["gone", "changed"])
def test_what_cannot_be_changed_stays_as_it_is_and_so_does_the_other(
    store: Store, two: tuple[int, int], change: str, why: str
) -> None:
    if why == "gone":
        let_go(store, two[0])
    else:
        store.save_revision(two[0], email_to(CHANDLER, text="Later."), author="joan", expected_revision=1)
    before, log = store.drafts(), store.audit()
    with pytest.raises(Conflict):
        CHANGES[change](store, *two)
    assert (store.drafts(), store.audit()) == (before, log)
    if why == "gone":
        with pytest.raises(Conflict, match="cannot be changed"):
            store.open_draft(two[0])


def test_what_is_restored_is_a_revision_of_its_own(store: Store, two: tuple[int, int]) -> None:
    composed = store.draft(two[0]).draft
    store.save_revision(two[0], FIRST, author="bela", expected_revision=1)
    restored = store.restore(two[0], 1, author="joan", expected_revision=2)
    assert (restored.draft, restored.revision) == (composed, 3)
    revisions = store.revisions(two[0])
    assert [each.draft for each in revisions] == [composed, FIRST, composed]
    assert [(each.author, each.restores) for each in revisions[1:]] == [("bela", None), ("joan", 1)]
    assert store.history(two[0])[-1].action == "draft.restored"


@pytest.mark.parametrize("decision", ["approve", "queue", "reject"])
def test_a_decision_can_be_taken_back(store: Store, two: tuple[int, int], decision: str) -> None:
    if decision == "reject":
        store.reject(two[0], by="bela", expected_revision=1)
    else:
        approve(store, two[0])
    if decision == "queue":
        store.queue(post_of(two[0], 1, message_for(store.draft(two[0]).draft)))
    opened = store.reopen(two[0], by="bela", expected_revision=1)
    assert (opened.state, opened.approval, opened.deliveries) == (DraftState.DRAFT, None, ())
    with pytest.raises(Conflict, match="neither approved nor rejected"):
        store.reopen(two[0], by="bela", expected_revision=1)


def test_a_split_is_taken_back_wholly_or_not_at_all(store: Store, two: tuple[int, int]) -> None:
    first, second = store.split(two[0], FIRST, SECOND, author="bela", expected_revision=1)
    store.save_revision(second.id, FIRST, author="joan", expected_revision=1)
    with pytest.raises(Conflict):
        store.restore(first.id, 1, author="bela", expected_revision=2, rejecting=second)
    assert (store.draft(first.id).revision, store.draft(second.id).state) == (2, DraftState.DRAFT)
    with pytest.raises(Conflict):
        store.restore(first.id, 1, author="bela", expected_revision=1, rejecting=store.draft(second.id))
    assert store.draft(second.id).state is DraftState.DRAFT
    restored = store.restore(first.id, 1, author="bela", expected_revision=2, rejecting=store.draft(second.id))
    assert (restored.revision, store.draft(second.id).state) == (3, DraftState.REJECTED)
