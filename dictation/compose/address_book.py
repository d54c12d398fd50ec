"""A client's address book, and the names in it found among words, as they are said and as they are misheard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import jellyfish
from rapidfuzz.distance import Levenshtein

from dictation.compose.language import Words
from dictation.compose.tokens import Token, normalise
from dictation.model.people import Contact

FULL, _ALIAS, _TITLED, _FIRM, FIRST, _LAST = 1.0, 0.95, 0.85, 0.5, 0.7, 0.65
_MISHEARD = 0.8
"""What a reading is worth where the words only sound like the name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way to say who a contact is."""

    words: tuple[str, ...]
    contact: Contact
    worth: float
    is_firm: bool = False
    is_common: bool = False
    """Whether it is of words that are no names, which are only meant where they are said exactly: "the customers"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (exclusive) name somebody, each candidate with its likelihood."""

    start: int
    end: int
    candidates: tuple[tuple[Contact, float], ...]
    is_firm: bool = False
    is_surname: bool = False
    """Whether a surname was said alone, as nobody is greeted."""


class AddressBook:
    """A client's contacts, ready to be recognised.

    ``punctuated``: whether capitals in the transcript mean anything; ``is_common``: tells ordinary words;
    ``ourselves``: norms of the client's and the secretary's names; ``weekdays``: words that name nobody.
    """

    def __init__(
        self,
        contacts: Sequence[Contact],
        titles: frozenset[str],
        *,
        punctuated: bool = True,
        is_common: Callable[[str], bool] = lambda _: False,
        ourselves: frozenset[str] = frozenset(),
        weekdays: frozenset[str] = frozenset(),
    ) -> None:
        self.is_common, self.nobody = is_common, ourselves | weekdays
        self.contacts = tuple(contacts)
        self._titles = titles.union(*(_titles_in(contact) for contact in contacts))
        self.punctuated = punctuated
        self._forms: dict[str, list[Form]] = {}
        """By the initials of their words, which are never misheard as others."""
        for contact in self.contacts:
            for form in _forms(contact):
                self._forms.setdefault(_initials(form.words), []).append(form)
        self._firsts: dict[str, dict[str, set[int]]] = {}
        """How many words the forms have that begin with a word, by its initial."""
        for form in (form for forms in self._forms.values() for form in forms if form.words):
            lengths = self._firsts.setdefault(form.words[0][:1], {})
            lengths.setdefault(form.words[0], set()).add(len(form.words))
        self._lengths: dict[tuple[str, bool], tuple[int, ...]] = {}
        self._alike: dict[str, str] = {}

    @cached_property
    def name_words(self) -> dict[str, str]:
        """The words of people's names as they are written, by their norm. Mailing lists are no people."""
        people = [contact for contact in self.contacts if all(alias[:1].isupper() for alias in contact.aliases)]
        texts = (text for contact in people for text in (contact.name, *contact.aliases))
        return {normalise(word): word for text in texts for word in text.split() if word[:1].isupper()}

    def alike(self, token: Token) -> str:
        """The name of the book that a word sounds like, though it is written otherwise; empty for none."""
        if not self.punctuated or token.starts_sentence or not token.text[:1].isupper():
            return ""
        norm = _bare(token.norm)
        if norm in self.name_words or norm in self._firm_words:
            return ""
        if norm not in self._alike:
            alike = (name for known, name in self.name_words.items() if word_sounds_alike(known, norm))
            self._alike[norm] = next(alike, "")
        return self._alike[norm]

    @cached_property
    def _firm_words(self) -> frozenset[str]:
        lines = (line for contact in self.contacts for line in (contact.organisation, *contact.address))
        return frozenset(normalise(word.strip(",")) for line in lines for word in line.split())

    def may_be_name(self, token: Token, words: Words) -> bool:
        """Whether a word beside a name may belong to it: any may that joins nothing, where capitals mean nothing."""
        joining = words.joiners | words.of_firm | words.clause_words | words.onward | words.articles | words.separately
        if len(token.norm) < 2 or token.norm in joining | self._titles | words.function_words:
            return False
        if not self.punctuated:
            return token.norm not in words.kinds and not self.is_common(token.norm)
        return token.text[:1].isupper() and not token.starts_sentence

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Everybody who is named, the longest reading first, none overlapping, in order."""
        found: list[Mention] = []
        place = 0
        while place < len(tokens):
            mention = self._at(tokens, place)
            if mention is None:
                place += 1
                continue
            found.append(mention)
            place = mention.end
        return found

    def _at(self, tokens: Sequence[Token], place: int) -> Mention | None:
        titled = tokens[place].norm in self._titles
        start = place + 1 if titled else place
        for length in self._lengths_at(tokens[start]) if start < len(tokens) else ():
            if start + length > len(tokens) or any(token.after for token in tokens[start : start + length - 1]):
                continue
            part = tokens[start : start + length]
            said = tuple(_bare(token.norm) for token in part)
            if _initials(said) not in self._forms:
                continue
            capital = not self.punctuated or all(token.text[:1].isupper() for token in part)
            readings = list(self._readings(said, titled=titled, capital=capital))
            if readings:
                # By the contact and not by its name, which two people may share.
                best: dict[Contact, float] = {}
                for form, worth in readings:
                    best[form.contact] = max(worth, best.get(form.contact, 0.0))
                ranked = tuple(sorted(best.items(), key=lambda candidate: -candidate[1]))
                return Mention(
                    start=place,
                    end=start + length,
                    candidates=ranked,
                    is_firm=all(form.is_firm for form, _ in readings),
                    is_surname=all(form.worth == _LAST for form, _ in readings) and not titled,
                )
        return None

    def _lengths_at(self, token: Token) -> tuple[int, ...]:
        """How many words a form may have of which this is the first, the most first; it is misheard in capitals."""
        key = _bare(token.norm), not self.punctuated or token.text[:1].isupper()
        found = self._lengths.get(key)
        if found is None:
            norm, capital = key
            known = self._firsts.get(norm[:1], {})
            lengths = (
                each for word, each in known.items() if word == norm or (capital and word_sounds_alike(word, norm))
            )
            found = self._lengths[key] = tuple(sorted(set[int]().union(*lengths), reverse=True))
        return found

    def _readings(self, said: tuple[str, ...], *, titled: bool, capital: bool) -> Iterator[tuple[Form, float]]:
        """Forms that the words may be. Without capitals they must be the book's, and more than a part of a name."""
        for form in self._forms[_initials(said)]:
            exact = form.words == said
            if not capital and (not exact or form.worth in (FIRST, _LAST)):
                continue
            if not exact and (form.is_common or not _sounds_alike(form.words, said)):
                continue
            worth = form.worth if exact else form.worth * _MISHEARD
            if titled and form.worth == _LAST:
                worth = _TITLED if exact else _TITLED * _MISHEARD
            elif titled and form.worth == FIRST:
                worth *= 0.5
            yield form, worth


