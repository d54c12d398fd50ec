"""Who is dictating, where the transcript tells the speakers apart."""

from __future__ import annotations

from collections.abc import Sequence

from dictation.compose.boundaries import Boundaries
from dictation.compose.language import Language
from dictation.compose.tokens import Token

_TELLING = frozenset({"end", "closing", "paragraph", "subject", "copy", "open", "bullet", "text-start"})
"""Cues that a client says often and a secretary seldom."""


def spoken_by_others(tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> list[bool]:
    """Whether each token is spoken by somebody else than the client.

    The client is whoever says the most commands and marks; without speakers nobody is somebody else.
    """
    speakers = {token.speaker for token in tokens}
    if len(speakers) < 2:
        return [False] * len(tokens)
    votes: dict[str | None, float] = dict.fromkeys(speakers, 0.0)
    for place, token in enumerate(tokens):
        votes[token.speaker] += 2.0 if place in boundaries.marks else 0.05
        cues = {match.payload.label for match in language.cues.at(tokens, place)}
        votes[token.speaker] += 3.0 if cues & _TELLING else 0.0
    client = max(sorted(speakers, key=str), key=lambda speaker: votes[speaker])
    return [token.speaker != client for token in tokens]
