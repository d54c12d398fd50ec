"""Calendar servers that answer otherwise than the one that the command's tests run."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from dictation.errors import AuthenticationFailed, Conflict, ConnectionFailed, DeliveryError, DictationError
from dictation.model.calendar import CalendarAccount, CalendarChange, CalendarEntry
from dictation.post.caldav import CalendarSession

CONTENT = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
NEW = CalendarChange(uid="a/ü@b", content=CONTENT, etag=None)
CHANGED = CalendarChange(uid="a/ü@b", content=CONTENT, etag='"1"')
GONE = CalendarChange(uid="a/ü@b", content=None, etag='"1"')
USER, PASSWORD = "nell", "quince & medlar"


@dataclass(kw_only=True)
class Desk:
    """What a server answers, and what it was asked."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    got_headers: dict[str, str] = field(default_factory=dict)
    """For GET."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def calendar_desk(desk: Desk) -> Iterator[CalendarAccount]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            desk.asked.append((self.command, self.path, dict(self.headers)))
            self.send_response(200 if self.command == "GET" else desk.status)
            for name, value in (desk.got_headers if self.command == "GET" else desk.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PUT = do_DELETE = do_GET = _answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nobody reads it."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}/nell/"
            yield CalendarAccount(url=url, username=USER, password=PASSWORD)
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("change", "condition"),
    [(NEW, ("If-None-Match", "*")), (CHANGED, ("If-Match", '"1"')), (GONE, ("If-Match", '"1"'))],
)
def test_a_change_is_made_to_the_state_that_is_known_and_to_no_other(
    change: CalendarChange, condition: tuple[str, str]
) -> None:
    desk = Desk(status=204, headers={"ETag": '"2"'})
    with calendar_desk(desk) as account, CalendarSession(account) as session:
        entry = session.make(change)
        session.make(change, overwrite=True)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert entry == (CalendarEntry(etag='"2"', sha256=digest) if change.content else None)
    (_, path, headers), (_, _, without) = desk.asked
    assert path == "/nell/a%2F%C3%BC%40b.ics"
    assert condition in headers.items()
    assert not {"If-Match", "If-None-Match"} & without.keys()


def test_the_state_is_asked_for_where_the_server_does_not_tell_it() -> None:
    desk = Desk(status=201, got_headers={"ETag": '"kept"'})
    with calendar_desk(desk) as account, CalendarSession(account) as session:
        entry = session.make(NEW)
    assert entry is not None
    assert entry.etag == '"kept"'


def test_what_somebody_else_took_out_is_gone() -> None:
    with calendar_desk(Desk(status=404)) as account, CalendarSession(account) as session:
        assert session.make(GONE) is None


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, DeliveryError),
        (401, AuthenticationFailed),
        (403, AuthenticationFailed),
        (404, DeliveryError),
        (409, DeliveryError),
        (412, Conflict),
        (500, DeliveryError),
        (507, DeliveryError),
    ],
)
def test_a_refusal_is_told_without_the_password(status: int, error: type[DictationError]) -> None:
    desk = Desk(status=status, headers={"Location": "http://evil.example/"})
    with (
        calendar_desk(desk) as account,
        CalendarSession(account) as session,
        pytest.raises(error) as caught,
    ):
        session.make(NEW)
    assert caught.value.place
    assert caught.value.remedy
    assert PASSWORD not in str(caught.value)
    assert len(desk.asked) == 1


def test_a_server_that_is_not_there() -> None:
    with calendar_desk(Desk(status=201)) as account:
        pass
    with CalendarSession(account) as session, pytest.raises(ConnectionFailed, match="refused"):
        session.make(NEW)
