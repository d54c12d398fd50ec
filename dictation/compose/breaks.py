"""Where sentences and clauses end in a transcript that tells nothing of it but words and pauses.

A naive Bayes classifier: the word before a place, the word after it and the silence between them each tell how likely a
sentence ends there, a comma stands there, or neither. What the words tell is counted from a language's example
sentences; what silences tell is set by hand, wide enough for people who stop to think.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from math import log

from dictation.compose.tokens import parted


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
_UNKNOWN = "<unknown>"


class BreakModel:
    """Tells breaks by the words around them in a language's examples, which are counted on first use.

    Names count as one word.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = tuple(lines)

    def __bool__(self) -> bool:
        """Whether there were any examples."""
        return self._counts.total > 0

    def likeliest(self, before: str, after: str, pause_ms: int) -> Break:
        """What most likely stands between two norms."""
        silence = bisect(_PAUSES_MS, pause_ms)
        counts = self._counts
        leads, follows = counts.fits(before).before, counts.fits(after).after
        return max(
            Break,
            key=lambda kind: counts.shares[kind] + leads[kind] + follows[kind] + log(_PAUSED[kind][silence]),
        )

    @cached_property
    def _counts(self) -> _Counts:
        return _Counts(self._lines)


@dataclass(frozen=True, slots=True)
class _Fits:
    """How much likelier each break is beside a word, in logarithms by the break."""

    before: tuple[float, ...]
    after: tuple[float, ...]


class _Counts:
    """How often each word stood before each break and after it."""

    def __init__(self, lines: Iterable[str]) -> None:
        before: dict[Break, list[str]] = {kind: [] for kind in Break}
        after: dict[Break, list[str]] = {kind: [] for kind in Break}
        for words in parted(lines):
            _collect(words, before, after)
        self._before = [(Counter(before[kind]), len(before[kind])) for kind in Break]
        self._after = [(Counter(after[kind]), len(after[kind])) for kind in Break]
        self._all = Counter[str]()
        for counter, _ in self._before:
            self._all.update(counter)
        self.total = self._all.total()
        # A break that no example has counts as seen once: few examples do not show that it never occurs.
        self.shares = tuple(log(max(times, 1) / self.total) for _, times in self._before) if self.total else ()
        self._words = frozenset(self._all).union(*(counter for counter, _ in self._after))
        self._known: dict[str, _Fits] = {}

    def fits(self, norm: str) -> _Fits:
        """How breaks fit a word. Words of no example are all alike, so that what is kept stays small."""
        norm = norm if norm in self._words else _UNKNOWN
        found = self._known.get(norm)
        if found is None:
            found = self._known[norm] = _Fits(
                before=tuple(self._fit(*seen, norm) for seen in self._before),
                after=tuple(self._fit(*seen, norm) for seen in self._after),
            )
        return found

    def _fit(self, counter: Counter[str], times: int, norm: str) -> float:
        expected = (self._all[norm] + _RARE) / (self.total + _RARE * len(self._all))
        return log((counter[norm] + _RARE * expected) / (times + _RARE)) - log(expected)


def _collect(
    words: Iterable[tuple[str, str, str]], before: Mapping[Break, list[str]], after: Mapping[Break, list[str]]
) -> None:
    """Add a line's words to those that stand before each break and after it."""
    previous, kind = "", Break.END
    for word, core, heard in words:
        named = core[:1].isupper() and kind is not Break.END and len(core) > 1
        norm = NAME if named else word
        after[kind].append(norm)
        if previous:
            before[kind].append(previous)
        ends = any(mark in ".?!" for mark in heard)
        previous, kind = norm, Break.END if ends else Break.COMMA if heard else Break.NOTHING
    if previous:
        before[Break.END].append(previous)
