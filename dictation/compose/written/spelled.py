"""What is said letter by letter, digit by digit or sign by sign: references, e-mail and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader

Phrases = tuple[tuple[str, ...], ...]

_PLAIN = re.compile(r"[a-z0-9][a-z0-9'&+-]*")
_LONGEST_NAME = 4
"""Most words that a domain's name is said in ("acme tools" for acmetools)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbols:
    """Words that stand for signs inside addresses and references, each as a sequence of norms."""

    at: Phrases
    dot: Phrases
    slash: Phrases
    dash: Phrases
    underscore: Phrases
    www: Phrases
    domains: frozenset[str]
    """Last parts of internet domains."""


def _length(tokens: Sequence[Token], place: int, phrases: Phrases) -> int:
    """How many tokens the longest of ``phrases`` takes at ``place``; 0 for none."""
    best = 0
    for phrase in phrases:
        if len(phrase) > best and tuple(token.norm for token in tokens[place : place + len(phrase)]) == phrase:
            best = len(phrase)
    return best


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeReader:
    """Letters and digits said one by one: "B A one, two Q T" → "BA1 2QT", "two two, dash, oh four" → "22-04"."""

    numbers: NumberReader
    symbols: Symbols

    def find(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The reference that begins at ``place``."""
        text, end, signs = "", place, 0
        while end < len(tokens):
            sign = self._sign(tokens, end) if text else None
            if sign is not None:
                text, end, signs = text.rstrip() + sign[1], sign[0], signs + 1
                continue
            character = self._character(tokens, end, first=not text)
            if character is None:
                break
            text, end = text + character, end + 1
            if tokens[end - 1].after and self._sign(tokens, end) is None:
                if tokens[end - 1].after != ",":
                    break
                text += " "
        letters, digits = sum(c.isalpha() for c in text), sum(c.isdigit() for c in text)
        if digits and (letters or signs) and letters + digits >= 3 and end - place >= 3:
            yield end, text.strip()

    def _sign(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A dash or a slash at ``place`` that a character follows, and where that stands."""
        for phrases, written in ((self.symbols.dash, "-"), (self.symbols.slash, "/")):
            length = _length(tokens, place, phrases)
            following = place + length
            if length and following < len(tokens) and self._character(tokens, following, first=False) is not None:
                return following, written
        return None

    def _character(self, tokens: Sequence[Token], place: int, *, first: bool) -> str | None:
        token = tokens[place]
        if len(token.norm) != 1 or not token.norm.isalpha():
            return self.numbers.digit(token)
        if first and token.text in ("a", "i", "I", "A") and not self._spelled_on(tokens, place):
            return None
        return token.norm.upper()

    def _spelled_on(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a lone "A" begins something spelled: another letter or two digits follow it."""
        ahead = tokens[place + 1 : place + 3]
        if not ahead or tokens[place].after:
            return False
        if len(ahead[0].norm) == 1 and ahead[0].norm.isalpha():
            return True
        return len(ahead) == 2 and all(self.numbers.digit(token) is not None for token in ahead)


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressReader:
    """Internet addresses said word by word.

    "ann dot lee at example dot com" → ann.lee@example.com; "w w w dot acme tools dot example slash shop" →
    www.acmetools.example/shop.
    """

    symbols: Symbols

    def email(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The e-mail address that begins at ``place``."""
        local = self._chain(tokens, place)
        if local is None or tokens[local[0] - 1].after:
            return
        length = _length(tokens, local[0], self.symbols.at)
        host = self._domain(tokens, local[0] + length) if length else None
        if host is not None:
            yield host[0], f"{local[1]}@{host[1]}"

    def web(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The web address that begins at ``place``."""
        begun = place + _length(tokens, place, self.symbols.www)
        dot = _length(tokens, begun, self.symbols.dot)
        host = self._domain(tokens, begun + dot) if begun > place and dot else None
        if host is not None:
            yield self._path(tokens, host[0], f"www.{host[1]}")

    def _name(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        if place >= len(tokens) or not _PLAIN.fullmatch(tokens[place].norm):
            return None
        return place + 1, tokens[place].norm.replace("'", "")

    def _chain(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Names joined by dots, dashes and underscores."""
        found = self._name(tokens, place)
        while found is not None:
            link = self._link(tokens, *found)
            if link is None:
                return found
            found = link
        return None

    def _link(self, tokens: Sequence[Token], place: int, text: str) -> tuple[int, str] | None:
        symbols = self.symbols
        for phrases, written in ((symbols.dot, "."), (symbols.dash, "-"), (symbols.underscore, "_")):
            length = _length(tokens, place, phrases)
            following = self._name(tokens, place + length) if length else None
            if following is not None:
                return following[0], f"{text}{written}{following[1]}"
        return None

    def _domain(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A name of one word or several, then ".last" once or more."""
        for length in range(1, _LONGEST_NAME + 1):
            part = tokens[place : place + length]
            if len(part) < length or not all(self._in_domain(part, number) for number in range(length)):
                return None
            ending = self._last_parts(tokens, place + length)
            if ending is not None:
                return ending[0], "".join(token.norm for token in part) + ending[1]
        return None

    def _in_domain(self, part: Sequence[Token], number: int) -> bool:
        """Whether a word may be part of a domain's name: it is no sign, and no punctuation parts it from the next."""
        token = part[number]
        signs = (*self.symbols.at, *self.symbols.dot, *self.symbols.www)
        parted = bool(token.after) and number < len(part) - 1
        return bool(_PLAIN.fullmatch(token.norm)) and (token.norm,) not in signs and not parted

    def _last_parts(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """Endings such as ".co.uk" up to the last part that is known to end domains."""
        text, end, ended = "", place, False
        while True:
            length = _length(tokens, end, self.symbols.dot)
            following = self._name(tokens, end + length) if length else None
            if following is None:
                break
            known = following[1] in self.symbols.domains
            if ended and not known:
                break
            text, end, ended = f"{text}.{following[1]}", following[0], ended or known
        return (end, text) if ended else None

    def _path(self, tokens: Sequence[Token], place: int, text: str) -> tuple[int, str]:
        length = _length(tokens, place, self.symbols.slash)
        following = self._chain(tokens, place + length) if length else None
        return self._path(tokens, following[0], f"{text}/{following[1]}") if following else (place, text)
