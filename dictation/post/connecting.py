"""Connections to a mail server that are private and logged in, or are not opened."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import aiosmtplib

from dictation.errors import AuthenticationFailed, ConnectionFailed
from dictation.model.delivery import Security, SmtpAccount
from dictation.post.trust import trusted

CONNECT_TIMEOUT_S = 30.0
_OWN_NAME = "[127.0.0.1]"
"""How the program greets the server (RFC 5321, 4.1.3). The machine's own name is nobody's business, and looking it up
takes seconds where there is no name service."""


async def open_connection(account: SmtpAccount) -> aiosmtplib.SMTP:
    """A connection that is ready for a mail transaction.

    Raises:
        ConnectionFailed: The server cannot be reached, or its certificate is not to be trusted.
        AuthenticationFailed: The server refuses the account, or the password would travel in the open.
    """
    if account.username and account.security is Security.NONE and not is_this_machine(account.host):
        raise AuthenticationFailed(
            f"the password of {account.username} would travel unencrypted",
            place=account.place,
            remedy='set smtp.security to "starttls" or "tls" in the settings',
        )
    smtp = aiosmtplib.SMTP(
        use_tls=account.security is Security.TLS,
        start_tls=account.security is Security.STARTTLS,
        tls_context=None if account.security is Security.NONE else trusted(account.ca_file),
        local_hostname=_OWN_NAME,
        timeout=CONNECT_TIMEOUT_S,
    )
    try:
        await smtp.connect(hostname=account.host, port=account.port)
        await smtp.ehlo()
        if account.username:
            await smtp.login(account.username, account.password)
    except aiosmtplib.SMTPAuthenticationError as exc:
        hang_up(smtp)
        raise AuthenticationFailed(
            f"the server refuses the login of {account.username}: {exc.code} {exc.message}",
            place=account.place,
            remedy="see to smtp.username in the settings and to its password",
        ) from exc
    # ValueError: what stands as the server's name cannot be one.
    except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
        hang_up(smtp)
        raise ConnectionFailed(
            f"there is no connection to the mail server: {_words(exc)}",
            place=account.place,
            remedy="see that smtp.host, smtp.port and smtp.security in the settings are right, and that it runs",
        ) from exc
    return smtp


def hang_up(smtp: aiosmtplib.SMTP) -> None:
    """Drop a connection on which nothing is left to say.

    Closing an encrypted one properly would wait for the server to do so too, longer than the program runs.
    """
    if isinstance(smtp.transport, asyncio.WriteTransport):
        smtp.transport.abort()
    smtp.close()


def is_this_machine(host: str) -> bool:
    """Whether what is sent to that host stays here."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _words(exc: Exception) -> str:
    """What is the matter, without the address, which the error names as its place."""
    if isinstance(exc, aiosmtplib.SMTPResponseException):
        return f"{exc.code} {exc.message}"
    match exc.__cause__:
        case socket.gaierror():
            return "nobody knows the server's name"
        case ConnectionRefusedError():
            return "no server listens there"
        case OSError() as cause:
            return str(cause) or type(cause).__name__
        case _:
            return str(exc)
