"""Sees to it that every second of speech has words, or is told to have none.

Whisper leaves out sentences now and then, mostly beside a pause or at the end of a window. Where somebody speaks and
no word stands, that piece is heard once more, alone; if it still gives no word, it is marked for the secretary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dictation.model.transcript import Mark, MarkKind, Word
from dictation.transcribe.engine import SAMPLE_RATE, Heard, Stretch
from dictation.transcribe.timing import in_order

_REACH_MS = 300
"""How far a word's times may be off, either way."""
_LONGEST_GAP_MS = 1000
"""So much speech between two words may be one of them drawn out, or a hesitation that is not written."""
_FEWEST_MS = 300
"""Where a stretch has no word at all, less speech than this is a cough."""
_PADDING_MS = 200
_MOST_WAITING = 16
"""Stretches that wait for their second hearing; it is one for all of them, but in windows of their own."""

Hear = Callable[[Iterable[Stretch]], Iterator[Heard]]


def covered(hear: Hear, stretches: Iterable[Stretch]) -> Iterator[Heard]:
    """What is heard in the stretches, where words are missing once more."""
    waiting: list[tuple[Heard, list[Stretch]]] = []
    for heard in hear(stretches):
        missing = _without_words(heard)
        if not missing:
            yield heard
            continue
        waiting.append((heard, missing))
        if len(waiting) == _MOST_WAITING:  # each holds its sound
            yield from _heard_again(hear, waiting)
            waiting = []
    if waiting:
        yield from _heard_again(hear, waiting)


def _heard_again(hear: Hear, waiting: list[tuple[Heard, list[Stretch]]]) -> Iterator[Heard]:
    pieces = [piece for _, missing in waiting for piece in missing]
    found = {(again.stretch.channel, again.stretch.start_ms): again for again in hear(pieces)}
    for heard, missing in waiting:
        for piece in missing:
            heard = _with_piece(heard, found[piece.channel, piece.start_ms])  # noqa: PLW2901 - with more words
        yield heard


def _with_piece(heard: Heard, again: Heard) -> Heard:
    """What was heard, with the words of a piece's second hearing; what is still without any is marked."""
    told = {(mark.kind, mark.detail) for mark in heard.marks}
    marks = [*heard.marks, *(mark for mark in again.marks if (mark.kind, mark.detail) not in told)]
    if again.words:
        detail = "at first no word was recognised here"
        marks.append(_mark(MarkKind.RETRIED, again.stretch.speech, detail))
    marks += [_mark(MarkKind.UNHEARD, missing.speech) for missing in _without_words(again)]
    words = sorted((*heard.words, *again.words), key=lambda word: word.start_ms)
    mended, _ = in_order(words, heard.stretch)
    return replace(heard, words=mended, marks=tuple(marks))


def _mark(kind: MarkKind, speech: tuple[tuple[int, int], ...], detail: str = "") -> Mark:
    return Mark(kind=kind, start_ms=speech[0][0], end_ms=speech[-1][1], detail=detail)


def _without_words(heard: Heard) -> list[Stretch]:
    """The pieces of the stretch in which somebody speaks and no word stands."""
    stretch = heard.stretch
    enough = _LONGEST_GAP_MS if heard.words else _FEWEST_MS
    edges = [stretch.start_ms]
    for word in heard.words:
        edges.append(max(word.start_ms - _REACH_MS, edges[-1]))
        edges.append(max(min(word.start_ms + _longest(word), word.end_ms) + _REACH_MS, edges[-1]))
    edges.append(max(stretch.end_ms, edges[-1]))
    pieces = []
    for start_ms, end_ms in zip(edges[::2], edges[1::2], strict=True):
        speech = tuple((max(a, start_ms), min(b, end_ms)) for a, b in stretch.speech if a < end_ms and b > start_ms)
        if sum(b - a for a, b in speech) >= enough:
            pieces.append(_piece(stretch, speech))
    return pieces


def _longest(word: Word) -> int:
    """The milliseconds that a word may take; a figure is several words when it is said."""
    digits = sum(letter.isdigit() for letter in word.text)
    return 600 + 130 * (len(word.text) - digits) + 500 * digits


def _piece(stretch: Stretch, speech: tuple[tuple[int, int], ...]) -> Stretch:
    first = max(0, (speech[0][0] - _PADDING_MS - stretch.start_ms) * SAMPLE_RATE // 1000)
    last = (speech[-1][1] + _PADDING_MS - stretch.start_ms) * SAMPLE_RATE // 1000
    return Stretch(
        samples=stretch.samples[first:last],
        start_ms=stretch.start_ms + first * 1000 // SAMPLE_RATE,
        channel=stretch.channel,
        speech=speech,
        alone=True,
    )
