"""What a recogniser heard: words with their times.

The shape follows the JSON that openai-whisper writes with ``--word_timestamps True``, with seconds turned into integer
milliseconds and a speaker where one is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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
    language: str | None = None
    """ISO 639-1 code where the recogniser told the language of this stretch; None for that of the call."""

    @property
    def text(self) -> str:
        """The segment's words, a blank between each."""
        return " ".join(word.text for word in self.words)


class MarkKind(StrEnum):
    """What is the matter with a stretch of a transcript."""

    UNHEARD = "unheard"
    """Somebody speaks, and no word of it was recognised, not even when it was heard again alone."""
    RETRIED = "retried"
    """What was recognised first was no speech or none at all; the words are from a second hearing."""
    REPEATED = "repeated"
    """Words that the recogniser wrote over and over were taken out."""
    ECHOED = "echoed"
    """Words of the recogniser's prompt that nobody said were taken out."""
    INVENTED = "invented"
    """Words where nobody speaks were taken out."""
    UNSURE = "unsure"
    """The recogniser itself thinks its words unlikely, and a second hearing was no better."""
    LANGUAGE = "language"
    """It is not certain which language is spoken."""
    TIMES = "times"
    """The recogniser's times could not be; they were put right by what is known of the words around them."""
    DAMAGED = "damaged"
    """The recording cannot be decoded here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A stretch of a recording whose transcript was mended or is doubtful."""

    kind: MarkKind
    start_ms: int
    end_ms: int
    speaker: str | None = None
    """Whose side of the call, where that is known."""
    detail: str = ""
    """What was taken out, or what the recogniser said of itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """Everything that was heard in one recording, in the order of time."""

    language: str
    """The language of the call as a whole, an ISO 639-1 code such as ``en`` or ``id``."""
    segments: tuple[Segment, ...]
    engine: str = ""
    """The recogniser that heard it; empty for a transcript that was imported."""
    model: str = ""
    marks: tuple[Mark, ...] = ()
    """What was mended or is doubtful, in the order of time."""

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
