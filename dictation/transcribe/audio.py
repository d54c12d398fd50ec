"""Recordings as sound, through PyAV: no ffmpeg program is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dictation.errors import AudioError
from dictation.model.recording import Recording
from dictation.transcribe.engine import SAMPLE_RATE

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

Block: TypeAlias = "NDArray[np.float32]"
"""A row a channel, a column a sample at :data:`SAMPLE_RATE`."""
Damaged: TypeAlias = Callable[[int, str], None]
"""Takes the millisecond at which something cannot be decoded, and the decoder's words for it."""

FRAME = 512
"""Samples of the shortest piece of sound that anything is decided about: 32 ms, as Silero's detector takes it."""
BLOCK = 32 * FRAME
"""Samples of every block but the last: about a second."""
_MOST_CHANNELS = 8
"""More are mixed to one: no call has so many sides, but a studio's or a surveillance recorder's file may."""
_ONLY_RECORDINGS = {
    "protocol_whitelist": "file",
    "format_whitelist": (
        "wav,w64,aiff,au,caf,voc,nistsphere,flac,mp3,mp4,ogg,aac,ac3,eac3,amr,gsm,dss,matroska,asf,avi,flv,mpegts,mpeg,"
        "ape,tta,wv"
    ),
}
"""No playlist and no ``concat`` file, which would make the program open whatever they name."""
_KINDS = "wav, flac, mp3, m4a, ogg or opus"
_WITHOUT_LENGTH = frozenset({"aac", "ac3", "eac3", "amr", "gsm", "mp3"})
"""Kinds that do not tell how long they are: libav guesses it from the first packets, which may be far off."""
_ENTERED_ANYWHERE = frozenset({"wav", "flac"})
"""Kinds in which libav finds any moment exactly."""
_GAP_MS = 100
"""Packets that a recorder lost are silence if they are longer; shorter ones are the rounding of its clock."""
_LONGEST_GAP_MS = 600_000
"""A clock that jumps farther is wrong, not the sound missing."""


def probe(path: Path) -> Recording:
    """What the file is, without hearing it through.

    Raises:
        AudioError: The file is missing, empty, or holds no sound.
    """
    with _opened(path) as container:
        stream = container.streams.audio[0]
        if container.format.name in _WITHOUT_LENGTH and stream.time_base is not None:
            seconds = float(sum(packet.duration or 0 for packet in container.demux(stream)) * stream.time_base)
        elif stream.duration is not None and stream.time_base is not None:
            seconds = float(stream.duration * stream.time_base)
        else:
            seconds = (container.duration or 0) / 1_000_000  # libav's own unit, microseconds
        channels, rate = stream.channels, stream.sample_rate
    return Recording(
        path=path,
        sha256=digest(path),
        duration_ms=max(0, round(seconds * 1000)),
        channels=channels,
        sample_rate=rate,
    )


