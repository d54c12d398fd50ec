"""WebVTT and SubRip files, read to transcripts and written from them.

Speakers are told by voice tags (``<v Ann Reed>``, which Teams and this program write) and, in a file without any, by
labels before a colon. Word times are told by time stamps between the words of a WebVTT cue: one before a word is its
start, one right behind it, written where the next word does not begin at once, its end.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby

from dictation.model.transcript import Segment, Transcript
from dictation.transcribe.formats.cues import cues_of, line_of, lines_of, markup_in
from dictation.transcribe.formats.speakers import NOBODY, labels_of
from dictation.transcribe.formats.times import Line, transcript_of


def read(text: str, *, place: str, language: str) -> Transcript:
    """Read the text of a WebVTT or SubRip file.

    Raises:
        TranscriptError: No line with times is in it, or one that looks like it cannot be read.
    """
    cues = sorted(cues_of(text, place), key=lambda cue: cue.start_ms)
    labels = None
    if not any(cue.voices for cue in cues):
        labels = labels_of([line.strip() for cue in cues for line in lines_of(cue.text) if line.strip()])
    lines: list[Line] = []
    speaker = None
    for cue in cues:
        lines.append(line_of(cue, labels, speaker))
        if labels and labels.goes_on and lines[-1].tokens:
            speaker = lines[-1].tokens[-1].speaker
    return transcript_of(lines, language=language)


def write_vtt(transcript: Transcript) -> str:
    """The transcript as WebVTT, with a time stamp wherever a word's time does not follow from the cue's."""
    parts = ["WEBVTT\n"]
    has_speakers = any(word.speaker for word in transcript.iter_words())
    nobody = "-" if needs_labels(transcript) and not has_speakers else ""
    for segment in transcript.segments:
        times = f"{_clock(segment.start_ms, '.')} --> {_clock(segment.end_ms, '.')}"
        parts.append(f"{times}\n{_stamped(segment, nobody)}\n")
    return "\n".join(parts)


def write_srt(transcript: Transcript) -> str:
    """The transcript as SubRip, speakers in brackets as WhisperX writes them."""
    labelled = needs_labels(transcript)
    # Few players know SubRip's entities, so they stand only where something would be lost.
    return "\n".join(
        f"{number}\n{_clock(segment.start_ms, ',')} --> {_clock(segment.end_ms, ',')}\n"
        + "".join(f"{_escaped(line) if markup_in(line) else line}\n" for line in turns(segment, labelled=labelled))
        for number, segment in enumerate(transcript.segments, 1)
    )


def needs_labels(transcript: Transcript) -> bool:
    """Whether lines need labels: somebody is known to speak, or the text has what would be taken for a label."""
    return (
        any(word.speaker for word in transcript.iter_words())
        or labels_of([segment.text for segment in transcript.segments]) is not None
    )


def turns(segment: Segment, *, labelled: bool) -> Iterator[str]:
    """The segment's text, a line for each speaker in turn."""
    for speaker, words in groupby(segment.words, key=lambda word: word.speaker):
        text = " ".join(word.text for word in words)
        yield f"[{_name(speaker) or NOBODY}]: {text}" if labelled else text


def _name(speaker: str | None) -> str:
    """The speaker's name in one line and without brackets, which end a label."""
    return " ".join((speaker or "").replace("[", "(").replace("]", ")").split())


def _stamped(segment: Segment, nobody: str) -> str:
    """The words with voice tags and the time stamps that WebVTT allows: later than the last, inside the cue's time.

    ``nobody`` is the voice of words that nobody known speaks, if such words need one.
    """
    known_ms = segment.start_ms

    def stamp(time_ms: int, before_ms: int) -> str:
        nonlocal known_ms
        if not known_ms < time_ms < min(before_ms, segment.end_ms):
            return ""
        known_ms = time_ms
        return f"<{_clock(time_ms, '.')}>"

    following = iter([*(word.start_ms for word in segment.words[1:]), segment.end_ms])
    voiced = []
    for speaker, words in groupby(segment.words, key=lambda word: word.speaker):
        said = " ".join(
            stamp(word.start_ms, segment.end_ms) + _escaped(word.text) + stamp(word.end_ms, next(following))
            for word in words
        )
        name = html.escape(" ".join((speaker or nobody).split()), quote=False)
        voiced.append(f"<v {name}>{said}</v>" if name else said)
    return " ".join(voiced)


def _escaped(text: str) -> str:
    """The text without anything that is markup in one of the formats."""
    return html.escape(text, quote=False).replace("{\\", "&#123;\\").replace("\\h", "&#92;h").replace("\\N", "&#92;N")


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"
