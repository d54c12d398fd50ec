"""Approved drafts that are not to go yet, and those that are called back."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from dictation import pipeline
from dictation.errors import Conflict
from dictation.home import Settings, SmtpSettings
from dictation.model.delivery import Post, Security
from tests.cli.program import CLIENT, Program, dictate, dictated_email, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.server import HOST, Mailroom


@pytest.fixture
def two(program: Program, tmp_path: Path) -> Program:
    """The program with an email to one and an email to another."""
    call = dictate(tmp_path, dictated_email("Odile Marsh"), dictated_email("Ruben Castell"))
    program.ok("process", call, "--client", CLIENT)
    return program


def test_a_time_to_send_is_typed_in_the_clients_zone_and_taken_away(two: Program) -> None:
    result = two.ok("edit", 1, "--send-at", "2036-07-01 8:30")
    assert "not before 01 July 2036, 08:30 BST" in result.err
    assert "01 July 2036, 08:30 BST" in two.ok("show", 1).out
    result = two("edit", 1, "--send-at", "2036-03-30 01:30")
    require_told(result, 1)
    assert "never show 01:30" in result.told["Error"]
    require_told(two("edit", 1, "--send-at", "next week"), 1)
    assert "01 July 2025, 08:30 BST is over" in two("edit", 1, "--send-at", "2025-07-01 8:30").err
    assert two.ok("show", 1, "--json").json["revision"] == 2
    two.ok("edit", 1, "--send-at", "")
    assert "2036" not in two.ok("show", 1).out


def test_nothing_goes_before_its_time_also_where_it_is_named(two: Program) -> None:
    two.ok("edit", 1, "--send-at", "2036-07-01 8:30")
    two.ok("approve", 1, 2)
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        two.use_mail_server(port)
        result = two.ok("send", "--no-dry-run")
        assert "Draft 1 is not sent: it is not to go before 01 July 2036, 08:30 BST" in result.err
        require_told(two("send", 1, "--no-dry-run"), 5)
    assert [each.rcpt_tos for each in mailroom.taken] == [["ruben@castellcrates.example"]]
    assert two.states() == {1: "approved", 2: "sent"}


def test_who_watches_sends_it_at_its_time(two: Program) -> None:
    arrived = threading.Event()
    at: list[datetime] = []

    class Bell(Mailroom):
        async def handle_DATA(self, *args: Any) -> str:  # noqa: N802
            reply = await super().handle_DATA(*args)
            at.append(datetime.now(UTC))
            arrived.set()
            return reply

    with mail_server(Bell()) as port:
        two.use_mail_server(port)
        hour = datetime.now(UTC) + timedelta(seconds=5)
        two.ok("edit", 1, "--send-at", f"{hour:%Y-%m-%d %H:%M:%S} UTC")
        two.ok("approve", 1)
        command = [sys.executable, "-m", "dictation", "--home", str(two.home), "send", "--watch", "--no-dry-run"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as watching:
            assert arrived.wait(timeout=60)
            watching.send_signal(signal.SIGINT)
            watching.communicate(timeout=60)
    assert at[0] >= hour.replace(microsecond=0)


def test_what_is_recalled_does_not_go(two: Program) -> None:
    two.ok("approve", 1, 2)
    two.ok("recall", 1, "--by", "Tom Birch")
    mailroom = Mailroom()
    with mail_server(mailroom) as port:
        two.use_mail_server(port)
        two.ok("send", "--no-dry-run")
        assert two.states() == {1: "draft", 2: "sent"}
        assert "Tom Birch" in two.ok("log", 1).out
        result = two("recall", 1, 2)
        assert result.code == 1
        assert "draft 1 cannot be recalled: it is not approved" in result.err
        assert "draft 2 cannot be recalled: it was sent" in result.err
        two.ok("approve", 1)
        two.ok("send", "--no-dry-run")
    assert len(mailroom.taken) == 2


def test_whoever_has_a_draft_already_that_is_recalled_is_told(two: Program) -> None:
    two.ok("edit", 1, "--cc", "Petra Lund")
    two.ok("approve", 1)
    with mail_server(Mailroom(refuse={"petra@lundlegal.example": "452 4.2.2 mailbox full"})) as port:
        two.use_mail_server(port)
        assert two("send", "--no-dry-run").code == 3
    assert "These have it: odile@marshpreserves.example." in two.ok("recall", 1).err
    assert two.states()[1] == "draft"


def test_a_recall_while_others_are_sent_keeps_that_draft_and_no_other(two: Program) -> None:
    home = two.home

    class Rival(Mailroom):
        async def data_announced(self, envelope: Envelope) -> None:
            other = 2 if envelope.rcpt_tos == ["odile@marshpreserves.example"] else 1
            with pipeline.open_workspace(home, database="", actor="joan", clock=lambda: datetime.now(UTC)) as workspace:
                if workspace.store.draft(other).approval is not None:
                    workspace.store.recall(other, by="joan")

    two.ok("approve", 1, 2)
    mailroom = Rival()
    with mail_server(mailroom) as port:
        two.use_mail_server(port)
        result = two("send", "--no-dry-run")
    assert result.code == 3
    assert "its draft was changed or recalled" in result.err
    assert len(mailroom.taken) == 1
    assert sorted(two.states().values()) == ["draft", "sent"]


def test_a_recall_of_what_is_planned_keeps_that_draft_and_no_other(two: Program) -> None:
    two.ok("approve", 1, 2)
    mailroom = Mailroom()
    with (
        mail_server(mailroom) as port,
        pipeline.open_workspace(two.home, database="", actor="joan", clock=lambda: datetime.now(UTC)) as workspace,
        workspace.store.sending(),
    ):
        posts = [each for each in pipeline.plan_post(workspace, ()) if isinstance(each, Post)]
        two.ok("recall", 1)
        settings = Settings(smtp=SmtpSettings(host=HOST, port=port, security=Security.NONE))
        told = pipeline.send(replace(workspace, settings=settings), posts, environ={}, posted=lambda *_: None)
    assert [type(each) for each in told] == [Conflict]
    assert [each.rcpt_tos for each in mailroom.taken] == [["ruben@castellcrates.example"]]
