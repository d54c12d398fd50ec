"""Whisper's words, as both of its engines give them, as this program's."""

from __future__ import annotations

from collections.abc import Iterable

from dictation.model.transcript import Word


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
