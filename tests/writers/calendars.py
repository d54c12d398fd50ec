"""Calendars read by vobject, which shares no code with what writes them."""

from __future__ import annotations

import io
from typing import Any

import vobject
from dateutil.tz import tzical


def read_calendar(content: bytes) -> Any:
    """The calendar, checked against the rules of RFC 5545 that vobject knows."""
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return calendar


def zone_in(content: bytes, name: str) -> Any:
    """The time zone of that name as dateutil understands the calendar's own telling of it."""
    text = content.decode()
    begin, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE") + len("END:VTIMEZONE")
    return tzical(io.StringIO(text[begin:end])).get(name)
