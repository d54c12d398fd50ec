"""Mixes the wheel's language model with one of business dictation, and writes the mixture as an ARPA file.

The mixture of two models is λ·P(dictation) + (1 − λ)·P(wheel) for every n-gram that either of them has (Jelinek and
Mercer 1980), with back-off weights worked out anew so that probabilities sum to one. The dictation model is smoothed
after Witten and Bell (1991), who need no held-out text. ARPA is the text form that every recogniser reads:
https://cmusphinx.github.io/wiki/arpaformat/.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

import numpy as np

from dictation.transcribe.embedded.trie import Floats, Ints, Ngrams, TrigramModel

DICTATION_SHARE = 0.5
"""λ: how much of the mixture is dictation."""
KEPT_WORDS = 20_000
"""The most frequent words of the wheel's model that stay: all 72,547 take several times as long, and hear no better."""
TELLING = 3.0
"""An n-gram of the wheel's model stays only if it is so many times as likely as the shorter ones alone make it."""

_START, _END = "<s>", "</s>"
_NEVER = 1e-99


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Values by n-gram: sorted keys, each the n-gram's words as one number in base ``size``."""

    keys: Ints
    values: Floats

    def at(self, keys: Ints, default: Floats | float) -> Floats:
        """The values at the keys, the default where there is none."""
        if not self.keys.size:
            return np.broadcast_to(np.asarray(default, dtype=np.float64), keys.shape).copy()
        place = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[place] == keys, self.values[place], default)


