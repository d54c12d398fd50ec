"""Sends sound to a server and brings its answer, through urllib3; the key never gets into an error."""

from __future__ import annotations

import http
import time
from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from dictation.errors import EngineError, ServerUnreachable
from dictation.transcribe.endpoint.address import Endpoint

Field: TypeAlias = tuple[str, str | tuple[str, bytes, str]]
"""A field of a form: its name, and a text or a file (its name, content and kind)."""

_CONNECT_S = 5
_ANSWER_S = 300
"""A server without a GPU may take several minutes for half a minute of speech with a large model."""
_TRIES = 3
_LONGEST_WAIT_S = 60
"""Who is told to wait longer is told so at once."""
_LARGEST_ANSWER = 1 << 24
"""Bytes; the words of half a minute take some thousands."""
_LONGEST_QUOTE = 200
"""Letters of a server's own words in an error."""
_LATER = {http.HTTPStatus.TOO_MANY_REQUESTS} | {status for status in http.HTTPStatus if status >= 500}


class Client:
    """Asks one server."""

    def __init__(self, endpoint: Endpoint, *, patience_s: float = _ANSWER_S) -> None:
        self._endpoint = endpoint
        self._url = endpoint.url
        self._key = endpoint.api_key.strip()
        if not (self._key.isascii() and self._key.isprintable()):
            raise EngineError(
                "The key for the recogniser holds characters that no key has",
                place=f"the environment variable {endpoint.api_key_env}",
                remedy="Set it to the key alone, on one line.",
            )
        timeout = urllib3.Timeout(connect=_CONNECT_S, read=patience_s)
        proxy = None if endpoint.on_this_machine or proxy_bypass(endpoint.host) else _proxy(self._url)
        self._pool = (
            urllib3.ProxyManager(proxy, timeout=timeout, retries=False)
            if proxy
            else urllib3.PoolManager(timeout=timeout, retries=False)
        )

    def close(self) -> None:
        """End its connections."""
        self._pool.clear()

    def ask(self, fields: Sequence[Field]) -> bytes:
        """Send a form and return the body of the answer; a server that is busy or breaks off is asked three times.

        Raises:
            ServerUnreachable: There is no way to it, it refuses the key, or stays busy.
            EngineError: It refuses what it was sent, or sends on to another address.
        """
        tried = 0
        while True:
            tried += 1
            try:
                reply, body = self._exchange(fields)
            except ProtocolError as exc:
                if tried == _TRIES:
                    raise self._unreachable(
                        "breaks off the connection", "Look at what the server itself says."
                    ) from exc
                wait_s = float(tried)
            except HTTPError as exc:
                raise self._no_answer(exc) from exc
            else:
                if reply.status == http.HTTPStatus.OK:
                    return body
                wait_s = _wait_s(reply, default=tried)
                if reply.status not in _LATER or tried == _TRIES or wait_s > _LONGEST_WAIT_S:
                    raise self._refused(reply, body, wait_s)
            time.sleep(wait_s)

    def _exchange(self, fields: Sequence[Field]) -> tuple[urllib3.BaseHTTPResponse, bytes]:
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        # Redirects are not followed: they could lead the sound, and the key, to anybody.
        reply = self._pool.request(
            "POST", self._url, fields=list(fields), headers=headers, redirect=False, preload_content=False
        )
        try:
            body = reply.read(_LARGEST_ANSWER + 1)
        finally:
            reply.close()
        if len(body) > _LARGEST_ANSWER:
            raise self._error("answers more than any words of this sound could be", "Check what server it is.")
        return reply, body

    def _no_answer(self, exc: HTTPError) -> ServerUnreachable:
        if isinstance(exc, NameResolutionError):
            reason = "is not known by that name"
        elif isinstance(exc, ConnectTimeoutError) and not isinstance(exc, NewConnectionError):  # which is a kind of it
            reason = f"cannot be reached within {_CONNECT_S} seconds"
        elif isinstance(exc, ReadTimeoutError):
            reason = "takes too long to answer"
        else:
            reason = f"cannot be reached: {getattr(exc.__cause__, 'strerror', None) or type(exc).__name__}"
        return self._unreachable(reason, "Check that the server is running, and the setting recogniser.endpoint.")

    def _refused(self, reply: urllib3.BaseHTTPResponse, body: bytes, wait_s: float) -> EngineError:
        words = self.words_of_error(body)
        said = f"{reply.status}, {words}" if words else f"{reply.status}"
        match reply.status:
            case http.HTTPStatus.UNAUTHORIZED | http.HTTPStatus.FORBIDDEN:
                return self._unreachable(
                    f"refuses the key ({said})" if self._key else f"wants a key ({said})",
                    f"Set the environment variable {self._endpoint.api_key_env} to it before starting the program.",
                )
            case http.HTTPStatus.NOT_FOUND:
                remedy = "Check the setting recogniser.endpoint, which usually ends with /v1, and the model's name."
                return self._error(f"has nothing at this address, or not this model ({said})", remedy)
            case http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                remedy = "Raise the largest request that the server takes; half a minute of speech is 1 MB."
                return self._error(f"takes no request of this size ({said})", remedy)
            case status if 300 <= status < 400:
                return self._error(
                    f"sends on to {_host(reply.headers.get('Location', ''))}, and no sound is sent where nobody said",
                    "If that is right, write its address into the setting recogniser.endpoint.",
                )
            case status if status in _LATER:
                return self._unreachable(
                    f"is busy or broken ({said})", f"Try again in {max(1, round(wait_s))} seconds."
                )
        return self._error(f"refuses what it was sent ({said})", "Check the model's name and the server's own log.")

    def words_of_error(self, body: bytes) -> str:
        """What a server says of its own error in one of the forms that are in use, without the key; else empty."""
        try:
            content = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return ""
        for key in ("error", "detail", "message"):
            if isinstance(content, dict):
                content = content.get(key, content)
        words = " ".join(content.split()) if isinstance(content, str) else ""
        return words.replace(self._key or "\0", "…")[:_LONGEST_QUOTE]

    def _unreachable(self, what: str, remedy: str) -> ServerUnreachable:
        return ServerUnreachable(f"The server {self._endpoint.host} {what}", place=self._url, remedy=remedy)

    def _error(self, what: str, remedy: str) -> EngineError:
        return EngineError(f"The server {self._endpoint.host} {what}", place=self._url, remedy=remedy)


def _host(location: str) -> str:
    """The machine that a redirect leads to."""
    try:
        return urlsplit(location).hostname or "another path"
    except ValueError:
        return "an address that is none"


def _wait_s(reply: urllib3.BaseHTTPResponse, default: float) -> float:
    """How long the server asks to wait."""
    try:
        return urllib3.Retry().parse_retry_after(reply.headers.get("Retry-After", f"{default:.0f}"))
    except InvalidHeader:
        return default


def _proxy(url: str) -> str | None:
    return getproxies().get(urlsplit(url).scheme)
