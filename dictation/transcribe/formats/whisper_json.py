"""The JSON that ``whisper --output_format json --word_timestamps True`` writes, and WhisperX's variant of it.

Whisper's tokens keep the blank before them: a token without one goes on with the word before ("-five" after
" thirty"). WhisperX writes every word without a blank, calls the probability ``score``, leaves out the times of words
it could not align, and tells speakers on segments and words.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from dictation.errors import TranscriptError
from dictation.model.transcript import Segment, Transcript, Word


class _Token(msgspec.Struct):
    word: str
    start: float | None = None
    end: float | None = None
    probability: float | None = None
    score: float | None = None
    speaker: str | None = None


class _Line(msgspec.Struct):
    start: float
    end: float
    text: str = ""
    words: list[_Token] | None = None
    speaker: str | None = None


class _File(msgspec.Struct):
    segments: list[_Line]
    language: str | None = None
    engine: str = ""
    model: str = ""


def read(text: str, *, place: str, language: str) -> Transcript:
    """Read the file's text; ``language`` stands where the file names none.

    Raises:
        TranscriptError: The text is no JSON or not of this shape; ``place`` gets the field in question.
    """
    try:
        file = msgspec.json.decode(text, type=_File)
    except msgspec.DecodeError as exc:
        problem, _, field = str(exc).partition(" - at ")
        raise TranscriptError(
            f"This is not a transcript as Whisper writes it: {problem}",
            place=f"{place}, {field.strip('`')}" if field else place,
            remedy="Make it anew with `whisper --output_format json --word_timestamps True`, or check the field.",
        ) from exc
    blanks = any(token.word[:1].isspace() for line in file.segments for token in line.words or ())
    segments = tuple(segment for line in file.segments if (segment := _segment(line, blanks=blanks)).words)
    return Transcript(language=file.language or language, segments=segments, engine=file.engine, model=file.model)


def spread(texts: list[str], start_ms: int, end_ms: int, speaker: str | None = None) -> tuple[Word, ...]:
    """Words for texts without times: each gets the same share of the time from ``start_ms`` to ``end_ms``."""
    edges = [start_ms + (end_ms - start_ms) * i // max(len(texts), 1) for i in range(len(texts) + 1)]
    return tuple(
        Word(text=text, start_ms=start, end_ms=end, speaker=speaker)
        for text, (start, end) in zip(texts, pairwise(edges), strict=True)
    )


def _segment(line: _Line, *, blanks: bool) -> Segment:
    start_ms, end_ms = _milliseconds(line.start), max(_milliseconds(line.start), _milliseconds(line.end))
    if line.words:
        words = _words(line, start_ms, end_ms, blanks=blanks)
    else:
        words = spread(line.text.split(), start_ms, end_ms, line.speaker)
    speakers = {word.speaker for word in words}
    speaker = line.speaker or (speakers.pop() if len(speakers) == 1 else None)
    return Segment(words=words, start_ms=start_ms, end_ms=end_ms, speaker=speaker)


def _words(line: _Line, start_ms: int, end_ms: int, *, blanks: bool) -> tuple[Word, ...]:
    """Put the segment's tokens together to words and give a time to those without one."""
    groups: list[list[_Token]] = []
    for token in line.words or ():
        if not token.word.strip():
            continue
        if groups and blanks and not token.word[0].isspace():
            groups[-1].append(token)
        else:
            groups.append([token])
    edges = [
        edge
        for group in groups
        for edge in (_first(token.start for token in group), _first(token.end for token in reversed(group)))
    ]
    times = _filled(edges, start_ms, end_ms)
    return tuple(
        Word(
            text="".join(token.word for token in group).strip(),
            start_ms=begin_ms,
            end_ms=max(begin_ms, finish_ms),
            probability=min(_probability(token) for token in group),
            speaker=next((token.speaker for token in group if token.speaker), line.speaker),
        )
        for group, begin_ms, finish_ms in zip(groups, times[::2], times[1::2], strict=True)
    )


def _filled(times: list[float | None], start_ms: int, end_ms: int) -> list[int]:
    """The times in milliseconds, each run of unknown ones spread evenly between the known ones around it."""
    filled: list[int] = []
    before_ms, unknown = start_ms, 0
    for time in [*times, end_ms / 1000]:
        if time is None:
            unknown += 1
            continue
        after_ms = _milliseconds(time)
        filled += [before_ms + (after_ms - before_ms) * n // (unknown + 1) for n in range(1, unknown + 1)]
        filled.append(after_ms)
        before_ms, unknown = after_ms, 0
    return filled[: len(times)]


def _first(times: Iterable[float | None]) -> float | None:
    return next((time for time in times if time is not None), None)


def _probability(token: _Token) -> float:
    known = token.probability if token.probability is not None else token.score
    return 1.0 if known is None else min(max(known, 0.0), 1.0)


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))


def write(transcript: Transcript) -> str:
    """The transcript in Whisper's shape, times in seconds; ``engine`` and ``model`` are added where known."""
    file: dict[str, object] = {
        "text": "".join(f" {word.text}" for word in transcript.iter_words()),
        "segments": [_line(number, segment) for number, segment in enumerate(transcript.segments)],
        "language": transcript.language,
    }
    file |= {key: value for key, value in (("engine", transcript.engine), ("model", transcript.model)) if value}
    return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"


def _line(number: int, segment: Segment) -> dict[str, object]:
    line: dict[str, object] = {
        "id": number,
        "start": segment.start_ms / 1000,
        "end": segment.end_ms / 1000,
        "text": "".join(f" {word.text}" for word in segment.words),
        "words": [_token(word) for word in segment.words],
    }
    return line | ({"speaker": segment.speaker} if segment.speaker else {})


def _token(word: Word) -> dict[str, object]:
    token: dict[str, object] = {
        "word": f" {word.text}",
        "start": word.start_ms / 1000,
        "end": word.end_ms / 1000,
        "probability": round(word.probability, 6),
    }
    return token | ({"speaker": word.speaker} if word.speaker else {})
