"""Words out of what servers answer: OpenAI's own, those that run faster-whisper, and whisper.cpp's.

All claim OpenAI's ``verbose_json`` (https://platform.openai.com/docs/api-reference/audio/verbose-json-object). OpenAI
lists words without punctuation beside the segments, others with it; whisper.cpp lists tokens inside the segments; some
have no times but those of segments, or none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

import msgspec

from dictation.transcribe.whisper.network import TimedToken, Written
from dictation.transcribe.whisper.windows import joined

_OTHER_NAMES = {"bengali": "bn", "javanese": "jv", "maori": "mi", "myanmar": "my", "nynorsk": "nn"}
"""Languages that Whisper calls otherwise than CLDR."""


class _Token(msgspec.Struct):
    word: str
    start: float | None = None
    end: float | None = None
    probability: float | None = None


class _Segment(msgspec.Struct):
    text: str = ""
    start: float | None = None
    end: float | None = None
    words: list[_Token] | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None


class Answer(msgspec.Struct):
    """What a server says of one stretch. Times are seconds from its start."""

    text: str | None = None
    language: str | None = None
    words: list[_Token] | None = None
    segments: list[_Segment] | None = None


def read_answer(body: bytes) -> Answer:
    """The answer in its parts.

    Raises:
        ValueError: It is no JSON of that form, or has no text.
    """
    try:
        answer = msgspec.json.decode(body, type=Answer, strict=False)
    except msgspec.DecodeError as exc:
        raise ValueError(str(exc)) from exc
    if answer.text is None and answer.segments is None:
        raise ValueError("it has no text")
    return answer


def written_in(answer: Answer, seconds: float, language: str) -> Written:
    """What the answer says of so many seconds of sound.

    Raises:
        ValueError: Neither the caller nor the server says in which language it is.
    """
    tokens = tuple(token for piece in _pieces(answer, seconds) for token in _tokens(piece, seconds))
    spoken = language or _code(answer.language or "")
    if tokens and not spoken:
        raise ValueError("it does not tell the language; give it with --language")
    segments = answer.segments or []
    return Written(
        tokens=tokens,
        text=" ".join(token.text.strip() for token in tokens),
        avg_logprob=_mean([each.avg_logprob for each in segments]),
        no_speech_prob=_mean([each.no_speech_prob for each in segments]),
        language=spoken,
    )


def _pieces(answer: Answer, seconds: float) -> list[_Segment]:
    """Texts with the tokens that belong to them, if there are any."""
    segments = answer.segments or [_Segment(text=answer.text or "", start=0, end=seconds)]
    if not answer.words or any(segment.words for segment in segments):
        return segments
    return [
        _Segment(
            text=" ".join(segment.text for segment in segments),
            start=0,
            end=seconds,
            words=answer.words,
            avg_logprob=_mean([segment.avg_logprob for segment in segments]),
        )
    ]


def _tokens(piece: _Segment, seconds: float) -> list[TimedToken]:
    """Whole words, each with a blank before it."""
    probability = 1.0 if piece.avg_logprob is None else math.exp(min(0.0, piece.avg_logprob))
    tokens: list[TimedToken] = []
    for token in piece.words or () if any(word.start is not None for word in piece.words or ()) else ():
        # Some leave out the times of figures: such a word stands where the one before it ended.
        start = token.start if token.start is not None else tokens[-1].end if tokens else piece.start or 0.0
        end = token.end if token.end is not None else start
        known = probability if token.probability is None else token.probability
        tokens.append(
            TimedToken(text=token.word, start=_inside(start, seconds), end=_inside(end, seconds), probability=known)
        )
    if not any(token.text[:1].isspace() for token in tokens):  # words, not tokens that go on with the one before
        tokens = [replace(token, text=f" {token.text}") for token in tokens]
    written = _as_written(joined(tokens), piece.text)
    if written is None:
        start, end = piece.start or 0.0, seconds if piece.end is None else piece.end
        return list(_spread(piece.text.split(), _inside(start, seconds), _inside(end, seconds), probability))
    return [replace(token, text=f" {token.text.strip()}") for token in written]


def _as_written(words: list[TimedToken], text: str) -> list[TimedToken] | None:
    """The words as they stand in the text, with its punctuation; None where the words are no use.

    Letters and figures of both have to be the same. Where they are not, the words stay as they are, unless letters were
    lost between tokens, as whisper.cpp loses those of more than one byte.
    """
    owners = [word for word in words for character in word.text if character.isalnum()]
    letters = [character for character in text if character.isalnum()]
    if [c for word in words for c in word.text if c.isalnum()] != letters or len(text.split()) * 2 < len(words):
        return None if not words or "\N{REPLACEMENT CHARACTER}" in "".join(w.text for w in words) else words
    written: list[TimedToken] = []
    place = 0
    for token in text.split():
        covered = owners[place : place + sum(character.isalnum() for character in token)]
        place += len(covered)
        if covered:
            probability = min(word.probability for word in covered)
            written.append(replace(covered[0], text=token, end=covered[-1].end, probability=probability))
        elif written:
            written.append(replace(written[-1], text=token, start=written[-1].end))
    return written


def _spread(texts: list[str], start: float, end: float, probability: float) -> Iterator[TimedToken]:
    """Words over the time of their text, each for as long as it has letters."""
    ends = [0, *accumulate(len(text) for text in texts)]
    for text, (first, last) in zip(texts, pairwise(ends), strict=True):
        share = (end - start) / ends[-1]
        yield TimedToken(
            text=f" {text}", start=start + first * share, end=start + last * share, probability=probability
        )


def _mean(values: list[float | None]) -> float:
    """The mean of those that were told, 0 without any."""
    told = [value for value in values if value is not None]
    return sum(told) / len(told) if told else 0.0


def _inside(second: float, seconds: float) -> float:
    return min(max(second, 0.0), seconds)


def _code(language: str) -> str:
    """The ISO 639-1 code of a language that a server calls by code or by its English name."""
    from babel import Locale  # noqa: PLC0415 - heavy, and needed where the call's language is not known

    name = language.lower()
    names = {english.lower(): code for code, english in Locale("en").languages.items()}
    return _OTHER_NAMES.get(name) or names.get(name) or name.partition("-")[0]
