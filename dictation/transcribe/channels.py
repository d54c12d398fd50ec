"""Which channels of a recording are the sides of a call, and what each of them holds that is only the other's echo.

A recording is heard through once for this. Two channels belong together where what is on the one is also on the other,
a little later, weaker or blurred by a room: that is seen by how their spectrograms correlate, second by second, which a
codec, a phase or an echo's own echoes change little. Channels that always hold the same are one side. Where one
side's voice is heard on the other's channel, as with a loudspeaker or a poor hybrid, what is no louder than that echo
is silenced before anything listens for speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dictation.errors import SilentRecording
from dictation.transcribe.audio import BLOCK, FRAME, Block, blocks
from dictation.transcribe.engine import SAMPLE_RATE

_SILENCE = 0.001
"""Below this (−60 dB of full scale) nothing on a recording is anybody's voice."""
_QUIET = 10 ** (-30 / 20)
"""A second that is quieter than the loudest by more than this ratio (30 dB) holds no voice that could be an echo."""
_WEAKEST = 10 ** (-50 / 20)
"""A channel that is weaker than the other by more than this ratio holds no echo of it that matters."""
_SHORTEST = BLOCK // 4
"""Samples of the shortest piece of sound that is compared."""
_ALIKE = 0.62
"""Two channels hold one sound where their correlation is so high in half of the seconds in which one is louder. Of two
voices it is 0.44, of a voice and its echo in a room 0.8, of a voice and its echo on a line 0.99 (``samples/``)."""
_SAME, _NEARLY_ALL = 0.95, 0.9
"""Two channels are one side where their correlation is so high in so many of the seconds that hold sound."""
_STEADY_DB = 6.0
"""… and the one is never louder or weaker by more than this than at other times. An echo is, when its owner speaks."""
_FEWEST = 3
"""Seconds that must be compared before a channel is said to hold the other's echo."""
_HOP = 256
"""Samples from one column of a spectrogram to the next: 16 ms."""
_LATEST = 25
"""Columns; no echo comes later than 0.4 seconds."""
_BANDS = np.geomspace(200, 4000, 13) * (2 * _HOP) / SAMPLE_RATE
"""Edges of a spectrogram's rows: a telephone's band, in bins of the transform."""
_LINGERING = 10
"""Frames (0.3 s) for which a room keeps an echo."""
_OVER_DB = 6.0
"""What is louder than the echo by so much is a voice of its own."""
_WANTED_PEAK, _LOW_PEAK, _MOST_GAIN = 0.3, 0.1, 30.0
"""A side that is quieter than the second is made as loud as the first, for the detector of speech; others stay as they
are, since the embedded recogniser mishears more of what was made louder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Echo:
    """What of another channel is heard on a side."""

    channel: int
    gain_db: float
    """How much louder it is here than there; negative where it is weaker."""
    delay: int
    """Frames (:data:`~dictation.transcribe.audio.FRAME`) by which it comes later here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side of a call on a recording."""

    channel: int
    """The channel of the recording that holds it best."""
    gain: float = 1.0
    """What its samples are multiplied with."""
    echoes: tuple[Echo, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What is known of a recording after hearing it through once."""

    duration_ms: int
    sides: tuple[Side, ...]
    """At least one, in the order of their channels."""
    damage: tuple[tuple[int, str], ...] = ()
    """The milliseconds at which something cannot be decoded, with the decoder's words for it."""


