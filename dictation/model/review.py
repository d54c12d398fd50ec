"""A draft on its way through a person's hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dictation.model.delivery import Delivery
from dictation.model.draft import Draft, require_zone


class DraftState(StrEnum):
    """How far a draft has come.

    draft → approved → queued → sending → sent, refused, failed or unknown; draft → rejected. A new revision brings a
    draft back to the beginning.
    """

    DRAFT = "draft"
    """Waits for a person."""
    APPROVED = "approved"
    QUEUED = "queued"
    """In the outbox: what will be sent is settled to the byte."""
    SENDING = "sending"
    """In the hands of the server, or left like this by a program that was stopped: the next that sends finds out."""
    SENT = "sent"
    """Accepted for every recipient."""
    REFUSED = "refused"
    """Refused for at least one recipient; the others have it."""
    FAILED = "failed"
    """Did not go to at least one recipient; the outbox tries it again when its time has come."""
    UNKNOWN = "unknown"
    """May or may not have gone to at least one recipient. A person has to find out."""
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """A person's word that a message may go out exactly as it is."""

    by: str
    at: datetime
    revision: int
    digest: str
    """:attr:`Message.digest <dictation.model.delivery.Message.digest>` of what was approved."""

    def __post_init__(self) -> None:
        """Refuse a time that could be at several moments."""
        require_zone("at", self.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredDraft:
    """A draft with its number and everything that happened to it."""

    id: int
    client: str
    """The client's key."""
    call: int | None
    """Number of the recording that it was dictated in."""
    revision: int
    """1 for the draft as it was composed; a person's change makes the next."""
    state: DraftState
    draft: Draft
    approval: Approval | None
    """None where nobody approved this revision."""
    deliveries: tuple[Delivery, ...] = ()
    """Oldest first, those of earlier revisions too."""
    mailing: int | None = None
    """How many people are on the list that it goes to; None where it goes to its own recipients."""
    created_at: datetime
    updated_at: datetime

    @property
    def waiting(self) -> Delivery | None:
        """The delivery that is in the outbox for another attempt, or for its first."""
        return next((delivery for delivery in self.deliveries if delivery.waits), None)
