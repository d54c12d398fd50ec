"""Files that are not wholly written are known by their headers, where these tell."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from dictation.transcribe import is_recording, is_whole_file
from tests.transcribe.sounds import CODECS, tone, write


@pytest.mark.parametrize("kind", CODECS)
def test_every_kind_of_recording_is_known_and_whole(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / f"call.{kind}", tone(1))
    assert is_recording(path)
    assert is_recording(path.with_suffix(path.suffix.upper()))
    assert is_whole_file(path)


@pytest.mark.parametrize("kind", ["wav", "m4a"])
def test_a_part_of_a_recording_is_not_whole(tmp_path: Path, kind: str) -> None:
    whole = write(tmp_path / f"call.{kind}", tone(1)).read_bytes()
    part = tmp_path / f"part.{kind}"
    for length in (0, len(whole) // 2, len(whole) - 1):
        part.write_bytes(whole[:length])
        assert not is_whole_file(part)


def test_a_recorder_that_has_not_ended_has_not_written_the_length(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    with wave.open(str(path), "wb") as recorder:
        recorder.setparams((1, 2, 16_000, 0, "NONE", ""))
        recorder.writeframes(b"")
    assert is_whole_file(path)
    with path.open("ab") as file:
        file.write(b"\1\0" * 16_000)
    assert not is_whole_file(path)


def test_a_recorder_that_cannot_go_back_leaves_the_length_open(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", tone(1))
    sound = path.read_bytes()
    path.write_bytes(sound[:4] + b"\xff" * 4 + sound[8:])
    assert is_whole_file(path)


@pytest.mark.parametrize("name", ["notes.txt", "call.json", "cover.jpg", "wav"])
def test_other_files_are_no_recordings(name: str) -> None:
    assert not is_recording(Path(name))
