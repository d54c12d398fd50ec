"""Sending to Postfix, as a firm's submission server is set up: STARTTLS, a login, and senders that a login owns."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from dictation.errors import AuthenticationFailed
from dictation.model.delivery import Outcome, Security, SmtpAccount
from tests.post.postfix import MAILBOX, SENDER, Postfix
from tests.post.server import HOST, PASSWORD, USER
from tests.post.test_smtp import POST, outcomes, send

NOBODY = "nobody@ferraztimber.example"


def account(server: Postfix, *, password: str = PASSWORD) -> SmtpAccount:
    return SmtpAccount(
        host=HOST,
        port=server.port,
        security=Security.STARTTLS,
        username=USER,
        password=password,
        ca_file=server.authority,
    )


def test_a_message_reaches_the_mailbox_as_it_is(postfix: Postfix) -> None:
    content = b"Date: Mon, 04 May 2026 09:00:00 +0000\r\nMessage-ID: <1@okoroboats.example>\r\n" + (
        "From: <amara@okoroboats.example>\r\nSubject: Mât\r\n\r\n.\r\nĐã đến.\r\n..\r\nFrom here\r\n".encode()
    )
    post = replace(POST, sender=SENDER, recipients=(MAILBOX, NOBODY), content=content)
    with postfix.mailbox() as mailbox:
        receipts = asyncio.run(send(post, account(postfix)))
        arrived = mailbox.read()
    assert outcomes(receipts) == {MAILBOX: Outcome.ACCEPTED, NOBODY: Outcome.REFUSED}
    assert "queued as" in receipts[0].words
    assert "User unknown" in receipts[1].words
    assert arrived.endswith(content)


def test_a_login_that_does_not_own_the_sender_is_told_in_the_servers_words(postfix: Postfix) -> None:
    receipts = asyncio.run(
        send(replace(POST, sender="ruta@okoroboats.example", recipients=(MAILBOX,)), account(postfix))
    )
    assert receipts[0].outcome is Outcome.REFUSED
    assert "not owned by user" in receipts[0].words


def test_a_wrong_password_is_told_and_not_repeated(postfix: Postfix) -> None:
    wrong = PASSWORD[::-1]
    with pytest.raises(AuthenticationFailed, match=f"login of {USER}: 535") as caught:
        asyncio.run(send(POST, account(postfix, password=wrong)))
    assert wrong not in str(caught.value)


def test_without_a_login_nothing_is_relayed(postfix: Postfix) -> None:
    receipts = asyncio.run(send(replace(POST, recipients=(MAILBOX,)), replace(account(postfix), username="")))
    assert receipts[0].outcome is Outcome.REFUSED
