"""Speech repairs: what a speaker takes back in passing.

A repair has three parts (Shriberg 1994): the reparandum that is taken back, an editing term ("no, sorry", "make that")
and the repair that stands in its place. The editing term is found by the language data; how far back the reparandum
reaches is told by what the repair begins with: the same word again, or a thing of the same kind (a number for a number,
a weekday for a weekday, a name for a name). Where neither is found, nothing is taken back and the place is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dictation.compose.language import Language
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token

_REACH = 9
"""How many words back a reparandum may begin."""
_LONGEST_REPEAT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """Indices into the tokens: those that stay, and the editing terms of which it is not clear what they change."""

    kept: tuple[int, ...]
    endings: dict[int, str]
    """The punctuation that a sentence keeps though its end was said anew, by the index of its last token."""
    doubtful: tuple[tuple[int, int], ...] = ()


def repair(tokens: Sequence[Token], language: Language, names: Mapping[str, str]) -> Repaired:
    """Carry out fillers, repeats and corrections in passing. ``names``: the words of known names, by their norm."""
    kept: list[int] = []
    doubtful: list[tuple[int, int]] = []
    endings: dict[int, str] = {}
    place = 0
    while place < len(tokens):
        filler = _filler(tokens, place, language)
        if filler:
            place += filler
            continue
        term = _editing_term(tokens, place, kept, language)
        if term is not None and term.end < len(tokens):
            start = _reparandum(tokens, kept, term.end, language, names)
            begun = term.end
            if start is None:
                start, begun = _taken_up_again(tokens, kept, term.end)
            if start is not None:
                endings.update(_kept_ending(tokens, kept[-1], begun))
                del kept[start:]
                place = begun
                continue
            if term.payload:
                doubtful.append((term.start, term.end))
        repeat = _repeat(tokens, place, kept, language)
        if repeat is not None:
            del kept[repeat:]
        kept.append(place)
        place += 1
    return Repaired(kept=tuple(kept), endings=endings, doubtful=tuple(doubtful))


def _kept_ending(tokens: Sequence[Token], last: int, begun: int) -> dict[int, str]:
    """A question stays one when its end is said anew: "… on the fourth? No, make that the sixth."."""
    end = next((place for place in range(begun, len(tokens)) if tokens[place].ends_sentence), None)
    if end is None or not tokens[last].ends_sentence:
        return {}
    return {end: tokens[last].after}


def _filler(tokens: Sequence[Token], place: int, language: Language) -> int:
    """How many tokens at ``place`` are a filler: "um", or "you know" between commas."""
    if tokens[place].norm in language.words.fillers:
        return 1
    begins = place == 0 or tokens[place - 1].after
    for phrase in language.words.set_off_fillers:
        part = tokens[place : place + len(phrase)]
        if begins and tuple(token.norm for token in part) == phrase and part[-1].after == ",":
            return len(phrase)
    return 0


def _editing_term(tokens: Sequence[Token], place: int, kept: Sequence[int], language: Language) -> Match[bool] | None:
    """The editing term at ``place``: it stands apart from what is before it, or says plainly what it is."""
    if not kept:
        return None
    matches = language.editing_terms.at(tokens, place)
    best = max(matches, key=lambda match: (match.end, match.payload), default=None)
    if best is None:
        return None
    apart = bool(tokens[place - 1].after) or tokens[place].pause_ms >= 250
    closed = bool(tokens[best.end - 1].after) or best.end - best.start > 1
    return best if apart and (best.payload or closed) else None


def _reparandum(
    tokens: Sequence[Token], kept: Sequence[int], begun: int, language: Language, names: Mapping[str, str]
) -> int | None:
    """The index in ``kept`` at which the words that the repair at ``begun`` replaces begin."""
    earliest = max(0, len(kept) - _REACH)
    for index in range(len(kept) - 1, earliest - 1, -1):
        if index < len(kept) - 1 and tokens[kept[index]].ends_sentence:
            break
        if tokens[kept[index]].norm == tokens[begun].norm and _fits(tokens, kept, index, begun):
            return index
    for kind in (*_written_kinds(tokens, begun, language), *_kinds(language, names)):
        new = kind(tokens, begun)
        if not new:
            continue
        last = _last_of(tokens, kept, earliest, kind)
        if last is not None:
            return last
    return None


def _taken_up_again(tokens: Sequence[Token], kept: Sequence[int], after: int) -> tuple[int | None, int]:
    """Where two words are said again after a remark: "by noon on Friday, no, I'm mixing them up, by noon on Monday".

    Returns the index in ``kept`` of the reparandum, or None, and the place at which the repair begins.
    """
    for begun in range(after + 1, min(after + _REACH, len(tokens) - 1)):
        if tokens[begun - 1].ends_sentence:
            break
        if tokens[begun - 1].after != ",":
            continue
        again = (tokens[begun].norm, tokens[begun + 1].norm)
        for index in range(len(kept) - 2, max(-1, len(kept) - _REACH), -1):
            if (tokens[kept[index]].norm, tokens[kept[index + 1]].norm) == again:
                return index, begun
    return None, after


def _fits(tokens: Sequence[Token], kept: Sequence[int], index: int, begun: int) -> bool:
    """Whether a word said again begins the repair: not where it is a common word far back."""
    distance = len(kept) - index
    return distance <= 4 or (begun + 1 < len(tokens) and index + 1 < len(kept) and distance <= _REACH)


Kind = Callable[[Sequence[Token], int], int]
"""How many tokens at a place are a thing of the kind; 0 for none."""


def _written_kinds(tokens: Sequence[Token], begun: int, language: Language) -> Iterator[Kind]:
    """The kind of thing that the repair begins with by its written form: a time for a time, an amount for an amount."""
    form = language.written.form_at(tokens, begun)
    if form is None:
        return
    rule = form[1]

    def same(tokens: Sequence[Token], place: int) -> int:
        found = language.written.form_at(tokens, place)
        return found[0] - place if found is not None and found[1] == rule else 0

    yield same


def _kinds(language: Language, names: Mapping[str, str]) -> Iterator[Kind]:
    def number(tokens: Sequence[Token], place: int) -> int:
        found = language.numbers.cardinal(tokens, place)
        return found[0] - place if found else 0

    def ordinal(tokens: Sequence[Token], place: int) -> int:
        found = language.numbers.ordinal(tokens, place)
        return found[0] - place if found else 0

    def among(words: Mapping[str, object]) -> Kind:
        return lambda tokens, place: int(tokens[place].norm.removesuffix("'s") in words)

    yield number
    yield ordinal
    yield among(language.moments.weekdays)
    yield among(language.moments.months)
    yield among(names)


def _last_of(tokens: Sequence[Token], kept: Sequence[int], earliest: int, kind: Kind) -> int | None:
    """Where the last thing of a kind begins in ``kept``: its first token, not one in its middle."""
    view = [tokens[place] for place in kept]
    ends = None
    for index in range(earliest, len(view)):
        length = kind(view, index)
        if length and (ends is None or index >= ends[1]):
            ends = (index, index + length)
    return ends[0] if ends else None


def _repeat(tokens: Sequence[Token], place: int, kept: Sequence[int], language: Language) -> int | None:
    """The index in ``kept`` of words that are said again at ``place`` after a stumble: "had been, um, had been"."""
    for length in range(min(_LONGEST_REPEAT, len(kept)), 0, -1):
        before = [tokens[index] for index in kept[-length:]]
        after = tokens[place : place + length]
        if [token.norm for token in before] != [token.norm for token in after]:
            continue
        stumbled = kept[-1] != place - 1 or bool(before[-1].after)
        emphatic = length == 1 and kept[-1] == place - 1 and not _is_small(after[0], language)
        number = any(language.numbers.digit(token) is not None for token in after)
        if stumbled and not number and not emphatic and not before[-1].ends_sentence:
            return len(kept) - length
    return _restart(tokens, place, kept)


def _is_small(token: Token, language: Language) -> bool:
    """Whether a word is one that nobody repeats for emphasis, as in "a long, long winter"."""
    words = language.words
    return token.norm in words.function_words | words.determiners | words.pronouns | words.continuations


def _restart(tokens: Sequence[Token], place: int, kept: Sequence[int]) -> int | None:
    """The index in ``kept`` of a clause that is begun anew at ``place``: "as long as it's, um, as long as it is"."""
    if not kept or tokens[kept[-1]].ends_sentence or (kept[-1] == place - 1 and not tokens[kept[-1]].after):
        return None
    for broken in (1, 2):
        for length in range(_LONGEST_REPEAT, 1, -1):
            start = len(kept) - broken - length
            if start < 0:
                continue
            before = [tokens[index] for index in kept[start : start + length]]
            after = tokens[place : place + length]
            again = [token.norm for token in before] == [token.norm for token in after]
            if again and not any(token.after for token in before):
                return start
    return None
