"""The sound of a call within a page: all of it or parts, at the right times, and its waveform."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from dictation.writers.sound import Sound, compress
from tests.transcribe.sounds import tone

RATE = 16_000


def blocks(*sides: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """A recording as it comes from the decoder, a second or so at a time."""
    both = np.stack(sides)
    for first in range(0, both.shape[1], 16_384):
        yield both[:, first : first + 16_384]


def notes(*hertz: float) -> NDArray[np.float32]:
    """A second of each note."""
    return np.concatenate([tone(1, each, rate=RATE) for each in hertz])


def played(sound: Sound) -> NDArray[np.float32]:
    with av.open(io.BytesIO(sound.content), "r") as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [part for frame in [*container.decode(audio=0), None] for part in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def note(samples: NDArray[np.float32], second: float) -> float:
    """The loudest note in the half second around a time."""
    part = samples[int((second - 0.25) * RATE) : int((second + 0.25) * RATE)]
    return float(np.abs(np.fft.rfft(part)).argmax() * 2)


def test_a_call_can_be_heard_whole_with_each_moment_at_its_time() -> None:
    sound = compress(blocks(notes(300, 600, 900)), RATE)
    assert (sound.duration_ms, sound.parts) == (3000, ((0, 3000),))
    samples = played(sound)
    assert len(samples) == pytest.approx(3 * RATE, abs=RATE * 0.1)
    assert [note(samples, second) for second in (0.5, 1.5, 2.5)] == [300, 600, 900]


def test_of_parts_the_sound_follows_one_after_the_other() -> None:
    parts = ((1000, 2000), (3000, 5000))
    sound = compress(blocks(notes(300, 600, 900, 1200, 1500, 1800)), RATE, parts=parts)
    assert (sound.duration_ms, sound.parts) == (6000, parts)
    samples = played(sound)
    assert len(samples) == pytest.approx(3 * RATE, abs=RATE * 0.1)
    assert [note(samples, second) for second in (0.5, 1.5, 2.5)] == [600, 1200, 1500]
    assert [sound.holds(time) for time in (999, 1000, 1999, 2000, 4999, 5000)] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]


def test_both_sides_are_heard_and_each_has_its_own_waveform() -> None:
    quiet = np.zeros(RATE, dtype=np.float32)
    left, right = np.concatenate([tone(1, 300, rate=RATE), quiet]), np.concatenate([quiet, tone(1, 600, rate=RATE) / 2])
    sound = compress(blocks(left, right), RATE)
    assert [note(played(sound), second) for second in (0.5, 1.5)] == [300, 600]
    first, second = sound.peaks
    half = len(first) // 2
    assert max(first[: half - 1]) == 1
    assert max(second[half + 1 :]) == pytest.approx(0.5, abs=0.01)
    assert max(first[half + 1 :]) == max(second[: half - 1]) == 0


def test_a_waveform_of_silence_is_flat() -> None:
    (side,) = compress(blocks(np.zeros(RATE, dtype=np.float32)), RATE).peaks
    assert set(side) == {0}


def test_the_same_call_gives_the_same_bytes_and_an_hour_of_it_about_ten_megabytes() -> None:
    speechlike = np.random.default_rng(0).uniform(-0.3, 0.3, 20 * RATE).astype(np.float32)
    sound = compress(blocks(speechlike), RATE)
    assert sound.content == compress(blocks(speechlike), RATE).content
    assert 9e6 < len(sound.content) * 180 < 13e6
