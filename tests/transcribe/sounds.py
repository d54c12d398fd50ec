"""Recordings made for a test, written by PyAV in the formats that call recorders write."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

CODECS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame", "m4a": "aac", "ogg": "libopus", "opus": "libopus"}


def tone(seconds: float, hertz: float = 440, *, rate: int = 48_000, loud: float = 0.3) -> NDArray[np.float32]:
    return (loud * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def write(path: Path, *channels: NDArray[np.float32], rate: int = 48_000) -> Path:
    """Write one or two channels; the suffix says how."""
    layout = "stereo" if len(channels) == 2 else "mono"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODECS[path.suffix[1:]], rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        samples = (np.stack(channels, axis=1).reshape(1, -1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return path
