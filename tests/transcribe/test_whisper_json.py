"""JSON of other programs.

Shapes: openai-whisper's ``whisper/utils.py``; WhisperX's words without times, https://github.com/m-bain/whisperX/issues/717;
whisper.cpp's ``examples/cli/cli.cpp`` and its tokens without times, https://github.com/ggml-org/whisper.cpp/issues/2329;
OpenAI's ``CreateTranscriptionResponseVerboseJson`` in https://github.com/openai/openai-openapi.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dictation.model.transcript import Mark, MarkKind, Transcript
from tests.transcribe.transcripts import read, said, timed


def whisper(folder: Path, *segments: dict[str, object]) -> Transcript:
    return read(folder, "a.json", json.dumps({"text": "", "segments": segments, "language": "en"}))


def token(word: str, start: float | None = None, end: float | None = None, **more: object) -> dict[str, object]:
    return {
        "word": word,
        **({} if start is None else {"start": start}),
        **({} if end is None else {"end": end}),
        **more,
    }


def times_mark(start_ms: int, end_ms: int, words: str, speaker: str | None = None) -> Mark:
    return Mark(kind=MarkKind.TIMES, start_ms=start_ms, end_ms=end_ms, speaker=speaker, detail=words)


def test_tokens_without_a_blank_belong_to_the_word_before(tmp_path: Path) -> None:
    words = [
        token(" thirty", 1.0, 1.4, probability=0.9),
        token("-five", 1.4, 1.8, probability=0.6),
        token(" pounds.", 1.8, 2.2, probability=0.8),
    ]
    transcript = whisper(tmp_path, {"id": 0, "seek": 0, "start": 1.0, "end": 2.2, "text": "", "words": words})
    assert timed(transcript) == [("thirty-five", 1000, 1800), ("pounds.", 1800, 2200)]
    assert [word.probability for word in transcript.words] == [0.6, 0.8]
    assert transcript.marks == ()


def test_segments_without_words_share_their_time_evenly(tmp_path: Path) -> None:
    transcript = whisper(tmp_path, {"start": 2, "end": 4, "text": " Dear Ann, thank you."})
    assert timed(transcript) == [
        ("Dear", 2000, 2500),
        ("Ann,", 2500, 3000),
        ("thank", 3000, 3500),
        ("you.", 3500, 4000),
    ]


def test_a_bare_list_of_segments_is_what_scripts_write_of_faster_whisper(tmp_path: Path) -> None:
    segments = [{"start": 0.5, "end": 1.5, "text": " Dear Ann", "words": None, "temperature": 0.0}]
    assert timed(read(tmp_path, "a.json", json.dumps(segments))) == [("Dear", 500, 1000), ("Ann", 1000, 1500)]


def test_whisperx_words_have_scores_speakers_and_sometimes_no_time(tmp_path: Path) -> None:
    words = [
        token("pay", 1.0, 1.3, score=0.7, speaker="SPEAKER_01"),
        token("£300"),
        token("now", 1.9, 2.0, score=1.2, speaker="SPEAKER_01"),
    ]
    line = {"start": 1.0, "end": 2.0, "text": "pay £300 now", "words": words, "speaker": "SPEAKER_01"}
    transcript = read(tmp_path, "a.json", json.dumps({"segments": [line], "word_segments": words, "language": "en"}))
    assert timed(transcript) == [("pay", 1000, 1300), ("£300", 1500, 1700), ("now", 1900, 2000)]
    assert [word.probability for word in transcript.words] == [0.7, 1.0, 1.0]
    assert said(transcript) == [("SPEAKER_01", "pay £300 now")]
    assert transcript.marks == (times_mark(1500, 1700, "£300", "SPEAKER_01"),)


@pytest.mark.parametrize("wrong", [(9.0, 9.2), (0.1, 0.2), (2.0, 2.0), (2.0, 1.6)])
def test_times_that_run_backward_or_take_none_are_mended_and_marked(tmp_path: Path, wrong: tuple[float, float]) -> None:
    words = [token(" Dear", 1.0, 1.5), token(" Ann,", 1.5, 2.0), token(" thank", *wrong), token(" you.", 2.4, 3.0)]
    transcript = whisper(tmp_path, {"start": 1.0, "end": 3.0, "words": words})
    assert [(word, start, end) for word, start, end in timed(transcript) if word != "thank"] == [
        ("Dear", 1000, 1500),
        ("Ann,", 1500, 2000),
        ("you.", 2400, 3000),
    ]
    _, start_ms, end_ms = timed(transcript)[2]
    assert 2000 <= start_ms < end_ms <= 2400
    assert transcript.marks == (times_mark(start_ms, end_ms, "thank"),)


def test_a_segment_that_ends_before_it_begins_ends_with_its_words(tmp_path: Path) -> None:
    transcript = whisper(
        tmp_path, {"start": 5.0, "end": 4.0, "text": " Dear Ann"}, {"start": 5.6, "end": 6.0, "text": " thank"}
    )
    assert [(each.start_ms, each.end_ms) for each in transcript.segments] == [(5000, 5600), (5600, 6000)]
    assert transcript.marks == (times_mark(5000, 5600, "Dear Ann"),)


def test_times_of_this_programs_own_file_stand_as_they_are(tmp_path: Path) -> None:
    file = {
        "segments": [{"start": 1.0, "end": 2.0, "words": [token(" Dear", 1.5, 1.5), token(" Ann", 1.2, 1.4)]}],
        "language": "en",
        "marks": [{"kind": "times", "start": 1.2, "end": 1.5}],
    }
    transcript = read(tmp_path, "a.json", json.dumps(file))
    assert timed(transcript) == [("Dear", 1500, 1500), ("Ann", 1200, 1400)]
    assert transcript.marks == (Mark(kind=MarkKind.TIMES, start_ms=1200, end_ms=1500),)


def api(folder: Path, segments: list[dict[str, object]] | None, words: list[dict[str, object]]) -> Transcript:
    text = "".join(str(line["text"]) for line in segments or []) or " Dear Ann: thirty-five, please."
    file = {"task": "transcribe", "language": "indonesian", "duration": 4.0, "text": text, "words": words}
    return read(folder, "a.json", json.dumps(file | ({} if segments is None else {"segments": segments})))


API_WORDS = [
    token("Dear", 0.5, 0.8),
    token("Ann", 0.8, 1.2),
    token("thirty", 2.0, 2.4),
    token("five", 2.4, 2.8),
    token("please", 3.0, 3.5),
]


def test_words_of_openais_api_have_the_punctuation_of_its_segments(tmp_path: Path) -> None:
    transcript = api(
        tmp_path,
        [
            {"id": 0, "start": 0.0, "end": 1.9, "text": " Dear Ann:"},
            {"id": 1, "start": 1.9, "end": 4.0, "text": " thirty-five – please."},
        ],
        API_WORDS,
    )
    assert [each.text for each in transcript.segments] == ["Dear Ann:", "thirty-five – please."]
    assert [entry for entry in timed(transcript) if entry[0] != "–"] == [
        ("Dear", 500, 800),
        ("Ann:", 800, 1200),
        ("thirty-five", 2000, 2800),
        ("please.", 3000, 3500),
    ]
    assert transcript.language == "id"


def test_words_of_openais_api_without_segments_have_the_punctuation_of_its_text(tmp_path: Path) -> None:
    assert timed(api(tmp_path, None, API_WORDS))[1:3] == [("Ann:", 800, 1200), ("thirty-five,", 2000, 2800)]


def test_words_of_openais_api_that_differ_from_its_text_stand_as_they_are(tmp_path: Path) -> None:
    segments: list[dict[str, object]] = [
        {"start": 0.0, "end": 1.9, "text": " Dear Ann,"},
        {"start": 1.9, "end": 4.0, "text": " 35, please."},
    ]
    transcript = api(tmp_path, segments, API_WORDS)
    assert [each.text for each in transcript.segments] == ["Dear Ann", "thirty five please"]
    assert timed(transcript)[2] == ("thirty", 2000, 2400)


def cpp(folder: Path, *lines: dict[str, object]) -> Transcript:
    file = {
        "systeminfo": "AVX = 1",
        "model": {"type": "base", "multilingual": True, "audio": {"ctx": 1500}},
        "params": {"model": "ggml-base.bin", "language": "en", "translate": False},
        "result": {"language": "en"},
        "transcription": lines,
    }
    return read(folder, "a.json", json.dumps(file))


def piece(text: str, start_ms: int | None = None, end_ms: int | None = None) -> dict[str, object]:
    offsets = {} if start_ms is None else {"offsets": {"from": start_ms, "to": end_ms}}
    return {"text": text, **offsets, "id": 843, "p": 0.75, "t_dtw": -1}


def test_whisper_cpp_tells_milliseconds_and_tokens(tmp_path: Path) -> None:
    transcript = cpp(
        tmp_path,
        {
            "timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"},
            "offsets": {"from": 500, "to": 2000},
            "text": " Dear Ann, thank you.",
            "tokens": [
                piece("[_BEG_]", 0, 0),
                piece(" Dear", 500, 900),
                piece(" An", 900, 1000),
                piece("n", 1000, 1100),
                piece(",", 1100, 1200),
                piece(" thank"),
                piece(" you", 1500, 1800),
                piece(".", 1800, 2000),
                piece("[_TT_100]", 2000, 2000),
            ],
        },
    )
    assert timed(transcript) == [("Dear", 500, 900), ("Ann,", 900, 1200), ("thank", 1300, 1400), ("you.", 1500, 2000)]
    assert {word.probability for word in transcript.words} == {0.75}
    assert (transcript.language, transcript.model) == ("en", "")
    assert transcript.marks == (times_mark(1300, 1400, "thank"),)


def test_whisper_cpp_without_tokens(tmp_path: Path) -> None:
    transcript = cpp(tmp_path, {"offsets": {"from": 500, "to": 1500}, "text": " Dear Ann", "speaker": "0"})
    assert timed(transcript) == [("Dear", 500, 1000), ("Ann", 1000, 1500)]
    assert said(transcript) == [("0", "Dear Ann")]
