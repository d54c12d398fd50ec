"""Where one clause may end and the next begin, and which words said aloud are punctuation marks."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from dictation.compose.breaks import NAME, Break
from dictation.compose.language import Language, Mark, Words
from dictation.compose.patterns import Match
from dictation.compose.tokens import SENTENCE_END, Token

SENTENCE, CLAUSE, WEAK = 3.0, 2.0, 1.0
"""How strong a boundary is: a sentence end, a comma or a long pause, a short pause."""

_LONG_PAUSE_MS, _PAUSE_MS, _SHORT_PAUSE_MS = 900, 350, 180
_JOINING = frozenset({"–", "-", "/"})
_LONGEST_QUOTE = 30
_FEW_STOPS = 3
_FEW_MARKS = 0.02
"""Share of words with punctuation below which a transcript counts as written without any."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Boundaries:
    """``before[i]``: how strong the boundary before token i is, the end of the call included at i = len(tokens).

    ``marks``: the marks said aloud, by the token they begin at. ``punctuated``: whether the recogniser wrote any marks
    to speak of.
    """

    before: tuple[float, ...]
    marks: dict[int, Match[Mark]]
    punctuated: bool


def find_boundaries(
    tokens: Sequence[Token],
    language: Language,
    names: Container[str] = frozenset(),
    spoken: Sequence[Language] = (),
) -> Boundaries:
    """Weigh what was heard between the words.

    ``names``: norms of the words of known names; ``spoken``: the language of each token, where there are several.
    """
    heard = sum(1 for token in tokens if token.after)
    punctuated = heard > _FEW_MARKS * len(tokens)
    each = [*spoken, language] if spoken else [language] * (len(tokens) + 1)
    before = [_strength(tokens, place, each[place], names, punctuated=punctuated) for place in range(len(tokens) + 1)]
    _close_over_fillers(tokens, before, language)
    marks: dict[int, Match[Mark]] = {}
    says_stops = _says_stops(tokens, language, before) if punctuated else False
    place = 0
    while place < len(tokens):
        mark = _mark_at(tokens, place, language, before, punctuated=punctuated, says_stops=says_stops)
        if mark is None:
            place += 1
            continue
        marks[place] = mark
        ends_sentence = mark.payload.write in ".?!"
        before[mark.end] = max(before[mark.end], SENTENCE if ends_sentence else CLAUSE)
        place = mark.end
    return Boundaries(before=tuple(before), marks=marks, punctuated=punctuated)


def _close_over_fillers(tokens: Sequence[Token], before: list[float], language: Language) -> None:
    """A filler in the middle of a sentence ends no clause, whatever commas and pauses are around it."""
    for place, token in enumerate(tokens):
        if token.norm in language.words.fillers and before[place + 1] < SENTENCE:
            before[place + 1] = before[place] if before[place] >= SENTENCE else 0.0
            before[place] = before[place] if before[place] >= SENTENCE else 0.0


def _inside_reference(tokens: Sequence[Token], mark: Match[Mark], language: Language) -> bool:
    """Whether a dash or a slash stands between digits or letters that are said one by one."""
    if mark.start == 0 or mark.end >= len(tokens):
        return False
    beside = (tokens[mark.start - 1], tokens[mark.end])
    return all(len(token.norm) == 1 or language.numbers.digit(token) is not None for token in beside)


def _is_decimal_point(tokens: Sequence[Token], mark: Match[Mark], language: Language) -> bool:
    """Whether a mark's word stands between numbers as their decimal point: "zwei Komma fünf Prozent"."""
    numbers = language.numbers
    if not mark.start or mark.end >= len(tokens) or tokens[mark.start].norm not in numbers.words.point:
        return False
    alone = any(token.after for token in tokens[mark.start - 1 : mark.end])
    before, after = tokens[mark.start - 1], tokens[mark.end]
    return not alone and before.norm in numbers.words.hyphenated and numbers.digit(after) is not None


def _strength(
    tokens: Sequence[Token], place: int, language: Language, names: Container[str], *, punctuated: bool
) -> float:
    if place in (0, len(tokens)):
        return SENTENCE
    previous, token = tokens[place - 1], tokens[place]
    if previous.ends_sentence or previous.speaker != token.speaker:
        return SENTENCE
    if previous.after or token.before:
        return CLAUSE
    if punctuated:
        return WEAK if token.pause_ms >= _PAUSE_MS else 0.0
    return _unmarked(tokens, place, language, names)


