"""Meetings as calendars have them (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dictation.model.draft import require_zone


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarUser:
    """Somebody who takes part in a meeting, or calls it."""

    name: str
    email: str
    """With the domain in its IDNA form."""
    optional: bool = False
    """Whether the meeting takes place without them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEvent:
    """A meeting, as it is to stand in everybody's calendar."""

    uid: str
    """The same for the invitation, its changes and its cancellation."""
    sequence: int
    """0 for the invitation, one more for each change; of two the higher one holds."""
    stamp: datetime
    """When this version of it was made."""
    start: datetime
    minutes: int
    zone: str
    """The IANA zone that its times are told in."""
    summary: str
    place: str
    text: str
    organizer: CalendarUser
    secretary: CalendarUser
    """Who sends for the organizer."""
    attendees: tuple[CalendarUser, ...]
    cancelled: bool = False

    def __post_init__(self) -> None:
        """Refuse times that could be at several moments."""
        require_zone("start", self.start)
        require_zone("stamp", self.stamp)
