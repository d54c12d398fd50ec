"""Looking for a message in the folder of what was sent, on Dovecot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dictation.errors import AuthenticationFailed, ConnectionFailed, DeliveryError
from dictation.model.delivery import ImapAccount
from dictation.post.imap import holds_message
from tests.post.postfix import Postfix
from tests.post.server import HOST, PASSWORD, USER


@pytest.fixture
def mailbox(postfix: Postfix) -> ImapAccount:
    return ImapAccount(
        host=HOST,
        port=postfix.imap_port,
        username=USER,
        password=PASSWORD,
        sent_folder="Sent",
        ca_file=postfix.authority,
    )


def test_a_message_is_found_by_its_whole_number_and_by_nothing_else(mailbox: ImapAccount, postfix: Postfix) -> None:
    postfix.keep(b"Message-ID: <mast.1@okoroboats.example>\r\nSubject: <keel@okoroboats.example>\r\n\r\nHello\r\n")
    assert holds_message(mailbox, "<mast.1@okoroboats.example>")
    for other in ("<mast.11@okoroboats.example>", "<keel@okoroboats.example>", '<"a\\ b"@okoroboats.example>'):
        assert not holds_message(mailbox, other)


def test_a_folder_that_there_is_not_is_told_and_not_taken_for_an_empty_one(mailbox: ImapAccount) -> None:
    with pytest.raises(DeliveryError, match=r"cannot be opened.*folder Gone.*sent_folder"):
        holds_message(replace(mailbox, sent_folder="Gone"), "<1@okoroboats.example>")


def test_a_wrong_password_is_told_and_never_shown(mailbox: ImapAccount) -> None:
    wrong = replace(mailbox, password=PASSWORD[::-1])
    with pytest.raises(AuthenticationFailed, match=f"refuses the login of {USER}") as told:
        holds_message(wrong, "<1@okoroboats.example>")
    assert wrong.password not in f"{told.value}{told.value.__cause__}{wrong}"


@pytest.mark.parametrize("change", [{"ca_file": None}, {"host": "localhost"}, {"port": 1}])
def test_a_server_that_is_not_the_one_or_not_there_is_told(mailbox: ImapAccount, change: dict[str, object]) -> None:
    with pytest.raises(ConnectionFailed, match="imap_host"):
        holds_message(replace(mailbox, **change), "<1@okoroboats.example>")  # type: ignore[arg-type]
