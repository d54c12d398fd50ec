"""Heads of messages that came in, whatever stands in them (RFC 5322)."""

from __future__ import annotations

import re
import unicodedata
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default

from dictation.errors import InputError
from dictation.model.draft import Answered, Recipient
from dictation.model.received import Received

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
"""Printable ASCII in angle brackets: what older programs wrote is told from what none may (RFC 5322, 3.6.4)."""
_MOST_REFERENCES = 21
"""The first and the last ones tell a mail program all that it needs (RFC 5537, 3.4.4)."""

_LOST = {"Cc": " ", "Cs": "\N{REPLACEMENT CHARACTER}"}
"""What stands in the place of characters of these Unicode categories: control characters, bytes that are no text."""


def read_head(content: bytes) -> Received:
    """What the head of a message says.

    Raises:
        InputError: It is damaged, or has nothing by which an answer could name it.
    """
    try:
        received = _received(BytesHeaderParser(policy=default).parsebytes(content))
    except Exception as exc:  # Python's parser raises whatever it comes upon in a damaged head
        raise InputError(f"its head is damaged: {exc}") from exc
    if received is None:
        raise InputError("it has no Message-ID, by which an answer names it")
    return received


def _received(head: EmailMessage) -> Received | None:
    ids = _MESSAGE_ID.findall(str(head["Message-ID"] or ""))
    if not ids:
        return None
    before = _ids(head, "References")
    if not before and len(_ids(head, "In-Reply-To")) == 1:
        before = _ids(head, "In-Reply-To")
    references = (*before, ids[0])
    if len(references) > _MOST_REFERENCES:
        references = (references[0], *references[1 - _MOST_REFERENCES :])
    authors = _people(head, "From")
    return Received(
        subject=_clean(str(head["Subject"] or "")),
        authors=authors,
        answer_to=_people(head, "Reply-To") or authors,
        thread=Answered(message_id=ids[0], references=references),
    )


def _people(head: EmailMessage, name: str) -> tuple[Recipient, ...]:
    return tuple(
        Recipient(name=_clean(mailbox.display_name) or mailbox.addr_spec, email=mailbox.addr_spec)
        for mailbox in getattr(head[name], "addresses", ())
        if mailbox.username and mailbox.domain and _clean(mailbox.addr_spec) == mailbox.addr_spec
    )


def _ids(head: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(str(head[name] or ""))))


def _clean(text: str) -> str:
    """In one line, without what no letter may hold."""
    shown = (_LOST.get(unicodedata.category(character), character) for character in text)
    return " ".join("".join(shown).split())
