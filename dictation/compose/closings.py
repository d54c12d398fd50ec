"""A close that is taken back for another: "Lots of love, no, too much, best wishes, Nora"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dictation.compose.boundaries import CLAUSE, Boundaries
from dictation.compose.language import Cue, Language
from dictation.compose.patterns import Match
from dictation.compose.tokens import Token

_FARTHEST = 16
"""How many tokens behind a close that is taken back another one may begin."""
_TAKEN_BACK = Cue(label="remark", weight=6.0, whole=True)
"""Worth more than a close is that nobody signs."""


def closes_taken_back(tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> Iterator[Match[Cue]]:
    """Each close behind which an editing term and then another close follow, up to that one, as a remark."""
    for place in range(len(tokens)):
        end = _close_end(tokens, boundaries, language, place) if boundaries.before[place] >= CLAUSE else 0
        if end and any(language.editing_terms.at(tokens, end)):
            ahead = range(end + 1, min(place + _FARTHEST, len(tokens)))
            following = next((at for at in ahead if _close_end(tokens, boundaries, language, at)), None)
            if following is not None:
                yield Match(payload=_TAKEN_BACK, start=place, end=following, values={})


def _close_end(tokens: Sequence[Token], boundaries: Boundaries, language: Language, place: int) -> int:
    """Where a close ends that begins at ``place``; 0 where none begins, or where it ends no clause."""
    ends = (match.end for match in language.cues.at(tokens, place) if match.payload.label == "closing")
    end = max(ends, default=0)
    return end if end and end < len(tokens) and boundaries.before[end] >= CLAUSE else 0
