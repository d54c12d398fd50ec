"""A draft on its way through a person's hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dictation.model.delivery import Delivery
from dictation.model.draft import Draft, require_zone
from dictation.model.paper import Posting, Print


class DraftState(StrEnum):
    """How far a draft has come.

    draft → approved → queued → sending → sent, refused, failed or unknown; draft → rejected. Where the client approves,
    too: draft → awaiting-client → approved. A new revision brings a draft back to the beginning.
    """

    DRAFT = "draft"
    """Waits for a person."""
    AWAITING_CLIENT = "awaiting-client"
    """The secretary approved it, and the client has yet to."""
    APPROVED = "approved"
    QUEUED = "queued"
    """In the outbox: what will be sent is settled to the byte."""
    SENDING = "sending"
    """In the hands of the server, or left like this by a program that was stopped: the next that sends finds out."""
    SENT = "sent"
    """Accepted for every recipient; or posted, on paper."""
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
class ClientApproval(Approval):
    """The client's own word after the secretary's, as somebody entered it."""

    entered_by: str
    read_aloud: bool
    """Whether the client did not see it but was read it, for which whoever entered it answers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Consultation:
    """A draft shown to its client."""

    at: datetime
    by: str
    """Who showed it."""
    revision: int
    digest: str
    """:attr:`Message.digest <dictation.model.delivery.Message.digest>` of what was shown."""
    delivery: Delivery | None
    """None where it was handed over as a file."""

    @property
    def shown(self) -> bool:
        """Whether the client has it, or may have it."""
        return self.delivery is None or self.delivery.may_have_arrived


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Who has a draft open, for the others to see."""

    by: str
    session: str
    """Tells the programs of one person apart."""
    until: datetime
    """When it lapses, unless there is another sign of whoever holds it."""


_URGENT, _ORDINARY = timedelta(hours=2), timedelta(hours=24)
"""How long after its making a draft is due of which nothing else is known."""


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
    needs_client: bool = False
    """Whether its client wants to approve what is sent, too."""
    client_approval: ClientApproval | None = None
    """None where the client did not approve what the secretary did."""
    consultations: tuple[Consultation, ...] = ()
    """Oldest first, those of earlier revisions too."""
    deliveries: tuple[Delivery, ...] = ()
    """To its recipients; oldest first, those of earlier revisions too."""
    prints: tuple[Print, ...] = ()
    """Oldest first, those of earlier revisions too."""
    posting: Posting | None = None
    """None for what was not posted on paper."""
    mailing: int | None = None
    """How many people are on the list that it goes to; None where it goes to its own recipients."""
    created_at: datetime
    updated_at: datetime
    assignee: str = ""
    """Whose work it is; empty where nobody was told, and it is that of the client's secretary."""
    note: str = ""
    """What was told to the assignee with it."""
    due_at: datetime | None = None
    """By when a person said that it is to be done."""
    claim: Claim | None = None
    """Who has it open, or had without giving it back: see its end."""

    @property
    def due(self) -> datetime:
        """By when it is to be done: as a person said, else when it is to go, else a while after it was made."""
        ordinary = self.created_at + (_URGENT if self.draft.urgent else _ORDINARY)
        return self.due_at or self.draft.send_at or ordinary

    @property
    def waiting(self) -> Delivery | None:
        """The delivery that is in the outbox for another attempt, or for its first."""
        return next((delivery for delivery in self.deliveries if delivery.waits), None)

    @property
    def in_doubt(self) -> tuple[Delivery, ...]:
        """What may have gone: to its recipients, or where all is known of these, to its client."""
        post = tuple(each for each in self.deliveries if each.in_doubt)
        shown = (each.delivery for each in self.consultations if each.delivery is not None)
        return post or tuple(each for each in shown if each.in_doubt)

    @property
    def asked(self) -> tuple[Consultation, ...]:
        """When the client was shown exactly what the secretary approved, or was to be; oldest first."""
        digest = self.approval.digest if self.approval else None
        return tuple(each for each in self.consultations if each.digest == digest)

    @property
    def asking(self) -> Delivery | None:
        """What is in the outbox for the client, for another attempt or its first."""
        shown = (each.delivery for each in self.asked if each.delivery is not None)
        return next((delivery for delivery in shown if delivery.waits), None)

    @property
    def printed(self) -> Print | None:
        """The last print of exactly what is approved."""
        digest = self.approval.digest if self.approval else None
        return next((each for each in reversed(self.prints) if each.digest == digest), None)
