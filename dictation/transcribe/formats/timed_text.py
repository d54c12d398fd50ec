"""WebVTT, SubRip and plain text: lines of a call with their times (or without any) and, maybe, who spoke.

WebVTT is read after https://www.w3.org/TR/webvtt1/; SubRip has no standard, only the habits of its programs. A speaker
is known by a voice tag (``<v Ann Reed>``) or by a label before a colon, as Zoom, WhisperX and people write it. Since a
dictated line may hold a colon too, a label counts only where every line of the file has one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dictation.errors import TranscriptError
from dictation.model.transcript import Segment, Transcript
from dictation.transcribe.formats.whisper_json import spread

_CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_TIMES = re.compile(rf"\s*{_CLOCK}\s+-->\s+{_CLOCK}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[^>]*>|\{\\[^}]*\}")
_LABEL = re.compile(r"\[?([A-Z][\w.'’ -]{0,40}?)\]?:\s+(.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cue:
    start_ms: int
    end_ms: int
    text: str
    speaker: str | None = None


def read_cues(text: str, *, place: str, language: str) -> Transcript:
    """Read the text of a WebVTT or SubRip file.

    Raises:
        TranscriptError: No line with times is in it, or one that looks like it cannot be read.
    """
    cues = list(_cues(text.splitlines(), place))
    if not cues:
        raise TranscriptError(
            "There is no line with times (00:00:01.000 --> 00:00:02.000) in this file",
            place=place,
            remedy="Export the subtitles again, as WebVTT or SubRip.",
        )
    return _transcript(cues, language)


def read_plain(text: str, *, language: str) -> Transcript:
    """Read plain text, a segment a line. Nothing is known of times: all words stand at 0 ms."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return _transcript([_Cue(start_ms=0, end_ms=0, text=line) for line in lines], language)


def write_vtt(transcript: Transcript) -> str:
    """The transcript as WebVTT, speakers in voice tags."""
    parts = ["WEBVTT\n"]
    for segment in transcript.segments:
        voice = f"<v {html.escape(segment.speaker, quote=False)}>" if segment.speaker else ""
        times = f"{_clock(segment.start_ms, '.')} --> {_clock(segment.end_ms, '.')}"
        parts.append(f"{times}\n{voice}{html.escape(segment.text, quote=False)}\n")
    return "\n".join(parts)


def write_srt(transcript: Transcript) -> str:
    """The transcript as SubRip, speakers in brackets as WhisperX writes them."""
    return "\n".join(
        f"{number}\n{_clock(segment.start_ms, ',')} --> {_clock(segment.end_ms, ',')}\n{_labelled(segment, '[{}]: ')}\n"
        for number, segment in enumerate(transcript.segments, 1)
    )


def write_plain(transcript: Transcript) -> str:
    """The transcript as plain text, a line a segment."""
    return "".join(f"{_labelled(segment, '{}: ')}\n" for segment in transcript.segments)


def _labelled(segment: Segment, form: str) -> str:
    return (form.format(segment.speaker) if segment.speaker else "") + segment.text


def _cues(lines: list[str], place: str) -> Iterator[_Cue]:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if "-->" not in line:
            continue
        times = _TIMES.fullmatch(line)
        if times is None:
            raise TranscriptError(
                f"The times {line.strip()!r} cannot be read",
                place=f"{place}, line {at}",
                remedy="They must look like 00:01:02.500 --> 00:01:04.000.",
            )
        first = at
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            at += 1
        start_ms, end_ms = _milliseconds(*times.groups()[:4]), _milliseconds(*times.groups()[4:])
        yield _cue(" ".join(lines[first:at]), start_ms, max(start_ms, end_ms))


def _cue(text: str, start_ms: int, end_ms: int) -> _Cue:
    voice = _VOICE.search(text)
    return _Cue(
        start_ms=start_ms,
        end_ms=end_ms,
        text=html.unescape(_TAG.sub("", text)).strip(),
        speaker=html.unescape(voice[1]).strip() if voice else None,
    )


def _transcript(cues: list[_Cue], language: str) -> Transcript:
    spoken = [cue for cue in cues if cue.text]
    labels = [_LABEL.fullmatch(cue.text) for cue in spoken]
    # A single line that begins with words and a colon ("Email to Ann. Subject: …") tells nothing of a speaker.
    names = [label[1] for label in labels if label]
    labelled = len(spoken) > 1 and len(names) == len(spoken) and not any(set(name) & set(".,?!") for name in names)
    segments = []
    for cue, label in zip(spoken, labels, strict=True):
        speaker, text = (label[1], label[2]) if label and labelled else (cue.speaker, cue.text)
        words = spread(text.split(), cue.start_ms, cue.end_ms, speaker)
        segments.append(Segment(words=words, start_ms=cue.start_ms, end_ms=cue.end_ms, speaker=speaker))
    return Transcript(language=language, segments=tuple(segments))


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"
