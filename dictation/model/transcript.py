"""What a recogniser heard: words with their times.

The shape follows the JSON that openai-whisper writes with ``--word_timestamps True``, with seconds turned into integer
milliseconds and a speaker where one is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word as it was heard, with the punctuation that the recogniser attached to it and no blanks around it."""

    text: str
    start_ms: int
    end_ms: int
    probability: float = 1.0
    """The recogniser's own estimate, 0 to 1; 1.0 where it gives none."""
    speaker: str | None = None
    """A label such as ``SPEAKER_00``: the same label is the same person (or the same channel) throughout a call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A stretch that the recogniser wrote as one line. It need not end with a sentence or a turn."""

    words: tuple[Word, ...]
    start_ms: int
    end_ms: int
    speaker: str | None = None

    @property
    def text(self) -> str:
        """The segment's words, a blank between each."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """Everything that was heard in one recording, in the order of time."""

    language: str
    """The language of the call as a whole, an ISO 639-1 code such as ``en`` or ``id``."""
    segments: tuple[Segment, ...]
    engine: str = ""
    """The recogniser that heard it; empty for a transcript that was imported."""
    model: str = ""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in order. A draft's provenance counts words by their place in this tuple."""
        return tuple(self.iter_words())

    def iter_words(self) -> Iterator[Word]:
        """All words in order."""
        for segment in self.segments:
            yield from segment.words

    @property
    def text(self) -> str:
        """The whole transcript as one line."""
        return " ".join(segment.text for segment in self.segments)
