"""A call being recorded: sound devices → queue → a thread that writes.

What a device gives is put into a queue by PortAudio's thread, which may never wait, and written by another: a disk that
is slow for a while loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event as Flag
from threading import Lock
from typing import TYPE_CHECKING, Any

from dictation.errors import RecordingError
from dictation.record.devices import Input, portaudio
from dictation.record.levels import Event, SilenceWatch, decibels
from dictation.record.wav import SAMPLE_RATE, WavFile, create_wav

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LATENCY_S = 0.5
"""The sound that a device is asked to hold for us. More is safer, and what was said comes that much later."""
_DEAD_S = 3.0
"""After so long without sound a device is no longer there …"""
_WAKING_S = 15.0
"""… and after so long it never was: some sleep until they are asked."""
_WAIT_S = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chunk:
    """What a device gave at once."""

    place: int
    """Of its input among those that are recorded."""
    samples: NDArray[np.int16]
    at: float
    """When it came, on the monotonic clock."""
    overflow: bool
    """Whether PortAudio says that sound before it is lost."""


class Recorder:
    """A call that is being recorded. What it says of the call may be asked at any time, by any thread."""

    def __init__(self, wav: WavFile, inputs: Sequence[Input]) -> None:
        self.sides = ("client", "secretary") if sum(each.channels for each in inputs) == 2 else ("call",)
        self.started = Flag()
        """Set when the first sound has come."""
        self._wav = wav
        self._inputs = inputs
        self._chunks: SimpleQueue[_Chunk] = SimpleQueue()
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._lock = Lock()
        self._peaks = [0.0] * len(self.sides)
        self._paused_at = self._stopped_at = float("inf")
        self._writing: Future[None] | None = None
        self.lost_ms = 0
        """How much sound is known to be lost."""

    @property
    def running(self) -> bool:
        """Whether it still records; it stops by itself where it cannot go on."""
        return self._writing is not None and not self._writing.done()

    @property
    def recorded_ms(self) -> int:
        """How much is in the file."""
        return self._wav.samples * 1000 // SAMPLE_RATE

    @property
    def paused(self) -> bool:
        """Whether what is said is left out."""
        return self._paused_at < float("inf")

    def pause(self) -> None:
        """Leave out what is said from now on."""
        self._paused_at = time.monotonic()

    def resume(self) -> None:
        """Record again."""
        self._paused_at = float("inf")

    def stop(self) -> None:
        """Record no more than what was said by now."""
        self._stopped_at = min(self._stopped_at, time.monotonic())

    def levels(self) -> tuple[float, ...]:
        """The loudest that each side was since this was asked last, in decibels of full scale."""
        with self._lock:
            peaks, self._peaks = self._peaks, [0.0] * len(self.sides)
        return tuple(map(decibels, peaks))

    def events(self) -> Iterator[Event]:
        """What has happened since this was asked last."""
        while not self._events.empty():
            yield self._events.get()

    def listener(self, place: int) -> Callable[..., None]:
        """What PortAudio calls with the sound of an input."""

        def listen(samples: NDArray[np.int16], _frames: int, _time: Any, status: Any) -> None:
            # PortAudio uses the array again when this returns.
            self._chunks.put(
                _Chunk(place=place, samples=samples.copy(), at=time.monotonic(), overflow=bool(status.input_overflow))
            )

        return listen

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write what devices give until the end of the context; raises what kept it from being written."""
        with ThreadPoolExecutor(1, "recording") as thread:
            self._writing = thread.submit(self._write_all)
            try:
                yield
            finally:
                self.stop()
            self._writing.result()

    def _write_all(self) -> None:
        from dictation.record.sides import LossWatch, Sides  # noqa: PLC0415 - loads PyAV

        sides = Sides(self._inputs)
        losses = [LossWatch(each) for each in self._inputs]
        silence = SilenceWatch(self.sides)
        synced = 0
        for chunk in self._until_stopped():
            self.started.set()
            self._tell(losses[chunk.place].arrive(len(chunk.samples), chunk.at, overflow=chunk.overflow))
            self.lost_ms = sum(each.lost_ms for each in losses)
            # What was said before the key was pressed is only now on its way.
            if chunk.at > self._paused_at + _LATENCY_S:
                sides.begin()
                continue
            self._tell(sides.add(chunk.place, chunk.samples, chunk.at))
            taken = sides.take()
            if not len(taken):
                continue
            peaks = (abs(taken.astype("int32")).max(axis=0) / 32768).tolist()
            with self._lock:
                self._peaks = list(map(max, self._peaks, peaks))
            self._tell(silence.hear(peaks, len(taken) * 1000 / SAMPLE_RATE))
            self._wav.write(taken)
            if self._wav.samples - synced >= SAMPLE_RATE:
                self._wav.sync()
                synced = self._wav.samples

    def _until_stopped(self) -> Iterator[_Chunk]:
        """What devices give, to the end of what was said when the recording was stopped."""
        waited = 0.0
        while True:
            try:
                # Waits are counted, not timed: a machine that slept for an hour has not waited.
                chunk = self._chunks.get(timeout=_WAIT_S)
            except Empty:
                waited += _WAIT_S
                if time.monotonic() > self._stopped_at + _LATENCY_S:
                    return
                if waited >= (_DEAD_S if self.started.is_set() else _WAKING_S):
                    raise self._dead() from None
                continue
            waited = 0.0
            if chunk.at > self._stopped_at + _LATENCY_S:
                return
            yield chunk

    def _dead(self) -> RecordingError:
        return RecordingError(
            "no more sound comes from the device" if self.started.is_set() else "no sound comes from the device",
            place="; ".join(each.device.full_name for each in self._inputs),
            remedy="check that it is plugged in and that the sound server runs",
        )

    def _tell(self, events: Iterator[Event]) -> None:
        for event in events:
            self._events.put(event)


@contextmanager
def recording(path: Path, inputs: Sequence[Input]) -> Iterator[Recorder]:
    """Record a call into a new file until the end of the context.

    The first of ``inputs`` is on the left, a second one on the right. The file is whole at any moment.

    Raises:
        RecordingError: The file is there already or cannot be made; a device cannot be opened, or gives no more sound;
            the disk is full. What was recorded by then is kept; where that is nothing, which is an error too, there is
            no file.
    """
    wav = create_wav(path, sum(each.channels for each in inputs))
    recorder = Recorder(wav, inputs)
    try:
        with ExitStack() as streams:
            for place, each in enumerate(inputs):
                streams.enter_context(_opened(each, recorder.listener(place)))
            with recorder.writing():
                yield recorder
        if not wav.samples:
            raise RecordingError(
                "nothing was recorded", place=str(path), remedy="wait until sound comes before you end the recording"
            )
    finally:
        empty = not wav.samples
        wav.close()
        if empty:
            path.unlink()


@contextmanager
def _opened(each: Input, listener: Callable[..., None]) -> Iterator[None]:
    """The device, giving its sound to the listener."""
    library = portaudio()
    try:
        stream = library.InputStream(
            device=each.device.index,
            channels=each.channels,
            samplerate=each.device.sample_rate,
            dtype="int16",
            latency=_LATENCY_S,
            callback=listener,
        )
        stream.start()
    except library.PortAudioError as exc:
        raise RecordingError(
            f"{each.device.name} cannot be recorded: {exc.args[0]}",
            place=each.device.full_name,
            remedy="close other programs that use it, or choose another: dictation record --list-devices",
        ) from exc
    with stream:
        yield
