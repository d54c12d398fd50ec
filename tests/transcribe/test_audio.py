from __future__ import annotations

import hashlib
import struct
import tracemalloc
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from dictation.errors import AudioError
from dictation.transcribe import probe
from dictation.transcribe.audio import blocks
from dictation.transcribe.channels import survey
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
    assert len(known.sides) == channels
    sound = np.concatenate(list(blocks(path)), axis=1)
    for n, channel in enumerate(sound):
        spectrum = np.abs(np.fft.rfft(channel[8000:24000]))
        assert spectrum.argmax() == 400 * (n + 1)


def test_a_recording_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", tone(1))
    assert probe(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


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


def wave_file(path: Path, samples: NDArray[Any], *, rate: int = 16_000) -> Path:
    """A wav file of rows of samples, however odd; floats are written as floats, integers as integers."""
    kind = 3 if samples.dtype.kind == "f" else 1
    width, channels = samples.dtype.itemsize, samples.shape[1]
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * width, channels * width, 8 * width)
    data = samples.tobytes()
    riff = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(riff)) + riff)
    return path


@pytest.mark.parametrize("channels", [3, 8])
def test_a_conference_of_some_channels_keeps_each(tmp_path: Path, channels: int) -> None:
    each = [tone(1, 300 * (n + 1), rate=16_000) for n in range(channels)]
    samples = (np.stack(each, axis=1) * 32767).astype("<i2")
    sound = np.concatenate(list(blocks(wave_file(tmp_path / "many.wav", samples))), axis=1)
    assert [int(np.abs(np.fft.rfft(channel)).argmax()) for channel in sound] == [300 * (n + 1) for n in range(channels)]


@pytest.mark.parametrize("kind", ["<i2", "<i4", "u1", "<f4"])
def test_of_sixty_four_channels_the_one_that_speaks_is_heard(tmp_path: Path, kind: str) -> None:
    samples = np.zeros((16_000, 64))
    samples[:, 17] = tone(1, 500, rate=16_000)
    scale, offset = {"<i2": (2**15 - 1, 0), "<i4": (2**31 - 1, 0), "u1": (127, 128), "<f4": (1, 0)}[kind]
    path = wave_file(tmp_path / "many.wav", (samples * scale + offset).astype(kind))
    (sound,) = np.concatenate(list(blocks(path)), axis=1)
    assert np.abs(np.fft.rfft(sound)).argmax() == 500
    assert np.abs(sound).max() == pytest.approx(0.3, abs=0.02)


def test_samples_that_are_no_numbers_are_silence_and_the_rest_is_heard(tmp_path: Path) -> None:
    samples = tone(2, 440, rate=16_000).astype("<f4")[:, None]
    samples[4000:8000], samples[9000], samples[9001] = np.nan, np.inf, -np.inf
    (sound,) = np.concatenate(list(blocks(wave_file(tmp_path / "nan.wav", samples))), axis=1)
    assert np.isfinite(sound).all()
    assert not sound[4000:8000].any()
    assert np.abs(np.fft.rfft(sound[16_000:])).argmax() == 440


def test_a_rate_of_nought_is_refused(tmp_path: Path) -> None:
    path = wave_file(tmp_path / "zero.wav", np.zeros((100, 1), "<i2"), rate=0)
    with pytest.raises(AudioError, match=r"zero\.wav") as caught:
        survey(path)
    assert caught.value.remedy


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "growing.wav", tone(3))
    sound = blocks(path)
    next(sound)
    with path.open("ab") as file:
        file.write(bytes(1000))
    with pytest.raises(AudioError, match="still being recorded"):
        list(sound)


def test_what_a_recorder_lost_in_the_middle_is_silence_of_the_same_length(tmp_path: Path) -> None:
    """Frames of Opus carry their time: whoever is heard after a gap is heard at the right second."""
    path = tmp_path / "gap.ogg"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        for second in (0, 1, 4, 5):  # two seconds are missing
            samples = (tone(1, 440) * 32767).astype(np.int16)[None, :]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, second * 48_000, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    (sound,) = np.concatenate(list(blocks(path)), axis=1)
    assert sound.size / 16_000 == pytest.approx(6, abs=0.1)
    loud = [float(np.abs(sound[n * 16_000 + 4000 : n * 16_000 + 12_000]).mean()) > 0.05 for n in range(6)]
    assert loud == [True, True, False, False, True, True]


def test_an_hour_is_read_in_the_memory_of_a_minute(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    wave_file(path, np.zeros((3600 * 8000, 2), "<i1").view("u1"), rate=8000)
    tracemalloc.start()
    try:
        samples = sum(block.shape[1] for block in blocks(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert samples == 3600 * 16_000
    assert peak < 20_000_000


def test_a_file_that_changes_its_kind_in_the_middle_is_read_to_its_end(tmp_path: Path) -> None:
    one = write(tmp_path / "one.mp3", tone(2, 440), rate=48_000).read_bytes()
    other = write(
        tmp_path / "other.mp3", tone(2, 880, rate=44_100), tone(2, 880, rate=44_100), rate=44_100
    ).read_bytes()
    path = tmp_path / "both.mp3"
    path.write_bytes(one + other)
    sound = np.concatenate(list(blocks(path)), axis=1)
    assert sound.shape[1] / 16_000 == pytest.approx(4, abs=0.2)
    assert np.abs(np.fft.rfft(sound[0, 40_000:56_000])).argmax() == 880


def test_the_length_of_a_file_that_does_not_tell_it_is_counted(tmp_path: Path) -> None:
    """Silence takes few bytes, so a guess from the first packets is far off."""
    sound = np.concatenate([np.zeros(48_000 * 20, np.float32), tone(20)])
    with av.open(str(tmp_path / "call.aac"), "w", format="adts") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray((sound * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = 48_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    assert probe(tmp_path / "call.aac").duration_ms == pytest.approx(40_000, abs=200)
