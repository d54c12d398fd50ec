"""A message that somebody wrote to the client, as far as an answer needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dictation.model.draft import Answered, Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedHead:
    """The head of a message as the mailbox keeps it."""

    content: bytes
    """Its header fields, as they came (RFC 5322, 2.2)."""
    arrived_at: datetime | None
    """When the server took it in; None where it does not tell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """The head of a message."""

    subject: str
    authors: tuple[Recipient, ...] = ()
    """Who wrote it, as it says itself."""
    answer_to: tuple[Recipient, ...]
    """Whom an answer goes to: those under Reply-To, else the author (RFC 5322, 3.6.2)."""
    thread: Answered
    """How an answer names it."""
    arrived_at: datetime | None = None
    """When it came into the mailbox; None for one that comes from elsewhere."""
