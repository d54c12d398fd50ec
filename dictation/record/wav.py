"""Recordings as WAV files that are whole at any moment.

The head of the file is brought up to date with every block that is written, so that whatever stops the program or the
machine leaves a file that any player plays up to there. Up to 4 GB, 18 hours of two channels, it is an ordinary
WAV file; beyond, where the sizes in its head would overflow, the room that was kept there makes it an RF64 file (EBU
Tech 3306), which libav and most players read.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dictation.errors import RecordingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of a recording: all that recognisers hear, and as much as calls carry (wideband telephony)."""
_BYTES = 2
"""Of a sample: 16 bits."""
_HEAD = struct.Struct("<4sI4s 4sIQQQI 4sIHHIIHH 4sI")
_MOST = 0xFFFFFFFF


def new_path(folder: Path, client: str, moment: datetime) -> Path:
    """Where the recording of a call goes that begins at ``moment``, in its own zone."""
    return folder / f"{client}-{moment:%Y-%m-%d-%H%M%S}.wav"


class WavFile:
    """A recording being written."""

    def __init__(self, path: Path, descriptor: int, channels: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._channels = channels
        self._size = 0

    @property
    def samples(self) -> int:
        """How many samples of each channel are in it."""
        return self._size // (_BYTES * self._channels)

    def write(self, samples: NDArray[np.int16]) -> None:
        """Add samples, a row each, a column a channel.

        Raises:
            RecordingError: They could not be written, or not all; the file ends with the last that could.
        """
        left = memoryview(samples.astype("<i2").tobytes())
        with self._told():
            try:
                while left:
                    written = os.pwrite(self._descriptor, left, _HEAD.size + self._size)
                    self._size += written
                    left = left[written:]
            finally:
                os.pwrite(self._descriptor, head(self.samples, self._channels), 0)

    def sync(self) -> None:
        """Have the disk itself hold what was written, so that a power cut does not take it.

        Raises:
            RecordingError: The disk cannot.
        """
        with self._told():
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Cut off what a full disk left of a last sample, and close the file."""
        try:
            os.ftruncate(self._descriptor, _HEAD.size + self.samples * self._channels * _BYTES)
        finally:
            os.close(self._descriptor)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise RecordingError(
                f"the recording cannot go on: {exc.strerror}",
                place=f"{self._path}, which holds what was said in the first {self.samples // SAMPLE_RATE} seconds",
                remedy="make room, and record the rest into another file",
            ) from exc


def create_wav(path: Path, channels: int) -> WavFile:
    """Make a recording that only its owner may read.

    Raises:
        RecordingError: There is a file of that name, it is not named as a WAV file, or it cannot be made.
    """
    if path.suffix.lower() != ".wav":
        raise RecordingError(
            "a call is recorded as a WAV file", place=str(path), remedy="give a name that ends with .wav"
        )
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.pwrite(descriptor, head(0, channels), 0)
    except FileExistsError as exc:
        raise RecordingError(
            f"{path.name} is there already, and nothing is recorded over it",
            place=str(path),
            remedy="give another name",
        ) from exc
    except OSError as exc:
        raise RecordingError(
            f"{path.name} cannot be made: {exc.strerror}",
            place=str(path.parent),
            remedy="choose a folder that is there and that you may write to",
        ) from exc
    return WavFile(path, descriptor, channels)


def head(samples: int, channels: int) -> bytes:
    """The first bytes of a WAV file of 16 bits with that many samples in each channel."""
    frame = _BYTES * channels
    data = samples * frame
    whole = _HEAD.size - 8 + data
    long = whole > _MOST
    return _HEAD.pack(
        *(b"RF64" if long else b"RIFF", _MOST if long else whole, b"WAVE"),
        *(b"ds64" if long else b"JUNK", 28, *((whole, data, samples) if long else (0, 0, 0)), 0),
        *(b"fmt ", 16, 1, channels, SAMPLE_RATE, SAMPLE_RATE * frame, frame, 8 * _BYTES),
        *(b"data", _MOST if long else data),
    )


def follow(path: Path, ended: Callable[[float], bool]) -> Iterator[NDArray[np.float32]]:
    """The sound of a recording while it is written: a row a channel, a column a sample, from -1 to 1.

    Whoever reads slowly makes nobody wait, and finds in the file what came meanwhile.

    Args:
        path: A file made by :func:`create_wav`.
        ended: Waits for at most that many seconds; says whether no more will be written.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    with path.open("rb", buffering=0) as file:
        channels = _HEAD.unpack(file.read(_HEAD.size))[12]
        frame = _BYTES * channels
        left = b""
        over = False
        while not over:
            over = ended(0.1)
            while data := file.read(SAMPLE_RATE * frame):
                data = left + data
                whole = len(data) - len(data) % frame
                left = data[whole:]
                yield (np.frombuffer(data[:whole], "<i2").reshape(-1, channels).T / 32768).astype(np.float32)
