"""The spans that a call is parted into, and the paths by which the decoder comes to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dictation.compose.language import Cue
from dictation.compose.patterns import Match
from dictation.compose.phases import Phase

TALK, TEXT = "talk", "text"
"""Labels of spans that no cue begins: side talk, and words to be written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Tokens ``start`` to ``end`` (exclusive) that are one kind of speech."""

    label: str
    phase: Phase
    start: int
    end: int
    cue: Match[Cue] | None = None
    score: float = 0.0


class State(NamedTuple):
    """What kind of speech a span is, and how far the item has come."""

    phase: Phase
    label: str


@dataclass(slots=True)
class Cell:
    """The best path to a place in one state."""

    score: float
    state: State
    came_from: Cell | None = None
    at: int = 0
    cue: Match[Cue] | None = None
    """The cue that began the current span."""
    begun: int = 0
    """The token at which the current span began."""
    gain: float = 0.0
    """What the step into this cell was worth."""


def spans_along(last: Cell) -> list[Span]:
    """The path that ends in ``last``, a span where label or cue change."""
    path: list[Cell] = []
    cell: Cell | None = last
    while cell is not None and cell.came_from is not None:
        path.append(cell)
        cell = cell.came_from
    spans: list[Span] = []
    for step in reversed(path):
        start = step.came_from.at if step.came_from else 0
        if spans and start != step.begun:
            last_span = spans[-1]
            spans[-1] = Span(
                label=last_span.label,
                phase=last_span.phase,
                start=last_span.start,
                end=step.at,
                cue=last_span.cue,
                score=last_span.score + step.gain,
            )
        else:
            spans.append(
                Span(
                    label=step.state.label,
                    phase=step.state.phase,
                    start=start,
                    end=step.at,
                    cue=step.cue,
                    score=step.gain,
                )
            )
    return spans
