"""A server on loopback that answers as the servers for recognition do, with words that a test chooses."""

from __future__ import annotations

import email
import email.policy
import http.server
import io
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

SPOKEN = (("Dear", 0.2, 0.5), ("Ms", 0.5, 0.7), ("Lund,", 0.7, 1.1), ("thirty-five", 1.3, 1.9))
"""Words of every stretch, with their seconds in it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request."""

    path: str
    headers: dict[str, str]
    fields: list[tuple[str, str]]
    seconds: float
    """The length of the sound."""

    def values(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server says instead of words."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False
    """Whether it closes the connection without a word."""
    mute: bool = False
    """Whether it says nothing until the test is over."""


@dataclass
class Desk:
    """What the server is asked, and what it will say."""

    answer: dict[str, Any] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)
    """Said once each, before any answer."""
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def openai() -> dict[str, Any]:
    """As whisper-1: the language by its name, words beside the segments and without punctuation."""
    return {
        "task": "transcribe",
        "language": "english",
        "duration": 2.0,
        "text": "Dear Ms Lund, thirty-five",
        "words": [
            {"word": "Dear", "start": 0.2, "end": 0.5},
            {"word": "Ms", "start": 0.5, "end": 0.7},
            {"word": "Lund", "start": 0.7, "end": 1.1},
            {"word": "thirty", "start": 1.3, "end": 1.6},
            {"word": "five", "start": 1.6, "end": 1.9},
        ],
        "segments": [
            {
                "id": 0,
                "start": 0,
                "end": 2,
                "text": " Dear Ms Lund, thirty-five",
                "avg_logprob": -0.2,
                "no_speech_prob": 0,
            }
        ],
    }


def speaches() -> dict[str, Any]:
    """As servers that run faster-whisper: words with their punctuation and the blank before them, nothing inside."""
    words = [{"word": f" {word}", "start": start, "end": end, "probability": 0.9} for word, start, end in SPOKEN]
    segment = {"id": 0, "seek": 0, "start": 0.2, "end": 1.9, "text": " Dear Ms Lund, thirty-five", "words": None}
    return {
        "task": "transcribe",
        "language": "en",
        "duration": 2.0,
        "text": "Dear Ms Lund, thirty-five",
        "words": words,
        "segments": [segment],
    }


def whisper_cpp() -> dict[str, Any]:
    """As whisper.cpp's server: tokens inside the segments, of which some go on with the one before."""
    tokens = (
        *((" Dear", 0.2, 0.5, 0.9), (" Ms", 0.5, 0.7, 0.9), (" L", 0.7, 0.8, 0.8), ("und", 0.8, 1.1, 0.6)),
        *((",", 1.1, 1.1, 0.9), (" thirty", 1.3, 1.6, 0.9), ("-", 1.6, 1.6, 0.9), ("five", 1.6, 1.9, 0.9)),
    )
    words = [
        {"word": word, "start": start, "end": end, "t_dtw": -1, "probability": p} for word, start, end, p in tokens
    ]
    return {
        "task": "transcribe",
        "language": "english",
        "duration": 2.0,
        "text": " Dear Ms Lund, thirty-five\n",
        "segments": [{"id": 0, "text": " Dear Ms Lund, thirty-five", "start": 0.0, "end": 2.0, "words": words}],
    }


@contextmanager
def recognition_server(desk: Desk) -> Iterator[Desk]:
    """The server, with its port in ``desk.port``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"]))
            desk.asked.append(_read(self.path, dict(self.headers.items()), form))
            reply = desk.replies.pop(0) if desk.replies else Reply(status=200, body=json.dumps(desk.answer).encode())
            if reply.mute:
                desk.over.wait(30)
            if reply.mute or reply.breaks:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Print nothing."""

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Print nothing: a client that goes away is what a test wants."""

    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        desk.port = running.server_port
        try:
            yield desk
        finally:
            desk.over.set()
            running.shutdown()


def _read(path: str, headers: dict[str, str], form: bytes) -> Asked:
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + form, policy=email.policy.HTTP)
    fields, seconds = [], 0.0
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if name == "file":
            with wave.open(io.BytesIO(content)) as sound:
                assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16_000)
                seconds = sound.getnframes() / 16_000
        else:
            fields.append((name, content.decode()))
    return Asked(path=path, headers=headers, fields=fields, seconds=seconds)
