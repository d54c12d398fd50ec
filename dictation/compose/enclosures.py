"""What is to be enclosed or attached, as the client calls it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from dictation.compose.language import Words
from dictation.compose.tokens import Token


def listed_enclosures(
    tokens: Sequence[Token], places: Sequence[int], words: Words, marks: Container[int]
) -> list[list[int]]:
    """The things that an instruction names: "attach the price list and a map" → price list, map.

    What the instruction goes on with ("to that one") is not part of them. ``marks`` are the places of marks said aloud.
    """
    kept: list[int] = []
    for place in places:
        if place in marks or (tokens[place].norm in words.onward and kept):
            break
        kept.append(place)
        if tokens[place].ends_sentence:
            break
    return _parted(tokens, kept, words)


def enclosures_in_text(
    tokens: Sequence[Token], body: Sequence[int], words: Words, marks: Container[int]
) -> list[list[int]]:
    """The things that a body says go with it: "I enclose …", "… is attached", "the attached log"."""
    found: list[list[int]] = []
    told = {phrase[0] for phrase in (*words.enclosing, *words.attached, *words.found_enclosed)}
    told |= words.attached_as_adjective
    for index, place in enumerate(body):
        if tokens[place].norm in told:
            found.extend(_named_at(tokens, body, index, words, marks))
    return found


def _named_at(
    tokens: Sequence[Token], body: Sequence[int], index: int, words: Words, marks: Container[int]
) -> Iterator[list[int]]:
    for phrase in words.enclosing:
        if _norms(tokens, body, index, len(phrase)) == phrase:
            yield from _parted(tokens, _clause(tokens, body, index + len(phrase), words, marks), words)
    for phrase in words.attached:
        if index and _norms(tokens, body, index, len(phrase)) == phrase:
            yield from _parted(tokens, _subject(tokens, body, index, words, marks), words)
    for first, last in words.found_enclosed:
        if tokens[body[index]].norm == first:
            clause = _sentence(tokens, body, index + 1, marks)
            ends = [number for number, place in enumerate(clause) if tokens[place].norm == last]
            yield from _parted(tokens, clause[: ends[0]] if ends else [], words)
    article = index and tokens[body[index - 1]].norm in words.articles
    if article and tokens[body[index]].norm in words.attached_as_adjective:
        yield from _parted(tokens, _clause(tokens, body, index + 1, words, marks)[:3], words)[:1]


def _norms(tokens: Sequence[Token], body: Sequence[int], index: int, length: int) -> tuple[str, ...]:
    return tuple(tokens[place].norm for place in body[index : index + length])


def _clause(tokens: Sequence[Token], body: Sequence[int], index: int, words: Words, marks: Container[int]) -> list[int]:
    """The places from ``index`` to where the clause ends."""
    kept: list[int] = []
    for place in body[index:]:
        if place in marks or (kept and (place != kept[-1] + 1 or tokens[place].norm in words.onward)):
            break
        kept.append(place)
        if tokens[place].ends_sentence:
            break
    return kept


def _sentence(tokens: Sequence[Token], body: Sequence[int], index: int, marks: Container[int]) -> list[int]:
    """The places from ``index`` to the end of the sentence."""
    kept: list[int] = []
    for place in body[index:]:
        if place in marks:
            break
        kept.append(place)
        if tokens[place].ends_sentence:
            break
    return kept


def _subject(
    tokens: Sequence[Token], body: Sequence[int], index: int, words: Words, marks: Container[int]
) -> list[int]:
    """The places before ``index`` back to where the sentence begins."""
    kept: list[int] = []
    for place in reversed(body[:index]):
        if (kept and tokens[place].after) or place in marks or tokens[place].norm in words.pronouns - words.articles:
            break
        kept.insert(0, place)
        if tokens[place].starts_sentence:
            break
    named = next((number for number, place in enumerate(kept) if number and tokens[place].norm in words.onward), None)
    return kept[:named] if len(kept) <= 9 else []


def _parted(tokens: Sequence[Token], places: Sequence[int], words: Words) -> list[list[int]]:
    """A list of things, parted at commas and at "and", each without its article."""
    parts: list[list[int]] = [[]]
    for place in places:
        if tokens[place].norm in words.joiners:
            parts.append([])
            continue
        parts[-1].append(place)
        if tokens[place].after:
            parts.append([])
    return [bare for part in parts if (bare := _without_article(tokens, part, words))]


def _without_article(tokens: Sequence[Token], places: list[int], words: Words) -> list[int]:
    while places and tokens[places[0]].norm in words.articles:
        places = places[1:]
    return places
