"""Transcripts as files: JSON of the programs that run Whisper, WebVTT, SubRip and plain text, read and written.

What is written and read again is the same, but for what a format cannot hold:

- JSON holds everything.
- WebVTT holds lines, speakers, and the times of words that lie in their line's time one after another, with the gaps
  between them; of words that overlap it keeps where they begin, and a word that takes no time gets some. Probabilities,
  languages, engine and marks are lost, here and in the following.
- SubRip holds lines, their times, and speakers; the words share their line's time evenly.
- Plain text holds lines and speakers, a line for each speaker, and no times.
- Names of speakers cannot hold line breaks, nor brackets in SubRip and plain text, where round ones take their place.
"""

from __future__ import annotations

import codecs
from enum import StrEnum
from pathlib import Path

from dictation.errors import TranscriptError
from dictation.model.transcript import Transcript
from dictation.transcribe.formats import plain_text, subtitles, whisper_json

_LARGEST_JSON, _LARGEST_TEXT = 60_000_000, 6_000_000
"""Bytes of a day-long call, told as amply as whisper.cpp does, or as text."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TranscriptFormat(StrEnum):
    """The forms a transcript is written in; each is also the suffix of its files."""

    JSON = "json"
    """Whisper's own shape with words, plus ``speaker``, ``language`` and ``marks`` where there are any."""
    VTT = "vtt"
    SRT = "srt"
    TXT = "txt"
    """A line a segment, with the speaker in front where one is known."""


def read_transcript(path: Path, *, language: str = "") -> Transcript:
    """Read a transcript that Whisper, WhisperX, a meeting service or a person wrote, told apart by the suffix.

    Times that the file lacks or that cannot be are made up from those around them, and marked so.

    Args:
        path: A ``.json``, ``.vtt``, ``.srt`` or ``.txt`` file, in UTF-8 or, with a byte order mark, UTF-16.
        language: The call's language, for files that do not say it; only JSON does.

    Raises:
        TranscriptError: The file is missing, of another kind, or broken; ``place`` is the file with its line or field.
    """
    try:
        kind = TranscriptFormat(path.suffix.lower().removeprefix("."))
    except ValueError as exc:
        raise TranscriptError(
            f"{path.name} is no transcript this program can read",
            place=str(path),
            remedy="Give a .json file of Whisper or WhisperX, or a .vtt, .srt or .txt file.",
        ) from exc
    text = _text_of(path, _LARGEST_JSON if kind is TranscriptFormat.JSON else _LARGEST_TEXT)
    match kind:
        case TranscriptFormat.JSON:
            transcript = whisper_json.read(text, place=str(path), language=language)
        case TranscriptFormat.VTT | TranscriptFormat.SRT:
            transcript = subtitles.read(text, place=str(path), language=language)
        case TranscriptFormat.TXT:
            transcript = plain_text.read(text, place=str(path), language=language)
    if not any(True for _ in transcript.iter_words()):
        raise TranscriptError(
            f"{path.name} holds no word", place=str(path), remedy="Check that the transcript was written to its end."
        )
    return transcript


def write_transcript(transcript: Transcript, kind: TranscriptFormat) -> str:
    """The transcript as the text of a file of that kind, ending in a newline."""
    match kind:
        case TranscriptFormat.JSON:
            return whisper_json.write(transcript)
        case TranscriptFormat.VTT:
            return subtitles.write_vtt(transcript)
        case TranscriptFormat.SRT:
            return subtitles.write_srt(transcript)
        case TranscriptFormat.TXT:
            return plain_text.write(transcript)


def _text_of(path: Path, largest: int) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise TranscriptError(
            f"{path.name} is not text in UTF-8 (byte {exc.start})",
            place=str(path),
            remedy="Save it as UTF-8, or export it again.",
        ) from exc
    except OSError as exc:
        raise TranscriptError(
            f"The transcript {path.name} cannot be opened: {exc.strerror}",
            place=str(path),
            remedy="Check the name and whether you may read the file.",
        ) from exc
    if len(data) > largest:
        raise TranscriptError(
            f"{path.name} is larger than {largest // 1_000_000} MB, and so no transcript of a call",
            place=str(path),
            remedy="Give the transcript, not the recording.",
        )
    if "\0" in text:
        raise TranscriptError(
            f"{path.name} is no text: it holds zero bytes",
            place=str(path),
            remedy="Save it as UTF-8, or export it again.",
        )
    return text
