"""A call in which one hears which word is said when."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from dictation import pipeline
from dictation.model.draft import Correspondence, Draft, DraftKind, Flag, FlagKind, Paragraph, Passage, Piece
from dictation.model.transcript import Segment, Transcript, Word
from dictation.transcribe import probe
from tests.cli.program import CLIENT
from tests.transcribe.sounds import tone, write

RATE = 16_000
WORDS = ("Pears", "are", "here.", "Plums", "are", "not.")
PITCHES = (300, 500, 700, 900, 1100, 1300)
"""What is heard while each word is said, a second each."""


def record_words(home: Path) -> Path:
    """A recording of :data:`WORDS` beside the home, of which a draft is made, with a second flag about "Plums"."""
    path = write(home.parent / "call.wav", np.concatenate([tone(1, hertz, rate=RATE) for hertz in PITCHES]), rate=RATE)
    words = tuple(
        Word(text=word, start_ms=1000 * place, end_ms=1000 * place + 1000) for place, word in enumerate(WORDS)
    )
    pieces = tuple(
        Piece(text=f"{' ' if place else ''}{word.text}", words=(place,), start_ms=word.start_ms, end_ms=word.end_ms)
        for place, word in enumerate(words)
    )
    flags = (
        Flag(kind=FlagKind.NAME, message="nowhere"),
        Flag(kind=FlagKind.NAME, message="not heard clearly", words="Plums", start_ms=3000, end_ms=4000),
    )
    draft = Draft(kind=DraftKind.EMAIL, body=(Paragraph(lines=(Passage(pieces=pieces),)),), flags=flags)
    transcript = Transcript(language="en", segments=(Segment(words=words, start_ms=0, end_ms=6000),))
    with pipeline.open_workspace(home, database="", actor="tom", clock=lambda: datetime.now(UTC)) as workspace:
        workspace.store.record_call(CLIENT, probe(path), transcript, Correspondence(drafts=(draft,)))
    return path
