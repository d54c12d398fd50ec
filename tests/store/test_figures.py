"""What whoever watches over the program is told of the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dictation.model.delivery import Outcome, Receipt
from dictation.model.draft import Correspondence
from dictation.model.figures import ClientFigures, Hearings
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import (
    CHANDLER,
    CORRESPONDENCE,
    LINDQVIST,
    OKORO,
    RECORDING,
    TRANSCRIPT,
    TickingClock,
    email_to,
    message_for,
    post_of,
)


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def store(url: str, clock: TickingClock) -> Iterator[Store]:
    """An open store that knows two clients."""
    with open_store(url, clock=clock, actor="bela") as opened:
        opened.add_client(OKORO)
        opened.add_client(LINDQVIST)
        yield opened


def figures(store: Store, clock: TickingClock, *, days: int = 1) -> dict[str, ClientFigures]:
    return {each.client: each for each in store.figures(since=clock.now - timedelta(days=days))}


def send(store: Store, number: int, message_id: str, outcome: Outcome, *, again: bool = False) -> None:
    """Send a draft, with that outcome for everybody."""
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    with store.sending():
        delivery = store.mark_sending(store.queue(post_of(number, 1, message, message_id)).id)
        receipts = [Receipt(address=each, outcome=outcome) for each in delivery.recipients]
        store.record_receipts(delivery, receipts, retry_at=delivery.queued_at + timedelta(hours=1) if again else None)


def test_drafts_are_counted_by_client_and_state_and_the_oldest_that_waits_is_known(
    store: Store, clock: TickingClock
) -> None:
    first, second = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts
    store.reject(first, by="bela", expected_revision=1)
    found = figures(store, clock)
    assert found["okoro"].drafts == {DraftState.REJECTED: 1, DraftState.DRAFT: 1}
    assert found["okoro"].oldest_draft_at == store.draft(second).created_at
    assert (found["okoro"].recordings, found["okoro"].recorded_ms) == (1, RECORDING.duration_ms)
    assert found["lindqvist"] == ClientFigures(client="lindqvist")


def test_what_waits_in_the_outbox_is_told_from_what_went(store: Store, clock: TickingClock) -> None:
    drafts = (email_to(CHANDLER),) * 4
    numbers = store.record_call("okoro", RECORDING, TRANSCRIPT, Correspondence(drafts=drafts)).drafts
    send(store, numbers[0], "<sent@okoroboats.example>", Outcome.ACCEPTED)
    send(store, numbers[1], "<again@okoroboats.example>", Outcome.FAILED, again=True)
    send(store, numbers[2], "<lost@okoroboats.example>", Outcome.UNKNOWN)
    message = message_for(drafts[3])
    store.approve(numbers[3], by="bela", digest=message.digest, expected_revision=1)
    store.queue(post_of(numbers[3], 1, message, "<new@okoroboats.example>"))
    found = figures(store, clock)["okoro"]
    assert found.outbox == {"retrying": 1, "queued": 1}
    assert found.unknown_outcomes == 1
    assert found.oldest_delivery_at == store.draft(numbers[1]).deliveries[0].queued_at


def test_how_long_hearing_took_is_added_up_for_the_last_day_by_recogniser(store: Store, clock: TickingClock) -> None:
    def hear(sha256: str, engine: str, took_ms: int | None) -> None:
        heard, recording = replace(TRANSCRIPT, engine=engine), replace(RECORDING, sha256=sha256)
        store.record_call("okoro", recording, heard, Correspondence(), took_ms=took_ms)

    hear("1" * 64, "embedded", 99_000)
    clock.now += timedelta(days=2)
    hear("2" * 64, "embedded", 20_000)
    hear("3" * 64, "embedded", 10_000)
    hear("4" * 64, "whisper", 61_000)
    hear("5" * 64, "", None)
    assert set(figures(store, clock)["okoro"].hearings) == {
        Hearings(engine="embedded", heard_ms=2 * RECORDING.duration_ms, took_ms=30_000),
        Hearings(engine="whisper", heard_ms=RECORDING.duration_ms, took_ms=61_000),
    }
    assert sum(each.took_ms for each in figures(store, clock, days=3)["okoro"].hearings) == 190_000


def test_more_drafts_ask_no_more_queries(store: Store, clock: TickingClock) -> None:
    statements: list[str] = []
    sa.event.listen(store._engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def queries() -> int:
        statements.clear()
        figures(store, clock)
        return len(statements)

    empty = queries()
    for number in range(20):
        recording = replace(RECORDING, sha256=f"{number:064}")
        store.record_call("okoro", recording, TRANSCRIPT, CORRESPONDENCE, took_ms=1)
    assert queries() == empty
