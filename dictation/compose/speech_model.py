"""How likely a stretch of speech is text to be written, what a client says to the secretary, or what she says.

A bigram model for each of the three, counted from a language's example sentences and smoothed as Witten and Bell (1991)
do. Names and numbers count as one word each, so that the examples' own are not learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import log

from dictation.compose.tokens import parted

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
        return together((self, other))


def together(parts: Iterable[Likelihoods]) -> Likelihoods:
    """How likely all parts of a stretch are."""
    text = client = secretary = 0.0
    for part in parts:
        text += part.text
        client += part.client
        secretary += part.secretary
    return Likelihoods(text=text, client=client, secretary=secretary)


NOTHING_KNOWN = Likelihoods()


class SpeechModel:
    """The three models of one language, counted on first use. Without examples everything is equally likely."""

    def __init__(self, examples: Mapping[Act, Iterable[str]], numbers: frozenset[str]) -> None:
        self._numbers = numbers
        self._examples = {act: tuple(lines) for act, lines in examples.items()}
        self._known: dict[tuple[str, str], Likelihoods] = {}
        """Of the pairs in examples alone, so that it stays small whatever is said in calls."""

    @cached_property
    def _models(self) -> Mapping[Act, _Bigrams]:
        return {act: _Bigrams(map(self._symbols, parted(lines))) for act, lines in self._examples.items()}

    @property
    def fitted(self) -> bool:
        """Whether there are examples of every act."""
        return len(self._examples) == len(Act)

    def is_common(self, norm: str) -> bool:
        """Whether the examples have a word more than once."""
        return sum(model.count(norm) for model in self._models.values()) > 1

    def share(self, norm: str) -> float:
        """The logarithm of how often a word is said in the language, whatever for."""
        times = sum(model.count(norm) for model in self._models.values())
        return log((times + 0.5) / (self._size + 0.5 * _VOCABULARY))

    @cached_property
    def _size(self) -> int:
        return sum(model.size for model in self._models.values())

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
            models = self._models
            found = Likelihoods(
                text=models[Act.TEXT].log(previous, symbol),
                client=models[Act.CLIENT].log(previous, symbol),
                secretary=models[Act.SECRETARY].log(previous, symbol),
            )
            if any(model.holds(previous, symbol) for model in models.values()):
                self._known[previous, symbol] = found
        return found

    def _symbols(self, words: Iterable[tuple[str, str, str]]) -> list[str]:
        symbols: list[str] = []
        starts = True
        for norm, core, after in words:
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
        told = [
            (previous, symbol)
            for line in lines
            for previous, symbol in zip((START, *line), line, strict=False)
            if symbol != START
        ]
        self._pairs = Counter(told)
        self._befores = Counter(previous for previous, _ in told)
        self._singles = Counter(symbol for _, symbol in told)
        self._followers = Counter(previous for previous, _ in self._pairs)
        kinds = len(self._singles)
        self.size = self._singles.total()
        """How many words the examples have."""
        self._rare, self._all = kinds / _VOCABULARY, self.size + kinds

    def holds(self, previous: str, symbol: str) -> bool:
        """Whether an example has the two one after the other."""
        return (previous, symbol) in self._pairs

    def count(self, symbol: str) -> int:
        """How often a word was seen."""
        return self._singles[symbol]

    def log(self, previous: str, symbol: str) -> float:
        """The logarithm of how likely ``symbol`` is after ``previous``."""
        single = (self._singles.get(symbol, 0) + self._rare) / self._all
        before = self._befores.get(previous, 0)
        if not before:
            return log(single)
        followers = self._followers[previous]
        return log((self._pairs.get((previous, symbol), 0) + followers * single) / (before + followers))