def _titles_in(contact: Contact) -> Iterator[str]:
    """Words that an alias puts before the name, as "Bli Made" for Made Suarta."""
    name = [normalise(word) for word in contact.name.split()]
    for alias in contact.aliases:
        first, *rest = (normalise(word) for word in alias.split() or [""])
        if alias[:1].isupper() and first not in name and name[:1] == rest[:1]:
            yield first


def _initials(words: Sequence[str]) -> str:
    return "".join(word[:1] for word in words)


def _bare(norm: str) -> str:
    return norm.removesuffix("'s")


def _forms(contact: Contact) -> Iterator[Form]:
    def norms(text: str) -> tuple[str, ...]:
        return tuple(normalise(word) for word in text.split())

    name = norms(contact.name)
    common = bool(contact.aliases) and all(alias.islower() for alias in contact.aliases)
    yield Form(words=name, contact=contact, worth=FULL, is_common=common)
    for alias in contact.aliases:
        yield Form(words=norms(alias), contact=contact, worth=_ALIAS, is_common=not alias[:1].isupper())
    if len(name) > 1:
        if not common:
            yield Form(words=name[:1], contact=contact, worth=FIRST)
        yield Form(words=name[-1:], contact=contact, worth=_LAST, is_common=common)
    if contact.organisation:
        firm = norms(contact.organisation)
        yield Form(words=firm, contact=contact, worth=_FIRM, is_firm=True)
        if len(firm) > 2:
            yield Form(words=firm[:2], contact=contact, worth=_FIRM * _MISHEARD, is_firm=True)


def _sounds_alike(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether each word may have been misheard for the other: nearly the same letters, and the same sounds."""
    return all(a == b or word_sounds_alike(a, b) for a, b in zip(name, said, strict=True))


def word_sounds_alike(name: str, said: str) -> bool:
    """Whether a word may have been misheard for another: nearly the same letters, and the same sounds."""
    if min(len(name), len(said)) < 4 or name[0] != said[0]:
        return False
    similar = Levenshtein.normalized_similarity(name, said)
    return similar >= 0.85 or (similar >= 0.6 and jellyfish.metaphone(name) == jellyfish.metaphone(said))
