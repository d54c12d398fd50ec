"""Changes to what was already dictated: "change Tuesday to Wednesday", in this item or an earlier one."""

from __future__ import annotations

from collections.abc import Sequence

from dictation.compose.items import Item
from dictation.compose.tokens import Token


def replace_words(item: Item, tokens: Sequence[Token], old: Sequence[int], new: Sequence[int]) -> list[int] | None:
    """Put the words at ``new`` in the place of the last ones in the body that read like those at ``old``.

    Returns the places that were taken out, or None where the body has no such words.
    """
    found = _find(item.body, tokens, [tokens[place].norm for place in old])
    if found is None:
        return None
    start, end = found
    removed = item.body[start:end]
    new = _only_what_differs(item.body[end:], tokens, old, new)
    last = new[-1]
    item.endings[last] = tokens[removed[-1]].after
    item.body[start:end] = list(new)
    return removed


def _only_what_differs(
    rest: Sequence[int], tokens: Sequence[Token], old: Sequence[int], new: Sequence[int]
) -> Sequence[int]:
    """The new words without those that only tell where they belong.

    "Make that the price as of the eighth of June, not the fifth" puts "the eighth" in the place of "the fifth": what
    begins like the old words counts, and what the body goes on with anyway does not.
    """
    starts = [number for number, place in enumerate(new) if tokens[place].norm == tokens[old[0]].norm]
    if starts and len(new) > len(old) + 2:
        new = new[starts[-1] :]
    for length in range(len(new) - 1, 0, -1):
        if [tokens[place].norm for place in new[-length:]] == [tokens[place].norm for place in rest[:length]]:
            return new[:-length]
    return new


def delete_words(item: Item, tokens: Sequence[Token], old: Sequence[int]) -> list[int] | None:
    """Take the last words out of the body that read like those at ``old``, as :func:`replace_words` does."""
    found = _find(item.body, tokens, [tokens[place].norm for place in old])
    if found is None:
        return None
    start, end = found
    removed = item.body[start:end]
    if start and tokens[removed[-1]].ends_sentence:
        item.endings[item.body[start - 1]] = tokens[removed[-1]].after
    elif start and tokens[item.body[start - 1]].after == "," and tokens[removed[-1]].after == ",":
        item.endings[item.body[start - 1]] = ""
    del item.body[start:end]
    return removed


def _find(body: Sequence[int], tokens: Sequence[Token], norms: Sequence[str]) -> tuple[int, int] | None:
    """Where the body last has these words, without regard to what was taken out between them."""
    length = len(norms)
    for start in range(len(body) - length, -1, -1):
        if length and [tokens[place].norm for place in body[start : start + length]] == list(norms):
            return start, start + length
    return None
