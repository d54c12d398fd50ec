"""Transcripts as files: Whisper's JSON, WebVTT, SubRip and plain text."""

from dictation.transcribe.formats.reading import TranscriptFormat, read_transcript, write_transcript

__all__ = ["TranscriptFormat", "read_transcript", "write_transcript"]
