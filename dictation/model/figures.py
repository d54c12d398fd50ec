"""How much waits, and how fast it goes: counts and times, without a word of what was dictated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dictation.model.review import DraftState


@dataclass(frozen=True, kw_only=True, slots=True)
class Hearings:
    """What one recogniser heard, and how long that took."""

    engine: str
    heard_ms: int
    """How long the recordings are."""
    took_ms: int
    """How long it took to make drafts of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientFigures:
    """How one client's work stands."""

    client: str
    """The client's key."""
    drafts: Mapping[DraftState, int] = field(default_factory=dict)
    """How many drafts are in each state; states of none are left out."""
    oldest_draft_at: datetime | None = None
    """When the oldest was made of those that wait for a person."""
    outbox: Mapping[str, int] = field(default_factory=dict)
    """How many deliveries are ``queued`` for their first attempt, ``retrying`` or ``sending``."""
    oldest_delivery_at: datetime | None = None
    """When the oldest of these was put into the outbox."""
    unknown_outcomes: int = 0
    """Recipients of whom nobody knows whether they got a message."""
    recordings: int = 0
    recorded_ms: int = 0
    hearings: tuple[Hearings, ...] = ()
    """What was heard lately, by recogniser."""
