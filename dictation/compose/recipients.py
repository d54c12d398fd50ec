"""Whom a client means: names as they were said, found in the address book.

A person may be called by full name, first name, title and surname, alias or firm, and the recogniser may have written
any of these otherwise than the book does. Every reading gets a likelihood; what is said around the name (a firm, a
spelling, the salutation) decides between people of like names, and where it does not, the recipient stays unsettled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import jellyfish
from rapidfuzz.distance import Levenshtein

from dictation.compose.language import Words
from dictation.compose.tokens import Token, normalise
from dictation.model.draft import Recipient
from dictation.model.people import Contact

_FULL, _ALIAS, _TITLED, _FIRM, _FIRST, _LAST = 1.0, 0.95, 0.85, 0.5, 0.7, 0.65
_MISHEARD = 0.8
"""What a reading is worth where the words only sound like the name."""
_CLEAR = 0.1
"""How far the best reading must be ahead of the next to be settled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One way to say who a contact is."""

    words: tuple[str, ...]
    contact: Contact
    worth: float
    is_firm: bool = False


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
    """A client's contacts, ready to be recognised. ``punctuated``: whether capitals in the transcript mean anything."""

    def __init__(self, contacts: Sequence[Contact], titles: frozenset[str], *, punctuated: bool = True) -> None:
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
            alike = (name for known, name in self.name_words.items() if _word_sounds_alike(known, norm))
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
        return not self.punctuated or (token.text[:1].isupper() and not token.starts_sentence)

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
                each for word, each in known.items() if word == norm or (capital and _word_sounds_alike(word, norm))
            )
            found = self._lengths[key] = tuple(sorted(set[int]().union(*lengths), reverse=True))
        return found

    def _readings(self, said: tuple[str, ...], *, titled: bool, capital: bool) -> Iterator[tuple[Form, float]]:
        """Forms that the words may be. Without capitals they must be the book's, and more than a part of a name."""
        for form in self._forms[_initials(said)]:
            exact = form.words == said
            if not capital and (not exact or form.worth in (_FIRST, _LAST)):
                continue
            if not exact and not _sounds_alike(form.words, said):
                continue
            worth = form.worth if exact else form.worth * _MISHEARD
            if titled and form.worth == _LAST:
                worth = _TITLED if exact else _TITLED * _MISHEARD
            elif titled and form.worth == _FIRST:
                worth *= 0.5
            yield form, worth


def _titles_in(contact: Contact) -> Iterator[str]:
    """Words that an alias puts before the name, as "Bli Made" for Made Suarta."""
    name = {normalise(word) for word in contact.name.split()}
    for alias in contact.aliases:
        first, *rest = alias.split() or [""]
        if first[:1].isupper() and normalise(first) not in name and name & {normalise(word) for word in rest}:
            yield normalise(first)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[:1] for word in words)


def _bare(norm: str) -> str:
    return norm.removesuffix("'s")


def _forms(contact: Contact) -> Iterator[Form]:
    def norms(text: str) -> tuple[str, ...]:
        return tuple(normalise(word) for word in text.split())

    name = norms(contact.name)
    yield Form(words=name, contact=contact, worth=_FULL)
    for alias in contact.aliases:
        yield Form(words=norms(alias), contact=contact, worth=_ALIAS)
    if len(name) > 1:
        yield Form(words=name[:1], contact=contact, worth=_FIRST)
        yield Form(words=name[-1:], contact=contact, worth=_LAST)
    if contact.organisation:
        firm = norms(contact.organisation)
        yield Form(words=firm, contact=contact, worth=_FIRM, is_firm=True)
        if len(firm) > 2:
            yield Form(words=firm[:2], contact=contact, worth=_FIRM * _MISHEARD, is_firm=True)


