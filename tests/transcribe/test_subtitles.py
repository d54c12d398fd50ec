"""WebVTT and SubRip as programs and meeting services export them.

Shapes: Zoom's numbered cues and labels, https://github.com/wwsalmon/zoom-transcript-formatter; Teams' voice tags,
identifiers and times without leading zeros, https://learn.microsoft.com/graph/api/calltranscript-get; Rev's dashes for
a voice, https://github.com/ableplayer/ableplayer/issues/135; WhisperX's labels in its ``utils.py``; word times as in
the WebVTT files of YouTube; the rest of WebVTT, https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.model.transcript import MarkKind
from tests.transcribe.transcripts import read, said, timed


def srt(*texts: str) -> str:
    return "\n".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n" for n, text in enumerate(texts, 1))


def test_zoom_heads_each_cue_with_the_speaker(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "GMT20260302-091500_Recording.transcript.vtt",
        """WEBVTT

1
00:00:02.720 --> 00:00:05.850
Clare Underhill: Good morning, have you got a minute for a letter?

2
00:00:06.480 --> 00:00:07.990
Owen Tate (Tate Boats): Go on.

3
00:00:08.130 --> 00:00:12.900
Clare Underhill: Subject: mooring fees &amp; the winter.

4
00:00:13.110 --> 00:00:15.280
Dear Mr Falk, thank you for the list.

5
00:00:15.900 --> 00:00:16.700
Owen Tate (Tate Boats): Got that.
""",
    )
    assert said(transcript) == [
        ("Clare Underhill", "Good morning, have you got a minute for a letter?"),
        ("Owen Tate (Tate Boats)", "Go on."),
        ("Clare Underhill", "Subject: mooring fees & the winter."),
        ("Clare Underhill", "Dear Mr Falk, thank you for the list."),
        ("Owen Tate (Tate Boats)", "Got that."),
    ]
    assert (transcript.segments[1].start_ms, transcript.segments[1].end_ms) == (6480, 7990)


def test_teams_tells_speakers_in_voice_tags_so_a_dictated_colon_is_none(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.vtt",
        """WEBVTT

6c1f0c1e-7d0b-4e43-9d2e-5b1f2a3c4d5e/17-0
00:00:03.156 --> 00:00:05.496
<v Clare Underhill>Subject: mooring fees.</v>

6c1f0c1e-7d0b-4e43-9d2e-5b1f2a3c4d5e/17-1
00:00:05.496 --> 00:00:08.116
<v Clare Underhill>Subject: again, no, leave that,
and begin with the greeting.</v>

6c1f0c1e-7d0b-4e43-9d2e-5b1f2a3c4d5e/23-0
00:00:08.900 --> 00:00:09.700
<v Owen Tate>All right.</v>
""",
    )
    assert said(transcript) == [
        ("Clare Underhill", "Subject: mooring fees."),
        ("Clare Underhill", "Subject: again, no, leave that, and begin with the greeting."),
        ("Owen Tate", "All right."),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.vtt",
            "WEBVTT\n\n0:0:6.90 --> 0:0:6.500\n<v Owen Tate>Hello.</v>\n\n0:1:2.5 --> 0:1:4.0\n<v Owen Tate>Yes.</v>\n",
        ),
        ("a.txt", "0:0:6.90 --> 0:0:6.500\nOwen Tate\nHello.\n0:1:2.5 --> 0:1:4.0\nOwen Tate\nYes.\n"),
    ],
)
def test_teams_older_files_count_milliseconds_without_leading_zeros(tmp_path: Path, name: str, text: str) -> None:
    transcript = read(tmp_path, name, text)
    assert timed(transcript) == [("Hello.", 6090, 6500), ("Yes.", 62_005, 64_000)]
    assert said(transcript) == [("Owen Tate", "Hello."), ("Owen Tate", "Yes.")]


def test_whisperx_labels_in_brackets_count_where_they_stand(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.srt", srt("[SPEAKER_00]: Note: it rains.", "Order: twelve.", "[SPEAKER_01]: Yes."))
    assert said(transcript) == [("SPEAKER_00", "Note: it rains."), (None, "Order: twelve."), ("SPEAKER_01", "Yes.")]


def test_webvtt_with_everything_that_is_no_speech(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.vtt",
        """WEBVTT - kept for the office
