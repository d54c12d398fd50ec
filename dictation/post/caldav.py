"""Meetings into a calendar on a CalDAV server (RFC 4791), through urllib3; the password never gets into an error."""

from __future__ import annotations

import base64
import hashlib
import re
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NameResolutionError, SSLError

from dictation.errors import AuthenticationFailed, Conflict, ConnectionFailed, DeliveryError
from dictation.model.calendar import CalendarAccount, CalendarChange, CalendarEntry

_CONNECT_S, _ANSWER_S = 10, 60
_KIND_WANTED = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
_CALENDAR = re.compile(rb"<(\w+:)?calendar\b")
"""The kind of collection that a calendar is (RFC 4791, 4.2), whatever letter stands for its namespace."""


class CalendarSession:
    """Connections to one calendar."""

    def __init__(self, account: CalendarAccount) -> None:
        self._account = account
        self._host = urlsplit(account.url).netloc.rpartition("@")[2]
        # Redirects are not followed: they could lead the meetings, and the password, to anybody.
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=_CONNECT_S, read=_ANSWER_S), retries=False, maxsize=1
        )

    def __enter__(self) -> CalendarSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.clear()

    def make(self, change: CalendarChange, *, overwrite: bool = False) -> CalendarEntry | None:
        """Make a change; returns what is there now, None where nothing is.

        ``overwrite`` is for one that is to be made whatever became of the meeting there.

        Raises:
            Conflict: Somebody else changed the meeting there.
            ConnectionFailed: The server cannot be reached.
            AuthenticationFailed: It refuses the login.
            DeliveryError: It refuses the meeting.
        """
        name = f"{quote(change.uid, safe='')}.ics"
        condition = {"If-None-Match": "*"} if change.etag is None else {"If-Match": change.etag}
        headers = {} if overwrite else condition
        if change.content is None:
            self._ask("DELETE", name, None, headers)
            return None
        headers |= {"Content-Type": "text/calendar; charset=utf-8"}
        reply = self._ask("PUT", name, change.content, headers)
        # A server that keeps something else than it was sent tells no ETag of it (RFC 4791, 5.3.4).
        etag = reply.headers.get("ETag") or self._ask("GET", name, None, {}).headers.get("ETag", "*")
        return CalendarEntry(etag=etag, sha256=hashlib.sha256(change.content).hexdigest())

    def look(self) -> datetime | None:
        """See that there is a calendar at the address, without changing anything; returns the server's time, if told.

        Raises:
            ConnectionFailed: The server cannot be reached.
            AuthenticationFailed: It refuses the login.
            DeliveryError: There is something else at the address, or nothing.
        """
        reply = self._ask("PROPFIND", "", _KIND_WANTED, {"Depth": "0", "Content-Type": "application/xml"})
        if not _CALENDAR.search(reply.data):
            raise DeliveryError(
                "what is at this address is no calendar",
                place=self._account.url,
                remedy="copy the calendar's own address from its settings on the server",
            )
        with suppress(ValueError):  # no time, or none that can be read
            return parsedate_to_datetime(reply.headers.get("Date", ""))
        return None

    def _ask(self, method: str, name: str, content: bytes | None, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        account = self._account
        if account.username:
            login = base64.b64encode(f"{account.username}:{account.password}".encode()).decode()
            headers = headers | {"Authorization": f"Basic {login}"}
        try:
            reply = self._pool.request(method, f"{account.url}{name}", body=content, headers=headers, redirect=False)
        except HTTPError as exc:
            raise self._unreachable(exc) from exc
        gone = method == "DELETE" and reply.status == HTTPStatus.NOT_FOUND
        if reply.status >= HTTPStatus.MULTIPLE_CHOICES and not gone:
            raise self._refused(reply, name)
        return reply

    def _unreachable(self, exc: HTTPError) -> ConnectionFailed:
        if isinstance(exc, NameResolutionError):
            reason = "is not known by that name"
        elif isinstance(exc, SSLError):
            reason = f"cannot prove that it is who it says: {exc}"
        else:
            reason = f"cannot be reached: {getattr(exc.__cause__, 'strerror', None) or type(exc).__name__}"
        return ConnectionFailed(
            f"the calendar server {self._host} {reason}",
            place=self._account.url,
            remedy="check the address in the settings and the network; nothing is lost, put the meetings there later",
        )

    def _refused(self, reply: urllib3.BaseHTTPResponse, name: str) -> DeliveryError | Conflict:
        place = self._account.url
        match reply.status:
            case HTTPStatus.PRECONDITION_FAILED:
                return Conflict(
                    "somebody else changed the meeting in the calendar",
                    place=f"{place}{name}",
                    remedy="look at it there; to put it there as the program has it: --overwrite",
                )
            case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
                return AuthenticationFailed(
                    f"the calendar server {self._host} does not let {self._account.username or 'anybody'} write here",
                    place=place,
                    remedy="check the user name, the password and whose calendar it is",
                )
            case HTTPStatus.NOT_FOUND | HTTPStatus.CONFLICT:
                return DeliveryError(
                    f"there is no calendar at this address ({reply.status})",
                    place=place,
                    remedy="copy the calendar's own address from its settings on the server",
                )
            case status if status < HTTPStatus.BAD_REQUEST:
                return DeliveryError(
                    f"the calendar server sends on to {reply.headers.get('Location', 'nowhere')}",
                    place=place,
                    remedy="if that is right, write that address into the settings",
                )
        return DeliveryError(
            f"the calendar server refuses the meeting: {reply.status} {reply.reason or ''}".rstrip(),
            place=f"{place}{name}",
            remedy="look into the server's own log, and try again later",
        )
