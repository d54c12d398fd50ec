"""Marks said aloud in lines of text, written to the words that they stand beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dictation.compose.boundaries import Boundaries, find_boundaries
from dictation.compose.language import Language, Mark
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token


def with_marks(tokens: Sequence[Token], language: Language) -> tuple[list[Token], frozenset[int]]:
    """The tokens with the marks said aloud put to the words beside them, and the words whose mark was said."""
    marks = _paired(_marks(tokens, find_boundaries(tokens, language), language))
    made: list[Token] = []
    spoken: set[int] = set()
    opening, place = "", 0
    while place < len(tokens):
        mark = marks.get(place)
        if mark is None or (not made and mark.payload.side != "opens"):
            token = replace(tokens[place], starts_sentence=_starts(tokens[place], made))
            made.append(replace(token, before=opening + token.before) if opening else token)
            opening = ""
            place += 1
            continue
        place = mark.end
        if mark.payload.side == "opens":
            opening += mark.payload.write
            continue
        made[-1] = _with_mark(made[-1], mark, tokens[mark.end - 1])
        spoken.add(made[-1].word)
    return made, frozenset(spoken)


def _marks(tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> dict[int, Match[Mark]]:
    """The marks said aloud: where nothing was heard between the words, also those that other marks make likely.

    "We leave at six period bring a coat period": a word that could be a mark is one where the line has others.
    """
    if boundaries.punctuated:
        return boundaries.marks
    words = language.words
    may_be: dict[int, Match[Mark]] = {}
    for place in range(1, len(tokens)):
        for match in language.marks.at(tokens, place):
            following = tokens[match.end].norm if match.end < len(tokens) else ""
            plain = tokens[place - 1].norm not in words.determiners and (
                following not in words.continuations or match.payload.write.startswith(" ")
            )
            if match.payload.ambiguous and plain and len(tokens[place].norm) > 3:
                may_be[place] = match
    wanted = {match.payload.write for match in may_be.values()}
    twice = {write for write in wanted if sum(match.payload.write == write for match in may_be.values()) > 1}
    sure = any(not mark.payload.ambiguous for mark in boundaries.marks.values())
    likely = {place: match for place, match in may_be.items() if sure or match.payload.write in twice}
    return {**likely, **boundaries.marks}


def _paired(marks: dict[int, Match[Mark]]) -> dict[int, Match[Mark]]:
    """The marks without an opening one that nothing closes, and a closing one that nothing opened."""
    kept = dict(marks)
    opened: list[int] = []
    for place in sorted(marks):
        side = marks[place].payload.side
        if side == "opens":
            opened.append(place)
        elif side == "closes" and opened:
            opened.pop()
        elif side == "closes":
            del kept[place]
    for place in opened:
        del kept[place]
    return kept


def _starts(token: Token, made: Sequence[Token]) -> bool:
    return token.starts_sentence or not made or made[-1].ends_sentence


def _with_mark(token: Token, mark: Match[Mark], last: Token) -> Token:
    """A word with the mark that was said after it, in the place of what the recogniser heard there."""
    write = mark.payload.write.rstrip() if mark.payload.write.startswith(" ") else mark.payload.write
    if mark.payload.side == "closes":
        ended = token.after if token.ends_sentence else ""
        return replace(token, after=ended + write + ("" if ended else last.after.strip(",")))
    return replace(token, after=write)
