"""Packs stretches of speech into the windows of 30 seconds that Whisper hears at once, and finds its words' places.

Whisper takes as long for a window of one word as for a full one. A window holds stretches of one side of the call only,
so that nobody has to guess who said what; they stand in it one after the other, each with a little of the pause around
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from dictation.model.transcript import Word
from dictation.transcribe.engine import SAMPLE_RATE, Samples, Stretch
from dictation.transcribe.whisper.network import WINDOW_S, TimedToken


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Stretches of one side that are heard at once."""

    stretches: tuple[Stretch, ...]

    @property
    def sound(self) -> Samples:
        """All of them, one after the other."""
        import numpy as np  # noqa: PLC0415 - heavy

        return np.concatenate([stretch.samples for stretch in self.stretches])

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(stretch.samples.size for stretch in self.stretches) / SAMPLE_RATE

    def places(self, tokens: Iterable[TimedToken]) -> list[tuple[Word, ...]]:
        """The words that the tokens make, a tuple for each stretch, with their times in the recording.

        A word is said where its middle is, and begins and ends in the same stretch.
        """
        ends = list(accumulate(stretch.samples.size / SAMPLE_RATE for stretch in self.stretches))
        parts: list[list[TimedToken]] = [[] for _ in self.stretches]
        number = 0
        for token in tokens:
            # Times may run backward, but what was written later was said later. The rest of a word stays with it, but
            # where a language has no blanks every character may be a word.
            free = token.text[:1].isspace() or not token.text.isascii() or not parts[number]
            while free and number < len(ends) - 1 and (token.start + token.end) / 2 >= ends[number]:
                number += 1
            parts[number].append(token)
        return [
            tuple(_word(token, stretch, end - stretch.samples.size / SAMPLE_RATE) for token in joined(part))
            for part, stretch, end in zip(parts, self.stretches, ends, strict=True)
        ]


def _word(token: TimedToken, stretch: Stretch, offset_s: float) -> Word:
    """The word with its times in the recording, where the stretch begins at ``offset_s`` of the window."""
    start_ms, end_ms = (
        min(max(stretch.start_ms + round((time - offset_s) * 1000), stretch.start_ms), stretch.end_ms)
        for time in (token.start, token.end)
    )
    probability = min(max(float(token.probability), 0.0), 1.0)
    return Word(text=token.text.strip(), start_ms=start_ms, end_ms=max(start_ms, end_ms), probability=probability)


def packed(stretches: Iterable[Stretch]) -> Iterator[Window]:
    """The stretches in windows of at most :data:`WINDOW_S`, each window when it is full, the others at the end."""
    open_: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        if stretch.alone:
            yield Window(stretches=(stretch,))
            continue
        held = open_.setdefault(stretch.channel, [])
        if held and sum(each.samples.size for each in (*held, stretch)) > WINDOW_S * SAMPLE_RATE:
            yield Window(stretches=tuple(held))
            held.clear()
        held.append(stretch)
    for held in open_.values():
        if held:
            yield Window(stretches=tuple(held))


def joined(tokens: Iterable[TimedToken]) -> list[TimedToken]:
    """Whole words: a token without a blank before it goes on with the word before ("-five" after " thirty")."""
    words: list[TimedToken] = []
    for token in tokens:
        if not token.text.strip():
            continue
        if words and not token.text[0].isspace():
            before = words.pop()
            token = TimedToken(  # noqa: PLW2901 - goes on with the word before
                text=before.text + token.text,
                start=before.start,
                end=max(before.end, token.end),
                probability=min(before.probability, token.probability),
            )
        words.append(token)
    return words
