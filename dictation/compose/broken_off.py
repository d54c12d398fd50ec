"""Sentences that a client breaks off in the middle of a text to say something else, and how they go on.

"We will need, how many was it?" "Nine." "Nine, yes. We will need nine" is begun anew; "it opens on, what did they say?"
"The second." "The second, right. Please come early" is completed by the answer.
"""

from __future__ import annotations

from collections.abc import Container, MutableMapping, Sequence

from dictation.compose.boundaries import SENTENCE, Boundaries
from dictation.compose.language import Language
from dictation.compose.tokens import Token

_ANSWER = 6
"""Most words that an answer may have which completes a sentence."""
_REACH = 30
_OPEN = frozenset({"article", "possessive", "preposition", "auxiliary"})
"""Classes of words with which no sentence ends that is held up: "by, hang on"."""


def rejoin(
    tokens: Sequence[Token],
    boundaries: Boundaries,
    language: Language,
    body: Sequence[int],
    silent: Sequence[bool],
    endings: MutableMapping[int, str],
) -> list[int]:
    """The places of a body, with what was begun anew taken out and what completes a sentence put in.

    ``endings`` is told the punctuation of an answer that ends a sentence.
    """
    kept: list[int] = []
    number, left = 0, 0
    while number < len(body):
        place = body[number]
        held = _held(tokens, language, kept, body[number:])
        if held:
            endings[kept[-1]] = ""
            number, left = number + held, body[number + held - 1] + 1
            continue
        if kept and place > kept[-1] + 1 and not _is_ended(tokens, boundaries, kept[-1]):
            gap = range(max(kept[-1] + 1, left), place)
            begun = _begun_anew(tokens, boundaries, language, kept, body[number:])
            was_held = left > kept[-1]
            answer: list[int] = []
            if begun is not None:
                del kept[begun:]
            elif was_held or (_is_open(tokens, language, kept[-1]) and boundaries.before[place] >= SENTENCE):
                answer = _answer(tokens, boundaries, language, gap, silent)
                kept.extend(answer)
            if was_held and begun is None and not answer:
                said = _sentence(boundaries, body[number:])
                answer = _without_yes(tokens, _yes(language), said) if len(said) <= _ANSWER else []
                kept.extend(answer)
                number += len(said) if answer else 0
            if answer:
                again = _sentence(boundaries, body[number:])
                bare = _without_yes(tokens, _yes(language), again)
                if [tokens[at].norm for at in bare] in ([], [tokens[at].norm for at in answer]):
                    number += len(again)
                if not tokens[answer[-1]].ends_sentence:
                    endings[answer[-1]] = "."
                continue
        kept.append(place)
        number += 1
    return kept


def _yes(language: Language) -> frozenset[str]:
    return language.words.yes | language.words.fillers


def _held(tokens: Sequence[Token], language: Language, kept: Sequence[int], rest: Sequence[int]) -> int:
    """How many places at the beginning of ``rest`` hold up a sentence that is left open: "by, when's that?"."""
    if not kept or rest[0] != kept[-1] + 1 or tokens[kept[-1]].ends_sentence:
        return 0
    if _OPEN.isdisjoint(language.words.classes.get(tokens[kept[-1]].norm, ())):
        return 0
    found = language.holds.at(tokens, rest[0]) if language.holds.begins(tokens[rest[0]].norm) else ()
    lengths = [match.end - match.start for match in found if tokens[match.end - 1].after]
    whole = [length for length in lengths if list(rest[:length]) == list(range(rest[0], rest[0] + length))]
    return max(whole, default=0)


def _sentence(boundaries: Boundaries, places: Sequence[int]) -> list[int]:
    """The places of the sentence that ``places`` begin with."""
    ends = (at for at in range(1, len(places)) if boundaries.before[places[at]] >= SENTENCE)
    return list(places[: next(ends, len(places))])


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
    if not _OPEN.isdisjoint(words.classes.get(tokens[place].norm, ())):
        return True
    return tokens[place].norm in words.determiners | words.articles | words.function_words


def _answer(
    tokens: Sequence[Token],
    boundaries: Boundaries,
    language: Language,
    gap: range,
    silent: Sequence[bool],
) -> list[int]:
    """The last short thing that the client says in a gap, without its yes."""
    if not gap:
        return []
    ends = [place for place in gap[:-1] if boundaries.before[place + 1] >= SENTENCE] + [gap[-1]]
    starts = [gap.start, *(end + 1 for end in ends[:-1])]
    for start, end in reversed(list(zip(starts, ends, strict=True))):
        places = _without_yes(tokens, _yes(language), range(start, end + 1))
        asked = "?" in tokens[end].after
        if places and len(places) <= _ANSWER and not asked and not silent[start]:
            return places
    return []


def _without_yes(tokens: Sequence[Token], yes: Container[str], places: Sequence[int]) -> list[int]:
    kept = list(places)
    while kept and tokens[kept[0]].norm in yes:
        kept = kept[1:]
    while kept and tokens[kept[-1]].norm in yes:
        kept = kept[:-1]
    return kept
