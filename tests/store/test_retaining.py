"""What is too old is deleted with all that hangs on it; what somebody waits for is not; the log keeps that it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dictation.errors import Conflict, UnknownClient, UnknownDraft
from dictation.model.delivery import Outcome, Receipt
from dictation.model.retention import Expired, Expiry, Held
from dictation.store import schema
from dictation.store.store import Store
from tests.store.fixtures import CORRESPONDENCE, LINDQVIST, RECORDING, TRANSCRIPT, message_for, post_of

LATER = datetime(2027, 1, 1, tzinfo=UTC)
ALL = Expiry(audio=LATER, transcripts=LATER, drafts=LATER)


@pytest.fixture
def done(store: Store) -> Store:
    """A store with a call whose first draft was changed and sent, and whose second was rejected."""
    store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    first = store.draft(1)
    store.save_revision(1, replace(first.draft, urgent=True), author="bela", expected_revision=1)
    message = message_for(first.draft)
    store.approve(1, by="bela", digest=message.digest, expected_revision=2)
    with store.sending():
        delivery = store.mark_sending(store.queue(post_of(1, 2, message)).id)
        store.mark_data(delivery, ())
        receipts = [Receipt(address=address, outcome=Outcome.ACCEPTED) for address in delivery.recipients]
        store.record_receipts(delivery, receipts)
    store.reject(2, by="bela", expected_revision=1)
    return store


def nothing() -> None:
    """Of files that go along there are none here."""


def erase(store: Store, *kinds: Held) -> None:
    for expired in store.expired("okoro", ALL):
        if expired.what in kinds:
            store.erase(expired, ALL, files=nothing)


def rows(url: str) -> dict[str, int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        count = sa.select(sa.func.count())
        counts = {
            table.name: connection.execute(count.select_from(table)).scalar_one()
            for table in schema.metadata.sorted_tables
        }
    engine.dispose()
    return counts


def test_all_that_hangs_on_it_is_deleted_and_nothing_of_the_client(done: Store, url: str) -> None:
    erase(done, *Held)
    assert {name for name, count in rows(url).items() if count} == {"clients", "audit"}
    deleted = [(entry.action, entry.draft) for entry in done.audit() if entry.action.endswith(".deleted")]
    assert deleted == [
        *(("audio.deleted", None), ("transcript.deleted", None), ("draft.deleted", 1), ("draft.deleted", 2)),
    ]
    assert done.audit_faults() == ()
    done.compact()
    assert done.client("okoro").name == "Amara Okoro"


def test_drafts_may_outlive_their_call(done: Store) -> None:
    erase(done, Held.TRANSCRIPT)
    assert [(stored.id, stored.call) for stored in done.drafts()] == [(1, None), (2, None)]
    call = done.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
    assert (call.id, call.drafts) == (2, (3, 4))


def test_a_call_may_outlive_its_drafts(done: Store) -> None:
    erase(done, Held.DRAFT)
    assert done.call(1).drafts == ()
    with pytest.raises(UnknownDraft, match=r"draft 1 was deleted on 04 May 2026"):
        done.draft(1)
    with pytest.raises(UnknownDraft, match=r"there is no draft number 3"):
        done.draft(3)
    assert done.history(1)[-1].action == "draft.deleted"


def test_only_what_is_older_is_found(done: Store) -> None:
    changed, rejected = (done.draft(number).updated_at for number in (1, 2))
    assert changed < rejected
    found = done.expired("okoro", Expiry(drafts=rejected))
    assert [(each.what, each.number, each.since) for each in found] == [(Held.DRAFT, 1, changed)]
    assert done.expired("okoro", Expiry()) == ()
    done.add_client(LINDQVIST)
    assert done.expired("lindqvist", ALL) == ()
    with pytest.raises(UnknownClient):
        done.expired("nobody", ALL)


def test_what_was_taken_up_again_in_between_stays(done: Store) -> None:
    plan = done.expired("okoro", ALL)
    done.reopen(2, by="bela", expected_revision=1)
    for expired in plan:
        if expired.number == 2 or expired.what is not Held.DRAFT:
            with pytest.raises(Conflict, match="took it up again"):
                done.erase(expired, ALL, files=nothing)
    assert [expired.number for expired in done.expired("okoro", ALL) if not expired.kept] == [1]


def test_what_is_kept_cannot_be_deleted(done: Store) -> None:
    done.reopen(2, by="bela", expected_revision=1)
    kept = next(each for each in done.expired("okoro", ALL) if each.kept)
    with pytest.raises(Conflict):
        done.erase(kept, ALL, files=nothing)


@pytest.mark.parametrize("what", [Held.TRANSCRIPT, Held.DRAFT])
def test_rows_stay_where_the_files_cannot_be_deleted(done: Store, url: str, what: Held) -> None:
    """So that the next run finds the files."""

    def failing() -> None:
        raise OSError

    before = rows(url)
    expired: Expired = next(each for each in done.expired("okoro", ALL) if each.what is what)
    with pytest.raises(OSError, match=r"^$"):
        done.erase(expired, ALL, files=failing)
    assert rows(url) == before
