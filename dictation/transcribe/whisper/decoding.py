"""What both engines that run Whisper's weights have in common: settings, the prompt, and words out of tokens."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.model.transcript import Word
from dictation.transcribe.engine import Vocabulary

TEMPERATURES = (0.0, 0.2, 0.4)
"""Tried one after the other while the text looks wrong to Whisper. It goes on to 1.0 by itself, which takes twice the
time and brings invented text far more often than the right one."""
LONGEST = 600
"""Letters of a prompt: Whisper takes 223 tokens before the text, and a name may need a token for every third letter."""


def prompt(vocabulary: Vocabulary) -> str:
    """A sentence with as many names and terms as there is room for, the most likely first; empty without any."""
    chosen: list[str] = []
    room = LONGEST
    for entry in (*vocabulary.names, *vocabulary.terms):
        if entry in chosen:
            continue
        room -= len(entry) + 2
        if room < 0:
            break
        chosen.append(entry)
    return f"Dictation about {', '.join(chosen)}." if chosen else ""


def words_of(tokens: Iterable[tuple[str, float, float, float]], offset_ms: int) -> tuple[Word, ...]:
    """Words from tokens of text, start, end (seconds) and probability; ``offset_ms`` is where their second 0 lies.

    A token without a blank before it goes on with the word before ("-five" after " thirty").
    """
    words: list[Word] = []
    for text, start, end, probability in tokens:
        if not text.strip():
            continue
        start_ms, end_ms = offset_ms + round(start * 1000), offset_ms + round(end * 1000)
        if words and not text[0].isspace():
            before = words.pop()
            text, start_ms = before.text + text, before.start_ms  # noqa: PLW2901 - goes on with the word before
            probability = min(before.probability, probability)  # noqa: PLW2901
        words.append(
            Word(
                text=text.strip(),
                start_ms=start_ms,
                end_ms=max(start_ms, end_ms),
                probability=min(max(float(probability), 0.0), 1.0),
            )
        )
    return tuple(words)
