from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from dictation.errors import SilentRecording
from dictation.model.transcript import Transcript
from dictation.transcribe import Vocabulary, transcribe
from tests.transcribe.sounds import tone, write

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def shares() -> list[float]:
    return []


@pytest.fixture(scope="module")
def monday(cache: Path, vocabulary: Vocabulary, told: list[str], shares: list[float]) -> Transcript:
    return transcribe(
        SAMPLES / "monday-call.flac",
        engine="embedded",
        vocabulary=vocabulary,
        cache=cache,
        notify=told.append,
        progress=lambda done: shares.append(done.share),
    )


def plain(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("-", " "))


def distance(a: list[str], b: list[str]) -> int:
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def test_the_embedded_recogniser_hears_the_client_of_the_first_sample(monday: Transcript) -> None:
    script = (SAMPLES / "monday-call.script.txt").read_text("utf-8").splitlines()
    said = plain(" ".join(line.removeprefix("CLIENT:") for line in script if line.startswith("CLIENT:")))
    heard = plain(" ".join(word.text for word in monday.words if word.speaker == "SPEAKER_00"))
    assert distance(said, heard) <= 0.05 * len(said)


def test_what_is_misheard_is_told_to_be_less_probable(monday: Transcript) -> None:
    script = plain((SAMPLES / "monday-call.json").read_text("utf-8").partition('"segments"')[0].partition(":")[2])
    heard = [(plain(word.text), word.probability) for word in monday.words]
    letters = [(part, probability) for parts, probability in heard for part in parts]
    matching = SequenceMatcher(a=script, b=[part for part, _ in letters], autojunk=False).get_matching_blocks()
    right = {place for block in matching for place in range(block.b, block.b + block.size)}
    wrong = [probability for place, (_, probability) in enumerate(letters) if place not in right]
    assert wrong
    assert all(0 <= probability <= 1 for _, probability in letters)
    assert mean(wrong) < mean(letters[place][1] for place in right) - 0.2


def test_names_come_back_as_in_the_address_book(monday: Transcript) -> None:
    for name in ("Susan Parker", "Parker Glass", "Peter Collins", "Helen Brooks", "Martin Hale"):
        assert name in monday.text


def test_each_side_of_the_call_is_a_speaker(monday: Transcript) -> None:
    said = [(segment.speaker, segment.text) for segment in monday.segments]
    assert said[0][0] == "SPEAKER_01"
    assert all(word.speaker == segment.speaker for segment in monday.segments for word in segment.words)
    client = " ".join(text for speaker, text in said if speaker == "SPEAKER_00")
    secretary = " ".join(text for speaker, text in said if speaker == "SPEAKER_01")
    assert "end of email" in client
    assert "end of email" not in secretary
    assert "send it first class" in secretary


def test_words_are_in_order_of_time_and_inside_the_recording(monday: Transcript) -> None:
    starts = [segment.start_ms for segment in monday.segments]
    assert starts == sorted(starts)
    for segment in monday.segments:
        times = [time for word in segment.words for time in (word.start_ms, word.end_ms)]
        assert (segment.start_ms, segment.end_ms) == (times[0], times[-1])
        assert times[0] >= 0
        assert times[-1] <= 200_000
    assert (monday.language, monday.engine) == ("en", "embedded")


def test_progress_only_grows_and_ends_at_one(monday: Transcript, shares: list[float]) -> None:
    assert monday
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_tone_is_no_call(tmp_path: Path, cache: Path, vocabulary: Vocabulary) -> None:
    path = write(tmp_path / "tone.wav", tone(4))
    with pytest.raises(SilentRecording, match="Nobody speaks") as caught:
        transcribe(path, engine="embedded", vocabulary=vocabulary, cache=cache, notify=print)
    assert "4 seconds" in (caught.value.place or "")


def test_a_call_that_was_cut_off_is_heard_so_far_and_told(tmp_path: Path, cache: Path, vocabulary: Vocabulary) -> None:
    whole = (SAMPLES / "telephone-call.flac").read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 5])
    told: list[str] = []
    transcript = transcribe(
        tmp_path / "cut.flac", engine="embedded", vocabulary=vocabulary, cache=cache, notify=told.append
    )
    assert transcript.words
    assert transcript.words[0].speaker is None
    assert any("cut.flac" in line and "cut off" in line for line in told)


def test_nothing_is_said_of_a_recording_that_is_whole(monday: Transcript, told: list[str]) -> None:
    assert monday
    assert not any("monday-call" in line for line in told)


def test_a_call_of_two_channels_with_one_sound_has_no_speakers(
    tmp_path: Path, cache: Path, vocabulary: Vocabulary
) -> None:
    from dictation.transcribe.audio import blocks  # noqa: PLC0415 - beside its only use

    sound = np.concatenate([block[0] for block in blocks(SAMPLES / "telephone-call.flac")])[: 16_000 * 8]
    path = write(tmp_path / "both.wav", sound, sound, rate=16_000)
    transcript = transcribe(path, engine="embedded", vocabulary=vocabulary, cache=cache, notify=print)
    assert {word.speaker for word in transcript.words} == {None}