def _sounds_alike(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether each word may have been misheard for the other: nearly the same letters, and the same sounds."""
    return all(a == b or _word_sounds_alike(a, b) for a, b in zip(name, said, strict=True))


def _word_sounds_alike(name: str, said: str) -> bool:
    if min(len(name), len(said)) < 4 or name[0] != said[0]:
        return False
    similar = Levenshtein.normalized_similarity(name, said)
    return similar >= 0.85 or (similar >= 0.6 and jellyfish.metaphone(name) == jellyfish.metaphone(said))


@dataclass(frozen=True, kw_only=True, slots=True)
class Hints:
    """What else was said about who is meant: the salutation, clauses such as "Ann with an E", and side talk."""

    salutation: tuple[Token, ...] = ()
    spelling: tuple[Token, ...] = ()
    side: tuple[Token, ...] = ()


def find_recipients(tokens: Sequence[Token], book: AddressBook, words: Words, hints: Hints) -> tuple[Recipient, ...]:
    """Everybody that a clause such as "to Ann Lee at Lee Boats and to Ben" names, in order, each once."""
    named = next((mention.end for mention in book.mentions(tokens)), 1)
    ends = (number for number, token in enumerate(tokens) if number >= named and token.norm in words.clause_words)
    tokens = tokens[: next(ends, None)]
    groups = _groups(tokens, book.mentions(tokens), words)
    recipients = [
        _stranger(tokens, group, book, words) or _resolve(tokens, group, book, words, hints) for group in groups
    ]
    if not recipients:
        recipients = list(_newcomers(tokens, words, hints))
    unique: dict[str, Recipient] = {}
    for recipient in recipients:
        unique.setdefault(recipient.name, recipient)
    return tuple(unique.values())


def _groups(tokens: Sequence[Token], mentions: Sequence[Mention], words: Words) -> list[list[Mention]]:
    """Mentions of the same person together: a name and the firm after it, an alias and the name after it."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _same_person(tokens, groups[-1], mention, words):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    named = [group for group in groups if not all(mention.is_firm for mention in group)]
    return named or groups


def _same_person(tokens: Sequence[Token], group: Sequence[Mention], mention: Mention, words: Words) -> bool:
    between = [token.norm for token in tokens[group[-1].end : mention.start]]
    if any(word in words.joiners for word in between):
        return False
    shared = {contact for contact, _ in group[-1].candidates} & {contact for contact, _ in mention.candidates}
    return bool(shared)


def _stranger(tokens: Sequence[Token], group: Sequence[Mention], book: AddressBook, words: Words) -> Recipient | None:
    """Somebody who only shares a name with a contact: "Gareth Jones" is not the Gareth Pike of the book."""
    mention = group[0]
    if mention.is_firm or len(group) > 1 or mention.candidates[0][1] > _FIRST:
        return None
    start, end = mention.start, mention.end
    while end < len(tokens) and not tokens[end - 1].after and book.may_be_name(tokens[end], words):
        end += 1
    while book.punctuated and start and not tokens[start - 1].after and book.may_be_name(tokens[start - 1], words):
        start -= 1
    if (start, end) == (mention.start, mention.end):
        return None
    heard = " ".join(token.text for token in tokens[start:end])
    name = " ".join(token.text[:1].upper() + token.text[1:] for token in tokens[start:end])
    return Recipient(name=name, heard=heard, resolved=False)


def _resolve(
    tokens: Sequence[Token], group: Sequence[Mention], book: AddressBook, words: Words, hints: Hints
) -> Recipient:
    worth = _weighed(group, book, words, hints)
    ranked = sorted(worth, key=lambda contact: -worth[contact])
    settled = len(ranked) == 1 or worth[ranked[0]] - worth[ranked[1]] >= _CLEAR
    best = ranked[0]
    return Recipient(
        name=best.name,
        email=best.email,
        address=best.address,
        organisation=best.organisation,
        heard=" ".join(token.text for token in tokens[group[0].start : group[-1].end]),
        resolved=settled,
    )


def _weighed(group: Sequence[Mention], book: AddressBook, words: Words, hints: Hints) -> dict[Contact, float]:
    """Everybody whom a group of mentions may mean, with what speaks for them."""
    worth: dict[Contact, float] = {}
    named = [candidate for mention in group for candidate in mention.candidates]
    for contact, likelihood in named:
        worth[contact] = worth.get(contact, 0.0) + likelihood
    for contact, likelihood in _put_right(book, hints, list(worth)):
        worth[contact] = worth.get(contact, 0.0) + likelihood
    for contact, likelihood in _besides(book, hints):
        if contact in worth:
            worth[contact] += likelihood
    return {contact: value + _spelled(contact, hints.spelling, words) for contact, value in worth.items()}


def _besides(book: AddressBook, hints: Hints) -> Iterator[tuple[Contact, float]]:
    """What the salutation and the side talk say for people: of several in side talk, the last settles it."""
    for mention in book.mentions(hints.salutation):
        for contact, likelihood in mention.candidates:
            yield contact, 0.3 * likelihood
    for order, mention in enumerate(book.mentions(hints.side)):
        for contact, likelihood in mention.candidates:
            yield contact, (0.2 + 0.1 * order) * likelihood


def _put_right(book: AddressBook, hints: Hints, taken: Sequence[Contact]) -> Iterator[tuple[Contact, float]]:
    """Somebody of a like name who is named in full afterwards: "to Catrin. Catherine with a C, Catherine Lowe."."""
    for tokens in (hints.side, hints.spelling):
        for mention in book.mentions(tokens):
            for contact, likelihood in mention.candidates:
                names = contact.name.split()
                alike = any(
                    _word_sounds_alike(normalise(mine), normalise(other))
                    for mine in names
                    for candidate in taken
                    for other in candidate.name.split()
                )
                if contact not in taken and likelihood >= _FULL and len(names) > 1 and alike:
                    yield contact, likelihood


def _spelled(contact: Contact, spelling: Sequence[Token], words: Words) -> float:
    """What a spelling ("M, a, r, s, h") or a remark on it ("with a V", "no E") says for or against a contact."""
    worth = 0.0
    letters = "".join(normalise(word) for word in contact.name.split())
    runs = spelled_words(spelling, words)
    if runs:
        said = {run.casefold() for run in runs}
        return 0.3 if said & {normalise(word) for word in contact.name.split()} else -0.3
    for place, token in enumerate(spelling):
        if len(token.norm) != 1 or not token.norm.isalpha() or token.norm == "a":
            continue
        denied = any(word.norm in words.without for word in spelling[max(0, place - 3) : place])
        worth += 0.05 if (token.norm in letters) != denied else -0.15
    return worth


def spelled_words(tokens: Sequence[Token], words: Words) -> list[str]:
    """Words that are said letter by letter ("capital K, a, y"), three letters or more, with a capital first."""
    found, run, loud, times = [], "", False, 1
    for token in [*tokens, None]:
        if token is not None and token.norm in words.capital_letter:
            loud = True
        elif token is not None and token.norm in words.double_letter:
            times = 2
        elif token is not None and len(token.norm) == 1 and token.norm.isalpha():
            letter = token.norm.upper() if loud or not run else token.norm
            run, loud, times = run + letter * times, False, 1
        else:
            if len(run) >= 3:
                found.append(run)
            run, loud, times = "", False, 1
    return found


def _newcomers(tokens: Sequence[Token], words: Words, hints: Hints) -> Iterator[Recipient]:
    """People who are not in the address book: the capitalised words, as they were spelled if they were."""
    name: list[Token] = []
    for token in tokens:
        if (
            len(token.norm) > 1
            and token.text[:1].isupper()
            and token.norm not in words.of_firm
            and (name or not token.starts_sentence)
        ):
            name.append(token)
            if not token.after:
                continue
        if name:
            break
    if name:
        heard = " ".join(token.text for token in name)
        name = _in_full([token for token in name if token.norm not in words.titles] or name, hints.side)
        spelled = spelled_words((*hints.spelling, *hints.side), words)
        written = " ".join(_as_spelled(token.text, spelled) for token in name)
        yield Recipient(name=written, heard=heard, resolved=False)


def _in_full(name: list[Token], side: Sequence[Token]) -> list[Token]:
    """The longest run of capitalised words in side talk that ends in the name or begins with it: "Dear Mr Hall"."""
    best = name
    for start in range(len(side)):
        end = start
        while end < len(side) and len(side[end].norm) > 1 and side[end].text[:1].isupper():
            end += 1
            if side[end - 1].after:
                break
        run = list(side[start:end])
        norms = [token.norm for token in run]
        if len(run) > len(best) and len(run) <= 4 and name[-1].norm in (norms[0], norms[-1]):
            best = run
    return best


def _as_spelled(heard: str, spelled: Sequence[str]) -> str:
    """The spelling that a name was given, if one of them is of this name."""
    likely = [word for word in spelled if word[:1].casefold() == heard[:1].casefold()]
    closest = max(likely, key=lambda word: Levenshtein.normalized_similarity(word, heard), default=heard)
    return closest if Levenshtein.normalized_similarity(closest, heard) >= 0.5 else heard
