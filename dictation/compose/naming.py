"""Cues that names give: a clause that begins with a contact, a sentence signed by the client."""

from __future__ import annotations

from collections.abc import Container, Sequence

from dictation.compose.address_book import AddressBook, Mention
from dictation.compose.boundaries import CLAUSE, SENTENCE, Boundaries
from dictation.compose.language import Cue, Words
from dictation.compose.patterns import Found, Match
from dictation.compose.tokens import Token
from dictation.compose.written.spelled import Phrases

_GREETED = Cue(label="salutation", weight=1.5)
_NAMED = Cue(label="open", weight=-2.5)
"""A name alone opens nothing: a medium or a salutation must follow for it to pay."""
_CLOSED = Cue(label="closing", weight=1.5)
_SIGNED = Cue(label="signature", weight=1.5)
_QUESTION = Cue(label="aside", weight=4, whole=True)
_GREETING_WORDS = 2
_LONGEST_CLOSE = 9
_LONGEST_QUESTION = 16


def name_cues(
    tokens: Sequence[Token],
    boundaries: Boundaries,
    book: AddressBook,
    client_names: Container[str],
    words: Words,
) -> dict[int, list[Match[Cue]]]:
    """The cues that names give in a call, by the token at which they begin."""
    cues: dict[int, list[Match[Cue]]] = {}
    for mention in book.mentions(tokens):
        for named in _of_mention(tokens, boundaries, mention, words):
            cues.setdefault(named.start, []).append(named)
    for place in range(len(tokens)):
        if boundaries.before[place] >= SENTENCE:
            for cue in (
                _signed(tokens, boundaries, place, client_names),
                _asked(tokens, boundaries, place, client_names, words.interrupting),
            ):
                if cue is not None:
                    cues.setdefault(place, []).append(cue)
    return cues


def _of_mention(tokens: Sequence[Token], boundaries: Boundaries, mention: Mention, words: Words) -> list[Match[Cue]]:
    if mention.is_firm:
        return []
    greeting = _greeting(tokens, boundaries, mention, words)
    if boundaries.before[mention.start] < CLAUSE:
        return greeting
    values = {"people": Found(value=None, start=mention.start, end=mention.end)}
    return [Match(payload=_NAMED, start=mention.start, end=mention.end, values=values), *greeting]


def _greeting(tokens: Sequence[Token], boundaries: Boundaries, mention: Mention, words: Words) -> list[Match[Cue]]:
    """A sentence that begins with a name, or with a word or two and a name: "Helen, …", "Good day Helen, …"."""
    if tokens[mention.end - 1].after not in (",", ".") or mention.end == len(tokens) or mention.is_surname:
        return []
    earliest = max(0, mention.start - _GREETING_WORDS)
    starts = (place for place in range(mention.start, earliest - 1, -1) if boundaries.before[place] >= SENTENCE)
    start = next(starts, None)
    before = tokens[start : mention.start] if start is not None else ()
    if start is None or any(token.after or token.norm in words.onsets for token in before):
        return []
    if any(token.norm in words.vocatives for token in before[1:]):
        return []  # "No. Dear Ann": the greeting begins with its own word
    return [Match(payload=_GREETED, start=start, end=mention.end, values={})]


def _asked(
    tokens: Sequence[Token], boundaries: Boundaries, start: int, client_names: Container[str], interrupting: Phrases
) -> Match[Cue] | None:
    """A question to the client: "Is that each, Nora?", "Sorry, six or sixteen?"."""
    stop = min(len(tokens), start + _LONGEST_QUESTION)
    end = next((at for at in range(start + 1, stop + 1) if boundaries.before[at] >= SENTENCE), None)
    if end is None or "?" not in tokens[end - 1].after:
        return None
    called = any(
        tokens[place].norm in client_names and tokens[place - 1].after == "," for place in range(start + 1, end)
    )
    begins = any(
        tuple(token.norm for token in tokens[start : start + len(phrase)]) == phrase
        and tokens[start + len(phrase) - 1].after == ","
        for phrase in interrupting
    )
    return Match(payload=_QUESTION, start=start, end=end, values={}) if called or begins else None


def _signed(
    tokens: Sequence[Token], boundaries: Boundaries, start: int, client_names: Container[str]
) -> Match[Cue] | None:
    """A short sentence that ends in the client's name: "Thanks ever so much, Nora."."""
    stop = min(len(tokens), start + _LONGEST_CLOSE + 2)
    end = next((at for at in range(start + 1, stop) if boundaries.before[at] >= SENTENCE), None)
    if end is None:
        return None
    name = end
    while name > start and tokens[name - 1].norm in client_names:
        name -= 1
    if name == end or "?" in tokens[end - 1].after:
        return None
    if name == start:
        return Match(payload=_SIGNED, start=start, end=end, values={})
    if tokens[name - 1].after != ",":
        return None
    return Match(payload=_CLOSED, start=start, end=name, values={})
