"""Drafts as email messages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from email.message import EmailMessage

from dictation.model.document import Document
from dictation.model.draft import Draft
from dictation.model.people import Client


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that travels with a message."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


def build_message(
    draft: Draft,
    client: Client,
    body: Document,
    *,
    attachments: tuple[Attachment, ...] = (),
    message_id: str | None = None,
    date: datetime.datetime | None = None,
) -> EmailMessage:
    """The message that brings ``draft`` to its recipients, From the client, Sender the secretary.

    ``body`` is what the message says: the draft laid out by ``email.j2``, or by ``cover.j2`` for a letter whose PDF is
    among the ``attachments``. Nobody under Bcc is named: they stand in the envelope alone. Bytes are the same for the
    same arguments; ``message_id`` (with its angle brackets) and ``date`` are left out where None, so that approval can
    hash the content before they are known.

    Raises:
        RenderError: a recipient has no usable address, or a header field holds a control character.
    """
    raise NotImplementedError