def survey(path: Path) -> Survey:
    """Hear the recording through for its true length, its sides and its damage, keeping nothing of it.

    Raises:
        AudioError: Nothing of it can be decoded.
        SilentRecording: No side of it is ever loud enough to be speech.
    """
    damage: list[tuple[int, str]] = []
    samples, peaks = 0, np.zeros(1)
    likeness: dict[tuple[int, int], _Likeness] = {}
    for block in blocks(path, damaged=lambda at_ms, why: damage.append((at_ms, why))):
        if not samples:
            likeness = {pair: _Likeness() for pair in combinations(range(len(block)), 2)}
        samples += block.shape[1]
        peaks = np.maximum(peaks, np.abs(block).max(axis=1))
        for (one, other), known in likeness.items():
            known.compare(block[one], block[other])
    duration_ms = samples * 1000 // SAMPLE_RATE
    if float(peaks.max()) < _SILENCE:
        raise SilentRecording(
            f"{path.name} is silent: nothing on it is loud enough to be speech",
            place=f"{path}, all of its {duration_ms / 1000:.0f} seconds",
            remedy="Check that the right sound device was recorded, and record again.",
        )
    return Survey(duration_ms=duration_ms, sides=_sides(peaks, likeness), damage=tuple(damage))


def each_side(sound: Iterable[Block], sides: tuple[Side, ...]) -> Iterator[Block]:
    """The blocks of a recording with a row for each side, without the others' echo and as loud as speech is."""
    picked = [side.channel for side in sides]
    gains = np.array([[side.gain] for side in sides], dtype=np.float32)
    hushers = [(row, _Husher(side)) for row, side in enumerate(sides) if side.echoes]
    for block in sound:
        chosen = block[picked] * gains
        for row, husher in hushers:
            chosen[row] *= husher.shares(block)
        yield chosen


