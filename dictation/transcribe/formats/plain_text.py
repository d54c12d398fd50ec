"""Plain text, a line a segment, as people type it and as meeting services export it.

Times are told by stamps at the head of lines (``[00:01:02] Ann Reed: …``, and the ``[00:01.000 --> 00:04.000] …`` that
Whisper prints), on lines of their own (Google Meet's documents), or behind a name on a line of its own (Otter's and
Teams' ``Ann Reed  0:05``, Zoom's ``[Ann Reed] 10:03:15``, which is the time of the day). They count if they run forward
and head so many lines that nobody dictated them. Text without stamps has no times: all its words stand at 0 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from dictation.model.transcript import Transcript
from dictation.transcribe.formats import subtitles
from dictation.transcribe.formats.cues import CLOCK, has_times, lines_of, milliseconds
from dictation.transcribe.formats.speakers import labels_of, looks_like_a_name
from dictation.transcribe.formats.times import SPOKEN_MS, Line, Token, spread, transcript_of

_STAMP = re.compile(rf"([\[(])?{CLOCK}(?:\s*-->\s*{CLOCK})?(?(1)[\])])(?:\s+[-–]\s+|:?\s+|$)")
_NAMED = re.compile(rf"(?:\[([^\[\]]+)\]|([^\W\d_][^:,;?!]{{0,60}}?))\s+[\[(]?{CLOCK}[\])]?:?")
_FOOTER = re.compile(r"Transcription ended after [\d:]+.*|This editable transcript was computer generated.*")
"""What Google Meet adds in English and nobody said."""
_NOTICE = re.compile(r".{1,60} (?:started|stopped) transcription")
"""What Teams adds in English to a file with stamps."""
_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A line of the file, taken apart."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    is_sure: bool = False
    """Whether the stamp is in brackets, has hours, or fractions of a second, as no time of the day has in a text."""


def read(text: str, *, place: str, language: str) -> Transcript:
    """Read the file's text.

    Raises:
        TranscriptError: It has lines with times as SubRip has, and one that cannot be read.
    """
    lines = [line.strip() for line in lines_of(text) if line.strip() and not _FOOTER.fullmatch(line.strip())]
    if any(has_times(line) for line in lines):
        return subtitles.read(text, place=place, language=language)
    return transcript_of(_lines(_taken_apart(lines)), language=language)


def write(transcript: Transcript) -> str:
    """The transcript as plain text, a line a segment, speakers in brackets as WhisperX writes them.

    Text in which something would be taken for a label, a stamp or a service's words gets labels of nobody.
    """
    texts = [segment.text for segment in transcript.segments]
    labelled = subtitles.needs_labels(transcript) or any(
        has_times(text) or _named(text) or _stamped(text) or _FOOTER.fullmatch(text) for text in texts
    )
    lines = [line for segment in transcript.segments for line in subtitles.turns(segment, labelled=labelled)]
    return "".join(f"{line}\n" for line in lines)


def _taken_apart(lines: Sequence[str]) -> list[_Read]:
    """The lines with the stamps that the file has, if it has any."""
    said = [line for line in lines if not _NOTICE.fullmatch(line)]
    for find, are_stamps in ((_named, _head_turns), (_stamped, _head_lines)):
        found = [find(line) for line in said]
        if are_stamps(found) and _run_forward(found):
            return [known or _Read(text=line) for known, line in zip(found, said, strict=True)]
    return [_Read(text=line) for line in lines]


def _named(line: str) -> _Read | None:
    """A line with nothing but a name and a stamp."""
    found = _NAMED.fullmatch(line)
    if found is None or not looks_like_a_name(name := found[1] or found[2]):
        return None
    return _Read(text="", start_ms=milliseconds(*found.groups()[2:]), speaker=name)


def _stamped(line: str) -> _Read | None:
    """A line with a stamp at its head, or with nothing else."""
    found = _STAMP.match(line)
    if found is None:
        return None
    bracket, hours, _, _, fraction = found.groups()[:5]
    return _Read(
        text=line[found.end() :],
        start_ms=milliseconds(*found.groups()[1:5]),
        end_ms=milliseconds(*found.groups()[5:]) if found[7] else None,
        is_sure=bool(bracket or hours or fraction),
    )


def _head_turns(found: Sequence[_Read | None]) -> bool:
    """Names with stamps: two at least, a quarter of all lines, and each with a line of text behind it."""
    known = len(found) - found.count(None)
    return known >= max(2, len(found) / 4) and not any(
        one and other for one, other in pairwise([*found, _Read(text="")])
    )


def _head_lines(found: Sequence[_Read | None]) -> bool:
    """Sure stamps on half of the lines or on lines of their own; others on every line, from the first minute on."""
    known = [line for line in found if line]
    if all(line.is_sure for line in known):
        alone = bool(known) and not any(line.text for line in known)
        return alone or len(known) >= max(2, len(found) / 2)
    return len(known) == len(found) > 1 and (known[0].start_ms or 0) < _MINUTE_MS


def _run_forward(found: Sequence[_Read | None]) -> bool:
    starts = [line.start_ms for line in found if line and line.start_ms is not None]
    return starts == sorted(starts)


def _lines(read: Sequence[_Read]) -> Iterator[Line]:
    """The lines with times: those under one stamp share the time to the next, or as much as it takes to say them."""
    first_ms = next((line.start_ms for line in read if line.start_ms is not None), None)
    origin_ms = first_ms if first_ms and first_ms >= _HOUR_MS else 0  # the time of the day, not that of the recording
    stretches: list[tuple[int, int | None, list[list[Token]]]] = [(origin_ms, None if first_ms else origin_ms, [])]
    for line, tokens in zip(read, _spoken(read), strict=True):
        if line.start_ms is not None:
            stretches.append((line.start_ms, line.end_ms, []))
        if tokens:
            stretches[-1][2].append(tokens)
    for place, (start_ms, told_ms, texts) in enumerate(stretches):
        count = sum(map(len, texts))
        end_ms = start_ms + SPOKEN_MS * count if told_ms is None else told_ms
        if told_ms is None and place + 1 < len(stretches):
            end_ms = min(end_ms, stretches[place + 1][0])
        times = iter(spread(max(1, count), start_ms - origin_ms, end_ms - origin_ms))
        for tokens in texts:
            own = list(islice(times, len(tokens)))
            yield Line(tokens=tokens, start_ms=own[0][0], end_ms=own[-1][1])


def _spoken(read: Sequence[_Read]) -> list[list[Token]]:
    """The words of each line with who says them."""
    turns = [line.text for line in read if line.text and line.start_ms is not None]
    labels = labels_of(turns or [line.text for line in read if line.text])
    goes_on = (labels is not None and labels.goes_on) or any(line.speaker for line in read)
    speaker: str | None = None
    spoken = []
    for line in read:
        label = labels.match(line.text) if labels else None
        if label:
            speaker = label[0]
        elif line.speaker or not goes_on:
            speaker = line.speaker
        words = line.text[label[1] if label else 0 :].split()
        spoken.append([Token(text=word, speaker=speaker) for word in words])
    return spoken
