"""Numbers that are written as one word: "thirty-five" by its hyphens, "zweihundertfünfzig" by the words in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from dictation.compose.tokens import normalise
from dictation.compose.written.numbers import NumberWords

_LONGEST_WORD = 80
"""Most letters of a number in one word; "siebenhundertsiebenundsiebzigtausendsiebenhundertsiebenundsiebzig" has 69."""

NumberParts = Callable[[str], tuple[str, ...]]
"""The number words that a word is made of; the word itself where it is no such number."""


def number_parts(languages: Sequence[NumberWords]) -> NumberParts:
    """How words part into the number words of any of ``languages``."""
    hyphenated = frozenset[str]().union(*(words.hyphenated for words in languages))
    compounding = tuple(words for words in languages if words.compounds)

    @lru_cache(maxsize=20_000)
    def parts(word: str) -> tuple[str, ...]:
        hyphened = tuple(word.split("-"))
        if len(hyphened) > 1 and all(normalise(part) in hyphenated for part in hyphened):
            return hyphened
        found = (_compound(word, words) for words in compounding if word.isalpha() and len(word) < _LONGEST_WORD)
        return next((made for made in found if made), (word,))

    return parts


def _compound(word: str, words: NumberWords) -> tuple[str, ...]:
    """The parts of a number in one word; nothing where the word is none."""
    parts = _split(word, words, {})
    norms = [normalise(part) for part in parts]
    links = words.joiners | words.unit_joiners
    makes_more = {*words.tens, *words.hundreds, *words.scales, *words.ordinals, *words.half_words}
    if len(parts) < 2 or norms[0] in links or norms[-1] in links or makes_more.isdisjoint(norms):
        return ()
    return parts


def _split(text: str, words: NumberWords, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of ``text``, the longest first; nothing where some of it is no number word."""
    if text not in known:
        known[text] = ()
        for end in range(len(text), 0, -1):
            if normalise(text[:end]) not in words.compounded:
                continue
            rest = _split(text[end:], words, known) if end < len(text) else ()
            if rest or end == len(text):
                known[text] = (text[:end], *rest)
                break
    return known[text]
