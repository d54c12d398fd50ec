"""How likely a stretch of speech is text to be written, what a client says to the secretary, or what she says.

A bigram model for each of the three, counted from a language's example sentences and smoothed as Witten and Bell (1991)
do. Names and numbers count as one word each, so that the examples' own are not learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from dictation.compose.tokens import normalise, split_edges

_VOCABULARY = 20_000
"""How many words a language is taken to have, for those that no example holds."""
NAME, NUMBER, START, QUESTION, STOP = "<name>", "<number>", "<start>", "<?>", "<.>"


class Act(StrEnum):
    """What an utterance in a call is for."""

    TEXT = "text"
    CLIENT = "client"
    """Said to the secretary: small talk, remarks, answers."""
    SECRETARY = "secretary"


@dataclass(frozen=True, kw_only=True, slots=True)
class Likelihoods:
    """Natural logarithms of how likely a stretch is as each act."""

    text: float = 0.0
    client: float = 0.0
    secretary: float = 0.0

    def __add__(self, other: Likelihoods) -> Likelihoods:
        return Likelihoods(
            text=self.text + other.text,
            client=self.client + other.client,
            secretary=self.secretary + other.secretary,
        )


NOTHING_KNOWN = Likelihoods()


class SpeechModel:
    """The three models of one language. Without examples everything is equally likely."""

    def __init__(self, examples: Mapping[Act, Iterable[str]], numbers: frozenset[str]) -> None:
        self._numbers = numbers
        self._models = {act: _Bigrams(self._symbols(line) for line in lines) for act, lines in examples.items()}
        self._known: dict[tuple[str, str], Likelihoods] = {}

    @property
    def fitted(self) -> bool:
        """Whether there are examples of every act."""
        return len(self._models) == len(Act)

    def is_common(self, norm: str) -> bool:
        """Whether the examples have a word more than once."""
        return sum(model.count(norm) for model in self._models.values()) > 1

    def word(self, norm: str, *, is_name: bool) -> str:
        """The symbol that a word counts as."""
        if is_name:
            return NAME
        spelled = len(norm) == 1 and norm.isalpha() and norm not in ("a", "i")
        return NUMBER if norm in self._numbers or norm[:1].isdecimal() or spelled else norm

    def after(self, previous: str, symbol: str) -> Likelihoods:
        """How likely ``symbol`` is after ``previous``, as each act."""
        found = self._known.get((previous, symbol))
        if found is None:
            if not self.fitted:
                return NOTHING_KNOWN
            if previous == symbol and symbol in (NAME, NUMBER):
                return NOTHING_KNOWN  # how long a number is tells nothing about who says it
            found = Likelihoods(**{act.value: model.log(previous, symbol) for act, model in self._models.items()})
            self._known[previous, symbol] = found
        return found

    def _symbols(self, line: str) -> list[str]:
        symbols: list[str] = []
        starts = True
        for word in line.split():
            _, core, after = split_edges(word)
            norm = normalise(core)
            name = core[:1].isupper() and not starts and len(core) > 1
            symbol = self.word(norm, is_name=name)
            if symbol not in (NAME, NUMBER) or symbols[-1:] != [symbol]:
                symbols.append(symbol)
            starts = any(mark in ".?!" for mark in after)
            if starts:
                symbols += [QUESTION if "?" in after else STOP, START]
        return symbols[:-1] if symbols[-1:] == [START] else symbols


class _Bigrams:
    """How often each word follows each other, falling back to how often it occurs at all."""

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._befores: Counter[str] = Counter()
        self._singles: Counter[str] = Counter()
        for line in lines:
            for previous, symbol in zip((START, *line), line, strict=False):
                if symbol != START:
                    self._pairs[previous, symbol] += 1
                    self._befores[previous] += 1
                    self._singles[symbol] += 1
        self._followers = Counter(previous for previous, _ in self._pairs)
        self._total = self._singles.total()

    def count(self, symbol: str) -> int:
        """How often a word was seen."""
        return self._singles[symbol]

    def log(self, previous: str, symbol: str) -> float:
        """The logarithm of how likely ``symbol`` is after ``previous``."""
        kinds = len(self._singles)
        single = (self._singles[symbol] + kinds / _VOCABULARY) / (self._total + kinds)
        before, followers = self._befores[previous], self._followers[previous]
        if not before:
            return log(single)
        return log((self._pairs[previous, symbol] + followers * single) / (before + followers))
