"""The words of a draft, put right by a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

from dictation.errors import InputError
from dictation.model.draft import Draft, Flag, Passage, Piece

EDITED = "edited"
"""The rule of text that a person typed."""

_TOKEN = re.compile(r"\s*(?:\w+(?:[^\w\s]+\w+)*|[^\w\s]+)|\s+")
"""A word, or the punctuation at one, with the blanks before it; blanks that end a text."""


def reword(draft: Draft, old: str, new: str) -> Draft:
    """``draft`` with ``new`` in the place of ``old``, which stands in it once: in subject, salutation, body or closing.

    Every other character keeps where it came from; what was typed points at the speech that it replaces. Flags about
    that speech go, since somebody has looked at it.

    Raises:
        InputError: ``old`` is empty, is not there, or is there more than once.
    """
    require_once([passage.text for passage in draft.passages], old, "subject, salutation, body and closing")
    replaced: list[Piece] = []

    def changed(passage: Passage) -> Passage:
        start = passage.text.find(old)
        if start < 0:
            return passage
        end = start + len(old)
        replaced.extend(cut(passage, start, end))
        after = cut(passage, end, len(passage.text))
        return Passage(pieces=(*cut(passage, 0, start), *retyped(new, replaced), *after))

    return without_flags(map_passages(draft, changed), replaced)


def retype(old: Sequence[Passage], new: Sequence[str]) -> tuple[tuple[Passage, ...], tuple[Piece, ...]]:
    """The texts ``new``, a passage each, in which every word that stood in ``old`` keeps where it came from.

    A whole text may have moved anywhere; words may have moved from a text to its neighbours. What was typed points at
    the speech that it replaces.

    Returns:
        The passages, and the pieces of ``old`` that words were changed in or taken out of.
    """
    kept = _unchanged([passage.text for passage in old], new)
    before = [token for place, passage in enumerate(old) if place not in kept.values() for token in _tokens(passage)]
    after = [(place, token) for place, text in enumerate(new) if place not in kept for token in tokens(text)]
    lines: defaultdict[int, list[Piece]] = defaultdict(list)
    replaced: list[Piece] = []
    for same, a, b, c, d in differences([token.text for token in before], [text for _, text in after]):
        if same:
            for token, (place, text) in zip(before[a:b], after[c:d], strict=True):
                lines[place] += token.spaced_as(text)
            continue
        gone = [piece for token in before[a:b] for piece in token.pieces]
        replaced += gone
        for place, typed in groupby(after[c:d], key=lambda each: each[0]):
            lines[place] += retyped("".join(text for _, text in typed), gone)
    passages = (
        old[kept[place]] if place in kept else Passage(pieces=_joined(lines[place])) for place in range(len(new))
    )
    return tuple(passages), tuple(replaced)


def tokens(text: str) -> list[str]:
    """The words of a text and the punctuation at them, each with the blanks before it: together they are the text."""
    return _TOKEN.findall(text)


def differences(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """How ``old`` became ``new``: stretches from a place in each to another (exclusive), and whether they are the same.

    Blanks around a token don't count.
    """
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new], autojunk=False)
    return [(tag == "equal", a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes()]


def cut(passage: Passage, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of the characters from ``start`` to ``end`` (exclusive)."""
    found: list[Piece] = []
    at = 0
    for piece in passage.pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            found.append(replace(piece, text=text))
    return tuple(found)


def map_passages(draft: Draft, change: Callable[[Passage], Passage]) -> Draft:
    """``draft`` with each of its texts changed; its enclosures are left as they are."""
    return replace(
        draft,
        subject=change(draft.subject),
        salutation=change(draft.salutation),
        closing=change(draft.closing),
        body=tuple(replace(block, lines=tuple(change(line) for line in block.lines)) for block in draft.body),
    )


def without_flags(draft: Draft, changed: Iterable[Piece]) -> Draft:
    """``draft`` without the flags about speech that somebody has put right."""
    pieces = tuple(changed)
    return replace(draft, flags=tuple(flag for flag in draft.flags if not any(is_about(flag, p) for p in pieces)))


def is_about(flag: Flag, piece: Piece) -> bool:
    """Whether a flag is about speech that a piece was made from."""
    if flag.start_ms is None or flag.end_ms is None or piece.start_ms is None or piece.end_ms is None:
        return False
    return flag.start_ms < piece.end_ms and piece.start_ms < flag.end_ms


def require_once(texts: Iterable[str], words: str, place: str) -> None:
    """Refuse words that don't stand just once in the texts.

    Raises:
        InputError: They are empty, are not there, or are there more than once.
    """
    # Overlapping or not: "aa" stands twice in "aaa".
    count = sum(text.startswith(words, at) for text in texts for at in range(len(text))) if words else 0
    if count != 1:
        raise InputError(
            f"“{words}” stands {count} times in the draft" if count else f"“{words}” does not stand in the draft",
            place=place,
            remedy="give the words as the draft has them, with as many of those around them as make them the only ones",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Token:
    text: str
    pieces: tuple[Piece, ...]

    def spaced_as(self, text: str) -> tuple[Piece, ...]:
        """Its pieces, with the blanks that ``text``, the same word, has before it."""
        if text == self.text:
            return self.pieces
        word = cut(Passage(pieces=self.pieces), len(self.text) - len(self.text.lstrip()), len(self.text))
        return (*retyped(text[: len(text) - len(text.lstrip())], ()), *word)


def _tokens(passage: Passage) -> list[_Token]:
    found = _TOKEN.finditer(passage.text)
    return [_Token(text=each[0], pieces=cut(passage, each.start(), each.end())) for each in found]


def _unchanged(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Places in ``new`` and those of the same texts in ``old``: in place from both ends, the others anywhere."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    kept = {at: at for at in range(head)} | {len(new) - 1 - at: len(old) - 1 - at for at in range(tail)}
    free = defaultdict(list)
    for at in range(len(old) - tail - 1, head - 1, -1):
        free[old[at]].append(at)
    for at in range(head, len(new) - tail):
        if free[new[at]]:
            kept[at] = free[new[at]].pop()
    return kept


def retyped(text: str, replaced: Sequence[Piece], *, rule: str = EDITED) -> tuple[Piece, ...]:
    """Text that stands in the place of pieces, as a piece; none where nothing is there for nothing."""
    if not (text or replaced):
        return ()
    typed = Piece(
        text=text,
        words=tuple(dict.fromkeys(word for piece in replaced for word in piece.words)),
        start_ms=min((piece.start_ms for piece in replaced if piece.start_ms is not None), default=None),
        end_ms=max((piece.end_ms for piece in replaced if piece.end_ms is not None), default=None),
        rule=rule,
    )
    return (typed,)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces that were cut out of one, put together again."""
    runs = (list(run) for _, run in groupby(pieces, key=attrgetter("words", "start_ms", "end_ms", "rule")))
    return tuple(replace(run[0], text="".join(piece.text for piece in run)) for run in runs)
