"""A recording is taken when it is wholly written, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dictation.home import Listed, Priority
from dictation.pipeline import Arrivals, Unfinished
from tests.transcribe.sounds import tone, write

SETTLE_S = 5


@pytest.fixture
def arrivals() -> Arrivals:
    return Arrivals(SETTLE_S)


def look(arrivals: Arrivals, folder: Path, now_s: float) -> list[str]:
    """The names of what was given, with a question mark where it is not whole."""
    present = [
        Listed(path=path, client="nell", priority=Priority.NORMAL, due=None, place=str(folder))
        for path in sorted(folder.iterdir())
    ]
    return [
        f"{each.listed.path.name}?" if isinstance(each, Unfinished) else each.path.name
        for each in arrivals.look(present, now_s)
    ]


def test_what_nobody_writes_any_more_is_taken_once(arrivals: Arrivals, tmp_path: Path) -> None:
    write(tmp_path / "call.mp3", tone(1))
    found = [look(arrivals, tmp_path, second) for second in range(8)]
    assert found == [[], [], [], [], [], ["call.mp3"], [], []]


def test_what_is_being_written_is_waited_for(arrivals: Arrivals, tmp_path: Path) -> None:
    whole = write(tmp_path / "call.mp3", tone(3)).read_bytes()
    for second in range(10):
        (tmp_path / "call.mp3").write_bytes(whole[: len(whole) * (second + 1) // 10])
        assert look(arrivals, tmp_path, second) == []
    assert look(arrivals, tmp_path, 9 + SETTLE_S) == ["call.mp3"]


def test_what_is_moved_into_the_folder_is_taken_at_once(arrivals: Arrivals, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = write(tmp_path / "call.mp3", tone(1))
    while path.stat().st_ctime_ns == path.stat().st_mtime_ns:  # until the system's clock, which ticks, has gone on
        path = path.rename(tmp_path / "call.part").rename(tmp_path / "in" / "call.mp3")
    assert [look(arrivals, tmp_path / "in", second) for second in range(2)] == [[], ["call.mp3"]]


def test_what_is_copied_with_its_times_is_taken_at_once(arrivals: Arrivals, tmp_path: Path) -> None:
    os.utime(write(tmp_path / "call.mp3", tone(1)), (0, 0))
    assert [look(arrivals, tmp_path, second) for second in range(2)] == [[], ["call.mp3"]]


def test_what_stays_shorter_than_it_says_is_told_once_and_taken_when_it_is_whole(
    arrivals: Arrivals, tmp_path: Path
) -> None:
    whole = write(tmp_path / "call.wav", tone(1)).read_bytes()
    (tmp_path / "call.wav").write_bytes(whole[:-1])
    assert [name for second in range(200) for name in look(arrivals, tmp_path, second)] == ["call.wav?"]
    (tmp_path / "call.wav").write_bytes(whole)
    assert look(arrivals, tmp_path, 200) == []
    assert look(arrivals, tmp_path, 200 + SETTLE_S) == ["call.wav"]


def test_another_recording_under_the_same_name_is_taken_too(arrivals: Arrivals, tmp_path: Path) -> None:
    for round_s in (0, 100):
        write(tmp_path / "call.mp3", tone(1, 440 + round_s))
        assert look(arrivals, tmp_path, round_s) == []
        assert look(arrivals, tmp_path, round_s + SETTLE_S) == ["call.mp3"]
