"""Cuts a recording at its pauses, so that a recogniser gets speech and no silence to invent words on.

Speech is told from everything else by Silero's voice activity detector (https://github.com/snakers4/silero-vad), a
small network that faster-whisper ships as ONNX: a probability for every 32 milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from faster_whisper.vad import get_vad_model

from dictation.transcribe.audio import Block
from dictation.transcribe.engine import SAMPLE_RATE, Samples, Stretch

_WINDOW = 512
"""Samples that the detector judges at once: 32 ms."""
_BATCH = 30 * SAMPLE_RATE // _WINDOW
"""Windows that are judged in one go: half a minute, after which the detector forgets what came before."""
_SPEECH, _STILL_SPEECH = 0.5, 0.35
"""Speech begins above the first probability and goes on above the second, as Silero's authors advise."""
_JOINED = 1200 * SAMPLE_RATE // 1000
"""A shorter pause does not end a stretch: recognisers understand more in one piece."""
_PADDING = 250 * SAMPLE_RATE // 1000
"""Sound kept before and after speech, for soft consonants that the detector misses."""
_SHORTEST = 100 * SAMPLE_RATE // 1000
"""What is shorter was a click."""
LONGEST_S = 28
"""A stretch is never longer, so that it fits Whisper's window of 30 seconds."""


def stretches(sound: Iterable[Block], sides: int, at: Callable[[int], None]) -> Iterator[Stretch]:
    """The stretches of speech of one or two sides, in the order in which they end.

    Args:
        sound: Blocks of one or two channels; two are mixed where there is but one side.
        sides: How many sides the call has on the recording.
        at: Is told how many samples have been read.
    """
    cutters = [_Cutter(channel) for channel in range(sides)]
    read = 0
    for block in sound:
        read += block.shape[1]
        channels = block if sides == len(block) else block.mean(axis=0, keepdims=True)
        for cutter, samples in zip(cutters, channels, strict=True):
            yield from cutter.feed(samples)
        at(read)
    for cutter in cutters:
        yield from cutter.finish()


class _Cutter:
    """Cuts one channel as it comes. Positions are samples from the start of the recording."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._detector = get_vad_model()
        self._held = np.zeros(0, dtype=np.float32)
        """Sound from ``_held_from`` on: what may still become part of a stretch."""
        self._held_from = 0
        self._judged = 0
        self._begin: int | None = None
        self._lead = _PADDING
        """Sound kept before the present stretch: none where it follows on the one before without a pause."""
        self._end = 0
        """Where the last speech ended."""
        self._speaking = False
        self._pauses: list[tuple[int, int]] = []
        """The pauses within the present stretch, as their length and middle."""

    def feed(self, samples: Samples) -> Iterator[Stretch]:
        """Take the next sound; give the stretches that are complete by it."""
        self._held = np.concatenate([self._held, samples])
        while self._held_from + self._held.size - self._judged >= _BATCH * _WINDOW:
            yield from self._judge(_BATCH)

    def finish(self) -> Iterator[Stretch]:
        """Give what is left at the end of the recording."""
        length = self._held_from + self._held.size
        windows = -(-(length - self._judged) // _WINDOW)
        if windows:
            self._held = np.pad(self._held, (0, self._judged + windows * _WINDOW - length))
            yield from self._judge(windows)
        if self._begin is not None:
            yield from self._cut(self._begin, self._end)

    def _judge(self, windows: int) -> Iterator[Stretch]:
        first = self._judged - self._held_from
        sound = self._held[first : first + windows * _WINDOW]
        for probability in self._detector(sound.copy()).reshape(-1).tolist():
            yield from self._window(self._judged, probability)
            self._judged += _WINDOW
        keep = min(self._judged, self._begin if self._begin is not None else self._judged) - _PADDING
        drop = max(0, keep - self._held_from)
        self._held, self._held_from = self._held[drop:], self._held_from + drop

    def _window(self, start: int, probability: float) -> Iterator[Stretch]:
        speech = probability >= (_STILL_SPEECH if self._speaking else _SPEECH)
        self._speaking = speech
        if speech:
            if self._begin is None:
                self._begin = start
            elif start > self._end:
                self._pauses.append((start - self._end, (start + self._end) // 2))
            self._end = start + _WINDOW
        if self._begin is None:
            return
        if start - self._end >= _JOINED:
            yield from self._cut(self._begin, self._end)
            self._begin, self._lead, self._pauses = None, _PADDING, []
        elif self._end - self._begin + 2 * _PADDING >= LONGEST_S * SAMPLE_RATE:
            cut = self._best_cut()
            yield from self._cut(self._begin, cut, padding=0)
            self._begin, self._lead = cut, 0
            self._pauses = [pause for pause in self._pauses if pause[1] > cut]

    def _best_cut(self) -> int:
        """The middle of the longest pause in the later half of a stretch that has become too long, else its end."""
        assert self._begin is not None  # noqa: S101 - for the type checker; the caller has seen to it
        half = self._begin + (self._end - self._begin) // 2
        return max((pause for pause in self._pauses if pause[1] > half), default=(0, self._end))[1]

    def _cut(self, begin: int, end: int, padding: int = _PADDING) -> Iterator[Stretch]:
        if end - begin < _SHORTEST:
            return
        first = max(self._held_from, begin - self._lead)
        samples = self._held[first - self._held_from : end + padding - self._held_from]
        yield Stretch(samples=samples.copy(), start_ms=first * 1000 // SAMPLE_RATE, channel=self._channel)
