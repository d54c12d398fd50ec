"""Stretches of a recording, to be listened to."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dictation.errors import AudioError
from dictation.model.recording import Recording
from dictation.transcribe.audio import digest, stretch
from dictation.transcribe.engine import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BYTES = 2
"""Of a sample: 16 bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """A stretch of sound."""

    samples: NDArray[np.int16]
    """A row a sample, a column a channel: one or two."""
    sample_rate: int = SAMPLE_RATE

    def wav(self) -> bytes:
        """The sound as a WAV file."""
        held = io.BytesIO()
        with wave.open(held, "wb") as file:
            file.setnchannels(self.samples.shape[1])
            file.setsampwidth(_BYTES)
            file.setframerate(self.sample_rate)
            file.writeframes(self.samples.astype("<i2").tobytes())
        return held.getvalue()


def cut_sound(recording: Recording, start_ms: int, end_ms: int) -> Sound:
    """What is to be heard from one millisecond to another; more than two sides are mixed.

    Raises:
        AudioError: The recording is no longer there, is another one by now, or is none but a transcript.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    _require_same(recording)
    sound = stretch(recording.path, max(0, start_ms), end_ms)
    if sound.shape[0] > 2:
        sound = sound.mean(axis=0, keepdims=True)
    return Sound(samples=np.ascontiguousarray((sound.T * 32767).astype(np.int16)))


def at_speed(sound: Sound, speed: float) -> Sound:
    """The sound so many times as fast (0.5 or more) and as high as before."""
    import av  # noqa: PLC0415 - heavy
    import numpy as np  # noqa: PLC0415 - heavy

    channels = sound.samples.shape[1]
    layout = "stereo" if channels > 1 else "mono"
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="s16", layout=layout, time_base=Fraction(1, SAMPLE_RATE))
    graph.link_nodes(source, graph.add("atempo", str(speed)), graph.add("abuffersink")).configure()
    frame = av.AudioFrame.from_ndarray(sound.samples.reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = SAMPLE_RATE
    graph.push(frame)
    graph.push(None)
    parts = [np.zeros((0, channels), np.int16)]
    while True:
        try:
            parts.append(graph.pull().to_ndarray().reshape(-1, channels).astype(np.int16, copy=False))
        except (av.error.EOFError, av.error.BlockingIOError):
            return Sound(samples=np.concatenate(parts))


def _require_same(recording: Recording) -> None:
    place = str(recording.path)
    if not recording.channels:
        raise AudioError(
            f"there is no sound: {recording.path.name} is a transcript",
            place=place,
            remedy="process the recording itself to be able to hear it",
        )
    if not recording.path.exists():
        raise AudioError(
            f"the recording {recording.path.name} is no longer there",
            place=place,
            remedy="put it back where it was when it was processed",
        )
    if digest(recording.path) != recording.sha256:
        raise AudioError(
            f"{recording.path.name} is not the recording that was processed: something else is in it by now",
            place=place,
            remedy="put the recording back, and what is there now somewhere else",
        )
