"""Whom a mailing goes to, and what it must have: planned before a byte of it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import quote

from dictation.deliver.addressing import address_content, mailbox
from dictation.deliver.personal import UNSUBSCRIBE, fields_of
from dictation.deliver.suppressing import suppression_key
from dictation.errors import DeliveryError
from dictation.model.delivery import Message
from dictation.model.document import Document
from dictation.model.mailing import Addressee, CheckedList, ListEntry, NotWrittenTo
from dictation.model.people import Client

_SUBJECT = "unsubscribe"
"""What a message to the client begins with in its subject, if somebody unsubscribes by email."""
_WORD = r"[^\s@<>()\[\],;:\\\".]+"
_ADDRESS = re.compile(
    rf"(?=.{{1,64}}@)(?=.{{1,254}}\Z){_WORD}(\.{_WORD})*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*",
    re.IGNORECASE,
)
"""Stricter than RFC 5321, whose lengths it keeps: a quoted local part, or a domain without a point, is a mistake."""
_INVISIBLE = "\u00a0\u202f\u200b\u00ad"
"""What is no printable character to Python, and harmless."""


def check_list(entries: Sequence[ListEntry], wanted: Collection[str], suppressed: Collection[str]) -> CheckedList:
    """Who of a list gets a message, whose text has the fields ``wanted``.

    ``suppressed`` are addresses in their normal form (:func:`suppression_key`). Somebody who stands on the list twice
    is written to once, with the fields of the first entry.
    """
    people: list[Addressee] = []
    left_out: list[NotWrittenTo] = []
    known = {name for entry in entries for name in entry.fields}
    unknown = sorted(set(wanted) - known - {UNSUBSCRIBE})
    mistakes = [
        f"the text has {{{name}}}, and the list no such field; it has: {', '.join(sorted(known))}" for name in unknown
    ]
    to_be_filled = sorted(set(wanted) & known - {UNSUBSCRIBE})
    seen: dict[str, str] = {}
    for entry in entries:
        if not entry.email.strip():
            left_out.append(NotWrittenTo(entry=entry, reason="no email address"))
            continue
        try:
            address = mailbox(entry.name, entry.email.strip())
            key = suppression_key(address)
        except DeliveryError:
            address = key = ""
        if not _ADDRESS.fullmatch(address):
            mistakes.append(f"{entry.email!r} is no email address ({entry.place})")
            continue
        if key in suppressed:
            left_out.append(NotWrittenTo(entry=entry, reason="wants no such messages"))
        elif key in seen:
            left_out.append(NotWrittenTo(entry=entry, reason=f"has the address of {seen[key]}"))
        else:
            seen[key] = entry.place
            mistakes.extend(_mistakes(entry, to_be_filled))
            people.append(Addressee(position=len(people), name=entry.name, address=address, fields=entry.fields))
    return CheckedList(people=tuple(people), left_out=tuple(left_out), mistakes=tuple(mistakes))


def mailing_obstacles(document: Document, client: Client, template: str) -> tuple[str, ...]:
    """What the text of a mailing lacks, a sentence each.

    The laws of many countries (in the USA 16 CFR 316.5, in the EU the national ones under directive 2002/58/EC, 13) ask
    for a way to unsubscribe, and for the sender's postal address.
    """
    text = " ".join(" ".join(block.text_lines) for block in document.blocks)
    found = []
    if UNSUBSCRIBE not in fields_of(text):
        found.append(f"Its template {template} has no {{{UNSUBSCRIBE}}}, which becomes the link for unsubscribing.")
    if not client.address:
        found.append(f"The client {client.key} has no postal address, which has to stand in it.")
    elif not all(" ".join(line.split()) in text for line in client.address):
        found.append(f"Its template {template} does not say the client's postal address.")
    return tuple(found)


def mailing_text(document: Document, subject: str) -> str:
    """Everything in which a field may stand."""
    return "\n".join((subject, *(line for block in document.blocks for line in (block.label, *block.lines))))


def address_mailing(client: Client, content: bytes, people: Iterable[Addressee]) -> Message:
    """What a person approves of a mailing: the message with its fields as they are, and all of the list."""
    people = tuple(people)
    on_list = json.dumps([[person.name, person.address, dict(person.fields)] for person in people], sort_keys=True)
    recipients = tuple(person.address for person in people)
    return address_content(client, content + on_list.encode(), recipients, place="the mailing")


def unsubscribe_link(base: str, token: str) -> str:
    """One person's link for unsubscribing."""
    return f"{base}/{token}"


def list_unsubscribe(base: str, token: str, client: Client) -> str:
    """The header field of that name (RFC 2369, 3.2): the link, and an address for mail programs that follow none."""
    mailto = f"mailto:{quote(mailbox(client.name, client.email), safe='@')}?subject={_SUBJECT}%20{token}"
    return f"<{unsubscribe_link(base, token)}>, <{mailto}>"


def _mistakes(entry: ListEntry, to_be_filled: Iterable[str]) -> Iterator[str]:
    who = f"{entry.name or entry.email} ({entry.place})"
    for name in to_be_filled:
        value = entry.fields.get(name, "")
        if not value:
            yield f"{who} has no {{{name}}}"
        elif not _is_writable(value):
            yield f"{who} has a line break or control character in {{{name}}}"
    if not _is_writable(entry.name):
        yield f"the name of {who} has a line break or control character"


def _is_writable(text: str) -> bool:
    return all(character.isprintable() or character in _INVISIBLE for character in text)
