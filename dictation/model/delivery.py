"""The post: what goes out, to whom, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dictation.model.draft import require_zone


class Outcome(StrEnum):
    """What became of a message for one of its recipients."""

    ACCEPTED = "accepted"
    """The server has taken it over, and with it the duty to bring it there or to say that it could not."""
    REFUSED = "refused"
    """The server will not take it, now or later: a 5xx reply."""
    FAILED = "failed"
    """It did not go, and may be tried again: a 4xx reply, or no connection."""
    UNKNOWN = "unknown"
    """The connection or the program ended after the message's data had begun and before the reply: it may have gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What became of a message for one recipient."""

    address: str
    outcome: Outcome
    code: int | None = None
    """The server's reply code (RFC 5321, 4.2.3); None where it gave no reply."""
    words: str = ""
    """The server's own words, or what happened to the connection."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """Exact content and exact recipients: what a person approves."""

    sender: str
    """The envelope's reverse path (RFC 5321, MAIL FROM)."""
    recipients: tuple[str, ...]
    """Every address it goes to, those under Bcc too, each once. Empty for what goes on paper."""
    content: bytes
    """The message without Date and Message-ID, which only sending adds; the PDF of what goes on paper."""

    @property
    def digest(self) -> str:
        """SHA-256 of sender, recipients and content as 64 hexadecimal digits.

        Each goes in with its length before it, so that no two messages run together to the same bytes.
        """
        digest = hashlib.sha256()
        for part in (self.sender.encode(), *(address.encode() for address in self.recipients), self.content):
            digest.update(f"{len(part)}:".encode())
            digest.update(part)
        return digest.hexdigest()


class Purpose(StrEnum):
    """What a message is sent for."""

    POST = "post"
    """To bring the draft to its recipients."""
    CONSULTATION = "consultation"
    """To show the draft to the client, who has to approve it, too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A message that is to be sent, planned to the last byte."""

    client: str
    """The key of the client whom it is from."""
    draft: int
    revision: int
    digest: str
    """The digest of the approved :class:`Message`."""
    sender: str
    recipients: tuple[str, ...]
    """Those of the message's recipients who are not settled yet."""
    message_id: str
    """With its angle brackets."""
    content: bytes
    """The exact bytes for the server, with Date and Message-ID."""
    delivery: int | None = None
    """The delivery that is tried once more; None for a new one."""
    purpose: Purpose = Purpose.POST


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """A draft that is not to be sent now, and why."""

    draft: int
    reason: str
    needs_review: bool = False
    """Whether it was approved and a person has to do so again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A post as the store lists it: everything but its bytes."""

    id: int
    draft: int
    revision: int
    recipients: tuple[str, ...]
    message_id: str
    queued_at: datetime
    attempts: int = 0
    """How often a program set about sending it."""
    next_attempt_at: datetime | None = None
    """Not to be tried again before."""
    started_at: datetime | None = None
    """When the attempt that is under way began; None while it waits in the outbox."""
    data_at: datetime | None = None
    """When that attempt began with the message's data: before, nothing can have arrived."""
    finished_at: datetime | None = None
    """When it ended, for good; None while it is under way or to be tried again."""
    filed_at: datetime | None = None
    """When it was noted that the folder of sent messages holds it."""
    receipts: tuple[Receipt, ...] = ()
    """What is known of its recipients, at most one each; of every one of them once it is finished."""
    purpose: Purpose = Purpose.POST

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        require_zone("queued_at", self.queued_at)

    @property
    def waits(self) -> bool:
        """Whether it is in the outbox for another attempt, or for its first."""
        return self.started_at is None and self.finished_at is None

    @property
    def may_have_arrived(self) -> bool:
        """Whether anybody has it, or may have it."""
        begun = self.data_at is not None and self.finished_at is None
        return begun or any(receipt.outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN} for receipt in self.receipts)

    @property
    def in_doubt(self) -> bool:
        """Whether nobody knows if somebody has it."""
        return any(receipt.outcome is Outcome.UNKNOWN for receipt in self.receipts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfiled:
    """A message that somebody has, and that is to be put into the client's folder of sent messages."""

    client: str
    delivery: int
    message_id: str
    """With its angle brackets."""


class Security(StrEnum):
    """How a connection to the mail server is kept private."""

    STARTTLS = "starttls"
    """It begins in the open and is encrypted before anything is said (RFC 3207); usually port 587."""
    TLS = "tls"
    """It is encrypted from its first byte (RFC 8314); usually port 465."""
    NONE = "none"
    """It is open: for a server on this machine."""


SENT = "Sent"
"""What the folder of sent messages is usually called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImapAccount:
    """How to reach a mailbox. The connection is always encrypted from its first byte."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    sent_folder: str = SENT
    """Empty or :data:`SENT` for that which the server marks as the one, where none is called so."""
    ca_file: Path | None = None
    """As for :class:`SmtpAccount`."""

    @property
    def place(self) -> str:
        """How messages call it."""
        return f"{self.host}:{self.port}, the mailbox of {self.username}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpAccount:
    """How to reach a mail server."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    username: str = ""
    """Empty where the server asks for no login."""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    """Certificates to trust besides the system's, for a firm that signs its own."""
    connections: int = 1
    """How many at most to send over at once."""

    @property
    def place(self) -> str:
        """How messages call it."""
        return f"{self.host}:{self.port}"
