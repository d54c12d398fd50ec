"""Meetings as other people's calendars read them."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.model.calendar import CalendarEvent, CalendarUser
from dictation.writers.calendar import Method, write_calendar, write_message
from tests.strategies import ZONES, moments, texts
from tests.writers.calendars import read_calendar, zone_in

LONDON = ZoneInfo("Europe/London")
EVENT = CalendarEvent(
    uid="1c9a6bd2-0000-4000-8000-00000000000a",
    sequence=0,
    stamp=datetime(2026, 3, 2, 8, 30, 15, 250_000, tzinfo=UTC),
    start=datetime(2026, 6, 9, 14, 0, tzinfo=LONDON),
    minutes=45,
    zone="Europe/London",
    summary="The turret clock",
    place="Tower room; bring a lamp, please",
    text="We look at the movement.\n\nThe stairs are steep.",
    organizer=CalendarUser(name="Imogen Hart", email="imogen@hartclockworks.example"),
    secretary=CalendarUser(name="Peter Olu", email="peter@hartclockworks.example"),
    attendees=(
        CalendarUser(name='Oona "Oo" Quill, MBE', email="oona@quillmuseum.example"),
        CalendarUser(name="Jonas Brandt", email="o'brandt+x@brandt.example", optional=True),
    ),
)


def unfolded(content: bytes) -> list[str]:
    return re.sub("\r\n[ \t]", "", content.decode()).split("\r\n")


def test_an_invitation_says_who_is_asked_when_and_where() -> None:
    method, content = write_message(EVENT)
    assert method is Method.REQUEST
    calendar = read_calendar(content)
    event = calendar.vevent
    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert (event.uid.value, event.sequence.value, event.status.value) == (EVENT.uid, "0", "CONFIRMED")
    assert event.dtstamp.value == datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC)
    assert event.dtstart.value == EVENT.start
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    assert (event.summary.value, event.location.value, event.description.value) == (
        EVENT.summary,
        EVENT.place,
        EVENT.text,
    )
    assert event.organizer.value == "mailto:imogen@hartclockworks.example"
    assert event.organizer.params == {"CN": ["Imogen Hart"], "SENT-BY": ["mailto:peter@hartclockworks.example"]}
    required, optional = event.attendee_list
    assert (required.value, required.params["ROLE"]) == ("mailto:oona@quillmuseum.example", ["REQ-PARTICIPANT"])
    # RFC 6868: a quotation mark within a parameter.
    assert required.params["CN"] == ["Oona ^'Oo^' Quill, MBE"]
    assert (optional.value, optional.params["ROLE"]) == ("mailto:o'brandt+x@brandt.example", ["OPT-PARTICIPANT"])
    assert [each.params["RSVP"] for each in (required, optional)] == [["TRUE"], ["TRUE"]]


def test_a_cancellation_asks_nobody_to_answer() -> None:
    method, content = write_message(replace(EVENT, sequence=2, cancelled=True))
    assert method is Method.CANCEL
    calendar = read_calendar(content)
    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.sequence.value) == ("CANCEL", "CANCELLED", "2")
    assert event.uid.value == EVENT.uid
    assert not any("RSVP" in attendee.params for attendee in event.attendee_list)


def test_a_client_who_is_her_own_secretary_sends_for_herself() -> None:
    _, content = write_message(replace(EVENT, secretary=EVENT.organizer))
    assert b"SENT-BY" not in content


def test_a_calendar_wants_nothing_of_anybody() -> None:
    """RFC 4791, 4.1: no method. RFC 6638, 7.1: a server that it is put on sends no invitations of its own."""
    content = write_calendar([EVENT, replace(EVENT, uid="b", cancelled=True)])
    calendar = read_calendar(content)
    assert "method" not in calendar.contents
    assert [event.uid.value for event in calendar.vevent_list] == [EVENT.uid, "b"]
    for event in calendar.vevent_list:
        assert {tuple(each.params["SCHEDULE-AGENT"]) for each in event.attendee_list} == {("CLIENT",)}
    # What is cancelled keeps nobody from being asked to something else.
    assert [event.transp.value for event in calendar.vevent_list] == ["OPAQUE", "TRANSPARENT"]


ZONES_TO_TRY = sorted(name for name in zoneinfo.available_timezones() if "/" in name)


@settings(deadline=None, max_examples=150)
@given(name=st.sampled_from(ZONES_TO_TRY), start=moments(), passed=st.timedeltas(timedelta(0), timedelta(days=365)))
def test_the_zone_that_is_sent_is_that_of_the_world(name: str, start: datetime, passed: timedelta) -> None:
    _, content = write_message(replace(EVENT, zone=name, start=start))
    moment = (start + passed).astimezone(ZoneInfo(name))
    if not moment.fold:
        told = moment.replace(tzinfo=zone_in(content, name)).utcoffset()
        assert told == moment.utcoffset()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Europe/London", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
        ("America/New_York", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
    ],
)
def test_clocks_that_change_by_a_rule_are_told_by_it(name: str, rule: str) -> None:
    _, content = write_message(replace(EVENT, zone=name))
    assert rule in unfolded(content)
    assert not any(line.startswith("RDATE") for line in unfolded(content))


@pytest.mark.parametrize("hour", [0, 1])
def test_a_meeting_in_the_hour_that_comes_twice_is_at_one_moment(hour: int) -> None:
    start = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    _, content = write_message(replace(EVENT, start=start))
    assert read_calendar(content).vevent.dtstart.value == start


def test_a_meeting_while_clocks_change_lasts_as_long_as_it_was_said() -> None:
    start = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
    _, content = write_message(replace(EVENT, start=start, minutes=60))
    event = read_calendar(content).vevent
    assert event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC) == timedelta(minutes=60)
    assert event.dtend.value.hour == 2


@settings(deadline=None)
@given(text=texts, place=texts, zone=st.sampled_from(ZONES))
def test_whatever_was_dictated_stays_text(text: str, place: str, zone: str) -> None:
    event = replace(EVENT, text=text, place=place, zone=zone)
    _, content = write_message(event)
    # RFC 5545, 3.1: lines end in CRLF and have 75 octets at most.
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    names = [re.split("[:;]", line)[0] for line in unfolded(content) if line]
    _, plain = write_message(replace(EVENT, zone=zone))
    optional = {name for name, told in (("DESCRIPTION", text), ("LOCATION", place)) if not told}
    assert names == [
        re.split("[:;]", line)[0] for line in unfolded(plain) if line and re.split("[:;]", line)[0] not in optional
    ]
    shown = read_calendar(content).vevent
    if place:
        assert words(shown.location.value) == words(place)
    if text:
        assert words(shown.description.value) == words(text)


def words(text: str) -> list[str]:
    """What can be read of a text."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]+", " ", text).split()


def test_the_same_meeting_gives_the_same_bytes() -> None:
    assert write_message(EVENT) == write_message(replace(EVENT))
