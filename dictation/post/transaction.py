"""One mail transaction: MAIL, RCPT, DATA (RFC 5321, 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import aiosmtplib

from dictation.model.delivery import Outcome, Post, Receipt

COMMAND_TIMEOUT_S = 300.0
"""RFC 5321, 4.5.3.2: five minutes for the replies to MAIL and RCPT."""
FINAL_DOT_TIMEOUT_S = 600.0
"""RFC 5321, 4.5.3.2.6: ten minutes for the reply to the message itself; giving up earlier makes duplicates."""


_FAILURES_TOLD = ("NOTIFY=FAILURE,DELAY",)
"""RFC 3461, 4.1: whom the message cannot be brought to, or not yet, is reported to its sender."""
_LONGEST_ENVID = 100
"""RFC 3461, 4.4."""

DataStarts: TypeAlias = Callable[[tuple[Receipt, ...]], None]
"""Called when the server is ready for the message's data, before the first byte of it, with the receipts of those
recipients whom it does not take the message for."""


async def transact(smtp: aiosmtplib.SMTP, post: Post, data_starts: DataStarts) -> tuple[Receipt, ...]:
    """Hand a post over; a receipt for each of its recipients, in their order. No failure of the server's raises."""
    lacking = _lacking(smtp, post)
    if lacking:
        return _alike(post.recipients, Outcome.REFUSED, words=lacking)
    try:
        await smtp.mail(post.sender, options=_options(smtp, post), encoding=_encoding(post), timeout=COMMAND_TIMEOUT_S)
    except aiosmtplib.SMTPResponseException as exc:
        await _reset(smtp)
        return _alike(post.recipients, _outcome(exc.code), code=exc.code, words=exc.message)
    except (aiosmtplib.SMTPException, OSError) as exc:
        return _lost(smtp, post.recipients, exc)
    receipts = {address: await _offer(smtp, address, _encoding(post)) for address in post.recipients}
    accepted = [address for address, receipt in receipts.items() if receipt.outcome is Outcome.ACCEPTED]
    if not accepted:
        await _reset(smtp)
        return tuple(receipts.values())
    refused = await _ask_for_data(smtp, accepted)
    if refused is None:
        data_starts(tuple(each for each in receipts.values() if each.outcome is not Outcome.ACCEPTED))
        refused = await _hand_over(smtp, post.content, accepted)
    return tuple((receipts | {receipt.address: receipt for receipt in refused}).values())


async def _offer(smtp: aiosmtplib.SMTP, address: str, encoding: str) -> Receipt:
    """Name a recipient; one whom the server would take the message for counts as accepted so far."""
    options = _FAILURES_TOLD if smtp.supports_extension("dsn") else ()
    try:
        reply = await smtp.rcpt(address, options=options, encoding=encoding, timeout=COMMAND_TIMEOUT_S)
    except aiosmtplib.SMTPResponseException as exc:
        return Receipt(address=address, outcome=_outcome(exc.code), code=exc.code, words=exc.message)
    except (aiosmtplib.SMTPException, OSError) as exc:
        return _lost(smtp, [address], exc)[0]
    return Receipt(address=address, outcome=Outcome.ACCEPTED, code=reply.code, words=reply.message)


async def _ask_for_data(smtp: aiosmtplib.SMTP, addresses: list[str]) -> tuple[Receipt, ...] | None:
    """Announce the data; receipts where the server does not want it, None where it waits for it.

    Apart from the data itself, so that it is known of every failure whether a byte of the message had gone.
    """
    try:
        reply = await smtp.execute_command(b"DATA", timeout=COMMAND_TIMEOUT_S)
    except (aiosmtplib.SMTPException, OSError) as exc:
        return _lost(smtp, addresses, exc)
    if reply.code == aiosmtplib.SMTPStatus.start_input:
        return None
    await _reset(smtp)
    return _alike(addresses, _outcome(reply.code), code=reply.code, words=reply.message)


