"""One mail transaction: MAIL, RCPT, DATA (RFC 5321, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable

import aiosmtplib

from dictation.model.delivery import Outcome, Post, Receipt

COMMAND_TIMEOUT_S = 300.0
"""RFC 5321, 4.5.3.2: five minutes for the replies to MAIL and RCPT."""
FINAL_DOT_TIMEOUT_S = 600.0
"""RFC 5321, 4.5.3.2.6: ten minutes for the reply to the message itself; giving up earlier makes duplicates."""


async def transact(smtp: aiosmtplib.SMTP, post: Post) -> tuple[Receipt, ...]:
    """Hand a post over; a receipt for each of its recipients, in their order. No failure raises."""
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
    if accepted:
        handed = await _hand_over(smtp, post.content, accepted)
        receipts |= {receipt.address: receipt for receipt in handed}
    else:
        await _reset(smtp)
    return tuple(receipts.values())


async def _offer(smtp: aiosmtplib.SMTP, address: str, encoding: str) -> Receipt:
    """Name a recipient; one whom the server would take the message for counts as accepted so far."""
    try:
        reply = await smtp.rcpt(address, encoding=encoding, timeout=COMMAND_TIMEOUT_S)
    except aiosmtplib.SMTPResponseException as exc:
        return Receipt(address=address, outcome=_outcome(exc.code), code=exc.code, words=exc.message)
    except (aiosmtplib.SMTPException, OSError) as exc:
        return _lost(smtp, [address], exc)[0]
    return Receipt(address=address, outcome=Outcome.ACCEPTED, code=reply.code, words=reply.message)


async def _hand_over(smtp: aiosmtplib.SMTP, content: bytes, addresses: list[str]) -> tuple[Receipt, ...]:
    """Send the content for the recipients that the server takes it for; one reply stands for all of them."""
    if not smtp.is_connected:
        return _alike(addresses, Outcome.FAILED, words="the connection was lost before the message was handed over")
    try:
        reply = await smtp.data(content, timeout=FINAL_DOT_TIMEOUT_S)
    except aiosmtplib.SMTPResponseException as exc:
        outcome = _outcome(exc.code, otherwise=Outcome.UNKNOWN)
        if outcome is Outcome.UNKNOWN:
            smtp.close()
        return _alike(addresses, outcome, code=exc.code, words=exc.message)
    except (aiosmtplib.SMTPException, OSError) as exc:
        # The message was on its way; whether its end arrived, and was answered, nobody here can tell.
        smtp.close()
        return _alike(addresses, Outcome.UNKNOWN, words=f"the connection was lost while the message went: {exc}")
    return _alike(addresses, Outcome.ACCEPTED, code=reply.code, words=reply.message)


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
    return options


def _needs_utf8(post: Post) -> bool:
    header = post.content.partition(b"\r\n\r\n")[0]
    return not (header.isascii() and "".join((post.sender, *post.recipients)).isascii())


def _encoding(post: Post) -> str:
    return "utf-8" if _needs_utf8(post) else "ascii"
