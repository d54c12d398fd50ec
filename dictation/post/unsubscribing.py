"""The receiving end of the links for unsubscribing (RFC 8058), to stand behind a web server that speaks TLS.

Only a POST that says ``List-Unsubscribe=One-Click`` unsubscribes. A GET shows a page with a button that does so: what
scans mail for harm follows every link in it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from dictation.errors import DictationError, SettingsError

_PAGES = Path(__file__).with_name("unsubscribe_pages")
_FALLBACK = "en"
_LARGEST = 8192
"""Bytes of a request's body; what is asked for has 26, or a few hundred as multipart."""
_PATIENCE_S = 10
"""How long a connection may keep a thread waiting."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_FIELD, _VALUE = "List-Unsubscribe", "One-Click"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """What one person's link is about."""

    sender: str
    """Whose messages these are."""
    language: str
    """BCP 47 tag of the messages' language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What knows the links. Both are called in threads of their own."""

    find: Callable[[str], Subscription | None]
    """What the link with that token is about; None where there is no such link."""
    unsubscribe: Callable[[str], None]
    """Writes no more to whoever got the link with that token."""
    failed: Callable[[DictationError], None]
    """Is told why somebody could not be answered; that person's mail program asks again, or the person does."""


def serve(host: str, port: int, desk: Desk, *, ready: Callable[[str, int], None]) -> None:
    """Answer until interrupted. ``ready`` is told where it listens: port 0 is any that is free.

    Raises:
        SettingsError: It cannot listen there.
    """

    class Handler(_Handler):
        knows = desk

    try:
        server = _Server((host, port), Handler)
    except (OSError, OverflowError) as exc:
        raise SettingsError(
            f"nothing can listen there: {getattr(exc, 'strerror', None) or exc}",
            place=f"{host}:{port}",
            remedy="choose another address or port with --listen",
        ) from exc
    with server:
        ready(*server.server_address[:2])  # type: ignore[arg-type]
        server.serve_forever()


class _Server(ThreadingHTTPServer):
    """Leaves alone who hangs up in the middle."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of mistakes of this program alone."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; nothing of it is logged, as a token is as good as an address."""

    knows: Desk
    timeout = _PATIENCE_S
    server_version, sys_version = "dictation", ""

    def do_GET(self) -> None:
        """Show the page with the button."""
        self._answer(lambda found, page: (HTTPStatus.OK, _page(page, page["question"], found.sender, button=True)))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Unsubscribe."""
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,9}", length):
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > _LARGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif not _says_one_click(self.headers.get("Content-Type", ""), self.rfile.read(int(length))):
            self._refuse(HTTPStatus.BAD_REQUEST)
        else:
            self._answer(self._unsubscribed)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Log nothing."""

    def _unsubscribed(self, found: Subscription, page: dict[str, str]) -> tuple[HTTPStatus, str]:
        self.knows.unsubscribe(self._token)
        return HTTPStatus.OK, _page(page, page["done"], found.sender)

    @property
    def _token(self) -> str:
        return self.path.partition("?")[0].rpartition("/")[2]

    def _answer(self, answer: Callable[[Subscription, dict[str, str]], tuple[HTTPStatus, str]]) -> None:
        try:
            found = self.knows.find(self._token) if _TOKEN.fullmatch(self._token) else None
            if found is None:
                self._refuse(HTTPStatus.NOT_FOUND)
                return
            status, html = answer(found, _words(found.language))
        except DictationError as exc:
            self.knows.failed(exc)
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self._send(status, "text/html; charset=utf-8", html.encode())

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{status.value} {status.phrase}\n".encode())

    def _send(self, status: HTTPStatus, media_type: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in (*_HEADERS.items(), ("Content-Type", media_type), ("Content-Length", str(len(content)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _says_one_click(media_type: str, body: bytes) -> bool:
    """Whether a body is the one that RFC 8058, 3.2, has: as ``multipart/form-data`` or urlencoded."""
    if media_type.lower().startswith("multipart/form-data"):
        head = f"Content-Type: {media_type}\r\n\r\n".encode("latin-1", "replace")
        message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
        values = [
            str(part.get_payload()).strip()
            for part in message.iter_parts()
            if part.get_param("name", header="content-disposition") == _FIELD
        ]
        return values == [_VALUE]
    return parse_qs(body.decode("latin-1")).get(_FIELD) == [_VALUE]


def _words(language: str) -> dict[str, str]:
    """The page's words in a language, in English where there are none."""
    tag = language.partition("-")[0].lower()
    file = _PAGES / f"{tag}.toml"
    found = file if tag.isalpha() and file.exists() else _PAGES / f"{_FALLBACK}.toml"
    return {"language": found.stem, **tomllib.loads(found.read_text(encoding="utf-8"))}


def _page(words: dict[str, str], text: str, sender: str, *, button: bool = False) -> str:
    form = (
        f'<form method="post"><button name="{_FIELD}" value="{_VALUE}">{escape(words["button"])}</button></form>'
        if button
        else ""
    )
    return (
        f'<!DOCTYPE html><html lang="{words["language"]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words['title'])}</title></head>"
        f"<body><main><h1>{escape(words['title'])}</h1>"
        f"<p>{escape(text.format(sender=sender))}</p>{form}</main></body></html>\n"
    )
