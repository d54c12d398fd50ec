"""Whom a client means: names as they were said, found in the address book.

A person may be called by full name, first name, title and surname, alias or firm, and the recogniser may have written
any of these otherwise than the book does. Every reading gets a likelihood; what is said around the name (a firm, a
spelling, the salutation) decides between people of like names, and where it does not, the recipient stays unsettled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from dictation.compose.address_book import FIRST, FULL, AddressBook, Mention, word_sounds_alike
from dictation.compose.language import Words
from dictation.compose.newcomers import joining, newcomers, takes_back
from dictation.compose.tokens import Token, normalise
from dictation.model.draft import Recipient
from dictation.model.people import Contact

_CLEAR = 0.1
"""How far the best reading must be ahead of the next to be settled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hints:
    """What else was said about who is meant: the salutation, clauses such as "Ann with an E", and side talk."""

    salutation: tuple[Token, ...] = ()
    spelling: tuple[Token, ...] = ()
    side: tuple[Token, ...] = ()
    before: tuple[Token, ...] = ()
    """What was said just before the item was announced."""
    joined: frozenset[Contact] = frozenset()
    """Those whom the same clause names in full beside others: "to Ann Lee and Anna Lea"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A recipient, and where he is named."""

    start: int
    end: int
    recipient: Recipient


def find_recipients(tokens: Sequence[Token], book: AddressBook, words: Words, hints: Hints) -> tuple[Recipient, ...]:
    """Everybody that a clause such as "to Ann Lee at Lee Boats and to Ben" names, in order, each once."""
    named = next((mention.end for mention in book.mentions(tokens)), 1)
    tokens = tokens[: _clause(tokens, named, words)]
    mentions = book.mentions(tokens)
    groups = _groups(tokens, mentions, words)
    hints = replace(hints, joined=_joined(tokens, groups, words))
    found = [
        _Found(
            start=group[0].start,
            end=group[-1].end,
            recipient=_stranger(tokens, group, book, words) or _resolve(tokens, group, book, words, hints),
        )
        for group in groups
    ]
    for start, end in newcomers(tokens, mentions, book, words):
        found.append(_Found(start=start, end=end, recipient=_newcomer(list(tokens[start:end]), book, words, hints)))
    unique: dict[str, Recipient] = {}
    for recipient in _standing(tokens, found, words):
        unique.setdefault(recipient.name, recipient)
    return tuple(unique.values())


def _clause(tokens: Sequence[Token], start: int, words: Words) -> int:
    """Where something else begins than names, from ``start`` on; "as well as" begins nothing."""
    joined = 0
    for number in range(start, len(tokens)):
        joined = max(joined, number + joining(tokens, number, words))
        if number >= joined and tokens[number].norm in words.clause_words:
            return number
    return len(tokens)


def _standing(tokens: Sequence[Token], found: Sequence[_Found], words: Words) -> Iterator[Recipient]:
    """The recipients that are not taken back for the next one: "to Ann, no, to Ben"."""
    ordered = sorted(found, key=lambda one: one.start)
    for one, following in zip_longest(ordered, ordered[1:]):
        if following is None or not takes_back(tokens[one.end : following.start], words):
            yield one.recipient


def _joined(tokens: Sequence[Token], groups: Sequence[Sequence[Mention]], words: Words) -> frozenset[Contact]:
    """The contacts whom a list that ends in "and" names in full: none of them puts another one right."""
    if not groups or not any(token.norm in words.joiners for token in tokens[groups[0][-1].end : groups[-1][0].start]):
        return frozenset()
    candidates = (candidate for group in groups for mention in group for candidate in mention.candidates)
    return frozenset(contact for contact, likelihood in candidates if likelihood >= FULL)


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


def _goes_on(token: Token) -> bool:
    """Whether a name may go on behind a word: not behind punctuation, or "Ann's"."""
    return not token.after and not token.norm.endswith("'s")


def _stranger(tokens: Sequence[Token], group: Sequence[Mention], book: AddressBook, words: Words) -> Recipient | None:
    """Somebody who only shares a name with a contact: "Gareth Jones" is not the Gareth Pike of the book."""
    mention = group[0]
    if mention.is_firm or len(group) > 1 or mention.candidates[0][1] > FIRST:
        return None
    start, end = mention.start, mention.end
    while end < len(tokens) and _goes_on(tokens[end - 1]) and book.may_be_name(tokens[end], words):
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
    for mention in book.mentions(hints.before)[-1:]:
        for contact, likelihood in mention.candidates:
            yield contact, 0.2 * likelihood
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
                    word_sounds_alike(normalise(mine), normalise(other))
                    for mine in names
                    for candidate in taken
                    for other in candidate.name.split()
                )
                others = {*taken, *hints.joined}
                if contact not in others and likelihood >= FULL and len(names) > 1 and alike:
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


def _newcomer(name: list[Token], book: AddressBook, words: Words, hints: Hints) -> Recipient:
    heard = " ".join(token.text for token in name)
    name = _in_full([token for token in name if token.norm not in words.titles] or name, hints.side, book, words)
    spelled = spelled_words((*hints.spelling, *hints.side), words)
    written = " ".join(_as_spelled(token.text[:1].upper() + token.text[1:], spelled) for token in name)
    return Recipient(name=written, heard=heard, resolved=False)


def _in_full(name: list[Token], side: Sequence[Token], book: AddressBook, words: Words) -> list[Token]:
    """The longest run of words of a name in side talk that ends in the name or begins with it: "Dear Mr Hall"."""

    def may_be_name(token: Token) -> bool:
        return token.text[:1].isupper() if book.punctuated else book.may_be_name(token, words)

    best = name
    for start in range(len(side)):
        end = start
        while end < len(side) and len(side[end].norm) > 1 and may_be_name(side[end]):
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
