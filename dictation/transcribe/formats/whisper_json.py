"""JSON of the programs that run Whisper, told apart by its shape.

- openai-whisper, faster-whisper and whisper-ctranslate2: ``segments``, each with ``words``, in seconds. A token keeps
  the blank before it; one without goes on with the word before ("-five" after " thirty").
- WhisperX: the same, but no token has a blank, the probability is ``score``, words that it could not align ("250") have
  no times, and segments and words tell speakers. Its ``word_segments`` say nothing more.
- OpenAI's API and the servers like it (``response_format=verbose_json``): ``segments`` with text, and beside them
  ``words`` without punctuation; the language by its English name.
- whisper.cpp (``--output-json``, ``--output-json-full``): ``transcription``, in milliseconds, with tokens of its own.
- this program: openai-whisper's, with the speaker and language of segments and ``marks``, ``engine`` and ``model``. Its
  times are taken as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from dictation.errors import TranscriptError
from dictation.model.transcript import Mark, MarkKind, Segment, Transcript, Word
from dictation.transcribe.formats.times import LONGEST_S, Line, Token, transcript_of

_Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=LONGEST_S)]
_Milliseconds: TypeAlias = Annotated[int, Meta(ge=0, le=LONGEST_S * 1000)]
_CONTROL = re.compile(r"\[_[A-Z]+_?\d*\]")
"""Tokens of whisper.cpp that are no text, such as ``[_BEG_]`` and ``[_TT_150]``."""


class _Token(msgspec.Struct):
    word: str
    start: _Seconds | None = None
    end: _Seconds | None = None
    probability: float | None = None
    score: float | None = None
    speaker: str | None = None


class _Line(msgspec.Struct):
    start: _Seconds
    end: _Seconds
    text: str = ""
    words: list[_Token] | None = None
    speaker: str | None = None
    language: str | None = None


class _Mark(msgspec.Struct):
    kind: MarkKind
    start: _Seconds
    end: _Seconds
    speaker: str | None = None
    detail: str = ""


class _Offsets(msgspec.Struct):
    start: _Milliseconds = msgspec.field(name="from")
    end: _Milliseconds = msgspec.field(name="to")


class _CppToken(msgspec.Struct):
    text: str
    offsets: _Offsets | None = None
    p: float | None = None


class _CppLine(msgspec.Struct):
    offsets: _Offsets
    text: str = ""
    tokens: list[_CppToken] | None = None
    speaker: str | None = None


class _CppResult(msgspec.Struct):
    language: str | None = None


class _File(msgspec.Struct):
    segments: list[_Line] | None = None
    words: list[_Token] | None = None
    transcription: list[_CppLine] | None = None
    text: str = ""
    language: str | None = None
    result: _CppResult | None = None
    engine: str | None = None
    model: Any = None
    """A name; whisper.cpp tells its model's dimensions here."""
    marks: list[_Mark] | None = None


def read(text: str, *, place: str, language: str) -> Transcript:
    """Read the file's text; ``language`` stands where the file names none.

    Raises:
        TranscriptError: The text is no JSON or of none of these shapes; ``place`` gets the line or field in question.
    """
    file = _decoded(text, place)
    spoken = _code(file.language or (file.result.language if file.result else None)) or language
    model = file.model if isinstance(file.model, str) else ""
    if file.transcription is not None:
        return transcript_of(map(_cpp_line, file.transcription), language=spoken)
    segments = file.segments
    if not segments and file.words:
        start, end = (file.words[0].start, file.words[-1].end)
        segments = [_Line(start=start or 0.0, end=max(start or 0.0, end or 0.0), text=file.text)]
    if segments is None:
        raise TranscriptError(
            "This JSON has neither segments (Whisper, WhisperX, OpenAI's API) nor a transcription (whisper.cpp)",
            place=place,
            remedy="Make it with `whisper --output_format json`, or ask a server for verbose_json.",
        )
    if file.marks is not None or file.engine is not None:
        return Transcript(
            language=spoken,
            segments=tuple(_own_segment(line) for line in segments),
            engine=file.engine or "",
            model=model,
            marks=tuple(_own_mark(mark) for mark in file.marks or ()),
        )
    if file.words and not any(line.words for line in segments):
        _deal_out(file.words, segments)
    blanks = any(token.word[:1].isspace() for line in segments for token in line.words or ())
    return transcript_of((_line(line, blanks=blanks) for line in segments), language=spoken, model=model)


def _decoded(text: str, place: str) -> _File:
    try:
        file = msgspec.json.decode(text, type=_File | list[_Line])
    except msgspec.ValidationError as exc:
        problem, _, field = str(exc).partition(" - at ")
        raise TranscriptError(
            f"This is not a transcript as Whisper, WhisperX, whisper.cpp or OpenAI's API write it: {problem}",
            place=f"{place}, {field.strip('`')}" if field else place,
            remedy="Put the field right, or make the transcript anew.",
        ) from exc
    except (msgspec.DecodeError, RecursionError) as exc:
        byte = re.search(r"\(byte (\d+)\)", str(exc))
        line = text.encode()[: int(byte[1])].count(b"\n") + 1 if byte else text.count("\n") + 1
        raise TranscriptError(
            f"This is not JSON: {exc}",
            place=f"{place}, line {line}",
            remedy="Make the transcript anew; the program that wrote it may have been stopped.",
        ) from exc
    return file if isinstance(file, _File) else _File(segments=file)


def _code(language: str | None) -> str | None:
    """The ISO 639 code of a language; OpenAI's API tells it by its English name ("indonesian")."""
    if language is None or len(language) <= 3:
        return language or None
    from babel import Locale  # noqa: PLC0415 - few files need its list of languages

    return next((code for code, name in Locale("en").languages.items() if name.casefold() == language.casefold()), None)


