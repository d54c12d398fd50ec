"""Lists that a client announces ("as a numbered list"), and how he parts their entries: "one, …", "then …"."""

from __future__ import annotations

from collections.abc import Sequence

from dictation.compose.boundaries import CLAUSE, SENTENCE, Boundaries
from dictation.compose.language import Language
from dictation.compose.tokens import Token


class Announced:
    """An announced list, from its announcement to its end."""

    def __init__(self, tokens: Sequence[Token], boundaries: Boundaries, language: Language, kind: str) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language
        self.kind = kind
        """The label of the cue that an entry stands for: ``bullet`` or ``number-item``."""
        self._entries = 0
        self._marked = False

    def marker(self, places: Sequence[int], index: int) -> int | None:
        """How many tokens at ``places[index]`` say that an entry begins; None where none does.

        An entry may begin without a word: the first one, and each sentence where no entry has begun with one.
        """
        place = places[index]
        first = not self._entries
        if not first and self._boundaries.before[place] < CLAUSE:
            return None
        length = self._words(place)
        sentence = self._boundaries.before[place] >= SENTENCE
        if not length and not first and (self._marked or not sentence):
            return None
        self._marked = self._marked or length > 0
        self._entries += 1
        return length

    def is_over(self, place: int) -> bool:
        """Whether a sentence begins at ``place`` that is no entry, where entries are marked."""
        return self._marked and self._boundaries.before[place] >= SENTENCE

    def _words(self, place: int) -> int:
        """How many tokens at ``place`` count or join an entry."""
        tokens, words = self._tokens, self._language.words
        start = place + 1 if tokens[place].norm in words.joiners | words.list_steps else place
        start = start if start < len(tokens) else place
        for read in (self._language.numbers.ordinal, self._language.numbers.cardinal):
            found = read(tokens, start)
            if found is not None and found[1] == self._entries + 1 and self._is_apart(found[0]):
                return found[0] - place
        return start - place if tokens[place].norm in words.list_steps else 0

    def _is_apart(self, end: int) -> bool:
        return self._boundaries.before[end] >= CLAUSE or (
            end < len(self._tokens) and self._tokens[end].norm in self._language.words.articles
        )
