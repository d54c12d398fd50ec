"""A policy for messages whose header fields arrive as they were written.

Python's own folding loses the blank between two encoded words of a long header field: "½ 李" arrives as "½李". Subjects
and names in other than ASCII letters are therefore encoded by the older :class:`email.header.Header`, which puts the
blank into one of the words (RFC 2047, 6.2). It also makes an encoded word of a long message's identifier, which no mail
program takes for one, and of a long address to unsubscribe at: these stand whole, a line each.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy

_LINE_BREAK = "\r\n"
_STAND_WHOLE = ("in-reply-to", "references", "list-unsubscribe")
_LONGEST_LINE = 76
"""Of lines with encoded words (RFC 2047, 2)."""


class MailPolicy(EmailPolicy):
    """Messages as SMTP carries them; with ``utf8=True`` for servers that take SMTPUTF8 (RFC 6531)."""

    def __init__(self, *, utf8: bool) -> None:
        super().__init__(linesep=_LINE_BREAK, utf8=utf8, message_factory=EmailMessage)

    def fold(self, name: str, value: str) -> str:
        """The field as lines, the last with its line break."""
        return _encode(name, value) if self._needs_care(name, value) else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The field's lines as bytes."""
        if self._needs_care(name, value):
            return _encode(name, value).encode("ascii")
        return super().fold_binary(name, value)

    def _needs_care(self, name: str, value: str) -> bool:
        if name.lower() in _STAND_WHOLE:
            return True
        of_words = name.lower() == "subject" or hasattr(value, "addresses")
        return of_words and not self.utf8 and not str(value).isascii()


def _encode(name: str, value: str) -> str:
    if name.lower() in _STAND_WHOLE:
        return f"{name}: {f'{_LINE_BREAK} '.join(value.split())}{_LINE_BREAK}"
    mailboxes: tuple[Address, ...] | None = getattr(value, "addresses", None)
    if mailboxes is None:
        words = _words(str(value), taken=len(name) + 2)
    else:
        words = f",{_LINE_BREAK} ".join(map(_mailbox, mailboxes))
    return f"{name}: {words}{_LINE_BREAK}"


def _mailbox(address: Address) -> str:
    if address.display_name.isascii():
        return str(address)
    return f"{_words(address.display_name, taken=1)}{_LINE_BREAK} <{address.addr_spec}>"


def _words(text: str, *, taken: int) -> str:
    """``text`` in encoded words; ``taken`` characters stand before it on the first line."""
    header = Header(text, "utf-8", maxlinelen=_LONGEST_LINE, header_name="x" * max(taken - 2, 0))
    return header.encode(linesep=_LINE_BREAK)
