"""Messages that were saved from a mail program (.eml)."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

from dictation.errors import InputError
from dictation.model.draft import Answered, Recipient
from dictation.model.received import Received

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
"""Printable ASCII in angle brackets: what older programs wrote is told from what none may (RFC 5322, 3.6.4)."""
_LARGEST_HEAD = 1 << 20
"""Bytes; mail servers take a tenth of it at most."""
_MOST_REFERENCES = 21
"""The first and the last ones tell a mail program all that it needs (RFC 5537, 3.4.4)."""


def read_received(path: Path) -> Received:
    """The head of a message in a file.

    Raises:
        InputError: The file cannot be read or is no message, or nothing in it says what an answer would answer.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_HEAD)
    except OSError as exc:
        raise InputError(f"the file cannot be read: {exc.strerror}", place=str(path), remedy="check its name") from exc
    try:
        received = _received(BytesHeaderParser(policy=default).parsebytes(content))
    except Exception as exc:  # Python's parser raises whatever it comes upon in a damaged head
        raise _no_message(path, f"its head is damaged: {exc}") from exc
    if received is None:
        raise _no_message(path, "it has no Message-ID, by which an answer names it")
    return received


def _received(head: EmailMessage) -> Received | None:
    ids = _MESSAGE_ID.findall(str(head["Message-ID"] or ""))
    if not ids:
        return None
    field = head["Reply-To"] or head["From"]
    answer_to = tuple(
        Recipient(name=mailbox.display_name or mailbox.addr_spec, email=mailbox.addr_spec)
        for mailbox in getattr(field, "addresses", ())
        if mailbox.username and mailbox.domain
    )
    before = _ids(head, "References")
    if not before and len(_ids(head, "In-Reply-To")) == 1:
        before = _ids(head, "In-Reply-To")
    references = (*before, ids[0])
    if len(references) > _MOST_REFERENCES:
        references = (references[0], *references[1 - _MOST_REFERENCES :])
    return Received(
        subject=" ".join(str(head["Subject"] or "").split()),
        answer_to=answer_to,
        thread=Answered(message_id=ids[0], references=references),
    )


def _ids(head: EmailMessage, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(str(head[name] or ""))))


def _no_message(path: Path, reason: str) -> InputError:
    return InputError(
        f"{path.name} cannot be answered: {reason}",
        place=str(path),
        remedy="save the message itself from the mail program, as an .eml file",
    )
