"""Sentences that a client breaks off in the middle of a text to say something else, and how they go on.

"I'd like it to be, what did we say?" "Twelve weeks." "Twelve, yes. I'd like it to be twelve weeks" is begun anew; "by,
when's that?" "The thirty-first." "The thirty-first, right. That's a Sunday" is completed by the answer.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.language import Language
from dictation.compose.tokens import Token

_ANSWER = 6
"""Most words that an answer may have which completes a sentence."""
_REACH = 30


def rejoin(
    tokens: Sequence[Token], boundaries: Boundaries, language: Language, body: Sequence[int], silent: Sequence[bool]
) -> list[int]:
    """The places of a body, with what was begun anew taken out and what completes a sentence put in."""
    kept: list[int] = []
    for number, place in enumerate(body):
        if kept and place > kept[-1] + 1 and not _is_ended(tokens, boundaries, kept[-1]):
            begun = _begun_anew(tokens, boundaries, language, kept, body[number:])
            if begun is not None:
                del kept[begun:]
            elif _is_open(tokens, language, kept[-1]) and boundaries.before[place] >= SENTENCE:
                kept.extend(_answer(tokens, boundaries, language, range(kept[-1] + 1, place), silent))
        kept.append(place)
    return kept


def _is_ended(tokens: Sequence[Token], boundaries: Boundaries, place: int) -> bool:
    """Whether the sentence ends with the token at ``place``, or with a mark that was said there."""
    marked = any(mark.end == place + 1 for start, mark in boundaries.marks.items() if start <= place < mark.end)
    return tokens[place].ends_sentence or marked


def _begun_anew(
    tokens: Sequence[Token], boundaries: Boundaries, language: Language, kept: Sequence[int], rest: Sequence[int]
) -> int | None:
    """The index in ``kept`` from which on the broken sentence is said again at the beginning of ``rest``."""
    ahead = [tokens[place].norm for place in rest[:3] if tokens[place].norm not in language.words.fillers]
    for index in range(len(kept) - 1, max(-1, len(kept) - _REACH), -1):
        alike = 0
        for place, norm in zip(kept[index:], ahead, strict=False):
            if tokens[place].norm != norm:
                break
            alike += 1
        starts = index == 0 or boundaries.before[kept[index]] >= SENTENCE
        if alike >= 2 or (alike == 1 and (index == len(kept) - 1 or starts)):
            return index
        if starts:
            return None
    return None


def _is_open(tokens: Sequence[Token], language: Language, place: int) -> bool:
    """Whether a sentence cannot end with the word at ``place``: "by", "the"."""
    words = language.words
    return tokens[place].norm in words.determiners | words.articles | words.function_words


def _answer(
    tokens: Sequence[Token],
    boundaries: Boundaries,
    language: Language,
    gap: range,
    silent: Sequence[bool],
) -> list[int]:
    """The last short thing that the client says in a gap, without its yes."""
    ends = [place for place in gap if boundaries.before[place + 1] >= SENTENCE]
    starts = [gap.start, *(end + 1 for end in ends[:-1])]
    for start, end in reversed(list(zip(starts, ends, strict=True))):
        places = _without_yes(tokens, language.words.yes | language.words.fillers, range(start, end + 1))
        asked = "?" in tokens[end].after
        if places and len(places) <= _ANSWER and not asked and not silent[start]:
            return places
    return []


def _without_yes(tokens: Sequence[Token], yes: Container[str], places: range) -> list[int]:
    kept = list(places)
    while kept and tokens[kept[0]].norm in yes:
        kept = kept[1:]
    while kept and tokens[kept[-1]].norm in yes:
        kept = kept[:-1]
    return kept
