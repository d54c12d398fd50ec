"""What changed from one revision of a draft to another, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from dictation.model.draft import Draft
from dictation.review.text_form import plain_text
from dictation.review.wording import differences, tokens


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words that belong together, of the text that :func:`~dictation.review.text_form.plain_text` makes."""

    change: Change
    text: str


def compare(old: Draft, new: Draft) -> tuple[Run, ...]:
    """How ``old`` became ``new``, headers and text: what is not added is ``old``, what is not removed is ``new``."""
    return compare_texts(plain_text(old), plain_text(new))


def compare_texts(old: str, new: str) -> tuple[Run, ...]:
    """Likewise, of two drafts as texts."""
    runs = groupby(_tokens(old, new), key=itemgetter(0))
    return tuple(Run(change=change, text="".join(text for _, text in run)) for change, run in runs)


def _tokens(old: str, new: str) -> Iterator[tuple[Change, str]]:
    before, after = _by_lines(old), _by_lines(new)
    for same, a, b, c, d in differences(before, after):
        if same and before[a:b] == after[c:d]:
            yield from ((Change.SAME, token) for token in before[a:b])
        else:
            # Blanks alone may differ, too.
            yield from ((Change.REMOVED, token) for token in before[a:b])
            yield from ((Change.ADDED, token) for token in after[c:d])


def _by_lines(text: str) -> list[str]:
    """The words of a text, and the ends of its lines as words of their own."""
    return [token for line in text.removesuffix("\n").split("\n") for token in (*tokens(line), "\n")]
