"""What a secretary should look at before she approves a draft, worst first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from dictation.compose.address_book import AddressBook
from dictation.compose.items import Item
from dictation.compose.language import Words
from dictation.compose.tokens import Token, said
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind

DOUBTFUL = 0.5
"""Probability below which the recogniser's word is shown as uncertain."""

_AMOUNT_RULES = frozenset({"money", "percentage", "number", "decimal", "measure", "telephone", "reference", "digits"})
_DATE_RULES = frozenset({"date", "time", "year"})
_ORDER = tuple(FlagKind)


def raise_flags(
    draft: Draft,
    item: Item,
    tokens: Sequence[Token],
    book: AddressBook,
    words: Words,
    *,
    either_week: Sequence[Token] = (),
) -> tuple[Flag, ...]:
    """Everything doubtful about a draft, worst first; ``either_week``: a day of this week or of the next."""
    flags = [
        *_day(draft, either_week),
        *_recipients(draft, item, tokens),
        *_corrections(item, tokens),
        *_unplaced(item, tokens),
        *_missing(draft, item, tokens),
        *_asides(item, tokens),
        *_reported(item, tokens),
        *_words(draft, tokens, book, words),
    ]
    return tuple(sorted(flags, key=lambda flag: _ORDER.index(flag.kind)))


def _recipients(draft: Draft, item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    spans = [*item.addressing, *item.spans("copy"), *item.spans("blind-copy")]
    start_ms = tokens[spans[0].start].start_ms if spans else None
    end_ms = tokens[spans[-1].end - 1].end_ms if spans else None
    if not draft.to:
        message = "nobody is named whom it goes to"
        yield Flag(kind=FlagKind.RECIPIENT, message=message, start_ms=start_ms, end_ms=end_ms)
    for recipient in draft.recipients:
        if not recipient.resolved:
            known = f"; the likeliest is {recipient.name}" if recipient.email or recipient.address else ""
            yield Flag(
                kind=FlagKind.RECIPIENT,
                message=f"“{recipient.heard}” is not settled by the address book{known}",
                words=recipient.heard,
                start_ms=start_ms,
                end_ms=end_ms,
            )


def _corrections(item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    for start, end in item.doubtful:
        part = tokens[max(0, start - 4) : min(len(tokens), end + 4)]
        message = f"“{said(tokens[start:end]).rstrip(',.')}” corrects something, and what is not clear"
        yield _flag(FlagKind.CORRECTION, message, part)


def _unplaced(item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    for spans, kind, message in (
        (item.unplaced, FlagKind.CORRECTION, "a change names words that are not in the draft"),
        (item.missing, FlagKind.MISSING, "a standard text is to be put in"),
    ):
        for span in spans:
            yield _flag(kind, message, tokens[span.start : span.end])


def _missing(draft: Draft, item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    if item.implied:
        yield Flag(kind=FlagKind.MISSING, message="it was not said whether this is an email or a letter")
    if not draft.body:
        yield Flag(kind=FlagKind.MISSING, message="there is no text")
    if draft.kind is DraftKind.INVITE and draft.meeting is None:
        heard = [token for span in item.spans("when") for token in tokens[span.start : span.end]]
        yield Flag(
            kind=FlagKind.MISSING,
            message="the day or the hour of the meeting is not clear",
            words=said(heard),
            start_ms=heard[0].start_ms if heard else None,
            end_ms=heard[-1].end_ms if heard else None,
        )
    if item.spans("send-at") and draft.send_at is None:
        heard = [token for span in item.spans("send-at") for token in tokens[span.start : span.end]]
        yield Flag(
            kind=FlagKind.MISSING,
            message="when it is to be sent is not clear",
            words=said(heard),
            start_ms=heard[0].start_ms,
            end_ms=heard[-1].end_ms,
        )


def _day(draft: Draft, either_week: Sequence[Token]) -> Iterator[Flag]:
    if draft.meeting is not None and either_week:
        heard = said(either_week).rstrip(",.")
        message = f"“{heard}” was taken for {draft.meeting.start:%A, %d %B}, and may be a week later"
        yield _flag(FlagKind.DATE, message, either_week)


def _asides(item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    for places, written in item.asides:
        part = [tokens[place] for place in places]
        what = "was written, and may have been said to you" if written else "was left out as said to you"
        yield _flag(FlagKind.ASIDE, f"“{said(part)}” {what}", part)


def _reported(item: Item, tokens: Sequence[Token]) -> Iterator[Flag]:
    for places in item.of_reader:
        part = [tokens[place] for place in places]
        message = f"“{said(part)}” is put as you were told it, and may have to be said to whom it goes to"
        yield _flag(FlagKind.ASIDE, message, part)


def _words(draft: Draft, tokens: Sequence[Token], book: AddressBook, words: Words) -> Iterator[Flag]:
    by_word = _by_word(tokens, draft)
    for passage in draft.passages:
        for piece in passage.pieces:
            heard = [by_word[word] for word in piece.words]
            doubtful = [token for token in heard if token.probability < DOUBTFUL]
            alike = next((name for token in heard if (name := book.alike(token))), "")
            if doubtful:
                kind = _kind(piece.rule, doubtful, book, words)
                yield _flag(kind, f"“{piece.text.strip()}” was not heard clearly", doubtful)
            elif alike and not piece.rule:
                message = f"“{piece.text.strip()}” sounds like “{alike}” of the address book"
                yield _flag(FlagKind.NAME, message, heard)


def _by_word(tokens: Sequence[Token], draft: Draft) -> dict[int, Token]:
    used = {word for passage in draft.passages for piece in passage.pieces for word in piece.words}
    first, last = min(used, default=0), max(used, default=-1)
    start = bisect_left(tokens, first, key=_word)
    end = bisect_right(tokens, last, key=_word)
    return {token.word: token for token in tokens[start:end] if token.word in used}


def _word(token: Token) -> int:
    return token.word


def _kind(rule: str, doubtful: Sequence[Token], book: AddressBook, words: Words) -> FlagKind:
    if rule in _AMOUNT_RULES:
        return FlagKind.AMOUNT
    if rule in _DATE_RULES:
        return FlagKind.DATE
    if any(token.norm in book.name_words for token in doubtful):
        return FlagKind.NAME
    if any(token.norm in words.denials for token in doubtful):
        return FlagKind.NEGATION
    return FlagKind.UNCERTAIN_WORD


def _flag(kind: FlagKind, message: str, heard: Sequence[Token]) -> Flag:
    return Flag(kind=kind, message=message, words=said(heard), start_ms=heard[0].start_ms, end_ms=heard[-1].end_ms)
