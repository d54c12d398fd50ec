from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from dictation.errors import AudioError, SilentRecording
from dictation.transcribe import probe
from dictation.transcribe.audio import blocks, survey
from tests.transcribe.sounds import CODECS, tone, write

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("suffix", CODECS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_is_heard_at_its_true_length_and_pitch(tmp_path: Path, suffix: str, channels: int) -> None:
    path = write(tmp_path / f"call.{suffix}", *(tone(3, 400 * (n + 1)) for n in range(channels)))
    recording = probe(path)
    assert (recording.channels, recording.sample_rate) == (channels, 48_000)
    assert recording.duration_ms == pytest.approx(3000, abs=80)
    known = survey(path)
    assert known.duration_ms == pytest.approx(3000, abs=80)
    assert known.sides == channels
    sound = np.concatenate(list(blocks(path)), axis=1)
    for n, channel in enumerate(sound):
        spectrum = np.abs(np.fft.rfft(channel[8000:24000]))
        assert spectrum.argmax() == 400 * (n + 1)


def test_a_recording_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", tone(1))
    assert probe(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_channels_with_the_same_sound_are_one_side(tmp_path: Path) -> None:
    same = write(tmp_path / "same.wav", tone(2), tone(2, loud=0.29))
    assert survey(same).sides == 1


def test_a_call_with_one_dead_channel_is_one_side(tmp_path: Path) -> None:
    assert survey(write(tmp_path / "half.wav", tone(2), np.zeros(96_000, np.float32))).sides == 1


def test_a_sampled_call_has_two_sides_and_a_telephone_line_one() -> None:
    assert survey(SAMPLES / "monday-call.flac").sides == 2
    assert survey(SAMPLES / "telephone-call.flac").sides == 1


def test_silence_is_told_from_speech(tmp_path: Path) -> None:
    path = write(tmp_path / "silent.flac", np.zeros(96_000, np.float32))
    with pytest.raises(SilentRecording, match="silent") as caught:
        survey(path)
    assert "2 seconds" in (caught.value.place or "")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.wav", b"", "is empty"),
        ("notes.mp3", b"Dear Ann, this is only text.\n" * 50, "decoded|not a recording|no sound"),
        ("torn.m4a", b"\0\0\0\x20ftypM4A \0\0\0\0", "not a recording|no sound|decoded"),
        ("list.m3u8", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "not a recording|no sound|decoded"),
        ("list.txt", b"ffconcat version 1.0\nfile monday-call.flac\n", "not a recording|no sound|decoded"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / "monday-call.flac").write_bytes((SAMPLES / "telephone-call.flac").read_bytes())
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioError, match=told) as caught:
        survey(tmp_path / name)
    assert name in (caught.value.place or "")
    assert caught.value.remedy


def test_a_missing_recording_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"There is no recording gone\.wav"):
        probe(tmp_path / "gone.wav")
    with pytest.raises(AudioError, match="is no file"):
        probe(tmp_path)


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "ogg"])
def test_a_cut_off_recording_is_kept_up_to_the_cut(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"call.{suffix}", tone(10))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert 4000 < survey(path).duration_ms < 6000