def _line(line: _Line, *, blanks: bool) -> Line:
    """A segment with its tokens put together to words."""
    if line.words:
        known = [
            (
                token.word,
                None if token.start is None else _ms(token.start),
                None if token.end is None else _ms(token.end),
                _probability(token),
                token.speaker,
            )
            for token in line.words
        ]
        tokens = _joined(known, blanks=blanks)
    else:
        tokens = [Token(text=word) for word in line.text.split()]
    return Line(
        tokens=tokens,
        start_ms=_ms(line.start),
        end_ms=_ms(line.end),
        speaker=line.speaker,
        language=_code(line.language),
    )


def _cpp_line(line: _CppLine) -> Line:
    known = [
        (
            token.text,
            token.offsets.start if token.offsets else None,
            token.offsets.end if token.offsets else None,
            1.0 if token.p is None else token.p,
            None,
        )
        for token in line.tokens or ()
        if not _CONTROL.fullmatch(token.text)
    ]
    tokens = _joined(known, blanks=True) if known else [Token(text=word) for word in line.text.split()]
    return Line(tokens=tokens, start_ms=line.offsets.start, end_ms=line.offsets.end, speaker=line.speaker)


_Known: TypeAlias = tuple[str, int | None, int | None, float, str | None]
"""A token: text with its blank, start and end in milliseconds, probability, speaker."""


def _joined(known: Iterable[_Known], *, blanks: bool) -> list[Token]:
    """Words put together of tokens: with ``blanks``, a token without one goes on with the word before."""
    groups: list[list[_Known]] = []
    for token in known:
        if not token[0].strip():
            continue
        if groups and blanks and not token[0][0].isspace():
            groups[-1].append(token)
        else:
            groups.append([token])
    return [
        Token(
            text="".join(token[0] for token in group).strip(),
            start_ms=_first(token[1] for token in group),
            end_ms=_first(token[2] for token in reversed(group)),
            probability=min(max(min(token[3] for token in group), 0.0), 1.0),
            speaker=_first(token[4] for token in group),
        )
        for group in groups
    ]


def _deal_out(words: Sequence[_Token], segments: Sequence[_Line]) -> None:
    """Give the words of the whole file to its segments.

    The segments' text has the punctuation that the words lack. Where both have the same letters, each word of the text
    takes its times from the words that its letters are in; else the words stand as they are, by their times.
    """
    owners = [word for word in words for letter in word.word if letter.isalnum()]
    letters = "".join(letter for word in words for letter in word.word if letter.isalnum())
    if letters == "".join(letter for line in segments for letter in line.text if letter.isalnum()):
        at = 0
        for line in segments:
            line.words = []
            for text in line.text.split():
                own = owners[at : at + sum(letter.isalnum() for letter in text)]
                at += len(own)
                line.words.append(_Token(f" {text}", own[0].start if own else None, own[-1].end if own else None))
        return
    at = 0
    dealt: list[list[_Token]] = [[] for _ in segments]
    for word in words:
        while at + 1 < len(segments) and (word.start or 0.0) >= segments[at].end:
            at += 1
        dealt[at].append(word)
    for line, own in zip(segments, dealt, strict=True):
        line.words = own


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)


def _probability(token: _Token) -> float:
    known = token.probability if token.probability is not None else token.score
    return 1.0 if known is None else known


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _own_segment(line: _Line) -> Segment:
    words = tuple(
        Word(
            text=token.word.strip(),
            start_ms=_ms(line.start if token.start is None else token.start),
            end_ms=_ms(line.end if token.end is None else token.end),
            probability=_probability(token),
            speaker=token.speaker,
        )
        for token in line.words or ()
        if token.word.strip()
    )
    return Segment(
        words=words, start_ms=_ms(line.start), end_ms=_ms(line.end), speaker=line.speaker, language=line.language
    )


def _own_mark(mark: _Mark) -> Mark:
    return Mark(
        kind=mark.kind,
        start_ms=_ms(mark.start),
        end_ms=_ms(mark.end),
        speaker=mark.speaker,
        detail=mark.detail,
    )


def write(transcript: Transcript) -> str:
    """The transcript in openai-whisper's shape, with what this program adds to it."""
    file: dict[str, object] = {
        "text": "".join(f" {word.text}" for word in transcript.iter_words()),
        "segments": [_written_line(number, segment) for number, segment in enumerate(transcript.segments)],
        "language": transcript.language,
    }
    file |= _present(engine=transcript.engine, model=transcript.model)
    file["marks"] = [
        {"kind": mark.kind, "start": mark.start_ms / 1000, "end": mark.end_ms / 1000}
        | _present(speaker=mark.speaker, detail=mark.detail)
        for mark in transcript.marks
    ]
    return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"


def _written_line(number: int, segment: Segment) -> dict[str, object]:
    line: dict[str, object] = {
        "id": number,
        "start": segment.start_ms / 1000,
        "end": segment.end_ms / 1000,
        "text": "".join(f" {word.text}" for word in segment.words),
        "words": [_written_word(word) for word in segment.words],
    }
    return line | _present(speaker=segment.speaker, language=segment.language)


def _written_word(word: Word) -> dict[str, object]:
    token: dict[str, object] = {
        "word": f" {word.text}",
        "start": word.start_ms / 1000,
        "end": word.end_ms / 1000,
        "probability": word.probability,
    }
    return token | _present(speaker=word.speaker)


def _present(**fields: str | None) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}
