"""Recordings as sound, through PyAV: no ffmpeg program is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dictation.errors import AudioError, SilentRecording
from dictation.model.recording import Recording
from dictation.transcribe.engine import SAMPLE_RATE

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

Block: TypeAlias = "NDArray[np.float32]"
"""A row a channel, a column a sample at :data:`SAMPLE_RATE`."""

_SILENCE = 0.001
"""Below this (−60 dB of full scale) nothing on a recording is anybody's voice."""
_SAME = 0.05
"""Two channels are one sound if they differ by less than this share of their loudness."""
_MOST_CHANNELS = 2
_ONLY_RECORDINGS = {
    "protocol_whitelist": "file",
    "format_whitelist": "wav,w64,aiff,au,caf,flac,mp3,mp4,ogg,aac,amr,gsm,matroska,asf,wv",
}
"""No playlist and no ``concat`` file, which would make the program open whatever they name."""
_KINDS = "wav, flac, mp3, m4a, ogg or opus"


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What is known of a recording after hearing it through once."""

    duration_ms: int
    sides: int
    """2 where the left and the right channel are two sides of a call, else 1."""
    peaks: tuple[float, ...]
    """The loudest sample of each side, 0 to 1."""
    damage: str = ""
    """What kept the rest from being read, in the words of the decoder; empty for an undamaged file."""


def probe(path: Path) -> Recording:
    """What the file is, without hearing it through.

    Raises:
        AudioError: The file is missing, empty, or holds no sound.
    """
    with _opened(path) as container:
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            seconds = float(stream.duration * stream.time_base)
        else:
            seconds = (container.duration or 0) / 1_000_000  # libav's own unit, microseconds
        channels, rate = stream.channels, stream.sample_rate
    return Recording(
        path=path,
        sha256=_digest(path),
        duration_ms=max(0, round(seconds * 1000)),
        channels=channels,
        sample_rate=rate,
    )


def survey(path: Path) -> Survey:
    """Hear the recording through for its true length, its sides and its damage, keeping nothing of it.

    Raises:
        AudioError: Nothing of it can be decoded.
        SilentRecording: No side of it is ever loud enough to be speech.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    damage: list[str] = []
    samples, power, difference = 0, 0.0, 0.0
    peaks = np.zeros(1)
    for block in blocks(path, damaged=damage.append):
        samples += block.shape[1]
        peaks = np.maximum(peaks, np.abs(block).max(axis=1))
        if len(block) == _MOST_CHANNELS:
            power += float(np.square(block).sum())
            difference += float(np.square(block[0] - block[1]).sum())
    duration_ms = samples * 1000 // SAMPLE_RATE
    if float(peaks.max()) < _SILENCE:
        raise SilentRecording(
            f"{path.name} is silent: nothing on it is loud enough to be speech",
            place=f"{path}, all of its {duration_ms / 1000:.0f} seconds",
            remedy="Check that the right sound device was recorded, and record again.",
        )
    two = peaks.size == _MOST_CHANNELS and difference > _SAME * power and float(peaks.min()) >= _SILENCE
    return Survey(
        duration_ms=duration_ms,
        sides=2 if two else 1,
        peaks=tuple(float(peak) for peak in (peaks if two else peaks.max(keepdims=True))),
        damage=damage[0] if damage else "",
    )


def blocks(path: Path, *, damaged: Callable[[str], None] | None = None) -> Iterator[Block]:
    """The sound of a recording, a little at a time, as one or two channels of float32 at :data:`SAMPLE_RATE`.

    More than two channels are mixed down to one. Parts that cannot be decoded are left out and ``damaged`` is told why,
    unless nothing else is there.

    Raises:
        AudioError: The file is missing, empty, no audio, or nothing of it can be decoded.
    """
    import av  # noqa: PLC0415 - heavy

    why = "it ends before any sound"
    some = False
    with _opened(path) as container:
        stream = container.streams.audio[0]
        layout = "stereo" if stream.channels == _MOST_CHANNELS else "mono"
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                frames = packet.decode() if packet is not None else [None]
                parts = [part for frame in frames for part in resampler.resample(frame)]
            except av.error.FFmpegError as exc:
                why = exc.strerror or str(exc)
                if damaged:
                    damaged(why)
                continue
            for part in parts:
                some = True
                yield part.to_ndarray().astype("float32", copy=False)
            if packet is None:
                break
    if not some:
        raise AudioError(
            f"Nothing of {path.name} can be decoded: {why}",
            place=f"{path}, from its first second",
            remedy="Copy it anew from where it was recorded, or convert it to wav.",
        )


@contextmanager
def _opened(path: Path) -> Iterator[av.container.InputContainer]:
    """The file as a container with at least one stream of sound."""
    import av  # noqa: PLC0415 - heavy

    _refuse_what_is_no_file(path)
    av.logging.set_level(None)
    try:
        container = av.open(str(path), options=_ONLY_RECORDINGS)
    except (av.error.FFmpegError, ValueError) as exc:
        raise AudioError(
            f"{path.name} is not a recording: {getattr(exc, 'strerror', exc)}",
            place=str(path),
            remedy=f"Give a recording in {_KINDS}.",
        ) from exc
    with container:
        if not container.streams.audio or not container.streams.audio[0].sample_rate:
            raise AudioError(f"{path.name} holds no sound", place=str(path), remedy=f"Give a recording in {_KINDS}.")
        yield container


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        if not path.is_file():
            raise AudioError(
                f"There is no recording {path.name}" if not path.exists() else f"{path.name} is no file",
                place=str(path),
                remedy="Check the name and the folder.",
            )
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioError(
                    f"{path.name} is empty", place=str(path), remedy="Copy it anew from where it was recorded."
                )
    except OSError as exc:
        raise AudioError(
            f"{path.name} cannot be opened: {exc.strerror}", place=str(path), remedy="Check whether you may read it."
        ) from exc


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
