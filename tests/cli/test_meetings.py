"""Invitations that arrive in people's calendars, change there and go again; the client's own calendar."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import CLIENT, Program, dictate, mail_server
from tests.cli.test_mistakes import require_told
from tests.post.calendar_server import PASSWORD, USER, calendar_server
from tests.post.server import Mailroom
from tests.writers.calendars import read_calendar

INVITATION = (
    "A meeting invitation to Odile Marsh. Copy to Ruben Castell. Subject, the autumn fair. The time is Thursday the "
    "ninth of July 2026 at half past two in the afternoon, for forty-five minutes, and the place is the cider barn. "
    "Text, colon. Please bring your lists. Full stop. End of invitation."
)


@pytest.fixture
def invited(program: Program, tmp_path: Path) -> Program:
    """The program with an invitation of which Petra Lund gets a copy that nobody sees."""
    program.ok("process", dictate(tmp_path, INVITATION), "--client", CLIENT)
    program.ok("edit", 1, "--bcc", "Petra Lund")
    return program


def send_all(program: Program, mailroom: Mailroom) -> None:
    """Approve every draft that waits, and send it."""
    for number, state in program.states().items():
        if state == "draft":
            program.ok("approve", number, "--by", "Tom Birch")
    with mail_server(mailroom) as port:
        program.use_mail_server(port)
        program.ok("send", "--no-dry-run")


def received(mailroom: Mailroom) -> EmailMessage:
    """The last message that arrived."""
    content = mailroom.taken[-1].content
    assert isinstance(content, bytes)
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def meeting_in(message: EmailMessage) -> tuple[str, Any]:
    """The method and the event of the calendar part that a mail program takes."""
    alternatives = next(part for part in message.walk() if part.get_content_type() == "multipart/alternative")
    part = list(alternatives.iter_parts())[-1]
    assert part.get_content_type() == "text/calendar"
    assert part.get_content_charset() == "utf-8"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = read_calendar(content)
    # RFC 6047, 2.4: the method of the part is that of the calendar in it.
    assert part.get_param("method") == calendar.method.value
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("invite.ics", content)
    return str(calendar.method.value), calendar.vevent


def test_an_invitation_arrives_as_one(invited: Program) -> None:
    mailroom = Mailroom()
    send_all(invited, mailroom)
    message = received(mailroom)
    method, event = meeting_in(message)
    assert method == "REQUEST"
    assert message["Subject"] == event.summary.value == "The autumn fair"
    assert (event.location.value, event.description.value) == ("cider barn", "Please bring your lists.")
    assert event.dtstart.value == datetime(2026, 7, 9, 13, 30, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 7, 9, 14, 15, tzinfo=UTC)
    assert event.organizer.value == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert event.organizer.params["SENT-BY"] == [f"mailto:{message['Sender'].address.addr_spec}"]
    assert {each.value: each.params["ROLE"] for each in event.attendee_list} == {
        "mailto:odile@marshpreserves.example": ["REQ-PARTICIPANT"],
        "mailto:ruben@castellcrates.example": ["OPT-PARTICIPANT"],
    }
    assert "petra@lundlegal.example" in mailroom.taken[0].rcpt_tos
    assert "lund" not in str(message).lower()


def test_a_meeting_is_changed_and_cancelled_in_the_calendars_that_have_it(invited: Program) -> None:
    mailroom = Mailroom()
    send_all(invited, mailroom)
    _, first = meeting_in(received(mailroom))
    moved = ("--start", "2026-07-10 09:00", "--minutes", 30, "--place", "the press house")
    assert invited.ok("reschedule", 1, *moved).out == "2\n"
    assert invited.states() == {1: "sent", 2: "draft"}
    send_all(invited, mailroom)
    method, second = meeting_in(received(mailroom))
    assert (method, second.uid.value, second.sequence.value) == ("REQUEST", first.uid.value, "1")
    assert second.dtstart.value == datetime(2026, 7, 10, 8, 0, tzinfo=UTC)
    assert (second.summary.value, second.location.value) == ("The autumn fair", "the press house")
    assert received(mailroom)["Subject"] == "Changed: The autumn fair"
    assert mailroom.taken[1].rcpt_tos == mailroom.taken[0].rcpt_tos

    assert invited.ok("cancel", 1).out == "3\n"
    send_all(invited, mailroom)
    method, third = meeting_in(received(mailroom))
    assert (method, third.status.value) == ("CANCEL", "CANCELLED")
    assert (third.uid.value, third.sequence.value) == (first.uid.value, "2")
    assert third.dtstamp.value >= second.dtstamp.value >= first.dtstamp.value
    assert received(mailroom)["Subject"] == "Cancelled: The autumn fair"
    assert mailroom.taken[2].rcpt_tos == mailroom.taken[0].rcpt_tos
    require_told(invited("cancel", 1), 1)
    require_told(invited("reschedule", 3, "--minutes", 10), 1)


def test_an_invitation_that_nobody_has_is_changed_itself(invited: Program) -> None:
    invited.ok("approve", 1)
    invited.ok("reschedule", 1, "--minutes", 60)
    assert invited.states() == {1: "draft"}
    require_told(invited("cancel", 1), 1)
    mailroom = Mailroom()
    send_all(invited, mailroom)
    method, event = meeting_in(received(mailroom))
    assert (method, event.sequence.value) == ("REQUEST", "0")
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=60)


def test_an_invitation_that_does_not_say_when_is_told(program: Program, tmp_path: Path) -> None:
    untold = "A meeting invitation to Odile Marsh. Subject, the press. Text, colon. Bring pears. End of invitation."
    program.ok("process", dictate(tmp_path, untold), "--client", CLIENT)
    require_told(program("approve", 1), 5)
    require_told(program("reschedule", 1, "--minutes", 30), 1)
    program.ok("reschedule", 1, "--start", "2026-05-04 15:00", "--place", "press house")
    mailroom = Mailroom()
    send_all(program, mailroom)
    _, event = meeting_in(received(mailroom))
    assert event.dtstart.value == datetime(2026, 5, 4, 14, 0, tzinfo=UTC)
    assert event.location.value == "press house"


def test_two_changes_of_one_meeting_are_not_made_at_once(invited: Program) -> None:
    send_all(invited, Mailroom())
    invited.ok("reschedule", 1, "--minutes", 60)
    result = invited("cancel", 1)
    require_told(result, 1)
    assert "draft 2" in result.told["Error"]
    invited.ok("reject", 2)
    invited.ok("cancel", 1)


def test_a_meeting_that_somebody_has_in_the_calendar_is_not_changed_behind_their_back(invited: Program) -> None:
    """Taking back an earlier change would invite those who are still to be reached to another time."""
    invited.ok("reschedule", 1, "--minutes", 60)
    mailroom = Mailroom(refuse={"ruben@castellcrates.example": "550 5.1.1 no such mailbox"})
    invited.ok("approve", 1)
    with mail_server(mailroom) as port:
        invited.use_mail_server(port)
        invited("send", "--no-dry-run")
    assert invited.states() == {1: "refused"}
    result = invited("undo", 1)
    require_told(result, 1)
    assert "dictation reschedule 1" in result.told["Remedy"]
    # Whoever has not got it may still be addressed otherwise.
    invited.ok("edit", 1, "--cc", "Ruben Castell <ruben@castell.example>")
    invited.ok("reschedule", 1, "--minutes", 30)
    assert invited.states() == {1: "draft", 2: "draft"}


def test_a_change_asks_to_look_at_the_text(invited: Program) -> None:
    send_all(invited, Mailroom())
    invited.ok("reschedule", 1, "--place", "the office")
    assert "old time or place" in invited.ok("show", 2).out


@pytest.mark.parametrize(
    "arguments",
    [("reschedule", 1, "--start", "2026-03-29 01:30"), ("reschedule", 2, "--minutes", "5"), ("cancel", 2)],
)
def test_what_cannot_be(invited: Program, tmp_path: Path, arguments: tuple[object, ...]) -> None:
    """A time that clocks never show, and a draft that is no invitation."""
    letter = "Email to Odile Marsh. Subject, pears. Dear Odile, comma. They are ripe. Full stop. Nell. End of email."
    invited.ok("process", dictate(tmp_path, letter), "--client", CLIENT)
    require_told(invited(*arguments), 1)


def test_the_meetings_of_a_client_are_one_calendar(invited: Program, tmp_path: Path) -> None:
    file = tmp_path / "meetings.ics"
    other = INVITATION.replace("ninth", "second").replace("autumn fair", "summer fair")
    invited.ok("process", dictate(tmp_path, other, "Thank you."), "--client", CLIENT)
    assert "the calendar is empty" in invited.ok("calendar", CLIENT, "-o", file).err
    assert "VEVENT" not in file.read_text(encoding="utf-8")
    send_all(invited, Mailroom())
    invited.ok("reschedule", 1, "--start", "2026-07-10 09:00")
    invited.ok("calendar", CLIENT, "-o", file)
    events = read_calendar(file.read_bytes()).vevent_list
    assert [event.summary.value for event in events] == ["The summer fair", "The autumn fair"]
    # The change is not approved yet.
    assert events[1].dtstart.value == datetime(2026, 7, 9, 13, 30, tzinfo=UTC)
    send_all(invited, Mailroom())
    events = read_calendar(invited.ok("calendar", CLIENT).out.encode()).vevent_list
    assert [event.dtstart.value.day for event in events] == [2, 10]


@pytest.fixture
def at_server(invited: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("DICTATION_CALENDAR_PASSWORD", PASSWORD)
    invited.ok("approve", 1)
    return invited


def use_calendar(program: Program, url: str) -> None:
    lines = (f"[calendars.{CLIENT}]", f'url = "{url}"', f'username = "{USER}"')
    (program.home / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


def test_meetings_are_put_into_the_clients_calendar(at_server: Program, tmp_path: Path) -> None:
    with calendar_server(tmp_path) as server:
        use_calendar(at_server, server.url)
        at_server.ok("calendar", CLIENT, "--put")
        (file,) = (tmp_path / "collections").rglob("meetings/*.ics")
        assert read_calendar(file.read_bytes()).vevent.dtstart.value == datetime(2026, 7, 9, 13, 30, tzinfo=UTC)
        assert "as they were: 1" in at_server.ok("calendar", CLIENT, "--put").err

        at_server.ok("reschedule", 1, "--start", "2026-07-10 09:00")
        at_server.ok("approve", 1)
        at_server.ok("calendar", CLIENT, "--put")
        assert read_calendar(server.ask("GET", file.name)[1]).vevent.dtstart.value.day == 10

        at_server.ok("reject", 1)
        at_server.ok("calendar", CLIENT, "--put")
        assert server.ask("GET", file.name)[0] == 404
        at_server.ok("approve", 1)
        at_server.ok("calendar", CLIENT, "--put")
        assert server.ask("GET", file.name)[0] == 200


def test_what_somebody_else_changed_in_the_calendar_stays(at_server: Program, tmp_path: Path) -> None:
    with calendar_server(tmp_path) as server:
        use_calendar(at_server, server.url)
        at_server.ok("calendar", CLIENT, "--put")
        (file,) = (tmp_path / "collections").rglob("meetings/*.ics")
        theirs = server.ask("GET", file.name)[1].replace(b"The autumn fair", b"The fair (ask Nell first)")
        assert server.ask("PUT", file.name, theirs)[0] == 204
        at_server.ok("reschedule", 1, "--minutes", 90)
        at_server.ok("approve", 1)
        result = at_server("calendar", CLIENT, "--put")
        require_told(result, 1)
        assert file.name in result.told["Where"]
        assert b"ask Nell first" in server.ask("GET", file.name)[1]
        at_server.ok("calendar", CLIENT, "--put", "--overwrite")
        assert b"ask Nell first" not in server.ask("GET", file.name)[1]
        assert "as they were: 1" in at_server.ok("calendar", CLIENT, "--put").err


def test_a_calendar_that_cannot_be_used(at_server: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_told(at_server("calendar", CLIENT, "--put"), 1)
    with calendar_server(tmp_path) as server:
        use_calendar(at_server, server.url.replace("meetings", "nothing"))
        result = at_server("calendar", CLIENT, "--put")
        require_told(result, 1)
        assert "no calendar at this address" in result.told["Error"]
        use_calendar(at_server, server.url)
        monkeypatch.setenv("DICTATION_CALENDAR_PASSWORD", "hunter2")
        result = at_server("calendar", CLIENT, "--put")
        require_told(result, 4)
        assert "hunter2" not in result.err
    result = at_server("calendar", CLIENT, "--put")
    require_told(result, 4)
    assert str(server.port) in result.told["Where"]
    use_calendar(at_server, "http://cal.example.com/nell/")
    result = at_server("calendar", CLIENT, "--put")
    require_told(result, 1)
    assert "https" in result.told["Remedy"]
