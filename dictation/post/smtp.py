"""Posts → receipts, by SMTP (RFC 5321)."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from dictation.model.delivery import Post, Receipt, SmtpAccount

if TYPE_CHECKING:
    import aiosmtplib

COMMAND_TIMEOUT_S = 300.0
"""RFC 5321, 4.5.3.2: five minutes for the greeting, MAIL and RCPT."""
CONNECT_TIMEOUT_S = 30.0
FINAL_DOT_TIMEOUT_S = 600.0
"""RFC 5321, 4.5.3.2.6: ten minutes for the reply to the message itself; giving up earlier makes duplicates."""


async def send(post: Post, account: SmtpAccount) -> tuple[Receipt, ...]:
    """Send one post over a connection of its own; a receipt for each of its recipients, in their order.

    Raises:
        ConnectionFailed: The server cannot be reached, or its certificate is not to be trusted. Nothing was sent.
        AuthenticationFailed: The server refuses the account. Nothing was sent.
    """
    async with SmtpSession(account) as session:
        return await session.send(post)


class SmtpSession:
    """A connection to a mail server that several posts go through, one after another.

    It opens on entry and logs in. A post's outcome never raises: it is told in the receipts. Only a connection that
    cannot be opened (again, where the server closed it between two posts) is an error.

    Raises:
        ConnectionFailed: The server cannot be reached, or its certificate is not to be trusted.
        AuthenticationFailed: The server refuses the account.
    """

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._smtp: aiosmtplib.SMTP | None = None

    async def __aenter__(self) -> SmtpSession:
        self._smtp = await _connect(self._account)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        raise NotImplementedError

    async def send(self, post: Post) -> tuple[Receipt, ...]:
        """Send one post; a receipt for each of its recipients, in their order."""
        raise NotImplementedError


async def _connect(account: SmtpAccount) -> aiosmtplib.SMTP:
    raise NotImplementedError
