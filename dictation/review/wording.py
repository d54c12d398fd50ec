"""The words of a draft, put right by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dictation.errors import InputError
from dictation.model.draft import Draft, Flag, Passage, Piece

EDITED = "edited"
"""The rule of text that a person typed."""


def reword(draft: Draft, old: str, new: str) -> Draft:
    """``draft`` with ``new`` in the place of ``old``, which stands in it once: in subject, salutation, body or closing.

    Every other character keeps where it came from; what was typed points at the speech that it replaces. Flags about
    that speech go, since somebody has looked at it.

    Raises:
        InputError: ``old`` is empty, is not there, or is there more than once.
    """
    count = sum(_count(passage.text, old) for passage in draft.passages) if old else 0
    if count != 1:
        raise InputError(
            f"“{old}” stands {count} times in the draft" if count else f"“{old}” does not stand in the draft",
            place="subject, salutation, body and closing",
            remedy="give the words as the draft has them, with as many of those around them as make them the only ones",
        )
    typed: list[Piece] = []

    def changed(passage: Passage) -> Passage:
        start = passage.text.find(old)
        if start < 0:
            return passage
        pieces, piece = _put(passage, start, start + len(old), new)
        typed.append(piece)
        return Passage(pieces=pieces)

    reworded = _map(draft, changed)
    return replace(reworded, flags=tuple(flag for flag in draft.flags if not _is_about(flag, typed[0])))


def _count(text: str, part: str) -> int:
    """How often ``part`` stands in ``text``, overlapping or not: "aa" stands twice in "aaa"."""
    return sum(text.startswith(part, place) for place in range(len(text)))


def _map(draft: Draft, change: Callable[[Passage], Passage]) -> Draft:
    return replace(
        draft,
        subject=change(draft.subject),
        salutation=change(draft.salutation),
        closing=change(draft.closing),
        body=tuple(replace(block, lines=tuple(change(line) for line in block.lines)) for block in draft.body),
    )


def _put(passage: Passage, start: int, end: int, new: str) -> tuple[tuple[Piece, ...], Piece]:
    """The passage's pieces with ``new`` from character ``start`` to ``end`` (exclusive), and the new piece itself."""
    before: list[Piece] = []
    after: list[Piece] = []
    touched: list[Piece] = []
    at = 0
    for piece in passage.pieces:
        left, right = piece.text[: max(0, start - at)], piece.text[max(0, end - at) :]
        at += len(piece.text)
        if at <= start:
            before.append(piece)
        elif right == piece.text:
            after.append(piece)
        else:
            touched.append(piece)
            before += [replace(piece, text=left)] if left else []
            after += [replace(piece, text=right)] if right else []
    starts = [piece.start_ms for piece in touched if piece.start_ms is not None]
    ends = [piece.end_ms for piece in touched if piece.end_ms is not None]
    typed = Piece(
        text=new,
        words=tuple(dict.fromkeys(word for piece in touched for word in piece.words)),
        start_ms=min(starts, default=None),
        end_ms=max(ends, default=None),
        rule=EDITED,
    )
    return (*before, typed, *after), typed


def _is_about(flag: Flag, typed: Piece) -> bool:
    """Whether a flag is about speech that was put right."""
    if flag.start_ms is None or flag.end_ms is None or typed.start_ms is None or typed.end_ms is None:
        return False
    return flag.start_ms < typed.end_ms and typed.start_ms < flag.end_ms
