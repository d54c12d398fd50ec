"""Internet addresses said word by word, letter by letter and sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dictation.compose.tokens import Token
from dictation.compose.written.numbers import NumberReader
from dictation.compose.written.spelled import Symbols, phrase_length

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9'&+_.-]*[a-z0-9])?")
_HYPHENED = re.compile(r"[a-z](?:-[a-z])+")
_LONGEST_NAME = 4
"""Most words that a domain's name is said in ("acme tools" for acmetools)."""
_LONGEST_LOCAL = 64
"""Most characters before the @ (RFC 5321, 4.5.3.1.1)."""

Part = tuple[int, str]
"""Where something ends (exclusive), and how it is written."""


@dataclass(frozen=True, kw_only=True)
class AddressReader:
    """Internet addresses.

    "ann dot lee at example dot com" → ann.lee@example.com; "w w w dot acme tools dot example slash shop" →
    www.acmetools.example/shop; "j o four at a b c dot com" → jo4@abc.com.
    """

    numbers: NumberReader
    symbols: Symbols

    def email(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The e-mail address that begins at ``place``."""
        if not self._goes_on(tokens, place):
            return
        local = self._chain(tokens, place)
        if local is None or tokens[local[0] - 1].after or local[1] in self.symbols.not_names:
            return
        if len(local[1]) > _LONGEST_LOCAL:
            return
        length = phrase_length(tokens, local[0], self.symbols.at)
        host = self._domain(tokens, local[0] + length) if length else None
        if host is not None:
            yield host[0], f"{local[1]}@{host[1]}"

    def web(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """The web address that begins at ``place`` with its scheme or "www"."""
        if tokens[place].norm not in self.web_begins:
            return
        start, scheme = place, ""
        for phrase, written in self.symbols.schemes.items():
            if phrase_length(tokens, place, (phrase,)):
                start, scheme = place + len(phrase), written
        www = phrase_length(tokens, start, self.symbols.www)
        if www and tokens[start + www - 1].after == ".":
            begun = start + www
        else:
            dot = phrase_length(tokens, start + www, self.symbols.dot) if www else 0
            begun = start + www + dot if dot or not www else len(tokens)
        if begun == place:
            return
        host = self._domain(tokens, begun)
        if host is not None:
            yield self._path(tokens, host[0], f"{scheme}{'www.' if www else ''}{host[1]}")

    def host(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, object]]:
        """A domain without anything before it, its name one word: "example dot com"."""
        if not self._goes_on(tokens, place) or tokens[place].norm in self.symbols.not_names:
            return
        found = self._part(tokens, place)
        if found is None:
            return
        lone = found[0] == place + 1 and len(found[1]) == 1
        word = self._part(tokens, found[0]) if lone and found[1] not in "ai" else None
        if word is not None and not tokens[place].after:
            found = word[0], found[1] + word[1]
        ending = self._last_parts(tokens, *found) if len(found[1]) > 1 and not found[1].isdecimal() else None
        if ending is not None and ending[0] > found[0]:
            yield self._path(tokens, ending[0], found[1] + ending[1])

    def _goes_on(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether the word after a name can be one inside an address: asked of every word, so that most cost little."""
        if self._character(tokens, place) is not None:
            return True
        following = tokens[place + 1].norm if place + 1 < len(tokens) else ""
        return following in self.signs or (bool(following) and self._character(tokens, place + 1) is not None)

    @cached_property
    def web_begins(self) -> frozenset[str]:
        """The words with which a scheme or "www" begins."""
        return frozenset(phrase[0] for phrase in (*self.symbols.schemes, *self.symbols.www))

    @cached_property
    def signs(self) -> frozenset[str]:
        """The words with which a sign may begin."""
        symbols = self.symbols
        return frozenset(
            phrase[0] for phrases in (symbols.at, symbols.dot, symbols.dash, symbols.underscore) for phrase in phrases
        )

    def _part(self, tokens: Sequence[Token], place: int) -> Part | None:
        """A name: a word, or letters and digits said one by one."""
        if place >= len(tokens) or self._is_sign(tokens, place):
            return None
        spelled = self._spelled(tokens, place)
        if spelled is not None:
            return spelled
        text = tokens[place].text.casefold().replace("’", "'")
        return (place + 1, text.replace("'", "")) if _PLAIN.fullmatch(text) else None

    def _is_sign(self, tokens: Sequence[Token], place: int) -> bool:
        symbols = self.symbols
        return any(phrase_length(tokens, place, phrases) for phrases in (symbols.at, symbols.dot, symbols.slash))

    def _spelled(self, tokens: Sequence[Token], place: int) -> Part | None:
        text, end = "", place
        while end < len(tokens) and len(text) < _LONGEST_LOCAL:
            character = self._character(tokens, end)
            if character is None:
                break
            end, text = character[0], text + character[1]
            if tokens[end - 1].after not in ("", ","):
                break
        return (end, text) if text else None

    def _character(self, tokens: Sequence[Token], place: int) -> Part | None:
        """A letter, a digit, or one that is said to be there twice."""
        norm, words = tokens[place].norm, self.numbers.words
        if len(norm) == 1 and norm.isalpha():
            return place + 1, norm
        if "-" in norm and _HYPHENED.fullmatch(norm):
            return place + 1, norm.replace("-", "")
        if norm in words.repeats and place + 1 < len(tokens) and not tokens[place].after:
            once = self._character(tokens, place + 1)
            return None if once is None else (once[0], once[1] * words.repeats[norm])
        if norm in words.teens or norm in words.tens:
            pair = self.numbers.below_hundred(tokens, place)
            return None if pair is None else (pair[0], str(pair[1]))
        digit = self.numbers.digit(tokens[place])
        return None if digit is None else (place + 1, digit)

    def _chain(self, tokens: Sequence[Token], place: int) -> Part | None:
        """Names joined by dots, dashes and underscores, or with digits behind them."""
        found = self._part(tokens, place)
        return None if found is None else self._rest(tokens, found)

    def _numbered(self, tokens: Sequence[Token], place: int, text: str) -> Part:
        """A name with the digits behind it, where "at" or another sign follows those: "ann four two at …"."""
        digits = self._spelled(tokens, place) if not tokens[place - 1].after else None
        if digits is None or not digits[1].isdecimal() or tokens[digits[0] - 1].after:
            return place, text
        joined = digits[0], text + digits[1]
        if phrase_length(tokens, digits[0], self.symbols.at):
            return joined
        link = self._link(tokens, *joined)
        return (place, text) if link is None else self._rest(tokens, link)

    def _rest(self, tokens: Sequence[Token], found: Part) -> Part:
        while len(found[1]) <= _LONGEST_LOCAL:
            link = self._link(tokens, *found)
            if link is None:
                return self._numbered(tokens, *found)
            found = link
        return found

    def _link(self, tokens: Sequence[Token], place: int, text: str) -> Part | None:
        symbols = self.symbols
        for phrases, written in ((symbols.dot, "."), (symbols.dash, "-"), (symbols.underscore, "_")):
            length = phrase_length(tokens, place, phrases)
            following = self._part(tokens, place + length) if length else None
            if following is not None:
                return following[0], f"{text}{written}{following[1]}"
        return None

    def _domain(self, tokens: Sequence[Token], place: int) -> Part | None:
        """A name of one word or several, then ".last" once or more."""
        text, end = "", place
        for number in range(_LONGEST_NAME):
            part = self._part(tokens, end)
            if part is None or (number and tokens[end - 1].after not in ("", ",")):
                return None
            end, text = part[0], text + part[1]
            while True:
                dashed = self._dashed(tokens, end, text)
                if dashed is None:
                    break
                end, text = dashed
            ending = self._last_parts(tokens, end, text)
            if ending is not None:
                return ending[0], text + ending[1]
        return None

    def _dashed(self, tokens: Sequence[Token], place: int, text: str) -> Part | None:
        length = phrase_length(tokens, place, self.symbols.dash)
        following = self._part(tokens, place + length) if length else None
        return None if following is None else (following[0], f"{text}-{following[1]}")

    def _last_parts(self, tokens: Sequence[Token], place: int, name: str) -> Part | None:
        """Endings such as ".co.uk" up to the last part that is known to end domains, or was spelled."""
        text, end, ended = "", place, name.rpartition(".")[2] in self.symbols.domains and "." in name
        while True:
            length = phrase_length(tokens, end, self.symbols.dot)
            following = self._part(tokens, end + length) if length else None
            if following is None:
                break
            last = following[1].rpartition(".")[2]
            known = last in self.symbols.domains or following[0] > end + length + 1 or (ended and len(last) == 2)
            if ended and not known:
                break
            text, end, ended = f"{text}.{following[1]}", following[0], ended or known
        return (end, text) if ended else None

    def _path(self, tokens: Sequence[Token], place: int, text: str) -> Part:
        length = phrase_length(tokens, place, self.symbols.slash)
        following = self._chain(tokens, place + length) if length and len(text) < 2000 else None
        return self._path(tokens, following[0], f"{text}/{following[1]}") if following else (place, text)
