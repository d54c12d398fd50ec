from __future__ import annotations

import codecs
import os
import time
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import TranscriptError
from dictation.model.transcript import Segment, Transcript, Word
from dictation.transcribe import TranscriptFormat, read_transcript, write_transcript
from tests.transcribe.transcripts import read, timed, transcripts

FORMATS = list(TranscriptFormat)
SUFFIXES = [f"a.{kind}" for kind in FORMATS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transcripts")


def written_and_read(folder: Path, transcript: Transcript, kind: TranscriptFormat) -> Transcript:
    return read(folder, f"call.{kind}", write_transcript(transcript, kind))


def turns(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Who says what: the words of a line that one speaker says in one go."""
    return [
        (speaker, " ".join(word.text for word in words))
        for segment in transcript.segments
        for speaker, words in groupby(segment.words, key=lambda word: word.speaker)
    ]


def lines(transcript: Transcript) -> list[tuple[str, int, int, str | None]]:
    return [(each.text, each.start_ms, each.end_ms, each.speaker) for each in transcript.segments]


@given(transcripts)
def test_json_holds_everything_a_transcript_knows(folder: Path, transcript: Transcript) -> None:
    assert written_and_read(folder, transcript, TranscriptFormat.JSON) == transcript


@given(transcripts)
def test_webvtt_holds_lines_speakers_and_the_times_of_words(folder: Path, transcript: Transcript) -> None:
    back = written_and_read(folder, transcript, TranscriptFormat.VTT)
    assert lines(back) == lines(transcript)
    assert timed(back) == timed(transcript)
    assert turns(back) == turns(transcript)
    assert back.marks == ()


@given(transcripts)
def test_subrip_holds_lines_their_times_and_speakers(folder: Path, transcript: Transcript) -> None:
    back = written_and_read(folder, transcript, TranscriptFormat.SRT)
    assert lines(back) == lines(transcript)
    assert turns(back) == turns(transcript)


@given(transcripts)
def test_plain_text_holds_lines_and_speakers(folder: Path, transcript: Transcript) -> None:
    back = written_and_read(folder, transcript, TranscriptFormat.TXT)
    assert turns(back) == turns(transcript)
    assert {time for _, *times in timed(back) for time in times} == {0}


def test_webvtt_keeps_where_words_begin_that_overlap_or_take_no_time(tmp_path: Path) -> None:
    words = (
        Word(text="Good", start_ms=1000, end_ms=1600),
        Word(text="morning", start_ms=1500, end_ms=1500),
        Word(text="Ann", start_ms=1800, end_ms=2000),
    )
    transcript = Transcript(language="en", segments=(Segment(words=words, start_ms=1000, end_ms=2000),))
    assert timed(written_and_read(tmp_path, transcript, TranscriptFormat.VTT)) == [
        ("Good", 1000, 1500),
        ("morning", 1500, 1800),
        ("Ann", 1800, 2000),
    ]


def test_files_that_people_look_at_have_no_marks_that_are_not_needed(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.srt", "1\n00:00:01,000 --> 00:00:02,000\nAT&T, 5 < 6: \\o/\n")
    assert write_transcript(transcript, TranscriptFormat.TXT) == "AT&T, 5 < 6: \\o/\n"
    assert write_transcript(transcript, TranscriptFormat.SRT) == (
        "1\n00:00:01,000 --> 00:00:02,000\nAT&T, 5 < 6: \\o/\n"
    )


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_windows_and_others(
    tmp_path: Path, encoding: str, mark: bytes, line_end: str
) -> None:
    text = line_end.join(["WEBVTT", "", "00:01.000 --> 00:02.000", "Grüße aus", "Köln", "", ""])
    (tmp_path / "a.vtt").write_bytes(mark + text.encode(encoding))
    assert read_transcript(tmp_path / "a.vtt").text == "Grüße aus Köln"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '{"segments": [{"start": 0, "end": "soon"}]}', "$.segments[0].end"),
        ("a.json", '{"segments": [{"start": -1, "end": 2}]}', "$.segments[0].start"),
        ("a.json", '{"segments": [{"start": 1e300, "end": 2}]}', "$.segments[0].start"),
        ("a.json", '{"segments": [{"start": 0, "end": 1, "words": [{"word": 7}]}]}', "$.segments[0].words[0].word"),
        ("a.json", '{"transcription": [{"offsets": {"from": 0.5, "to": 2}}]}', "$.transcription[0].offsets.from"),
        ("a.json", '{"marks": [{"kind": "odd", "start": 0, "end": 1}], "segments": []}', "$.marks[0].kind"),
        ("a.json", '{"segments": [\n{"start": NaN, "end": 2}]}', "a.json, line 2"),
        ("a.json", '{"segments": [\n\n{"start": 1,', "a.json, line 3"),
        ("a.json", "[" * 100_000, "a.json"),
        ("a.json", "[]", "a.json"),
        ("a.json", '{"segments": []}', "a.json"),
        ("a.json", "", "a.json"),
        ("a.vtt", "WEBVTT\n\n00:01 --> later\nGood morning\n", "line 3"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "a.vtt"),
        ("a.srt", "no subtitles here", "a.srt"),
        ("a.srt", "1\n99999:00:00,000 --> 99999:00:01,000\nlater\n", "line 2"),
        ("a.txt", "  \n", "a.txt"),
        ("a.txt", "bin\0ary", "a.txt"),
        ("a.docx", "whatever", "a.docx"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, name: str, text: str, place: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read(tmp_path, name, text)
    assert place in (caught.value.place or "")
    assert caught.value.remedy


def test_json_of_another_kind_is_told_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match=r"segments.*Whisper.*transcription.*whisper\.cpp"):
        read(tmp_path, "a.json", '{"results": {"channels": []}}')


@pytest.mark.parametrize("name", SUFFIXES)
def test_what_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(TranscriptError, match="No such file"):
        read_transcript(path)
    path.mkdir()
    with pytest.raises(TranscriptError, match="directory"):
        read_transcript(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Dear Ann", "utf-8")
    path.chmod(0)
    with pytest.raises(TranscriptError, match="Permission denied"):
        read_transcript(path)


@pytest.mark.parametrize("data", ["Müller".encode("latin-1"), codecs.BOM_UTF16_LE + b"a", bytes(range(256))])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(TranscriptError, match="not text in UTF-8"):
        read_transcript(tmp_path / "a.txt")


@pytest.mark.parametrize("name", SUFFIXES)
def test_a_recording_by_a_transcripts_name_is_refused_before_it_fills_the_memory(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(70_000_000)
    with pytest.raises(TranscriptError, match="larger than"):
        read_transcript(tmp_path / name)


pieces = st.sampled_from(
    """WEBVTT NOTE --> 00:00:01.000 00:01 0:0:1.5 [00:00:02] 10:03:15 , . : - <v > </v> <v Ann> <00:00:01.500> &amp;
    &#0; &#99999999999; {\\an8} \\h \\N Ann: [Ann]: [?]: Ann Reed 1 {"segments":[ {"start":1,"end":2,"text":"a"} ] }
    words {"transcription":[ "offsets": "from":1,"to":2 [] {} "marks":[ null 1e999 """.split()
) | st.text(max_size=4)
nearly = st.lists(pieces | st.sampled_from([" ", "\n", "\n\n", "\r"]), max_size=40).map("".join)


@given(name=st.sampled_from(SUFFIXES), data=nearly.map(lambda text: text.encode("utf-8", "replace")) | st.binary())
def test_any_file_is_a_transcript_or_refused(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    try:
        transcript = read_transcript(folder / name)
    except TranscriptError:
        return
    for segment in transcript.segments:
        assert 0 <= segment.start_ms <= segment.end_ms
        for word in segment.words:
            assert word.text == word.text.strip() != ""
            assert 0 <= word.start_ms <= word.end_ms


@given(original=transcripts, name=st.sampled_from(SUFFIXES), data=st.data())
def test_a_file_that_was_cut_off_is_refused_if_it_shows(
    folder: Path, original: Transcript, name: str, data: st.DataObject
) -> None:
    whole = write_transcript(original, TranscriptFormat(name[2:])).encode()
    (folder / name).write_bytes(whole[: data.draw(st.integers(0, len(whole) - 2))])
    with pytest.raises(TranscriptError) if name == "a.json" else suppress(TranscriptError):
        read_transcript(folder / name)


def test_an_hours_call_is_read_at_once(tmp_path: Path) -> None:
    segments = tuple(
        Segment(
            words=tuple(
                Word(text=f"word{n}", start_ms=at * 3600 + n * 300, end_ms=at * 3600 + n * 300 + 250) for n in range(10)
            ),
            start_ms=at * 3600,
            end_ms=at * 3600 + 3000,
        )
        for at in range(1000)
    )
    for kind in FORMATS:
        path = tmp_path / f"hour.{kind}"
        path.write_text(write_transcript(Transcript(language="en", segments=segments), kind), "utf-8")
        begun = time.process_time()
        assert len(read_transcript(path).words) == 10_000
        assert time.process_time() - begun < 1.0  # 0.1 to 0.2 s on an idle machine
