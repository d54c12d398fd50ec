"""Which channels are the sides of a call, and that one side's voice on the other's channel is not heard twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dictation.errors import SilentRecording
from dictation.transcribe.audio import Block, blocks
from dictation.transcribe.channels import each_side, survey
from dictation.transcribe.engine import SAMPLE_RATE
from dictation.transcribe.pauses import stretches
from tests.transcribe.sounds import tone, write

SAMPLES = Path(__file__).parents[2] / "samples"
RATE = SAMPLE_RATE


@pytest.fixture(scope="module")
def call() -> Block:
    return np.concatenate(list(blocks(SAMPLES / "thursday-call.flac")), axis=1)


def saved(path: Path, *channels: NDArray[np.float32]) -> Path:
    return write(path, *(np.clip(channel, -1, 1) for channel in channels), rate=RATE)


def echo(voice: NDArray[np.float32], gain: float, delay_ms: int) -> NDArray[np.float32]:
    return np.roll(gain * voice, delay_ms * RATE // 1000).astype(np.float32)


def in_a_room(voice: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """As a loudspeaker's sound reaches a microphone: blurred by walls for a third of a second."""
    answer = np.random.default_rng(5).normal(size=RATE // 3) * np.exp(-np.arange(RATE // 3) / (RATE / 13))
    answer /= np.sqrt(np.square(answer).sum())
    return (gain * np.convolve(voice, answer)[: voice.size]).astype(np.float32)


def speech_ms(path: Path) -> list[int]:
    """How long each side speaks."""
    sides = survey(path).sides
    spoken = [0] * len(sides)
    for stretch in stretches(each_side(blocks(path), sides), joined_ms=500):
        spoken[stretch.channel] += stretch.speech_ms
    return spoken


@pytest.mark.parametrize(
    "leak",
    [
        lambda voice: echo(voice, 0.1, 0),
        lambda voice: echo(voice, 0.1, 150),
        lambda voice: echo(voice, 0.3, 30),
        lambda voice: in_a_room(voice, 0.2),
    ],
    ids=["weak", "late", "strong", "loudspeaker"],
)
def test_a_voice_that_leaks_to_the_other_side_is_not_speech_of_that_side(tmp_path: Path, call: Block, leak) -> None:  # type: ignore[no-untyped-def]
    client, secretary = call
    noise = np.random.default_rng(2).normal(0, 0.0005, call.shape)
    path = saved(
        tmp_path / "leak.wav",
        (client + leak(secretary) + noise[0]).astype(np.float32),
        (secretary + leak(client) + noise[1]).astype(np.float32),
    )
    clean = speech_ms(saved(tmp_path / "clean.wav", client, secretary))
    found = speech_ms(path)
    assert len(found) == 2
    assert found == pytest.approx(clean, rel=0.12)


def test_one_channel_with_both_voices_gives_the_other_side_alone(tmp_path: Path, call: Block) -> None:
    client, secretary = call
    clean = speech_ms(saved(tmp_path / "clean.wav", client, secretary))
    assert speech_ms(saved(tmp_path / "mixed.wav", client, client + secretary)) == pytest.approx(clean, rel=0.12)


def test_both_sides_are_kept_where_they_speak_at_once(tmp_path: Path, call: Block) -> None:
    client = call[0]
    other = np.roll(client, 20 * RATE)  # somebody who talks all the time, too
    path = saved(tmp_path / "both.wav", client, other)
    alone = speech_ms(saved(tmp_path / "alone.wav", client, np.zeros_like(client)))
    assert speech_ms(path) == pytest.approx(alone * 2, rel=0.02)


@pytest.mark.parametrize(("loud", "seconds"), [(1, 30), (0.005, 30), (1, 0.6)])
def test_two_copies_are_one_side_however_quiet_or_short(
    tmp_path: Path, call: Block, loud: float, seconds: float
) -> None:
    both = (loud * call.sum(axis=0)[2 * RATE :][: int(seconds * RATE)] / np.abs(call).max()).astype(np.float32)
    assert len(survey(saved(tmp_path / "same.wav", both, both)).sides) == 1


@pytest.mark.parametrize("copy", [lambda x: x, lambda x: -0.6 * x, lambda x: np.roll(x, 80)])
def test_channels_with_the_same_sound_are_one_side(tmp_path: Path, call: Block, copy) -> None:  # type: ignore[no-untyped-def]
    both = call.sum(axis=0)
    noise = np.random.default_rng(3).normal(0, 0.0003, both.size)
    path = saved(tmp_path / "same.wav", both, (copy(both) + noise).astype(np.float32))
    assert len(survey(path).sides) == 1


def test_a_client_who_talks_nearly_all_the_time_is_not_taken_for_both_sides(tmp_path: Path, call: Block) -> None:
    client, secretary = call
    little = secretary.copy()
    little[12 * RATE :] = 0
    path = saved(tmp_path / "leak.wav", client + 0.1 * little, little + 0.1 * client)
    assert len(survey(path).sides) == 2


def test_a_call_with_one_dead_channel_is_one_side(tmp_path: Path) -> None:
    assert len(survey(write(tmp_path / "half.wav", tone(2), np.zeros(96_000, np.float32))).sides) == 1


def test_a_sampled_call_has_two_sides_and_a_telephone_line_one() -> None:
    assert len(survey(SAMPLES / "monday-call.flac").sides) == 2
    assert len(survey(SAMPLES / "telephone-call.flac").sides) == 1


def test_what_was_recorded_far_too_low_is_heard_all_the_same(tmp_path: Path, call: Block) -> None:
    low = speech_ms(saved(tmp_path / "low.wav", *(0.01 * call / np.abs(call).max())))
    assert low == pytest.approx(speech_ms(saved(tmp_path / "usual.wav", *call)), rel=0.1)


def test_silence_is_told_from_speech(tmp_path: Path) -> None:
    path = write(tmp_path / "silent.flac", np.zeros(96_000, np.float32))
    with pytest.raises(SilentRecording, match="silent") as caught:
        survey(path)
    assert "2 seconds" in (caught.value.place or "")
