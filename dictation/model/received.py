"""A message that somebody wrote to the client, as far as an answer needs it."""

from __future__ import annotations

from dataclasses import dataclass

from dictation.model.draft import Answered, Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """The head of a message."""

    subject: str
    answer_to: tuple[Recipient, ...]
    """Whom an answer goes to: those under Reply-To, else the author (RFC 5322, 3.6.2)."""
    thread: Answered
    """How an answer names it."""
