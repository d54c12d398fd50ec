"""What of the approved is to be printed now, and how the envelopes travel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from dictation.deliver.planning import hold_back
from dictation.model.delivery import Withheld
from dictation.model.paper import PostingWords, Print, Way
from dictation.model.review import StoredDraft

_LETTERS = re.compile(r"[\w&-]+")


def hold_back_print(stored: StoredDraft, *, now: datetime, again: bool) -> Withheld | None:
    """Why a letter may not be printed now, as far as its state, its approval and its hour tell; None where it may.

    One that was printed is printed once more only where ``again`` says so.
    """
    not_now = hold_back(stored, now=now, at_once=True)
    if not_now is not None or again or stored.printed is None:
        return not_now
    number = stored.id
    return Withheld(
        draft=number,
        reason=f"{told_print(stored.printed, now.tzinfo)}; when it is posted: dictation posted {number}; "
        f"to print it once more: dictation print {number} --again",
    )


def outdated_prints(stored: StoredDraft) -> tuple[Print, ...]:
    """Prints of what the draft was before: paper that must not be posted."""
    approved = stored.approval.digest if stored.approval else None
    return tuple(each for each in stored.prints if each.digest != approved)


def told_print(printed: Print, zone: tzinfo | None) -> str:
    """What is known of a print, in words."""
    when = f"{printed.at.astimezone(zone):%d %B %Y, %H:%M %Z}"
    if printed.job is None:
        return f"it may have been printed on {when}: the program was stopped meanwhile, look at the printer"
    return f"it was printed on {when}" + f" ({printed.job or printed.place})"


def way_of(delivery: str | None, vocabularies: Iterable[PostingWords]) -> Way:
    """How a letter travels of which the client said ``delivery``, by the words of some languages."""
    if not delivery:
        return Way.ORDINARY
    said = _words(delivery)
    vocabularies = tuple(vocabularies)
    for way in Way:
        phrases = (phrase for each in vocabularies for phrase in each.said[way])
        if any(f" {_words(phrase)} " in f" {said} " for phrase in phrases):
            return way
    return Way.OTHER


def _words(text: str) -> str:
    return " ".join(_LETTERS.findall(text.casefold()))
