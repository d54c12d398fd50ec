"""Cues, which WebVTT and SubRip files consist of: a line with times, then lines of text until an empty one.

WebVTT is read after https://www.w3.org/TR/webvtt1/; SubRip has no standard, only the habits of its programs. The
header, identifiers, numbers, ``NOTE``, ``STYLE`` and ``REGION`` blocks have no line with times before them, and so are
passed over.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dictation.errors import TranscriptError
from dictation.transcribe.formats.speakers import Labels
from dictation.transcribe.formats.times import Line, Token, spread

CLOCK = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?"
"""Hours, minutes, seconds and their fraction; files of any program lack one or another."""
_TIMES = re.compile(rf"\s*{CLOCK}\s*-->\s*{CLOCK}(?:\s.*)?")
_UNPADDED = re.compile(r"\s*(?:\d+:\d:\d+|(?:\d+:)?\d+:\d)[.,]")
_STAMP = re.compile(rf"<{CLOCK}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>", re.IGNORECASE)
_VOICE_END = re.compile(r"</v\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<\d{1,4}:[\d:.,]+>|(?i:</?(?:[biusvc]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>)|\{\\[^{}]*\}|\\[hN]")
_DASH = re.compile(r"\s*[-–—]\s*(?=\S)")
_NUMBER = re.compile(r"\s*\d+\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """A cue with its markup read."""

    start_ms: int
    end_ms: int
    text: str
    """Its lines, without markup."""
    stamps: tuple[tuple[int, int], ...] = ()
    """Places in the text where it says at what time of the recording, in milliseconds, the speaker is there."""
    voices: tuple[tuple[int, str | None], ...] = ()
    """Places in the text from which on somebody (or nobody known) speaks."""


def has_times(line: str) -> bool:
    """Whether the line is one with which a cue begins."""
    return _TIMES.fullmatch(line) is not None


def cues_of(text: str, place: str) -> list[Cue]:
    """All cues of a WebVTT or SubRip file, in its order.

    Raises:
        TranscriptError: No line with times is in it, or one that looks like it cannot be read.
    """
    lines = lines_of(text)
    blocks = list(_blocks(lines, place))
    # Teams' older files count milliseconds and fill up nothing: its 0:0:6.90 is before its 0:0:6.500.
    counted = any(_UNPADDED.match(times[0]) for times, _ in blocks)
    named = counted and all(len(body) > 1 for _, body in blocks)  # and name the speaker in a line of its own
    cues = [
        _cue(
            body[1:] if named else body,
            _milliseconds(times.groups()[:4], counted),
            _milliseconds(times.groups()[4:], counted),
            body[0].strip() if named else None,
        )
        for times, body in blocks
    ]
    if not cues:
        raise TranscriptError(
            "There is no line with times (00:00:01.000 --> 00:00:02.000) in this file",
            place=place,
            remedy="Export the subtitles again, as WebVTT or SubRip.",
        )
    return cues


def lines_of(text: str) -> list[str]:
    """The text's lines, whatever ends them: not Python's idea of lines, for which a page break ends one too."""
    return re.split(r"\r\n?|\n", text)


def milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """The time that the groups of :data:`CLOCK` tell."""
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))


def line_of(cue: Cue, labels: Labels | None, before: str | None) -> Line:
    """The cue's words with their times and speakers.

    Args:
        cue: Read by :func:`cues_of`.
        labels: How this file tells speakers in the text, if it does.
        before: Who speaks where the cue does not tell it.
    """
    voices = [(0, before), *cue.voices]
    text = ""
    for line in cue.text.split("\n"):
        label = 0
        if labels and (found := labels.match(line.lstrip())):
            voices.append((len(text), found[0]))
            label = len(line) - len(line.lstrip()) + found[1]
        text += " " * label + line[label:] + "\n"  # places stay those of the cue's stamps
    words = list(re.finditer(r"\S+", text))
    times = _times_of(cue, [word.span() for word in words])
    since = [at for at, _ in voices]
    tokens = [
        Token(
            text=word[0],
            start_ms=start_ms,
            end_ms=end_ms,
            speaker=voices[bisect_right(since, word.start()) - 1][1],
        )
        for word, (start_ms, end_ms) in zip(words, times, strict=True)
    ]
    return Line(tokens=tokens, start_ms=cue.start_ms, end_ms=cue.end_ms)


def markup_in(text: str) -> bool:
    """Whether something in the text would be read as markup or as a line with times."""
    return "-->" in text or _MARKUP.search(text) is not None or html.unescape(text) != text


def _blocks(lines: Sequence[str], place: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if "-->" not in line:
            continue
        times = _TIMES.fullmatch(line)
        if times is None:
            raise TranscriptError(
                f"The times {line.strip()[:80]!r} cannot be read",
                place=f"{place}, line {at}",
                remedy="They must look like 00:01:02.500 --> 00:01:04.000.",
            )
        first = at
        while at < len(lines) and lines[at].strip() and not has_times(lines[at]):
            at += 1
        last = at
        if at < len(lines) and lines[at].strip() and last > first and _NUMBER.fullmatch(lines[last - 1]):
            last -= 1  # the number of the next cue, where no empty line parts them
        yield times, list(lines[first:last])


def _cue(body: list[str], start_ms: int, end_ms: int, speaker: str | None) -> Cue:
    """Read a cue's markup."""
    if len(body) > 1 and all(_DASH.match(line) for line in body):
        body = [_DASH.sub("", line, count=1) for line in body]
    source = "\n".join(body)
    text, at = "", 0
    stamps: list[tuple[int, int]] = []
    voices: list[tuple[int, str | None]] = [(0, speaker)] if speaker else []
    for markup in _MARKUP.finditer(source):
        text += html.unescape(source[at : markup.start()])
        at = markup.end()
        if voice := _VOICE.fullmatch(markup[0]):
            name = " ".join(html.unescape(voice[1]).split())
            voices.append((len(text), None if name == "-" else name))  # Rev's "<v ->": somebody else, not known who
        elif _VOICE_END.fullmatch(markup[0]):
            voices.append((len(text), None))
        elif stamp := _STAMP.fullmatch(markup[0]):
            stamps.append((len(text), milliseconds(*stamp.groups())))
        elif markup[0][0] == "\\":
            text += "\n" if markup[0] == "\\N" else " "
    text += html.unescape(source[at:])
    return Cue(start_ms=start_ms, end_ms=end_ms, text=text, stamps=tuple(stamps), voices=tuple(voices))


