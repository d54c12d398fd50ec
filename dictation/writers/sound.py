"""The sound of a call, small enough for a page: Opus in WebM, which browsers play and seek in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

_BITS_A_SECOND = 24_000
"""Speech of one channel is as good as on the telephone from 16,000 on; an hour takes 10 to 11 MB."""
_LEVEL = 512
"""Samples that one level is measured over."""
_COLUMNS = 600
"""Most peaks of a waveform, a column each."""

Times: TypeAlias = tuple[int, int]
"""First and last millisecond in the recording, the last not included."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """A call, or parts of it, to be played in a page."""

    content: bytes
    """A WebM file with one channel of Opus: the sides mixed, the parts one after the other."""
    parts: tuple[Times, ...]
    """What of the recording is in it, in the order of time."""
    duration_ms: int
    """Of the whole recording."""
    peaks: tuple[tuple[float, ...], ...]
    """The waveform of the whole recording: a row a side, from left to right, 0 to 1 of the loudest."""

    def holds(self, start_ms: int) -> bool:
        """Whether what is said at that millisecond of the recording is in it."""
        return any(start <= start_ms < end for start, end in self.parts)


def compress(blocks: Iterable[NDArray[np.float32]], rate: int, *, parts: Sequence[Times] | None = None) -> Sound:
    """The sound of a recording's blocks (a row a side, ``rate`` samples a second), all of it or parts.

    ``parts`` are in the order of time and do not overlap.
    """
    import av  # noqa: PLC0415 - heavy
    import numpy as np  # noqa: PLC0415 - heavy

    spans = [(start * rate // 1000, end * rate // 1000) for start, end in parts or [(0, 2**62)]]
    file = io.BytesIO()
    levels: list[NDArray[np.float32]] = []
    at = written = 0
    # Without the flag each writing would have another random number, and be another file.
    with av.open(file, "w", format="webm", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=rate, layout="mono")
        # The quickest of Opus's ways: an hour takes 3.5 s of a processor, and 26 s at its most careful.
        stream.options = {"compression_level": "0", "application": "audio", "frame_duration": "60"}
        stream.bit_rate = _BITS_A_SECOND
        for block in blocks:
            sides = np.ascontiguousarray(block)  # it may come interleaved, which takes ten times as long below
            levels.append(_levels(sides))
            mixed = sides.mean(axis=0, keepdims=True)
            for piece in _within(mixed, at, spans):
                _encode(container, stream, _frame(piece, rate, written))
                written += piece.shape[1]
            at += sides.shape[1]
        _encode(container, stream, None)
    duration_ms = at * 1000 // rate
    return Sound(
        content=file.getvalue(),
        parts=tuple(parts) if parts else ((0, duration_ms),),
        duration_ms=duration_ms,
        peaks=_peaks(np.concatenate(levels, axis=1)),
    )


def _levels(block: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415 - heavy

    sides, samples = block.shape
    whole = np.pad(np.abs(block), ((0, 0), (0, -samples % _LEVEL)))
    peaks: NDArray[np.float32] = whole.reshape(sides, -1, _LEVEL).max(axis=2)
    return peaks


def _peaks(levels: NDArray[np.float32]) -> tuple[tuple[float, ...], ...]:
    import numpy as np  # noqa: PLC0415 - heavy

    many = levels.shape[1]
    starts = np.arange(min(many, _COLUMNS)) * many // min(many, _COLUMNS)
    peaks = np.maximum.reduceat(levels, starts, axis=1)
    return tuple(tuple(map(float, row)) for row in peaks / (peaks.max() or 1))


def _within(block: NDArray[np.float32], at: int, spans: Sequence[tuple[int, int]]) -> Iterator[NDArray[np.float32]]:
    """What of a block, which begins with the recording's sample ``at``, lies within the spans."""
    end = at + block.shape[1]
    for first, last in spans:
        if first < end and at < last:
            yield block[:, max(0, first - at) : last - at]


def _frame(samples: NDArray[np.float32], rate: int, at: int) -> av.AudioFrame:
    import av  # noqa: PLC0415 - heavy
    import numpy as np  # noqa: PLC0415 - heavy

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
    return frame


def _encode(container: av.container.OutputContainer, stream: av.AudioStream, frame: av.AudioFrame | None) -> None:
    for packet in stream.encode(frame):
        container.mux(packet)
