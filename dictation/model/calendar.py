"""Meetings as calendars have them (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarAccount:
    """How to reach a calendar on a CalDAV server."""

    url: str
    """Of the calendar itself, with a slash at its end."""
    username: str = ""
    """Empty where the server asks for no login."""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarEntry:
    """A meeting on a calendar server, as it was put there."""

    etag: str
    """The server's own name for that state of it (RFC 9110, 8.8.3)."""
    sha256: str
    """Of what was sent, in hexadecimal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarChange:
    """What is to be done to a meeting on a calendar server."""

    uid: str
    content: bytes | None
    """The meeting as a calendar of its own; None where it is to be taken out."""
    etag: str | None
    """Of the state that it was left in; None where it was never put there."""
