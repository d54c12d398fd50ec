"""Mail servers and mailboxes that let the program in, and others that don't; nothing is sent to any of them."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Any

import pytest

from dictation.errors import AuthenticationFailed, ConnectionFailed, DeliveryError
from dictation.model.check import Verdict
from dictation.model.delivery import ImapAccount, Security, SmtpAccount
from dictation.post.checking import check_mail_server, check_mailbox
from tests.cli.program import mail_server
from tests.post.postfix import Postfix
from tests.post.server import HOST, PASSWORD, USER, Mailroom


@pytest.fixture
def account(postfix: Postfix) -> SmtpAccount:
    return SmtpAccount(host=HOST, port=postfix.port, username=USER, password=PASSWORD, ca_file=postfix.authority)


def test_a_server_that_lets_the_program_in(account: SmtpAccount) -> None:
    told = check_mail_server("smtp", account)
    assert told.verdict is Verdict.OK
    assert "STARTTLS, its certificate checked, logged in as amara" in told.found


def test_a_wrong_password_and_a_certificate_of_nobody_are_told(account: SmtpAccount) -> None:
    with pytest.raises(AuthenticationFailed, match="refuses the login"):
        check_mail_server("smtp", replace(account, password="wrong"))  # noqa: S106
    with pytest.raises(ConnectionFailed, match="certificate"):
        check_mail_server("smtp", replace(account, ca_file=None))


def test_no_message_is_begun() -> None:
    class Deaf(Mailroom):
        begun = False

        async def handle_MAIL(self, *_: Any) -> str:  # noqa: N802
            self.begun = True
            return "250 OK"

    mailroom = Deaf()
    with mail_server(mailroom) as port:
        check_mail_server("smtp", SmtpAccount(host=HOST, port=port, security=Security.NONE))
    assert mailroom.connections
    assert not mailroom.begun


def test_servers_that_are_not_there_are_told() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectionFailed, match="refused"):
        check_mail_server("smtp", SmtpAccount(host=HOST, port=port))
    with pytest.raises(ConnectionFailed, match="nobody knows the server's name"):
        check_mail_server("smtp", SmtpAccount(host="no.such.host.invalid", port=587))


def test_the_folder_of_sent_messages_is_looked_into(postfix: Postfix) -> None:
    mailbox = ImapAccount(
        host=HOST,
        port=postfix.imap_port,
        username=USER,
        password=PASSWORD,
        sent_folder="Sent",
        ca_file=postfix.authority,
    )
    assert check_mailbox("box", mailbox).verdict is Verdict.OK
    with pytest.raises(DeliveryError, match="sent_folder"):
        check_mailbox("box", replace(mailbox, sent_folder="Gone"))
    with pytest.raises(AuthenticationFailed):
        check_mailbox("box", replace(mailbox, password="wrong"))  # noqa: S106
