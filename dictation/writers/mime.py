"""Drafts as email messages (RFC 5322, MIME)."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from dictation.deliver import ascii_domain
from dictation.errors import RenderError
from dictation.model.calendar import CalendarEvent
from dictation.model.document import BlockKind, Document
from dictation.model.draft import Draft, DraftKind, Recipient
from dictation.model.people import Client
from dictation.writers.calendar import write_message
from dictation.writers.headers import MailPolicy
from dictation.writers.html import write_html
from dictation.writers.text import write_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that travels with a message."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


def build_message(
    draft: Draft,
    client: Client,
    body: Document,
    *,
    attachments: tuple[Attachment, ...] = (),
    event: CalendarEvent | None = None,
    unsubscribe: str = "",
    message_id: str | None = None,
    date: datetime.datetime | None = None,
) -> EmailMessage:
    """The message that brings ``draft`` to its recipients, From the client, Sender the secretary.

    ``body`` is what the message says: the draft laid out by ``email.j2``, or by ``cover.j2`` for a letter whose PDF is
    among the ``attachments``. An invitation's ``event`` goes with it as iMIP has it (RFC 6047), and once more as a file
    for mail programs that know no calendars. ``unsubscribe`` is a mailing's field List-Unsubscribe, for which one click
    does (RFC 8058). It bears no Auto-Submitted, as a person wrote and sent it (RFC 3834, 5), and no Precedence, which
    RFC 2076 discourages: what answers for absent people leaves mail with a List field alone (RFC 5230, 4.6). Nobody
    under Bcc is named: they stand in the envelope alone. Bytes are the same for the same arguments; ``message_id``
    (with its angle brackets) and ``date`` are left out where None, so that approval can hash the content before they
    are known.

    Raises:
        RenderError: a recipient has no usable address, or a header field holds a control character.
    """
    sender = _address("From", client.name, client.email)
    secretary = _address("Sender", client.secretary.name, client.secretary.email)
    to, cc = _addresses("To", draft.to), _addresses("Cc", draft.cc)
    everybody = (sender, secretary, *to, *cc)
    ascii_only = all(address.addr_spec.isascii() for address in everybody)
    message = EmailMessage(policy=MailPolicy(utf8=not ascii_only))
    message["From"] = sender
    # RFC 5322, 3.6.2: no Sender field where it would only repeat From.
    if secretary.addr_spec != sender.addr_spec:
        message["Sender"] = secretary
    if to:
        message["To"] = to
    if cc:
        message["Cc"] = cc
    message["Subject"] = _header("Subject", _subject(draft, body))
    if draft.answers is not None:
        message["In-Reply-To"] = _header("In-Reply-To", draft.answers.message_id)
        message["References"] = _header("References", " ".join(draft.answers.references))
    if unsubscribe:
        message["List-Unsubscribe"] = _header("List-Unsubscribe", unsubscribe)
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if draft.urgent:
        message["Importance"] = "high"
    if date is not None:
        message["Date"] = format_datetime(date)
    if message_id is not None:
        message["Message-ID"] = _header("Message-ID", message_id)
    _add_content(message, body, attachments, event)
    # Only now: setting the content takes every field away whose name begins with Content.
    message["Content-Language"] = body.language
    return message


def _subject(draft: Draft, body: Document) -> str:
    """The subject; of an invitation its title, which also says that a meeting was changed or cancelled."""
    title = body.block(BlockKind.TITLE) if draft.kind is DraftKind.INVITE else None
    return " ".join(title.lines) if title else draft.subject.text


def _add_content(
    message: EmailMessage, body: Document, attachments: tuple[Attachment, ...], event: CalendarEvent | None
) -> None:
    # Mail programs show no picture that stands within the HTML.
    text, html = write_text(body), write_html(replace(body, logo=None, signature=None))
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if event is not None:
        method, meeting = write_message(event)
        # The last alternative is the best of those that a mail program understands (RFC 2046, 5.1.4). Base64: a line
        # that some server folded or ended otherwise would spoil it.
        message.add_alternative(meeting.decode(), subtype="calendar", cte="base64", params={"method": method.value})
        attachments = (*attachments, Attachment(name="invite.ics", content=meeting, media_type="application/ics"))
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        name = _header("Content-Disposition", attachment.name)
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)
    _set_boundaries(message, (text.encode(), html.encode(), *(attachment.content for attachment in attachments)))


def _set_boundaries(message: EmailMessage, contents: Iterable[bytes]) -> None:
    """Boundaries made from the content: Python's own are random, and nobody could know one before it is chosen."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={digest.hexdigest()[:40]}-{number}=")


def _addresses(field: str, recipients: Iterable[Recipient]) -> tuple[Address, ...]:
    return tuple(_address(field, recipient.name, recipient.email) for recipient in recipients)


def _address(field: str, name: str, email: str) -> Address:
    """A mailbox; a domain with other than ASCII letters is written in its IDNA form.

    Raises:
        RenderError: the address is missing or malformed, or would break the header.
    """
    if not email:
        raise RenderError(
            f"{name} has no email address", place=f"the {field} field", remedy="add one to the address book"
        )
    local, _, domain = _header(field, email).rpartition("@")
    # Python's parser takes ASCII alone, but RFC 6531 lets any letter stand where an ASCII letter may.
    plain = "".join(character if character.isascii() else "x" for character in local)
    try:
        parsed = Address(addr_spec=f"{plain}@{ascii_domain(domain)}")
        username = local if plain != local else parsed.username
        address = Address(display_name=_header(field, name), username=username, domain=parsed.domain)
    except (ValueError, IndexError, HeaderParseError) as exc:
        raise _malformed(field, email) from exc
    if not address.username or not address.domain:
        raise _malformed(field, email)
    return address


def _malformed(field: str, email: str) -> RenderError:
    return RenderError(
        f"{email!r} is no email address", place=f"the {field} field", remedy="correct it in the address book"
    )


def _header(field: str, value: str) -> str:
    """``value``, which may stand in a header field.

    Raises:
        RenderError: it holds a control character or a line break, with which a field could become two.
    """
    for character in value:
        if not character.isprintable() and character not in "\u00a0\u202f\u200b\u00ad":
            raise RenderError(
                f"the character U+{ord(character):04X} cannot stand in a header field",
                place=f"the {field} field: {value!r}",
                remedy="delete it",
            )
    return value
