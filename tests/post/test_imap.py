"""The folder of sent messages and the inbox, on Dovecot."""

from __future__ import annotations

import imaplib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import AuthenticationFailed, ConnectionFailed, DeliveryError
from dictation.model.delivery import ImapAccount
from dictation.post.imap import open_mailbox
from dictation.post.imap_names import coded, folders, quoted
from tests.post.postfix import MARKED, OTHER_USER, Postfix
from tests.post.server import HOST, PASSWORD, USER

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=timezone(timedelta(hours=7)))
TERKIRIM = "&APw-ber Terkirim"
"""As the server has "über Terkirim"."""


@pytest.fixture
def account(postfix: Postfix) -> ImapAccount:
    return ImapAccount(host=HOST, port=postfix.imap_port, username=USER, password=PASSWORD, ca_file=postfix.authority)


def was_sent(account: ImapAccount, message_id: str) -> bool:
    with open_mailbox(account) as mailbox:
        return mailbox.was_sent(message_id)


def file_sent(account: ImapAccount, content: bytes) -> None:
    with open_mailbox(account) as mailbox:
        mailbox.file_sent(content, NOON)


def message(message_id: str) -> bytes:
    return f"Message-ID: {message_id}\r\nSubject: Mast\r\n\r\nIt came.\r\n".encode()


def test_a_message_is_found_by_its_whole_number_and_by_nothing_else(account: ImapAccount, postfix: Postfix) -> None:
    postfix.keep(b"Message-ID: <mast.1@okoroboats.example>\r\nSubject: <keel@okoroboats.example>\r\n\r\nHello\r\n")
    assert was_sent(account, "<mast.1@okoroboats.example>")
    for other in ("<mast.11@okoroboats.example>", "<keel@okoroboats.example>", '<"a\\ b"@ökoro.example>'):
        assert not was_sent(account, other)


def test_a_message_is_filed_to_the_byte_as_read_and_at_its_date(account: ImapAccount, postfix: Postfix) -> None:
    content = (
        "Message-ID: <mât.filed@okoroboats.example>\r\nSubject: Mât\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        ".\r\nĐã đến.\r\n..\r\n{5}\r\nFrom here "
    ).encode()
    file_sent(account, content)
    (kept,) = postfix.kept("filed@okoroboats.example")
    assert kept.content == content
    assert "\\Seen" in kept.told
    assert "04-May-2026" in kept.told
    arrived = imaplib.Internaldate2tuple(kept.told.encode())
    assert arrived is not None
    assert datetime(*arrived[:6]).astimezone(UTC) == NOON


@pytest.mark.parametrize("name", ["über Terkirim", TERKIRIM])
def test_a_folder_is_named_as_people_read_it_or_as_the_server_has_it(
    account: ImapAccount, postfix: Postfix, name: str
) -> None:
    with postfix.imap() as imap:
        imap.create(f'"{TERKIRIM}"')
    message_id = f"<{len(name)}.terkirim@okoroboats.example>"
    file_sent(replace(account, sent_folder=name), message(message_id))
    assert len(postfix.kept(message_id, folder=f'"{TERKIRIM}"')) == 1
    assert was_sent(replace(account, sent_folder=name), message_id)


@pytest.mark.parametrize("name", ["", "Sent"])
def test_where_no_folder_is_called_so_the_server_tells_which_one_it_is(
    account: ImapAccount, postfix: Postfix, name: str
) -> None:
    other = replace(account, username=OTHER_USER, sent_folder=name)
    message_id = f"<{len(name)}.marked@okoroboats.example>"
    with postfix.imap(OTHER_USER) as imap:
        imap.delete(quoted(coded(MARKED)))  # type: ignore[arg-type]
        with pytest.raises(DeliveryError, match="no folder"):
            file_sent(other, message(message_id))
        imap.create(quoted(coded(MARKED)))  # type: ignore[arg-type]
    file_sent(other, message(message_id))
    assert len(postfix.kept(message_id, folder='"Gesendete Gr&APwA3w-e &- K&APw-sse"', user=OTHER_USER)) == 1


def test_a_folder_that_there_is_not_is_told_with_those_that_there_are(account: ImapAccount) -> None:
    gone = replace(account, sent_folder="Gone")
    told = r"cannot be opened: there is no folder 'Gone'.*sent_folder.*Sent"
    with pytest.raises(DeliveryError, match=told):
        was_sent(gone, "<1@okoroboats.example>")
    with pytest.raises(DeliveryError, match=told):
        file_sent(gone, message("<1@okoroboats.example>"))


@given(name=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_every_name_comes_back_from_the_servers_coding(name: str) -> None:
    (folder,) = folders([b'(\\HasNoChildren \\Sent) "/" ' + quoted(coded(name))])
    assert (folder.name, folder.coded, folder.marks) == (name, coded(name), frozenset({b"\\hasnochildren", b"\\sent"}))
    assert coded(name).isascii()


def test_servers_write_names_as_strings_as_words_and_as_literals() -> None:
    listed = [b"() NIL INBOX", None, (b'(\\Noselect) "." {6}', b'a"b\\ c'), b"", b'() "\\\\" "x.y"', b"nonsense"]
    assert [each.coded for each in folders(listed)] == [b"INBOX", b'a"b\\ c', b"x.y"]
    assert folders([b"() NIL a&AA-"])[0].name == "a&AA-"


def test_a_wrong_password_is_told_and_never_shown(account: ImapAccount) -> None:
    wrong = replace(account, password=PASSWORD[::-1] + "ß")
    with pytest.raises(AuthenticationFailed, match=f"refuses the login of {USER}") as told:
        was_sent(wrong, "<1@okoroboats.example>")
    assert wrong.password not in f"{told.value}{told.value.__cause__}{wrong}"


@pytest.mark.parametrize("change", [{"ca_file": None}, {"host": "localhost"}, {"port": 1}])
def test_a_server_that_is_not_the_one_or_not_there_is_told(account: ImapAccount, change: dict[str, object]) -> None:
    with pytest.raises(ConnectionFailed, match="imap_host"):
        was_sent(replace(account, **change), "<1@okoroboats.example>")  # type: ignore[arg-type]
