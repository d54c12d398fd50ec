"""The receiving end of the links for unsubscribing, as mail programs, scanners, browsers and attackers use it."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dictation.store import open_store
from tests.cli.mailings import ADDRESSES, approve_mailing, settle_settings
from tests.cli.program import CLIENT, Program
from tests.post.server import HOST
from tests.store.fixtures import TickingClock

ONE_CLICK = b"List-Unsubscribe=One-Click"
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=---abc"}
AS_MULTIPART = b'-----abc\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n-----abc--\r\n'


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The running program, and the tokens of the mailing's people."""

    program: Program
    port: int
    tokens: list[str]
    process: subprocess.Popen[str]

    def __call__(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] = URLENCODED) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return Answer(status=answer.status, headers=dict(answer.getheaders()), body=answer.read().decode())
        finally:
            connection.close()

    def unwilling(self) -> list[str]:
        return [each["address"] for each in self.program.ok("suppress", CLIENT, "--json").json]


@pytest.fixture
def desk(program: Program, tmp_path: Path) -> Iterator[Desk]:
    settle_settings(program)
    approve_mailing(program, tmp_path)
    with open_store(f"sqlite:///{program.home / 'dictation.db'}", clock=TickingClock(), actor="test") as store:
        tokens = [each.person.token for each in store.personal_posts(1)]
    command = ["-m", "dictation", "--home", str(program.home), "mailing", "receive", "--listen", f"{HOST}:0"]
    with subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        told = re.search(r":(\d+)/", process.stderr.readline())
        assert told
        try:
            yield Desk(program=program, port=int(told[1]), tokens=tokens, process=process)
        finally:
            process.kill()


@pytest.mark.parametrize(("body", "headers"), [(ONE_CLICK, URLENCODED), (AS_MULTIPART, MULTIPART)])
def test_one_click_of_a_mail_program_is_enough(desk: Desk, body: bytes, headers: dict[str, str]) -> None:
    answer = desk("POST", f"/unsubscribe/{desk.tokens[1]}", body, headers)
    assert answer.status == 200
    assert desk.unwilling() == [ADDRESSES[1]]
    assert desk("POST", f"/unsubscribe/{desk.tokens[1]}", body, headers).status == 200
    assert desk.program.ok("mailing", "send", 1, "--json").json["to"] == [ADDRESSES[0], ADDRESSES[2]]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_follows_links_unsubscribes_nobody(desk: Desk, method: str) -> None:
    answer = desk(method, f"/unsubscribe/{desk.tokens[0]}?List-Unsubscribe=One-Click")
    assert answer.status == 200
    assert desk.unwilling() == []


def test_a_person_presses_a_button_that_says_the_same(desk: Desk) -> None:
    page = desk("GET", f"/unsubscribe/{desk.tokens[0]}")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Do you want to receive no more of these messages from Orchard &amp; Daughters?" in page.body
    assert '<form method="post"><button name="List-Unsubscribe" value="One-Click">' in page.body
    assert ADDRESSES[0] not in page.body
    done = desk("POST", f"/unsubscribe/{desk.tokens[0]}", ONE_CLICK)
    assert "You will receive no more of these messages from Orchard &amp; Daughters." in done.body
    assert "Set-Cookie" not in done.headers


def test_anything_else_is_refused_and_unsubscribes_nobody(desk: Desk) -> None:
    token = desk.tokens[0]
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    cases: tuple[tuple[str, bytes, dict[str, str], int], ...] = (
        (f"/unsubscribe/{wrong}", ONE_CLICK, {}, 404),
        ("/unsubscribe/", ONE_CLICK, {}, 404),
        ("/unsubscribe/'%20OR%201=1%20--", ONE_CLICK, {}, 404),
        (f"/{token}", b"", {"Content-Length": "0"}, 400),
        (f"/{token}", b"List-Unsubscribe=Two-Clicks", {}, 400),
        (f"/{token}", b"\xff\xfe" * 10, MULTIPART, 400),
        (f"/{token}", b"x" * 10_000, {}, 413),
        (f"/{token}", b"", {"Content-Length": "-1"}, 411),
        (f"/{token}", b"", {"Content-Length": "9" * 5000}, 411),
        (f"/{token}", b"", {"Transfer-Encoding": "chunked"}, 411),
    )
    answers = [desk("POST", path, body, URLENCODED | headers).status for path, body, headers, _ in cases]
    assert answers == [status for *_, status in cases]
    assert desk("GET", f"/unsubscribe/{wrong}").status == 404
    assert desk.unwilling() == []


def test_a_connection_that_says_nothing_keeps_nobody_waiting(desk: Desk) -> None:
    with socket.create_connection((HOST, desk.port)):
        assert desk("POST", f"/u/{desk.tokens[2]}", ONE_CLICK).status == 200


def test_neither_addresses_nor_links_are_logged(desk: Desk) -> None:
    desk("GET", f"/u/{desk.tokens[0]}")
    desk("POST", f"/u/{desk.tokens[0]}", ONE_CLICK)
    desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(60) == 130
    assert desk.process.stderr is not None
    told = desk.process.stderr.read()
    assert f"Somebody unsubscribed from the mailings of {CLIENT}." in told
    assert not [secret for secret in (*ADDRESSES, *desk.tokens) if secret in told]


@pytest.mark.parametrize("listen", ["8025", "localhost", ":8025", "localhost:x"])
def test_where_to_listen_is_an_address_and_a_port(program: Program, listen: str) -> None:
    assert program("mailing", "receive", "--listen", listen).code == 2


def test_a_port_that_is_taken_is_told(desk: Desk) -> None:
    result = desk.program("mailing", "receive", "--listen", f"{HOST}:{desk.port}")
    assert result.code == 1
    assert str(desk.port) in result.told["Where"]