Kind: captions
Language: en

STYLE
::cue { color: white }

REGION
id:low
width:40%

NOTE
Ann Reed: nobody says this.

opening
01:02.500 --> 01:04.000 align:start position:10%
<c.yellow>Dear</c> <i>Mr</i>&nbsp;Falk &lt;owner&gt;

00:01:05.000 --> 00:01:06.000

100:00:00.000 --> 100:00:01.000
<lang en>Kind regards</lang>
""",
    )
    assert [each.text for each in transcript.segments] == ["Dear Mr Falk <owner>", "Kind regards"]
    assert [each.start_ms for each in transcript.segments] == [62_500, 360_000_000]


def test_subrip_with_the_habits_of_its_programs(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.srt",
        '1\n00:00:01,5 --> 00:00:02.25\n{\\an8}<font color="#fff">Dear\\hAnn</font>,\\Nthank you\n'
        "2\n0:03.5 --> 0:00:04\nfor 3 < 4\nand C:\\new\n",
    )
    assert [(each.text, each.start_ms, each.end_ms) for each in transcript.segments] == [
        ("Dear Ann, thank you", 1500, 2250),
        ("for 3 < 4 and C:\\new", 3500, 4000),
    ]


def test_cues_out_of_order_are_put_in_order_and_overlapping_ones_kept(tmp_path: Path) -> None:
    text = "00:05.000 --> 00:07.000\nsecond\n\n00:01.000 --> 00:06.000\nfirst\n"
    assert timed(read(tmp_path, "a.vtt", f"WEBVTT\n\n{text}")) == [("first", 1000, 6000), ("second", 5000, 7000)]


def test_a_cue_that_ends_before_it_begins_is_mended_and_marked(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.vtt", "00:05.000 --> 00:01.000\nDear Ann\n\n00:05.500 --> 00:06.000\nthanks\n")
    assert timed(transcript) == [("Dear", 5000, 5250), ("Ann", 5250, 5500), ("thanks", 5500, 6000)]
    assert [(mark.kind, mark.start_ms, mark.end_ms) for mark in transcript.marks] == [(MarkKind.TIMES, 5000, 5500)]


def test_time_stamps_in_a_cue_are_the_times_of_words(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:04.000\nDear<00:01.500><c> Mr</c><00:02.000><c> Falk</c>\n\n"
        "00:05.000 --> 00:09.000\nthank you <00:06.000>for<00:06.200> <00:06.500>both letters\n",
    )
    assert timed(transcript) == [
        ("Dear", 1000, 1500),
        ("Mr", 1500, 2000),
        ("Falk", 2000, 4000),
        ("thank", 5000, 5500),
        ("you", 5500, 6000),
        ("for", 6000, 6200),
        ("both", 6500, 7750),
        ("letters", 7750, 9000),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<v Ann Reed>Ready?</v> <v Owen Tate>Go on.</v>",
        "<v.loud Ann Reed>Ready?\n<V Owen  Tate>Go on.",
        "- <v Ann Reed>Ready?</v>\n- <v Owen Tate>Go on.</v>",
    ],
)
def test_two_speakers_in_one_cue(tmp_path: Path, text: str) -> None:
    transcript = read(tmp_path, "a.vtt", f"WEBVTT\n\n00:01.000 --> 00:04.000\n{text}\n")
    assert [(word.text, word.speaker) for word in transcript.words] == [
        ("Ready?", "Ann Reed"),
        ("Go", "Owen Tate"),
        ("on.", "Owen Tate"),
    ]


def test_labels_of_two_speakers_in_one_cue(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.srt", srt("- Ann: Ready?\n- Owen: Go on.", "Ann: Dear Mr Falk", "Owen: Yes."))
    assert [word.speaker for word in transcript.words] == ["Ann", "Owen", "Owen", "Ann", "Ann", "Ann", "Owen"]


def test_dashes_of_a_dialogue_are_no_words(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.srt", srt("- Ready?\n– Go on.", "- not a dialogue"))
    assert [each.text for each in transcript.segments] == ["Ready? Go on.", "- not a dialogue"]


def test_a_voice_of_nobody_known_is_nobody(tmp_path: Path) -> None:
    transcript = read(tmp_path, "a.vtt", "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v ->Go on.</v>\n")
    assert said(transcript) == [(None, "Go on.")]
