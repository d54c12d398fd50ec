"""Several programs that work with one store at the same time."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

from dictation.errors import Conflict, Outdated
from dictation.model.review import DraftState
from dictation.review import plain_text
from dictation.store import open_store
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

ROOT = Path(__file__).parents[2]


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


def change(url: str, number: int, name: str) -> str:
    """Decide about a draft as one of several people who all saw its first revision.

    Gives the name of whoever could, else both texts that were told.
    """
    text = f"{name} says that the mast arrived."
    with open_store(url, clock=TickingClock(), actor=name) as store:
        try:
            if name.startswith("editor"):
                store.save_revision(number, email_to(TIMBER, text=text), author=name, expected_revision=1)
            else:
                store.approve(number, by=name, digest=name, expected_revision=1)
        except Outdated as exc:
            return f"{exc.seen}\0{exc.now}"
    return name


def test_of_people_who_change_one_draft_at_once_the_first_wins_and_the_others_are_told(url: str, store: Store) -> None:
    """Programs of their own: each has its own connections and its own idea of what is there."""
    number = store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts[0]
    names = ("editor 1", "approver 1", "editor 2", "approver 2")
    with ProcessPoolExecutor(len(names), mp_context=multiprocessing.get_context("spawn")) as pool:
        came = [pool.submit(change, url, number, name) for name in names]
        done = {each.result() for each in came}
    stored = store.draft(number)
    (editor,) = (each for each in done if each.startswith("editor"))
    assert done - set(names) == {f"{plain_text(CORRESPONDENCE.drafts[0])}\0{plain_text(stored.draft)}"}
    assert (stored.revision, stored.state, stored.approval) == (2, DraftState.DRAFT, None)
    assert stored.draft == email_to(TIMBER, text=f"{editor} says that the mast arrived.")
    assert [each.author for each in store.revisions(number)] == ["embedded", editor]


def test_two_who_merge_two_drafts_into_each_other_at_once_do_not_wait_for_ever(url: str, store: Store) -> None:
    recordings = (replace(RECORDING, sha256=f"{number:064}") for number in range(8))
    calls = [store.record_call("okoro", recording, TRANSCRIPT, CORRESPONDENCE) for recording in recordings]

    def merge(pair: tuple[int, int], start: Barrier) -> bool:
        one, other = pair
        with open_store(url, clock=TickingClock(), actor="bela") as own:
            start.wait()
            try:
                own.merge(one, email_to(TIMBER), other, author="bela", expected_revision=1, expected_other=1)
            except Conflict:
                return False
            return True

    for call in calls:
        one, other = call.drafts
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(merge, [(one, other), (other, one)], [start] * 2))
        assert any(done)
        assert {store.draft(number).state for number in call.drafts} >= {DraftState.DRAFT}
        assert sum(store.draft(number).revision for number in call.drafts) == 2 + sum(done)


KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from datetime import datetime, UTC
from dictation.review import plain_text
from dictation.store import open_store
from tests.store.fixtures import CORRESPONDENCE, RECORDING, TRANSCRIPT

def clock():
    os.kill(os.getpid(), signal.SIGKILL)

with open_store(sys.argv[1], clock=clock, actor="bela") as store:
    store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE)
"""


def test_a_program_that_is_killed_in_the_middle_leaves_nothing_half_done_and_nobody_waiting(
    url: str, store: Store
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, url], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert store.drafts() == ()
    assert len(store.record_call("okoro", RECORDING, TRANSCRIPT, CORRESPONDENCE).drafts) == 2
