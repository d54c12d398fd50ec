"""A recording, heard from its first word to its last."""

from __future__ import annotations

from pathlib import Path

from dictation.model.transcript import Transcript
from dictation.transcribe.engine import Notify, Progress, Vocabulary


def transcribe(
    path: Path,
    *,
    engine: str = "auto",
    model: str | None = None,
    language: str | None = None,
    vocabulary: Vocabulary | None = None,
    cache: Path,
    notify: Notify,
    progress: Progress | None = None,
) -> Transcript:
    """Hear a recording.

    Args:
        path: The recording: wav, flac, mp3, m4a, ogg or opus, with any number of channels. Two channels that differ
            are the two sides of a call: the words of the left one get the speaker ``SPEAKER_00``, of the right one
            ``SPEAKER_01``.
        engine: ``whisper``, ``faster-whisper``, ``embedded``, or ``auto`` for the best that can be had here.
        model: One of Whisper's names, or the path of a model; None leaves it to the engine.
        language: ISO 639-1 code; None lets the recogniser find out.
        vocabulary: Names and terms to listen for.
        cache: A folder for weights and what is built from them; made if it is not there.
        notify: Gets what a user should know, a line each: which recogniser was taken for want of a better one, that
            a recording is cut off.
        progress: Gets the share of the recording that is done.

    Raises:
        AudioError: The recording cannot be heard; SilentRecording where nobody speaks on it.
        EngineError: The recogniser cannot do its work; WeightsUnavailable where its model is not to be had.
    """
    raise NotImplementedError
