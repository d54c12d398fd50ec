"""What is said letter by letter, digit by digit or sign by sign: references and postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader

Phrases = tuple[tuple[str, ...], ...]
Shapes = tuple[tuple[re.Pattern[str], str], ...]
"""Patterns, each with how what it matches is parted."""

_LONGEST_CODE, _LONGEST_LEAD, _FEWEST_DIGITS = 40, 6, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Symbols:
    """Words that stand for signs inside addresses and references, each as a sequence of norms."""

    at: Phrases
    dot: Phrases
    slash: Phrases
    dash: Phrases
    underscore: Phrases
    plus: Phrases
    www: Phrases
    schemes: Mapping[tuple[str, ...], str]
    """How an address is said to begin: "h t t p colon slash slash"."""
    domains: frozenset[str]
    """Last parts of internet domains."""
    not_names: frozenset[str]
    """Words that are no mailbox, whatever "at" follows them: "look at example dot com"."""
    not_codes: frozenset[str]
    """Abbreviations that are no beginning of a code: "VAT one two three"."""
    shapes: Shapes
    """Codes of a known shape, without blanks, and how they are parted: British postcodes."""
    phones: Shapes
    """How telephone numbers are parted where no pauses are heard."""


def phrase_length(tokens: Sequence[Token], place: int, phrases: Phrases) -> int:
    """How many tokens the longest of ``phrases`` takes at ``place``; 0 for none."""
    if place >= len(tokens):
        return 0
    best, norm = 0, tokens[place].norm
    for phrase in phrases:
        if phrase[0] != norm or len(phrase) <= best:
            continue
        if tuple(token.norm for token in tokens[place : place + len(phrase)]) == phrase:
            best = len(phrase)
    return best


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeReader:
    """Letters and digits said one by one: "B S eight, one U H" → "BS8 1UH", "two two, dash, oh four" → "22-04"."""

    numbers: NumberReader
    symbols: Symbols

    def find(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The reference that begins at ``place``."""
        text, end, signs = "", place, 0
        lead = self._lead(tokens, place)
        if lead is not None:
            end, text = lead
        while end < len(tokens) and len(text) < _LONGEST_CODE:
            sign = self._sign(tokens, end) if text else None
            if sign is not None:
                text, end, signs = text.rstrip() + sign[1], sign[0], signs + 1
                continue
            part = self._part(tokens, end, text)
            if part is None:
                break
            end, text = part[0], text + part[1]
            if tokens[end - 1].after and self._sign(tokens, end) is None:
                if tokens[end - 1].after != ",":
                    break
                spelled = text[-1].isalpha() and (end == len(tokens) or len(tokens[end].norm) == 1)
                text += "" if spelled else " "
        letters, digits = sum(c.isalpha() for c in text), sum(c.isdecimal() for c in text)
        if text.replace("O", "").replace(" ", "").isdecimal():
            return  # "o two three": a zero
        if digits and (letters or signs) and letters + digits >= 3 and (end - place >= 3 or lead is not None):
            yield end, self._shaped(text.strip())

    def may_begin(self, norm: str) -> bool:
        """Whether a reference may begin with a word: with a short one that may be an abbreviation, too."""
        return len(norm) <= _LONGEST_LEAD or self.numbers.may_spell(norm)

    def _lead(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """What a reference begins with that is not said letter by letter: "GST" slash, "twenty-six" slash."""
        token = tokens[place]
        if token.text.isupper() and token.text.isalpha() and 2 <= len(token.text) <= _LONGEST_LEAD:
            end, text = place + 1, token.text
            if self._is_numbered(tokens, place):
                return end, text
        else:
            found = self.numbers.cardinal(tokens, place)
            if found is None or token.norm[:1].isdecimal():
                return None
            end, text = self._pairs(tokens, place) or (found[0], str(found[1]))
        return (end, text) if end < len(tokens) and self._sign(tokens, end) is not None else None

    def _is_numbered(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether digits are said behind an abbreviation one by one: "QZ five three one"."""
        ahead = tokens[place + 1 : place + 1 + _FEWEST_DIGITS]
        if len(ahead) < _FEWEST_DIGITS or tokens[place].norm in self.symbols.not_codes:
            return False
        together = not any(token.after for token in (tokens[place], *ahead[:-1]))
        return together and all(self.numbers.digit(token) is not None for token in ahead)

    def _shaped(self, text: str) -> str:
        closed = text.replace(" ", "")
        for pattern, written in self.symbols.shapes:
            if pattern.fullmatch(closed):
                return pattern.sub(written, closed)
        return text

    def _sign(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A dash or a slash at ``place`` that a character follows, and where that stands."""
        for phrases, written in ((self.symbols.dash, "-"), (self.symbols.slash, "/")):
            length = phrase_length(tokens, place, phrases)
            following = place + length
            if length and following < len(tokens) and self._part(tokens, following, written) is not None:
                return following, written
        return None

    def _part(self, tokens: Sequence[Token], place: int, text: str) -> tuple[int, str] | None:
        """A letter, a digit, a repeated one or, behind a sign, a number from ten on."""
        token, words = tokens[place], self.numbers.words
        if token.norm in words.repeats and place + 1 < len(tokens) and not token.after:
            one = self._character(tokens, place + 1, first=False)
            return (place + 2, one * words.repeats[token.norm]) if one is not None else None
        if text.endswith(("-", "/")):
            number = self._hundreds(tokens, place) or self._pairs(tokens, place)
            if number is not None:
                return number
        character = self._character(tokens, place, first=not text)
        return None if character is None else (place + 1, character)

    def _hundreds(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A number from a hundred on, in words: "slash two thousand and twenty-six"."""
        found = self.numbers.cardinal(tokens, place)
        told = found is not None and found[1] >= 100 and found[0] - place > 1 and not tokens[place].norm.isdecimal()
        return (found[0], str(found[1])) if found is not None and told else None

    def _pairs(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        """A number from ten to ninety-nine, or two as one: "twenty twenty-six"."""
        first = self.numbers.below_hundred(tokens, place)
        if first is None or first[1] < 10:
            return None
        end, text = first[0], str(first[1])
        second = self.numbers.below_hundred(tokens, end) if end < len(tokens) and not tokens[end - 1].after else None
        return (second[0], f"{text}{second[1]}") if second is not None and second[1] >= 10 else (end, text)

    def _character(self, tokens: Sequence[Token], place: int, *, first: bool) -> str | None:
        token = tokens[place]
        if len(token.norm) != 1 or not token.norm.isalpha():
            written = token.norm.isdecimal() and not first
            return token.norm if written else self.numbers.digit(token)
        if first and token.text in ("a", "i", "I", "A") and not self._spelled_on(tokens, place):
            return None
        return token.norm.upper()

    def _spelled_on(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a lone "A" begins something spelled: another letter or two digits follow it."""
        ahead = tokens[place + 1 : place + 3]
        if not ahead or tokens[place].after not in ("", ","):
            return False
        if len(ahead[0].norm) == 1 and ahead[0].norm.isalpha():
            return not tokens[place].after or ahead[0].text.isupper()
        if tokens[place].after:
            return False
        return len(ahead) == 2 and all(self.numbers.digit(token) is not None for token in ahead)
