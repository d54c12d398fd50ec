"""Text as a client tells it to the secretary: "Tell him thanks for the plums. And say the shed is locked."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.boundaries import CLAUSE, SENTENCE, Boundaries
from dictation.compose.language import Language
from dictation.compose.tokens import Token


def telling(
    tokens: Sequence[Token], boundaries: Boundaries, language: Language, places: Sequence[int], *, that: str
) -> Iterator[int]:
    """The places among ``places`` that only tell her to say what follows; an "and" within a sentence stays.

    ``that``: the norm of the last word that told her so, which may come again: "that it is here and that it is ready".
    """
    words = language.words
    subjects = words.pronouns | words.articles | words.determiners | words.third_persons
    for place in places:
        if boundaries.before[place] < CLAUSE:
            again = tokens[place].norm == that and place + 1 < len(tokens) and tokens[place + 1].norm in subjects
            if again and words.joins(tokens[place - 1].norm):
                yield place
            continue
        ends = [cue.end for cue in language.cues.at(tokens, place) if cue.payload.reports]
        joins = boundaries.before[place] < SENTENCE and words.joins(tokens[place].norm)
        yield from range(place + joins, max(ends, default=0))


def of_the_reader(
    tokens: Sequence[Token], boundaries: Boundaries, language: Language, places: Sequence[int]
) -> Iterator[range]:
    """The sentences among ``places`` that may speak of whom they go to as of somebody else: "ask him if he can"."""
    begun = 0
    for index in range(1, len(places) + 1):
        ahead = range(places[index - 1] + 1, places[index] + 1) if index < len(places) else ()
        if ahead and all(boundaries.before[place] < SENTENCE for place in ahead):
            continue
        sentence = places[begun:index]
        if any(tokens[place].norm in language.words.third_persons for place in sentence):
            yield range(sentence[0], sentence[-1] + 1)
        begun = index
