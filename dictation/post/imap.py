"""Looking into the folder of sent messages, by IMAP (RFC 9051) and Python's own library."""

from __future__ import annotations

import imaplib

from dictation.errors import AuthenticationFailed, ConnectionFailed, DeliveryError
from dictation.model.delivery import ImapAccount
from dictation.post.trust import trusted

_TIMEOUT_S = 60.0


def holds_message(account: ImapAccount, message_id: str) -> bool:
    """Whether the folder of sent messages holds one with that Message-ID, which stands in its angle brackets.

    Nothing in the folder is changed.

    Raises:
        ConnectionFailed: The server cannot be reached, or its certificate is not to be trusted.
        AuthenticationFailed: The server refuses the account.
        DeliveryError: There is no such folder, or it cannot be searched.
    """
    context = trusted(account.ca_file)
    try:
        with imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=_TIMEOUT_S) as imap:
            _log_in(imap, account)
            return _search(imap, account, message_id)
    except (OSError, imaplib.IMAP4.abort) as exc:
        raise ConnectionFailed(
            f"there is no connection to the mailbox: {exc}",
            place=account.place,
            remedy="see that imap_host and imap_port in the settings are right, and that it runs",
        ) from exc


def _log_in(imap: imaplib.IMAP4, account: ImapAccount) -> None:
    try:
        imap.login(account.username, account.password)
    except imaplib.IMAP4.error as exc:
        raise AuthenticationFailed(
            f"the mailbox refuses the login of {account.username}",
            place=account.place,
            remedy="see to the user name in the settings and to its password",
        ) from exc


def _search(imap: imaplib.IMAP4, account: ImapAccount, message_id: str) -> bool:
    try:
        imap.select(_quoted(account.sent_folder), readonly=True)
        status, found = imap.uid("SEARCH", "HEADER", "Message-ID", _quoted(message_id))
    except imaplib.IMAP4.abort:
        raise
    # What it says where no folder could be opened before.
    except imaplib.IMAP4.error as exc:
        raise DeliveryError(
            "the folder of sent messages cannot be opened",
            place=account.place,
            remedy="see to sent_folder in the settings: its name as the server has it",
        ) from exc
    if status != "OK":
        raise DeliveryError(
            f"the folder of sent messages cannot be searched: {status}", place=account.place, remedy="try again later"
        )
    return any(part.strip() for part in found if isinstance(part, bytes))


def _quoted(text: str) -> str:
    """A string as IMAP has it (RFC 9051, 4.3)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
