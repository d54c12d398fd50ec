from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dictation.transcribe import read_transcript
from dictation.transcribe.audio import Block, blocks
from dictation.transcribe.engine import SAMPLE_RATE, Stretch
from dictation.transcribe.pauses import LONGEST_S, stretches

SAMPLES = Path(__file__).parents[2] / "samples"


def cut(sound: list[Block], sides: int) -> list[Stretch]:
    return list(stretches(iter(sound), sides, lambda _: None))


@pytest.fixture(scope="module")
def call() -> list[Block]:
    return list(blocks(SAMPLES / "monday-call.flac"))


def test_silence_hum_and_noise_give_nothing_to_recognise() -> None:
    seconds = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.random.default_rng(3).normal(0, 0.01, seconds.size)
    for sound in (np.zeros(seconds.size), 0.1 * np.sin(2 * np.pi * 50 * seconds), noise):
        assert not cut([sound.astype(np.float32)[None, :]], 1)


def test_all_speech_is_in_a_stretch_of_its_own_side(call: list[Block]) -> None:
    found = cut(call, 2)
    spans = [(s.channel, s.start_ms, s.start_ms + s.samples.size * 1000 // SAMPLE_RATE) for s in found]
    for segment in read_transcript(SAMPLES / "monday-call.json").segments:
        channel = int((segment.speaker or "")[-1])
        middle = (segment.start_ms + segment.end_ms) // 2
        assert any(side == channel and start <= middle <= end for side, start, end in spans), segment.text
        assert not any(side != channel and start + 600 <= middle <= end - 600 for side, start, end in spans)


def test_stretches_are_the_recording_where_they_say_they_are(call: list[Block]) -> None:
    whole = np.concatenate(call, axis=1)
    for stretch in cut(call, 2):
        first = round(stretch.start_ms * SAMPLE_RATE / 1000)
        around = whole[stretch.channel][max(0, first - 16) : first + stretch.samples.size + 16]
        lag = np.correlate(around[:4032], stretch.samples[:4000]).argmax() - min(16, first)
        assert abs(int(lag)) <= SAMPLE_RATE // 1000


def test_no_stretch_is_too_long_for_whisper_and_none_overlap(call: list[Block]) -> None:
    client = np.concatenate(call, axis=1)[:1]
    without_pauses = client[:, np.abs(client[0]) > 0.002]
    found = cut([without_pauses], 1)
    assert len(found) > 1
    ends = 0
    for stretch in found:
        assert stretch.samples.size <= (LONGEST_S + 1) * SAMPLE_RATE
        assert stretch.start_ms >= ends - 1
        ends = stretch.start_ms + stretch.samples.size * 1000 // SAMPLE_RATE


def test_the_size_of_the_blocks_changes_nothing(call: list[Block]) -> None:
    whole = np.concatenate(call, axis=1)
    one = cut([whole], 2)
    many = cut([whole[:, n : n + 7001] for n in range(0, whole.shape[1], 7001)], 2)
    key = [(s.channel, s.start_ms, s.samples.size) for s in sorted(one, key=lambda s: (s.channel, s.start_ms))]
    assert key == [(s.channel, s.start_ms, s.samples.size) for s in sorted(many, key=lambda s: (s.channel, s.start_ms))]
