"""A call of two drafts, with words that would be markup if they were not escaped, and its proof sheet."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from dictation import pipeline
from dictation.home import init_home
from dictation.model.draft import (
    Correspondence,
    Draft,
    DraftKind,
    Flag,
    FlagKind,
    LeftOut,
    LeftOutReason,
    Paragraph,
    Passage,
    Piece,
    Recipient,
)
from dictation.model.people import Client, Secretary
from dictation.model.transcript import Segment, Transcript, Word
from dictation.pipeline import Workspace
from dictation.transcribe import probe

EVIL = "</script><img/src=x/onerror=window.hacked=1>"
HEARD = f"Morning. Dear Rosa comma The crate costs three hundred pounds. It is um heavy. Mind {EVIL} too. Bye now"
CLIENT = Client(
    key="vance",
    name="Ida Vance",
    organisation="Vance & <i>Sons</i>",
    email="ida@vance.example",
    address=("Vance & Sons", "2 Mill Lane", "Ludlow SY8 1AA", "United Kingdom"),
    secretary=Secretary(name="Cleo Barr", email="cleo@vance.example"),
    timezone="Europe/London",
)


def words(pause_ms: int = 0) -> tuple[Word, ...]:
    """A word each second, with a pause before "Mind"."""
    starts = [1000 * place + (pause_ms if place >= 14 else 0) for place in range(len(HEARD.split()))]
    return tuple(
        Word(text=text, start_ms=start, end_ms=start + 1000) for text, start in zip(HEARD.split(), starts, strict=True)
    )


def passage(first: int, last: int, *others: tuple[int, Piece]) -> Passage:
    """The words from one place to another as they were heard, but for those that others take the place of."""
    pieces = {place: Piece(text=f" {words()[place].text}", words=(place,)) for place in range(first, last)}
    for place, other in others:
        for word in other.words:
            pieces.pop(word)
        pieces[place] = other
    return Passage(pieces=tuple(piece for _, piece in sorted(pieces.items()) if piece.text))


SALUTATION = passage(1, 4, (3, Piece(text=",", words=(3,), rule="mark")))
BODY = passage(
    4,
    17,
    (7, Piece(text=" £300.", words=(7, 8, 9), rule="money")),
    (12, Piece(text="", words=(12,), rule="hesitation")),
)
LETTER = Draft(
    kind=DraftKind.LETTER,
    to=(Recipient(name=f"Rosa {EVIL}", email="rosa@fell.example"),),
    salutation=SALUTATION,
    body=(Paragraph(lines=(BODY,)),),
    flags=(
        Flag(kind=FlagKind.AMOUNT, message=f"“£300” {EVIL}", words="three", start_ms=7000, end_ms=8000),
        Flag(kind=FlagKind.MISSING, message="no closing was dictated"),
    ),
)
EMAIL = Draft(
    kind=DraftKind.EMAIL,
    to=(Recipient(name="Rosa"),),
    subject=passage(5, 6),
    salutation=SALUTATION,
    body=(Paragraph(lines=(passage(14, 17),)),),
)
LEFT_OUT = (
    LeftOut(reason=LeftOutReason.OTHER_SPEAKER, text="Morning.", words=(0,), start_ms=0, end_ms=1000),
    LeftOut(reason=LeftOutReason.CHAT, text="Bye now", words=(17, 18), start_ms=17_000, end_ms=19_000),
)


def opened(folder: Path) -> AbstractContextManager[Workspace]:
    return pipeline.open_workspace(
        folder / "home", database="", actor="test", clock=lambda: datetime(2026, 5, 4, 9, tzinfo=UTC)
    )


def proof_of(folder: Path, recording: Path, *, pause_ms: int = 0, left_out: tuple[LeftOut, ...] = LEFT_OUT) -> Path:
    init_home(folder / "home")
    heard = words(pause_ms)
    with opened(folder) as workspace:
        workspace.store.add_client(CLIENT)
        workspace.store.record_call(
            CLIENT.key,
            probe(recording),
            Transcript(language="en", segments=(Segment(words=heard, start_ms=0, end_ms=heard[-1].end_ms),)),
            Correspondence(drafts=(LETTER, EMAIL), left_out=left_out),
        )
        return pipeline.proof(workspace, (1, 2), folder / "proof.html").path