async def _hand_over(smtp: aiosmtplib.SMTP, content: bytes, addresses: list[str]) -> tuple[Receipt, ...]:
    """Send the content for the recipients that the server takes it for; one reply stands for all of them."""
    if smtp.protocol is None:
        return _lost(smtp, addresses, aiosmtplib.SMTPServerDisconnected("Connection lost"))
    try:
        smtp.protocol.write(_as_data(content))
        reply = await smtp.protocol.read_response(timeout=FINAL_DOT_TIMEOUT_S)
    except (aiosmtplib.SMTPException, OSError) as exc:
        # The message was on its way; whether its end arrived, and was answered, nobody here can tell.
        smtp.close()
        return _alike(addresses, Outcome.UNKNOWN, words=f"the connection was lost while the message went: {exc}")
    outcome = Outcome.ACCEPTED if reply.code // 100 == 2 else _outcome(reply.code, otherwise=Outcome.UNKNOWN)
    if outcome is Outcome.UNKNOWN:
        smtp.close()
    return _alike(addresses, outcome, code=reply.code, words=reply.message)


def _as_data(content: bytes) -> bytes:
    """The content as it travels: a dot more where a line begins with one, and a line with a dot alone as its end.

    RFC 5321, 4.5.2. Its lines end in CR LF: whoever addressed the message has seen to that.
    """
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    start = b"." if stuffed.startswith(b".") else b""
    end = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
    return start + stuffed + end


def _outcome(code: int, *, otherwise: Outcome = Outcome.FAILED) -> Outcome:
    """What a reply that is no success means (RFC 5321, 4.2.1); ``otherwise`` where it is no reply of SMTP at all."""
    match code // 100:
        case 4:
            return Outcome.FAILED
        case 5:
            return Outcome.REFUSED
        case _:
            return otherwise


def _lost(smtp: aiosmtplib.SMTP, addresses: Iterable[str], exc: Exception) -> tuple[Receipt, ...]:
    """Receipts where the connection broke before anything was handed over."""
    smtp.close()
    return _alike(addresses, Outcome.FAILED, words=f"the connection was lost before the message went: {exc}")


def _alike(
    addresses: Iterable[str], outcome: Outcome, *, code: int | None = None, words: str = ""
) -> tuple[Receipt, ...]:
    return tuple(Receipt(address=address, outcome=outcome, code=code, words=words) for address in addresses)


async def _reset(smtp: aiosmtplib.SMTP) -> None:
    """Make the server forget the transaction, so that the next post starts clean; else start anew."""
    try:
        await smtp.rset(timeout=COMMAND_TIMEOUT_S)
    except (aiosmtplib.SMTPException, OSError):
        smtp.close()


def _lacking(smtp: aiosmtplib.SMTP, post: Post) -> str:
    """What the server cannot do and the post needs; empty where it can do everything."""
    if _needs_utf8(post) and not smtp.supports_extension("smtputf8"):
        return "the server takes no addresses with other than ASCII letters (SMTPUTF8, RFC 6531)"
    if not post.content.isascii() and not smtp.supports_extension("8bitmime"):
        return "the server takes no messages with other than ASCII letters (8BITMIME, RFC 6152)"
    return ""


def _options(smtp: aiosmtplib.SMTP, post: Post) -> list[str]:
    options = []
    if smtp.supports_extension("size"):
        options.append(f"SIZE={len(post.content)}")
    if not post.content.isascii():
        options.append("BODY=8BITMIME")
    if _needs_utf8(post):
        options.append("SMTPUTF8")
    if smtp.supports_extension("dsn"):
        options.append("RET=HDRS")
        envelope = _xtext(post.message_id.strip("<>"))
        if len(envelope) <= _LONGEST_ENVID:
            options.append(f"ENVID={envelope}")
    return options


def _xtext(text: str) -> str:
    """RFC 3461, 4: all but printable ASCII, "+" and "=" stands as a number."""
    return "".join(chr(each) if 33 <= each <= 126 and each not in b"+=" else f"+{each:02X}" for each in text.encode())


def _needs_utf8(post: Post) -> bool:
    header = post.content.partition(b"\r\n\r\n")[0]
    return not (header.isascii() and "".join((post.sender, *post.recipients)).isascii())


def _encoding(post: Post) -> str:
    return "utf-8" if _needs_utf8(post) else "ascii"
