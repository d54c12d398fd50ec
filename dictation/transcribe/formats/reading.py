"""Transcripts as files: Whisper's JSON, WebVTT, SubRip and plain text, read and written.

What a format cannot hold is told here once: plain text has no times (every word then stands at 0 ms), WebVTT and
SubRip have times and speakers a line but no word times (the words share a line's time evenly) and no probability.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from dictation.errors import TranscriptError
from dictation.model.transcript import Transcript
from dictation.transcribe.formats import timed_text, whisper_json


class TranscriptFormat(StrEnum):
    """The forms a transcript is written in; each is also the suffix of its files."""

    JSON = "json"
    """Whisper's own shape with words, plus ``speaker`` where one is known."""
    VTT = "vtt"
    SRT = "srt"
    TXT = "txt"
    """A line a segment, with the speaker in front where one is known."""


def read_transcript(path: Path, *, language: str = "") -> Transcript:
    """Read a transcript that Whisper, WhisperX, a meeting service or a person wrote, told apart by the suffix.

    Args:
        path: A ``.json``, ``.vtt``, ``.srt`` or ``.txt`` file in UTF-8.
        language: The call's language, for files that do not say it; only Whisper's JSON does.

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
    text = _text_of(path)
    match kind:
        case TranscriptFormat.JSON:
            transcript = whisper_json.read(text, place=str(path), language=language)
        case TranscriptFormat.VTT | TranscriptFormat.SRT:
            transcript = timed_text.read_cues(text, place=str(path), language=language)
        case TranscriptFormat.TXT:
            transcript = timed_text.read_plain(text, language=language)
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
            return timed_text.write_vtt(transcript)
        case TranscriptFormat.SRT:
            return timed_text.write_srt(transcript)
        case TranscriptFormat.TXT:
            return timed_text.write_plain(transcript)


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
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
