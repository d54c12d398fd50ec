"""Reads the language model in PocketSphinx's wheel, which PocketSphinx itself cannot write out as text intact.

The file is sphinxbase's "trie" form (``lm_trie.c``, ``lm_trie_quant.c`` and ``bitarr.c`` of cmusphinx/pocketsphinx), a
descendant of KenLM's: unigrams as plain records, longer n-grams packed into bits, probabilities as places in tables of
65,536 values. N-grams lie backwards: a bigram is found under its last word, a trigram under its last two.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dictation.errors import EngineError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_MAGIC = b"Trie Language Model"
_TABLE = 1 << 16
_LOG10 = np.log10(1.0001)
"""What the file calls 1: its probabilities are logarithms to the base 1.0001."""


@dataclass(frozen=True, kw_only=True)
class Ngrams:
    """All n-grams of one length, a row each; words are places in the model's list of words."""

    words: Ints
    """As many columns as words, in the order they are spoken."""
    log_prob: Floats
    """log10 of the probability of the last word after those before it."""
    backoff: Floats
    """log10 of the weight for going on from this n-gram to words that never followed it; zeros for the longest."""


@dataclass(frozen=True, kw_only=True)
class TrigramModel:
    """A back-off model of three words (Katz 1987), as an ARPA file holds it."""

    words: list[str]
    orders: tuple[Ngrams, Ngrams, Ngrams]


def read_trie(path: Path) -> TrigramModel:
    """Read a trigram model in sphinxbase's binary form.

    Raises:
        EngineError: The file is missing or not in this form.
    """
    try:
        data = path.read_bytes()
        if not data.startswith(_MAGIC) or data[len(_MAGIC)] != 3:
            raise ValueError("it does not begin as one")  # noqa: TRY301 - told below together with a torn file
        return _parse(data)
    except (OSError, ValueError, IndexError, struct.error) as exc:
        raise EngineError(
            f"The language model of the embedded recogniser cannot be read: {exc}",
            place=str(path),
            remedy="Install pocketsphinx again: pip install --force-reinstall pocketsphinx",
        ) from exc


def _parse(data: bytes) -> TrigramModel:
    at = len(_MAGIC) + 1
    counts = struct.unpack_from("<3I", data, at)
    at += 12 + 4  # the three counts, and the kind of quantisation, of which there is only one
    tables = np.frombuffer(data, "<f4", 3 * _TABLE, at).reshape(3, _TABLE).astype(np.float64)
    at += tables.size * 4
    unigram = np.dtype([("prob", "<f4"), ("backoff", "<f4"), ("next", "<u4")])
    ones = np.frombuffer(data, unigram, counts[0] + 1, at)
    at += ones.nbytes

    word_bits, next_bits = counts[0].bit_length(), counts[2].bit_length()
    width = word_bits + 32 + next_bits
    pairs = int(ones["next"][-1])  # a few less than announced: those of unknown words were left out
    last, backoff, prob, following = _unpack(data, at, pairs + 1, (word_bits, 16, 16, next_bits))
    at += ((1 + counts[1]) * width + 7) // 8 + 8
    triples = int(following[-1])
    longest, longest_prob = _unpack(data, at, triples, (word_bits, 16))
    at += ((1 + counts[2]) * (word_bits + 16) + 7) // 8 + 8

    (size,) = struct.unpack_from("<I", data, at)
    words = [word.decode("utf-8") for word in data[at + 4 : at + 4 + size].split(b"\0")[: counts[0]]]
    owner = _owners(ones["next"].astype(np.int64))
    parent = _owners(following)
    return TrigramModel(
        words=words,
        orders=(
            Ngrams(
                words=np.arange(counts[0])[:, None],
                log_prob=ones["prob"][:-1] * _LOG10,
                backoff=ones["backoff"][:-1] * _LOG10,
            ),
            Ngrams(
                words=np.stack([last[:-1], owner], axis=1),
                log_prob=tables[0][prob[:-1]] * _LOG10,
                backoff=tables[1][backoff[:-1]] * _LOG10,
            ),
            Ngrams(
                words=np.stack([longest, last[parent], owner[parent]], axis=1),
                log_prob=tables[2][longest_prob] * _LOG10,
                backoff=np.zeros(triples),
            ),
        ),
    )


def _unpack(data: bytes, at: int, rows: int, widths: tuple[int, ...]) -> list[Ints]:
    """The fields of ``rows`` records of so many bits each, packed from byte ``at`` on, lowest bit first."""
    total = sum(widths)
    raw = np.frombuffer(data, np.uint8, (rows * total + 7) // 8 + 8, at)
    fields = []
    offset = np.arange(rows, dtype=np.int64) * total
    for width in widths:
        first = offset >> 3
        value = np.zeros(rows, dtype=np.int64)
        for byte in range(5):
            value |= raw[first + byte].astype(np.int64) << (8 * byte)
        fields.append((value >> (offset & 7)) & ((1 << width) - 1))
        offset = offset + width
    return fields


def _owners(first: Ints) -> Ints:
    """For each child the parent's place, where ``first`` has each parent's first child and at last their number."""
    return np.searchsorted(first, np.arange(first[-1]), side="right") - 1
