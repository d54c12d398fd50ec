"""A mailbox by IMAP (RFC 9051) and Python's own library: the folder of sent messages, and what came in."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

from dictation.errors import AuthenticationFailed, ConnectionFailed, DeliveryError
from dictation.model.delivery import SENT, ImapAccount
from dictation.model.received import ReceivedHead
from dictation.post.imap_names import Folder, coded, folders, quoted
from dictation.post.trust import trusted

_TIMEOUT_S = 60.0
_MESSAGE_TIMEOUT_S = 600.0
"""For a whole message on its way: megabytes over a slow line."""
_INBOX = b"INBOX"
_FIELDS = "FROM REPLY-TO SUBJECT MESSAGE-ID REFERENCES IN-REPLY-TO"
_LARGEST_HEAD = 1 << 20
"""Bytes; mail servers take a tenth of it at most."""
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]+)"', re.IGNORECASE)


class Mailbox:
    """A mailbox that somebody is logged in to.

    Every method raises ConnectionFailed where the connection is lost, and DeliveryError where the server will not do
    what is asked of it.
    """

    def __init__(self, imap: imaplib.IMAP4, account: ImapAccount) -> None:
        self._imap, self._account = imap, account
        self._opened: bytes | None = None
        """The folder that is looked into."""

    def was_sent(self, message_id: str) -> bool:
        """Whether the folder of sent messages holds one with that Message-ID, which stands in its angle brackets."""
        with _talking(self._account):
            return bool(self._search(self._sent_folder, "HEADER", "Message-ID", text=message_id))

    def file_sent(self, content: bytes, at: datetime) -> None:
        """Put a message into the folder of sent messages, to the byte, as one that was sent then and is read."""
        with _talking(self._account):
            folder = quoted(self._sent_folder)
            self._imap.sock.settimeout(_MESSAGE_TIMEOUT_S)
            # Typed as text, and taken as bytes: a folder's name is what the server wrote.
            said, words = self._imap.append(folder, r"(\Seen)", at, content)  # type: ignore[arg-type]
            self._imap.sock.settimeout(_TIMEOUT_S)
        self._require(said, f"a message cannot be put into the folder of sent messages: {_told(words)}")

    def received(self, *, sender: str = "", most: int) -> tuple[ReceivedHead, ...]:
        """The heads of the messages that came in last, the newest first.

        ``sender`` is part of the name or the address that they are from.
        """
        with _talking(self._account):
            if sender:
                found = self._search(_INBOX, "FROM", text=sender)
            else:
                there = self._open(_INBOX)
                found = range(max(1, there - most + 1), there + 1)
            return self._fetch(found[-most:])

    def received_as(self, message_id: str) -> tuple[ReceivedHead, ...]:
        """The heads of the messages that came in with that Message-ID, which stands in its angle brackets."""
        with _talking(self._account):
            return self._fetch(self._search(_INBOX, "HEADER", "Message-ID", text=message_id))

    @cached_property
    def _sent_folder(self) -> bytes:
        """The folder of the settings.

        Where they name none, or the usual one is not there, it is the one that the server marks as that for sent
        messages.
        """
        said, listed = self._imap.list()
        self._require(said, "the folders cannot be listed")
        there = folders(listed)
        wanted = self._account.sent_folder
        named = [each for each in there if each.coded in {coded(wanted), wanted.encode()}]
        marked = [each for each in there if rb"\sent" in each.marks] if wanted in {"", SENT} else []
        for folder in (*named, *marked):
            return folder.coded
        raise self._lacking(there)

    def _lacking(self, there: Sequence[Folder]) -> DeliveryError:
        return DeliveryError(
            f"the folder of sent messages cannot be opened: there is no folder {self._account.sent_folder!r}",
            place=self._account.place,
            remedy=f"write one of these to sent_folder in the settings: {', '.join(each.name for each in there)}",
        )

    def _open(self, folder: bytes) -> int:
        """Look into a folder, without changing anything in it; returns how many messages it holds."""
        said, words = self._imap.select(quoted(folder), readonly=True)  # type: ignore[arg-type]
        self._require(said, f"the folder {folder.decode(errors='replace')} cannot be opened: {_told(words)}")
        self._opened = folder
        return int(words[0] or 0)

    def _search(self, folder: bytes, *criteria: str, text: str) -> Sequence[int]:
        """The numbers of the messages for which the text fulfils the last of the criteria, the oldest first."""
        if self._opened != folder:
            self._open(folder)
        # As a literal, in which nothing has to be quoted.
        self._imap.literal = text.encode()  # type: ignore[assignment]
        said, found = self._imap.search(None if text.isascii() else "UTF-8", *criteria)
        self._require(said, f"the folder {folder.decode(errors='replace')} cannot be searched: {_told(found)}")
        return [int(number) for part in found for number in (part or b"").split()]

    def _fetch(self, numbers: Sequence[int]) -> tuple[ReceivedHead, ...]:
        if not numbers:
            return ()
        # PEEK: nobody has read it.
        asked = f"(INTERNALDATE BODY.PEEK[HEADER.FIELDS ({_FIELDS})]<0.{_LARGEST_HEAD}>)"
        said, parts = self._imap.fetch(",".join(map(str, numbers)), asked)
        self._require(said, f"the messages cannot be read: {_told(parts)}")
        heads: dict[int, ReceivedHead] = {}
        # What stands behind the head comes as a part of its own.
        for part, behind in zip(parts, (*parts[1:], b""), strict=True):
            if isinstance(part, tuple):
                line, content = part
                arrived = _ARRIVED.search(line) or _ARRIVED.search(behind if isinstance(behind, bytes) else b"")
                at = parsedate_to_datetime(arrived[1].decode().strip()) if arrived else None
                heads[int(line.split()[0])] = ReceivedHead(arrived_at=at, content=content)
        return tuple(heads[number] for number in sorted(heads, reverse=True))

    def _require(self, said: str, message: str) -> None:
        if said != "OK":
            raise DeliveryError(message, place=self._account.place, remedy="try again later")


@contextmanager
def open_mailbox(account: ImapAccount) -> Iterator[Mailbox]:
    """A mailbox, for as long as the block lasts.

    Raises:
        ConnectionFailed: The server cannot be reached, or its certificate is not to be trusted.
        AuthenticationFailed: The server refuses the account.
    """
    context = trusted(account.ca_file)
    with _talking(account):
        imap = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=_TIMEOUT_S)
    try:
        with _talking(account):
            _log_in(imap, account)
        yield Mailbox(imap, account)
    finally:
        # What was to be done is done, or was told.
        with suppress(OSError, imaplib.IMAP4.error):
            imap.logout()
        with suppress(OSError):
            imap.shutdown()


def _log_in(imap: imaplib.IMAP4, account: ImapAccount) -> None:
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            # Takes passwords of any letters (RFC 4616).
            imap.authenticate("PLAIN", lambda _: f"\0{account.username}\0{account.password}".encode())
        else:
            imap.login(account.username, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as exc:
        raise AuthenticationFailed(
            f"the mailbox refuses the login of {account.username}",
            place=account.place,
            remedy="see to the user name in the settings and to its password",
        ) from exc


@contextmanager
def _talking(account: ImapAccount) -> Iterator[None]:
    """Tells what goes wrong in a conversation in our own words."""
    try:
        yield
    except (OSError, imaplib.IMAP4.abort) as exc:
        raise ConnectionFailed(
            f"there is no connection to the mailbox: {exc}",
            place=account.place,
            remedy="see that imap_host and imap_port in the settings are right, and that it runs",
        ) from exc
    except imaplib.IMAP4.error as exc:
        raise DeliveryError(
            f"the mailbox does not do what it is asked for: {exc}", place=account.place, remedy="try again later"
        ) from exc


def _told(words: Sequence[Any]) -> str:
    """The server's words."""
    return " ".join(each.decode(errors="replace") for each in words if isinstance(each, bytes))