def _unmarked(tokens: Sequence[Token], place: int, language: Language, names: Container[str]) -> float:
    """The boundary in a transcript without punctuation, as words, pauses and known names tell it."""
    words, previous, token = language.words, tokens[place - 1], tokens[place]
    if previous.norm in words.onward and _is_name(token, words, names):
        return 0.0  # "an email to … Mr Pike"
    if language.breaks:
        left, right = (NAME if norm in names else norm for norm in (previous.norm, token.norm))
        found = language.breaks.likeliest(left, right, token.pause_ms)
        paused = WEAK if token.pause_ms >= _SHORT_PAUSE_MS else 0.0
        return SENTENCE if found is Break.END else CLAUSE if found is Break.COMMA else paused
    if token.pause_ms >= _LONG_PAUSE_MS:
        return SENTENCE
    if token.pause_ms >= _PAUSE_MS:
        return CLAUSE
    return WEAK if token.pause_ms >= _SHORT_PAUSE_MS else 0.0


def _is_name(token: Token, words: Words, names: Container[str]) -> bool:
    return token.norm in names or token.norm in words.titles


def _is_closed(tokens: Sequence[Token], opening: Match[Mark], language: Language) -> bool:
    """Whether the other of a pair of marks is said before long: "quote … unquote"."""
    ahead = range(opening.end, min(opening.end + _LONGEST_QUOTE, len(tokens)))
    found = (mark for place in ahead for mark in language.marks.at(tokens, place))
    return any(mark.payload.side == "closes" and mark.payload.write == opening.payload.write for mark in found)


def _may_stop(tokens: Sequence[Token], mark: Match[Mark], language: Language, before: Sequence[float]) -> bool:
    """Whether words that may be a full stop stand at a sentence's end, with no article before them."""
    if mark.payload.write not in SENTENCE_END or before[mark.end] < SENTENCE or not mark.start:
        return False
    return tokens[mark.start - 1].norm not in language.words.determiners


def _says_stops(tokens: Sequence[Token], language: Language, before: Sequence[float]) -> bool:
    """Whether so many sentences end in words that may be a full stop that the client must be saying them."""
    found = sum(
        _may_stop(tokens, mark, language, before)
        for place in range(1, len(tokens))
        for mark in language.marks.at(tokens, place)
        if mark.payload.ambiguous
    )
    return found >= _FEW_STOPS


def _mark_at(
    tokens: Sequence[Token],
    place: int,
    language: Language,
    before: Sequence[float],
    *,
    punctuated: bool,
    says_stops: bool,
) -> Match[Mark] | None:
    """The mark said at ``place``, if the evidence around is for a mark rather than for the ordinary word.

    A mark stands between pauses, and no article comes before it: "…the description, comma, so" as against "there is a
    comma in the description".
    """
    matches = language.marks.at(tokens, place)
    best = max(matches, key=lambda match: match.end, default=None)
    if best is None:
        return None
    if best.payload.write.strip() in _JOINING and _inside_reference(tokens, best, language):
        return None
    if _is_decimal_point(tokens, best, language):
        return None
    words = language.words
    previous = tokens[place - 1].norm if place and before[place] < SENTENCE else ""
    following = tokens[best.end].norm if best.end < len(tokens) and not tokens[best.end - 1].after else ""
    if punctuated and best.payload.ambiguous and min(before[place], before[best.end]) < CLAUSE:
        if best.payload.side == "opens" and _is_closed(tokens, best, language):
            return best
        stops = says_stops and _may_stop(tokens, best, language, before)
        return best if stops and previous not in words.determiners else None
    evidence = 1.0 if best.end - place > 1 else 0.0
    around = min(before[place], CLAUSE) + min(before[best.end], CLAUSE)
    if punctuated:
        evidence += around / 2 + (0.0 if best.payload.ambiguous else 1.0)
    else:
        evidence += around / 4 + (0.5 if best.payload.ambiguous else 1.5)
    leads_on = best.payload.ambiguous and "preposition" in words.classes.get(previous, ())  # "in common"
    if leads_on or (previous in words.determiners and before[place] < CLAUSE):
        evidence -= 2.0
    if following in words.continuations and before[place] < CLAUSE and (punctuated or best.payload.ambiguous):
        evidence -= 1.0
    return best if evidence >= 1.0 else None
