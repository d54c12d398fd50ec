"""Where the words of a draft are to be heard in the call, and which of them are doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dictation.model.draft import Draft, Passage, Piece
from dictation.review.wording import cut, is_about, map_passages

_SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"'”’)\]]*(?=\s)|(?=\s*\Z))", re.DOTALL)
DOUBTFUL = "‹", "›"
"""What stands around doubtful words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """A stretch of a call."""

    text: str
    """What is to be heard there."""
    start_ms: int
    end_ms: int


def flag_clips(draft: Draft) -> tuple[Clip | None, ...]:
    """What each flag is about, in the order of the flags; None where that is no stretch of the call."""
    return tuple(
        Clip(text=flag.words or flag.message, start_ms=flag.start_ms, end_ms=flag.end_ms)
        if flag.start_ms is not None and flag.end_ms is not None
        else None
        for flag in draft.flags
    )


def sentences(draft: Draft) -> tuple[Clip, ...]:
    """The sentences of a draft that were spoken, in the order in which they are read."""
    return tuple(clip for passage in draft.passages for clip in _sentences(passage))


def mark_doubtful(draft: Draft) -> Draft:
    """``draft`` with :data:`DOUBTFUL` around the words that its flags are about; for looking at, not for keeping."""
    return map_passages(draft, lambda passage: _marked(passage, draft))


def _sentences(passage: Passage) -> Iterator[Clip]:
    for found in _SENTENCE.finditer(passage.text):
        pieces = cut(passage, found.start(), found.end())
        starts = [piece.start_ms for piece in pieces if piece.start_ms is not None]
        stops = [piece.end_ms for piece in pieces if piece.end_ms is not None]
        if starts and stops:
            yield Clip(text=found[0], start_ms=min(starts), end_ms=max(stops))


def _marked(passage: Passage, draft: Draft) -> Passage:
    pieces: list[Piece] = []
    for piece in passage.pieces:
        word = piece.text.strip()
        if word and any(is_about(flag, piece) for flag in draft.flags):
            opening, closing = DOUBTFUL
            piece = replace(piece, text=piece.text.replace(word, f"{opening}{word}{closing}"))  # noqa: PLW2901
        pieces.append(piece)
    return Passage(pieces=tuple(pieces))
