"""A stretch of a recording is the same sound however it is found in the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dictation.transcribe import at_speed, cut_sound, probe
from dictation.transcribe.audio import blocks, stretch
from tests.transcribe.sounds import CODECS, write

RATE = 16_000


@pytest.mark.parametrize("suffix", CODECS)
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_a_stretch_is_that_part_of_the_whole(tmp_path: Path, suffix: str, rate: int) -> None:
    if suffix in {"ogg", "opus"} and rate != 48_000:
        pytest.skip("the encoder takes no such rate")
    random = np.random.default_rng(1)
    # Noise that grows and wanes slowly, so that no moment is like another, and none is changed by filters.
    points = np.arange(0, 20 * rate, rate // 200)
    channels = [np.interp(np.arange(20 * rate), points, random.uniform(-0.5, 0.5, points.size)) for _ in range(2)]
    path = write(tmp_path / f"call.{suffix}", *(channel.astype(np.float32) for channel in channels), rate=rate)
    whole = np.concatenate(list(blocks(path)), axis=1)
    for start_ms, end_ms in ((0, 700), (1, 5000), (9_999, 12_345), (19_000, 25_000)):
        expected = whole[:, start_ms * RATE // 1000 : end_ms * RATE // 1000]
        found = stretch(path, start_ms, end_ms)
        assert found.shape == expected.shape
        assert np.abs(found - expected).max(initial=0) < 0.02


def test_a_sound_has_two_channels_at_most(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", np.full(RATE, 0.5, np.float32), np.full(RATE, -0.25, np.float32), rate=RATE)
    sound = cut_sound(probe(path), 0, 500)
    assert sound.samples.shape == (RATE // 2, 2)
    assert np.abs(sound.samples[100] / 32767 - [0.5, -0.25]).max() < 0.01
    assert at_speed(sound, 1.5).samples.shape[1] == 2
