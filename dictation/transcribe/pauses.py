"""Cuts a recording at its pauses, so that a recogniser gets speech and no silence to invent words on.

Speech is told from everything else by Silero's voice activity detector (https://github.com/snakers4/silero-vad), a
small network that faster-whisper ships as ONNX: a probability for every 32 milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from faster_whisper.vad import get_vad_model

from dictation.transcribe.audio import FRAME, Block
from dictation.transcribe.engine import SAMPLE_RATE, Samples, Stretch

_BATCH = 32
"""Frames that are judged in one go: a second, so that a call can be followed while it goes on."""
_CONTEXT = 64
"""Samples before a frame that the detector hears with it."""
_SPEECH, _STILL_SPEECH = 0.5, 0.35
"""Speech begins above the first probability and goes on above the second, as Silero's authors advise."""
_RESTORED = 0.5
"""How much of the rectified sound the detector is given with the sound itself."""
_PITCH = 10 * SAMPLE_RATE // 1000
"""The longest period of a voice: what changes more slowly in rectified sound is its loudness alone."""
_PADDING = 250 * SAMPLE_RATE // 1000
"""Sound kept before and after speech, for soft consonants that the detector misses."""
_SHORTEST = 100 * SAMPLE_RATE // 1000
"""What is shorter was a click."""
LONGEST_S = 28
"""A stretch is never longer, so that it fits Whisper's window of 30 seconds."""


def stretches(sound: Iterable[Block], *, joined_ms: int) -> Iterator[Stretch]:
    """The stretches of speech of each side, in the order in which they end.

    Args:
        sound: Blocks with a row for each side of the call.
        joined_ms: A pause that is shorter does not end a stretch.
    """
    cutters: list[_Cutter] = []
    for block in sound:
        cutters = cutters or [_Cutter(side, joined_ms * SAMPLE_RATE // 1000) for side in range(len(block))]
        for cutter, samples in zip(cutters, block, strict=True):
            yield from cutter.feed(samples)
    for cutter in cutters:
        yield from cutter.finish()


class _Detector:
    """Silero's network, which remembers what it has heard of one side."""

    def __init__(self) -> None:
        self._network = get_vad_model().session
        self._h = self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._before = np.zeros(_CONTEXT, dtype=np.float32)

    def probabilities(self, sound: Samples) -> list[float]:
        """How likely it is that somebody speaks, for each frame of the sound that follows on the last."""
        frames = sound.reshape(-1, FRAME)
        context = np.vstack([self._before, frames[:-1, -_CONTEXT:]])
        heard = {"input": np.hstack([context, frames]), "h": self._h, "c": self._c}
        found, self._h, self._c = self._network.run(None, heard)
        self._before = frames[-1, -_CONTEXT:]
        likely: list[float] = found.reshape(-1).tolist()
        return likely


class _Cutter:
    """Cuts one side as it comes. Positions are samples from the start of the recording."""

    def __init__(self, side: int, joined: int) -> None:
        self._side = side
        self._joined = joined
        self._padding = min(_PADDING, joined // 2)
        self._detector = _Detector()
        self._held = np.zeros(0, dtype=np.float32)
        """Sound from ``_held_from`` on: what may still become part of a stretch."""
        self._held_from = 0
        self._judged = 0
        self._speech: list[tuple[int, int]] = []
        """Where somebody speaks in the present stretch, from its begin to its end."""
        self._speaking = False
        self._lead = self._padding
        """Sound kept before the present stretch: none where it follows on the one before without a pause."""
        self._likely: list[tuple[float, int]] = []
        """The probability and the position of each frame of the present stretch."""

    def feed(self, samples: Samples) -> Iterator[Stretch]:
        """Take the next sound; give the stretches that are complete by it."""
        self._held = np.concatenate([self._held, samples])
        while self._held_from + self._held.size - self._judged >= _BATCH * FRAME:
            yield from self._judge(_BATCH)

    def finish(self) -> Iterator[Stretch]:
        """Give what is left at the end of the recording."""
        length = self._held_from + self._held.size
        frames = -(-(length - self._judged) // FRAME)
        if frames:
            self._held = np.pad(self._held, (0, self._judged + frames * FRAME - length))
            yield from self._judge(frames)
        if self._speech:
            yield from self._cut(self._speech[-1][1] + self._padding)

    def _judge(self, frames: int) -> Iterator[Stretch]:
        first = self._judged - self._held_from
        for probability in self._detector.probabilities(_full_band(self._held[first : first + frames * FRAME])):
            yield from self._frame(self._judged, probability)
            self._judged += FRAME
        keep = min(self._judged, self._speech[0][0] if self._speech else self._judged) - self._padding
        drop = max(0, keep - self._held_from)
        self._held, self._held_from = self._held[drop:], self._held_from + drop

    def _frame(self, start: int, probability: float) -> Iterator[Stretch]:
        self._speaking = probability >= (_STILL_SPEECH if self._speaking else _SPEECH)
        if self._speaking:
            if self._speech and self._speech[-1][1] == start:
                self._speech[-1] = (self._speech[-1][0], start + FRAME)
            else:
                self._speech.append((start, start + FRAME))
        if not self._speech:
            return
        self._likely.append((probability, start))
        begin, end = self._speech[0][0], self._speech[-1][1]
        if start + FRAME - end >= self._joined:
            yield from self._cut(end + self._padding)
            self._speech, self._likely, self._lead = [], [], self._padding
        elif end - begin + 2 * self._padding >= LONGEST_S * SAMPLE_RATE:
            cut = self._best_cut()
            yield from self._cut(cut)
            self._speech = [(max(first, cut), last) for first, last in self._speech if last > cut]
            self._likely = [(likely, at) for likely, at in self._likely if at >= cut]
            self._lead = 0

    def _best_cut(self) -> int:
        """Where a stretch that has become too long is cut: in its later half, in the longest pause.

        Where there is none it is cut where speech is least likely, which is between two words if anywhere.
        """
        half = (self._speech[0][0] + self._speech[-1][1]) // 2
        pauses = [(b - a, (a + b) // 2) for (_, a), (b, _) in pairwise(self._speech)]
        later = [pause for pause in pauses if pause[1] > half]
        if later:
            return max(later)[1]
        return min(entry for entry in self._likely if entry[1] > half)[1] + FRAME // 2

    def _cut(self, end: int) -> Iterator[Stretch]:
        """The present stretch as far as ``end``, if it is more than a click."""
        speech = [(first, min(last, end)) for first, last in self._speech if first < end]
        if speech[-1][1] - speech[0][0] < _SHORTEST:
            return
        first = max(self._held_from, speech[0][0] - self._lead)
        yield Stretch(
            samples=self._held[first - self._held_from : end - self._held_from].copy(),
            start_ms=first * 1000 // SAMPLE_RATE,
            channel=self._side,
            speech=tuple((begin * 1000 // SAMPLE_RATE, last * 1000 // SAMPLE_RATE) for begin, last in speech),
        )


def _full_band(sound: Samples) -> Samples:
    """The sound with the low and high parts of a voice that a telephone line cuts off, as well as they can be restored.

    Rectifying brings back a voice's pitch and overtones from those that are left (Makhoul and Berouti 1979). Without it
    the detector misses up to half of the speech on a noisy line; on wide sound it changes next to nothing.
    """
    rectified = np.abs(sound)
    loudness = np.convolve(rectified, np.full(_PITCH, 1 / _PITCH, dtype=np.float32), "same")
    restored: Samples = sound + np.float32(_RESTORED) * (rectified - loudness)
    return restored
