"""A draft's envelope."""

from __future__ import annotations

import re

from dictation.deliver.lookalikes import ascii_domain
from dictation.errors import DeliveryError
from dictation.model.delivery import Message
from dictation.model.draft import Draft
from dictation.model.people import Client

_LONE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def address_message(draft: Draft, client: Client, content: bytes) -> Message:
    """The message that brings ``content`` (RFC 5322, without Date and Message-ID) to everybody ``draft`` names.

    The envelope's sender is the client's own address, the one that the client's account may use and that the domain's
    SPF record vouches for. Somebody who is named twice is written to once.

    Raises:
        DeliveryError: An address is missing or cannot be one, or a line of the content does not end as SMTP has it.
    """
    people = ((recipient.name, recipient.email) for recipient in draft.recipients)
    recipients = dict.fromkeys(mailbox(name, email) for name, email in people)
    names = ", ".join(recipient.name for recipient in draft.to)
    return address_content(client, content, tuple(recipients), place=f"the message to {names}")


def address_content(client: Client, content: bytes, recipients: tuple[str, ...], *, place: str) -> Message:
    """The message that brings ``content`` to ``recipients``, addresses as :func:`mailbox` gives them.

    Raises:
        DeliveryError: The client has no address, or a line of the content does not end as SMTP has it.
    """
    # A mail server mends such a line, and then what goes out is not what was approved; or takes what follows it for
    # another message ("SMTP smuggling").
    if _LONE_LINE_END.search(content):
        raise DeliveryError(
            "a line of the message ends in a lone CR or LF",
            place=place,
            remedy="report it: it is a mistake of this program",
        )
    return Message(sender=mailbox(client.name, client.email), recipients=recipients, content=content)


def mailbox(name: str, email: str) -> str:
    """The address as SMTP takes it: a domain with other than ASCII letters in its IDNA form."""
    local, at, domain = email.rpartition("@")
    usable = local and at and domain and email.isprintable() and not set(email) & set(" <>")
    try:
        domain = ascii_domain(domain)
    except UnicodeError:
        usable = ""
    if not usable:
        raise DeliveryError(
            f"{email!r} is no email address" if email else "there is no email address",
            place=f"the address of {name}",
            remedy="correct it in the address book, and in the draft",
        )
    return f"{local}@{domain}"
