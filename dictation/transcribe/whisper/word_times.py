"""Where the words of a text lie in a window, from how the network attended to the sound while it read them.

What ``find_alignment`` in ``whisper/timing.py`` does, without running the encoder again, compiling anything, or
sorting: that takes longer than all else here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from whisper.timing import WordTiming, merge_punctuations
from whisper.tokenizer import Tokenizer

from dictation.transcribe.whisper.network import CLOSING, OPENING, TimedToken
from dictation.transcribe.whisper.torch_layers import Encoded, TorchLayers

SECONDS_A_PLACE = 0.02
"""The encoder gives one place for two frames of 10 ms."""
EVEN = torch.finfo(torch.float32).tiny
"""Where all tokens attend alike there is nothing to divide by."""


def timed_tokens(
    layers: TorchLayers, tokenizer: Tokenizer, encoded: Encoded, tokens: Sequence[int], logprobs: Sequence[float]
) -> tuple[TimedToken, ...]:
    """Words with their times.

    Args:
        layers: The network.
        tokenizer: Of the window's language.
        encoded: One window.
        tokens: Its text.
        logprobs: The natural logarithms of the tokens' probabilities.
    """
    if not tokens:
        return ()
    start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
    device = encoded.keys[0].device
    attention = layers.attention(torch.tensor([[*start, *tokens, tokenizer.eot]], device=device), encoded)
    heard = attention[..., : max(1, encoded.frames[0] // 2)].softmax(-1)
    deviation, mean = torch.std_mean(heard, dim=-2, keepdim=True, unbiased=False)
    smoothed = torch.stack([median_of_seven(head) for head in (heard - mean) / deviation.clamp_min(EVEN)])
    # A token's row tells what the next one is taken from: so from the one before the text to that before the end.
    begins = _first_places(-smoothed.mean(0)[len(start) - 1 : -1].double().cpu().numpy()) * SECONDS_A_PLACE
    words, parts = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    borders = np.cumsum([0, *map(len, parts[:-1])])
    probabilities = np.exp(logprobs)
    timings = [
        WordTiming(word, part, begins[first], begins[last], probabilities[first:last].mean())
        for word, part, first, last in zip(words[:-1], parts[:-1], borders[:-1], borders[1:], strict=True)
    ]
    merge_punctuations(timings, OPENING, CLOSING)
    return tuple(
        TimedToken(
            text=timing.word,
            start=float(timing.start),
            end=float(timing.end),
            probability=float(timing.probability),
        )
        for timing in timings
        if timing.word
    )


def median_of_seven(rows: Tensor) -> Tensor:
    """The median of each value and three on either side; beyond the ends the row is mirrored.

    Three neighbours in order of size (low, middle, high) are found once for both sides. The third and the fourth of
    the six are chosen by the rule for two ordered lists: the k-th is the least of max(i-th of one, (k-i)-th of the
    other). Between those two lies the median, unless the value itself does.
    """
    if rows.shape[-1] < 4:
        return rows
    padded = functional.pad(rows, (3, 3), mode="reflect")
    first, second, third = padded[..., :-2], padded[..., 1:-1], padded[..., 2:]
    less, more = torch.minimum(first, second), torch.maximum(first, second)
    low, high = torch.minimum(less, third), torch.maximum(more, third)
    middle = torch.maximum(less, torch.minimum(more, third))
    length = rows.shape[-1]
    (low_1, middle_1, high_1), (low_2, middle_2, high_2) = (
        [part[..., begin : begin + length] for part in (low, middle, high)] for begin in (0, 4)
    )
    below = torch.minimum(
        torch.minimum(high_1, high_2),
        torch.minimum(torch.maximum(low_1, middle_2), torch.maximum(middle_1, low_2)),
    )
    above = torch.minimum(
        torch.maximum(middle_1, middle_2),
        torch.minimum(torch.maximum(low_1, high_2), torch.maximum(high_1, low_2)),
    )
    return torch.maximum(below, torch.minimum(rows, above))


def _first_places(costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each row the first column on the cheapest way from the first cell to the last: dynamic time warping.

    The way goes right, down or both at once. A row's sums follow from those of the row above without a loop: entering
    the row at column k costs ``entry[k]``, going on to j the sum of what lies between, so the cheapest way to j is the
    least ``entry[k] - sum(costs[:k])`` for k up to j, plus ``sum(costs[:j + 1])``.
    """
    rows, columns = costs.shape
    sums = np.full((rows + 1, columns + 1), np.inf)
    sums[0, 0] = 0
    for row in range(rows):
        entry = np.minimum(sums[row, :-1], sums[row, 1:])
        through = np.cumsum(costs[row])
        sums[row + 1, 1:] = through + np.minimum.accumulate(entry - through + costs[row])
    first = np.zeros(rows, dtype=np.int64)
    row, column = rows, columns
    while row > 0:
        first[row - 1] = column - 1
        across, up, left = sums[row - 1, column - 1], sums[row - 1, column], sums[row, column - 1]
        if across < up and across < left:
            row, column = row - 1, column - 1
        elif up < across and up < left:
            row -= 1
        else:
            column -= 1
    return first
