"""The sound of one or two devices as one call: resampled, side by side, at the same moment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import av
import numpy as np
from numpy.typing import NDArray

from dictation.record.devices import Input
from dictation.record.levels import Event
from dictation.record.wav import SAMPLE_RATE

Pcm = NDArray[np.int16]
"""Samples of 16 bits: a row each, a column a channel."""

_BEHIND = SAMPLE_RATE // 2
"""Samples by which one device may be behind the other: more than any delay …"""
_PATIENCE_S = 2.0
"""… and for how long, before silence is put in its place: after a standstill one gives all of it first."""
_LOST_MS = 300
"""A device is that much later than it was, for good, if it lost sound: less is a matter of when it is asked."""
_WINDOW_S = 2.0
"""How long it is watched for that."""


class Sides:
    """Takes what devices give, each in its own time, and gives what all of them have given."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self.begin()

    def begin(self) -> None:
        """Start anew: what devices give from now on belongs together."""
        self._resamplers = [
            av.AudioResampler(format="s16", layout="stereo" if each.channels == 2 else "mono", rate=SAMPLE_RATE)
            for each in self._inputs
        ]
        self._held: list[Pcm] = [np.zeros((0, each.channels), np.int16) for each in self._inputs]
        self._begun = [False] * len(self._inputs)
        self._absent = [False] * len(self._inputs)
        self._on_time = [math.inf] * len(self._inputs)
        """When each was last not behind."""

    def add(self, place: int, samples: Pcm, at: float) -> Iterator[Event]:
        """Take what the device at ``place`` gave at that moment, at its own rate; says where one gives nothing."""
        self._held[place] = np.concatenate([self._held[place], self._resampled(place, samples)])
        self._absent[place] = False
        if not self._begun[place]:
            self._begun[place] = True
            if all(self._begun):
                # The devices were not switched on at the same moment; what they gave last is what was heard last.
                least = min(len(held) for held in self._held)
                self._held = [held[len(held) - least :] for held in self._held]
        most = max(len(held) for held in self._held)
        for behind, held in enumerate(self._held):
            missing = most - len(held)
            if missing <= _BEHIND:
                self._on_time[behind] = at
                continue
            self._on_time[behind] = min(self._on_time[behind], at)
            if self._absent[behind] or at - self._on_time[behind] >= _PATIENCE_S:
                self._held[behind] = np.pad(held, ((0, missing), (0, 0)))
                self._begun[behind] = True
                if not self._absent[behind]:
                    self._absent[behind] = True
                    yield Event(
                        text=f"NO SOUND CAME from {self._inputs[behind].device.name} for {missing / SAMPLE_RATE:.1f} "
                        "seconds; silence is put in its place.",
                        loud=True,
                    )

    def take(self) -> Pcm:
        """What all devices have given, and was not taken before."""
        ready = min(len(held) for held in self._held)
        taken = np.hstack([held[:ready] for held in self._held])
        self._held = [held[ready:] for held in self._held]
        return taken

    def _resampled(self, place: int, samples: Pcm) -> Pcm:
        each = self._inputs[place]
        layout = "stereo" if each.channels == 2 else "mono"
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = each.device.sample_rate
        parts = [part.to_ndarray().reshape(-1, each.channels) for part in self._resamplers[place].resample(frame)]
        return np.concatenate(parts) if parts else np.zeros((0, each.channels), np.int16)


class LossWatch:
    """Tells when a device lost sound because this machine did not take it in time.

    PortAudio says so itself on some systems and is silent about it on others (ALSA's plugin for PulseAudio), so the
    samples that came are compared with the clock, too.
    """

    def __init__(self, device: Input) -> None:
        self._device = device
        self._samples = self._overflows = 0
        self._window_ends = 0.0
        self._least = self._before = math.inf
        self.lost_ms = 0

    def arrive(self, samples: int, at: float, *, overflow: bool) -> Iterator[Event]:
        """Take how many samples came, when by the monotonic clock, and whether PortAudio says that some are lost."""
        self._overflows += overflow
        if at >= self._window_ends:
            lost_ms = round((self._least - self._before) * 1000) if self._before < math.inf else 0
            if lost_ms > _LOST_MS:
                self.lost_ms += lost_ms
                yield self._event(f"{lost_ms / 1000:.1f} seconds of sound")
            elif self._overflows:
                yield self._event(f"some sound, {self._overflows} times,")
            self._overflows = 0
            self._before, self._least, self._window_ends = self._least, math.inf, at + _WINDOW_S
        self._samples += samples
        # After a standstill what was kept comes all at once; it is the last of it that tells whether some is missing.
        self._least = min(self._least, at - self._samples / self._device.device.sample_rate)

    def _event(self, what: str) -> Event:
        return Event(text=f"LOST: {what} of {self._device.device.name}; this machine has too much to do.", loud=True)
