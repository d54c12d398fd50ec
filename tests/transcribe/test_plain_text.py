"""Plain text as people type it and services export it.

Shapes: Zoom's saved captions (``meeting_saved_closed_caption.txt``: ``[Name] HH:MM:SS`` over the text); Teams'
documents saved as text (``Name   0:03`` under a head of title, date and length), and Otter's like them; Google Meet's
documents saved as text, with a stamp every few minutes and a footer (https://support.google.com/meet/answer/12849897);
what ``whisper`` prints.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.transcribe import read_transcript
from tests.transcribe.transcripts import read, said, timed

SAMPLES = Path(__file__).parents[2] / "samples"


def text_of(*lines: str) -> str:
    return "\n".join(lines)


def test_a_script_of_turns_has_its_speakers() -> None:
    assert {s.speaker for s in read_transcript(SAMPLES / "monday-call.script.txt").segments} == {"CLIENT", "SECRETARY"}


@pytest.mark.parametrize(
    "lines",
    [
        ["Email to Ann Lee. Subject: doors. Dear Ann."],
        ["Dear Ann, note this: it rains."],
        ["Subject: new roof", "Dear Ann, thank you."],
        ["Subject: doors", "Copy: Peter", "Subject: windows", "Copy: Linda"],
        ["Perihal: atap", "Tembusan: Dewi", "Perihal: pintu", "Tembusan: Agus"],
        ["Betreff: Dach", "An: Frau Falk", "Betreff: Tür", "An: Herrn Falk"],
        ["Order: twelve windows", "Delivery: by Friday"],
        ["A letter to Mr Falk.", "Order: twelve", "Price: ten", "Order: six", "Price: four", "Thank you."],
        ["An email.", "Dear Mr Falk: thank you.", "Dear Mr Falk: goodbye.", "Kind regards"],
        ["10:30 is too early for us.", "11:00 is better."],
        ["On Monday 10:30", "or Tuesday 11:00", "we are in."],
        ["She started transcription", "of the tape."],
    ],
)
def test_dictated_colons_and_times_are_words(tmp_path: Path, lines: list[str]) -> None:
    assert said(read(tmp_path, "a.txt", text_of(*lines))) == [(None, line) for line in lines]


def test_people_label_turns_and_go_on_in_new_lines(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.txt",
        text_of(
            "CLIENT: A letter to Mr Falk, please.",
            "Subject: mooring fees",
            "",
            "Dear Mr Falk: thank you for the list.",
            "Delivery: on Friday.",
            "SECRETARY: Anything else?",
            "CLIENT: No.",
        ),
    )
    assert said(transcript) == [
        ("CLIENT", "A letter to Mr Falk, please."),
        ("CLIENT", "Subject: mooring fees"),
        ("CLIENT", "Dear Mr Falk: thank you for the list."),
        ("CLIENT", "Delivery: on Friday."),
        ("SECRETARY", "Anything else?"),
        ("CLIENT", "No."),
    ]


@pytest.mark.parametrize(
    "name", ["martin", "Dr. Falk", "Jan van der Meer", "J. P. Falk", "iPhone 2", "王伟", "O’Neil-Sørensen"]
)
def test_names_of_many_kinds_where_every_line_has_one(tmp_path: Path, name: str) -> None:
    transcript = read(tmp_path, "a.txt", text_of(f"{name}: Hello.", "Ann: Hello.", f"{name}: Goodbye."))
    assert said(transcript) == [(name, "Hello."), ("Ann", "Hello."), (name, "Goodbye.")]


def test_zooms_saved_captions_tell_the_time_of_the_day(tmp_path: Path) -> None:
    text = text_of("[Clare Underhill] 10:03:15", "Ready for", "a letter?", "", "[Owen Tate] 10:03:20", "Go on.", "")
    transcript = read(tmp_path, "meeting_saved_closed_caption.txt", text)
    assert said(transcript) == [
        ("Clare Underhill", "Ready for"),
        ("Clare Underhill", "a letter?"),
        ("Owen Tate", "Go on."),
    ]
    assert [each.start_ms for each in transcript.segments] == [0, 800, 5000]
    assert transcript.segments[-1].end_ms == 5800


def test_teams_document_as_text(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.txt",
        text_of(
            "Harbour call-20260302_091500-Meeting Transcript",
            "2 March 2026, 09:15am",
            "7m 42s",
            "Owen Tate started transcription",
            "",
            "Clare Underhill   0:03",
            "Subject: mooring fees.",
            "",
            "Owen Tate   1:05",
            "Got that.",
            "",
            "Owen Tate stopped transcription",
        ),
    )
    assert said(transcript)[-2:] == [("Clare Underhill", "Subject: mooring fees."), ("Owen Tate", "Got that.")]
    assert [each.start_ms for each in transcript.segments][-2:] == [3000, 65_000]
    assert "transcription" not in transcript.text


def test_google_meets_document_as_text(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "a.txt",
        text_of(
            "Harbour call (2026-03-02 09:15 GMT) - Transcript",
            "Attendees",
            "Clare Underhill, Owen Tate",
            "Transcript",
            "Clare Underhill: Ready for a letter?",
            "Owen Tate: Go on.",
            "Clare Underhill: Dear Mr Falk",
            "00:05:00",
            "Clare Underhill: Kind regards",
            "Owen Tate: Got that.",
            "Transcription ended after 00:05:13",
            "This editable transcript was computer generated and might contain errors. People can also change it.",
        ),
    )
    assert said(transcript)[-5:] == [
        ("Clare Underhill", "Ready for a letter?"),
        ("Owen Tate", "Go on."),
        ("Clare Underhill", "Dear Mr Falk"),
        ("Clare Underhill", "Kind regards"),
        ("Owen Tate", "Got that."),
    ]
    assert {speaker for speaker, _ in said(transcript)[:-5]} == {None}
    assert [each.start_ms for each in transcript.segments][-2:] == [300_000, 300_800]


def test_a_short_meet_document_has_no_stamp(tmp_path: Path) -> None:
    footer = "This editable transcript was computer generated and might contain errors."
    text = text_of("Ann Reed: Ready?", "Owen Tate: Go on.", "Transcription ended after 00:00:13", footer)
    assert said(read(tmp_path, "a.txt", text)) == [("Ann Reed", "Ready?"), ("Owen Tate", "Go on.")]


@pytest.mark.parametrize("form", ["[{}]", "({})", "{} -", "{}"])
def test_stamps_at_the_head_of_lines(tmp_path: Path, form: str) -> None:
    first, second, third = (form.format(stamp) for stamp in ("00:01:02", "00:01:09", "00:02:00"))
    lines = [f"{first} Ann: Dear Mr Falk", f"{second} Owen: Yes.", "I have that.", f"{third} Ann: Thanks."]
    transcript = read(tmp_path, "a.txt", text_of(*lines))
    assert said(transcript) == [
        ("Ann", "Dear Mr Falk"),
        ("Owen", "Yes."),
        ("Owen", "I have that."),
        ("Ann", "Thanks."),
    ]
    assert [(each.start_ms, each.end_ms) for each in transcript.segments] == [
        (62_000, 63_200),
        (69_000, 69_400),
        (69_400, 70_600),
        (120_000, 120_400),
    ]


def test_what_whisper_prints(tmp_path: Path) -> None:
    text = text_of("[00:00.000 --> 00:02.000]  Dear Mr Falk,", "[00:02.500 --> 00:03.500]  thank you.")
    assert timed(read(tmp_path, "a.txt", text)) == [
        ("Dear", 0, 666),
        ("Mr", 666, 1333),
        ("Falk,", 1333, 2000),
        ("thank", 2500, 3000),
        ("you.", 3000, 3500),
    ]


def test_youtubes_bare_stamps_count_where_every_line_has_one(tmp_path: Path) -> None:
    assert timed(read(tmp_path, "a.txt", text_of("0:05 Dear", "0:09 Ann"))) == [
        ("Dear", 5000, 5400),
        ("Ann", 9000, 9400),
    ]
