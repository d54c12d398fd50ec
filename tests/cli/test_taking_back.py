"""Splitting, merging, undoing and comparing by commands, and listening to a draft's call."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.cli.program import CLIENT, Program, dictate, dictated_email
from tests.cli.spoken import RATE
from tests.transcribe.sounds import tone, write


@pytest.fixture
def one(program: Program, tmp_path: Path) -> Program:
    program.ok("process", dictate(tmp_path, dictated_email("Odile Marsh")), "--client", CLIENT)
    return program


def pitches(path: Path) -> list[int]:
    """What is heard in every second of a file, in its first half, in hertz."""
    with wave.open(str(path)) as file:
        assert file.getframerate() == RATE
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())[:, 0]
    return [pitch(sound[at : at + RATE // 5]) for at in range(RATE * 3 // 20, sound.size - RATE // 5, RATE)]


def pitch(sound: NDArray[np.int16]) -> int:
    return int(np.abs(np.fft.rfft(sound)).argmax() * RATE / sound.size)


def test_a_split_needs_a_place_and_the_second_draft_somebody_it_goes_to(one: Program) -> None:
    assert one("split", 1).code == 2
    assert one("split", 1, "--at", 2, "--before", "and").code == 2
    assert "no paragraph 7" in one("split", 1, "--at", 7).told["Error"]
    one.ok("split", 1, "--before", "and can be")
    assert one("approve", 2).code == 5
    one.ok("edit", 2, "--to", "Petra Lund")
    one.ok("approve", 1, 2)


def test_drafts_of_two_calls_are_not_merged(one: Program, tmp_path: Path) -> None:
    one.ok("process", dictate(tmp_path, dictated_email("Petra Lund", subject="plums")), "--client", CLIENT)
    for numbers in ((1, 2), (1, 1)):
        assert "not two drafts of one recording" in one("merge", *numbers).told["Error"]
    assert one.states() == {1: "draft", 2: "draft"}


def test_every_step_back_is_told_by_log_and_diff(one: Program) -> None:
    one.ok("edit", 1, "--replace", "Friday", "--with", "Monday")
    one.ok("approve", 1)
    one.ok("undo", 1)
    assert one.states() == {1: "draft"}
    assert one.ok("show", 1, "--json").json["revision"] == 2
    one.ok("undo", 1)
    assert "Friday" in one.ok("show", 1).out
    assert "nothing to undo" in one("undo", 1).told["Error"]
    one.ok("redo", 1)
    assert "Monday" in one.ok("show", 1).out
    assert "nothing to redo" in one("redo", 1).told["Error"]
    done = [entry["action"] for entry in one.ok("log", 1, "--json").json]
    assert done == [
        *("draft.composed", "draft.revised", "draft.approved", "draft.reopened", "draft.restored", "draft.restored")
    ]
    assert "[- Friday-]{+ Monday+}" in one.ok("diff", 1).out
    assert "[- Monday-]{+ Friday+}" in one.ok("diff", 1, "--from", 2, "--to", 3).out
    assert "Nothing was changed" in one.ok("diff", 1, "--from", 1, "--to", 3).err
    assert "no revision 9" in one("diff", 1, "--to", 9).told["Error"]


def test_a_comparison_shows_headers_and_paragraphs_and_no_more_than_changed(one: Program) -> None:
    one.ok("edit", 1, "--cc", "Petra Lund", "--replace", "and can", "--with", "& can")
    lines = one.ok("diff", 1).out.splitlines()
    assert lines == [
        "Cc:{+ Petra Lund <petra@lundlegal.example>+}",
        "The pears are ripe[- and-]{+ &+} can be fetched on Friday.",
    ]
    changes = one.ok("diff", 1, "--json").json
    assert {"change": "added", "text": " &"} in changes


def test_a_paragraph_that_went_is_shown_with_its_end(one: Program, tmp_path: Path) -> None:
    lines = "First here. Full stop. New paragraph. Second there."
    call = dictate(tmp_path, f"Email to Odile Marsh. Dear Odile, comma. {lines} Regards, Nell. End of email.")
    one.ok("process", call, "--client", CLIENT)
    before = one.ok("show", 2).out
    one.ok("split", 2, "--at", 2)
    assert "Second there." in before
    assert one.ok("diff", 2).out.splitlines() == ["[-Second there.¶-]", "[-¶-]"]


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # From one and a half seconds before the first word, as far as there are any.
        ((), [300, 500, 700, 900, 1100, 1300]),
        (("--flag", 2), [500, 700, 900]),
        (("--sentence", 1), [300, 500, 700]),
        (("--sentence", 2), [500, 700, 900, 1100, 1300]),
    ],
)
def test_a_clip_is_what_was_said(
    program: Program, tmp_path: Path, options: tuple[object, ...], expected: list[int]
) -> None:
    clip = tmp_path / "clip.wav"
    program.ok("play", 1, *options, "--clip", clip)
    assert pitches(clip) == pytest.approx(expected, abs=5)


@pytest.mark.usefixtures("heard")
def test_a_clip_can_be_slower_and_sounds_as_high_as_before(program: Program, tmp_path: Path) -> None:
    lengths = {}
    for speed in (1, 0.5, 2):
        clip = tmp_path / f"{speed}.wav"
        program.ok("play", 1, "--flag", 2, "--speed", speed, "--clip", clip)
        with wave.open(str(clip)) as file:
            lengths[speed] = file.getnframes()
            middle = np.frombuffer(file.readframes(file.getnframes()), "<i2")[-file.getnframes() // 4 :]
        assert abs(pitch(middle[: RATE // 5]) - 900) <= 10
    assert lengths[0.5] == pytest.approx(2 * lengths[1], rel=0.05)
    assert lengths[2] == pytest.approx(lengths[1] / 2, rel=0.05)


@pytest.mark.usefixtures("heard")
def test_what_can_be_played_is_listed_with_its_numbers(program: Program) -> None:
    listed = program.ok("play", 1, "--list", "--json").json
    assert [(each["kind"], each["number"], each["text"]) for each in listed] == [
        ("flag", 2, "Plums"),
        ("sentence", 1, "Pears are here."),
        ("sentence", 2, "Plums are not."),
    ]
    assert "--sentence 2" in program.ok("play", 1, "--list").out
    for option in (("--flag", 1), ("--flag", 3), ("--sentence", 3), ("--flag", 2, "--sentence", 1)):
        assert program("play", 1, *option).code == 2


def test_a_recording_that_is_gone_or_another_one_is_told(program: Program, heard: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.wav"
    heard.rename(elsewhere)
    assert "no longer there" in program("play", 1, "--clip", tmp_path / "clip.wav").told["Error"]
    write(heard, tone(6), rate=RATE)
    told = program("play", 1, "--clip", tmp_path / "clip.wav").told
    assert "not the recording that was processed" in told["Error"]
    assert str(heard) in told["Where"]
    elsewhere.replace(heard)
    program.ok("play", 1, "--clip", tmp_path / "clip.wav")


def test_what_came_from_a_transcript_cannot_be_heard(one: Program, tmp_path: Path) -> None:
    assert "there is no sound" in one("play", 1, "--clip", tmp_path / "clip.wav").told["Error"]
