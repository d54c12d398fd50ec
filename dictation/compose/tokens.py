"""The transcript's words as the rules of composing see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dictation.model.transcript import Transcript

SENTENCE_END = ".?!…"
_EDGE = re.compile(r"^([\"'“‘„‚(\[¿¡«]*)(.*?)([\"'”’“‘)\]»,.;:?!…–—-]*)$", re.DOTALL)
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word, or one part of a number that was written with hyphens."""

    text: str
    """The word as heard, without the punctuation around it."""
    norm: str
    """The word as rules compare it: lower case, straight apostrophes, no full stops inside."""
    before: str = ""
    after: str = ""
    """Punctuation that the recogniser attached."""
    word: int
    """Place of the word in the transcript."""
    start_ms: int
    end_ms: int
    pause_ms: int = 0
    """Silence between the end of the word before and this one."""
    probability: float = 1.0
    speaker: str | None = None
    starts_sentence: bool = False
    """Whether the word stands after a sentence end, so that its capital may be due to its place alone."""

    @property
    def ends_sentence(self) -> bool:
        """Whether the recogniser heard a sentence end here."""
        return any(mark in SENTENCE_END for mark in self.after)


class Heard(tuple[Token, ...]):
    """Tokens of one call that keep what was found in them, as dozens of rules ask for the same at the same place."""

    def __init__(self, _tokens: Iterable[Token]) -> None:
        self._memory: dict[object, list[Any]] = {}

    def memory(self, finder: object) -> list[Any]:
        """What ``finder`` found at each place, the end included; ``None`` where it has not looked. It fills it in."""
        known = self._memory.get(finder)
        if known is None:
            known = self._memory[finder] = [None] * (len(self) + 1)
        return known


def normalise(text: str) -> str:
    """A word in the form in which rules compare words."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFC", text).translate(_FOLD).casefold()
    return folded.replace(".", "") if "." in folded and not any(c.isdecimal() for c in folded) else folded


def split_edges(text: str) -> tuple[str, str, str]:
    """A word without the punctuation around it, and what stood before and after."""
    match = _EDGE.match(text)
    if match is None or not match[2]:
        return "", text, ""
    return match[1], match[2], match[3]


def parted(lines: Iterable[str]) -> Iterator[list[tuple[str, str, str]]]:
    """For each line of examples its words: the norm, the text and the punctuation after it."""
    known: dict[str, tuple[str, str, str]] = {}
    for line in lines:
        found = []
        for word in line.split():
            parts = known.get(word)
            if parts is None:
                _, core, after = split_edges(word)
                parts = known[word] = normalise(core), core, after
            found.append(parts)
        yield found


def tokenise(
    transcript: Transcript,
    *,
    number_parts: Callable[[str], Sequence[str]],
    abbreviations: Container[str],
    after_ordinals: frozenset[str] = frozenset(),
) -> list[Token]:
    """All words of a transcript as tokens.

    A word made of number words ("thirty-five") becomes a token a part, as ``number_parts`` has them. The full stop of
    an abbreviation ("Mr.") belongs to the word; after one that may end a sentence ("a.m.") a capital decides. That of a
    figure ("14. März") does so before a small letter or one of ``after_ordinals``, if the language has any.
    """
    tokens: list[Token] = []
    words = transcript.words
    end_before = 0
    starts = True
    for place, word in enumerate(words):
        before, core, after = split_edges(word.text)
        following = words[place + 1].text if place + 1 < len(words) else ""
        abbreviated = normalise(core) in abbreviations and not _starts_sentence(core, following)
        if after.startswith(".") and (abbreviated or _is_ordinal(core, following, after_ordinals)):
            core, after = core + ".", after[1:]
        parts = number_parts(core)
        for number, part in enumerate(parts):
            first, last = number == 0, number == len(parts) - 1
            tokens.append(
                Token(
                    text=part,
                    norm=normalise(part),
                    before=before if first else "",
                    after=after if last else "",
                    word=place,
                    start_ms=word.start_ms,
                    end_ms=word.end_ms,
                    pause_ms=max(0, word.start_ms - end_before) if first and place else 0,
                    probability=word.probability,
                    speaker=word.speaker,
                    starts_sentence=starts and first,
                )
            )
        starts = tokens[-1].ends_sentence
        end_before = max(end_before, word.end_ms)
    return tokens


def put_right(tokens: list[Token], misheard: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[Token]:
    """The tokens with the norms of commands that recognisers mishear as others: "knew paragraph". Their text stays."""
    first = {said[0] for said in misheard}
    for place, token in enumerate(tokens):
        if token.norm not in first:
            continue
        for said, meant in misheard.items():
            if tuple(other.norm for other in tokens[place : place + len(said)]) == said:
                for offset, norm in enumerate(meant):
                    tokens[place + offset] = replace(tokens[place + offset], norm=norm)
    return tokens


def _starts_sentence(abbreviation: str, following: str) -> bool:
    """Whether the word after an abbreviation begins a sentence: titles ("Mr.") are followed by capitals anyway."""
    return "." in abbreviation and following[:1].isupper()


def _is_ordinal(figure: str, following: str, after_ordinals: frozenset[str]) -> bool:
    """Whether the full stop after a figure makes it an ordinal."""
    if not after_ordinals or not figure.isdecimal():
        return False
    return following[:1].islower() or normalise(split_edges(following)[1]) in after_ordinals


def said(tokens: Iterable[Token]) -> str:
    """Tokens as they were heard, for messages and notes."""
    return " ".join(f"{token.before}{token.text}{token.after}" for token in tokens)
