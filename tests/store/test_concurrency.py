"""Several programs that work with one store at the same time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier

from dictation.errors import Conflict
from dictation.model.review import DraftState
from dictation.store import open_store
from dictation.store.store import Store
from tests.store.fixtures import CORRESPONDENCE, OKORO, RECORDING, TRANSCRIPT, TickingClock, message_for, post_of


def record(url: str) -> tuple[int, ...]:
    """The numbers of the drafts of one call, as a program sees them that has just recorded it."""
    with open_store(url, clock=TickingClock(), actor="bela") as store:
        store.add_client(OKORO)
        return store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts


def test_programs_that_make_the_store_and_record_one_call_at_once_keep_it_once(url: str) -> None:
    programs = 4
    with ProcessPoolExecutor(programs, mp_context=multiprocessing.get_context("spawn")) as pool:
        seen = list(pool.map(record, [url] * programs))
    assert len(seen[0]) == len(CORRESPONDENCE.drafts)
    assert seen == [seen[0]] * programs
    with open_store(url, clock=TickingClock(), actor="bela") as store:
        assert [stored.id for stored in store.drafts()] == list(seen[0])
        assert [entry.action for entry in store.audit()].count("call.recorded") == 1


def test_of_programs_that_send_one_delivery_at_once_one_may(store: Store, url: str) -> None:
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    message = message_for(store.draft(number).draft)
    store.approve(number, by="bela", digest=message.digest, expected_revision=1)
    delivery = store.queue(post_of(number, 1, message))
    programs = 6
    start = Barrier(programs)

    def may_send(actor: str) -> bool:
        with open_store(url, clock=TickingClock(), actor=actor) as other:
            start.wait()
            try:
                other.mark_sending(delivery.id)
            except Conflict:
                return False
            return True

    with ThreadPoolExecutor(programs) as pool:
        allowed = list(pool.map(may_send, [f"program {each}" for each in range(programs)]))
    assert sorted(allowed) == [False] * (programs - 1) + [True]
    assert store.draft(number).state is DraftState.SENDING
    assert [entry.action for entry in store.history(number)].count("delivery.started") == 1
