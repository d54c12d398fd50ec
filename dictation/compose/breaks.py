"""Where sentences and clauses end in a transcript that tells nothing of it but words and pauses.

A naive Bayes classifier: the word before a place, the word after it and the silence between them each tell how likely a
sentence ends there, a comma stands there, or neither. What the words tell is counted from a language's example
sentences; what silences tell is set by hand, wide enough for people who stop to think.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from math import log

from dictation.compose.tokens import normalise, split_edges


class Break(IntEnum):
    """What stands between two words."""

    NOTHING = 0
    COMMA = 1
    END = 2


_PAUSES_MS = (60, 150, 300, 450, 800)
_PAUSED = {
    Break.NOTHING: (0.93, 0.02, 0.02, 0.015, 0.01, 0.005),
    Break.COMMA: (0.15, 0.25, 0.35, 0.15, 0.07, 0.03),
    Break.END: (0.02, 0.02, 0.06, 0.2, 0.4, 0.3),
}
"""How likely a silence of each length is, up to the limits of ``_PAUSES_MS``."""
NAME = "<name>"
_RARE = 2.0
"""How often a word counts as seen more than it was, spread over all words."""


class BreakModel:
    """Counts of the words around breaks in a language's examples. Names count as one word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._before: dict[Break, Counter[str]] = {kind: Counter() for kind in Break}
        self._after: dict[Break, Counter[str]] = {kind: Counter() for kind in Break}
        for line in lines:
            self._count(line)
        self._all = Counter[str]()
        for counter in self._before.values():
            self._all.update(counter)
        self._total = self._all.total()
        self._known: dict[tuple[str, str], tuple[float, ...]] = {}

    def __bool__(self) -> bool:
        """Whether there were any examples."""
        return self._total > 0

    def likeliest(self, before: str, after: str, pause_ms: int) -> Break:
        """What most likely stands between two norms."""
        words = self._known.get((before, after))
        if words is None:
            words = tuple(self._words(kind, before, after) for kind in Break)
            self._known[before, after] = words
        silence = bisect(_PAUSES_MS, pause_ms)
        return max(Break, key=lambda kind: words[kind] + log(_PAUSED[kind][silence]))

    def _words(self, kind: Break, before: str, after: str) -> float:
        share = log(self._before[kind].total() / self._total)
        return share + self._fit(self._before[kind], before) + self._fit(self._after[kind], after)

    def _fit(self, counter: Counter[str], norm: str) -> float:
        expected = (self._all[norm] + _RARE) / (self._total + _RARE * len(self._all))
        return log((counter[norm] + _RARE * expected) / (counter.total() + _RARE)) - log(expected)

    def _count(self, line: str) -> None:
        previous, kind = "", Break.END
        for word in line.split():
            _, core, heard = split_edges(word)
            named = core[:1].isupper() and kind is not Break.END and len(core) > 1
            norm = NAME if named else normalise(core)
            self._after[kind][norm] += 1
            if previous:
                self._before[kind][previous] += 1
            ends = any(mark in ".?!" for mark in heard)
            previous, kind = norm, Break.END if ends else Break.COMMA if heard else Break.NOTHING
        if previous:
            self._before[Break.END][previous] += 1
