"""People who are not in the address book, found by their capitals: alone, or beside others who may be in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from dictation.compose.address_book import AddressBook, Mention
from dictation.compose.language import Words
from dictation.compose.tokens import Token

_LONGEST_JOINING = 4


class _Link(Enum):
    """How a name follows upon the one before it."""

    NONE = auto()
    AND = auto()
    COMMA = auto()
    INSTEAD = auto()
    """It takes the place of the other: "Ann Lee, no, Ben Lee"."""
    FIRM = auto()
    """It is where the other works: "Ann Lee at Lee Boats"."""


@dataclass(slots=True)
class _Name:
    """A run of words that name somebody or something, and the mentions of contacts in it."""

    start: int
    end: int
    mentions: list[Mention]
    link: _Link = _Link.NONE

    @property
    def is_known(self) -> bool:
        """Whether somebody of the address book is named in it."""
        return bool(self.mentions)

    @property
    def is_firm(self) -> bool:
        """Whether a firm of the address book is named, and nobody."""
        return self.is_known and all(mention.is_firm for mention in self.mentions)


def newcomers(
    tokens: Sequence[Token], mentions: Sequence[Mention], book: AddressBook, words: Words
) -> Iterator[tuple[int, int]]:
    """The places of the names of those who are not in the book.

    Only those count that "and", a list or a correction joins to a contact, or, where there is none, to the first name:
    behind "at" or "for" stands something else.
    """
    names = _names(tokens, mentions, book, words)
    for before, name in pairwise(names):
        name.link = _link(tokens, before, name, words)
    for chain in _chains(_listed(names)):
        of_contacts = any(name.is_known for name in chain)
        if mentions and not of_contacts:
            continue
        people = [name for name in chain if name.link is not _Link.FIRM and not name.is_known]
        people = [name for name in people if of_contacts or not _is_of_firm(tokens, name.start, words)]
        for name in people:
            if any(token.norm not in words.titles for token in tokens[name.start : name.end]):
                yield name.start, name.end
        if people and not mentions:
            return


def _names(tokens: Sequence[Token], mentions: Sequence[Mention], book: AddressBook, words: Words) -> list[_Name]:
    known = {place: mention for mention in mentions for place in range(mention.start, mention.end)}
    names: list[_Name] = []
    for place, token in enumerate(tokens):
        if place not in known and not (_in_name(tokens, place, book, words) and token.norm not in book.nobody):
            continue
        if names and names[-1].end == place and not tokens[place - 1].after:
            names[-1].end = place + 1
        elif place in known or not _is_described(tokens, place, book, words):
            names.append(_Name(start=place, end=place + 1, mentions=[]))
        else:
            continue
        if place in known:
            names[-1].mentions.append(known[place])
    return names


def _link(tokens: Sequence[Token], before: _Name, name: _Name, words: Words) -> _Link:
    between = [token for token in tokens[before.end : name.start] if token.norm not in words.fillers]
    if not between:
        return _Link.COMMA if tokens[name.start - 1].after == "," else _Link.NONE
    if takes_back(between, words):
        return _Link.INSTEAD
    joined = joining(between, 0, words)
    leading = (words.onward | words.articles) - words.of_firm
    if joined and all(token.norm in leading for token in between[joined:]):
        return _Link.AND
    return _Link.FIRM if len(between) == 1 and between[0].norm in words.of_firm else _Link.NONE


def takes_back(between: Sequence[Token], words: Words) -> bool:
    """Whether the words between two names take the first one back: "no, sorry, to"."""
    norms = {token.norm for token in between}
    denying = norms & (words.no | {norm for phrase in words.interrupting for norm in phrase}) - words.yes
    return bool(denying) and norms <= denying | words.fillers | words.leads | words.onward - words.of_firm


def joining(tokens: Sequence[Token], place: int, words: Words) -> int:
    """How many words from ``place`` on say that another name is joined: "and", "as well as"."""
    said = tuple(token.norm for token in tokens[place : place + _LONGEST_JOINING])
    return max((len(phrase) for phrase in words.joining if said[: len(phrase)] == phrase), default=0)


def _listed(names: list[_Name]) -> list[_Name]:
    """The names, with those commas as links only that part a list that ends in "and": "Ann, Ben and Carl"."""
    ends_in_and = False
    for name in reversed(names):
        if name.link is _Link.COMMA and not ends_in_and:
            name.link = _Link.NONE
        ends_in_and = name.link is _Link.AND or (ends_in_and and name.link is not _Link.NONE)
    return names


def _chains(names: Sequence[_Name]) -> Iterator[list[_Name]]:
    """The names, those together that are linked."""
    chain: list[_Name] = []
    for name in names:
        if name.link is _Link.NONE and chain:
            yield chain
            chain = []
        # "Ann Lee at Hall and Sons" is one firm.
        of_firm = bool(chain) and chain[-1].link is _Link.FIRM and not chain[-1].is_firm
        if of_firm and name.link is _Link.AND and name.end == name.start + 1 and not name.is_known:
            name.link = _Link.FIRM
        chain.append(name)
    if chain:
        yield chain


def _is_of_firm(tokens: Sequence[Token], place: int, words: Words) -> bool:
    """Whether a firm or a place is named there: "the agent at Bell Works"."""
    return place > 1 and tokens[place - 1].norm in words.of_firm and tokens[0].norm not in words.of_firm


def _is_described(tokens: Sequence[Token], place: int, book: AddressBook, words: Words) -> bool:
    """Whether no name begins there: a capital begins a sentence, or, without capitals, "the" tells of a thing."""
    if book.punctuated:
        return tokens[place].starts_sentence and not _is_full_name(tokens, place, book, words)
    while place and _in_name(tokens, place - 1, book, words):
        place -= 1
    return place > 0 and tokens[place - 1].norm in words.determiners | words.articles


def _is_full_name(tokens: Sequence[Token], place: int, book: AddressBook, words: Words) -> bool:
    """Whether a sentence is two names, neither an ordinary word: "Who's it to? Jane Frost."."""
    first, ahead = tokens[place], place + 1
    if first.after or ahead >= len(tokens) or book.is_common(first.norm) or first.norm in words.function_words:
        return False
    return tokens[ahead].ends_sentence and _in_name(tokens, ahead, book, words)


def _is_uncommon(token: Token, book: AddressBook, words: Words) -> bool:
    ordinary = words.vocatives | words.fillers | words.yes | words.no | words.pronouns | words.classes.keys()
    return token.norm not in ordinary and book.may_be_name(token, words)


def _in_name(tokens: Sequence[Token], place: int, book: AddressBook, words: Words) -> bool:
    token, small = tokens[place], words.of_firm | words.capitalised
    if not book.punctuated:
        # Without capitals a title leads to a name, and else a word that is no ordinary one may be its part.
        titled = token.norm in words.titles and place + 1 < len(tokens)
        return (titled and book.may_be_name(tokens[place + 1], words)) or _is_uncommon(token, book, words)
    return len(token.norm) > 1 and token.text[:1].isupper() and token.norm not in small
