from __future__ import annotations

import threading
from pathlib import Path

import av
import numpy as np
import pytest

from dictation.record import follow
from dictation.record.wav import SAMPLE_RATE, create_wav, head
from dictation.transcribe import probe
from dictation.transcribe.audio import blocks

COUNTING = np.arange(-3 * SAMPLE_RATE, 3 * SAMPLE_RATE, dtype=np.int32).astype(np.int16).reshape(-1, 2)
"""Three seconds in which no two samples that are near each other are the same."""


def test_what_is_written_is_there_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    wav = create_wav(path, 2)
    for written, part in enumerate(np.array_split(COUNTING, 3), 1):
        wav.write(part)
        assert probe(path).duration_ms == written * 1000
        sound = np.concatenate(list(blocks(path)), axis=1)
        assert np.array_equal(sound.T * 32768, COUNTING[: written * SAMPLE_RATE])
    wav.close()
    assert np.array_equal(np.concatenate(list(blocks(path)), axis=1).T * 32768, COUNTING)


@pytest.mark.parametrize("hours", [18, 19, 100])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_of_any_length_is_read_to_its_end(tmp_path: Path, hours: int, channels: int) -> None:
    """Two channels pass 4 GB after 18 hours. The file is full of holes, which take no room."""
    path = tmp_path / "call.wav"
    samples = hours * 3600 * SAMPLE_RATE
    last = COUNTING[: SAMPLE_RATE * channels // 2].reshape(-1, channels)
    with path.open("wb") as file:
        file.write(head(samples, channels))
        file.seek((samples - len(last)) * 2 * channels, 1)
        file.write(last.tobytes())
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.duration == samples
        container.seek((samples - len(last)) * 1_000_000 // SAMPLE_RATE)
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(stream)], axis=1)
    assert np.array_equal(sound.reshape(-1, channels)[-len(last) :], last)


def test_a_recording_is_heard_while_it_is_written_and_nothing_of_it_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    wav = create_wav(path, 2)
    over = threading.Event()
    heard = follow(path, over.wait)
    wav.write(COUNTING[:100])
    sound = [next(heard)]
    assert sound[0].shape == (2, 100)
    wav.write(COUNTING[100:])
    over.set()
    sound += heard
    wav.close()
    assert np.array_equal(np.concatenate(sound, axis=1).T * 32768, COUNTING)
    assert {block.dtype for block in sound} == {np.dtype(np.float32)}