def _sides(peaks: NDArray[np.float64], likeness: dict[tuple[int, int], _Likeness]) -> tuple[Side, ...]:
    audible = [channel for channel, peak in enumerate(peaks) if peak >= _SILENCE]
    kept: list[int] = []
    for channel in sorted(audible, key=lambda each: -peaks[each]):
        if not any(likeness[min(channel, other), max(channel, other)].same for other in kept):
            kept.append(channel)
    kept.sort()
    return tuple(
        Side(
            channel=channel,
            gain=min(_MOST_GAIN, _WANTED_PEAK / float(peaks[channel])) if peaks[channel] < _LOW_PEAK else 1.0,
            echoes=tuple(
                echo
                for other in kept
                if other != channel
                and (echo := likeness[min(channel, other), max(channel, other)].echo(other, forward=other < channel))
            ),
        )
        for channel in kept
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Second:
    """A second in which two channels hold sound."""

    loudness: float
    """Of the louder channel, as an effective value."""
    correlation: float
    gain_db: float
    """How much louder the second channel is."""
    lag: int
    """Columns of a spectrogram by which it is later."""


class _Likeness:
    """How alike two channels are, second by second."""

    def __init__(self) -> None:
        self._compared: list[_Second] = []
        self._one_sided: list[tuple[float, int]] = []
        """The loudness of each second in which only one channel holds sound, and which."""

    def compare(self, one: NDArray[np.float32], other: NDArray[np.float32]) -> None:
        """Take the next second."""
        loud = [float(np.sqrt(np.square(channel).mean())) for channel in (one, other)]
        if one.size < _SHORTEST or not max(loud):
            return
        if min(loud) < _WEAKEST * max(loud):
            self._one_sided.append((max(loud), int(loud[1] > loud[0])))
            return
        correlation, lag = _correlation(_spectrogram(one), _spectrogram(other))
        gain_db = 20 * float(np.log10(loud[1] / loud[0]))
        self._compared.append(_Second(loudness=max(loud), correlation=correlation, gain_db=gain_db, lag=lag))

    @property
    def _quiet(self) -> float:
        """Less effective loudness is nobody's voice."""
        every = [second.loudness for second in self._compared] + [loudness for loudness, _ in self._one_sided]
        return _QUIET * max(every, default=0.0)

    @property
    def _seconds(self) -> list[_Second]:
        quiet = self._quiet
        return [second for second in self._compared if second.loudness >= quiet]

    def _alone(self, channel: int) -> int:
        quiet = self._quiet
        return sum(loudness >= quiet and which == channel for loudness, which in self._one_sided)

    @property
    def same(self) -> bool:
        """Whether both hold the same all the time, the one always as much louder than the other."""
        seconds = self._seconds
        gains = [second.gain_db for second in seconds if second.correlation >= _SAME]
        if not gains or len(gains) < _NEARLY_ALL * (len(seconds) + self._alone(0) + self._alone(1)):
            return False
        return max(gains) - min(gains) <= _STEADY_DB

    def echo(self, channel: int, *, forward: bool) -> Echo | None:
        """What the second channel holds of the first (``forward``), or the first of the second, called ``channel``."""
        sign = 1 if forward else -1
        weaker = [second for second in self._seconds if sign * second.gain_db < 1]
        if len(weaker) < _FEWEST or float(np.median([second.correlation for second in weaker])) < _ALIKE:
            return None
        echoing = [second for second in weaker if second.correlation >= _ALIKE]
        gain_db = float(np.percentile([sign * second.gain_db for second in echoing], 75))
        # Where both are equally loud, the fuller channel holds the other one and not the other way round.
        source, target = (0, 1) if forward else (1, 0)
        if gain_db > -1 and self._alone(source) > self._alone(target):
            return None
        delay = float(np.median([sign * second.lag for second in echoing])) * _HOP / FRAME
        return Echo(channel=channel, gain_db=gain_db, delay=max(0, round(delay)))


def _spectrogram(channel: NDArray[np.float32]) -> NDArray[np.float64]:
    """A row for every 16 ms, a column a band, loudness compressed as hearing does."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(channel, (0, _HOP)), 2 * _HOP)[::_HOP]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(2 * _HOP), axis=1)))
    bands = [power[:, int(low) : int(high) + 1].sum(axis=1) for low, high in pairwise(_BANDS)]
    return np.stack(bands, axis=1) ** 0.3


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, int]:
    """The highest correlation of two spectrograms, -1 to 1, and by how many rows the second is later for it."""
    best = (-1.0, 0)
    latest = min(_LATEST, len(one) // 2)
    for lag in range(-latest, latest + 1):
        a = one[max(0, -lag) : len(one) - max(0, lag)]
        b = other[max(0, lag) : len(other) - max(0, -lag)]
        a, b = a - a.mean(axis=0), b - b.mean(axis=0)
        norm = float(np.sqrt(np.square(a).sum() * np.square(b).sum()))
        if norm:
            best = max(best, (float((a * b).sum()) / norm, lag))
    return best


class _Husher:
    """Silences the frames of a side that hold no more than another's echo."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._before = {echo.channel: np.full(echo.delay + _LINGERING, -np.inf) for echo in side.echoes}
        """The other channels' loudness just before the present block."""
        self._last = 1.0

    def shares(self, block: Block) -> NDArray[np.float32]:
        """For each sample of the block what is to be left of it, 0 to 1."""
        own = _loudness(block[self._side.channel])
        louder = np.ones(own.size, dtype=bool)
        for echo in self._side.echoes:
            theirs = np.concatenate([self._before[echo.channel], _loudness(block[echo.channel])])
            reach = self._before[echo.channel].size
            heard = np.max([theirs[reach - late : theirs.size - late] for late in range(reach + 1)], axis=0)
            louder &= own > heard + echo.gain_db + _OVER_DB
            self._before[echo.channel] = theirs[theirs.size - reach :]
        # A word begins and ends more softly than it is: a frame beside one that stays, stays too.
        kept = louder | np.append(louder[1:], False) | np.append(False, louder[:-1])
        marks = np.append(self._last, kept.astype(np.float64))
        self._last = marks[-1]
        edges = np.minimum(np.arange(marks.size) * FRAME, block.shape[1])
        shares: NDArray[np.float32] = np.interp(np.arange(block.shape[1]), edges, marks).astype(np.float32)
        return shares


def _loudness(channel: NDArray[np.float32]) -> NDArray[np.float64]:
    """The loudness of each frame in dB of full scale."""
    missing = -channel.size % FRAME
    frames = np.pad(channel, (0, missing)).reshape(-1, FRAME).astype(np.float64)
    decibels: NDArray[np.float64] = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-12)
    return decibels