def _times_of(cue: Cue, words: Sequence[tuple[int, int]]) -> list[tuple[int, int] | tuple[None, None]]:
    """Start and end of the words at these places, as the cue's time stamps tell them; None without any.

    A stamp before a word is its start, one right behind it its end. Words between two stamps share the time evenly.
    """
    if not cue.stamps:
        return [(None, None)] * len(words)
    stamps = dict(cue.stamps)
    ends = [stamps.get(end) for _, end in words]
    starts = [stamps.get(start) for start, _ in words]
    times: list[tuple[int, int] | tuple[None, None]] = []
    phrase, since_ms = 0, cue.start_ms if not starts or starts[0] is None else starts[0]
    for place in range(1, len(words) + 1):
        last = place == len(words)
        next_ms = cue.end_ms if last else starts[place]
        end_ms = ends[place - 1] if ends[place - 1] is not None else next_ms
        if end_ms is None:
            continue
        times += spread(place - phrase, since_ms, end_ms)
        phrase, since_ms = place, end_ms if next_ms is None else next_ms
    return times


def _milliseconds(clock: Sequence[str | None], counted: bool) -> int:
    hours, minutes, seconds, fraction = clock
    if counted and fraction:
        fraction = fraction[:3].rjust(3, "0")
    return milliseconds(hours, minutes or "", seconds or "", fraction)
