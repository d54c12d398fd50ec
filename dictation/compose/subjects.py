"""Subjects that are announced behind their words: "Overdue account, that's your subject"."""

from __future__ import annotations

from collections.abc import Sequence

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.items import Item
from dictation.compose.language import Language
from dictation.compose.spans import Span
from dictation.compose.tokens import Token

_LEADING = 3
"""How many words may lead from a subject to what announces it."""
_ANNOUNCING = frozenset({"auxiliary", "preposition"})


class SubjectFinder:
    """Finds the subject that an announcement points back to."""

    def __init__(self, tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language

    def points_back(self, span: Span) -> bool:
        """Whether a subject was said before its announcement: "Overdue account, that's your subject"."""
        start = span.cue.end if span.cue else span.start
        value = [self._tokens[place].norm for place in range(start, span.end)]
        return all(norm in self._language.words.pointing | self._language.words.fillers for norm in value)

    def said_before(self, item: Item, span: Span) -> Span | None:
        """The subject that was said before its announcement; None where nothing was."""
        start = span.start
        while start and self._boundaries.before[start] < SENTENCE:
            start -= 1
        while (
            start < span.start
            and self._tokens[start].norm in self._language.words.onsets | self._language.words.joiners
        ):
            start += 1
        # "Overdue account, that's …": what leads to the announcement is none of it.
        commas = [place + 1 for place in range(start, span.start - 1) if self._tokens[place].after == ","]
        end = commas[-1] if commas and span.start - commas[-1] <= _LEADING else span.start
        while not commas and end - 1 > start and self._leads_to_announcement(self._tokens[end - 1].norm):
            end -= 1
        if start == end or start in item.body:
            return None
        return Span(label="subject", phase=span.phase, start=start, end=end)

    def _leads_to_announcement(self, norm: str) -> bool:
        """Whether a word behind a subject joins it to what announces it: "Overdue account *is* the subject"."""
        words = self._language.words
        return norm in words.pointing or not _ANNOUNCING.isdisjoint(words.classes.get(norm, ()))
