"""Times of words that can be: in order, inside their stretch, and none without length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from dictation.model.transcript import Mark, MarkKind, Word
from dictation.transcribe.engine import Stretch

_SHORTEST_MS = 20
"""No word is said faster."""
_USUAL_MS = 250
"""What a word is given that has no time of its own, where there is room."""
_BACKWARD_MS = 100
"""Times that run back farther are no rounding."""
_IN_A_ROW = 3
"""So many words one behind the other without length are not only short."""


def in_order(words: Sequence[Word], stretch: Stretch) -> tuple[tuple[Word, ...], tuple[Mark, ...]]:
    """The words with times that can be, and a mark where those they had were far off.

    Words keep their order. Times outside the stretch are moved to its edge, times that run backward to the word before;
    words without length share the time until the next one that has some.
    """
    forward, wrong = _forward(words, stretch)
    times: list[tuple[int, int]] = []
    for flat, group in groupby(forward, key=lambda time: time[1] - time[0] < _SHORTEST_MS):
        run = list(group)
        if flat:
            after = len(times) + len(run)
            room_end = forward[after][0] if after < len(forward) else stretch.end_ms
            run = _spread(len(run), times[-1][0] if times else stretch.start_ms, run[0][0], room_end)
            if times and times[-1][1] > run[0][0]:
                times[-1] = (times[-1][0], run[0][0])
            if len(run) >= _IN_A_ROW:
                wrong = [*wrong, *run]
        times += run
    mended = tuple(replace(word, start_ms=a, end_ms=b) for word, (a, b) in zip(words, times, strict=True))
    if not wrong:
        return mended, ()
    detail = f"{len(wrong)} words had times that cannot be"
    start_ms, end_ms = min(a for a, _ in wrong), max(b for _, b in wrong)
    return mended, (Mark(kind=MarkKind.TIMES, start_ms=start_ms, end_ms=end_ms, detail=detail),)


def _forward(words: Sequence[Word], stretch: Stretch) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Times that never run backward nor out of the stretch, and those of them that were far off."""
    times: list[tuple[int, int]] = []
    wrong = []
    before = stretch.start_ms
    for word in words:
        start_ms = min(max(word.start_ms, before), stretch.end_ms)
        end_ms = min(max(word.end_ms, start_ms), stretch.end_ms)
        times.append((start_ms, end_ms))
        if abs(start_ms - word.start_ms) > _BACKWARD_MS:
            wrong.append(times[-1])
        before = start_ms
    return times, wrong


def _spread(count: int, earliest: int, start: int, end: int) -> list[tuple[int, int]]:
    """Times for so many words from ``start`` to ``end``; where that is too short, they begin earlier."""
    if end - start < count * _SHORTEST_MS:
        start = max(min(start, end - count * _SHORTEST_MS), earliest + _SHORTEST_MS if earliest < start else earliest)
    end = min(end, start + count * _USUAL_MS)
    edges = [start + (end - start) * number // count for number in range(count + 1)]
    return list(pairwise(edges))