def mix(base: TrigramModel, sentences: Iterable[list[str]], *, share: float = DICTATION_SHARE) -> TrigramModel:
    """The mixture of a model with the one that the sentences make."""
    counted = [[_START, *sentence, _END] for sentence in sentences]
    words = _kept(base, counted)
    number = {word: place for place, word in enumerate(words)}
    size = len(words)
    text = [np.array([number[word] for word in sentence]) for sentence in counted]
    ours = _Dictation(text, size)
    theirs = _Base(base, number, size)

    one = share * ours.ones + (1 - share) * theirs.ones
    one[number[_START]] = _NEVER
    triples = np.union1d(theirs.triples.keys, ours.triples.keys)
    pairs = np.union1d(np.union1d(theirs.pairs.keys, ours.pairs.keys), triples // size)
    two = share * ours.two(pairs) + (1 - share) * theirs.two(pairs)
    three = share * ours.three(triples) + (1 - share) * theirs.three(triples)

    low_two = _Table(keys=pairs, values=two).at(triples % size**2, np.nan)
    back_one = _backoff(pairs // size, two, one[pairs % size], size)
    places = np.searchsorted(pairs, triples // size)
    low_three = np.where(np.isnan(low_two), back_one[triples // size % size] * one[triples % size], low_two)
    back_two = _backoff(places, three, low_three, pairs.size)
    columns_two = np.stack([pairs // size, pairs % size], axis=1)
    columns_three = np.stack([triples // size**2, triples // size % size, triples % size], axis=1)
    never = np.full(size, _NEVER)
    return TrigramModel(
        words=words,
        orders=(
            Ngrams(
                words=np.arange(size)[:, None], log_prob=np.log10(np.maximum(one, never)), backoff=np.log10(back_one)
            ),
            Ngrams(words=columns_two, log_prob=np.log10(two), backoff=np.log10(back_two)),
            Ngrams(words=columns_three, log_prob=np.log10(three), backoff=np.zeros(triples.size)),
        ),
    )


def write_arpa(model: TrigramModel, file: TextIO) -> None:
    """Write the model as an ARPA file."""
    file.write("\\data\\\n")
    file.writelines(f"ngram {length}={len(order.words)}\n" for length, order in enumerate(model.orders, 1))
    words = np.array(model.words, dtype=object)
    for length, order in enumerate(model.orders, 1):
        file.write(f"\n\\{length}-grams:\n")
        columns = [words[order.words[:, place]].tolist() for place in range(length)]
        texts = [" ".join(ngram) for ngram in zip(*columns, strict=True)]
        if length == len(model.orders):
            rows = zip(order.log_prob.tolist(), texts, strict=True)
            file.writelines(f"{prob:.4f}\t{text}\n" for prob, text in rows)
        else:
            longer = zip(order.log_prob.tolist(), texts, order.backoff.tolist(), strict=True)
            file.writelines(f"{prob:.4f}\t{text}\t{backoff:.4f}\n" for prob, text, backoff in longer)
    file.write("\n\\end\\\n")


def _kept(base: TrigramModel, sentences: list[list[str]]) -> list[str]:
    often = np.argsort(-base.orders[0].log_prob, kind="stable")[:KEPT_WORDS]
    kept = {base.words[place] for place in often} | {word for sentence in sentences for word in sentence}
    return sorted(kept | {_START, _END})


def _backoff(history: Ints, high: Floats, low: Floats, histories: int) -> Floats:
    """The weight that makes what is left after a history's own n-grams fit what the shorter ones give."""
    left = 1 - _sums(history, high, histories)
    right = 1 - _sums(history, low, histories)
    return np.clip(left, 1e-4, 1) / np.clip(right, 1e-4, 1)


def _sums(places: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values at each place."""
    return np.bincount(places, weights=values, minlength=size).astype(np.float64)


class _Dictation:
    """The model of the sentences."""

    def __init__(self, text: list[Ints], size: int) -> None:
        self._size = size
        every = np.concatenate([sentence[1:] for sentence in text])
        self.ones: Floats = np.bincount(every, minlength=size) / every.size
        self.pairs = _counts([s[:-1] * size + s[1:] for s in text])
        self.triples = _counts([(s[:-2] * size + s[1:-1]) * size + s[2:] for s in text if s.size > 2])
        first = self.pairs.keys // size
        self._followed = _sums(first, self.pairs.values, size)
        self._kinds = np.bincount(first, minlength=size).astype(np.float64)
        histories, inverse, kinds = np.unique(self.triples.keys // size, return_inverse=True, return_counts=True)
        self._followed_two = _Table(keys=histories, values=_sums(inverse, self.triples.values, histories.size))
        self._kinds_two = _Table(keys=histories, values=kinds.astype(np.float64))

    def two(self, pairs: Ints) -> Floats:
        """P(second | first) for pairs of words."""
        first, low = pairs // self._size, self.ones[pairs % self._size]
        followed, kinds = self._followed[first], self._kinds[first]
        return _witten_bell(self.pairs.at(pairs, 0.0), followed, kinds, low)

    def three(self, triples: Ints) -> Floats:
        """P(third | first, second) for triples of words."""
        histories = triples // self._size
        followed, kinds = self._followed_two.at(histories, 0.0), self._kinds_two.at(histories, 0.0)
        return _witten_bell(self.triples.at(triples, 0.0), followed, kinds, self.two(triples % self._size**2))


def _witten_bell(count: Floats, followed: Floats, kinds: Floats, low: Floats) -> Floats:
    return np.where(followed > 0, (count + kinds * low) / np.maximum(followed + kinds, 1), low)


def _counts(keys: list[Ints]) -> _Table:
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    return _Table(keys=found, values=counts.astype(np.float64))


class _Base:
    """The wheel's model, without the words that were not kept."""

    def __init__(self, model: TrigramModel, number: dict[str, int], size: int) -> None:
        self._size = size
        new = np.array([number.get(word, -1) for word in model.words])
        one, two, three = model.orders
        kept = new >= 0
        self.ones = np.zeros(size)
        self.ones[new[kept]] = 10 ** one.log_prob[kept]
        self.ones /= self.ones.sum()
        self._backoff_one = np.ones(size)
        self._backoff_one[new[kept]] = 10 ** one.backoff[kept]
        self.pairs, self._backoff_two = _renumbered(two, new, size)
        self.triples, _ = _renumbered(three, new, size)
        self.triples = _telling(
            self.triples, self._backoff_two.at(self.triples.keys // size, 1.0) * self.two(self.triples.keys % size**2)
        )
        self.pairs = _telling(self.pairs, self._by_one(self.pairs.keys))

    def two(self, pairs: Ints) -> Floats:
        """P(second | first) for pairs of words."""
        return self.pairs.at(pairs, self._by_one(pairs))

    def _by_one(self, pairs: Ints) -> Floats:
        return self._backoff_one[pairs // self._size] * self.ones[pairs % self._size]

    def three(self, triples: Ints) -> Floats:
        """P(third | first, second) for triples of words."""
        low = self._backoff_two.at(triples // self._size, 1.0) * self.two(triples % self._size**2)
        return self.triples.at(triples, low)


def _telling(table: _Table, low: Floats) -> _Table:
    told = table.values > TELLING * low
    return _Table(keys=table.keys[told], values=table.values[told])


def _renumbered(order: Ngrams, new: Ints, size: int) -> tuple[_Table, _Table]:
    """The order's probabilities and back-off weights by the new numbers of its words."""
    words = new[order.words]
    kept = (words >= 0).all(axis=1)
    words = words[kept]
    keys = words[:, 0]
    for column in range(1, words.shape[1]):
        keys = keys * size + words[:, column]
    sorted_ = np.argsort(keys)
    keys = keys[sorted_]
    return (
        _Table(keys=keys, values=10 ** order.log_prob[kept][sorted_]),
        _Table(keys=keys, values=10 ** order.backoff[kept][sorted_]),
    )
