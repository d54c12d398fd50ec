"""Posts → receipts, over connections to a mail server."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from dictation.errors import AuthenticationFailed
from dictation.model.delivery import Post, Receipt, SmtpAccount

if TYPE_CHECKING:
    import aiosmtplib

    from dictation.post.transaction import DataStarts

_QUIT_TIMEOUT_S = 5.0

_LOGIN_WANTED = frozenset({530, 534, 535, 538})
"""RFC 4954, 6: the account is the matter, not the message."""


class SmtpSession:
    """A connection to a mail server that several posts go through, one after another.

    It is opened, and logs in, before the first post, and again before one where it was lost since. Where anything
    raises it is dropped.
    """

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._smtp: aiosmtplib.SMTP | None = None

    async def __aenter__(self) -> SmtpSession:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        import aiosmtplib  # noqa: PLC0415

        from dictation.post.connecting import hang_up  # noqa: PLC0415

        if self._smtp is None or not self._smtp.is_connected:
            return
        try:
            if kind is None:
                # Not quit(), which closes the connection besides, and waits for the server with that.
                await self._smtp.execute_command(b"QUIT", timeout=_QUIT_TIMEOUT_S)
        except aiosmtplib.SMTPException:
            # Every post has its receipt by now: a server that does not even say goodbye changes nothing.
            pass
        finally:
            hang_up(self._smtp)

    async def send(self, post: Post, data_starts: DataStarts) -> tuple[Receipt, ...]:
        """Send one post; a receipt for each of its recipients, in their order.

        ``data_starts`` is called before the first byte of the message's data, with the receipts of those whom the
        server does not take it for. Where it raises, nothing is sent.

        Raises:
            ConnectionFailed: The connection was lost before this post, and the server cannot be reached again.
            AuthenticationFailed: The server wants a login, or another one for this sender. Nothing was sent.
        """
        from dictation.post.transaction import transact  # noqa: PLC0415

        if self._smtp is None or not self._smtp.is_connected:
            self._smtp = await self._connect()
        receipts = await transact(self._smtp, post, data_starts)
        if all(receipt.code in _LOGIN_WANTED for receipt in receipts):
            raise AuthenticationFailed(
                f"the server does not let this account send for {post.sender}: {receipts[0].code} {receipts[0].words}",
                place=self._account.place,
                remedy="see to smtp.username in the settings and to its password",
            )
        return receipts

    async def _connect(self) -> aiosmtplib.SMTP:
        from dictation.post.connecting import open_connection  # noqa: PLC0415

        return await open_connection(self._account)
