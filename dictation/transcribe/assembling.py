"""What was heard in the stretches of both sides → one transcript, in the order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from dictation.model.transcript import Mark, Segment, Transcript, Word
from dictation.transcribe.keeping import Piece

_PHRASE_PAUSE_MS = 300
"""Where one side pauses for so long, what the other side says meanwhile is put between."""


def assembled(
    pieces: Sequence[Piece], *, sides: int, damage: Iterable[Mark] = (), engine: str, model: str
) -> Transcript:
    """The transcript that the pieces make; words that follow each other in one stretch are a segment.

    Where there is more than one side, its words get the speaker ``SPEAKER_00``, ``SPEAKER_01`` and so on.
    """
    languages = Counter(piece.language for piece in pieces for _ in piece.words)
    common = max(languages, key=lambda each: languages[each], default="")
    marks = [replace(mark, speaker=_speaker(piece.channel, sides)) for piece in pieces for mark in piece.marks]
    return Transcript(
        language=common,
        segments=tuple(_segments(pieces, sides, common)),
        engine=engine,
        model=model,
        marks=tuple(sorted((*marks, *damage), key=lambda mark: (mark.start_ms, mark.end_ms))),
    )


def _segments(pieces: Sequence[Piece], sides: int, common: str) -> Iterable[Segment]:
    phrases = [(number, phrase) for number, piece in enumerate(pieces) for phrase in _phrases(piece.words)]
    phrases.sort(key=lambda entry: entry[1][0].start_ms)
    for number, group in groupby(phrases, key=lambda entry: entry[0]):
        speaker = _speaker(pieces[number].channel, sides)
        language = pieces[number].language
        words = tuple(replace(word, speaker=speaker) for _, phrase in group for word in phrase)
        yield Segment(
            words=words,
            start_ms=words[0].start_ms,
            end_ms=words[-1].end_ms,
            speaker=speaker,
            language=language if language != common else None,
        )


def _speaker(side: int, sides: int) -> str | None:
    return f"SPEAKER_{side:02}" if sides > 1 else None


def _phrases(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The words cut where the speaker pauses."""
    cuts = [0]
    cuts += [n for n, (a, b) in enumerate(pairwise(words), 1) if b.start_ms - a.end_ms >= _PHRASE_PAUSE_MS]
    return [words[start:end] for start, end in pairwise([*cuts, len(words)]) if end > start]
