"""Meetings as iCalendar objects (RFC 5545), by themselves or as the messages of iTIP (RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dictation.model.calendar import CalendarEvent, CalendarUser
from dictation.writers.time_zones import write_time_zone

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""What no text may hold (RFC 5545, 3.3.11)."""
_IN_MAILTO = "!$'()*+,;:@"
"""What stands as it is in the address of a mailto URI, besides letters, digits and ``-._~`` (RFC 6068, 2)."""


class Method(StrEnum):
    """What a message wants of the calendar that it comes to."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


def write_message(event: CalendarEvent) -> tuple[Method, bytes]:
    """The message that invites people to a meeting, changes it or cancels it."""
    method = Method.CANCEL if event.cancelled else Method.REQUEST
    return method, _write([event], method)


def write_calendar(events: Sequence[CalendarEvent]) -> bytes:
    """A calendar of these meetings for its owner; a server that it is put on invites nobody (RFC 6638, 7.1)."""
    return _write(events, None)


def _write(events: Sequence[CalendarEvent], method: Method | None) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    # No version of the program: an update would take back every approval.
    calendar.add("prodid", "-//dictation//dictation//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method.value)
    for zone in sorted({event.zone for event in events}):
        starts = [event.start for event in events if event.zone == zone]
        calendar.add_component(write_time_zone(ZoneInfo(zone), min(starts), max(starts)))
    for event in events:
        calendar.add_component(_event(event, method))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, method: Method | None) -> Event:
    from icalendar import Event  # noqa: PLC0415

    written = Event()
    written.add("uid", event.uid)
    written.add("sequence", event.sequence)
    written.add("dtstamp", event.stamp.astimezone(UTC).replace(microsecond=0))
    written.add("dtstart", _moment(event.start, event.zone))
    written.add("dtend", _moment(event.start.astimezone(UTC) + timedelta(minutes=event.minutes), event.zone))
    for name, text in (("summary", event.summary), ("location", event.place), ("description", event.text)):
        if text:
            written.add(name, _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _LINE_BREAK.sub("\n", text)))
    written.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    organizer = _user(event.organizer)
    if event.secretary.email != event.organizer.email:
        organizer.params["SENT-BY"] = _mailto(event.secretary)
    written.add("organizer", organizer)
    for guest in event.attendees:
        attendee = _user(guest)
        attendee.params["ROLE"] = "OPT-PARTICIPANT" if guest.optional else "REQ-PARTICIPANT"
        if method is Method.REQUEST:
            attendee.params.update({"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        if method is None:
            attendee.params["SCHEDULE-AGENT"] = "CLIENT"
        written.add("attendee", attendee)
    return written


def _moment(moment: datetime, zone: str) -> datetime:
    """A moment in the local time of a zone, or in UTC where it comes twice: calendars disagree which is meant."""
    local = moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.astimezone(UTC) if comes_twice else local


def _user(user: CalendarUser) -> vCalAddress:
    from icalendar import vCalAddress  # noqa: PLC0415

    address = vCalAddress(_mailto(user))
    address.params["CN"] = user.name
    return address


def _mailto(user: CalendarUser) -> str:
    return f"mailto:{quote(user.email, safe=_IN_MAILTO)}"