def blocks(path: Path, *, damaged: Damaged | None = None) -> Iterator[Block]:
    """The sound of a recording, :data:`BLOCK` samples at a time, all its channels as float32 at :data:`SAMPLE_RATE`.

    More than eight channels are mixed to one. What cannot be decoded is silence where the file tells how long it was,
    else left out, and ``damaged`` is told of it. Samples that are no numbers are silence too.

    Raises:
        AudioError: The file is missing, empty, no audio, nothing of it can be decoded, or it changes meanwhile.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    _refuse_what_is_no_file(path)
    before = _state(path)
    held: list[Block] = []
    size = 0
    for part in _decoded(path, damaged, _Clock()):
        held.append(part)
        size += part.shape[1]
        if size >= BLOCK:
            joined = np.concatenate(held, axis=1)
            whole = size // BLOCK * BLOCK
            for first in range(0, whole, BLOCK):
                yield joined[:, first : first + BLOCK]
            held, size = [joined[:, whole:]], size - whole
    if size:
        yield np.concatenate(held, axis=1)
    if _state(path) != before:
        raise AudioError(
            f"{path.name} changed while it was read: it is still being recorded or copied",
            place=str(path),
            remedy="Wait until it is whole, and try again.",
        )


def stretch(path: Path, start_ms: int, end_ms: int) -> Block:
    """The sound from one millisecond to another, as :func:`blocks` has it.

    Where the kind of file can be entered anywhere, what is before is not decoded.

    Raises:
        AudioError: As :func:`blocks` does.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    first, last = (milliseconds * SAMPLE_RATE // 1000 for milliseconds in (start_ms, end_ms))
    clock = _Clock()
    parts: list[Block] = []
    for part in _decoded(path, None, clock, start_ms):
        at = clock.samples - part.shape[1]
        parts.append(part[:, max(0, first - at) : max(0, last - at)])
        if clock.samples >= last:
            break
    return np.concatenate(parts, axis=1)


def _decoded(path: Path, damaged: Damaged | None, clock: _Clock, start_ms: int = 0) -> Iterator[Block]:
    """The sound as the decoder gives it, a block of any length for each of its frames.

    It begins at ``start_ms`` or before; ``clock`` goes along with it.
    """
    import av  # noqa: PLC0415 - heavy

    why = "it ends before any sound"
    with _opened(path) as container:
        stream = container.streams.audio[0]
        if start_ms and container.format.name in _ENTERED_ANYWHERE:
            container.seek(start_ms * 1000)  # libav's own unit, microseconds
            clock.enter()
        many = stream.channels > _MOST_CHANNELS
        layout = "mono" if many else stream.layout.name
        resampler = _Resampler(layout)
        packets = container.demux(stream)
        ended = False
        while not ended:
            try:
                packet = next(packets, None)
                ended = packet is None
                for frame in packet.decode() if packet is not None else [None]:
                    for part in _resampled(resampler, _mixed(frame) if many and frame else frame, clock):
                        clock.samples += part.shape[1]
                        yield part
            except av.error.FFmpegError as exc:
                why = exc.strerror or str(exc)
                if damaged:
                    damaged(clock.now_ms, why)
    if not clock.samples:
        raise AudioError(
            f"Nothing of {path.name} can be decoded: {why}",
            place=f"{path}, from its first second",
            remedy="Copy it anew from where it was recorded, or convert it to wav.",
        )


class _Clock:
    """How much has been decoded, beside what the file's own clock says."""

    def __init__(self) -> None:
        self.samples = 0
        self._began_s: float | None = None
        self._entering = False

    def enter(self) -> None:
        """The next frame is somewhere in a file whose first one has the time 0."""
        self._began_s, self._entering = 0.0, True

    @property
    def now_ms(self) -> int:
        return self.samples * 1000 // SAMPLE_RATE

    def missing(self, time_s: float | None) -> int:
        """Samples that are missing before a frame of that time."""
        if time_s is None:
            return 0
        if self._entering:
            self.samples, self._entering = round(time_s * SAMPLE_RATE), False
        if self._began_s is None:
            self._began_s = time_s
        gap_ms = (time_s - self._began_s) * 1000 - self.now_ms
        return round(gap_ms * SAMPLE_RATE / 1000) if _GAP_MS < gap_ms < _LONGEST_GAP_MS else 0


def _mixed(frame: av.AudioFrame) -> av.AudioFrame:
    """A frame of more channels than libav can mix, as one channel."""
    import av  # noqa: PLC0415 - heavy
    import numpy as np  # noqa: PLC0415 - heavy

    samples = frame.to_ndarray()
    rows = samples if frame.format.is_planar else samples.reshape(-1, frame.layout.nb_channels).T
    sound = rows.astype(np.float32)
    if samples.dtype.kind in "iu":
        full = 2 ** (8 * samples.dtype.itemsize - 1)
        sound = (sound - (full if samples.dtype.kind == "u" else 0)) / full
    mixed = av.AudioFrame.from_ndarray(sound.sum(axis=0, keepdims=True), format="fltp", layout="mono")
    mixed.sample_rate, mixed.pts, mixed.time_base = frame.sample_rate, frame.pts, frame.time_base
    return mixed


class _Resampler:
    """Brings frames to our rate and one layout, even where a damaged or put together file changes its own."""

    def __init__(self, layout: str) -> None:
        self._layout = layout
        self._kind: tuple[object, ...] | None = None
        self._now: av.AudioResampler | None = None

    def resample(self, frame: av.AudioFrame | None) -> list[av.AudioFrame]:
        """The frame as it is to be; None gives what is still held."""
        import av  # noqa: PLC0415 - heavy

        held: list[av.AudioFrame] = []
        if frame is not None:
            kind = (frame.format.name, frame.layout.name, frame.sample_rate)
            if kind != self._kind:
                held = self._now.resample(None) if self._now else []
                self._kind, self._now = kind, av.AudioResampler(format="flt", layout=self._layout, rate=SAMPLE_RATE)
        return held + (self._now.resample(frame) if self._now else [])


def _resampled(resampler: _Resampler, frame: av.AudioFrame | None, clock: _Clock) -> Iterator[Block]:
    """A frame at our rate, with silence before it for what is missing; None gives what the resampler still holds."""
    import numpy as np  # noqa: PLC0415 - heavy

    missing = clock.missing(frame.time) if frame is not None else 0
    for part in resampler.resample(frame):
        sound = part.to_ndarray().reshape(-1, part.layout.nb_channels).T.astype(np.float32, copy=False)
        while missing:
            yield np.zeros((sound.shape[0], min(missing, BLOCK)), dtype=np.float32)
            missing -= min(missing, BLOCK)
        if not np.isfinite(sound).all():
            sound = np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0)
        yield np.clip(sound, -1.0, 1.0)


@contextmanager
def _opened(path: Path) -> Iterator[av.container.InputContainer]:
    """The file as a container with at least one stream of sound."""
    import av  # noqa: PLC0415 - heavy

    _refuse_what_is_no_file(path)
    av.logging.set_level(None)
    try:
        container = av.open(str(path), options=_ONLY_RECORDINGS, metadata_errors="ignore")
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


def _state(path: Path) -> tuple[int, int]:
    """Length and time of the last change, to see whether somebody still writes the file."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
