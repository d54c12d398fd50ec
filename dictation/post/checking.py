"""Whether mail servers, mailboxes and printers are there and let the program in; nothing is sent or printed."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess

from dictation.errors import ConnectionFailed
from dictation.model.check import Check, Verdict
from dictation.model.delivery import ImapAccount, Security, SmtpAccount
from dictation.post.connecting import hang_up, is_this_machine, open_connection
from dictation.post.imap import open_mailbox

_PATIENCE_S = 10.0
_NOBODYS = "<nothing@invalid>"
"""A Message-ID that no message has (RFC 2606)."""


def reach(host: str, port: int) -> None:
    """Open a connection and close it.

    Raises:
        ConnectionFailed: Nobody knows the name, or nothing answers there.
    """
    try:
        socket.create_connection((host, port), timeout=_PATIENCE_S).close()
    except OSError as exc:
        reason = "nobody knows the server's name" if isinstance(exc, socket.gaierror) else exc.strerror or str(exc)
        raise ConnectionFailed(
            f"the server cannot be reached: {reason}",
            place=f"{host}:{port}",
            remedy="see to its name and port in the settings, to the network, and that it runs",
        ) from exc


def check_mail_server(subject: str, account: SmtpAccount) -> Check:
    """Connect, encrypt and log in as for sending, and end there.

    Raises:
        ConnectionFailed: There is no connection, or none to be trusted.
        AuthenticationFailed: The server refuses the account.
    """
    reach(account.host, account.port)
    asyncio.run(_greet(account))
    login = f", logged in as {account.username}" if account.username else ", without a login"
    open_ = account.security is Security.NONE and not is_this_machine(account.host)
    return Check(
        subject=subject,
        verdict=Verdict.WARNING if open_ else Verdict.OK,
        found=f"{account.place} answers, {_SECURITY[account.security]}{login}",
        remedy='letters go there for anybody to read: set security to "starttls" or "tls"' if open_ else "",
    )


def check_mailbox(subject: str, account: ImapAccount) -> Check:
    """Log in and look into the folder of sent messages.

    Raises:
        ConnectionFailed: There is no connection, or none to be trusted.
        AuthenticationFailed: The server refuses the account.
        DeliveryError: There is no such folder.
    """
    reach(account.host, account.port)
    with open_mailbox(account) as mailbox:
        mailbox.was_sent(_NOBODYS)
    found = f"{account.place} can be looked into as {account.username}"
    return Check(subject=subject, verdict=Verdict.OK, found=found)


def check_printer() -> Check:
    """Whether CUPS has a printer here."""
    program = shutil.which("lpstat")
    done = subprocess.run([program, "-e"], capture_output=True, check=False) if program else None  # noqa: S603 - no shell
    names = done.stdout.decode(errors="replace").split() if done else []
    return Check(
        subject="printer",
        verdict=Verdict.OK if names else Verdict.WARNING,
        found=", ".join(names) or ("CUPS knows none" if program else "there is no CUPS on this machine"),
        remedy="" if names else "add one if letters are printed here (Debian: cups-client); else print their PDF files",
    )


_SECURITY = {
    Security.STARTTLS: "encrypted by STARTTLS, its certificate checked",
    Security.TLS: "encrypted, its certificate checked",
    Security.NONE: "unencrypted",
}


async def _greet(account: SmtpAccount) -> None:
    try:
        smtp = await asyncio.wait_for(open_connection(account), _PATIENCE_S)
    except TimeoutError as exc:
        raise ConnectionFailed(
            f"the mail server says nothing for {_PATIENCE_S:.0f} seconds",
            place=account.place,
            remedy="see that smtp.port and smtp.security in the settings go together",
        ) from exc
    hang_up(smtp)
