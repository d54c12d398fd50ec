"""From lines as a file tells them to a transcript: missing times are filled in, those that cannot be are mended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import msgspec

from dictation.model.transcript import Mark, MarkKind, Segment, Transcript, Word

LONGEST_S = 36_000_000
"""Ten thousand hours: a later time in a file is no time."""
SPOKEN_MS = 400
"""What a word takes where nothing else is known: 150 words a minute, an ordinary pace of speech."""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A word as a file tells it, with whatever times it has; they need not be possible. Made by the ten thousand."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    probability: float = 1.0
    speaker: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A segment, a cue or a line of text as a file tells it."""

    tokens: Sequence[Token]
    start_ms: int
    end_ms: int | None
    """None where the file does not tell it: it ends when its words are spoken or the next line begins."""
    speaker: str | None = None
    language: str | None = None


def transcript_of(lines: Iterable[Line], *, language: str, model: str = "") -> Transcript:
    """The transcript, in order of time; a line without a word is left out.

    Words of a line without any word times share its time evenly. A word that lacks its times in a line where others
    have theirs, or whose times run backward or take no time, lies between its neighbours, and is marked.
    """
    spoken = sorted((line for line in lines if line.tokens), key=lambda line: line.start_ms)
    segments: list[Segment] = []
    marks: list[Mark] = []
    for place, line in enumerate(spoken):
        end_ms, backward = line.end_ms, False
        if end_ms is None or end_ms < line.start_ms:
            backward = end_ms is not None
            end_ms = line.start_ms + SPOKEN_MS * len(line.tokens)
            if place + 1 < len(spoken):
                end_ms = min(end_ms, spoken[place + 1].start_ms)
        segment, mended = _segment(line, end_ms)
        segments.append(segment)
        marks += _marks(segment, [True] * len(mended) if backward else mended)
    return Transcript(language=language, segments=tuple(segments), model=model, marks=tuple(marks))


def spread(count: int, start_ms: int, end_ms: int) -> list[tuple[int, int]]:
    """Start and end of each of ``count`` words that share the time from ``start_ms`` to ``end_ms`` evenly."""
    return list(pairwise(start_ms + (end_ms - start_ms) * n // count for n in range(count + 1)))


def _segment(line: Line, end_ms: int) -> tuple[Segment, list[bool]]:
    """The line as a segment, and of each word whether its times are not those of the file."""
    if any(token.start_ms is not None for token in line.tokens):
        times = _mended(line.tokens, line.start_ms, end_ms)
        mended = [(token.start_ms, token.end_ms) != time for token, time in zip(line.tokens, times, strict=True)]
    else:
        times = spread(len(line.tokens), line.start_ms, end_ms)
        mended = [False] * len(times)
    words = tuple(
        Word(
            text=token.text,
            start_ms=begin_ms,
            end_ms=finish_ms,
            probability=token.probability,
            speaker=token.speaker or line.speaker,
        )
        for token, (begin_ms, finish_ms) in zip(line.tokens, times, strict=True)
    )
    speakers = {word.speaker for word in words}
    speaker = line.speaker or (speakers.pop() if len(speakers) == 1 else None)
    return Segment(words=words, start_ms=line.start_ms, end_ms=end_ms, speaker=speaker, language=line.language), mended


def _mended(tokens: Sequence[Token], start_ms: int, end_ms: int) -> list[tuple[int, int]]:
    """The words' times, those that are missing or cannot be spread evenly between the others."""
    kept = _forward([token.start_ms for token in tokens])
    edges: list[int | None] = []
    for place, token in enumerate(tokens):
        start = token.start_ms if place in kept else None
        lasts = start is not None and token.end_ms is not None and token.end_ms > start
        edges += [start, token.end_ms if lasts else None]
    times = _filled(edges, start_ms, end_ms)
    return list(zip(times[::2], times[1::2], strict=True))


def _forward(starts: Sequence[int | None]) -> set[int]:
    """The places of the most starts that run forward: one wrong time must not make all after it wrong."""
    tops: list[int] = []  # the smallest start that a run of each length can end with,
    ends: list[int] = []  # its place,
    before: dict[int, int | None] = {}  # and the place before each in its run (the longest increasing subsequence)
    for place, start in enumerate(starts):
        if start is None:
            continue
        length = bisect_left(tops, start)
        tops[length : length + 1] = [start]
        ends[length : length + 1] = [place]
        before[place] = ends[length - 1] if length else None
    kept = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def _filled(edges: Sequence[int | None], start_ms: int, end_ms: int) -> list[int]:
    """Each run of unknown times spread evenly between the known ones around it."""
    filled: list[int] = []
    before_ms, unknown = start_ms, 0
    for edge in [*edges, end_ms]:
        if edge is None:
            unknown += 1
            continue
        after_ms = max(before_ms, edge) if unknown else edge
        filled += [before_ms + (after_ms - before_ms) * n // (unknown + 1) for n in range(1, unknown + 1)]
        filled.append(edge)
        before_ms, unknown = edge, 0
    return filled[: len(edges)]


def _marks(segment: Segment, mended: Sequence[bool]) -> list[Mark]:
    """A mark for each run of words whose times were made up."""
    runs = groupby(zip(segment.words, mended, strict=True), key=lambda entry: (entry[1], entry[0].speaker))
    marks = []
    for (is_mended, speaker), run in runs:
        words = [word for word, _ in run]
        if is_mended:
            marks.append(
                Mark(
                    kind=MarkKind.TIMES,
                    start_ms=words[0].start_ms,
                    end_ms=words[-1].end_ms,
                    speaker=speaker,
                    detail=" ".join(word.text for word in words),
                )
            )
    return marks
