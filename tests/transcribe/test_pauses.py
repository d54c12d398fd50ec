from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dictation.transcribe import read_transcript
from dictation.transcribe.audio import Block, blocks
from dictation.transcribe.engine import SAMPLE_RATE, Stretch
from dictation.transcribe.pauses import LONGEST_S, stretches

SAMPLES = Path(__file__).parents[2] / "samples"


def cut(sound: list[Block], joined_ms: int = 1200) -> list[Stretch]:
    return list(stretches(iter(sound), joined_ms=joined_ms))


@pytest.fixture(scope="module")
def call() -> list[Block]:
    return list(blocks(SAMPLES / "monday-call.flac"))


def test_silence_hum_and_noise_give_nothing_to_recognise() -> None:
    seconds = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.random.default_rng(3).normal(0, 0.01, seconds.size)
    for sound in (np.zeros(seconds.size), 0.1 * np.sin(2 * np.pi * 50 * seconds), noise):
        assert not cut([sound.astype(np.float32)[None, :]])


def melody(seconds: int) -> NDArray[np.float64]:
    """Bowed chords with vibrato, as music on hold has them."""
    lot = np.random.default_rng(7)
    time = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
    swell = np.minimum(1, 8 * np.minimum(time, time[::-1]))
    notes: list[NDArray[np.float64]] = []
    for pitch in lot.choice([262, 294, 330, 349, 392, 440, 494, 523], 2 * seconds):
        sung = pitch * np.outer([0.5, 1, 1.26], np.arange(1, 8)).reshape(-1, 1)
        notes.append(
            swell * (np.sin(2 * np.pi * sung * time + 0.3 * np.sin(10 * np.pi * time)) * 50 / sung).sum(axis=0)
        )
    tune = np.concatenate(notes)
    return np.asarray(0.3 * tune / np.abs(tune).max(), dtype=np.float64)


def test_music_on_hold_and_the_tones_of_a_line_give_nothing_to_recognise() -> None:
    time = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    ringing = (np.sin(800 * np.pi * time) + np.sin(900 * np.pi * time)) * (time % 3 < 1)
    engaged = np.sin(960 * np.pi * time) * (time % 1 < 0.5)
    keys = (np.sin(2 * np.pi * 770 * time) + np.sin(2 * np.pi * 1336 * time)) * (time % 0.4 < 0.15)
    for sound in (melody(20), 0.1 * ringing, 0.2 * engaged, 0.1 * keys):
        spectrum, hertz = np.fft.rfft(sound), np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE)
        by_telephone = np.fft.irfft(spectrum * ((hertz > 300) & (hertz < 3400)), sound.size)
        for heard in (sound, by_telephone):
            assert not cut([heard.astype(np.float32)[None, :]])


def test_all_speech_is_in_a_stretch_of_its_own_side(call: list[Block]) -> None:
    found = cut(call)
    spans = [(s.channel, s.start_ms, s.start_ms + s.samples.size * 1000 // SAMPLE_RATE) for s in found]
    for segment in read_transcript(SAMPLES / "monday-call.json").segments:
        channel = int((segment.speaker or "")[-1])
        middle = (segment.start_ms + segment.end_ms) // 2
        assert any(side == channel and start <= middle <= end for side, start, end in spans), segment.text
        assert not any(side != channel and start + 600 <= middle <= end - 600 for side, start, end in spans)


def test_stretches_are_the_recording_where_they_say_they_are(call: list[Block]) -> None:
    whole = np.concatenate(call, axis=1)
    for stretch in cut(call):
        first = round(stretch.start_ms * SAMPLE_RATE / 1000)
        around = whole[stretch.channel][max(0, first - 16) : first + stretch.samples.size + 16]
        lag = np.correlate(around[:4032], stretch.samples[:4000]).argmax() - min(16, first)
        assert abs(int(lag)) <= SAMPLE_RATE // 1000


def test_no_stretch_is_too_long_for_whisper_and_none_overlap(call: list[Block]) -> None:
    client = np.concatenate(call, axis=1)[:1]
    without_pauses = client[:, np.abs(client[0]) > 0.002]
    found = cut([without_pauses])
    assert len(found) > 1
    ends = 0
    for stretch in found:
        assert stretch.samples.size <= (LONGEST_S + 1) * SAMPLE_RATE
        assert stretch.start_ms >= ends - 1
        ends = stretch.start_ms + stretch.samples.size * 1000 // SAMPLE_RATE


def test_the_size_of_the_blocks_changes_nothing(call: list[Block]) -> None:
    whole = np.concatenate(call, axis=1)
    one = cut([whole])
    many = cut([whole[:, n : n + 7001] for n in range(0, whole.shape[1], 7001)])
    key = [(s.channel, s.start_ms, s.samples.size) for s in sorted(one, key=lambda s: (s.channel, s.start_ms))]
    assert key == [(s.channel, s.start_ms, s.samples.size) for s in sorted(many, key=lambda s: (s.channel, s.start_ms))]


def test_a_noisy_telephone_line_hides_no_speech(call: list[Block]) -> None:
    wide = np.concatenate(call, axis=1)[:1]
    hertz = np.fft.rfftfreq(wide.shape[1], 1 / SAMPLE_RATE)
    noise = np.random.default_rng(3).uniform(-0.004, 0.004, wide.shape)
    spectrum = np.fft.rfft(wide) * ((hertz > 300) & (hertz < 3400)) + np.fft.rfft(noise) * (hertz < 4000)
    line = np.fft.irfft(spectrum, wide.shape[1]).astype(np.float32)
    heard, there = (sum(s.samples.size for s in cut([sound])) for sound in (line, wide))
    assert heard > 0.9 * there
