"""Letters on paper are marked before they are printed, and never printed twice by two at once."""

from __future__ import annotations

import pytest

from dictation.errors import Conflict
from dictation.model.delivery import Message
from dictation.model.paper import Letter
from dictation.model.review import DraftState, StoredDraft
from dictation.store.store import Store
from tests.store.fixtures import CORRESPONDENCE, OKORO, RECORDING, TRANSCRIPT

MESSAGE = Message(sender=OKORO.email, recipients=(), content=b"%PDF")


@pytest.fixture
def approved(store: Store) -> StoredDraft:
    store.record_call(OKORO.key, RECORDING, TRANSCRIPT, CORRESPONDENCE)
    return store.approve(1, by="bela", digest=MESSAGE.digest, expected_revision=1)


def letter(digest: str = MESSAGE.digest) -> Letter:
    return Letter(draft=1, revision=1, digest=digest, addressee="Ines", pdf=b"%PDF", copies=1, sheets=2)


def test_a_letter_that_another_program_printed_meanwhile_is_not_printed_again(
    store: Store, approved: StoredDraft
) -> None:
    assert approved.printed is None
    store.mark_printing([letter()], place="office", by="bela", again=False)
    with pytest.raises(Conflict, match="printed meanwhile"):
        store.mark_printing([letter()], place="office", by="tom", again=False)
    store.mark_printing([letter()], place="cellar", by="tom", again=True)
    assert [(each.place, each.by, each.job) for each in store.draft(1).prints] == [
        ("office", "bela", None),
        ("cellar", "tom", None),
    ]


def test_a_letter_that_is_not_approved_like_this_is_not_printed(store: Store, approved: StoredDraft) -> None:
    with pytest.raises(Conflict, match="cannot be printed like this"):
        store.mark_printing([letter("0" * 64)], place="", by="bela", again=False)
    store.reopen(1, by="bela", expected_revision=approved.revision)
    with pytest.raises(Conflict, match="its state is draft"):
        store.mark_printing([letter()], place="", by="bela", again=False)


def test_of_several_letters_all_are_marked_or_none(store: Store, approved: StoredDraft) -> None:
    with pytest.raises(Conflict):
        store.mark_printing([letter(), letter()], place="", by="bela", again=False)
    assert store.draft(approved.id).prints == ()


def test_a_print_that_was_not_taken_never_was(store: Store, approved: StoredDraft) -> None:
    prints = store.mark_printing([letter()], place="", by="bela", again=False)
    store.mark_not_printed(prints)
    assert store.draft(approved.id).printed is None
    store.mark_printed(store.mark_printing([letter()], place="", by="bela", again=False), job="office-7")
    printed = store.draft(1).printed
    assert printed is not None
    assert (printed.job, printed.sheets, printed.revision) == ("office-7", 2, 1)
    actions = [entry.action for entry in store.history(1)]
    assert actions[-4:] == ["letter.printing", "letter.not printed", "letter.printing", "letter.printed"]


def test_a_posted_letter_is_sent_until_that_is_taken_back(store: Store, approved: StoredDraft) -> None:
    posted = store.mark_posted(approved.id, by="bela", tracking="RR 1")
    assert posted.state is DraftState.SENT
    assert posted.posting is not None
    assert (posted.posting.by, posted.posting.tracking) == ("bela", "RR 1")
    with pytest.raises(Conflict, match="posted already"):
        store.mark_posted(1, by="bela")
    back = store.mark_not_posted(1, by="bela")
    assert (back.state, back.posting, back.approval) == (DraftState.APPROVED, None, approved.approval)
    with pytest.raises(Conflict, match="was not posted"):
        store.mark_not_posted(1, by="bela")
