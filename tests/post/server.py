# ruff: noqa: ARG001, ARG002 - aiosmtpd settles what its hooks are given
"""A real mail server on loopback, in the event loop of the test, that can be told to misbehave."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
AUTHORITY = trustme.CA()
"""A certificate authority for this run of the tests."""
IDENTITY = AUTHORITY.issue_cert(HOST)
USER, PASSWORD = "amara", "rigging and rope"


@dataclass
class Mailroom:
    """What the server does with what it gets."""

    refuse: dict[str, str] = field(default_factory=dict)
    """Replies to RCPT by address, where it is not 250."""
    data_reply: str = "250 2.0.0 taken"
    mail_reply: str = ""
    drop_at: str = ""
    """``RCPT``, or ``DOT`` for dropping the connection when the whole message has arrived."""
    taken: list[Envelope] = field(default_factory=list)
    """Every message that arrived whole and was not refused."""
    connections: int = 0

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.mail_reply or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.drop_at == "RCPT" and envelope.rcpt_tos:
            drop(server)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def data_announced(self, envelope: Envelope) -> None:
        """Called at the command, before any data."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data_reply.startswith("2"):
            self.taken.append(envelope)
        if self.drop_at == "DOT":
            drop(server)
        return self.data_reply


class _Protocol(SMTP):
    """Knows its transports: the encrypted one, and the one under it that a failed handshake leaves open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.transports: list[asyncio.WriteTransport] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.WriteTransport)
        self.transports.append(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        assert isinstance(self.event_handler, Mailroom)
        assert self.envelope is not None
        await self.event_handler.data_announced(self.envelope)
        await super().smtp_DATA(arg)


def drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    known = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


def tls_context() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    IDENTITY.configure_cert(context)
    return context


@asynccontextmanager
async def serving(
    mailroom: Mailroom, *, starttls: bool = False, tls: bool = False, login: bool = False
) -> AsyncIterator[int]:
    """Run the server; gives its port."""

    protocols: list[_Protocol] = []

    def protocol() -> _Protocol:
        mailroom.connections += 1
        protocols.append(
            each := _Protocol(
                mailroom,
                hostname="mail.example",
                enable_SMTPUTF8=True,
                tls_context=tls_context() if starttls else None,
                require_starttls=starttls,
                authenticator=_authenticate,
                auth_required=login,
                auth_require_tls=starttls,
                loop=asyncio.get_running_loop(),
            )
        )
        return each

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, HOST, 0, ssl=tls_context() if tls else None)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
        for each in protocols:
            for transport in each.transports:
                transport.abort()
        # After a handshake that failed, aiosmtpd goes on waiting for a command: nobody tells it that the line is dead.
        handlers = [each._handler_coroutine for each in protocols if each._handler_coroutine is not None]
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)


@asynccontextmanager
async def serving_by_hand(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """Run a server that says what ``talk`` says to its one connection; gives its port."""
    hung_up = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()
            await writer.wait_closed()
            hung_up.set()

    async with await asyncio.start_server(answer, HOST, 0) as server:
        yield server.sockets[0].getsockname()[1]
        await hung_up.wait()
