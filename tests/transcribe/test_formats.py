from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import TranscriptError
from dictation.model.transcript import Segment, Transcript, Word
from dictation.transcribe import TranscriptFormat, read_transcript, write_transcript

SAMPLES = Path(__file__).parents[2] / "samples"
texts = st.text(st.characters(blacklist_categories=["Z", "C"]), min_size=1, max_size=12)
speakers = st.none() | st.just("SPEAKER_00") | st.just("Ann Reed")


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    speaker = draw(speakers)
    now, words = draw(st.integers(0, 10_000_000)), []
    for text in draw(st.lists(texts, min_size=1, max_size=6)):
        end = now + draw(st.integers(0, 3000))
        probability = round(draw(st.floats(0, 1)), 6)
        words.append(Word(text=text, start_ms=now, end_ms=end, probability=probability, speaker=speaker))
        now = end + draw(st.integers(0, 900))
    return Segment(words=tuple(words), start_ms=words[0].start_ms, end_ms=words[-1].end_ms, speaker=speaker)


transcripts = st.builds(
    Transcript,
    language=st.sampled_from(["en", "id"]),
    segments=st.lists(segments(), min_size=1, max_size=4).map(tuple),
    engine=st.sampled_from(["", "embedded"]),
    model=st.just(""),
)


def read(tmp_path: Path, name: str, text: str) -> Transcript:
    (tmp_path / name).write_text(text, "utf-8")
    return read_transcript(tmp_path / name)


def whisper(segments: list[dict[str, object]]) -> str:
    return json.dumps({"text": "", "segments": segments, "language": "en"})


@given(transcripts)
def test_json_holds_everything_a_transcript_knows(
    tmp_path_factory: pytest.TempPathFactory, transcript: Transcript
) -> None:
    assert (
        read(tmp_path_factory.mktemp("t"), "call.json", write_transcript(transcript, TranscriptFormat.JSON))
        == transcript
    )


@pytest.mark.parametrize("kind", [TranscriptFormat.VTT, TranscriptFormat.SRT])
def test_subtitles_keep_words_speakers_and_the_times_of_lines(tmp_path: Path, kind: TranscriptFormat) -> None:
    sample = read_transcript(SAMPLES / "monday-call.json")
    back = read(tmp_path, f"call.{kind}", write_transcript(sample, kind))
    assert [(s.text, s.speaker, s.start_ms, s.end_ms) for s in back.segments] == [
        (s.text, s.speaker, s.start_ms, s.end_ms) for s in sample.segments
    ]


def test_plain_text_keeps_words_and_speakers(tmp_path: Path) -> None:
    sample = read_transcript(SAMPLES / "monday-call.json")
    back = read(tmp_path, "call.txt", write_transcript(sample, TranscriptFormat.TXT))
    assert [(s.text, s.speaker) for s in back.segments] == [(s.text, s.speaker) for s in sample.segments]


def test_a_script_of_turns_has_its_speakers() -> None:
    assert {s.speaker for s in read_transcript(SAMPLES / "monday-call.script.txt").segments} == {"CLIENT", "SECRETARY"}


def test_tokens_without_a_blank_belong_to_the_word_before(tmp_path: Path) -> None:
    words = [
        {"word": " thirty", "start": 1.0, "end": 1.4, "probability": 0.9},
        {"word": "-five", "start": 1.4, "end": 1.8, "probability": 0.6},
        {"word": " pounds.", "start": 1.8, "end": 2.2, "probability": 0.8},
    ]
    transcript = read(tmp_path, "a.json", whisper([{"start": 1.0, "end": 2.2, "text": "", "words": words}]))
    assert [(w.text, w.start_ms, w.end_ms, w.probability) for w in transcript.words] == [
        ("thirty-five", 1000, 1800, 0.6),
        ("pounds.", 1800, 2200, 0.8),
    ]


def test_segments_without_words_share_their_time_evenly(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.json", whisper([{"start": 2, "end": 4, "text": " Dear Ann, thank you."}]))
    assert [(w.text, w.start_ms, w.end_ms) for w in transcript.words] == [
        ("Dear", 2000, 2500),
        ("Ann,", 2500, 3000),
        ("thank", 3000, 3500),
        ("you.", 3500, 4000),
    ]


def test_whisperx_words_have_scores_speakers_and_sometimes_no_time(tmp_path: Path) -> None:
    words = [
        {"word": "pay", "start": 1.0, "end": 1.3, "score": 0.7, "speaker": "SPEAKER_01"},
        {"word": "£300"},
        {"word": "now", "start": 1.9, "end": 2.0, "score": 1.2, "speaker": "SPEAKER_01"},
    ]
    transcript = read(tmp_path, "a.json", whisper([{"start": 1, "end": 2, "words": words, "speaker": "SPEAKER_01"}]))
    assert [(w.text, w.start_ms, w.end_ms, w.probability) for w in transcript.words] == [
        ("pay", 1000, 1300, 0.7),
        ("£300", 1500, 1700, 1.0),
        ("now", 1900, 2000, 1.0),
    ]
    assert {w.speaker for w in transcript.words} == {"SPEAKER_01"}


def test_speakers_of_a_meeting_service_come_from_labels_on_every_line(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nAnn Reed: Good morning.\n\nNOTE\nmade by a machine\n\n"
        "2\n00:00:03.500 --> 00:00:05.000 align:start\nMartin Hale: Re: the roof &amp; the floor.\n"
    )
    transcript = read(tmp_path, "a.vtt", vtt)
    assert [(s.speaker, s.text) for s in transcript.segments] == [
        ("Ann Reed", "Good morning."),
        ("Martin Hale", "Re: the roof & the floor."),
    ]


def test_a_dictated_colon_makes_no_speaker(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.txt", "Subject: new roof\nDear Ann, thank you.\n")
    assert transcript.segments[0].speaker is None
    assert transcript.segments[0].text == "Subject: new roof"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '{"segments": [{"start": 0, "end": "soon"}]}', "$.segments[0].end"),
        ("a.json", '{"segments": [', "a.json"),
        ("a.json", "[]", "a.json"),
        ("a.json", whisper([]), "a.json"),
        ("a.vtt", "WEBVTT\n\n00:01 --> later\nGood morning\n", "line 3"),
        ("a.srt", "no subtitles here", "a.srt"),
        ("a.txt", "  \n", "a.txt"),
        ("a.docx", "whatever", "a.docx"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, name: str, text: str, place: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read(tmp_path, name, text)
    assert place in (caught.value.place or "")
    assert caught.value.remedy


def test_a_missing_file_and_one_in_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="cannot be opened"):
        read_transcript(tmp_path / "gone.json")
    (tmp_path / "latin.txt").write_bytes("Müller".encode("latin-1"))
    with pytest.raises(TranscriptError, match="UTF-8"):
        read_transcript(tmp_path / "latin.txt")


@pytest.mark.parametrize("text", ["Email to Ann Lee. Subject: doors. Dear Ann.", "Dear Ann, note this: it rains."])
def test_a_colon_in_a_single_line_names_no_speaker(tmp_path: Path, text: str) -> None:
    path = tmp_path / "call.txt"
    path.write_text(text, "utf-8")
    transcript = read_transcript(path)
    assert transcript.text == text
    assert {word.speaker for word in transcript.words} == {None}
