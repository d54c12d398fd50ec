"""Drafts of a call that still goes on, as lines that say what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dictation.cli.drafts import names

if TYPE_CHECKING:
    from dictation.model.draft import Correspondence, Draft


class Provisional:
    """Remembers what was shown. Every line bears a mark that it is provisional."""

    def __init__(self) -> None:
        self._shown: list[list[str]] = []

    def lines(self, made: Correspondence) -> Iterator[str]:
        """What of these drafts was not shown before: from the first paragraph that is new or has changed."""
        now = [_lines(draft) for draft in made.drafts]
        if now == self._shown:
            return
        yield f"~ Provisional, {len(now)} drafts so far:"
        for number, lines in enumerate(now):
            before = self._shown[number] if number < len(self._shown) else []
            if lines != before:
                yield f"~ {number + 1}. {lines[0]}"
                same = next((n for n, (a, b) in enumerate(zip(lines, before, strict=False)) if a != b), len(before))
                yield from (f"~    {line}" for line in lines[max(1, same) :])
        self._shown = now


def _lines(draft: Draft) -> list[str]:
    head = f"{draft.kind} to {names(draft.to) or 'nobody yet'}: {draft.subject.text or 'no subject yet'}"
    texts = (draft.salutation.text, *draft.body_text.split("\n"), draft.closing.text)
    return [head, *filter(None, texts)]
