"""What a template can see: plain strings, checked once, under names that a secretary can guess."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from babel import Locale

from dictation.letters.characters import clean
from dictation.letters.locales import long_date, time_of_day, weekday_and_date
from dictation.model.draft import Draft, Meeting, MeetingUpdate, Recipient
from dictation.model.people import Client


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipientView:
    """A recipient."""

    name: str
    organisation: str
    email: str
    address: tuple[str, ...]
    envelope: tuple[str, ...]
    """Name, organisation and address as they stand in the window."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParagraphView:
    """A paragraph or a list; ``kind`` is the block's name: prose, bullets or numbered."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingView:
    """An invitation's meeting."""

    date: str
    start: str
    end: str
    zone: str
    minutes: int
    place: str
    change: str
    """Empty for the first invitation to it, else ``changed`` or ``cancelled``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientView:
    """The client."""

    name: str
    organisation: str
    email: str
    address: tuple[str, ...]
    """Without the organisation, which stands over it."""
    envelope: tuple[str, ...]
    """Whom and where an envelope comes back to."""
    place: str
    """The town of the address, where one can be told."""
    signature: tuple[str, ...]
    secretary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftView:
    """The draft."""

    kind: str
    to: tuple[RecipientView, ...]
    cc: tuple[RecipientView, ...]
    subject: str
    salutation: str
    body: tuple[ParagraphView, ...]
    closing: str
    enclosures: tuple[str, ...]
    delivery: str
    urgent: bool
    number: str
    """The draft's number in the store; empty where it is in none."""
    reference: str
    """The letter's number in the client's own manner; empty where letters bear none."""
    meeting: MeetingView | None


def template_context(
    draft: Draft,
    client: Client,
    *,
    date: datetime.date,
    locale: Locale,
    country: str,
    country_names: tuple[str, ...],
    reference: str,
    number: str,
) -> dict[str, Any]:
    """The variables of a template: ``draft``, ``bcc``, ``client``, ``date`` and ``country``.

    ``country`` is the layout's, as an ISO 3166-1 code; an address that ends in one of its names is at home and leaves
    the name out.

    Raises:
        RenderError: a field holds a character that no document may hold.
    """
    home = frozenset(map(str.casefold, country_names))
    return {
        "draft": _draft(draft, home, locale, reference, number),
        "bcc": tuple(_recipient(recipient, home) for recipient in draft.bcc),
        "client": _client(client, home),
        "date": long_date(date, locale),
        "country": country,
    }


def _line(text: str, place: str) -> str:
    return " ".join(clean(text, place).split("\n")).strip()


def _lines(texts: tuple[str, ...], place: str) -> tuple[str, ...]:
    return tuple(line for line in (_line(text, place) for text in texts) if line)


def _draft(draft: Draft, home: frozenset[str], locale: Locale, reference: str, number: str) -> DraftView:
    paragraphs = (
        ParagraphView(
            kind=paragraph.kind.value,
            lines=tuple(clean(line.text, f"paragraph {number}") for line in paragraph.lines),
        )
        for number, paragraph in enumerate(draft.body, 1)
    )
    return DraftView(
        kind=draft.kind.value,
        to=tuple(_recipient(recipient, home) for recipient in draft.to),
        cc=tuple(_recipient(recipient, home) for recipient in draft.cc),
        subject=_line(draft.subject.text, "the subject"),
        salutation=_line(draft.salutation.text, "the salutation"),
        body=tuple(paragraphs),
        closing=_line(draft.closing.text, "the closing"),
        enclosures=_lines(tuple(enclosure.text for enclosure in draft.enclosures), "the enclosures"),
        delivery=_line(draft.delivery or "", "the manner of delivery"),
        urgent=draft.urgent,
        number=number,
        reference=_line(reference, "the reference"),
        meeting=_meeting(draft.meeting, draft.update, locale) if draft.meeting else None,
    )


def _recipient(recipient: Recipient, home: frozenset[str]) -> RecipientView:
    place = f"recipient {recipient.name}"
    name = _line(recipient.name, place)
    organisation = _line(recipient.organisation, place)
    address = _lines(recipient.address, place)
    street = _within_country(address, home)
    firm = () if organisation.casefold() in {"", name.casefold(), *map(str.casefold, address)} else (organisation,)
    envelope = (name, *firm, *street) if name.casefold() not in map(str.casefold, street[:1]) else (*firm, *street)
    return RecipientView(
        name=name,
        organisation=organisation,
        email=_line(recipient.email, place),
        address=address,
        envelope=tuple(line for line in envelope if line),
    )


def _within_country(address: tuple[str, ...], home: frozenset[str]) -> tuple[str, ...]:
    return address[:-1] if len(address) > 1 and address[-1].casefold() in home else address


def _meeting(meeting: Meeting, update: MeetingUpdate | None, locale: Locale) -> MeetingView:
    end = meeting.start + datetime.timedelta(minutes=meeting.minutes)
    return MeetingView(
        date=weekday_and_date(meeting.start.date(), locale),
        start=time_of_day(meeting.start, locale),
        end=time_of_day(end, locale),
        zone=meeting.start.tzname() or "",
        minutes=meeting.minutes,
        place=_line(meeting.place, "the meeting's place"),
        change="" if update is None else "cancelled" if update.cancelled else "changed",
    )


def _client(client: Client, home: frozenset[str]) -> ClientView:
    place = f"client {client.key}"
    organisation = _line(client.organisation, place)
    name = _line(client.name, place)
    address = _lines(client.address, place)
    street = tuple(line for line in address if line.casefold() != organisation.casefold())
    return ClientView(
        name=name,
        organisation=organisation,
        email=_line(client.email, place),
        address=street,
        envelope=tuple(line for line in (organisation or name, *_within_country(street, home)) if line),
        place=_town(address),
        signature=_lines(client.signature, place) or (name,),
        secretary=_line(client.secretary.name, place),
    )


def _town(address: tuple[str, ...]) -> str:
    """The words before the postcode in the last line that ends in one: "Solo" of "Solo 57141".

    A postcode is taken to be the last word of a line, of at least four characters and with a digit among them, which
    fits Indonesia and most of Europe; it gives nothing where no line is like that.
    """
    for line in reversed(address[1:]):
        *words, last = line.split()
        if words and len(last) >= 4 and any(map(str.isdigit, last)):
            return " ".join(word for word in words if not any(map(str.isdigit, word))).partition(",")[0]
    return ""
