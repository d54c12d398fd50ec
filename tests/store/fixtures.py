"""A clock, a client and a call to fill a store with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from dictation.model.delivery import Message, Post
from dictation.model.draft import (
    Correspondence,
    Draft,
    DraftKind,
    LeftOut,
    LeftOutReason,
    Note,
    Paragraph,
    Passage,
    Piece,
    Recipient,
)
from dictation.model.people import Client, Contact, Secretary
from dictation.model.recording import Recording
from dictation.model.transcript import Segment, Transcript, Word


class TickingClock:
    """Goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


OKORO = Client(
    key="okoro",
    name="Amara Okoro",
    organisation="Okoro Boatbuilders",
    email="amara@okoroboats.example",
    address=("Okoro Boatbuilders", "3 Slipway Lane", "Falmouth TR11 3AA", "United Kingdom"),
    signature=("Amara Okoro", "Partner"),
    secretary=Secretary(name="Bela Toth", email="bela@okoroboats.example"),
    timezone="Europe/London",
)
LINDQVIST = Client(
    key="lindqvist",
    name="Per Lindqvist",
    email="per@lindqvist.example",
    secretary=Secretary(name="Bela Toth", email="bela@okoroboats.example"),
)
TIMBER = Contact(name="Ines Ferraz", organisation="Ferraz Timber", email="ines@ferraztimber.example")
CHANDLER = Contact(name="Colm Reagan", organisation="Reagan Chandlery", email="colm@reagan.example", aliases=("Colm",))

RECORDING = Recording(
    path=Path("/calls/tuesday.flac"), sha256="ab" * 32, duration_ms=61_000, channels=2, sample_rate=48_000
)
TRANSCRIPT = Transcript(
    language="en",
    engine="embedded",
    segments=(
        Segment(
            words=(
                Word(text="The", start_ms=0, end_ms=200, probability=0.9, speaker="SPEAKER_00"),
                Word(text="mast", start_ms=200, end_ms=700, probability=0.25),
                Word(text="arrived.", start_ms=700, end_ms=1200),
            ),
            start_ms=0,
            end_ms=1200,
        ),
    ),
)


def email_to(*contacts: Contact, text: str = "The mast arrived.") -> Draft:
    return Draft(
        kind=DraftKind.EMAIL,
        to=tuple(Recipient(name=contact.name, email=contact.email) for contact in contacts),
        body=(Paragraph(lines=(Passage(pieces=(Piece(text=text, words=(0, 1, 2), start_ms=0, end_ms=1200),)),)),),
    )


CORRESPONDENCE = Correspondence(
    drafts=(email_to(TIMBER, CHANDLER), email_to(CHANDLER)),
    notes=(Note(text="Look up the invoice.", start_ms=900),),
    left_out=(LeftOut(reason=LeftOutReason.CHAT, text="Morning!", words=(0,), start_ms=0, end_ms=200),),
)


def message_for(draft: Draft, content: bytes = b"Subject: Mast\r\n\r\nThe mast arrived.\r\n") -> Message:
    return Message(
        sender=OKORO.email, recipients=tuple(recipient.email for recipient in draft.recipients), content=content
    )


def post_of(number: int, revision: int, message: Message, message_id: str = "<1@okoroboats.example>") -> Post:
    return Post(
        client=OKORO.key,
        draft=number,
        revision=revision,
        digest=message.digest,
        sender=message.sender,
        recipients=message.recipients,
        message_id=message_id,
        content=b"Date: Mon, 04 May 2026 09:00:00 +0000\r\n" + message.content,
    )
