"""Programs that are killed while they file what was sent: the folder holds each message once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import make_msgid
from pathlib import Path

import pytest

from dictation import pipeline
from dictation.home import init_home
from dictation.model.delivery import Outcome, Receipt
from tests.pipeline.sender import file_everything
from tests.post.postfix import Postfix
from tests.post.server import HOST, PASSWORD, USER
from tests.store.fixtures import CORRESPONDENCE, OKORO, RECORDING, TRANSCRIPT, message_for, post_of

KILLS = 12
SEED = 20260504
ENVIRON = {"DICTATION_SMTP_PASSWORD": PASSWORD}
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, postfix: Postfix) -> Path:
    home = init_home(tmp_path / "home").path
    account = f'host = "{HOST}"\nusername = "{USER}"\nca_file = "{postfix.authority}"\n'
    mailbox = f'imap_host = "{HOST}"\nimap_port = {postfix.imap_port}\n'
    (home / "settings.toml").write_text(f"[smtp]\n{account}{mailbox}", encoding="utf-8")
    with pipeline.open_workspace(home, database="", actor="bela", clock=lambda: NOW) as workspace:
        workspace.store.add_client(OKORO)
    return home


def send_more(home: Path) -> list[str]:
    """Two more messages that were accepted; returns their numbers."""
    message_ids = []
    with pipeline.open_workspace(home, database="", actor="bela", clock=lambda: NOW) as workspace:
        store = workspace.store
        recording = replace(RECORDING, sha256=f"{len(store.drafts()):064x}")
        for number in store.record_call("okoro", recording, TRANSCRIPT, CORRESPONDENCE).drafts:
            message = message_for(store.draft(number).draft)
            store.approve(number, by="bela", digest=message.digest, expected_revision=1)
            message_id = make_msgid(domain="okoroboats.example")
            post = post_of(number, 1, message, message_id)
            post = replace(post, content=f"Message-ID: {message_id}\r\n".encode() + post.content)
            attempt = store.mark_sending(store.queue(post).id)
            store.mark_data(attempt, ())
            store.record_receipts(
                attempt, [Receipt(address=each, outcome=Outcome.ACCEPTED) for each in post.recipients]
            )
            message_ids.append(message_id)
    return message_ids


@dataclass(kw_only=True)
class FatalClock:
    """Kills the program that looks at it once too often."""

    looks: int

    def __call__(self) -> datetime:
        self.looks -= 1
        if self.looks < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return NOW


def file_as_another_program(home: Path, clock: FatalClock, *, kill_after_s: float | None = None) -> bool:
    """Have a program file what was sent; returns whether it was killed."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.pipeline.sender"])
    filer = processes.Process(target=file_everything, args=(home, clock, ENVIRON))
    filer.start()
    filer.join(kill_after_s)
    if kill_after_s is not None:
        filer.kill()
    filer.join()
    assert filer.exitcode in {0, -9}
    return filer.exitcode != 0


def test_a_program_that_is_killed_before_it_notes_a_copy_makes_no_second_one(home: Path, postfix: Postfix) -> None:
    message_ids = send_more(home)
    kills = 0
    # It looks once to know what is recent, and once for each note, when the copy is made.
    while file_as_another_program(home, FatalClock(looks=kills)):
        kills += 1
        assert max(len(postfix.kept(each)) for each in message_ids) == (kills > 1)
    assert kills == 3
    assert {each: len(postfix.kept(each)) for each in message_ids} == dict.fromkeys(message_ids, 1)


def test_whenever_a_program_is_killed_each_message_is_filed_once(home: Path, postfix: Postfix) -> None:
    patient, chance, kills = FatalClock(looks=1000), random.Random(SEED), 0  # noqa: S311
    message_ids = send_more(home)
    began = time.monotonic()
    file_as_another_program(home, patient)
    whole_s = time.monotonic() - began
    while kills < KILLS:
        message_ids += send_more(home)
        kills += file_as_another_program(home, patient, kill_after_s=chance.uniform(0, whole_s))
    file_as_another_program(home, patient)
    assert {each: len(postfix.kept(each)) for each in message_ids} == dict.fromkeys(message_ids, 1)
